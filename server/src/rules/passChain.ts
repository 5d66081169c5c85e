import { linksOf } from '../analysis/links';
import type { Scope } from '../asl/ast';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const passChain = rule({
  id: 'pass-chain',
  severity: 'information',
  pillar: 'cost optimization',
  summary: 'Pass states follow each other.',
  why: 'Each of them is a state transition that is paid for. One Pass state, or the parameters of the next Task, can do what they do together.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Pass", "Parameters": { "id.$": "$.id" }, "Next": "More" },
//  ^^^^^^ "Work" and "More" are two Pass states in a row: one can do the work of both.
    "More": { "Type": "Pass", "Result": "new", "ResultPath": "$.state", "Next": "Done" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Pass", "Parameters": { "id.$": "$.id", "state": "new" }, "Next": "Done" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'scope',
  check(scope): Iterable<Report> {
    let count = 0;
    for (const { type } of scope.states) {
      count += type?.value === 'Pass' ? 1 : 0;
    }
    return count > 1 ? reports(scope) : nothing;
  },
});

function* reports(scope: Scope): Iterable<Report> {
  const { states } = scope;
  const { targets, first } = linksOf(scope);
  const lead = new Uint32Array(states.length);
  for (const target of targets) {
    if (target >= 0) {
      lead[target]!++;
    }
  }
  for (let index = 0; index < states.length; index++) {
    const state = states[index]!;
    const target = state.type?.value === 'Pass' && state.transitions.length > 0 ? targets[first[index]!]! : -1;
    const next = states[target];
    // A Pass that others lead to as well is there for them.
    if (next && target !== index && next.type?.value === 'Pass' && lead[target] === 1) {
      yield {
        at: state.key,
        message: `"${state.name}" and "${next.name}" are two Pass states in a row: one can do the work of both.`,
      };
    }
  }
}
