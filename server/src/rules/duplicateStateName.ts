import type { State } from '../asl/ast';
import { hasPlaceholder } from '../asl/placeholder';
import type { Report } from './rule';
import { rule } from './rule';

export const duplicateStateName = rule({
  id: 'duplicate-state-name',
  severity: 'error',
  awsCode: 'DUPLICATE_STATE_NAME',
  summary: 'Two states of the machine have the same name.',
  why: 'State names are unique within the whole state machine, its branches and item processors included; AWS refuses the definition otherwise. Two states of one States object are told of as a duplicate key.',
  invalid: [
    `{
  "StartAt": "Fan",
  "States": {
    "Fan": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "Work", "States": { "Work": { "Type": "Succeed" } } },
        { "StartAt": "Work", "States": { "Work": { "Type": "Succeed" } } }
        //                               ^^^^^^ The state name "Work" is taken: names are unique in the whole state machine. The other one is Fan/0/Work.
      ],
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Fan",
  "States": {
    "Fan": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "Work", "States": { "Work": { "Type": "Succeed" } } },
        { "StartAt": "Other work", "States": { "Other work": { "Type": "Succeed" } } }
      ],
      "End": true
    }
  }
}`,
  ],
  of: 'machine',
  *check(_machine, { symbols }): Iterable<Report> {
    // In the only scope there are no two of the same name with different ids.
    if (symbols.scopes.length < 2) {
      return;
    }
    const first = new Map<string, State>();
    for (const state of symbols.states) {
      const other = first.get(state.name);
      if (!other) {
        first.set(state.name, state);
      } else if (other.id !== state.id && !hasPlaceholder(state.name)) {
        yield {
          at: state.key,
          message: `The state name "${state.name}" is taken: names are unique in the whole state machine. The other one is ${other.id}.`,
        };
      }
    }
  },
});
