import type { Node, ObjectNode } from '../source/node';
import { member } from '../source/node';
import { canonicalText } from '../source/canonicalText';
import { contradictionIn, impliedBy } from '../analysis/conditions';
import type { Report } from './rule';
import { rule } from './rule';

export const shadowedChoiceRule = rule({
  id: 'shadowed-choice-rule',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'A rule of a Choice can never be taken.',
  why: 'The first rule that is true decides. A rule that asks exactly what an earlier one asks is never reached, and an And whose parts want one value to equal two different ones is never true.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.size", "NumericGreaterThan": 10, "Next": "Large" },
        { "Variable": "$.size", "NumericGreaterThan": 10, "Next": "Small" },
//      ^ This rule is never taken: rule 1 asks the same.
        { "And": [{ "Variable": "$.kind", "StringEquals": "a" }, { "Variable": "$.kind", "StringEquals": "b" }], "Next": "Small" },
//      ^ This rule is never true: $.kind cannot equal both "a" and "b".
        { "Variable": "$.size", "NumericGreaterThanEquals": 50, "Next": "Small" },
//      ^ This rule is never taken: whenever it is true, rule 1 is ($.size > 10).
        { "And": [{ "Variable": "$.age", "NumericGreaterThan": 60 }, { "Variable": "$.age", "NumericLessThan": 18 }], "Next": "Small" }
//      ^ This rule is never true: $.age cannot be > 60 and < 18.
      ],
      "Default": "Small"
    },
    "Large": { "Type": "Succeed" },
    "Small": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.size", "NumericGreaterThan": 100, "Next": "Large" },
        { "Variable": "$.size", "NumericGreaterThan": 10, "Next": "Small" },
        { "Or": [{ "Variable": "$.kind", "StringEquals": "a" }, { "Variable": "$.kind", "StringEquals": "b" }], "Next": "Small" }
      ],
      "Default": "Small"
    },
    "Large": { "Type": "Succeed" },
    "Small": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'state',
  types: ['Choice'],
  *check({ choices, queryLanguage }): Iterable<Report> {
    const seen = new Map<string, number>();
    const earlierRules: (readonly [index: number, node: ObjectNode])[] = [];
    let always: number | undefined;
    for (const { node, index } of choices) {
      if (choices.length === 1 && !member(node, 'And')) {
        return;
      }
      const at = { start: node.start, end: node.start + 1 };
      const contradiction = contradictionIn(node);
      if (always !== undefined) {
        yield { at, about: node, message: `This rule is never taken: rule ${always + 1} is always true.` };
        continue;
      }
      if (contradiction !== undefined) {
        yield { at, about: node, message: `This rule is never true: ${contradiction}.` };
        continue;
      }
      const condition =
        choices.length === 1 ? '' : canonicalText({ ...node, members: node.members.filter(({ key }) => !aside.has(key.value)) });
      const earlier = seen.get(condition);
      if (earlier !== undefined && condition !== '{}') {
        yield { at, about: node, message: `This rule is never taken: rule ${earlier + 1} asks the same.` };
        continue;
      }
      seen.set(condition, index);
      // Each rule with each earlier one: only as long as they are few.
      for (const [other, otherNode] of earlierRules.slice(0, maxCompared)) {
        const implied = impliedBy(node, otherNode);
        if (implied !== undefined) {
          yield { at, about: node, message: `This rule is never taken: whenever it is true, rule ${other + 1} is (${implied}).` };
          break;
        }
      }
      earlierRules.push([index, node]);
      if (queryLanguage === 'JSONata' && isAlwaysTrue(member(node, 'Condition')?.value)) {
        always = index;
      }
    }
  },
});

const maxCompared = 50;
const aside = new Set(['Next', 'Comment', 'Assign', 'Output']);

function isAlwaysTrue(condition: Node | undefined): boolean {
  return (
    (condition?.kind === 'boolean' && condition.value) ||
    (condition?.kind === 'string' && /^\{%\s*true\s*%\}$/.test(condition.value))
  );
}
