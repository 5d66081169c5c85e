import { integrationOf, type TaskResource } from './integrations';

/** Where the catalogue describes what a Task's result looks like. */
export interface ResponsePlace {
  /** The service's word in `aws-sdk:<word>`. */
  readonly service: string;
  readonly action: string;
  /** How members are named: as the AWS SDK integrations or as the optimized ones do. */
  readonly naming: 'sdk' | 'optimized';
  /** Members in which Step Functions hands on JSON of someone else's, whatever the model says. */
  readonly free: readonly string[];
}

/** Optimized integrations whose service has another word among the AWS SDK integrations. */
const words: Readonly<Record<string, string>> = {
  'emr-containers': 'emrcontainers',
  'emr-serverless': 'emrserverless',
  events: 'eventbridge',
  states: 'sfn',
};

/**
 * Optimized integrations whose mocks AWS does not check, those of EMR, whose results are no response of EMR's, and the one of AgentCore, of whose stream of events
 * Step Functions makes an answer.
 * https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
 */
const unchecked = new Set(['apigateway:invoke', 'bedrockagentcore:invokeHarness', 'http:invoke', 'eks:call', 'eks:runJob']);

/**
 * What Step Functions asks to learn how a job (`.sync`) is getting on: mocks of jobs are held against the response of that action. Which
 * one it is follows from the permissions that a role needs for the job, on the integration's page in AWS's guide.
 */
const polled: Readonly<Record<string, string>> = {
  'athena:startQueryExecution': 'getQueryExecution',
  'batch:submitJob': 'describeJobs',
  'bedrock:createModelCustomizationJob': 'getModelCustomizationJob',
  'codebuild:retryBuildBatch': 'batchGetBuildBatches',
  'codebuild:startBuild': 'batchGetBuilds',
  'codebuild:startBuildBatch': 'batchGetBuildBatches',
  'databrew:startJobRun': 'describeJobRun',
  'ecs:runTask': 'describeTasks',
  'eks:createCluster': 'describeCluster',
  'eks:createFargateProfile': 'describeFargateProfile',
  'eks:createNodegroup': 'describeNodegroup',
  'eks:deleteCluster': 'describeCluster',
  'eks:deleteFargateProfile': 'describeFargateProfile',
  'eks:deleteNodegroup': 'describeNodegroup',
  'emr-containers:deleteVirtualCluster': 'describeVirtualCluster',
  'emr-containers:startJobRun': 'describeJobRun',
  'emr-serverless:cancelJobRun': 'getJobRun',
  'emr-serverless:createApplication': 'getApplication',
  'emr-serverless:deleteApplication': 'getApplication',
  'emr-serverless:startApplication': 'getApplication',
  'emr-serverless:startJobRun': 'getJobRun',
  'emr-serverless:stopApplication': 'getApplication',
  'glue:startJobRun': 'getJobRun',
  'mediaconvert:createJob': 'getJob',
  'sagemaker:createHyperParameterTuningJob': 'describeHyperParameterTuningJob',
  'sagemaker:createLabelingJob': 'describeLabelingJob',
  'sagemaker:createProcessingJob': 'describeProcessingJob',
  'sagemaker:createTrainingJob': 'describeTrainingJob',
  'sagemaker:createTransformJob': 'describeTransformJob',
  'states:startExecution': 'describeExecution',
};

/** Where a response holds JSON that Step Functions has parsed, by action and pattern: a function's result, a model's answer. */
const parsed: Readonly<Record<string, readonly string[]>> = {
  'lambda:invoke': ['Payload'],
  'bedrock:invokeModel': ['Body'],
  'states:startExecution.sync:2': ['Input', 'Output'],
};

/**
 * Where the result of a Task is described; undefined where nothing describes it: functions, activities, results that someone sends
 * back with a task token (any JSON).
 */
export function responsePlace(resource: TaskResource): ResponsePlace | undefined {
  if (resource.kind !== 'integration') {
    return undefined;
  }
  const { sdk, service, action, pattern } = resource;
  if (sdk) {
    return pattern === 'request-response' ? { service: service.toLowerCase(), action, naming: 'sdk', free: [] } : undefined;
  }
  const name = `${service}:${action}`;
  if (unchecked.has(name) || service === 'elasticmapreduce' || !integrationOf(service, action)) {
    return undefined;
  }
  const answered = pattern === 'request-response' ? action : /^sync(:2)?$/.test(pattern) ? polled[name] : undefined;
  if (answered === undefined) {
    return undefined;
  }
  const word = name === 'bedrock:invokeModel' ? 'bedrockruntime' : (words[service] ?? service);
  const free = parsed[answered === action ? name : `${name}.${pattern}`] ?? [];
  return { service: word, action: answered, naming: 'optimized', free };
}
