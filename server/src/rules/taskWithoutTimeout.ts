import { taskOf } from '../analysis/tasks';
import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const taskWithoutTimeout = rule({
  id: 'task-without-timeout',
  severity: 'information',
  pillar: 'reliability',
  summary: 'A Task that waits for somebody else has no timeout.',
  why: 'A job, a callback or an activity that never comes to an end keeps the execution running for up to a year. TimeoutSeconds bounds that; for callbacks and activities HeartbeatSeconds does as well.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": { "JobName": "work" }, "End": true }
//  ^^^^^^ "Work" waits for a job without a timeout: add TimeoutSeconds.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::glue:startJobRun.sync",
      "Parameters": { "JobName": "work" },
      "TimeoutSeconds": 3600,
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  check(state, { machine }): Iterable<Report> {
    const task = taskOf(state);
    const what =
      task?.waits === 'sync'
        ? 'a job'
        : task?.waits === 'token'
          ? 'a callback'
          : task?.read?.kind === 'activity'
            ? 'an activity'
            : undefined;
    return what !== undefined && !fields.some((field) => member(state.node, field)) && !member(machine.node, 'TimeoutSeconds')
      ? [{ at: state.key, message: `"${state.name}" waits for ${what} without a timeout: add TimeoutSeconds.` }]
      : nothing;
  },
});

const fields = ['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'];
