import type { Report } from './rule';
import { rule } from './rule';

export const uncatchableError = rule({
  id: 'uncatchable-error',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'States.Runtime cannot be retried.',
  why: 'A States.Runtime error, such as a path that selects nothing, always ends the execution: it is not retried, and neither States.ALL nor States.TaskFailed matches it. Make sure that the data is there, with a Choice for instance.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation',
  mentions: ['Runtim'],
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Retry": [{ "ErrorEquals": ["States.Timeout", "States.Runtime"] }],
//                                                  ^^^^^^^^^^^^^^^^ States.Runtime is never retried: it always ends the execution.
      "End": true
    }
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
      "Retry": [{ "ErrorEquals": ["States.Timeout"] }],
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task', 'Parallel', 'Map'],
  fields: ['Retry', 'Catch'],
  *check({ retriers }): Iterable<Report> {
    for (const { errorEquals } of retriers) {
      for (const { value, node } of errorEquals) {
        if (value === 'States.Runtime') {
          yield { at: node, message: 'States.Runtime is never retried: it always ends the execution.' };
        }
      }
    }
  },
});
