import { taskOf } from '../analysis/tasks';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const invalidResource = rule({
  id: 'invalid-resource',
  severity: 'warning',
  awsCode: 'INVALID_RESOURCE',
  summary: 'The Resource of a Task is no ARN that a Task can call.',
  why: 'A Task calls a Lambda function, an activity, or a service integration (arn:aws:states:::service:action). What the deployment puts in is written as ${Name}.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "my-function", "Next": "Send" },
//                                        ^^^^^^^^^^^^^ "Resource" must be an ARN that a Task can call: it is no ARN.
    "Send": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:12345:function:send", "End": true }
//                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "Resource" must be an ARN that a Task can call: the id of an account has 12 digits, not 5.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "\${WorkFunction.Arn}", "Next": "Ask" },
    "Ask": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:ask", "Next": "Tell" },
    "Tell": { "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": { "Message": "Done", "TopicArn": "\${Topic}" }, "End": true }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  check(state): Iterable<Report> {
    const task = taskOf(state);
    const why = task?.read?.kind === 'unknown' ? task.read.why : task?.fault;
    return why === undefined
      ? nothing
      : [{ at: task!.resource, message: `"Resource" must be an ARN that a Task can call: ${why}.` }];
  },
});
