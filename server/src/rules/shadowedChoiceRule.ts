import type { Node, ObjectNode } from '../source/node';
import { member } from '../source/node';
import { canonicalText } from '../source/canonicalText';
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
        { "And": [{ "Variable": "$.kind", "StringEquals": "a" }, { "Variable": "$.kind", "StringEquals": "b" }], "Next": "Small" }
//      ^ This rule is never true: $.kind cannot equal both "a" and "b".
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
  *check({ choices }): Iterable<Report> {
    const seen = new Map<string, number>();
    for (const { node, index } of choices) {
      if (choices.length === 1 && !member(node, 'And')) {
        continue;
      }
      const condition = canonicalText({ ...node, members: node.members.filter(({ key }) => !aside.has(key.value)) });
      const earlier = seen.get(condition);
      const at = { start: node.start, end: node.start + 1 };
      if (earlier !== undefined && condition !== '{}') {
        yield { at, message: `This rule is never taken: rule ${earlier + 1} asks the same.` };
      } else {
        seen.set(condition, index);
        const contradiction = contradictionIn(node);
        if (contradiction !== undefined) {
          yield { at, message: `This rule is never true: ${contradiction}.` };
        }
      }
    }
  },
});

const aside = new Set(['Next', 'Comment', 'Assign', 'Output']);

/** Two parts of an And that want one value to equal different ones. */
function contradictionIn(rule: ObjectNode): string | undefined {
  const parts = member(rule, 'And')?.value;
  const wanted = new Map<string, string>();
  for (const part of parts?.kind === 'array' ? parts.items : []) {
    const variable = textOf(member(part, 'Variable')?.value);
    const equal =
      part.kind === 'object'
        ? part.members.find(({ key }) => /^(?:String|Numeric|Boolean|Timestamp)Equals$/.test(key.value))
        : undefined;
    const value = equal?.value && equal.value.kind !== 'placeholder' ? canonicalText(equal.value) : undefined;
    if (variable === undefined || value === undefined || value.includes('${')) {
      continue;
    }
    const other = wanted.get(variable);
    if (other !== undefined && other !== value) {
      return `${variable} cannot equal both ${other} and ${value}`;
    }
    wanted.set(variable, value);
  }
  return undefined;
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}
