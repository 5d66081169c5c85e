import { taskOf } from '../analysis/tasks';
import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const httpWithoutConnection = rule({
  id: 'http-without-connection',
  severity: 'warning',
  pillar: 'security',
  summary: 'An HTTP Task names no connection.',
  why: 'http:invoke signs in by a connection of Amazon EventBridge, which keeps the credentials; AWS asks for it: Authentication.ConnectionArn, or InvocationConfig.ConnectionArn for private endpoints.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::http:invoke",
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ An HTTP Task needs a connection: "Authentication": { "ConnectionArn": … }.
      "Parameters": { "ApiEndpoint": "https://example.com/orders", "Method": "GET" },
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
      "Resource": "arn:aws:states:::http:invoke",
      "Parameters": {
        "ApiEndpoint": "https://example.com/orders",
        "Method": "GET",
        "Authentication": { "ConnectionArn": "\${Connection}" }
      },
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  check(state): Iterable<Report> {
    const task = taskOf(state);
    if (task?.action !== 'http:invoke') {
      return nothing;
    }
    const { parameters, resource } = task;
    const fields = ['Authentication', 'Authentication.$', 'InvocationConfig', 'InvocationConfig.$'];
    return parameters?.kind === 'object' && !fields.some((field) => member(parameters, field))
      ? [{ at: resource, message: 'An HTTP Task needs a connection: "Authentication": { "ConnectionArn": … }.' }]
      : nothing;
  },
});
