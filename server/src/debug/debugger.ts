import type { StateId } from '../asl/ast';
import { type Execution, type Strand, newExecution } from '../execution/execution';
import { evolve } from '../execution/evolve';
import type { DataFlow, Failure, Handling, HistoryEvent } from '../execution/history';
import type { Json } from '../source/json';
import { Course } from './course';
import { strandName } from './transcript';

/** Failures to stop at, by what becomes of them. */
export type FailureFilter = 'uncaught' | 'caught' | 'retried';

/** Why the cursor stands where it does. */
export interface Stop {
  readonly reason: 'entry' | 'breakpoint' | 'step' | 'exception' | 'pause';
  /** The strand that it is about. */
  readonly strand: number;
  /** The state that the strand is in. */
  readonly state: StateId | undefined;
  readonly failure?: Failure & { readonly handling: Handling };
}

/** How far to go: to the next breakpoint; to the first state; by one transition of a strand, or into what it started; to the strand's end. */
export type Wish = { readonly kind: 'continue' | 'entry' } | { readonly kind: 'over' | 'into' | 'out'; readonly strand: number };

/** What a state made of its data, as far as the cursor has come. */
export interface Flow {
  readonly state: StateId;
  readonly phases: DataFlow;
  /** What it handed on, once it is left. */
  readonly output?: Json;
}

/** One level of a strand's stack: a state, inside out; the execution itself (no state) is the outermost. */
export interface Frame {
  readonly strand: number;
  readonly state: StateId | undefined;
}

/** A cursor on a history: everything it tells is what the events before the cursor amount to. Knows no protocol and no clock. */
export class Debugger {
  readonly execution: Execution = newExecution();
  readonly course = new Course();
  /** Why it stands; undefined while it goes on. */
  stop: Stop | undefined;
  readonly #breakpoints = new Set<StateId>();
  readonly #filters = new Set<FailureFilter>();
  readonly #flows = new Map<number, { now: Flow | undefined; before: Flow | undefined }>();
  /** Strands that are in a Fail state: it fails because that is its purpose. */
  readonly #inFail = new Set<number>();
  #cursor = 0;
  #wish: Wish = { kind: 'continue' };
  /** Strands around the one that is stepped, innermost first, itself included. */
  #around: readonly number[] = [];

  /** `passed` hears each event as the cursor passes it, with its strand and that strand's name as they were before. */
  constructor(
    readonly history: readonly HistoryEvent[],
    private readonly passed: (event: HistoryEvent, strand: Strand | undefined, name: string) => void = () => undefined,
  ) {}

  /** How many events lie before the cursor. */
  get cursor(): number {
    return this.#cursor;
  }

