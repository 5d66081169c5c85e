import { resourceOf } from '../../execution/resource';
import { evaluateTyped, fillTemplate } from '../../execution/flow';
import { fill, quantity } from '../../execution/dataFlow';
import type { MapState, Quantity } from '../../execution/program';
import { Visit } from '../../execution/turn';
import type { TaskAnswer, TaskBinding, TaskRequest } from '../../runner/tasks/binding';
import { unboundTask } from '../../runner/tasks/unbound';
import { type Json, type JsonObject, isArray, isNumber, isObject, object, readJson, toNumber } from '../../source/json';
import { ApiError, validation } from '../apiError';
import { optionalNumber, optionalObject, optionalText, text } from '../fields';
import { jacksonProblem } from '../jacksonProblem';
import { defaultContext, readContext } from './contextObject';
import { Drive } from './drive';
import { type Inspection, report } from './inspection';
import { type Mock, readMock } from './mock';
import { type Subject, subjectOf } from './subject';

/** Where a state is tested. */
export interface TestBed {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly region: string;
  readonly account: string;
  readonly limits: 'aws' | 'off';
  /** What performs Tasks that are not mocked. */
  readonly tasks: readonly TaskBinding[];
}

/** Milliseconds that a test may take. https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
const longest = 300_000;

/** TestState: runs one state and tells what became of it. Takes a checked request; throws ApiError. */
export async function testState(request: JsonObject, bed: TestBed, signal: AbortSignal): Promise<JsonObject> {
  const subject = subjectOf(text(request, 'definition'), optionalText(request, 'stateName'));
  const { state } = subject;
  const mock = readMock(request, subject);
  const roleArn = optionalText(request, 'roleArn');
  checkKind(subject, mock, roleArn);
  const configuration = optionalObject(request, 'stateConfiguration') ?? object([]);
  const input = readData(request, 'input') ?? object([]);
  const variables = readData(request, 'variables');
  if (variables !== undefined && !isObject(variables)) {
    throw validation('Invalid variables provided: they must be a JSON object');
  }
  const retryCount = optionalNumber(configuration, 'retrierRetryCount') ?? 0;
  const given = optionalText(request, 'context');
  const { now, random, region, account, uuid, limits } = bed;
  const context =
    given === undefined ? defaultContext({ state, input, roleArn, now, region, account, retryCount, uuid }) : readContext(given);
  const drive = await Drive.begin({
    program: subject.program,
    input,
    context,
    variables,
    retryCount,
    roleArn,
    environment: { now, random, limits, region },
  });
  await drive.advance();
  const inspection: Inspection = { subject, input, given: variables };
  switch (state.type) {
    case 'Map':
      await runMap(drive, state, mock!, configuration, inspection);
      break;
    case 'Parallel':
      await drive.advance();
      if (drive.strand?.children) {
        finish(drive, mock!);
      }
      break;
    case 'Task':
      await drive.advance();
      if (drive.strand?.task) {
        finish(drive, mock ?? (await perform(drive, subject, bed, signal)));
      }
      break;
    case 'Wait':
      await drive.advance();
      if (drive.strand?.due !== undefined && drive.strand.phase === 'waiting') {
        await drive.perform({ type: 'timerFired', kind: 'wait', strand: 0 });
      }
      break;
    default:
  }
  await toTheEnd(drive);
  return report(drive, inspection, optionalText(request, 'inspectionLevel') ?? 'INFO');
}

/** What AWS does not test. */
function checkKind({ state }: Subject, mock: Mock | undefined, roleArn: string | undefined): void {
  if (mock) {
    return;
  }
  if (state.type === 'Map' || state.type === 'Parallel') {
    throw new ApiError(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  }
  if (state.type !== 'Task') {
    return;
  }
  const resource = resourceOf(state.resource);
  if (resource.kind === 'activity') {
    throw new ApiError('InvalidDefinition', 'TestState API does not support Activity tasks unless a mock is specified');
  }
  if (resource.kind === 'service' && resource.pattern !== 'request') {
    const pattern = /\.(sync|waitForTaskToken).*$/.exec(resource.name)?.[0] ?? '';
    throw new ApiError(
      'InvalidDefinition',
      `TestState API does not support the '${pattern}' service integration pattern unless a mock is specified`,
    );
  }
  if (roleArn === undefined) {
    throw validation('RoleArn must be specified when testing a Task state');
  }
}

function readData(request: JsonObject, name: 'input' | 'variables'): Json | undefined {
  const given = optionalText(request, name);
  if (given === undefined) {
    return undefined;
  }
  const { value } = readJson(given);
  if (value === undefined) {
    throw new ApiError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${jacksonProblem(given)?.message ?? ''}'`,
    );
  }
  return value;
}

function finish(drive: Drive, answer: TaskAnswer): void {
  if (answer.kind === 'success') {
    drive.succeed(answer.output);
  } else {
    const { error, cause } = answer;
    drive.fail({ ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) });
  }
}

