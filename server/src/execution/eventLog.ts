import type { Json } from '../source/json';
import type { DataFlow, HistoryEvent } from './history';
import type { PassState, ProgramState, Way } from './program';
import { type Assignment, StateEntered, StateExited } from './stateEvents';

/** Bits of the code that each event has on the tape: which way it differs from what was to be expected after the event before. */
const bits = {
  /** The state is left; without it, entered. */
  exited: 1,
  /** Not of the strand of the event before. */
  strand: 2,
  /** Not the state that the event before leads to. */
  state: 4,
  /** Not the value of the event before. */
  value: 8,
  /** Not caused by the event before. */
  cause: 16,
  /** Not at the time of the event before. */
  time: 32,
  /** Not left the way that the state goes unless something else is chosen. */
  way: 64,
  /** Something happened to the data within. */
  phases: 128,
  /** Variables were assigned. */
  assignment: 256,
  /** Another event: it stands behind the code as it is. */
  whole: 512,
} as const;

/** What the next event is told apart from. */
class Trail {
  id = 0;
  strand = 0;
  state: ProgramState | undefined = undefined;
  value: Json | undefined = undefined;
  time = NaN;
}

/**
 * A history that is being written. Until somebody reads it, of an event that tells of entering or leaving a state only that is kept in which it differs from what
 * the event before lets expect: one number for most steps of a chain. Once it has been read, every event is an object, so that who holds `events` sees what comes.
 */
export class EventLog {
  private readonly made: HistoryEvent[] = [];
  private isRead = false;
  /** Codes, each with its operands behind it. */
  private tape: unknown[] = [];
  private taped = 0;
  private readonly last = new Trail();

  /** A log in which these events stand. */
  static of(events: readonly HistoryEvent[]): EventLog {
    const log = new EventLog();
    events.forEach((event) => log.push(event));
    return log;
  }

  get length(): number {
    return this.isRead ? this.made.length : this.taped;
  }

  /** Id of the last event; 0 when there is none. */
  get lastId(): number {
    return this.last.id;
  }

  /** The events; always the same array, and what is written from now on comes into it. */
  get events(): readonly HistoryEvent[] {
    if (!this.isRead) {
      this.isRead = true;
      this.unwind();
    }
    return this.made;
  }

  /** Drops all events from `length` on and answers them. */
  cut(length: number): HistoryEvent[] {
    const dropped = this.events.length > length ? this.made.splice(length) : [];
    this.last.id = this.made.at(-1)?.id ?? 0;
    return dropped;
  }

  push(event: HistoryEvent): void {
    if (this.isRead) {
      this.made.push(event);
      this.last.id = event.id;
    } else if (event.id !== this.last.id + 1) {
      this.pushWhole(event);
    } else if (event instanceof StateEntered) {
      this.enter(event.strand, event.state, event.input, event.previousEventId, event.timestamp);
    } else if (event instanceof StateExited) {
      const { strand, state, output, previousEventId, timestamp, way, phases, assignment } = event;
      this.exit(strand, state, output, previousEventId, timestamp, way, phases, assignment);
    } else {
      this.pushWhole(event);
    }
  }

  private pushWhole(event: HistoryEvent): void {
    this.taped++;
    this.last.id = event.id;
    this.tape.push(bits.whole, event);
  }

  /** The strand enters the state at `time`, because of the event `cause`. Answers the event's id. */
  enter(strand: number, state: ProgramState, input: Json, cause: number, time: number): number {
    const { last, tape } = this;
    const id = last.id + 1;
    if (this.isRead) {
      this.made.push(new StateEntered(id, cause, time, strand, state, input));
      last.id = id;
      return id;
    }
    const code = this.difference(strand, state, input, cause, time);
    tape.push(code);
    if (code !== 0) {
      this.pushDifference(code, strand, state, input, cause, time);
    }
    last.id = id;
    last.state = state;
    this.taped++;
    return id;
  }

