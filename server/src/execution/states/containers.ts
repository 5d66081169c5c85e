import type { Path } from '../../asl/jsonPath';
import { type Json, isArray, isNumber, textOf, toNumber, writeJson } from '../../source/json';
import { dataPath, exceedsLimit, look, quantity, tooLarge } from '../dataFlow';
import { type Steps, evaluateTyped, fillTemplate, workingInput } from '../flow';
import type { Child, MapItem } from '../history';
import type { MapState, ParallelState } from '../program';
import { StateFailure, Visit } from '../turn';

/** Starts all branches: again on every retry. https://states-language.net/#parallel-state */
export function* parallel(visit: Visit<ParallelState>): Steps<void> {
  const { turn, strand, state } = visit;
  const { value, phases } = yield* workingInput(visit, state);
  const children = state.branches.map((startAt, index): Child => ({
    strand: turn.newStrand(),
    parent: strand.id,
    index,
    startAt,
    input: value,
  }));
  turn.emit('ParallelStateStarted', strand.cause, undefined, { strand: strand.id, state: state.id, phases, children });
}

/** Begins a Map: finds its items. Iterations start one by one. https://states-language.net/#map-state */
export function* map(visit: Visit<MapState>): Steps<void> {
  const { turn, strand, state } = visit;
  if (state.isMisplaced) {
    throw visit.failure(
      'States.Runtime',
      'The ItemReader, ItemBatcher and ResultWriter fields are not supported for INLINE maps',
    );
  }
  const input = dataPath(visit, state.inputPath, strand.input);
  const found = yield* itemsOf(visit, input);
  const maxConcurrency = yield* concurrency(visit, input);
  const entries = isArray(found) ? undefined : Object.entries(found);
  const items = isArray(found) ? found : entries!.map(([, value]) => value);
  const iterations = {
    startAt: state.startAt,
    input,
    items,
    maxConcurrency,
    ...(entries ? { keys: entries.map(([key]) => key) } : {}),
  };
  const local = { strand: strand.id, state: state.id };
  const started = turn.emit(
    'MapStateStarted',
    strand.cause,
    { length: items.length },
    { ...local, phases: { afterInputPath: input }, iterations },
  );
  if (items.length === 0) {
    turn.emit('MapStateSucceeded', started, undefined, local);
  }
}

/** The items of a Map: an array, or an object in JSONata. */
export function* itemsOf(visit: Visit<MapState>, input: Json): Steps<readonly Json[] | { readonly [key: string]: Json }> {
  const { state } = visit;
  if (state.queryLanguage === 'JSONata') {
    const { items } = state;
    if (items?.kind === 'jsonata') {
      return (yield* evaluateTyped(visit, items, 'array', isArray)) as readonly Json[];
    }
    const value = items ? yield* fillTemplate(visit, items, input) : input;
    if (!isArray(value)) {
      throw visit.failure('States.QueryEvaluationError', `Map state input must be an array but was: ${writeJson(value)}`, '');
    }
    return value;
  }
  const { itemsPath } = state;
  const found = itemsPath && look(visit, itemsPath, input);
  if (found && 'missing' in found) {
    throw conflict(visit, itemsPath, found.at, input);
  }
  const value = found ? found.value : input;
  if (!isArray(value)) {
    const path = itemsPath?.root.kind === 'context' ? itemsPath.text.slice(1) : (itemsPath?.text ?? '$');
    throw visit.failure('States.Runtime', `Reference path "${path}" must point to array.`);
  }
  return value;
}

/** ItemsPath names nothing (words seen on AWS). */
function conflict(visit: Visit, path: Path, at: number, input: Json): StateFailure {
  const segment = path.segments[at];
  const step = segment?.kind === 'names' ? segment.names[0] : segment?.kind === 'indices' ? segment.indices[0] : path.text;
  const data = textOf(visit.rootOf(path, input) ?? null);
  return new StateFailure('States.ReferencePathConflict', `Unable to apply step "${step}" to input ${data}`, undefined, true);
}

/** How many iterations may run at once; 0: as many as there are. */
export function* concurrency(visit: Visit<MapState>, input: Json): Steps<number> {
  const source = visit.state.maxConcurrency;
  if (source === undefined) {
    return 0;
  }
  const value =
    source.kind === 'jsonata'
      ? toNumber((yield* evaluateTyped(visit, source, 'number', isNumber)) as number)
      : quantity(visit, source, 'MaxConcurrency', input);
  if (value < 0) {
    throw visit.failure('States.Runtime', 'MaxConcurrency cannot be negative.');
  }
  return value;
}

/** What an iteration or a child execution gets for an item: what ItemSelector makes of it. */
export function* select({ turn, strand, state }: Visit<MapState>, item: MapItem, input: Json): Steps<Json> {
  const visit = new Visit(turn, strand, state, { item });
  const selected = state.itemSelector ? yield* fillTemplate(visit, state.itemSelector, input) : item.value;
  if (exceedsLimit(visit, selected)) {
    throw tooLarge(state.name, 'input');
  }
  return selected;
}

/** Starts the Map's next iteration. */
export function* startIteration(visit: Visit<MapState>): Steps<void> {
  const { turn, strand, state } = visit;
  const children = strand.children!;
  const { startAt, input, items, keys, maxConcurrency } = children.iterations!;
  const index = children.next;
  const key = keys?.[index];
  const item: MapItem = { index, value: items[index]!, ...(key === undefined ? {} : { key }) };
  const selected = yield* select(visit, item, input);
  // The event that freed the slot: without a limit there was always one.
  const previous = maxConcurrency > 0 && index >= maxConcurrency ? (children.freed[0] ?? children.started) : children.started;
  const child: Child = { strand: turn.newStrand(), parent: strand.id, index, startAt, input: selected, item };
  turn.emit(
    'MapIterationStarted',
    previous,
    { name: state.name, index },
    { strand: child.strand, state: state.id, children: [child] },
  );
}
