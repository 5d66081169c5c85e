/**
 * What requests may hold: the members of each operation's input with the constraints of AWS's service model.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export type Shape =
  | {
      readonly type: 'string';
      readonly min?: number;
      readonly max?: number;
      readonly pattern?: string;
      readonly values?: readonly string[];
      /** AWS does not repeat the value in its messages. */
      readonly sensitive?: boolean;
    }
  | { readonly type: 'number'; readonly min?: number; readonly max?: number; readonly fractions?: boolean }
  | { readonly type: 'boolean' }
  | { readonly type: 'list'; readonly items: Shape; readonly min?: number; readonly max?: number }
  | { readonly type: 'structure'; readonly members: Members };

export interface Members {
  /** The name of a required member ends in `!`. */
  readonly [name: string]: Shape;
}

const arn: Shape = { type: 'string', min: 1, max: 256 };
const longArn: Shape = { type: 'string', min: 1, max: 2000 };
const name: Shape = { type: 'string', min: 1, max: 80 };
const description: Shape = { type: 'string', max: 256, sensitive: true };
const definition: Shape = { type: 'string', min: 1, max: 1_048_576, sensitive: true };
const machineType: Shape = { type: 'string', values: ['STANDARD', 'EXPRESS'] };
/** A payload; its size in bytes is checked by the operation. */
const data: Shape = { type: 'string', max: 262_144, sensitive: true };
const error: Shape = { type: 'string', min: 0, max: 256, sensitive: true };
const cause: Shape = { type: 'string', min: 0, max: 32_768, sensitive: true };
const token: Shape = { type: 'string', min: 1, max: 2048 };
const traceHeader: Shape = { type: 'string', min: 0, max: 256, pattern: '\\p{ASCII}*' };
const includedData: Shape = { type: 'string', values: ['ALL_DATA', 'METADATA_ONLY'] };
const boolean: Shape = { type: 'boolean' };
const count: Shape = { type: 'number', min: 0 };
const paging: Members = {
  maxResults: { type: 'number', min: 0, max: 1000 },
  nextToken: { type: 'string', min: 1, max: 1024 },
};
const tag: Members = { key: { type: 'string', min: 1, max: 128 }, value: { type: 'string', min: 0, max: 256 } };
const tags: Shape = { type: 'list', items: { type: 'structure', members: tag } };
const routing: Shape = {
  type: 'list',
  min: 1,
  max: 2,
  items: {
    type: 'structure',
    members: { 'stateMachineVersionArn!': arn, 'weight!': { type: 'number', min: 0, max: 100 } },
  },
};
const logging: Shape = {
  type: 'structure',
  members: {
    level: { type: 'string', values: ['ALL', 'ERROR', 'FATAL', 'OFF'] },
    includeExecutionData: boolean,
    destinations: {
      type: 'list',
      items: {
        type: 'structure',
        members: { cloudWatchLogsLogGroup: { type: 'structure', members: { logGroupArn: arn } } },
      },
    },
  },
};
const tracing: Shape = { type: 'structure', members: { enabled: boolean } };
const encryption: Shape = {
  type: 'structure',
  members: {
    kmsKeyId: { type: 'string', min: 1, max: 2048 },
    kmsDataKeyReusePeriodSeconds: { type: 'number', min: 60, max: 900 },
    'type!': { type: 'string', values: ['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY'] },
  },
};
const configuration: Members = {
  loggingConfiguration: logging,
  tracingConfiguration: tracing,
  encryptionConfiguration: encryption,
  publish: boolean,
  versionDescription: description,
};

