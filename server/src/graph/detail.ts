import type { State } from '../asl/ast';
import type { Node } from '../source/node';
import { member } from '../source/node';
import { readExpression } from './condition';
import type { IconName } from './icons';

/** What a state's card says under its name, and its icon. */
export interface Detail {
  readonly icon: IconName;
  readonly text: string;
}

/** Names as AWS writes them; what is missing here is written with a capital. */
const services: Readonly<Record<string, readonly [name: string, icon: IconName]>> = {
  apigateway: ['API Gateway', 'apigateway'],
  athena: ['Athena', 'search'],
  batch: ['Batch', 'batch'],
  bedrock: ['Bedrock', 'model'],
  bedrockagent: ['Bedrock Agent', 'model'],
  bedrockagentruntime: ['Bedrock Agent', 'model'],
  bedrockruntime: ['Bedrock', 'model'],
  cloudformation: ['CloudFormation', 'aws'],
  cloudwatch: ['CloudWatch', 'search'],
  cloudwatchlogs: ['CloudWatch Logs', 'search'],
  codebuild: ['CodeBuild', 'aws'],
  databrew: ['Glue DataBrew', 'glue'],
  dynamodb: ['DynamoDB', 'dynamodb'],
  ec2: ['EC2', 'ecs'],
  ecs: ['ECS', 'ecs'],
  eks: ['EKS', 'ecs'],
  elasticmapreduce: ['EMR', 'glue'],
  'emr-containers': ['EMR on EKS', 'glue'],
  'emr-serverless': ['EMR Serverless', 'glue'],
  eventbridge: ['EventBridge', 'eventbridge'],
  events: ['EventBridge', 'eventbridge'],
  glue: ['Glue', 'glue'],
  http: ['HTTP', 'http'],
  lambda: ['Lambda', 'lambda'],
  mediaconvert: ['MediaConvert', 'aws'],
  polly: ['Polly', 'model'],
  rds: ['RDS', 'dynamodb'],
  rdsdata: ['RDS Data', 'dynamodb'],
  redshiftdata: ['Redshift Data', 'dynamodb'],
  rekognition: ['Rekognition', 'model'],
  s3: ['S3', 's3'],
  sagemaker: ['SageMaker', 'sagemaker'],
  scheduler: ['EventBridge Scheduler', 'eventbridge'],
  secretsmanager: ['Secrets Manager', 'aws'],
  ses: ['SES', 'sns'],
  sesv2: ['SES', 'sns'],
  sfn: ['Step Functions', 'stepfunctions'],
  sns: ['SNS', 'sns'],
  sqs: ['SQS', 'sqs'],
  ssm: ['Systems Manager', 'aws'],
  states: ['Step Functions', 'stepfunctions'],
  textract: ['Textract', 'model'],
  transcribe: ['Transcribe', 'model'],
  translate: ['Translate', 'model'],
};

/** The second line of a state's card: service and action of a Task, how long a Wait is … */
export function detailOf(state: State): Detail {
  switch (state.type?.value) {
    case 'Task':
      return task(state);
    case 'Wait':
      return { icon: 'wait', text: wait(state) };
    case 'Choice':
      return { icon: 'choice', text: counted('Choice', state.choices.length, 'rule') };
    case 'Parallel':
      return { icon: 'parallel', text: counted('Parallel', state.scopes.length, 'branch', 'branches') };
    case 'Map':
      return { icon: 'map', text: map(state) };
    case 'Pass':
      return { icon: 'pass', text: 'Pass' };
    case 'Succeed':
      return { icon: 'succeed', text: 'Succeed' };
    case 'Fail': {
      const error = textOf(state, 'Error') ?? textOf(state, 'ErrorPath');
      return { icon: 'fail', text: error === undefined ? 'Fail' : `Fail · ${error}` };
    }
    case undefined:
      return { icon: 'unknown', text: 'no Type yet' };
    default:
      return { icon: 'unknown', text: `Type ${state.type?.value}` };
  }
}

function counted(word: string, count: number, one: string, many = `${one}s`): string {
  return count === 0 ? word : `${word} · ${count} ${count === 1 ? one : many}`;
}