  /** The execution's own time at the cursor: epoch milliseconds. */
  get time(): number {
    return this.history[this.#cursor - 1]?.timestamp ?? 0;
  }

  /** Whether all that has happened lies before the cursor. */
  get isAtEnd(): boolean {
    return this.#cursor >= this.history.length;
  }

  /** The states to stop at on entry, instead of those before. */
  breakAt(states: Iterable<StateId>): void {
    this.#breakpoints.clear();
    for (const state of states) {
      this.#breakpoints.add(state);
    }
  }

  /** The failures to stop at, instead of those before. */
  breakOn(filters: Iterable<FailureFilter>): void {
    this.#filters.clear();
    for (const filter of filters) {
      this.#filters.add(filter);
    }
  }

  /** Leaves the place where it stands; `forward` then goes as far as the wish says. */
  go(wish: Wish): void {
    this.stop = undefined;
    this.#wish = wish;
    this.#around = 'strand' in wish ? this.strandsAround(wish.strand).map(({ id }) => id) : [];
  }

  /** Moves the cursor over what has happened, to the next stop or to the end. */
  forward(): Stop | undefined {
    while (!this.stop && !this.isAtEnd) {
      const event = this.history[this.#cursor++]!;
      const strand = this.execution.strands.get(event.local.strand);
      const before = strand && { ...strand };
      const name = strandName(this.execution, event.local.strand);
      evolve(this.execution, event);
      this.course.add(event);
      this.#follow(event);
      this.passed(event, before, name);
      this.stop = this.#stopAt(event);
    }
    return this.stop;
  }

  /** Stops where it stands, on `strand` when that is there. */
  pause(strand?: number): Stop | undefined {
    const at = this.execution.strands.get(strand ?? -1) ?? this.execution.strands.values().next().value;
    if (!this.stop && at) {
      this.stop = { reason: 'pause', strand: at.id, state: at.state };
    }
    return this.stop;
  }

  /** The strands that run, in order of their beginning. */
  get strands(): Strand[] {
    return [...this.execution.strands.values()].filter((strand) => strand.phase !== 'ended');
  }

  /** A strand and those around it, innermost first. */
  strandsAround(id: number): Strand[] {
    const around: Strand[] = [];
    for (let strand = this.execution.strands.get(id); strand; strand = this.execution.strands.get(strand.parent ?? -1)) {
      around.push(strand);
    }
    return around;
  }

  /** The state a strand is in, the Map or Parallel around it …, the execution. */
  frames(strand: number): Frame[] {
    const around = this.strandsAround(strand);
    const main = around.at(-1);
    return [...around.map(({ id, state }) => ({ strand: id, state })), ...(main ? [{ strand: main.id, state: undefined }] : [])];
  }

  /** What the strand's state made of its data so far, and what the state before it did. */
  flow(strand: number): { readonly now: Flow | undefined; readonly before: Flow | undefined } {
    return this.#flows.get(strand) ?? { now: undefined, before: undefined };
  }

  #follow({ type, local, details }: HistoryEvent): void {
    if (local.state === undefined) {
      return;
    }
    const flow = this.#flows.get(local.strand) ?? { now: undefined, before: undefined };
    if (type.endsWith('StateEntered')) {
      this.#inFail.delete(local.strand);
      if (type === 'FailStateEntered') {
        this.#inFail.add(local.strand);
      }
      flow.now = { state: local.state, phases: local.phases ?? {} };
    } else if (local.phases && flow.now?.state === local.state) {
      flow.now = { ...flow.now, phases: { ...flow.now.phases, ...local.phases } };
    }
    if (type.endsWith('StateExited')) {
      flow.before = flow.now && { ...flow.now, output: details?.output };
      flow.now = undefined;
    }
    if (this.execution.strands.has(local.strand)) {
      this.#flows.set(local.strand, flow);
    } else {
      this.#flows.delete(local.strand);
    }
  }

  #stopAt({ type, local }: HistoryEvent): Stop | undefined {
    if (this.execution.status !== 'RUNNING') {
      return undefined;
    }
    const strand = this.execution.strands.get(local.strand);
    if (local.handling && this.#filters.has(filterOf(local.handling)) && strand?.failure && !this.#inFail.has(strand.id)) {
      return { reason: 'exception', strand: strand.id, state: strand.state, failure: strand.failure };
    }
    const wish = this.#wish;
    if (type.endsWith('StateEntered') && strand) {
      const stop = { strand: strand.id, state: local.state };
      if (this.#breakpoints.has(strand.state)) {
        return { reason: 'breakpoint', ...stop };
      }
      if (wish.kind === 'entry') {
        return { reason: 'entry', ...stop };
      }
      const isOwn = (wish.kind === 'over' || wish.kind === 'into') && wish.strand === strand.id;
      if (isOwn || (wish.kind === 'into' && wish.strand === strand.parent)) {
        return { reason: 'step', ...stop };
      }
    }
    if ('strand' in wish && this.#hasEnded(wish.strand)) {
      // The strand is over: the step ends in the Map or Parallel that it belonged to.
      const outer = this.#around.map((id) => this.execution.strands.get(id)).find((s) => s && s.phase !== 'ended');
      return outer && { reason: 'step', strand: outer.id, state: outer.state };
    }
    return undefined;
  }

  #hasEnded(id: number): boolean {
    const strand = this.execution.strands.get(id);
    return !strand || strand.phase === 'ended';
  }
}

function filterOf(handling: Handling): FailureFilter {
  switch (handling.kind) {
    case 'fail':
      return 'uncaught';
    case 'catch':
      return 'caught';
    case 'retry':
      return 'retried';
  }
}
