import { taskOf } from '../analysis/tasks';
import type { State } from '../asl/ast';
import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const taskWithoutRetry = rule({
  id: 'task-without-retry',
  severity: 'information',
  pillar: 'reliability',
  summary: 'A Task that calls a Lambda function does not retry transient errors of the service.',
  why: 'Lambda fails now and then for a moment. AWS recommends a retrier for Lambda.ClientExecutionTimeoutException, Lambda.ServiceException, Lambda.AWSLambdaException and Lambda.SdkClientException on every call; States.TaskFailed and States.ALL include them.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true }
//  ^^^^^^ "Work" calls a Lambda function and does not retry transient errors of the service.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "work" },
      "Retry": [{ "ErrorEquals": ["Lambda.ServiceException", "Lambda.SdkClientException"], "MaxAttempts": 6 }],
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  check(state): Iterable<Report> {
    if (
      !taskOf(state)?.isLambda ||
      state.retriers.some(({ errorEquals }) => errorEquals.some(({ value }) => covers.test(value))) ||
      hasUnknownRetry(state)
    ) {
      return nothing;
    }
    const message = `"${state.name}" calls a Lambda function and does not retry transient errors of the service.`;
    return [{ at: state.key, message }];
  },
});

const covers =
  /^(?:States\.(?:ALL|TaskFailed)|Lambda\.(?:ClientExecutionTimeout|Service|AWSLambda|SdkClient|TooManyRequests|Unknown)\w*)$|\$\{/;

/** A placeholder in the place of Retry, or of one of its elements. */
function hasUnknownRetry({ node, retriers }: State): boolean {
  const retry = member(node, 'Retry')?.value;
  return retry !== undefined && (retry.kind !== 'array' || retry.items.length > retriers.length);
}
