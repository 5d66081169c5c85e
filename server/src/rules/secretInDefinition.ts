import { stringsOf } from '../analysis/strings';
import type { Report } from './rule';
import { rule } from './rule';

export const secretInDefinition = rule({
  id: 'secret-in-definition',
  severity: 'warning',
  pillar: 'security',
  summary: 'A secret stands in the definition.',
  why: 'Whoever may read the state machine, its history or the repository reads it, too. Keep it in AWS Secrets Manager or Systems Manager, or in the connection of an HTTP Task, and look it up when it is needed. A secret that was written down has to be replaced.',
  link: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html',
  mentions: ['KIA', 'ASIA', 'KEY-', 'ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'xox', '_live_', 'yJ'],
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Parameters": { "accessKey": "AKIAIOSFODNN7EXAMPLE" },
//                                 ^^^^^^^^^^^^^^^^^^^^^^ This looks like an AWS access key: keep it in AWS Secrets Manager.
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
      "Parameters": { "secretName": "production/database" },
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  *check(state): Iterable<Report> {
    for (const { node } of stringsOf(state)) {
      const found = node.value.length < shortest ? undefined : secrets.find(([pattern]) => pattern.test(node.value));
      if (found) {
        yield { at: node, message: `This looks like ${found[1]}: keep it in AWS Secrets Manager.` };
      }
    }
  },
});

const shortest = 20;

const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, 'a private key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b/, 'a GitHub token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/\bsk_live_[A-Za-z0-9]{20,}/, 'a Stripe key'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, 'a JSON Web Token'],
];
