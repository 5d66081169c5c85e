import { readResource } from '../integrations/integrations';
import { hasPlaceholder } from '../asl/placeholder';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

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
    "Work": { "Type": "Task", "Resource": "my-function", "End": true }
//                                        ^^^^^^^^^^^^^ "Resource" must be an ARN that a Task can call: it is no ARN.
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
  *check(state): Iterable<Report> {
    const resource = state.type?.value === 'Task' ? member(state.node, 'Resource')?.value : undefined;
    if (resource?.kind === 'string' && !hasPlaceholder(resource.value)) {
      const read = readResource(resource.value);
      if (read.kind === 'unknown') {
        yield { at: resource, message: `"Resource" must be an ARN that a Task can call: ${read.why}.` };
      }
    }
  },
});
