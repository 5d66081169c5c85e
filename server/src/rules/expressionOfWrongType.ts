import type { Expression } from '../analysis/expressions';
import { shapeInWords, type Shape } from '../analysis/shape';
import { expressionShape } from '../analysis/types';
import type { JsonataNode } from '../asl/jsonataReading';
import { kindInWords } from '../fields/describeError';
import type { Value } from '../fields/fieldTable';
import type { Report } from './rule';
import { rule } from './rule';

export const expressionOfWrongType = rule({
  id: 'expression-of-wrong-type',
  severity: 'warning',
  summary: 'A JSONata expression gives a value that the field does not take.',
  why: 'Condition takes true or false, Seconds and other numbers a number, most of them an integer within bounds, Timestamp a string that is a timestamp, Error and Cause a string, Items an array or an object. When the expression gives something else, the execution fails with States.QueryEvaluationError. The type is known here from the expression itself, or from the states before.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Pause",
  "States": {
    "Pause": { "Type": "Wait", "Seconds": "{% '5' & '0' %}", "Next": "Rest" },
//                                        ^^^^^^^^^^^^^^^^^ "Seconds" takes a number, but this gives a string.
    "Rest": { "Type": "Wait", "Seconds": "{% -1 %}", "Next": "Hold" },
//                                       ^^^^^^^^^^ "Seconds" takes an integer from 0 to 99999999 (seconds), but this gives -1.
    "Hold": { "Type": "Wait", "Timestamp": "{% 'tomorrow' %}", "Next": "Decide" },
//                                         ^^^^^^^^^^^^^^^^^^ "Timestamp" takes an RFC3339 timestamp such as 2026-01-31T12:00:00Z, but this gives "tomorrow".
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
    "Pause": { "Type": "Wait", "Seconds": "{% 5 * $states.input.tries %}", "Next": "Hold" },
    "Hold": { "Type": "Wait", "Timestamp": "{% '2030-01-31T12:00:00Z' %}", "Next": "Decide" },
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
      return;
    }
    const constant = expression.kind === 'jsonata' ? constantOf(expression.reading.tree) : undefined;
    const taken = constant === undefined ? undefined : unlike(constant, expression.field.value);
    if (taken !== undefined && expression.member.key.value === expression.field.name) {
      yield {
        at: expression.node,
        message: `"${expression.field.name}" takes ${taken}, but this gives ${JSON.stringify(constant)}.`,
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

/** The number or the text that an expression is. */
function constantOf(tree: JsonataNode | undefined): number | string | undefined {
  return tree?.type === 'string' || tree?.type === 'number' ? (tree.value as number | string) : undefined;
}

/** What the field takes, where the constant has the right type and is no such value. */
function unlike(constant: number | string, value: Value): string | undefined {
  if (typeof constant === 'string') {
    return value.type === 'string' && value.pattern && !new RegExp(value.pattern.source, 'u').test(constant)
      ? value.pattern.what
      : undefined;
  }
  if (value.type !== 'integer' && value.type !== 'number') {
    return undefined;
  }
  const { type, minimum = -Infinity, maximum = Infinity } = value;
  const fits = minimum <= constant && constant <= maximum && (type === 'number' || Number.isInteger(constant));
  return fits ? undefined : kindInWords(value);
}

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
