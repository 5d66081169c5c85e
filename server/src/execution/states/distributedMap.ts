import { type Json, type JsonObject, isArray, isNumber, isObject, toNumber } from '../../source/json';
import type { Environment, Evaluate, Evaluated } from '../command';
import { dataPath, quantity } from '../dataFlow';
import type { Execution, Strand } from '../execution';
import { handlingOf } from '../failures';
import { type Steps, evaluateTyped, fillTemplate } from '../flow';
import type { Failure, MapItem, MapRunPlan } from '../history';
import type { MapState, Program, Quantity, Template } from '../program';
import { StateFailure, Turn, Visit } from '../turn';
import { concurrency, itemsOf, select } from './containers';

/**
 * Begins a distributed Map: evaluates what its map run needs. The run itself, with a child execution for each item, is performed
 * outside. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function* distributedMap(visit: Visit<MapState>): Steps<void> {
  const { turn, strand, state } = visit;
  const { label = uuid(turn), reader, batcher, writer } = state.distributed!;
  const input = dataPath(visit, state.inputPath, strand.input);
  const found = reader ? undefined : yield* itemsOf(visit, input);
  const items = found === undefined ? undefined : isArray(found) ? found : Object.values(found);
  const readerParameters = reader && (yield* parameters(visit, reader.parameters, input));
  const maxConcurrency = yield* concurrency(visit, input);
  const local = { strand: strand.id, state: state.id };
  const started = turn.emit(
    'MapStateStarted',
    strand.cause,
    { length: items?.length ?? 0 },
    { ...local, phases: { afterInputPath: input } },
  );
  const toleratedFailureCount = yield* number(visit, state.toleratedFailureCount, 'ToleratedFailureCount', input);
  if (toleratedFailureCount !== undefined && toleratedFailureCount < 0) {
    throw visit.failure('States.Runtime', 'ToleratedFailureCount cannot be negative.');
  }
  const percentage = yield* number(visit, state.toleratedFailurePercentage, 'ToleratedFailurePercentage', input, 'float');
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw visit.failure('States.Runtime', 'ToleratedFailurePercentage must be between 0 and 100.');
  }
  const maxItems = yield* number(visit, reader?.maxItems, 'MaxItems', input);
  const batch = batcher && {
    maxItems: yield* number(visit, batcher.maxItems, 'MaxItemsPerBatch', input),
    maxBytes: yield* number(visit, batcher.maxBytes, 'MaxInputBytesPerBatch', input),
    input: batcher.input && (yield* fillTemplate(visit, batcher.input, input)),
  };
  const writerParameters = writer?.parameters && (yield* parameters(visit, writer.parameters, input));
  const mapRunArn = mapRunArnOf(turn, label);
  const plan: MapRunPlan = {
    mapRunArn,
    label,
    input,
    maxConcurrency,
    ...(items ? { items } : {}),
    ...(readerParameters ? { reader: readerParameters } : {}),
    ...(maxItems ? { maxItems } : {}),
    ...(batch ? { batch } : {}),
    ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
    ...(percentage === undefined ? {} : { toleratedFailurePercentage: percentage }),
    ...(writerParameters ? { writer: writerParameters } : {}),
  };
  const runs = turn.emit('MapRunStarted', started, { mapRunArn }, { ...local, mapRun: plan });
  if (maxItems !== undefined && maxItems < 0) {
    const failure = { error: 'States.ItemReaderFailed', cause: 'field MaxItems must be positive' };
    failMapRun(turn, strand, runs, failure);
  }
}

function* parameters(visit: Visit<MapState>, template: Template | undefined, input: Json): Steps<JsonObject> {
  const value = template && (yield* fillTemplate(visit, template, input));
  return isObject(value) ? value : {};
}

function* number(
  visit: Visit<MapState>,
  source: Quantity | undefined,
  field: string,
  input: Json,
  kind: 'integer' | 'float' = 'integer',
): Steps<number | undefined> {
  if (source?.kind === 'jsonata') {
    return toNumber((yield* evaluateTyped(visit, source, 'number', isNumber)) as number);
  }
  return source && quantity(visit, source, field, input, kind);
}

/** `arn:…:mapRun:<machine>/<label>:<uuid>`. */
function mapRunArnOf(turn: Turn, label: string): string {
  const machine = turn.execution.context['StateMachine'];
  const arn = isObject(machine) && typeof machine['Id'] === 'string' ? machine['Id'] : 'arn:aws:states:::stateMachine:local';
  return `${arn.replace(':stateMachine:', ':mapRun:').replace(/\/.*$/, '')}/${label}:${uuid(turn)}`;
}

function uuid({ environment }: Turn): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (c) => {
    const digit = Math.floor(environment.random() * 16);
    return (c === 'x' ? digit : (digit & 3) | 8).toString(16);
  });
}

/** All children have ended: the Map goes on with what they made. */
export function mapRunSucceeded(turn: Turn, strand: Strand, result: Json): void {
  if (!strand.mapRun) {
    return;
  }
  const local = { strand: strand.id, state: strand.state };
  // Seen on AWS in JSONPath Maps that are the first state; all others name the start of the run.
  const isFirst = strand.entered?.cause === 0 && turn.stateOf(strand).queryLanguage === 'JSONPath';
  const exitCause = isFirst ? turn.nextId : strand.mapRun.started;
  const run = turn.emit('MapRunSucceeded', strand.mapRun.started, undefined, { ...local, result, exitCause });
  turn.emit('MapStateSucceeded', run, undefined, local);
}

/** Items could not be read, too many children failed, or results could not be written. */
export function mapRunFailed(turn: Turn, strand: Strand, failure: Failure): void {
  if (strand.mapRun) {
    failMapRun(turn, strand, strand.mapRun.started, failure);
  }
}

function failMapRun(turn: Turn, strand: Strand, started: number, { error, cause }: Failure): void {
  const local = { strand: strand.id, state: strand.state };
  const details = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  const run = turn.emit('MapRunFailed', started, details, local);
  const failure = { error, cause };
  const handling = handlingOf(turn, strand, { error });
  if (handling.kind === 'retry') {
    turn.emit('StateFailed', run, undefined, { ...local, handling, failure, failureCause: run });
  } else {
    turn.emit('MapStateFailed', run, undefined, { ...local, handling, failure });
  }
}

/** What a child execution gets for an item of the map run of `strand`. */
export function* selectItem(
  program: Program,
  execution: Execution,
  strand: Strand,
  item: MapItem,
  environment: Environment,
): Generator<Evaluate, { readonly value: Json } | { readonly failure: Failure }, Evaluated> {
  const turn = new Turn(program, execution, environment);
  const visit = new Visit(turn, strand, turn.stateOf(strand) as MapState);
  try {
    return { value: yield* select(visit, item, strand.mapRun!.plan.input) };
  } catch (failure) {
    if (failure instanceof StateFailure) {
      return { failure: { error: failure.errorName, cause: failure.errorCause } };
    }
    throw failure;
  }
}
