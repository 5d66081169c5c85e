import { type Task, taskOf } from '../analysis/tasks';
import type { State } from '../asl/ast';
import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const retryOfRetries = rule({
  id: 'retry-of-retries',
  severity: 'information',
  pillar: 'reliability',
  summary: 'A Task retries a Batch job that retries itself.',
  why: 'The attempts multiply: each retry of the Task submits a new job with all its attempts. Let one of the two do it.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::batch:submitJob.sync",
      "Parameters": { "JobName": "work", "JobQueue": "\${Queue}", "JobDefinition": "\${Job}", "RetryStrategy": { "Attempts": 5 } },
//                                                                                                                         ^ The attempts multiply: the Task tries 4 times, the job 5 times each, so up to 20.
      "Retry": [{ "ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 3 }],
      "TimeoutSeconds": 3600,
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
      "Resource": "arn:aws:states:::batch:submitJob.sync",
      "Parameters": { "JobName": "work", "JobQueue": "\${Queue}", "JobDefinition": "\${Job}", "RetryStrategy": { "Attempts": 5 } },
      "TimeoutSeconds": 3600,
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  check(state): Iterable<Report> {
    const task = taskOf(state);
    return task?.action === 'batch:submitJob' && state.retriers.length > 0 ? reports(state, task) : nothing;
  },
});

function* reports(state: State, task: Task): Iterable<Report> {
  const attempts = member(member(task.parameters, 'RetryStrategy')?.value, 'Attempts')?.value;
  const retrier = state.retriers.find(({ errorEquals }) =>
    errorEquals.some(({ value }) => value === 'States.ALL' || value === 'States.TaskFailed'),
  );
  if (retrier && attempts?.kind === 'number' && Number(attempts.text) > 1) {
    const max = member(retrier.node, 'MaxAttempts')?.value;
    const tries = (max?.kind === 'number' ? Number(max.text) : 3) + 1;
    if (tries > 1) {
      yield {
        at: attempts,
        message: `The attempts multiply: the Task tries ${tries} times, the job ${attempts.text} times each, so up to ${tries * Number(attempts.text)}.`,
      };
    }
  }
}
