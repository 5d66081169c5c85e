import type { Node } from '../source/node';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const heartbeatTooLong = rule({
  id: 'heartbeat-too-long',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  pillar: 'reliability',
  summary: 'HeartbeatSeconds must be smaller than TimeoutSeconds.',
  why: 'A heartbeat that may come later than the timeout can never be missed in time; the language demands the smaller number.',
  link: 'https://states-language.net/#task-state',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:us-east-1:123456789012:activity:work",
      "TimeoutSeconds": 60,
      "HeartbeatSeconds": 60,
      //                  ^^ "HeartbeatSeconds" must be smaller than "TimeoutSeconds", which is 60.
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
      "Resource": "arn:aws:states:us-east-1:123456789012:activity:work",
      "TimeoutSeconds": 60,
      "HeartbeatSeconds": 10,
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  fields: ['HeartbeatSeconds'],
  *check({ node }): Iterable<Report> {
    const heartbeat = member(node, 'HeartbeatSeconds')?.value;
    const timeout = member(node, 'TimeoutSeconds')?.value;
    const most = numberOf(timeout);
    if (heartbeat && most !== undefined && numberOf(heartbeat)! >= most) {
      yield { at: heartbeat, message: `"HeartbeatSeconds" must be smaller than "TimeoutSeconds", which is ${most}.` };
    }
  },
});

function numberOf(node: Node | undefined): number | undefined {
  return node?.kind === 'number' ? Number(node.text) : undefined;
}