  /** The strand leaves the state with `output`. Answers the event's id. */
  exit(
    strand: number,
    state: ProgramState,
    output: Json,
    cause: number,
    time: number,
    way: Way,
    phases: DataFlow | undefined,
    assignment: Assignment | undefined,
  ): number {
    const { last, tape } = this;
    const id = last.id + 1;
    if (this.isRead) {
      this.made.push(new StateExited(id, cause, time, strand, state, output, way, phases, assignment));
      last.id = id;
      return id;
    }
    const difference = this.difference(strand, state, output, cause, time);
    const code =
      bits.exited |
      difference |
      (way === state.onward ? 0 : bits.way) |
      (phases === undefined ? 0 : bits.phases) |
      (assignment === undefined ? 0 : bits.assignment);
    tape.push(code);
    if (difference !== 0) {
      this.pushDifference(difference, strand, state, output, cause, time);
    }
    if (code & bits.way) {
      tape.push(way);
    }
    if (phases !== undefined) {
      tape.push(phases);
    }
    if (assignment !== undefined) {
      tape.push(assignment);
    }
    last.id = id;
    last.state = way.to;
    this.taped++;
    return id;
  }

  /** The strand goes along a chain from the place `from` on, through `count` states, and hands `input` on. */
  goAlong(
    chain: readonly PassState[],
    from: number,
    count: number,
    strand: number,
    input: Json,
    cause: number,
    time: number,
  ): void {
    const { last, tape } = this;
    const whole = this.isRead ? count : 1;
    let by = cause;
    for (let place = from; place < from + whole; place++) {
      const state = chain[place]!;
      const entered = this.enter(strand, state, input, by, time);
      by = this.exit(strand, state, input, entered, time, state.onward, undefined, undefined);
    }
    for (let passed = whole; passed < count; passed++) {
      // All is as was to be expected.
      tape.push(0, bits.exited);
    }
    last.id += 2 * (count - whole);
    this.taped += 2 * (count - whole);
    last.state = chain[from + count - 1]!.onward.to;
  }

  private difference(strand: number, state: ProgramState, value: Json, cause: number, time: number): number {
    const { last } = this;
    return (
      (strand === last.strand ? 0 : bits.strand) |
      (state === last.state ? 0 : bits.state) |
      (value === last.value ? 0 : bits.value) |
      (cause === last.id ? 0 : bits.cause) |
      (time === last.time ? 0 : bits.time)
    );
  }

  private pushDifference(code: number, strand: number, state: ProgramState, value: Json, cause: number, time: number): void {
    const { last, tape } = this;
    if (code & bits.strand) {
      tape.push((last.strand = strand));
    }
    if (code & bits.state) {
      tape.push(state);
    }
    if (code & bits.value) {
      tape.push((last.value = value));
    }
    if (code & bits.cause) {
      tape.push(cause);
    }
    if (code & bits.time) {
      tape.push((last.time = time));
    }
  }

  /** Makes the events that stand on the tape. */
  private unwind(): void {
    const { tape, made } = this;
    this.tape = [];
    const trail = new Trail();
    for (let at = 0; at < tape.length;) {
      const code = tape[at++] as number;
      if (code === bits.whole) {
        const event = tape[at++] as HistoryEvent;
        trail.id = event.id;
        made.push(event);
        continue;
      }
      trail.strand = code & bits.strand ? (tape[at++] as number) : trail.strand;
      const state = code & bits.state ? (tape[at++] as ProgramState) : trail.state!;
      trail.value = code & bits.value ? (tape[at++] as Json) : trail.value!;
      const cause = code & bits.cause ? (tape[at++] as number) : trail.id;
      trail.time = code & bits.time ? (tape[at++] as number) : trail.time;
      const { strand, value, time } = trail;
      trail.id++;
      if (code & bits.exited) {
        const way = code & bits.way ? (tape[at++] as Way) : state.onward;
        const phases = code & bits.phases ? (tape[at++] as DataFlow) : undefined;
        const assignment = code & bits.assignment ? (tape[at++] as Assignment) : undefined;
        made.push(new StateExited(trail.id, cause, time, strand, state, value, way, phases, assignment));
        trail.state = way.to;
      } else {
        made.push(new StateEntered(trail.id, cause, time, strand, state, value));
        trail.state = state;
      }
    }
  }
}
