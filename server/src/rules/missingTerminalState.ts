import type { Scope, State } from '../asl/ast';
import type { Analysis } from '../analysis/analysis';
import { statesByName } from '../analysis/statesByName';
import type { Report } from './rule';
import { rule } from './rule';

export const missingTerminalState = rule({
  id: 'missing-terminal-state',
  severity: 'error',
  awsCode: 'MISSING_END_STATE',
  summary: 'No state that can be reached ends the scope.',
  why: 'An execution, a branch or an iteration ends with a Succeed or Fail state or a state with "End": true. Without one it could only run in circles until it times out, and AWS refuses the definition.',
  invalid: [
    `{
  "StartAt": "Ask",
  "States": {
//^^^^^^^^ Workflow has no terminal state: no state that can be reached is a Succeed or Fail state or has "End": true.
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
  *check(scope, analysis): Iterable<Report> {
    if (!scope.statesMember || scope.states.length === 0 || scope.states.some((state) => mayEnd(state, scope, analysis))) {
      return;
    }
    const what = scope.kind === 'machine' ? 'Workflow' : scope.kind === 'branch' ? 'The branch' : 'The item processor';
    yield {
      at: scope.statesMember.key,
      message: `${what} has no terminal state: no state that can be reached is a Succeed or Fail state or has "End": true.`,
    };
  },
});

/** Whether the execution could end in the state, or the state is so incomplete that this is not known: another finding tells of that. */
function mayEnd(state: State, scope: Scope, { flow }: Analysis): boolean {
  const states = statesByName(scope);
  if (flow.unreachable.has(state.id)) {
    return false;
  }
  return state.isEnd || state.transitions.length === 0 || state.transitions.some(({ target }) => !states.has(target.value));
}
