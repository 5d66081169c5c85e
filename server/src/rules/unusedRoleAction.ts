import type { AnalyzedStateMachine, TemplateAnalysis } from '../analysis/analyzeTemplate';
import { taskOf } from '../analysis/tasks';
import { referredBy, roleStatements, typeOf } from '../analysis/templateRole';
import { isDistributed } from '../analysis/variables';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const unusedRoleAction = rule({
  id: 'unused-role-action',
  severity: 'information',
  pillar: 'security',
  summary: 'The role of the state machine allows actions of a service that no Task calls.',
  why: 'A role should allow what is needed and nothing else. Compared are the services, not the single actions; what Step Functions itself needs (logs, traces, rules for .sync, passing roles) is left alone, and nothing is said where the template does not show what a Task calls.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html',
  invalid: [
    `Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Policies:
        - Statement:
            - Effect: Allow
              Action: [dynamodb:GetItem, sqs:SendMessage]
//                                       ^^^^^^^^^^^^^^^ The role of "Orders" may do sqs:SendMessage, but no Task of it calls sqs.
              Resource: arn:aws:sqs:eu-west-1:123456789012:orders
      Logging: { Level: ERROR }
      Tracing: { Enabled: true }
      Definition:
        StartAt: Find
        States:
          Find:
            Type: Task
            Resource: arn:aws:states:::dynamodb:getItem
            Parameters: { TableName: orders, Key: { id: { S.$: $.id } } }
            End: true
`,
  ],
  valid: [
    `Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Policies:
        - Statement:
            - Effect: Allow
              Action: [dynamodb:GetItem, logs:CreateLogDelivery]
              Resource: !GetAtt Table.Arn
      Logging: { Level: ERROR }
      Tracing: { Enabled: true }
      Definition:
        StartAt: Find
        States:
          Find:
            Type: Task
            Resource: arn:aws:states:::dynamodb:getItem
            Parameters: { TableName: orders, Key: { id: { S.$: $.id } } }
            End: true
`,
  ],
  of: 'template',
  *check(machine, template): Iterable<Report> {
    const used = new Set(always);
    for (const each of rolesMachines(machine, template)) {
      const services = each && usedServices(each, template);
      if (!services) {
        return;
      }
      services.forEach((name) => used.add(name));
    }
    for (const { actions } of roleStatements(machine, template.root)) {
      for (const node of actions) {
        const service = /^([\w-]+):/.exec(node.value)?.[1]?.toLowerCase();
        if (service !== undefined && !used.has(service)) {
          yield { at: node, message: `The role of "${machine.key}" may do ${node.value}, but no Task of it calls ${service}.` };
        }
      }
    }
  },
});

/** The state machines that have the same role; `undefined` among them stands for something else that has it. */
function rolesMachines(
  machine: AnalyzedStateMachine,
  { root, machines }: TemplateAnalysis,
): (AnalyzedStateMachine | undefined)[] {
  const role = referredBy(machine.role);
  const resources = member(root, 'Resources')?.value;
  if (role === undefined || resources?.kind !== 'object') {
    return [machine];
  }
  return resources.members.flatMap((resource) => {
    const properties = member(resource.value, 'Properties')?.value;
    const has = ['Role', 'RoleArn'].some((field) => referredBy(member(properties, field)?.value) === role);
    return has ? [machines.find((each) => each.member === resource)] : [];
  });
}

/** What Step Functions itself needs, and what Tasks need beside what they call. */
const always = ['logs', 'xray', 'events', 'iam', 'kms', 'sts', 'states', 'ec2', 'secretsmanager', 'ssm', 'cloudwatch', 'ecr'];

/** Services whose actions IAM knows by another name than the SDK. */
const iamNames: Readonly<Record<string, readonly string[]>> = {
  apigateway: ['execute-api', 'apigateway'],
  athena: ['athena', 's3', 'glue', 'lakeformation'],
  cloudwatchlogs: ['logs'],
  cognitoidentityprovider: ['cognito-idp'],
  efs: ['elasticfilesystem'],
  emr: ['elasticmapreduce'],
  emrcontainers: ['emr-containers'],
  emrserverless: ['emr-serverless'],
  elasticloadbalancingv2: ['elasticloadbalancing'],
  eventbridge: ['events'],
  'emr-containers': ['emr-containers', 'eks'],
  glue: ['glue', 's3'],
  http: ['states', 'execute-api', 'lambda'],
  opensearch: ['es'],
  sesv2: ['ses'],
  sfn: ['states'],
};

/** IAM's names of the services that the Tasks call; absent where that is not known of all of them, or a service may go by yet another name. */
function usedServices(
  { analysis, substitutions }: AnalyzedStateMachine,
  { root }: TemplateAnalysis,
): ReadonlySet<string> | undefined {
  if (!analysis?.machine) {
    return undefined;
  }
  const used = new Set<string>();
  for (const state of analysis.symbols.states) {
    if (state.type?.value === 'Map' && (state.scopes.some(isDistributed) || member(state.node, 'ItemReader'))) {
      ['s3', 'states'].forEach((name) => used.add(name));
    }
    if (state.type?.value !== 'Task') {
      continue;
    }
    const task = taskOf(state);
    if (task?.isLambda || task?.read?.kind === 'function') {
      used.add('lambda');
    } else if (task?.read?.kind === 'integration') {
      const service = task.read.service.toLowerCase();
      [service, ...(iamNames[service] ?? [])].forEach((name) => used.add(name));
    } else if (task?.read?.kind !== 'activity') {
      const name = task && /^\$\{([^}]+)\}$/.exec(task.resource.value)?.[1];
      const id = name === undefined ? undefined : (referredBy(substitutions.get(name)?.value) ?? name.split('.')[0]!);
      const type = id === undefined ? undefined : typeOf(member(member(root, 'Resources')?.value, id)?.value);
      if (type !== 'AWS::Serverless::Function' && type !== 'AWS::Lambda::Function') {
        return undefined;
      }
      used.add('lambda');
    }
  }
  return used;
}
