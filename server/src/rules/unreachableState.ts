import { statesByName } from '../analysis/statesByName';
import type { Scope, State, StateId, Transition } from '../asl/ast';
import { nearest } from '../source/nearest';
import type { Report } from './rule';
import { nothing, rule } from './rule';

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
  check: (scope, { flow: { unreachable } }) => (unreachable.size === 0 ? nothing : reports(scope, unreachable)),
});

function* reports(scope: Scope, unreachable: ReadonlySet<StateId>): Iterable<Report> {
  let followed: ReadonlySet<string> | 'all' | undefined;
  for (const state of scope.states) {
    if (unreachable.has(state.id)) {
      followed ??= behindFaults(scope, unreachable);
      yield {
        at: state.key,
        message: `State "${state.name}" is not reachable.`,
        isConsequence: followed === 'all' || followed.has(state.name),
      };
    }
  }
}

/** Comparing names is worth its time only so often. */
const maxComparisons = 200_000;

/**
 * The states that would be reachable if reachable ones led where they most likely should: behind a misspelt name, or anywhere where a transition is
 * missing or names what nobody can guess.
 */
function behindFaults(scope: Scope, unreachable: ReadonlySet<StateId>): ReadonlySet<string> | 'all' {
  const byName = statesByName(scope);
  const found = new Set<string>();
  const open: State[] = [];
  let comparisons = 0;
  const follow = (state: State): boolean => {
    if (leadsNowhere(state)) {
      return false;
    }
    for (const { target } of state.transitions) {
      let name: string | undefined = target.value;
      if (name === '') {
        return false;
      }
      if (!byName.has(name)) {
        comparisons += byName.size;
        name = comparisons > maxComparisons ? undefined : nearest(name, byName.keys());
      }
      const next = name === undefined ? undefined : byName.get(name);
      if (!next) {
        return false;
      }
      if (unreachable.has(next.id) && !found.has(next.name)) {
        found.add(next.name);
        open.push(next);
      }
    }
    return true;
  };
  for (const state of scope.states) {
    if (!unreachable.has(state.id) && !follow(state)) {
      return 'all';
    }
  }
  for (let state = open.pop(); state; state = open.pop()) {
    if (!follow(state)) {
      return 'all';
    }
  }
  return found;
}

/** Whether a transition is missing, or not written as one: another finding tells of it. */
function leadsNowhere({ node, isEnd, transitions, choices, catchers, type }: State): boolean {
  const count = (kind: Transition['kind']): number => transitions.filter((each) => each.kind === kind).length;
  if (!node || count('choice') < choices.length || count('catch') < catchers.length) {
    return true;
  }
  return type?.value === 'Choice' ? transitions.length === 0 : !isEnd && count('next') === 0;
}
