import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Json, type JsonObject, draft, isNumber, isObject, object, readJson, toNumber, writeJson } from '../../source/json';
import { resourceOf } from '../../execution/resource';
import type { Inspection, LogLine, TaskAnswer, TaskBinding, TaskRequest } from './binding';
import { asLibrary, nodeBootstrap, pythonBootstrap } from './bootstraps';
import { FunctionPool } from './functionPool';
import type { ProcessEnd } from './functionProcess';

/** A Lambda function that runs as a local process. */
export interface LocalFunction {
  /** As functions.json names it: a name or an ARN. */
  readonly name: string;
  /** `python3.12`, `nodejs20.x` … */
  readonly runtime: string;
  /** Absolute path of the directory with the code. */
  readonly codeUri: string;
  /** `file.function` */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly timeout: number;
}

export interface FunctionsOptions {
  /** What runs Node functions: this process's own runtime when absent. */
  readonly node?: string;
  /** What runs Python functions: `python3` (Windows: `python`) when absent. */
  readonly python?: string;
  readonly log?: (line: LogLine) => void;
  /** The functions are all there are: others do not exist, as AWS says it, instead of being unbound. */
  readonly complete?: boolean;
}

/** What a functions.json holds; with problems there are no functions. */
export interface FunctionsFile {
  readonly functions: readonly LocalFunction[];
  readonly problems: readonly string[];
}

/** Seconds that a function may run when its entry does not say: room for a slow start of its runtime. */
const defaultTimeout = 60;
const fields = ['runtime', 'codeUri', 'handler', 'environment', 'timeout'];

/** Reads the text of a functions.json that stands in `directory`: `{"<name or ARN>": {"runtime", "codeUri", "handler", "environment", "timeout"}}`. */
export function readFunctions(text: string, directory: string): FunctionsFile {
  const { value, problems } = readJson(text);
  if (problems.length > 0) {
    return { functions: [], problems: problems.map((p) => `${place(text, p.start)}: ${p.message}`) };
  }
  if (!isObject(value)) {
    return { functions: [], problems: ['It must hold an object: {"<function name>": {"runtime", "codeUri", "handler"}}.'] };
  }
  const found: string[] = [];
  const functions = Object.entries(value).flatMap(([name, entry]): LocalFunction[] => {
    if (!isObject(entry)) {
      found.push(`The entry '${name}' must be an object with "runtime", "codeUri" and "handler".`);
      return [];
    }
    const { runtime, codeUri, handler, environment, timeout } = entry;
    for (const field of ['runtime', 'codeUri', 'handler']) {
      if (typeof entry[field] !== 'string') {
        found.push(`The entry '${name}' needs the text "${field}".`);
      }
    }
    for (const field of Object.keys(entry).filter((f) => !fields.includes(f))) {
      found.push(`The entry '${name}' has the unknown field "${field}"; known are ${fields.join(', ')}.`);
    }
    if (timeout !== undefined && !(isNumber(timeout) && toNumber(timeout) > 0)) {
      found.push(`The entry '${name}' has a "timeout" that is no number of seconds.`);
    }
    if (environment !== undefined && !(isObject(environment) && Object.values(environment).every((v) => typeof v === 'string'))) {
      found.push(`The entry '${name}' has an "environment" that is no object of texts.`);
    }
    return [
      {
        name,
        runtime: runtime as string,
        codeUri: path.resolve(directory, codeUri as string),
        handler: handler as string,
        environment: (environment ?? {}) as Record<string, string>,
        timeout: isNumber(timeout) ? toNumber(timeout) : defaultTimeout,
      },
    ];
  });
  return { functions: found.length > 0 ? [] : functions, problems: found };
}

/** `line 3, column 7` of an offset. */
export function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** The bare name in a function's name, ARN, or ARN with version or alias. */
export function functionName(reference: string): string {
  const arn = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(reference) ?? /^[^:]*:function:([^:]+)/.exec(reference);
  return arn ? arn[1]! : reference.split(':')[0]!;
}

/** Largest answer of a Lambda function, bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxResponse = 6_291_556;

/** Performs Lambda tasks (a function's ARN as Resource, and `lambda:invoke`) by running the function's code in processes that are kept warm. */
export class FunctionTasks implements TaskBinding {
  readonly #byName: ReadonlyMap<string, LocalFunction>;
  readonly #pool = new FunctionPool();

  constructor(
    functions: readonly LocalFunction[],
    private readonly options: FunctionsOptions = {},
  ) {
    this.#byName = new Map(functions.map((f) => [functionName(f.name), f]));
  }

