import { actionOf, taskOf } from '../analysis/tasks';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const httpWithoutConnection = rule({
  id: 'http-without-connection',
  severity: 'warning',
  pillar: 'security',
  summary: 'An HTTP Task names no connection.',
  why: 'http:invoke signs in by a connection of Amazon EventBridge, which keeps the credentials; AWS asks for it: Authentication.ConnectionArn, or InvocationConfig.ConnectionArn for private endpoints.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html',
  mentions: /http:invoke/,
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
  *check(state): Iterable<Report> {
    if (actionOf(state) !== 'http:invoke') {
      return;
    }
    const { parameters, resource } = taskOf(state)!;
    const fields = ['Authentication', 'Authentication.$', 'InvocationConfig', 'InvocationConfig.$'];
    if (parameters?.kind === 'object' && !fields.some((field) => member(parameters, field))) {
      yield { at: resource, message: 'An HTTP Task needs a connection: "Authentication": { "ConnectionArn": … }.' };
    }
  },
});
