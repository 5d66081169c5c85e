import type { Path } from '../asl/jsonPath';
import { type Json, type JsonObject, draft, object } from '../source/json';
import type { Environment } from './command';
import type { Execution, Strand } from './execution';
import { type DataFlow, type EventDetails, type EventType, type HistoryEvent, type LocalDetails, isLocal } from './history';
import type { Program, ProgramState, Way } from './program';
import { type Assignment, StateEntered, StateExited } from './stateEvents';
import { isoTime } from './timestamp';

/** A failure of a state, thrown inside one decision and turned into events at its end; it never leaves `decide`. */
export class StateFailure extends Error {
  constructor(
    readonly errorName: string | undefined,
    readonly errorCause: string | undefined,
    /** Of a failed evaluation: the place of the expression, `Output/result`; '' for none. Makes an EvaluationFailed event. */
    readonly location?: string,
    /** Whether no Retrier or Catcher of the state itself takes it. */
    readonly isFinal = false,
  ) {
    super(errorCause);
  }
}

const none: readonly HistoryEvent[] = [];

/** One decision in the making: what it reads, and the events it makes. */
export class Turn {
  #events: HistoryEvent[] | undefined;
  #last: number;
  #nextStrand: number;

  constructor(
    readonly program: Program,
    readonly execution: Execution,
    readonly environment: Environment,
  ) {
    this.#last = execution.lastEvent;
    this.#nextStrand = execution.nextStrand;
  }

  get events(): readonly HistoryEvent[] {
    return this.#events ?? none;
  }

  /** Adds an event and answers its id. */
  emit(type: EventType, previousEventId: number, details: EventDetails | undefined, local: LocalDetails): number {
    if (!isLocal(type)) {
      this.#last++;
    }
    this.#add({ id: this.#last, previousEventId, timestamp: this.environment.now, type, details, local });
    return this.#last;
  }

  /** Tells that the strand enters its state with its input. */
  enter({ strand, state }: Visit): number {
    const { now } = this.environment;
    this.#add(new StateEntered(++this.#last, strand.cause, now, strand.id, state, strand.input));
    return this.#last;
  }

  /** Tells that a state is left with `output`. */
  exit(
    previousEventId: number,
    { strand, state }: Visit,
    output: Json,
    way: Way,
    phases: DataFlow | undefined,
    assignment: Assignment | undefined,
  ): number {
    const { now } = this.environment;
    this.#add(new StateExited(++this.#last, previousEventId, now, strand.id, state, output, way, phases, assignment));
    return this.#last;
  }

  /** Most decisions make one event: an array that grows would be larger than it. */
  #add(event: HistoryEvent): void {
    if (this.#events === undefined) {
      this.#events = [event];
    } else {
      this.#events.push(event);
    }
  }

  /** The id of the next event that AWS records too. */
  get nextId(): number {
    return this.#last + 1;
  }

  /** The id of the next strand to begin. */
  newStrand(): number {
    return this.#nextStrand++;
  }

  stateOf(strand: Strand): ProgramState {
    return this.program.states.get(strand.state)!;
  }
}

/** One visit of a strand to a state, while something is decided about it. */
export class Visit<S extends ProgramState = ProgramState> {
  #context: JsonObject | undefined;

  constructor(
    readonly turn: Turn,
    readonly strand: Strand,
    readonly state: S,
    private readonly extra?: { readonly taskToken?: string; readonly item?: Strand['item'] },
  ) {}

  /** The context object. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
  get context(): JsonObject {
    return (this.#context ??= contextOf(this.turn.execution, this.strand, this.state, this.extra));
  }

  /** What the root of a path names; undefined for a variable that is not there. */
  rootOf(path: Path, data: Json): Json | undefined {
    switch (path.root.kind) {
      case 'input':
        return data;
      case 'context':
        return this.context;
      case 'variable':
        return this.strand.variables[path.root.name];
    }
  }

  /** A failure with the words that AWS puts in front, but not where a state is tested by itself (seen there). */
  failure(errorName: string, message: string, location?: string): StateFailure {
    if (this.turn.execution.exactContext) {
      return new StateFailure(errorName, message, location);
    }
    const entered = this.strand.entered?.id ?? 0;
    return new StateFailure(
      errorName,
      `An error occurred while executing the state '${this.state.name}' (entered at the event id #${entered}). ${message}`,
      location,
    );
  }
}

/** The context object of a strand in a state. */
export function contextOf(
  execution: Execution,
  strand: Strand,
  state: ProgramState,
  extra?: { readonly taskToken?: string; readonly item?: Strand['item'] },
): JsonObject {
  const { exactContext } = execution;
  if (exactContext) {
    return extra?.item ? Object.assign(draft(), exactContext, { Map: inMap(extra.item) }) : exactContext;
  }
  const context = Object.assign(draft(), execution.context);
  context['Execution'] = Object.assign(draft(), context['Execution'], {
    Input: execution.input,
    StartTime: isoTime(execution.startedAt),
  });
  const entry: [string, Json][] = [
    ['Name', state.name],
    ['EnteredTime', isoTime(strand.entered?.time ?? execution.startedAt)],
  ];
  if ('retriers' in state) {
    entry.push(['RetryCount', strand.retryCount]);
  }
  context['State'] = object(entry);
  const taskToken = extra?.taskToken ?? strand.task?.taskToken;
  if (taskToken !== undefined) {
    context['Task'] = object([['Token', taskToken]]);
  }
  const item = extra?.item ?? itemOf(execution, strand);
  if (item) {
    context['Map'] = inMap(item);
  }
  return context;
}

function inMap({ index, key, value, source }: NonNullable<Strand['item']>): JsonObject {
  const entries: [string, Json][] = [['Index', index]];
  if (key !== undefined) {
    entries.push(['Key', key]);
  }
  entries.push(['Value', value]);
  if (source !== undefined) {
    entries.push(['Source', source]);
  }
  return object([['Item', object(entries)]]);
}

/** The item of the innermost iteration around. */
function itemOf(execution: Execution, strand: Strand): Strand['item'] {
  for (let at: Strand | undefined = strand; at; at = at.parent === undefined ? undefined : execution.strands.get(at.parent)) {
    if (at.item) {
      return at.item;
    }
  }
  return undefined;
}