  perform(request: TaskRequest, signal: AbortSignal): TaskAnswer | Promise<TaskAnswer> | undefined {
    const resource = resourceOf(request.resource);
    if (resource.kind === 'lambda') {
      const found = this.#byName.get(functionName(resource.arn));
      return found ? this.#call(found, request, request.parameters, signal, 'arn') : undefined;
    }
    if (
      resource.kind !== 'service' ||
      resource.type !== 'lambda' ||
      resource.name !== 'invoke' ||
      !isObject(request.parameters)
    ) {
      return undefined;
    }
    const { FunctionName: name, Payload: payload } = request.parameters;
    if (typeof name !== 'string') {
      return undefined;
    }
    const found = this.#byName.get(functionName(name));
    if (found) {
      return this.#call(found, request, eventOf(payload), signal, 'invoke');
    }
    return this.options.complete ? notFound(name, request) : undefined;
  }

  functionOf(resource: string, parameters: Json | undefined): string | undefined {
    const called = resourceOf(resource);
    const name =
      called.kind === 'lambda'
        ? called.arn
        : called.kind === 'service' && called.type === 'lambda' && called.name === 'invoke' && isObject(parameters)
          ? parameters['FunctionName']
          : undefined;
    return typeof name === 'string' ? this.#byName.get(functionName(name))?.name : undefined;
  }

  /** Ends the processes that are kept. */
  close(): void {
    this.#pool.close();
  }

  async #call(
    target: LocalFunction,
    request: TaskRequest,
    event: Json,
    signal: AbortSignal,
    style: 'arn' | 'invoke',
  ): Promise<TaskAnswer> {
    const { log } = this.options;
    const runtime = this.#runtime(target);
    if (typeof runtime === 'string') {
      return local(runtime);
    }
    if (!existsSync(target.codeUri)) {
      return local(`The code of the function '${target.name}' is not there: ${target.codeUri} (codeUri) does not exist.`);
    }
    const requestId = randomUUID();
    const inspection = lookingInto(request.inspection, target);
    inspection?.begins();
    const name = functionName(target.name);
    const arn = `arn:aws:lambda:${request.region}:${request.account}:function:${name}`;
    const end = await this.#pool.invoke(
      `${name} ${request.region}`,
      { ...runtime, directory: target.codeUri, environment: environmentOf(target, name, request.region) },
      () => ({
        input: JSON.stringify({
          event: writeJson(event),
          name,
          arn,
          requestId,
          codeUri: target.codeUri,
          handler: target.handler,
          timeout: target.timeout,
          inspect: inspection !== undefined,
        }),
        // Who steps through it takes his time.
        timeout: inspection ? undefined : target.timeout * 1000,
        // The envelope around the answer is escaped once more.
        maxAnswer: maxResponse * 2,
        signal,
        log: (stream, text) => {
          if (!inspection || !ofInspector.test(text)) {
            log?.({ source: name, stream, text, strand: request.strand });
          }
        },
        ...(inspection && { note: (text: string) => tell(inspection, target, text) }),
      }),
    );
    inspection?.ended();
    return answerOf(end, target, requestId, style);
  }

  #runtime(target: LocalFunction): { command: string; arguments: string[] } | string {
    if (/^python3/.test(target.runtime)) {
      return {
        command: this.options.python ?? (process.platform === 'win32' ? 'python' : 'python3'),
        arguments: ['-u', '-c', asLibrary, String(process.pid), pythonBootstrap],
      };
    }
    if (/^nodejs/.test(target.runtime)) {
      return { command: this.options.node ?? process.execPath, arguments: ['-e', nodeBootstrap, String(process.pid)] };
    }
    return `The function '${target.name}' has the runtime '${target.runtime}', which cannot run locally; python3.x and nodejs can.`;
  }
}

/** What Node.js itself writes about its inspector. */
const ofInspector =
  /^(Debugger (listening on|attached|ending on)|Waiting for the debugger to disconnect|For help, see: https:\/\/nodejs)/;

/** The inspection of a function, where its language has a debugger; else its asker hears why not. */
function lookingInto(inspection: Inspection | undefined, { runtime }: LocalFunction): Inspection | undefined {
  if (inspection?.noPython !== undefined && runtime.startsWith('python')) {
    inspection.refused(inspection.noPython);
    return undefined;
  }
  return inspection;
}

/** Passes on what a process tells of its debugger. */
function tell(inspection: Inspection, { name, runtime, codeUri }: LocalFunction, text: string): void {
  const { value } = readJson(text);
  const { address, attached, refused } = isObject(value) ? value : draft();
  if (typeof address === 'string') {
    inspection.waits({ name, language: runtime.startsWith('python') ? 'python' : 'node', address, codeUri });
  } else if (attached === true) {
    inspection.came();
  } else if (typeof refused === 'string') {
    inspection.refused(refused);
  }
}

function jsonOrText(text: string): Json {
  const { value } = readJson(text);
  return value === undefined ? text : value;
}

