import { taskOf } from '../analysis/tasks';
import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const credentialsForActivity = rule({
  id: 'credentials-for-activity',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'A Task that waits for an activity takes on no role.',
  why: 'Credentials name the role by which Step Functions calls a function or a service, in another account for example. An activity is not called: its worker asks for work and signs in by itself.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html',
  invalid: [
    `{
  "StartAt": "Approve",
  "States": {
    "Approve": {
      "Type": "Task",
      "Resource": "arn:aws:states:us-east-1:123456789012:activity:approve",
      "Credentials": { "RoleArn": "arn:aws:iam::123456789012:role/approver" },
//    ^^^^^^^^^^^^^ An activity takes no "Credentials".
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Approve",
  "States": {
    "Approve": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:approve",
      "Credentials": { "RoleArn": "arn:aws:iam::123456789012:role/approver" },
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  fields: ['Credentials'],
  check(state): Iterable<Report> {
    const credentials = member(state.node, 'Credentials');
    return credentials && taskOf(state)?.read?.kind === 'activity'
      ? [{ at: credentials.key, message: 'An activity takes no "Credentials".' }]
      : nothing;
  },
});