/** The input of every operation that there is. */
export const requests = {
  CreateStateMachine: {
    'name!': name,
    'definition!': definition,
    'roleArn!': arn,
    type: machineType,
    tags,
    ...configuration,
  },
  DescribeStateMachine: { 'stateMachineArn!': arn, includedData },
  UpdateStateMachine: { 'stateMachineArn!': arn, definition, roleArn: arn, ...configuration },
  DeleteStateMachine: { 'stateMachineArn!': arn },
  ListStateMachines: paging,
  ValidateStateMachineDefinition: {
    'definition!': { ...definition, min: 0 },
    type: machineType,
    severity: { type: 'string', values: ['ERROR', 'WARNING'] },
    maxResults: { type: 'number', min: 0, max: 100 },
  },
  PublishStateMachineVersion: { 'stateMachineArn!': arn, revisionId: { type: 'string' }, description },
  DeleteStateMachineVersion: { 'stateMachineVersionArn!': longArn },
  ListStateMachineVersions: { 'stateMachineArn!': arn, ...paging },
  CreateStateMachineAlias: {
    description,
    'name!': { ...name, pattern: '^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$' },
    'routingConfiguration!': routing,
  },
  DescribeStateMachineAlias: { 'stateMachineAliasArn!': arn },
  UpdateStateMachineAlias: { 'stateMachineAliasArn!': arn, description, routingConfiguration: routing },
  DeleteStateMachineAlias: { 'stateMachineAliasArn!': arn },
  ListStateMachineAliases: { 'stateMachineArn!': arn, ...paging },
  TagResource: { 'resourceArn!': arn, 'tags!': tags },
  UntagResource: { 'resourceArn!': arn, 'tagKeys!': { type: 'list', items: tag['key']! } },
  ListTagsForResource: { 'resourceArn!': arn },
  StartExecution: { 'stateMachineArn!': arn, name, input: data, traceHeader },
  StartSyncExecution: { 'stateMachineArn!': arn, name, input: data, traceHeader, includedData },
  StopExecution: { 'executionArn!': arn, error, cause },
  DescribeExecution: { 'executionArn!': arn, includedData },
  DescribeStateMachineForExecution: { 'executionArn!': arn, includedData },
  ListExecutions: {
    stateMachineArn: arn,
    statusFilter: { type: 'string', values: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'] },
    maxResults: paging['maxResults']!,
    nextToken: { type: 'string', min: 1, max: 3096 },
    mapRunArn: longArn,
    redriveFilter: { type: 'string', values: ['REDRIVEN', 'NOT_REDRIVEN'] },
  },
  RedriveExecution: { 'executionArn!': arn, clientToken: { type: 'string', min: 1, max: 64, pattern: '[!-~]+' } },
  ListMapRuns: { 'executionArn!': arn, ...paging },
  DescribeMapRun: { 'mapRunArn!': longArn },
  UpdateMapRun: {
    'mapRunArn!': longArn,
    maxConcurrency: count,
    toleratedFailurePercentage: { type: 'number', min: 0, max: 100, fractions: true },
    toleratedFailureCount: count,
  },
  GetExecutionHistory: { 'executionArn!': arn, ...paging, reverseOrder: boolean, includeExecutionData: boolean },
  SendTaskSuccess: { 'taskToken!': token, 'output!': data },
  SendTaskFailure: { 'taskToken!': token, error, cause },
  SendTaskHeartbeat: { 'taskToken!': token },
  CreateActivity: { 'name!': name, tags, encryptionConfiguration: encryption },
  DescribeActivity: { 'activityArn!': arn },
  DeleteActivity: { 'activityArn!': arn },
  ListActivities: paging,
  GetActivityTask: { 'activityArn!': arn, workerName: name },
  TestState: {
    'definition!': definition,
    roleArn: arn,
    input: data,
    inspectionLevel: { type: 'string', values: ['INFO', 'DEBUG', 'TRACE'] },
    revealSecrets: boolean,
    variables: data,
    stateName: name,
    mock: {
      type: 'structure',
      members: {
        result: data,
        errorOutput: { type: 'structure', members: { error, cause } },
        fieldValidationMode: { type: 'string', values: ['STRICT', 'PRESENT', 'NONE'] },
      },
    },
    context: data,
    stateConfiguration: {
      type: 'structure',
      members: {
        retrierRetryCount: count,
        errorCausedByState: name,
        mapIterationFailureCount: count,
        mapItemReaderData: data,
      },
    },
  },
} as const satisfies Record<string, Members>;

export type OperationName = keyof typeof requests;
