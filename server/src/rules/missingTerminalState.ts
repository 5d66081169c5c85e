import { linksOf } from '../analysis/links';
import type { Scope } from '../asl/ast';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const missingTerminalState = rule({
  id: 'missing-terminal-state',
  severity: 'error',
  awsCode: 'MISSING_END_STATE',
  summary: 'No state ends the scope.',
  why: 'An execution, a branch or an iteration ends with a Succeed or Fail state or a state with "End": true. Without one it could only run in circles until it times out, and AWS refuses the definition.',
  invalid: [
    `{
  "StartAt": "Ask",
  "States": {
//^^^^^^^^ Workflow has no terminal state: none is a Succeed or Fail state or has "End": true.
    "Ask": { "Type": "Pass", "Next": "Wait" },
    "Wait": { "Type": "Wait", "Seconds": 5, "Next": "Ask" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Ask",
  "States": {
    "Ask": { "Type": "Pass", "Next": "Is it done?" },
    "Is it done?": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.done", "BooleanEquals": true, "Next": "Done" }],
      "Default": "Ask"
    },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'scope',
  check(scope): Iterable<Report> {
    if (!scope.statesMember || scope.states.length === 0 || mayEnd(scope)) {
      return nothing;
    }
    const what = scope.kind === 'machine' ? 'Workflow' : scope.kind === 'branch' ? 'The branch' : 'The item processor';
    const message = `${what} has no terminal state: none is a Succeed or Fail state or has "End": true.`;
    return [{ at: scope.statesMember.key, message }];
  },
});

/**
 * Whether one of the states ends the scope, or is so incomplete that this is not known: another finding tells of that. So it does of
 * states that nothing leads to: where only such a state is an end, AWS tells of it alone.
 */
function mayEnd(scope: Scope): boolean {
  const { targets, first } = linksOf(scope);
  return scope.states.some(
    ({ isEnd, transitions }, index) =>
      isEnd || transitions.length === 0 || targets.slice(first[index], first[index + 1]).includes(-1),
  );
}
