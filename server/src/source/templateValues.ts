import { intrinsicOf, joinParts } from './intrinsics';
import { member, type Node } from './node';

/** The account and region that everything on this machine is in, as in an execution's ARN. */
const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::StackName': 'local',
  'AWS::StackId': 'arn:aws:cloudformation:us-east-1:123456789012:stack/local/00000000-0000-0000-0000-000000000000',
  'AWS::URLSuffix': 'amazonaws.com',
};

const account = 'us-east-1:123456789012';

/** ARNs by resource type, `@` being the name. https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const arns: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': `arn:aws:lambda:${account}:function:@`,
  'AWS::Serverless::Function': `arn:aws:lambda:${account}:function:@`,
  'AWS::StepFunctions::StateMachine': `arn:aws:states:${account}:stateMachine:@`,
  'AWS::Serverless::StateMachine': `arn:aws:states:${account}:stateMachine:@`,
  'AWS::StepFunctions::Activity': `arn:aws:states:${account}:activity:@`,
  'AWS::SQS::Queue': `arn:aws:sqs:${account}:@`,
  'AWS::SNS::Topic': `arn:aws:sns:${account}:@`,
  'AWS::DynamoDB::Table': `arn:aws:dynamodb:${account}:table/@`,
  'AWS::Serverless::SimpleTable': `arn:aws:dynamodb:${account}:table/@`,
  'AWS::S3::Bucket': 'arn:aws:s3:::@',
  'AWS::IAM::Role': 'arn:aws:iam::123456789012:role/@',
  'AWS::Events::EventBus': `arn:aws:events:${account}:event-bus/@`,
  'AWS::ECS::Cluster': `arn:aws:ecs:${account}:cluster/@`,
  'AWS::ECS::TaskDefinition': `arn:aws:ecs:${account}:task-definition/@:1`,
  'AWS::Batch::JobQueue': `arn:aws:batch:${account}:job-queue/@`,
  'AWS::Batch::JobDefinition': `arn:aws:batch:${account}:job-definition/@:1`,
  'AWS::KMS::Key': `arn:aws:kms:${account}:key/@`,
  'AWS::SecretsManager::Secret': `arn:aws:secretsmanager:${account}:secret:@`,
};

/** What `Ref` of a resource is, where that is not its name. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html */
const references: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': `https://sqs.us-east-1.amazonaws.com/123456789012/@`,
  ...Object.fromEntries(
    [
      'AWS::SNS::Topic',
      'AWS::StepFunctions::StateMachine',
      'AWS::Serverless::StateMachine',
      'AWS::StepFunctions::Activity',
      'AWS::ECS::TaskDefinition',
      'AWS::Batch::JobQueue',
      'AWS::Batch::JobDefinition',
      'AWS::SecretsManager::Secret',
    ].map((type) => [type, arns[type]!]),
  ),
};

/** How deeply functions of a template may stand within each other. */
const deepest = 20;

/**
 * The text that a value of a template has on this machine: literals, parameters by their defaults, resources by made-up names and ARNs.
 * Absent where only a deployment knows it.
 */
export function templateValue(node: Node | undefined, template: Node | undefined, depth = 0): string | undefined {
  if (depth > deepest) {
    return undefined;
  }
  switch (node?.kind) {
    case 'string':
      return node.value;
    case 'number':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'placeholder':
      return namedValue(node.name, template, depth + 1);
    case 'object':
      break;
    default:
      return undefined;
  }
  const { name, argument } = intrinsicOf(node) ?? {};
  switch (name) {
    case 'Ref':
      return argument?.kind === 'string' ? namedValue(argument.value, template, depth + 1) : undefined;
    case 'Fn::GetAtt': {
      const parts = argument?.kind === 'array' ? argument.items : [argument];
      const names = parts.map((part) => (part?.kind === 'string' ? part.value : '?'));
      return namedValue(names.join('.'), template, depth + 1);
    }
    case 'Fn::Sub':
      return substituted(argument, template, depth);
    case 'Fn::Join': {
      const parts = joinParts(argument);
      const texts = parts?.items.map((item) => templateValue(item, template, depth + 1));
      return texts?.every((text) => text !== undefined) ? texts.join(parts!.delimiter) : undefined;
    }
    default:
      return undefined;
  }
}

function substituted(argument: Node | undefined, template: Node | undefined, depth: number): string | undefined {
  const [text, names] = argument?.kind === 'array' ? argument.items : [argument];
  if (text?.kind !== 'string') {
    return undefined;
  }
  let isKnown = true;
  const value = text.value.replace(/\$\{(!?)([^}]*)\}/g, (all, literal: string, name: string) => {
    if (literal !== '') {
      return `\${${name}}`;
    }
    const own = member(names, name.trim())?.value;
    const found = own ? templateValue(own, template, depth + 1) : namedValue(name.trim(), template, depth + 1);
    isKnown &&= found !== undefined;
    return found ?? all;
  });
  return isKnown ? value : undefined;
}

/** The value of `${Name}` or `${Resource.Attribute}` in a text that a template substitutes, as `templateValue` has it. */
export function namedValue(name: string, template: Node | undefined, depth = 0): string | undefined {
  if (Object.hasOwn(pseudoParameters, name)) {
    return pseudoParameters[name];
  }
  const parameter = member(member(template, 'Parameters')?.value, name)?.value;
  if (parameter) {
    return templateValue(member(parameter, 'Default')?.value, template, depth + 1);
  }
  const dot = name.indexOf('.');
  const id = dot < 0 ? name : name.slice(0, dot);
  const resource = member(member(template, 'Resources')?.value, id)?.value;
  const type = member(resource, 'Type')?.value;
  if (type?.kind !== 'string') {
    return undefined;
  }
  const physical = physicalName(resource, type.value, template, depth) ?? id;
  const pattern = dot < 0 ? (references[type.value] ?? '@') : attribute(name.slice(dot + 1), type.value);
  return pattern?.replace('@', physical);
}

/** `@` stands for the resource's name. */
function attribute(name: string, type: string): string | undefined {
  if (/^(?:Arn|\w+Arn)$/.test(name)) {
    return arns[type];
  }
  return /Name$/.test(name) ? '@' : name === 'QueueUrl' ? references[type] : undefined;
}

/** The name that a resource is given: its property `FunctionName`, `TableName`, `Name` …, where its value is known. */
function physicalName(resource: Node | undefined, type: string, template: Node | undefined, depth: number): string | undefined {
  const properties = member(resource, 'Properties')?.value;
  const kind = type.slice(type.lastIndexOf(':') + 1).replace(/^SimpleTable$/, 'Table');
  const written = member(properties, `${kind}Name`) ?? member(properties, 'Name');
  return templateValue(written?.value, template, depth + 1);
}
