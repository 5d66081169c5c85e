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

/** Optimized integrations whose results are no service's response: Step Functions makes them. */
const own = new Set(['apigateway', 'http', 'elasticmapreduce', 'eks:call', 'eks:runJob']);

/** Where a response holds JSON that Step Functions has parsed: a function's result, a model's answer. */
const parsed: Readonly<Record<string, readonly string[]>> = {
  'lambda:invoke': ['Payload'],
  'bedrock:invokeModel': ['Body'],
};

/**
 * Where the result of a Task is described; undefined where nothing describes it: functions, activities, results that someone sends
 * back with a task token (any JSON), and jobs (`.sync`), of which the result is a part of what another action answers.
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
  if (own.has(service) || own.has(name) || !integrationOf(service, action)) {
    return undefined;
  }
  if (name === 'states:startExecution' && /^sync(:2)?$/.test(pattern)) {
    // Input and Output are text after .sync, and parsed after .sync:2.
    const free = pattern === 'sync' ? [] : ['Input', 'Output'];
    return { service: 'sfn', action: 'describeExecution', naming: 'optimized', free };
  }
  if (pattern !== 'request-response') {
    return undefined;
  }
  const word = name === 'bedrock:invokeModel' ? 'bedrockruntime' : (words[service] ?? service);
  return { service: word, action, naming: 'optimized', free: parsed[name] ?? [] };
}
