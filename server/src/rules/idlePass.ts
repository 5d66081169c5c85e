import type { Report } from './rule';
import { rule } from './rule';

export const idlePass = rule({
  id: 'idle-pass',
  severity: 'hint',
  pillar: 'operational excellence',
  summary: 'A Pass state does nothing.',
  why: 'It hands its input on as it is. If it is left from drawing or testing, it can go; if it is a landmark, a Comment says so.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Pass", "Next": "Done" },
//  ^^^^^^ "Work" hands its input on as it is.
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Pass", "Comment": "The order is complete here", "Next": "Done" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'state',
  types: ['Pass'],
  *check(state): Iterable<Report> {
    const members = state.node?.members ?? [];
    if (state.transitions.length === 1 && members.every(({ key }) => ['Type', 'Next', 'QueryLanguage'].includes(key.value))) {
      yield { at: state.key, message: `"${state.name}" hands its input on as it is.` };
    }
  },
});
