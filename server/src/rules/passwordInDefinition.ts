import { stringsOf } from '../analysis/strings';
import { hasPlaceholder } from '../asl/placeholder';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const passwordInDefinition = rule({
  id: 'password-in-definition',
  severity: 'information',
  pillar: 'security',
  summary: 'A password or key seems to be written into the definition.',
  why: 'A field whose name speaks of a password, secret, token or key has a fixed text. If it is one, keep it in AWS Secrets Manager: whoever may read the state machine or its history reads it, too.',
  link: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html',
  // How the words end, as people write them.
  mentions: ['Key', 'key', 'KEY', 'ken', 'KEN', 'word', 'Word', 'WORD', 'wd', 'WD', 'cret', 'CRET'],
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "Parameters": { "password": "correct-horse" }, "End": true }
//                                                                                                               ^^^^^^^^^^ "password" has a fixed text: if it is secret, keep it in AWS Secrets Manager.
  }
}`,
    `{
  "StartAt": "Call",
  "States": {
    "Call": { "Type": "Pass", "Result": { "APIKey": "0123456789abcdef" }, "End": true }
//                                        ^^^^^^^^ "APIKey" has a fixed text: if it is secret, keep it in AWS Secrets Manager.
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
  check(state): Iterable<Report> {
    let reports: Report[] | undefined;
    for (const { node, via } of stringsOf(state)) {
      const { value: name } = via.key;
      if (isNamed(name) && via.value === node && isFixed(node.value)) {
        const message = `"${name}" has a fixed text: if it is secret, keep it in AWS Secrets Manager.`;
        (reports ??= []).push({ at: via.key, message });
      }
    }
    return reports ?? nothing;
  },
});

/** Whether the name ends in a word for a secret. Most do not even end in its last letter. */
function isNamed(name: string): boolean {
  return 'dtynDTYN'.includes(name.charAt(name.length - 1)) && named.test(name);
}

function isFixed(text: string): boolean {
  return text.length >= 6 && !/^(?:\$|\{%|arn:)|\s/.test(text) && !hasPlaceholder(text);
}

const named = /(?:^|[a-z_-])(?:password|passwd|secret|apikey|api_key|api-key|privatekey|accesstoken|authtoken)$/i;