/** The Payload of `lambda:invoke` as the function gets it: a text that holds JSON is sent as that JSON (seen on AWS). */
export function eventOf(payload: Json | undefined): Json {
  return payload === undefined || payload === null ? draft() : typeof payload === 'string' ? jsonOrText(payload) : payload;
}

function local(cause: string): TaskAnswer {
  return { kind: 'failure', error: 'Stepwise.FunctionUnavailable', cause, local: true };
}

/** What a Lambda sandbox sets, over what this process has; without credentials, so that code under test reaches no account by accident. */
function environmentOf(target: LocalFunction, name: string, region: string): NodeJS.ProcessEnv {
  const inherited = { ...process.env };
  for (const key of Object.keys(inherited)) {
    if (/^AWS_|^NODE_OPTIONS$|^PYTHONPATH$/.test(key)) {
      delete inherited[key];
    }
  }
  return {
    ...inherited,
    ELECTRON_RUN_AS_NODE: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONIOENCODING: 'utf-8',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${target.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: target.codeUri,
    _HANDLER: target.handler,
    TZ: ':UTC',
    ...target.environment,
  };
}

function answerOf(end: ProcessEnd, target: LocalFunction, requestId: string, style: 'arn' | 'invoke'): TaskAnswer {
  const fault = (errorType: string, message: string): TaskAnswer => ({
    kind: 'failure',
    error: errorType,
    cause: writeJson(
      object([
        ['errorType', errorType],
        ['errorMessage', message],
      ]),
    ),
  });
  switch (end.kind) {
    case 'notStarted':
      return local(`The process of the function '${target.name}' (${target.runtime}) did not start: ${end.reason}.`);
    case 'aborted':
      return { kind: 'failure', error: 'States.TaskFailed', cause: 'The function was stopped.' };
    case 'timedOut':
      return fault(
        'Sandbox.Timedout',
        `RequestId: ${requestId} Error: Task timed out after ${target.timeout.toFixed(2)} seconds`,
      );
    case 'tooBig':
      return tooBig(fault);
    case 'exited': {
      const how = end.signal ? `signal: ${end.signal}` : `exit status ${end.code ?? 0}`;
      return fault('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited with error: ${how}`);
    }
    case 'answered':
      return answered(end.answer, requestId, style, fault);
  }
}

type Fault = (errorType: string, message: string) => TaskAnswer;

function tooBig(fault: Fault): TaskAnswer {
  return fault(
    'Function.ResponseSizeTooBig',
    `Response payload size exceeded maximum allowed payload size (${maxResponse} bytes).`,
  );
}

function answered(text: string, requestId: string, style: 'arn' | 'invoke', fault: Fault): TaskAnswer {
  const { value: envelope } = readJson(text);
  const { result, error } = isObject(envelope) ? envelope : ({} as JsonObject);
  if (typeof error === 'string') {
    const { value } = readJson(error);
    const errorType = isObject(value) && typeof value['errorType'] === 'string' ? value['errorType'] : 'Unhandled';
    // A function's own spelling is kept with its ARN as Resource; lambda:invoke writes it anew (seen on AWS).
    return { kind: 'failure', error: errorType, cause: style === 'arn' || value === undefined ? error : writeJson(value) };
  }
  if (typeof result !== 'string') {
    return fault('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited without providing a reason`);
  }
  if (Buffer.byteLength(result) > maxResponse) {
    return tooBig(fault);
  }
  // What is no JSON (a function may answer with bytes of its own) counts as a text.
  const value = jsonOrText(result);
  return { kind: 'success', output: style === 'arn' ? value : invocation(value, requestId) };
}

/** What `lambda:invoke` answers around the payload. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export function invocation(payload: Json, requestId: string): JsonObject {
  const length = String(Buffer.byteLength(writeJson(payload)));
  const headers = object([
    ['Connection', 'keep-alive'],
    ['Content-Length', length],
    ['Content-Type', 'application/json'],
    ['X-Amz-Executed-Version', '$LATEST'],
    ['x-amzn-RequestId', requestId],
  ]);
  return object([
    ['ExecutedVersion', '$LATEST'],
    ['Payload', payload],
    [
      'SdkHttpMetadata',
      object([
        ['AllHttpHeaders', object(Object.entries(headers).map(([key, value]) => [key, [value]]))],
        ['HttpHeaders', headers],
        ['HttpStatusCode', 200],
      ]),
    ],
    ['SdkResponseMetadata', object([['RequestId', requestId]])],
    ['StatusCode', 200],
  ]);
}

function notFound(name: string, { region, account }: TaskRequest): TaskAnswer {
  const arn = `arn:aws:lambda:${region}:${account}:function:${functionName(name)}`;
  return {
    kind: 'failure',
    error: 'Lambda.ResourceNotFoundException',
    cause: `Function not found: ${arn}:$LATEST (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${randomUUID()}; Proxy: null)`,
  };
}