/** The text of a string, number or placeholder field; expressions without their braces. */
function textOf(state: State, field: string, object: Node | undefined = state.node): string | undefined {
  const value = member(object, field)?.value;
  switch (value?.kind) {
    case 'string':
      return readExpression(value.value);
    case 'number':
      return value.text;
    case 'placeholder':
      return `\${${value.name}}`;
    default:
      return undefined;
  }
}

// https://states-language.net/#wait-state
function wait(state: State): string {
  const seconds = textOf(state, 'Seconds') ?? textOf(state, 'SecondsPath');
  if (seconds !== undefined) {
    return `Wait ${seconds} s`;
  }
  const time = textOf(state, 'Timestamp') ?? textOf(state, 'TimestampPath');
  return time === undefined ? 'Wait' : `Wait until ${time}`;
}

// https://states-language.net/#map-state
function map(state: State): string {
  const config = member(member(state.node, 'ItemProcessor')?.value, 'ProcessorConfig')?.value;
  const word = textOf(state, 'Mode', config) === 'DISTRIBUTED' ? 'Distributed Map' : 'Map';
  const source = member(state.node, 'ItemReader') ? 'items from S3' : (textOf(state, 'ItemsPath') ?? textOf(state, 'Items'));
  const most = textOf(state, 'MaxConcurrency');
  return [word, source, most !== undefined && most !== '0' ? `${most} at once` : undefined]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/**
 * Optimized integrations, SDK integrations, functions and activities by their Resource.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html
 */
function task(state: State): Detail {
  const written = textOf(state, 'Resource');
  if (written === undefined) {
    return { icon: 'task', text: 'Task' };
  }
  // A template leaves open where it is deployed: these placeholders have colons of their own.
  const resource = written.replace(/\$\{AWS::(Partition|Region|AccountId)\}/g, '$1');
  const [, activity] = /^arn:[^:]*:states:[^:]*:[^:]*:activity:(.+)$/.exec(resource) ?? [];
  if (activity !== undefined) {
    return { icon: 'activity', text: `Activity ${activity}` };
  }
  const [, functionName] = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(resource) ?? [];
  if (functionName !== undefined) {
    return { icon: 'lambda', text: `Lambda ${functionName}` };
  }
  const [, sdk, service, action, pattern] =
    /^arn:[^:]*:states:[^:]*:[^:]*:(aws-sdk:)?([^:]+):([^.]+)(?:\.(.+))?$/.exec(resource) ?? [];
  if (service === undefined || action === undefined) {
    return {
      icon: 'task',
      text: resource.startsWith('arn:') ? `Task ${resource.split(':').slice(5).join(':')}` : `Task ${resource}`,
    };
  }
  const [name, icon] = services[service.toLowerCase()] ?? [capital(service), 'aws' as const];
  const end = patternWord(pattern);
  if (!sdk && service === 'lambda' && action === 'invoke') {
    return { icon, text: `Lambda ${functionOf(state) ?? 'Invoke'}${end}` };
  }
  if (!sdk && service === 'http') {
    const parameters = argumentsOf(state);
    const method = textOf(state, 'Method', parameters);
    const endpoint = textOf(state, 'ApiEndpoint', parameters)?.replace(/^https?:\/\//, '');
    return { icon, text: `HTTP ${[method, endpoint].filter(Boolean).join(' ') || 'Invoke'}${end}` };
  }
  return { icon, text: `${name} ${capital(action)}${end}` };
}

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html
function patternWord(pattern: string | undefined): string {
  if (pattern === undefined) {
    return '';
  }
  return pattern.startsWith('sync') ? ' · run a job' : pattern === 'waitForTaskToken' ? ' · callback' : ` · ${pattern}`;
}

function argumentsOf(state: State): Node | undefined {
  return member(state.node, state.queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters')?.value;
}

/** The function's bare name, from a name, an ARN or a placeholder. */
function functionOf(state: State): string | undefined {
  const parameters = argumentsOf(state);
  const name = textOf(state, 'FunctionName', parameters) ?? textOf(state, 'FunctionName.$', parameters);
  const [, fromArn] = /:function:([^:]+)/.exec(name ?? '') ?? [];
  return fromArn ?? name?.replace(/:\$?\w+$/, '');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
