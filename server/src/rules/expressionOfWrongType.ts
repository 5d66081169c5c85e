import type { Expression } from '../analysis/expressions';
import { shapeInWords, type Shape } from '../analysis/shape';
import { expressionShape } from '../analysis/types';
import type { Report } from './rule';
import { rule } from './rule';

export const expressionOfWrongType = rule({
  id: 'expression-of-wrong-type',
  severity: 'warning',
  summary: 'A JSONata expression gives a value of a type that the field does not take.',
  why: 'Condition takes true or false, Seconds and other numbers a number, Timestamp, Error and Cause a string, Items an array or an object. When the expression gives something else, the execution fails with States.QueryEvaluationError. The type is known here from the expression itself, or from the states before.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Pause",
  "States": {
    "Pause": { "Type": "Wait", "Seconds": "{% '5' & '0' %}", "Next": "Decide" },
//                                        ^^^^^^^^^^^^^^^^^ "Seconds" takes a number, but this gives a string.
    "Decide": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $count($states.input.items) %}", "Next": "Done" }],
//                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "Condition" takes true or false, but this gives a number.
      "Default": "Done"
    },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Pause",
  "States": {
    "Pause": { "Type": "Wait", "Seconds": "{% 5 * $states.input.tries %}", "Next": "Decide" },
    "Decide": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $count($states.input.items) > 0 %}", "Next": "Done" }],
      "Default": "Done"
    },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'expression',
  kinds: ['jsonata'],
  *check(expression, { types }): Iterable<Report> {
    const wanted = expression.kind === 'jsonata' ? kindsOf(expression) : undefined;
    if (!wanted || expression.node.kind !== 'string' || expression.clause?.kind === 'catch') {
      return;
    }
    const shape = expressionShape(expression.node.value, { input: types.inputTypeOf(expression.state) }, '');
    if (shape.kind !== 'any' && !wanted.includes(shape.kind)) {
      const words = wanted.map((kind) => inWords[kind]).join(' or ');
      yield {
        at: expression.node,
        message: `"${expression.member.key.value}" takes ${words}, but this gives ${shapeInWords(shape)}.`,
      };
    }
  },
});

const inWords: Readonly<Record<Shape['kind'], string>> = {
  array: 'an array',
  object: 'an object',
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  any: 'anything',
};

/** What the field takes, where the expression is its whole value. */
function kindsOf({ field, member, node }: Expression): readonly Shape['kind'][] | undefined {
  if (member.value !== node) {
    return undefined;
  }
  if (member.key.value === 'RoleArn') {
    return ['string'];
  }
  const { value } = field;
  if (member.key.value !== field.name) {
    return undefined;
  }
  switch (value.type) {
    case 'expression':
      return ['boolean'];
    case 'integer':
    case 'number':
      return ['number'];
    case 'string':
      return ['string'];
    case 'array':
      return value.orObject ? ['array', 'object'] : ['array'];
    default:
      return undefined;
  }
}
