import { type Expression, expressionSpan } from '../analysis/expressions';
import { select, type Shape, shapeInWords } from '../analysis/shape';
import { partShape, pathShape } from '../analysis/types';
import type { JsonataNode } from '../asl/jsonataReading';
import type { Path } from '../asl/jsonPath';
import type { Member, Node, ObjectNode } from '../source/node';
import type { Report, Surroundings } from './rule';
import { nothing, rule } from './rule';

export const comparisonNeverMatches = rule({
  id: 'comparison-never-matches',
  severity: 'warning',
  summary:
    'A Choice compares a value with one of another type, or asks for a type that it never has, or whether something is there that never is.',
  why: 'The type of the value is known here, from a literal or a function that a state before it puts in. A comparison of another type is always false; in JSONata < and > even fail.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html',
  invalid: [
    `{
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Result": { "count": 0, "name": "box" }, "Next": "Decide" },
    "Decide": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.count", "StringEquals": "0", "Next": "Done" },
//                               ^^^^^^^^^^^^^^ This is always false: "$.count" is a number, never a string.
        { "Not": { "Variable": "$.name", "NumericGreaterThan": 3 }, "Next": "Done" },
//                                       ^^^^^^^^^^^^^^^^^^^^ This is always false: "$.name" is a string, never a number.
        { "Variable": "$.name", "IsNumeric": true, "Next": "Done" },
//                              ^^^^^^^^^^^ This is always false: "$.name" is a string, never a number.
        { "Variable": "$.nmae", "IsPresent": true, "Next": "Done" }
//                              ^^^^^^^^^^^ This is always false: "$.nmae" is never there, "$" is an object with count, name.
      ],
      "Default": "Done"
    },
    "Done": { "Type": "Succeed" }
  }
}`,
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Output": { "count": "{% $count($states.input.items) %}" }, "Next": "Decide" },
    "Decide": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $states.input.count = '0' %}", "Next": "Done" }],
//                                                       ^ This is always false: the left side is a number, the right one a string.
      "Default": "Done"
    },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Result": { "count": 0, "name": "box" }, "Next": "Decide" },
    "Decide": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.count", "NumericEquals": 0, "Next": "Done" },
        { "Variable": "$.name", "StringMatches": "b*", "Next": "Done" }
      ],
      "Default": "Done"
    },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'expression',
  kinds: ['path', 'jsonata'],
  fields: ['Variable', 'Condition'],
  check(expression, around): Iterable<Report> {
    if (expression.kind === 'jsonata') {
      return reportsOfCondition(expression, around);
    }
    if (expression.kind !== 'path' || expression.field.name !== 'Variable' || !expression.path || !expression.clause) {
      return nothing;
    }
    const data = around.types.effectiveTypeOf(expression.state);
    const shape = data.kind === 'any' ? data : pathShape(expression.path, data);
    if (shape.kind === 'any') {
      return data.kind === 'any' ? nothing : reportOfAbsence(expression, expression.path, data, expression.clause.clause.node);
    }
    const operator = ruleAround(expression.clause.clause.node, expression.member)?.members.find(
      ({ key }) => families.test(key.value) || Object.hasOwn(kindByTest, key.value),
    );
    if (!operator) {
      return nothing;
    }
    const test = kindByTest[operator.key.value];
    const wanted = test ?? kindByFamily[families.exec(operator.key.value)![1]!]!;
    if (shape.kind === wanted) {
      return nothing;
    }
    const isTrueThen = test !== undefined && operator.value?.kind === 'boolean' && !operator.value.value;
    const message = `This is always ${isTrueThen ? 'true' : 'false'}: "${expression.path.text}" is ${shapeInWords(shape)}, never ${shapeInWords({ kind: wanted })}.`;
    return [{ at: operator.key, message }];
  },
});

/** Of an IsPresent that asks for what can never be there. */
function reportOfAbsence({ member }: Expression, path: Path, data: Shape, rule: ObjectNode): Iterable<Report> {
  const found = path.root.kind === 'input' ? select(data, path.segments) : undefined;
  const test =
    found && 'lost' in found ? ruleAround(rule, member)?.members.find(({ key }) => key.value === 'IsPresent') : undefined;
  if (!found || !('lost' in found) || test?.value?.kind !== 'boolean') {
    return nothing;
  }
  const message = `This is always ${test.value.value ? 'false' : 'true'}: "${path.text}" is never there, "${path.text.slice(0, found.lost.start)}" is ${shapeInWords(found.from)}.`;
  return [{ at: test.key, message }];
}

/** Comparisons of a condition in JSONata whose sides are certainly of different types: = is false then, < and > fail. */
function* reportsOfCondition(
  expression: Extract<Expression, { kind: 'jsonata' }>,
  { types, text }: Surroundings,
): Iterable<Report> {
  const { field, reading, state } = expression;
  if (field.name !== 'Condition' || !reading.tree) {
    return;
  }
  const states = { input: types.inputTypeOf(state) };
  const open: (JsonataNode | undefined)[] = [reading.tree];
  for (let node = open.pop(); node; node = open.pop()) {
    const sides = [node.lhs, node.rhs] as (JsonataNode | undefined)[];
    const operator = node.type === 'binary' ? String(node.value) : '';
    if (operator === 'and' || operator === 'or') {
      open.push(...sides.filter((side) => side !== undefined));
    } else if (comparisons.has(operator) && sides[0] && sides[1] && node.position !== undefined) {
      const [left, right] = sides.map((side) => partShape(reading, states, side!)) as [Shape, Shape];
      if (left.kind !== 'any' && right.kind !== 'any' && left.kind !== right.kind) {
        const at = { start: node.position - operator.length, end: node.position };
        yield {
          at: expressionSpan(expression, at, text),
          message: `This ${operator === '=' ? 'is always false' : operator === '!=' ? 'is always true' : 'always fails'}: the left side is ${shapeInWords(left)}, the right one ${shapeInWords(right)}.`,
        };
      }
    }
  }
}

const comparisons: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

/** What the tests of a type ask for. */
const kindByTest: Readonly<Record<string, 'string' | 'number' | 'boolean' | 'null' | undefined>> = {
  IsString: 'string',
  IsNumeric: 'number',
  IsBoolean: 'boolean',
  IsNull: 'null',
  IsTimestamp: 'string',
};

const families = /^(String|Numeric|Boolean|Timestamp)(?:Equals|LessThan|GreaterThan|Matches)/;
const kindByFamily: Readonly<Record<string, 'string' | 'number' | 'boolean'>> = {
  String: 'string',
  Numeric: 'number',
  Boolean: 'boolean',
  Timestamp: 'string',
};

/** The rule, at any depth of And, Or and Not, that holds this Variable. */
function ruleAround(rule: ObjectNode, variable: Member): ObjectNode | undefined {
  const open: (Node | undefined)[] = [rule];
  while (open.length > 0) {
    const node = open.pop();
    if (node?.kind === 'object') {
      if (node.members.includes(variable)) {
        return node;
      }
      open.push(...node.members.map(({ value }) => value));
    } else if (node?.kind === 'array') {
      open.push(...node.items);
    }
  }
  return undefined;
}
