import type { StateType } from '../../asl/ast';
import { type Json, isObject } from '../../source/json';
import { Followers } from './followers';
import type { RecordedEvent } from './recording';

/** What was seen of a state. */
export interface SeenState {
  readonly name: string;
  readonly type: StateType;
  /** States that it went on to, other than after an error. */
  readonly next: Set<string>;
  /** Errors that were followed by another try, with how many of them at most in one visit. */
  readonly retried: Map<string, number>;
  /** Errors that were caught, each with where it went. */
  readonly caught: {
    readonly error: string;
    readonly next: string;
    readonly input: Json | undefined;
    readonly output: Json | undefined;
  }[];
  /** Each visit: what went in, and what came out where it was left without an error. */
  readonly passages: { readonly input: Json | undefined; readonly output: Json | undefined }[];
  readonly branches: SeenScope[];
  readonly processor: SeenScope;
  resource: string | undefined;
  /** What its Task was given, each time. */
  readonly parameters: Json[];
  /** The first result of its Task. */
  result: Json | undefined;
  timeout: number | undefined;
  heartbeat: number | undefined;
  /** Milliseconds of the first visit. */
  waited: number | undefined;
  failure: { readonly error: string | undefined; readonly cause: string | undefined } | undefined;
  isDistributed: boolean;
  /** Of a Map: how many items it had, and what the iterations that were seen began with, by index. */
  length: number | undefined;
  readonly iterationInputs: Map<number, Json>;
  assigns: boolean;
}

/** The states of one level. */
export interface SeenScope {
  startAt: string | undefined;
  readonly states: Map<string, SeenState>;
}

/** Where an event belongs. */
interface Place {
  readonly scope: SeenScope;
  /** Absent between states. */
  readonly state: SeenState | undefined;
  /** Outside the scope. */
  readonly around: Place | undefined;
}

const all = 'States.ALL';
const isFailure = (type: string): boolean => /(?:Failed|TimedOut)$/.test(type);

/** What an execution showed of its definition, collected from its events: which event caused which tells where each belongs. */
export class Sightings {
  readonly root: SeenScope = { startAt: undefined, states: new Map() };
  readonly #followers: Followers;
  readonly #places = new Map<number, Place>([[0, { scope: this.root, state: undefined, around: undefined }]]);
  /** State names are unique in a state machine. */
  readonly #byName = new Map<string, Place>();
  /** Tries of a state since it was entered, by error. */
  readonly #tries = new Map<SeenState, Map<string, number>>();

  constructor(events: readonly RecordedEvent[]) {
    this.#followers = new Followers(events);
    for (const event of events) {
      this.#places.set(event.id, this.#place(event));
    }
  }

