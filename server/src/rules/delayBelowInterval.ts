import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const delayBelowInterval = rule({
  id: 'delay-below-interval',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'MaxDelaySeconds of a retrier is smaller than its IntervalSeconds.',
  why: 'MaxDelaySeconds is the longest pause that there may be between two tries, so the interval that is written is never waited for.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 60, "MaxDelaySeconds": 30 }],
//                                                                                         ^^ "MaxDelaySeconds" is smaller than "IntervalSeconds", which is 60: every pause is 30 seconds.
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
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxDelaySeconds": 30 }],
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task', 'Parallel', 'Map'],
  fields: ['Retry'],
  *check({ retriers }): Iterable<Report> {
    for (const { node } of retriers) {
      const most = member(node, 'MaxDelaySeconds')?.value;
      const interval = member(node, 'IntervalSeconds')?.value;
      if (most?.kind === 'number' && interval?.kind === 'number' && Number(most.text) < Number(interval.text)) {
        yield {
          at: most,
          message: `"MaxDelaySeconds" is smaller than "IntervalSeconds", which is ${interval.text}: every pause is ${most.text} seconds.`,
        };
      }
    }
  },
});
