import type { Report } from './rule';
import { rule } from './rule';

export const unreachableState = rule({
  id: 'unreachable-state',
  severity: 'error',
  awsCode: 'MISSING_TRANSITION_TARGET',
  summary: 'No path from StartAt leads to the state.',
  why: 'AWS refuses a definition with a state that is not reachable from StartAt through Next, Default, a rule of a Choice, or a Catch. Link the state, or delete it.',
  invalid: [
    `{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "End": true },
    "B": { "Type": "Pass", "Next": "C" },
//  ^^^ State "B" is not reachable.
    "C": { "Type": "Pass", "Next": "B" }
//  ^^^ State "C" is not reachable.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Mend" }],
      "End": true
    },
    "Mend": { "Type": "Pass", "Next": "Work" }
  }
}`,
  ],
  of: 'scope',
  *check(scope, { flow }): Iterable<Report> {
    for (const state of scope.states) {
      if (flow.unreachable.has(state.id)) {
        yield { at: state.key, message: `State "${state.name}" is not reachable.` };
      }
    }
  },
});
