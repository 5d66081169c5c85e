import { resourceOf } from '../execution/resource';
import type { TaskAnswer, TaskBinding, TaskProgress, TaskRequest } from '../runner/tasks/binding';
import { unboundTask } from '../runner/tasks/unbound';
import { type Json, type JsonObject, isObject, object, readJson, textOf, writeJson } from '../source/json';
import { ApiError } from './apiError';
import { checkRequest } from './checkRequest';
import type { Endpoint } from './endpoint';
import { describeExecution, startExecution } from './executions';
import { answer } from './fields';
import { requests } from './shapes';
import type { ExecutionRecord } from './store';
import type { Timeline } from './timeline';

/** Where state machines come from that are not in the endpoint yet. */
export interface MachineSource {
  /** Makes the state machine known that a Task starts: answers the ARN that it has in the endpoint, or why there is none. */
  find(reference: string, request: TaskRequest): Promise<{ readonly arn: string } | { readonly problem: string }>;
  /** Answers a Task that waits for its token, once its execution has begun; undefined when nobody does. */
  answer(request: TaskRequest, signal: AbortSignal): Promise<TaskAnswer | undefined>;
}

/** What starts an execution of the endpoint, and its patterns. */
const starting = /^startExecution(?:\.(?:sync(?::2)?|waitForTaskToken))?$/;

/**
 * Executions that a Task starts in the same endpoint, in the time of the execution that starts them.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export function nestedExecutions(endpoint: Endpoint, timeline: Timeline, source?: MachineSource): TaskBinding {
  /** What was found for a request. */
  const found = new WeakMap<TaskRequest, Awaited<ReturnType<MachineSource['find']>>>();
  return {
    prepare(request) {
      const reference = source && nameOf(request) !== undefined && referenceOf(request);
      return typeof reference === 'string'
        ? source!.find(reference, request).then((machine) => void found.set(request, machine))
        : undefined;
    },
    whyNot(request) {
      const machine = found.get(request);
      return machine && 'problem' in machine ? machine.problem : undefined;
    },
    perform(request, signal, progress) {
      const machine = found.get(request);
      if (machine && 'problem' in machine) {
        return undefined;
      }
      const call = machine ? calling(request, machine.arn) : request;
      switch (nameOf(request)) {
        case 'startExecution':
          return start(endpoint, call, timeline).answer;
        case 'startExecution.sync':
        case 'startExecution.sync:2':
          return job(endpoint, call, timeline, signal, progress, request.resource.endsWith(':2'));
        case 'startExecution.waitForTaskToken':
          return source && callback(source, start(endpoint, call, timeline).answer, request, signal, progress);
        default:
          return undefined;
      }
    },
  };
}

function nameOf({ resource: text }: TaskRequest): string | undefined {
  const resource = resourceOf(text);
  return resource.kind === 'service' && resource.type === 'states' && starting.test(resource.name) ? resource.name : undefined;
}

function referenceOf({ parameters }: TaskRequest): Json | undefined {
  return isObject(parameters) ? parameters['StateMachineArn'] : undefined;
}

/** The same task, with the ARN that the state machine has here. */
function calling(request: TaskRequest, arn: string): TaskRequest {
  const parameters = isObject(request.parameters) ? Object.entries(request.parameters) : [];
  return {
    ...request,
    parameters: object(parameters.map(([key, value]): [string, Json] => [key, key === 'StateMachineArn' ? arn : value])),
  };
}

/** The execution has been started; its task's token is what somebody answers. */
function callback(
  source: MachineSource,
  begun: TaskAnswer,
  request: TaskRequest,
  signal: AbortSignal,
  progress: TaskProgress,
): TaskAnswer | Promise<TaskAnswer> {
  if (begun.kind === 'failure') {
    return begun;
  }
  progress.submitted(begun.output);
  const reason = 'Its execution was started; nobody here answers with its task token.';
  return source.answer({ ...request, reason }, signal).then((answer) => answer ?? unboundTask({ ...request, reason }));
}

interface Started {
  readonly record: ExecutionRecord | undefined;
  readonly answer: TaskAnswer;
}

