import { taskOf } from '../analysis/tasks';
import type { Pattern, TaskResource } from '../integrations/integrations';
import { integrationOf, integrations } from '../integrations/integrations';
import { meantAction, meantService } from '../integrations/misspeltAction';
import { nearest } from '../source/nearest';
import { segmentsOf } from '../source/segments';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';

export const unknownIntegration = rule({
  id: 'unknown-integration',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'There is no such service integration.',
  why: 'Step Functions calls some actions of some services itself (optimized integrations), and by certain patterns only; every other action of a service goes through arn:aws:states:::aws-sdk:service:action, which returns the response or waits for a task token. AWS refuses the definition.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html',
  invalid: [
    `{
  "StartAt": "Find",
  "States": {
    "Find": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:query", "Next": "Call" },
//                                                                   ^^^^^ There is no optimized integration "dynamodb:query"; of dynamodb there are getItem, putItem, updateItem, deleteItem. Other actions are called by "aws-sdk:dynamodb:query".
    "Call": { "Type": "Task", "Resource": "arn:aws:states:::lambda:Invoke", "Next": "Run" },
//                                                                 ^^^^^^ There is no optimized integration "lambda:Invoke"; of lambda there is invoke. Did you mean "invoke"?
    "Run": { "Type": "Task", "Resource": "arn:aws:states:::batch:submitJob.waitForTaskToken", "Parameters": { "JobDefinition": "job", "JobName": "run", "JobQueue": "queue", "Parameters": { "token.$": "$$.Task.Token" } }, "Next": "List" },
//                                                                        ^^^^^^^^^^^^^^^^^ "batch:submitJob" cannot be called with ".waitForTaskToken": there are request-response (nothing) and ".sync".
    "List": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets.sync", "End": true }
//                                                                                ^^^^^ An AWS SDK integration cannot be called with ".sync": there are request-response (nothing) and ".waitForTaskToken".
  }
}`,
    `{
  "StartAt": "Read",
  "States": {
    "Read": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:GetObject", "Next": "Start" },
//                                                                     ^^^^^^^^^ An AWS SDK integration names its action with a small first letter: "getObject", not "GetObject".
    "Start": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:stepfunctions:startExecution", "Next": "Write" },
//                                                                   ^^^^^^^^^^^^^ There is no AWS SDK integration of a service "stepfunctions". Did you mean "sfn"?
    "Write": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:putItme", "Next": "Keep" },
//                                                                            ^^^^^^^ The service "dynamodb" has no action "putItme". Did you mean "putItem"?
    "Keep": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:secretsmanger:getSecretValue", "Next": "Send" },
//                                                                  ^^^^^^^^^^^^^ There is no AWS SDK integration of a service "secretsmanger". Did you mean "secretsmanager"?
    "Send": { "Type": "Task", "Resource": "arn:\${AWS::Partition}:states:::sqs:sendMessages", "End": true }
//                                                                            ^^^^^^^^^^^^ There is no optimized integration "sqs:sendMessages"; of sqs there is sendMessage. Did you mean "sendMessage"? Other actions are called by "aws-sdk:sqs:sendMessages".
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Find",
  "States": {
    "Find": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:query", "Parameters": { "TableName": "jobs" }, "Next": "Run" },
    "Run": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": { "JobName": "count" }, "Next": "Start" },
    "Start": { "Type": "Task", "Resource": "arn:aws-cn:states:::states:startExecution.sync:2", "Parameters": { "StateMachineArn": "\${Next}" }, "End": true }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  check(state, { text }): Iterable<Report> {
    const { read, resource } = taskOf(state) ?? {};
    const found = read?.kind === 'integration' ? faultOfCall(read) : undefined;
    if (!found || !resource) {
      return nothing;
    }
    const { start, end } = segmentsOf(resource, text).toHostSpan({ start: found.from, end: found.to ?? resource.value.length });
    const at = { start, end };
    const fixes = found.meant === undefined ? [] : [replacement(`Change to "${found.meant}"`, at, found.meant)];
    return [{ at, message: found.message, fixes }];
  },
});

interface Fault {
  readonly message: string;
  /** In the Resource's text. */
  readonly from: number;
  readonly to?: number;
  readonly meant?: string;
}

type Call = Extract<TaskResource, { kind: 'integration' }>;

/** Why there is no such service integration, if there is none. */
export function faultOfCall(call: Call): Fault | undefined {
  return call.sdk ? faultOfSdk(call) : faultOf(call);
}

function faultOf({ service, action, pattern, offsets }: Call): Fault | undefined {
  const known = integrationOf(service, action);
  const actionEnd = offsets.action + action.length;
  if (known) {
    return known.patterns.includes(pattern as Pattern)
      ? undefined
      : {
          message: `"${service}:${action}" cannot be called with ".${pattern}": ${patternsInWords(known.patterns)}.`,
          from: offsets.pattern - 1,
        };
  }
  const actions = integrations.filter((each) => each.service === service).map((each) => each.action);
  if (actions.length > 0) {
    const meant = nearest(action, actions);
    const isCase = meant?.toLowerCase() === action.toLowerCase();
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    const sdk = isCase ? '' : ` Other actions are called by "aws-sdk:${service}:${action}".`;
    return {
      message: `There is no optimized integration "${service}:${action}"; of ${service} there ${actions.length === 1 ? 'is' : 'are'} ${actions.join(', ')}.${hint}${sdk}`,
      from: offsets.action,
      to: actionEnd,
      meant,
    };
  }
  const meant = nearest(service, new Set(integrations.map((each) => each.service)));
  return {
    message: `There is no optimized integration of a service "${service}".${meant === undefined ? '' : ` Did you mean "${meant}"?`} Every action of every service is called by "aws-sdk:<service>:<action>".`,
    from: offsets.service,
    to: offsets.action - 1,
    meant,
  };
}

/** Services that have another name in the SDK than elsewhere. https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html */
const sdkNames: Readonly<Record<string, string>> = {
  elasticmapreduce: 'emr',
  events: 'eventbridge',
  logs: 'cloudwatchlogs',
  states: 'sfn',
  stepfunctions: 'sfn',
};

/** How names are written, and slips of the pen in those that the catalogue of services knows. */
function faultOfSdk({ service, action, pattern, offsets }: Call): Fault | undefined {
  const plain = service.toLowerCase().replace(/[^a-z0-9]/g, '');
  const meant = sdkNames[plain] ?? meantService(plain) ?? plain;
  if (meant !== service) {
    return {
      message: `There is no AWS SDK integration of a service "${service}". Did you mean "${meant}"?`,
      from: offsets.service,
      to: offsets.service + service.length,
      meant,
    };
  }
  if (/^[A-Z]/.test(action)) {
    const camel = action.charAt(0).toLowerCase() + action.slice(1);
    return {
      message: `An AWS SDK integration names its action with a small first letter: "${camel}", not "${action}".`,
      from: offsets.action,
      to: offsets.action + action.length,
      meant: camel,
    };
  }
  const meantInstead = meantAction(service, action);
  if (meantInstead !== undefined) {
    return {
      message: `The service "${service}" has no action "${action}". Did you mean "${meantInstead}"?`,
      from: offsets.action,
      to: offsets.action + action.length,
      meant: meantInstead,
    };
  }
  return pattern === 'request-response' || pattern === 'waitForTaskToken'
    ? undefined
    : {
        message: `An AWS SDK integration cannot be called with ".${pattern}": there are request-response (nothing) and ".waitForTaskToken".`,
        from: offsets.pattern - 1,
      };
}

function patternsInWords(patterns: readonly Pattern[]): string {
  const words = patterns.map((pattern) => (pattern === 'request-response' ? 'request-response (nothing)' : `".${pattern}"`));
  return `there ${words.length === 1 ? 'is' : 'are'} ${words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`}`;
}
