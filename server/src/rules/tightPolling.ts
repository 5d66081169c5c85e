import { cyclesOf } from '../analysis/cycles';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const tightPolling = rule({
  id: 'tight-polling',
  severity: 'information',
  pillar: 'sustainability',
  summary: 'A loop asks again after less than ten seconds.',
  why: 'Short pauses make many rounds: state transitions, calls and history events that find nothing new. Wait longer, let the pauses grow, or wait for a callback.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html',
  mentions: ['Wait'],
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "Next": "Done?" },
    "Done?": { "Type": "Choice", "Choices": [{ "Variable": "$.done", "BooleanEquals": true, "Next": "Done" }], "Default": "Pause" },
    "Pause": { "Type": "Wait", "Seconds": 1, "Next": "Work" },
//                                        ^ The loop goes round every 1 second: wait longer, or for a callback.
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "Next": "Done?" },
    "Done?": { "Type": "Choice", "Choices": [{ "Variable": "$.done", "BooleanEquals": true, "Next": "Done" }], "Default": "Pause" },
    "Pause": { "Type": "Wait", "Seconds": 60, "Next": "Work" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'scope',
  where: 'loops',
  *check(scope): Iterable<Report> {
    for (const states of cyclesOf(scope)) {
      for (const { type, node } of states) {
        const seconds = type?.value === 'Wait' ? member(node, 'Seconds')?.value : undefined;
        if (
          seconds?.kind === 'number' &&
          Number(seconds.text) < fewSeconds &&
          states.some((each) => each.type?.value === 'Task')
        ) {
          yield {
            at: seconds,
            message: `The loop goes round every ${seconds.text} ${seconds.text === '1' ? 'second' : 'seconds'}: wait longer, or for a callback.`,
          };
        }
      }
    }
  },
});

const fewSeconds = 10;
