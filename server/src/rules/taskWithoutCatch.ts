import type { Scope, State } from '../asl/ast';
import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const taskWithoutCatch = rule({
  id: 'task-without-catch',
  severity: 'hint',
  pillar: 'reliability',
  summary: 'A Task has no Catch: an error that no retry mends ends the execution.',
  why: 'Without a catcher, nothing is told, undone or tried another way when the Task fails for good. Where the execution may simply fail, leave it.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true }
//  ^^^^^^ "Work" has no Catch, and nothing around it has: when it fails for good, so does the execution.
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
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Tell" }],
      "End": true
    },
    "Tell": { "Type": "Fail", "Error": "NotDone" }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  check(state): Iterable<Report> {
    if (!state.node || member(state.node, 'Catch') || isCaughtAround(state)) {
      return nothing;
    }
    const message = `"${state.name}" has no Catch, and nothing around it has: when it fails for good, so does the execution.`;
    return [{ at: state.key, message }];
  },
});

/** Whether a Parallel or Map around the state has catchers. */
function isCaughtAround(state: State): boolean {
  for (let scope: Scope | undefined = state.scope; scope?.owner; scope = scope.owner.scope) {
    if (member(scope.owner.node, 'Catch')) {
      return true;
    }
  }
  return false;
}
