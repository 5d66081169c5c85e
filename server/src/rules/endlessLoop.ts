import { cyclesOf } from '../analysis/cycles';
import { hasPlaceholder } from '../asl/placeholder';
import type { State } from '../asl/ast';
import type { Report } from './rule';
import { rule } from './rule';

export const endlessLoop = rule({
  id: 'endless-loop',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'States lead to each other only: an execution that gets there never ends.',
  why: 'No transition leads out of these states, and none of them ends the workflow. A standard execution then runs until it has 25,000 events in its history, or a year has passed.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Choice", "Choices": [{ "Variable": "$.stop", "BooleanEquals": true, "Next": "Done" }], "Default": "Ask" },
    "Ask": { "Type": "Pass", "Next": "Pause" },
//  ^^^^^ "Ask" and "Pause" lead to each other only: an execution that gets here never ends.
    "Pause": { "Type": "Wait", "Seconds": 60, "Next": "Ask" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Choice", "Choices": [{ "Variable": "$.stop", "BooleanEquals": true, "Next": "Done" }], "Default": "Pause" },
    "Pause": { "Type": "Wait", "Seconds": 60, "Next": "Work" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'scope',
  where: 'loops',
  *check(scope, { flow }): Iterable<Report> {
    // Where no state ends the scope at all, that is told of already.
    if (!scope.states.some((state) => state.isEnd && !flow.unreachable.has(state.id))) {
      return;
    }
    for (const states of cyclesOf(scope)) {
      const inside = new Set(states.map(({ name }) => name));
      const isClosed = states.every((state) => !flow.unreachable.has(state.id) && !leaves(state, inside));
      if (isClosed) {
        const names = states.map(({ name }) => `"${name}"`);
        const who =
          names.length > 3
            ? `${names.slice(0, 3).join(', ')} and others lead`
            : names.length > 1
              ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)!} lead`
              : `${names[0]!} leads`;
        yield {
          at: states[0]!.key,
          message: `${who} to ${names.length > 1 ? 'each other' : 'itself'} only: an execution that gets here never ends.`,
        };
      }
    }
  },
});

function leaves(state: State, inside: ReadonlySet<string>): boolean {
  return state.isEnd || state.transitions.some(({ target }) => !inside.has(target.value) || hasPlaceholder(target.value));
}
