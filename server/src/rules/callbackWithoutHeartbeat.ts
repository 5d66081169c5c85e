import { taskOf } from '../analysis/tasks';
import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const callbackWithoutHeartbeat = rule({
  id: 'callback-without-heartbeat',
  severity: 'information',
  pillar: 'reliability',
  summary: 'A Task waits for a callback or an activity without a heartbeat.',
  why: 'With HeartbeatSeconds the Task fails soon after whoever works on it has died, in place of waiting for the whole timeout. The worker then calls SendTaskHeartbeat while it works.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#wait-token-hearbeat',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
//  ^^^^^^ "Work" waits for a callback without a heartbeat: add HeartbeatSeconds.
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Parameters": { "QueueUrl": "\${Queue}", "MessageBody": { "token.$": "$$.Task.Token" } },
      "TimeoutSeconds": 86400,
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
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Parameters": { "QueueUrl": "\${Queue}", "MessageBody": { "token.$": "$$.Task.Token" } },
      "TimeoutSeconds": 86400,
      "HeartbeatSeconds": 300,
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  check(state): Iterable<Report> {
    const task = taskOf(state);
    const what = task?.waits === 'token' ? 'a callback' : task?.read?.kind === 'activity' ? 'an activity' : undefined;
    return what !== undefined && !member(state.node, 'HeartbeatSeconds') && !member(state.node, 'HeartbeatSecondsPath')
      ? [{ at: state.key, message: `"${state.name}" waits for ${what} without a heartbeat: add HeartbeatSeconds.` }]
      : nothing;
  },
});
