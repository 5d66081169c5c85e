import type { Analysis } from '../../analysis/analysis';
import { taskOf } from '../../analysis/tasks';
import type { State } from '../../asl/ast';
import { member } from '../../source/node';
import { fields, type Draft } from '../refactor/draft';
import { insertMember } from '../refactor/memberEdits';
import { freeName } from '../refactor/names';
import type { QuickFix } from './quickFix';

/** https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html */
const transientLambdaErrors = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
];

/** Retry, Catch and limits of time that a Task, Map or Parallel does not have yet. */
export function errorFixes(analysis: Analysis, state: State): QuickFix[] {
  const type = state.type?.value;
  if (type !== 'Task' && type !== 'Map' && type !== 'Parallel') {
    return [];
  }
  const resource = member(state.node, 'Resource')?.value;
  const arn = resource?.kind === 'string' ? resource.value : '';
  return [
    ...(taskOf(state)?.isLambda ? retryFixes(analysis, state) : []),
    ...catchFixes(analysis, state),
    ...(type === 'Task' ? timeFixes(analysis, state, arn) : []),
  ];
}

function retryFixes(analysis: Analysis, state: State): QuickFix[] {
  if (member(state.node, 'Retry')) {
    return [];
  }
  const retrier = fields({ ErrorEquals: transientLambdaErrors, IntervalSeconds: 2, MaxAttempts: 6, BackoffRate: 2 });
  return [
    {
      title: 'Add Retry for the transient errors of Lambda',
      edits: [insertField(analysis, state, 'Retry', [retrier])],
      solves: { codes: ['task-without-retry'], at: state.key },
    },
  ];
}

/** Everything is caught and leads to a Fail state with the same error, ready to be led elsewhere. */
function catchFixes(analysis: Analysis, state: State): QuickFix[] {
  const object = state.scope.statesMember?.value;
  if (member(state.node, 'Catch') || object?.kind !== 'object') {
    return [];
  }
  const name = freeName(analysis, `${state.name} failed`);
  const isJsonata = state.scope.queryLanguage === 'JSONata';
  const fail = fields({
    Type: 'Fail',
    ...(isJsonata
      ? { Error: '{% $states.input.Error %}', Cause: '{% $states.input.Cause %}' }
      : { ErrorPath: '$.Error', CausePath: '$.Cause' }),
  });
  return [
    {
      title: `Add Catch that leads to "${name}"`,
      edits: [
        insertField(analysis, state, 'Catch', [fields({ ErrorEquals: ['States.ALL'], Next: name })]),
        insertMember(analysis.text, object, [name, fail], state.member),
      ],
      solves: { codes: ['task-without-catch'], at: state.key },
    },
  ];
}

/** Seconds: for something that answers at once, and for a job or somebody else's answer. */
const shortTimeout = 300;
const longTimeout = 3600;
const heartbeat = 60;

function timeFixes(analysis: Analysis, state: State, arn: string): QuickFix[] {
  const { node } = state;
  const has = (field: string) => member(node, field) !== undefined || member(node, `${field}Path`) !== undefined;
  const waits = /\.(?:sync(?::\d+)?|waitForTaskToken)$|:activity:/.test(arn);
  const timeout = waits ? longTimeout : shortTimeout;
  const fixes: QuickFix[] = [];
  if (!has('TimeoutSeconds')) {
    fixes.push({
      title: `Add TimeoutSeconds (${timeout})`,
      edits: [insertField(analysis, state, 'TimeoutSeconds', timeout)],
      solves: { codes: ['task-without-timeout'], at: state.key },
    });
  }
  const limit = member(node, 'TimeoutSeconds')?.value;
  const isShorter = limit?.kind === 'number' && Number(limit.text) <= heartbeat;
  if (/\.waitForTaskToken$|:activity:/.test(arn) && !has('HeartbeatSeconds') && !isShorter) {
    fixes.push({
      title: `Add HeartbeatSeconds (${heartbeat})`,
      edits: [insertField(analysis, state, 'HeartbeatSeconds', heartbeat)],
      solves: { codes: ['callback-without-heartbeat'], at: state.key },
    });
  }
  return fixes;
}

/** The usual order of the fields of a Task. */
const order = [
  'Comment',
  'Type',
  'QueryLanguage',
  'Resource',
  'Branches',
  'Items',
  'ItemsPath',
  'ItemProcessor',
  'Iterator',
  'Parameters',
  'Arguments',
  'ResultSelector',
  'ResultPath',
  'OutputPath',
  'Output',
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'Retry',
  'Catch',
];

function insertField({ text }: Analysis, { node }: State, key: string, value: Draft) {
  const before = order.slice(0, order.indexOf(key));
  return insertMember(
    text,
    node!,
    [key, value],
    node!.members.findLast((m) => before.includes(m.key.value)),
  );
}
