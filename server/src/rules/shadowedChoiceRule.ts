import type { Node } from '../source/node';
import { member } from '../source/node';
import type { State } from '../asl/ast';
import { constraintsOf, contradictionIn, EarlierRules, negatesItself, questionOf } from '../analysis/conditions';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const shadowedChoiceRule = rule({
  id: 'shadowed-choice-rule',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'A rule of a Choice can never be taken.',
  why: 'The first rule that is true decides. A rule that asks exactly what an earlier one asks is never reached, and an And whose parts want one value to be two different things, or to be there and not to be there, is never true.',
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
        { "And": [{ "Variable": "$.age", "NumericGreaterThan": 60 }, { "Variable": "$.age", "NumericLessThan": 18 }], "Next": "Small" },
//      ^ This rule is never true: $.age cannot be > 60 and < 18.
        { "Variable": "$.error", "IsPresent": true, "Next": "Small" },
        { "Variable": "$.error", "StringEquals": "Busy", "Next": "Large" },
//      ^ This rule is never taken: whenever it is true, rule 6 is ($.error is there).
        { "And": [{ "Not": { "Variable": "$.name", "IsPresent": true } }, { "Variable": "$.name", "StringMatches": "a*" }, { "Variable": "$.name", "IsNull": true }], "Next": "Small" },
//      ^ This rule is never true: $.name cannot be not there and StringMatches "a*".
        { "And": [{ "Variable": "$.id", "StringMatches": "a*" }, { "Not": { "Variable": "$.id", "StringMatches": "a*" } }], "Next": "Small" }
//      ^ This rule is never true: one part of its And is the opposite of another.
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
        { "Variable": "$.size", "IsPresent": false, "Next": "Small" },
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
  check(state): Iterable<Report> {
    const [first, second] = state.choices;
    return !first || (!second && !member(first.node, 'And')) ? nothing : reports(state);
  },
});

function* reports({ choices, queryLanguage }: State): Iterable<Report> {
  const seen = new Map<string, number>();
  const earlierRules = new EarlierRules(maxCompared);
  let always: number | undefined;
  for (const { node, index } of choices) {
    const at = { start: node.start, end: node.start + 1 };
    const asked = constraintsOf(node);
    const contradiction =
      contradictionIn(asked) ?? (negatesItself(node) ? 'one part of its And is the opposite of another' : undefined);
    if (always !== undefined) {
      yield { at, about: node, message: `This rule is never taken: rule ${always + 1} is always true.` };
      continue;
    }
    if (contradiction !== undefined) {
      yield { at, about: node, message: `This rule is never true: ${contradiction}.` };
      continue;
    }
    const condition = choices.length === 1 ? '' : questionOf(node);
    const earlier = seen.get(condition);
    if (earlier !== undefined && condition !== '') {
      yield { at, about: node, message: `This rule is never taken: rule ${earlier + 1} asks the same.` };
      continue;
    }
    seen.set(condition, index);
    const implied = earlierRules.impliedBy(asked);
    if (implied) {
      const { index: other, inWords } = implied;
      yield { at, about: node, message: `This rule is never taken: whenever it is true, rule ${other + 1} is (${inWords}).` };
    }
    earlierRules.add(node, index, asked);
    if (queryLanguage === 'JSONata' && isAlwaysTrue(member(node, 'Condition')?.value)) {
      always = index;
    }
  }
}

const maxCompared = 50;
function isAlwaysTrue(condition: Node | undefined): boolean {
  return (
    (condition?.kind === 'boolean' && condition.value) ||
    (condition?.kind === 'string' && /^\{%\s*true\s*%\}$/.test(condition.value))
  );
}
