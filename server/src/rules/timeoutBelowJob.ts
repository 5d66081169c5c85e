import { actionOf, taskOf } from '../analysis/tasks';
import { member, type Node } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const timeoutBelowJob = rule({
  id: 'timeout-below-job',
  severity: 'information',
  pillar: 'reliability',
  summary: 'A Task waits less long for its job than the job may take.',
  why: 'When TimeoutSeconds of the Task is shorter than the timeout of the job, the Task fails while the job goes on and is paid for.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html',
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
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::glue:startJobRun.sync",
      "Parameters": { "JobName": "work", "Timeout": 120 },
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
  fields: ['TimeoutSeconds'],
  *check(state): Iterable<Report> {
    const limit = taskOf(state)?.waits === 'sync' ? limits[actionOf(state) ?? ''] : undefined;
    if (!limit) {
      return;
    }
    const [path, unit] = limit;
    const own = member(state.node, 'TimeoutSeconds')?.value;
    const job = path.reduce<Node | undefined>((node, name) => member(node, name)?.value, taskOf(state)!.parameters);
    if (own?.kind === 'number' && job?.kind === 'number' && Number(own.text) < Number(job.text) * unit) {
      yield { at: own, message: `The Task gives up after ${own.text} seconds, but the job may take ${Number(job.text) * unit}.` };
    }
  },
});

/** Where the parameters of a job say how long it may take, and how many seconds the unit has. */
const limits: Readonly<Record<string, readonly [path: readonly string[], unit: number] | undefined>> = {
  'batch:submitJob': [['Timeout', 'AttemptDurationSeconds'], 1],
  'codebuild:startBuild': [['TimeoutInMinutesOverride'], 60],
  'emr-serverless:startJobRun': [['ExecutionTimeoutMinutes'], 60],
  'glue:startJobRun': [['Timeout'], 60],
  'sagemaker:createTrainingJob': [['StoppingCondition', 'MaxRuntimeInSeconds'], 1],
  'sagemaker:createProcessingJob': [['StoppingCondition', 'MaxRuntimeInSeconds'], 1],
};
