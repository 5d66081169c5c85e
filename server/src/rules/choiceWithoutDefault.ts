import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const choiceWithoutDefault = rule({
  id: 'choice-without-default',
  severity: 'information',
  pillar: 'reliability',
  summary: 'A Choice has no Default.',
  why: 'When no rule is true and there is no Default, the execution fails with States.Runtime. A Default that leads to a Fail state says in your own words what was wrong.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Choice", "Choices": [{ "Variable": "$.done", "BooleanEquals": true, "Next": "Done" }] },
//  ^^^^^^ "Work" has no Default: when no rule is true, the execution fails with States.Runtime.
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Choice", "Choices": [{ "Variable": "$.done", "BooleanEquals": true, "Next": "Done" }], "Default": "Wrong" },
    "Done": { "Type": "Succeed" },
    "Wrong": { "Type": "Fail", "Error": "NotDone" }
  }
}`,
  ],
  of: 'state',
  types: ['Choice'],
  *check(state): Iterable<Report> {
    if (state.node && state.choices.length > 0 && !member(state.node, 'Default')) {
      yield {
        at: state.key,
        message: `"${state.name}" has no Default: when no rule is true, the execution fails with States.Runtime.`,
      };
    }
  },
});