/** Steps until the state has been left, has failed for good or waits for another try. */
async function toTheEnd(drive: Drive): Promise<void> {
  while (drive.execution.status === 'RUNNING' && drive.strand) {
    const { phase, failure } = drive.strand;
    const left = drive.events.some((event) => event.local.transition !== undefined);
    if (left || phase === 'waiting' || failure?.handling.kind === 'retry') {
      return;
    }
    await drive.advance();
  }
}

async function perform(drive: Drive, { state, id }: Subject, bed: TestBed, signal: AbortSignal): Promise<TaskAnswer> {
  const { task } = drive.strand!;
  const request: TaskRequest = {
    state: id,
    stateName: state.name,
    resource: task!.resource,
    parameters: task!.parameters,
    attempt: 0,
    strand: 0,
    taskToken: task!.taskToken,
    executionArn: `arn:aws:states:${bed.region}:${bed.account}:express:TestState:${bed.uuid()}`,
    region: bed.region,
    account: bed.account,
  };
  const ignored = (): void => undefined;
  const progress = { started: ignored, submitted: ignored, heartbeat: ignored };
  const over = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
  for (const binding of bed.tasks) {
    const answer = await binding.perform(request, over, progress);
    if (answer) {
      return over.aborted ? { kind: 'failure', error: 'States.Timeout' } : answer;
    }
  }
  return unboundTask(request);
}

/** A Map whose iterations are mocked: everything around them is worked out. */
async function runMap(
  drive: Drive,
  state: MapState,
  mock: Mock,
  configuration: JsonObject,
  inspection: Inspection,
): Promise<void> {
  const read = optionalText(configuration, 'mapItemReaderData');
  const items = read === undefined ? await itemsOf(drive, inspection) : arrayIn(read);
  if (!items) {
    return;
  }
  const numbers = await drive.evaluate(function* (visit) {
    const maxConcurrency = yield* numberOf(visit, state.maxConcurrency, 'MaxConcurrency', 'integer');
    const toleratedFailureCount = yield* numberOf(visit, state.toleratedFailureCount, 'ToleratedFailureCount', 'integer');
    const toleratedFailurePercentage = yield* numberOf(
      visit,
      state.toleratedFailurePercentage,
      'ToleratedFailurePercentage',
      'float',
    );
    return { maxConcurrency: maxConcurrency ?? 0, toleratedFailureCount, toleratedFailurePercentage };
  });
  if (!numbers) {
    return;
  }
  inspection.map = { ...inspection.map, ...numbers };
  const failed = optionalNumber(configuration, 'mapIterationFailureCount') ?? 0;
  if (failed > items.length) {
    throw validation('Map iteration failure count must be less than or equal to the number of Map iterations');
  }
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = numbers;
  const exceeded =
    (count !== undefined && failed > count) || (percentage !== undefined && (failed * 100) / items.length > percentage);
  finish(
    drive,
    mock.kind === 'success' && exceeded
      ? {
          kind: 'failure',
          error: 'States.ExceedToleratedFailureThreshold',
          cause: 'The specified tolerated failure threshold was exceeded',
        }
      : mock,
  );
}

/** Begins the Map and takes its items from what the core has found. */
async function itemsOf(drive: Drive, inspection: Inspection): Promise<readonly Json[] | undefined> {
  const { state } = inspection.subject;
  await drive.advance();
  const { children, mapRun } = drive.strand ?? {};
  const { items, input } = children?.iterations ?? mapRun?.plan ?? {};
  if (!items || input === undefined) {
    // An empty Map has ended at once.
    return drive.events.some((event) => event.type === 'MapStateSucceeded') ? [] : undefined;
  }
  if (state.queryLanguage === 'JSONPath') {
    inspection.map = { afterInputPath: input, afterItemsPath: items };
    const { itemSelector } = state as MapState;
    if (itemSelector) {
      const { strand, turn } = drive.visit;
      const afterItemSelector = await drive.evaluate(function* () {
        const selected: Json[] = [];
        for (const [index, value] of items.entries()) {
          const selecting = new Visit(turn, strand, state, { item: { index, value } });
          selected.push(
            state.queryLanguage === 'JSONPath'
              ? fill(selecting, itemSelector, input)
              : yield* fillTemplate(selecting, itemSelector, input),
          );
        }
        return selected;
      });
      inspection.map = { ...inspection.map, ...(afterItemSelector ? { afterItemSelector } : {}) };
      return afterItemSelector && items;
    }
  }
  return items;
}

function arrayIn(given: string): readonly Json[] {
  const { value } = readJson(given);
  if (value === undefined) {
    throw validation('MapItemReaderData must be a valid JSON.');
  }
  return isArray(value) ? value : [value];
}

function* numberOf(visit: Visit, source: Quantity | undefined, field: string, kind: 'integer' | 'float') {
  if (source === undefined) {
    return undefined;
  }
  return source.kind === 'jsonata'
    ? toNumber((yield* evaluateTyped(visit, source, 'number', isNumber)) as number)
    : quantity(visit, source, field, visit.strand.input, kind);
}