  #place(event: RecordedEvent): Place {
    const { type, details, previousEventId, id } = event;
    const before = this.#places.get(previousEventId) ?? this.#places.get(0)!;
    if (/^Execution/.test(type)) {
      this.#fail(before, event);
      return this.#places.get(0)!;
    }
    if (type.endsWith('StateEntered')) {
      return this.#enter(event, before);
    }
    if (type.endsWith('StateExited')) {
      return this.#leave(event, before);
    }
    if (type === 'EvaluationFailed') {
      return this.#byName.get(details?.state ?? '') ?? before;
    }
    if (type.startsWith('MapIteration')) {
      this.#fail(before, event);
      const map = this.#byName.get(details?.name ?? '') ?? before;
      if (type !== 'MapIterationStarted' || !map.state) {
        return map;
      }
      const input = this.#followers.entered(id)[0]?.details?.input;
      if (input !== undefined && !map.state.iterationInputs.has(details?.index ?? 0)) {
        map.state.iterationInputs.set(details?.index ?? 0, input);
      }
      return { scope: map.state.processor, state: undefined, around: map };
    }
    if (type === 'ParallelStateStarted' || type === 'MapStateStarted') {
      return this.#start(event, before);
    }
    if (/^(?:Parallel|Map)State(?:Succeeded|Failed)$/.test(type)) {
      this.#fail(before, event);
      return up(before, (state) => state.type === (type.startsWith('Map') ? 'Map' : 'Parallel')) ?? before;
    }
    if (before.state) {
      this.#work(event, before.state);
    }
    return before;
  }

  #enter(event: RecordedEvent, before: Place): Place {
    const { type, details, previousEventId } = event;
    const name = details?.name ?? '';
    const cause = this.#followers.byId(previousEventId)?.type;
    const known = this.#byName.get(name);
    let { scope, around } = before;
    if (cause === 'ParallelStateStarted' && before.state) {
      const branches = before.state.branches;
      scope = branches.find(({ startAt }) => startAt === name) ?? { startAt: name, states: new Map() };
      if (!branches.includes(scope)) {
        branches.push(scope);
      }
      around = before;
    }
    // What goes on behind a redrive was entered before.
    const place = known ?? { scope, state: newState(name, type.slice(0, -'StateEntered'.length) as StateType), around };
    if (!known) {
      place.scope.startAt ??= name;
      place.scope.states.set(name, place.state!);
      this.#byName.set(name, place);
    }
    this.#tries.delete(place.state!);
    return place;
  }

  #leave(event: RecordedEvent, before: Place): Place {
    const { details, id, previousEventId, timestamp } = event;
    const place = this.#byName.get(details?.name ?? '') ?? before;
    const { state } = place;
    const cause = this.#followers.byId(previousEventId);
    if (state) {
      const entered = this.#enteredAt(event, state.name);
      const input = entered?.details?.input;
      const next = this.#followers.entered(id)[0]?.details?.name;
      const output = details?.output;
      const isCaught = next !== undefined && state.type !== 'Choice' && this.#isCaught(state, cause, next, output);
      if (isCaught) {
        state.caught.push({ error: this.#errorAt(cause) ?? errorIn(output) ?? all, next, input, output });
      } else {
        state.passages.push({ input, output });
        if (next !== undefined) {
          state.next.add(next);
        }
      }
      state.waited ??= entered && timestamp - entered.timestamp;
      state.assigns ||= details?.assignedVariables !== undefined;
    }
    return { ...place, state: undefined };
  }

  /** Whether an error led there: told by what comes before; else a state that goes on elsewhere than before was left by a Catcher. */
  #isCaught(state: SeenState, cause: RecordedEvent | undefined, next: string, output: Json | undefined): boolean {
    return (
      (cause !== undefined && isFailure(cause.type)) ||
      (/^(?:Task|Map|Parallel)$/.test(state.type) &&
        (errorIn(output) !== undefined || (state.next.size > 0 && !state.next.has(next))))
    );
  }

  #start(event: RecordedEvent, before: Place): Place {
    const { type, details, previousEventId } = event;
    const kind = type.slice(0, -'StateStarted'.length);
    const place = up(before, (state) => state.type === kind) ?? before;
    const cause = this.#followers.byId(previousEventId);
    if (place.state) {
      place.state.length ??= details?.length;
      if (cause && !cause.type.endsWith('StateEntered') && !cause.type.startsWith('Execution')) {
        this.#tryAgain(place.state, cause);
      }
    }
    return place;
  }

  /** What happens to a Task, or to a map run. */
  #work(event: RecordedEvent, state: SeenState): void {
    const { type, details, previousEventId } = event;
    if (type.endsWith('Scheduled')) {
      const { resourceType, resource, parameters, input, timeoutInSeconds, heartbeatInSeconds } = details ?? {};
      const given = parameters ?? input;
      state.resource ??= resourceType === undefined ? resource : `arn:aws:states:::${resourceType}:${resource ?? ''}`;
      state.timeout ??= timeoutInSeconds;
      state.heartbeat ??= heartbeatInSeconds;
      if (given !== undefined) {
        state.parameters.push(given);
      }
      const cause = this.#followers.byId(previousEventId);
      if (cause && /(?:Failed|TimedOut|Succeeded)$/.test(cause.type)) {
        this.#tryAgain(state, cause);
      }
    } else if (type.startsWith('MapRun')) {
      state.isDistributed = true;
    } else if (type.endsWith('Succeeded')) {
      state.result ??= details?.output;
    }
  }

  #tryAgain(state: SeenState, cause: RecordedEvent): void {
    const error = this.#errorAt(cause) ?? all;
    const tries = this.#tries.get(state) ?? new Map<string, number>();
    tries.set(error, (tries.get(error) ?? 0) + 1);
    this.#tries.set(state, tries);
    state.retried.set(error, Math.max(state.retried.get(error) ?? 1, tries.get(error)!));
  }

  /** A Fail state ended what is around it: what is told of that is the state's own error. */
  #fail({ state }: Place, { type, details }: RecordedEvent): void {
    if (state?.type === 'Fail' && isFailure(type)) {
      state.failure ??= { error: details?.error, cause: details?.cause };
    }
  }

  /** The error of a failure: its own, or that of what failed inside; undefined where no event tells. */
  #errorAt(event: RecordedEvent | undefined): string | undefined {
    for (
      let at = event;
      at && (isFailure(at.type) || at.type === 'FailStateEntered');
      at = this.#followers.byId(at.previousEventId)
    ) {
      if (at.details?.error !== undefined) {
        return at.details.error;
      }
    }
    return undefined;
  }

  /** The event by which a state was entered that is left now. */
  #enteredAt(event: RecordedEvent, name: string): RecordedEvent | undefined {
    for (let at = this.#followers.byId(event.previousEventId); at; at = this.#followers.byId(at.previousEventId)) {
      if (at.type.endsWith('StateEntered') && at.details?.name === name) {
        return at;
      }
    }
    return undefined;
  }
}

/** The place of the innermost state around that is such a one. */
function up(place: Place, isIt: (state: SeenState) => boolean): Place | undefined {
  for (let at: Place | undefined = place; at; at = at.around) {
    if (at.state && isIt(at.state)) {
      return at;
    }
  }
  return undefined;
}

/** The name of the error in an error output: `{"Error": …, "Cause": …}`. */
function errorIn(output: Json | undefined): string | undefined {
  if (output === undefined || !isObject(output) || !Object.hasOwn(output, 'Error') || !Object.hasOwn(output, 'Cause')) {
    return undefined;
  }
  const { Error: error } = output;
  return Object.keys(output).length === 2 && typeof error === 'string' ? error : undefined;
}

function newState(name: string, type: StateType): SeenState {
  return {
    name,
    type,
    next: new Set(),
    retried: new Map(),
    caught: [],
    passages: [],
    branches: [],
    processor: { startAt: undefined, states: new Map() },
    resource: undefined,
    parameters: [],
    result: undefined,
    timeout: undefined,
    heartbeat: undefined,
    waited: undefined,
    failure: undefined,
    isDistributed: false,
    length: undefined,
    iterationInputs: new Map(),
    assigns: false,
  };
}
