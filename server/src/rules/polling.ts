import { cyclesOf } from '../analysis/cycles';
import { actionOf } from '../analysis/tasks';
import type { Report } from './rule';
import { rule } from './rule';

export const polling = rule({
  id: 'polling',
  severity: 'information',
  pillar: 'cost optimization',
  summary: 'A loop asks again and again for what Step Functions can wait for itself.',
  why: 'Every round costs state transitions, and the end is noticed late. The optimized integration starts the job and waits for its end with .sync.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-sync',
  mentions: ['Wait'],
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:glue:startJobRun", "Parameters": { "JobName": "work" }, "ResultPath": "$.run", "Next": "Pause" },
    "Pause": { "Type": "Wait", "Seconds": 60, "Next": "Ask" },
    "Ask": {
//  ^^^^^ "Ask" polls for the end of a job: "glue:startJobRun.sync" waits for it.
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:glue:getJobRun",
      "Parameters": { "JobName": "work", "RunId.$": "$.run.JobRunId" },
      "ResultPath": "$.state",
      "Next": "Done?"
    },
    "Done?": { "Type": "Choice", "Choices": [{ "Variable": "$.state.JobRun.JobRunState", "StringEquals": "RUNNING", "Next": "Pause" }], "Default": "Done" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": { "JobName": "work" }, "TimeoutSeconds": 3600, "End": true }
  }
}`,
  ],
  of: 'scope',
  where: 'loops',
  *check(scope): Iterable<Report> {
    for (const states of cyclesOf(scope)) {
      if (!states.some(({ type }) => type?.value === 'Wait')) {
        continue;
      }
      for (const state of states) {
        const action = actionOf(state);
        const better = action === undefined ? undefined : waiting.find(([pattern]) => pattern.test(action))?.[1];
        if (better !== undefined) {
          yield { at: state.key, message: `"${state.name}" polls for the end of a job: "${better}" waits for it.` };
        }
      }
    }
  },
});

/** Which actions ask how a job is getting on, and which integration waits for such a job. */
const waiting: readonly (readonly [RegExp, string])[] = [
  [/athena:getQueryExecution$/, 'athena:startQueryExecution.sync'],
  [/batch:describeJobs$/, 'batch:submitJob.sync'],
  [/codebuild:batchGetBuilds$/, 'codebuild:startBuild.sync'],
  [/databrew:describeJobRun$/, 'databrew:startJobRun.sync'],
  [/ecs:describeTasks$/, 'ecs:runTask.sync'],
  [/eks:describeCluster$/, 'eks:createCluster.sync'],
  [/emr:describeStep$/, 'elasticmapreduce:addStep.sync'],
  [/emr:describeCluster$/, 'elasticmapreduce:createCluster.sync'],
  [/emrcontainers:describeJobRun$/, 'emr-containers:startJobRun.sync'],
  [/emrserverless:getJobRun$/, 'emr-serverless:startJobRun.sync'],
  [/aws-sdk:glue:getJobRun$/, 'glue:startJobRun.sync'],
  [/bedrock:getModelCustomizationJob$/, 'bedrock:createModelCustomizationJob.sync'],
  [/mediaconvert:getJob$/, 'mediaconvert:createJob.sync'],
  [/sagemaker:describeTrainingJob$/, 'sagemaker:createTrainingJob.sync'],
  [/sagemaker:describeTransformJob$/, 'sagemaker:createTransformJob.sync'],
  [/sagemaker:describeProcessingJob$/, 'sagemaker:createProcessingJob.sync'],
  [/sfn:describeExecution$/, 'states:startExecution.sync:2'],
];
