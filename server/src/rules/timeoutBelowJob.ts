import { actionOf, taskOf } from '../analysis/tasks';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const timeoutBelowJob = rule({
  id: 'timeout-below-job',
  severity: 'information',
  pillar: 'reliability',
  summary: 'A Task waits less long for its Batch job than the job may take.',
  why: 'When TimeoutSeconds of the Task is shorter than the timeout of the job, the Task fails while the job goes on and is paid for.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html',
  mentions: /submitJob/,
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::batch:submitJob.sync",
      "Parameters": { "JobName": "work", "JobQueue": "\${Queue}", "JobDefinition": "\${Job}", "Timeout": { "AttemptDurationSeconds": 7200 } },
      "TimeoutSeconds": 3600,
//                      ^^^^ The Task gives up after 3600 seconds, but the job may take 7200.
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
      "Parameters": { "JobName": "work", "JobQueue": "\${Queue}", "JobDefinition": "\${Job}", "Timeout": { "AttemptDurationSeconds": 3600 } },
      "TimeoutSeconds": 7200,
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  *check(state): Iterable<Report> {
    if (actionOf(state) !== 'batch:submitJob' || taskOf(state)!.waits !== 'sync') {
      return;
    }
    const own = member(state.node, 'TimeoutSeconds')?.value;
    const job = member(member(taskOf(state)!.parameters, 'Timeout')?.value, 'AttemptDurationSeconds')?.value;
    if (own?.kind === 'number' && job?.kind === 'number' && Number(own.text) < Number(job.text)) {
      yield { at: own, message: `The Task gives up after ${own.text} seconds, but the job may take ${job.text}.` };
    }
  },
});
