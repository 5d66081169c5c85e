import { retryLoops } from '../analysis/loops';
import type { Report } from './rule';
import { rule } from './rule';

export const waitInsteadOfRetry = rule({
  id: 'wait-instead-of-retry',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'States around a Wait do what Retry does.',
  why: 'Retry tries a failed state again by itself: after a pause that may grow, so often, for these errors. States that catch the error, count, wait and lead back need more transitions, and are easily wrong: a counter that is not reset, a loop without end. Where the tries are counted in a variable, a refactoring at the Wait turns them into a Retry.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error',
  invalid: [
    `{
  "StartAt": "Ask",
  "States": {
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask",
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Two minutes" }],
      "End": true
    },
    "Two minutes": { "Type": "Wait", "Seconds": 120, "Next": "Ask" }
//  ^^^^^^^^^^^^^ "Two minutes" leads back to "Ask" after an error: the Retry of "Ask" does that without further states.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Ask",
  "States": {
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask",
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 120, "MaxAttempts": 4, "BackoffRate": 1 }],
      "End": true
    }
  }
}`,
    `{
  "StartAt": "Ask",
  "States": {
    "Ask": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask", "Next": "Ready?" },
    "Ready?": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.ready", "BooleanEquals": true, "Next": "Done" }],
      "Default": "Pause"
    },
    "Pause": { "Type": "Wait", "Seconds": 30, "Next": "Ask" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'scope',
  where: 'loops',
  *check(scope): Iterable<Report> {
    for (const { tried, wait } of retryLoops(scope)) {
      yield {
        at: wait.key,
        message: `"${wait.name}" leads back to "${tried.name}" after an error: the Retry of "${tried.name}" does that without further states.`,
      };
    }
  },
});
