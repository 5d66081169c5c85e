/**
 * The optimized integrations: which actions AWS Step Functions calls itself, and by which patterns. By hand from the pages of
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */

import { TextCache } from '../source/textCache';

/** How a Task waits: for the response, for the end of the job, or for someone to return the task token. */
export type Pattern = 'request-response' | 'sync' | 'sync:2' | 'waitForTaskToken';

export interface Integration {
  readonly service: string;
  readonly action: string;
  readonly patterns: readonly Pattern[];
}

/** Per service: action followed by the letters of its patterns: r request-response, s .sync, 2 .sync:2, t .waitForTaskToken. */
const table: Readonly<Record<string, string>> = {
  apigateway: 'invoke rt',
  athena: 'startQueryExecution rs, stopQueryExecution r, getQueryExecution r, getQueryResults r',
  batch: 'submitJob rs',
  bedrock: 'invokeModel rt, createModelCustomizationJob rs',
  bedrockagentcore: 'invokeHarness r',
  codebuild:
    'startBuild rs, stopBuild r, retryBuild r, batchDeleteBuilds r, batchGetReports r, startBuildBatch rs, stopBuildBatch r, retryBuildBatch rs, deleteBuildBatch r',
  databrew: 'startJobRun rs',
  dynamodb: 'getItem r, putItem r, updateItem r, deleteItem r',
  ecs: 'runTask rst',
  eks: 'call rt, runJob rst, createCluster rs, deleteCluster rs, createNodegroup rs, deleteNodegroup rs, createFargateProfile rs, deleteFargateProfile rs',
  elasticmapreduce:
    'createCluster rs, terminateCluster rs, addStep rs, cancelStep r, setClusterTerminationProtection r, modifyInstanceFleetByName r, modifyInstanceGroupByName r',
  'emr-containers': 'createVirtualCluster r, deleteVirtualCluster rs, startJobRun rs',
  'emr-serverless':
    'createApplication rs, startApplication rs, stopApplication rs, deleteApplication rs, startJobRun rs, cancelJobRun rs',
  events: 'putEvents rt',
  glue: 'startJobRun rs',
  http: 'invoke r',
  lambda: 'invoke rt',
  mediaconvert: 'createJob rs',
  sagemaker:
    'createTrainingJob rs, createTransformJob rs, createProcessingJob rs, createLabelingJob rs, createHyperParameterTuningJob rs, createModel r, createEndpoint r, createEndpointConfig r, updateEndpoint r',
  sns: 'publish rt',
  sqs: 'sendMessage rt',
  states: 'startExecution rs2t',
};

const patternsByLetter: Readonly<Record<string, Pattern>> = {
  r: 'request-response',
  s: 'sync',
  '2': 'sync:2',
  t: 'waitForTaskToken',
};

/** Every optimized integration. */
export const integrations: readonly Integration[] = Object.entries(table).flatMap(([service, actions]) =>
  actions.split(', ').map((entry): Integration => {
    const [action, letters] = entry.split(' ') as [string, string];
    return { service, action, patterns: [...letters].map((letter) => patternsByLetter[letter]!) };
  }),
);

const byService = new Map<string, Map<string, Integration>>();
for (const each of integrations) {
  byService.set(each.service, (byService.get(each.service) ?? new Map<string, Integration>()).set(each.action, each));
}

/** What a Resource says, taken apart. */
export type TaskResource =
  | { readonly kind: 'function' | 'activity' }
  /** `arn:aws:states:::service:action.pattern`; of AWS SDK integrations `sdk` is true. */
  | {
      readonly kind: 'integration';
      readonly sdk: boolean;
      readonly service: string;
      readonly action: string;
      /** As written, which may be none that exists. */
      readonly pattern: string;
      /** Where service, action and pattern begin in the text. */
      readonly offsets: { readonly service: number; readonly action: number; readonly pattern: number };
    }
  /** An ARN of another kind, or a text that is none. */
  | { readonly kind: 'unknown'; readonly why: string };

/** Few resources differ. */
const resources = new TextCache(takeApart, 200_000);

/** Takes a Resource apart. https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html#task-types */
export function readResource(text: string): TaskResource {
  return resources.of(text);
}

function takeApart(text: string): TaskResource {
  if (/^arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+/.test(text)) {
    return { kind: 'function' };
  }
  if (/^arn:[^:]*:states:[^:]*:[^:]*:activity:[^:]+$/.test(text)) {
    return { kind: 'activity' };
  }
  const found = /^(arn:[^:]*:states:[^:]*:[^:]*:)(aws-sdk:)?([^:.]+):([^:.]+)(?:\.(.*))?$/s.exec(text);
  if (found) {
    const [, start, sdk = '', service, action, pattern] = found as unknown as [string, string, string?, ...string[]];
    const serviceAt = start.length + sdk.length;
    const actionAt = serviceAt + service!.length + 1;
    return {
      kind: 'integration',
      sdk: sdk !== '',
      service: service!,
      action: action!,
      pattern: pattern ?? 'request-response',
      offsets: { service: serviceAt, action: actionAt, pattern: actionAt + action!.length + 1 },
    };
  }
  if (/^arn:[^:]*:states:/.test(text)) {
    return { kind: 'unknown', why: 'arn:aws:states:::<service>:<action> is how a service integration is written' };
  }
  return {
    kind: 'unknown',
    why: text.startsWith('arn:') ? 'it is neither a Lambda function, nor an activity, nor a service integration' : 'it is no ARN',
  };
}

/** Stands in the place of what is not known: no character of an ARN. */
const unknown = ' ';

/**
 * The same of a Resource that holds placeholders, `arn:${AWS::Partition}:states:::lambda:invoke` as the CDK writes it; undefined where one of them hides what is
 * called.
 */
export function readOpenResource(text: string): TaskResource | undefined {
  // As long as the placeholder, so that places stay, and without a colon.
  const read = readResource(text.replace(/\$\{[^}]*\}/g, (all) => unknown.repeat(all.length)));
  const isHidden =
    read.kind === 'integration'
      ? [read.service, read.action, read.pattern].some((part) => part.includes(unknown))
      : read.kind === 'unknown';
  return isHidden ? undefined : read;
}

/** The optimized integration of that action. */
export function integrationOf(service: string, action: string): Integration | undefined {
  return byService.get(service)?.get(action);
}
