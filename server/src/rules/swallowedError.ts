import type { State } from '../asl/ast';
import { statesByName } from '../analysis/statesByName';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const swallowedError = rule({
  id: 'swallowed-error',
  severity: 'information',
  pillar: 'operational excellence',
  summary: 'Every error is caught, and the execution succeeds all the same.',
  why: 'A catcher for States.ALL leads to states none of which is a Fail state: the execution counts as succeeded, alarms on failed executions stay silent. End the way of errors with a Fail state, or say in a Comment why it is a success.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states',
  mentions: ['.ALL'],
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Tidy up" }],
//                                                       ^^^^^^^^^ Whatever fails here, the execution succeeds: no state on this way is a Fail state.
      "End": true
    },
    "Tidy up": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true }
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
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Tidy up" }],
      "End": true
    },
    "Tidy up": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "Next": "Failed" },
    "Failed": { "Type": "Fail", "Error": "NotDone" }
  }
}`,
  ],
  of: 'scope',
  *check(scope): Iterable<Report> {
    // Within a branch or an iteration, to go on is what a catcher is for.
    if (scope.kind !== 'machine' || !scope.states.some(({ catchers }) => catchers.length > 0)) {
      return;
    }
    const failing = leadingToFail(scope.states);
    const names = statesByName(scope);
    for (const { catchers } of scope.states) {
      const last = catchers.at(-1);
      const target = last?.errorEquals.some(({ value }) => value === 'States.ALL') ? member(last.node, 'Next')?.value : undefined;
      if (target?.kind === 'string' && !failing.has(target.value) && names.has(target.value)) {
        yield { at: target, message: 'Whatever fails here, the execution succeeds: no state on this way is a Fail state.' };
      }
    }
  },
});

/** Names of the states from which some path leads to a Fail state, searched backwards. */
function leadingToFail(states: readonly State[]): ReadonlySet<string> {
  const before = new Map<string, string[]>();
  for (const { name, transitions } of states) {
    for (const { target } of transitions) {
      const list = before.get(target.value);
      if (list) {
        list.push(name);
      } else {
        before.set(target.value, [name]);
      }
    }
  }
  const open = states.filter(({ type }) => type?.value === 'Fail').map(({ name }) => name);
  const found = new Set(open);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const each of before.get(name) ?? []) {
      if (!found.has(each)) {
        found.add(each);
        open.push(each);
      }
    }
  }
  return found;
}