function start(endpoint: Endpoint, request: TaskRequest, timeline: Timeline): Started {
  const { parameters, executionArn, strand, scheduled = 0 } = request;
  const requestId = endpoint.launcher.uuid();
  try {
    const made = isObject(parameters) ? parameters : object([]);
    const input = made['Input'];
    const call = answer({
      stateMachineArn: made['StateMachineArn'],
      name: made['Name'],
      // Any JSON may stand in Input; the API wants it as a text.
      input:
        input == null ? undefined : typeof input === 'string' && readJson(input).value !== undefined ? input : writeJson(input),
      traceHeader: made['TraceHeader'],
    });
    checkRequest(call, requests.StartExecution);
    const isAwaited = /\.sync(?::2)?$/.test(request.resource);
    const record = startExecution(endpoint, call, { timeline, startedBy: { executionArn, strand, scheduled, isAwaited } });
    const output = object([
      ['ExecutionArn', record.arn],
      ...metadata(requestId, record),
      ['StartDate', Math.round(record.startedAt)],
    ]);
    return { record, answer: { kind: 'success', output } };
  } catch (problem) {
    if (!(problem instanceof ApiError)) {
      throw problem;
    }
    const { type, message, status } = problem;
    return {
      record: undefined,
      answer: {
        kind: 'failure',
        error: `StepFunctions.${type.endsWith('Exception') ? type : `${type}Exception`}`,
        cause: `${message} (Service: AWSStepFunctions; Status Code: ${status}; Error Code: ${type}; Request ID: ${requestId}; Proxy: null)`,
        unsubmitted: true,
      },
    };
  }
}

/** What the SDK tells of its call beside the answer. */
function metadata(requestId: string, record: ExecutionRecord): [string, Json][] {
  const length = writeJson(answer({ executionArn: record.arn, startDate: record.startedAt / 1000 })).length;
  const headers: [string, string][] = [
    ['connection', 'keep-alive'],
    ['Content-Length', String(length)],
    ['Content-Type', 'application/x-amz-json-1.0'],
    ['Date', new Date(record.startedAt).toUTCString()],
    ['x-amzn-RequestId', requestId],
  ];
  return [
    [
      'SdkHttpMetadata',
      object([
        ['AllHttpHeaders', object(headers.map(([key, value]) => [key, [value]]))],
        ['HttpHeaders', object(headers)],
        ['HttpStatusCode', 200],
      ]),
    ],
    ['SdkResponseMetadata', object([['RequestId', requestId]])],
  ];
}

function job(
  endpoint: Endpoint,
  request: TaskRequest,
  timeline: Timeline,
  signal: AbortSignal,
  progress: TaskProgress,
  parsed: boolean,
): TaskAnswer | Promise<TaskAnswer> {
  const { record, answer: begun } = start(endpoint, request, timeline);
  if (!record || begun.kind === 'failure') {
    return begun;
  }
  progress.submitted(begun.output);
  signal.addEventListener('abort', () => void endpoint.launcher.stop(record, undefined, undefined));
  return record.ended.then(({ status }) => {
    const described = inPascalCase(endpoint, record, parsed && status === 'SUCCEEDED');
    return status === 'SUCCEEDED'
      ? { kind: 'success', output: described }
      : { kind: 'failure', error: 'States.TaskFailed', cause: writeJson(described) };
  });
}

/**
 * DescribeExecution's answer as the SDK names it, in the order of the names; dates are milliseconds; with `parsed` input and
 * output are JSON, not texts of it.
 */
function inPascalCase(endpoint: Endpoint, record: ExecutionRecord, parsed: boolean): JsonObject {
  const pascal = (name: string): string => name[0]!.toUpperCase() + name.slice(1);
  const described = Object.entries(describeExecution(endpoint, record, true))
    // Failures are told without these (seen on AWS).
    .filter(([name]) => record.outcome?.status === 'SUCCEEDED' || !name.startsWith('redrive'))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return object(
    described.map(([name, value]): [string, Json] => {
      switch (name) {
        case 'startDate':
          return ['StartDate', Math.round(record.startedAt)];
        case 'stopDate':
          return ['StopDate', Math.round(record.stoppedAt ?? record.startedAt)];
        case 'input':
          return ['Input', parsed ? (readJson(record.input).value ?? null) : record.input];
        case 'output':
          return ['Output', parsed ? (record.outcome?.output ?? null) : textOf(record.outcome?.output ?? null)];
        default:
          return [pascal(name), isObject(value) ? object(Object.entries(value).map(([k, v]) => [pascal(k), v])) : value];
      }
    }),
  );
}
