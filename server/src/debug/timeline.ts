import { type StateId, nameOf } from '../asl/ast';
import type { HistoryEvent } from '../execution/history';
import type { StateStatus, TimelineBar, TimelineBody, TimelineMark, TimelineRow } from '../protocol';
import { Course } from './course';
import type { Debugger } from './debugger';
import { momentAfter } from './moments';

type Told = Omit<TimelineBody, 'program' | 'stateMachine' | 'threadId'>;
type Bar = { -readonly [Key in keyof TimelineBar]: TimelineBar[Key] };

/** The history as rows of stays in states, folded as it grows; what it tells is what was not told yet. */
export class Timeline {
  #folded = new Folded();
  #cuts = 0;
  /** How many events were told. */
  #told = 0;

  constructor(private readonly cursor: Debugger) {}

  /** What came since it was asked last; all of it once the history was cut. */
  news(): Told {
    const { history, cuts, position } = this.cursor;
    if (cuts !== this.#cuts) {
      this.#cuts = cuts;
      this.#told = 0;
      this.#folded = new Folded();
    }
    const told = this.#folded.upTo(history, this.#told, position.events);
    this.#told = history.length;
    return told;
  }

  /** All of it; what was told stays told. */
  whole(): Told {
    return new Folded().upTo(this.cursor.history, 0, this.cursor.position.events);
  }
}

class Folded {
  #events = 0;
  /** Rows by strand, and by what they are: a branch that is run again is in the row that it was in. */
  readonly #rows = new Map<number, number>([[0, 0]]);
  readonly #known = new Map<string, number>();
  readonly #open = new Map<number, Bar>();
  #fresh: {
    readonly stops: number[];
    readonly rows: TimelineRow[];
    readonly bars: Set<Bar>;
    readonly marks: TimelineMark[];
  } = { stops: [], rows: [{ row: 0, name: 'main' }], bars: new Set(), marks: [] };
  readonly #course = new Course(undefined, {
    entered: (strand, state) => this.#enter(strand, state),
    left: (strand, outcome) => this.#close(strand, outcome),
  });

  upTo(history: readonly HistoryEvent[], from: number, cursor: number): Told {
    while (this.#events < history.length) {
      this.#add(history[this.#events++]!);
    }
    const { stops, rows, bars, marks } = this.#fresh;
    for (const bar of this.#open.values()) {
      bar.to = this.#events;
      bars.add(bar);
    }
    this.#fresh = { stops: [], rows: [], bars: new Set(), marks: [] };
    const times = history.slice(from).map(({ timestamp }) => timestamp);
    return { from, times, stops, rows, bars: Array.from(bars, (bar) => ({ ...bar })), marks, cursor };
  }

  #add(event: HistoryEvent): void {
    const { local, type } = event;
    for (const { strand, parent, index } of local.children ?? []) {
      this.#startRow(strand, parent, index, local.state, type === 'MapIterationStarted' ? 'item' : 'branch');
    }
    this.#course.add(event);
    if (momentAfter(event) || /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type)) {
      this.#fresh.stops.push(this.#events);
    }
    const row = this.#rows.get(local.strand) ?? 0;
    const mark = (kind: TimelineMark['kind'], text: string): void =>
      void this.#fresh.marks.push({ row, event: this.#events, kind, text });
    if (local.handling) {
      const { error, cause } = local.failure ?? event.details ?? {};
      const kinds = { retry: 'retried', catch: 'caught', fail: 'failed' } as const;
      mark(kinds[local.handling.kind], [error ?? 'Error', ...(cause === undefined ? [] : [cause.slice(0, 200)])].join(': '));
    } else if (local.change) {
      mark('changed', 'Changed by hand');
    }
  }

  #startRow(strand: number, parent: number, index: number, state: StateId | undefined, what: string): void {
    const around = this.#rows.get(parent) ?? 0;
    const key = `${around} ${index} ${state ?? ''}`;
    let row = this.#known.get(key);
    if (row === undefined) {
      row = this.#known.size + 1;
      this.#known.set(key, row);
      const name = `${state === undefined ? '' : `${nameOf(state)} · `}${what} ${index}`;
      this.#fresh.rows.push({ row, parent: around, name });
    }
    this.#rows.set(strand, row);
  }

  #enter(strand: number, state: StateId): void {
    const row = this.#rows.get(strand) ?? 0;
    const bar: Bar = { row, state, from: this.#events, to: this.#events, status: 'running' };
    this.#open.set(strand, bar);
    this.#fresh.bars.add(bar);
  }

  #close(strand: number, status: StateStatus): void {
    const bar = this.#open.get(strand);
    if (bar) {
      this.#open.delete(strand);
      bar.status = status;
      bar.to = this.#events;
      this.#fresh.bars.add(bar);
    }
  }
}
