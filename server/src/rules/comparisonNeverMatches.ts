import { shapeInWords } from '../analysis/shape';
import { pathShape, typesOf } from '../analysis/types';
import type { Member, Node, ObjectNode } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const comparisonNeverMatches = rule({
  id: 'comparison-never-matches',
  severity: 'warning',
  summary: 'A Choice compares a value with one of another type.',
  why: 'The type of the value is known here, from a literal or a function that a state before it puts in. A comparison of another type is always false.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html',
  mentions: /\b(?:String|Numeric|Boolean|Timestamp)[A-Z]/,
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
        { "Not": { "Variable": "$.name", "NumericGreaterThan": 3 }, "Next": "Done" }
//                                       ^^^^^^^^^^^^^^^^^^^^ This is always false: "$.name" is a string, never a number.
      ],
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
  kinds: ['path'],
  *check(expression, analysis): Iterable<Report> {
    if (expression.kind !== 'path' || expression.field.name !== 'Variable' || !expression.path || !expression.clause) {
      return;
    }
    const operator = ruleAround(expression.clause.clause.node, expression.member)?.members.find(({ key }) =>
      families.test(key.value),
    );
    const wanted = operator && kindByFamily[families.exec(operator.key.value)![1]!];
    if (wanted === undefined) {
      return;
    }
    const shape = pathShape(expression.path, typesOf(analysis).effectiveTypeOf(expression.state));
    if (shape.kind !== 'any' && shape.kind !== wanted) {
      yield {
        at: operator!.key,
        message: `This is always false: "${expression.path.text}" is ${shapeInWords(shape)}, never ${shapeInWords({ kind: wanted })}.`,
      };
    }
  },
});

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
