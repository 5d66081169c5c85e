import type { State } from '../asl/ast';
import { cyclesOf } from '../analysis/cycles';
import { counters } from '../analysis/counters';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maxEvents = 25_000;
const day = 86_400;

export const historyGrowth = rule({
  id: 'history-growth',
  severity: 'information',
  pillar: 'reliability',
  summary: 'A loop with a Wait fills the history of the execution within a day.',
  why: 'A standard execution has at most 25,000 events in its history and fails with the next one. A loop that may go on for long should wait longer, count its rounds, or hand over to a new execution.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-history-limit',
  mentions: ['Wait'],
  invalid: [
    `{
  "StartAt": "Ask",
  "States": {
    "Ask": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask", "Next": "Ready?" },
    "Ready?": { "Type": "Choice", "Choices": [{ "Variable": "$.ready", "BooleanEquals": true, "Next": "Done" }], "Default": "Pause" },
    "Pause": { "Type": "Wait", "Seconds": 15, "Next": "Ask" },
//  ^^^^^^^ A round of this loop adds about 9 events: after about 12 hours the history is full (25,000 events) and the execution fails.
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Ask",
  "States": {
    "Ask": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask", "Next": "Ready?" },
    "Ready?": { "Type": "Choice", "Choices": [{ "Variable": "$.ready", "BooleanEquals": true, "Next": "Done" }], "Default": "Pause" },
    "Pause": { "Type": "Wait", "Seconds": 300, "Next": "Ask" },
    "Done": { "Type": "Succeed" }
  }
}`,
    `{
  "StartAt": "Ask",
  "TimeoutSeconds": 3600,
  "States": {
    "Ask": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask", "Next": "Ready?" },
    "Ready?": { "Type": "Choice", "Choices": [{ "Variable": "$.ready", "BooleanEquals": true, "Next": "Done" }], "Default": "Pause" },
    "Pause": { "Type": "Wait", "Seconds": 15, "Next": "Ask" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'scope',
  where: 'loops',
  *check(scope, { type, machine }): Iterable<Report> {
    if (type === 'EXPRESS' || scope.kind !== 'machine') {
      return;
    }
    const timeout = member(machine!.node, 'TimeoutSeconds')?.value;
    const most = timeout?.kind === 'number' ? Number(timeout.text) : Infinity;
    for (const states of cyclesOf(scope)) {
      const waits = states.filter((state) => state.type?.value === 'Wait');
      const pause = waits.map(secondsOf).reduce((sum, seconds) => sum + seconds, 0);
      // A loop that counts has an end of its own.
      if (waits.length === 0 || Number.isNaN(pause) || pause === 0 || states.length > 12 || counters(states).length > 0) {
        continue;
      }
      const events = states.map(eventsOf).reduce((sum, count) => sum + count, 0);
      const lifetime = (maxEvents / events) * pause;
      if (lifetime < Math.min(day, most)) {
        yield {
          at: waits[0]!.key,
          message: `A round of this loop adds about ${events} events: after ${durationInWords(lifetime)} the history is full (25,000 events) and the execution fails.`,
        };
      }
    }
  },
});

/** Seconds that a Wait takes; NaN where that is not written. */
function secondsOf({ node }: State): number {
  const seconds = member(node, 'Seconds')?.value;
  return seconds?.kind === 'number' ? Number(seconds.text) : NaN;
}

/** Events of one run of a state, at least: entered and exited, of a Task also scheduled, started and succeeded. */
function eventsOf({ type }: State): number {
  return type?.value === 'Task' ? 5 : type?.value === 'Map' || type?.value === 'Parallel' ? 4 : 2;
}

function durationInWords(seconds: number): string {
  const hours = seconds / 3600;
  return hours >= 2 ? `about ${Math.round(hours)} hours` : `about ${Math.round(seconds / 60)} minutes`;
}
