import { stringsOf } from '../analysis/strings';
import type { Report } from './rule';
import { rule } from './rule';

export const accountInArn = rule({
  id: 'account-in-arn',
  severity: 'information',
  pillar: 'security',
  summary: 'An ARN names a fixed account.',
  why: 'The definition can be deployed in that account only, and whoever reads it learns the number. A placeholder (${AWS::AccountId} in templates) keeps both open.',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html',
  // Written out: V8 looks for single characters many times as fast as for a count of them.
  mentions: [/:\d\d\d\d\d\d\d\d\d\d\d\d:/],
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true }
//                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The account 123456789012 is written into this ARN.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:\${AWS::Region}:\${AWS::AccountId}:function:work", "End": true }
  }
}`,
  ],
  of: 'state',
  *check(state): Iterable<Report> {
    for (const { node } of stringsOf(state)) {
      const account = node.value.startsWith('arn:') ? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(node.value)?.[1] : undefined;
      if (account !== undefined) {
        yield { at: node, message: `The account ${account} is written into this ARN.` };
      }
    }
  },
});
