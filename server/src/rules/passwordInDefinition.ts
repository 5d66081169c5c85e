import { stringsOf } from '../analysis/strings';
import { hasPlaceholder } from '../asl/placeholder';
import type { Report } from './rule';
import { rule } from './rule';

export const passwordInDefinition = rule({
  id: 'password-in-definition',
  severity: 'information',
  pillar: 'security',
  summary: 'A password or key seems to be written into the definition.',
  why: 'A field whose name speaks of a password, secret, token or key has a fixed text. If it is one, keep it in AWS Secrets Manager: whoever may read the state machine or its history reads it, too.',
  link: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html',
  mentions: /passw|secret|api[-_]?key|privatekey|accesstoken|authtoken/i,
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "Parameters": { "password": "correct-horse" }, "End": true }
//                                                                                                               ^^^^^^^^^^ "password" has a fixed text: if it is secret, keep it in AWS Secrets Manager.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "Parameters": { "password.$": "$.password", "apiKey": "\${ApiKey}" }, "End": true }
  }
}`,
  ],
  of: 'state',
  *check(state): Iterable<Report> {
    for (const { node, via } of stringsOf(state)) {
      if (
        named.test(via.key.value) &&
        via.value === node &&
        node.value.length >= 6 &&
        !/^(?:\$|\{%|arn:)|\s/.test(node.value) &&
        !hasPlaceholder(node.value)
      ) {
        yield { at: via.key, message: `"${via.key.value}" has a fixed text: if it is secret, keep it in AWS Secrets Manager.` };
      }
    }
  },
});

const named = /(?:^|[a-z_-])(?:password|passwd|secret|apikey|api_key|api-key|privatekey|accesstoken|authtoken)$/i;
