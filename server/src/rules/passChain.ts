import type { Report } from './rule';
import { rule } from './rule';

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
  *check(scope): Iterable<Report> {
    const passes = new Set<string>();
    const cameFrom = new Map<string, number>();
    for (const { name, type, transitions } of scope.states) {
      if (type?.value === 'Pass') {
        passes.add(name);
      }
      for (const { target } of transitions) {
        cameFrom.set(target.value, (cameFrom.get(target.value) ?? 0) + 1);
      }
    }
    for (const state of passes.size > 1 ? scope.states : []) {
      const next = state.type?.value === 'Pass' ? state.transitions[0]?.target.value : undefined;
      // A Pass that others lead to as well is there for them.
      if (next !== undefined && next !== state.name && passes.has(next) && cameFrom.get(next) === 1) {
        yield {
          at: state.key,
          message: `"${state.name}" and "${next}" are two Pass states in a row: one can do the work of both.`,
        };
      }
    }
  },
});
