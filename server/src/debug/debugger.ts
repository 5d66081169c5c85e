import type { StateId } from '../asl/ast';
import type { Execution, Strand } from '../execution/execution';
import { type HistoryEvent, isLocal } from '../execution/history';
import type { Program } from '../execution/program';
import { type Breakpoint, BreakpointTable, isPlain, meansFailure } from './breakpoints';
import { Course } from './course';
import { Checkpoints, type Flows, Fold, hasChanged } from './fold';
import { type Moment, type Standing, beforeAnswer, beginsWork, momentAfter, momentsBefore } from './moments';
import { type Position, type Stop, isBefore, stopOf } from './stop';
import { strandName } from './transcript';

/**
 * How far to go: to the next breakpoint; to the first state; by one transition of a strand, to its next moment (`phase`), to the first
 * behind the answer of its Task (`answer`), to the next moment or
 * into what it started (`into`; `child`: only into the branch or iteration of that index); to the strand's end.
 */
export type Wish =
  | { readonly kind: 'continue' | 'entry' }
  | { readonly kind: 'over' | 'phase' | 'answer' | 'out'; readonly strand: number }
  | { readonly kind: 'into'; readonly strand: number; readonly child?: number };

/** Breakpoints that were reached and have terms that somebody must judge; `otherwise` is where it stops without them. */
export interface Question {
  readonly matches: readonly Breakpoint[];
  readonly at: Standing;
  readonly failure: Stop['failure'];
  readonly otherwise: Stop | undefined;
}

/** One level of a strand's stack: a moment in a state, a state, inside out; the execution itself (no state) is the outermost. */
export interface Frame {
  readonly strand: number;
  readonly state: StateId | undefined;
  readonly moment?: Moment;
}

/** Events between two copies of the way through the states. */
const courseEvery = 512;

/** A cursor on a history: everything it tells is what lies before the cursor. Knows no protocol and no clock. */
export class Debugger {
  /** Why it stands; undefined while it goes on. */
  stop: Stop | undefined;
  /** Set when terms of breakpoints must be judged before it goes on. */
  question: Question | undefined;
  #fold = new Fold();
  #course = new Course();
  #courseEvents = 0;
  /** Copies on the way, so that going back need not begin at the start. */
  #courses: { readonly events: number; readonly course: Course }[] = [];
  readonly #checkpoints = new Checkpoints();
  #breakpoints = new BreakpointTable();
  #events = 0;
  #inner = 0;
  #moments: readonly Standing[] = [];
  /** How many events were told to `passed`: those are not told again. */
  #told = 0;
  #wish: Wish = { kind: 'continue' };
  #cuts = 0;
  /** Strands around the one that is stepped, innermost first, itself included. */
  #around: readonly number[] = [];
  /** The strand that it stood in before it went on. */
  #from: number | undefined;

  /** `passed` hears each event once, with its strand and that strand's name as they were before. */
  constructor(
    readonly history: readonly HistoryEvent[],
    private readonly program: () => Program,
    private readonly passed: (event: HistoryEvent, strand: Strand | undefined, name: string) => void = () => undefined,
  ) {}

  get execution(): Execution {
    return this.#fold.execution;
  }

  get position(): Position {
    return { events: this.#events, inner: this.#inner };
  }

  /** The execution's own time at the cursor: epoch milliseconds. */
  get time(): number {
    return (this.history[this.#events - 1] ?? this.history[0])?.timestamp ?? 0;
  }

  /** Whether all that has happened lies before the cursor. */
  get isAtEnd(): boolean {
    return this.#events >= this.history.length;
  }

  /** How many events lay before the cursor once: those behind them are decided, but nobody has seen them. */
  get seen(): number {
    return this.#told;
  }

  /** How often the history was cut: what was seen of it before may have been another one. */
  get cuts(): number {
    return this.#cuts;
  }

  /** The way through the states, up to the cursor. */
  get course(): Course {
    if (this.#courseEvents > this.#events) {
      const from = this.#courses.findLast(({ events }) => events <= this.#events);
      this.#course = new Course(from?.course);
      this.#courseEvents = from?.events ?? 0;
    }
    while (this.#courseEvents < this.#events) {
      this.#course.add(this.history[this.#courseEvents++]!);
      if (this.#courseEvents % courseEvery === 0 && this.#courseEvents > (this.#courses.at(-1)?.events ?? 0)) {
        this.#courses.push({ events: this.#courseEvents, course: new Course(this.#course) });
      }
    }
    return this.#course;
  }

  /** The moment that it stands at, when it stands at one. */
  get standing(): Standing | undefined {
    if (this.#inner > 0) {
      return this.#moments[this.#inner - 1];
    }
    // What was changed by hand is changed where it stood.
    let at = this.#events - 1;
    while (at > 0 && this.history[at]!.type === 'UserChange' && this.history[at]!.local.change?.goTo === undefined) {
      at--;
    }
    const last = this.history[at];
    return last && momentAfter(last);
  }

  /** What the event ahead tells of moments that are passed: values between the steps of its data flow. */
  get ahead(): { readonly event: HistoryEvent; readonly passed: readonly Standing[] } | undefined {
    return this.#inner > 0 ? { event: this.history[this.#events]!, passed: this.#moments.slice(0, this.#inner - 1) } : undefined;
  }

  /** Where to stop, instead of before. */
  breakAt(breakpoints: readonly Breakpoint[]): void {
    this.#breakpoints = new BreakpointTable(breakpoints);
  }

  /** Leaves the place where it stands; `forward` then goes as far as the wish says. */
  go(wish: Wish): void {
    this.#from = this.stop?.strand;
    this.stop = undefined;
    this.question = undefined;
    this.#wish = wish;
    this.#around = 'strand' in wish ? this.strandsAround(wish.strand).map(({ id }) => id) : [];
  }

  /** Moves the cursor over what has happened, to the next stop, to a question, or to the end; not beyond `limit`. */
  forward(limit?: Position): Stop | undefined {
    let goes = true;
    while (goes && !this.stop && !this.question && !this.isAtEnd && !(limit && !isBefore(this.position, limit))) {
      goes = this.#step(limit?.events);
    }
    return this.stop;
  }

  /** Answers the question: `stop` or, without one, it goes on. */
  judged(stop: Stop | undefined): void {
    this.question = undefined;
    this.stop = stop;
  }

  /** Stops where it stands, on `strand` when that is there. */
  pause(strand?: number): Stop | undefined {
    const at = this.execution.strands.get(strand ?? -1) ?? this.execution.strands.values().next().value;
    if (!this.stop && at) {
      this.stop = { reason: 'pause', strand: at.id, state: at.state };
    }
    return this.stop;
  }

  /** Goes to a point of the history and stands there; beyond its end: to its end. */
  seek({ events, inner }: Position, stop?: Omit<Stop, 'strand' | 'state'> & Partial<Stop>): void {
    const to = Math.min(Math.max(0, events), this.history.length);
    if (to > this.#told) {
      // What nobody was told of yet is passed, one event after the other.
      this.#fold = this.#checkpoints.foldOf(this.history, this.#told);
      for (this.#events = this.#told; this.#events < to; this.#events++) {
        this.#pass(this.history[this.#events]!);
      }
    } else if (to !== this.#events) {
      this.#fold = this.#checkpoints.foldOf(this.history, to);
      this.#events = to;
    }
    this.#moments = inner > 0 ? momentsBefore(this.history, to, this.program()) : [];
    this.#inner = Math.min(inner, this.#moments.length);
    this.question = undefined;
    this.stop = stop && { ...this.#where(), ...stop };
  }

  /** The moments of the event at `index`. */
  momentsAt(index: number): readonly Standing[] {
    return momentsBefore(this.history, index, this.program());
  }

  /** Where a step back of a strand leads: to the moment before in its state, or to the entry of the state before (`over`); into what is around it at its beginning. */
  before(id: number, isOver: boolean): Position {
    let strand = id;
    const now = this.position;
    for (let index = Math.min(now.events, this.history.length - 1); index >= 0; index--) {
      const event = this.history[index]!;
      const { local, type } = event;
      const after = momentAfter(event);
      const child = local.children?.find((each) => each.strand === strand);
      if (index < now.events && after?.strand === strand) {
        const isEntry = after.moment === 'entry';
        const here = { events: index + 1, inner: 0 };
        if ((isEntry || !isOver) && isBefore(here, now)) {
          return here;
        }
      }
      if (local.strand === strand || type === 'MapIterationStarted') {
        const moments = momentsBefore(this.history, index, this.program());
        const inner = moments.findLastIndex(
          ({ strand: own, moment }, at) =>
            own === strand &&
            (isOver ? moment === 'entry' : moment !== 'exit') &&
            isBefore({ events: index, inner: at + 1 }, now),
        );
        if (inner >= 0) {
          return { events: index, inner: inner + 1 };
        }
      }
      if (child && index < now.events && child.parent >= 0) {
        strand = child.parent;
      }
    }
    return this.start;
  }

  /** The entry of the first state. */
  get start(): Position {
    const first = this.history.findIndex(({ type }) => type.endsWith('StateEntered'));
    return { events: first + 1, inner: 0 };
  }

  /** Behind the event by which the strand entered the state that it is in, or began its work anew. */
  entryOf(strand: number): Position | undefined {
    // Strands that are redriven together begin at one event: each is taken back to where it first went on.
    let first = this.#events;
    for (let index = this.#events - 1; index >= 0; index--) {
      const event = this.history[index]!;
      if (beginsWork(event, strand)) {
        return { events: event.type === 'ExecutionRedriven' ? first : index + 1, inner: 0 };
      }
      first = event.local.strand === strand ? index : first;
    }
    return undefined;
  }

  /** The strands that ran at a point of the history. */
  strandsAt({ events }: Position): Strand[] {
    const { strands } = this.#checkpoints.foldOf(this.history, events).execution;
    return [...strands.values()].filter((strand) => strand.phase !== 'ended');
  }

  /** Points from which looking forward is quick, from the last before the cursor to the beginning. */
  get pointsBefore(): Position[] {
    const { events, inner } = this.position;
    return this.#checkpoints.before(inner > 0 ? events + 1 : events).map((at) => ({ events: at, inner: 0 }));
  }

  /** The history was cut behind `events` events: goes to its end, where another future begins. */
  cut(events: number): void {
    this.#cuts++;
    this.#checkpoints.cut(events);
    this.#told = Math.min(this.#told, events);
    this.#courses = this.#courses.filter((each) => each.events <= events);
    if (this.#courseEvents > events) {
      this.#course = new Course();
      this.#courseEvents = 0;
    }
    if (this.#events > events || this.#inner > 0) {
      this.#events = -1;
      this.seek({ events, inner: 0 });
    }
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

  /** The moment and the state a strand is in, the Map or Parallel around it …, the execution. */
  frames(strand: number): Frame[] {
    const around = this.strandsAround(strand);
    const main = around.at(-1);
    const standing = this.standing;
    const inner = standing?.strand === strand && standing.moment !== 'entry' ? [standing] : [];
    return [
      ...inner,
      ...around.map(({ id, state }) => ({ strand: id, state })),
      ...(main ? [{ strand: main.id, state: undefined }] : []),
    ];
  }

  /** What the strand's state made of its data so far, and what the state before it did. */
  flow(strand: number): Flows {
    return this.#fold.flows(strand);
  }

  /** Answers whether it has moved: the event at `end` is not passed. */
  #step(end: number | undefined): boolean {
    const next = this.history[this.#events]!;
    if (this.#inner === 0 && this.#looksInside(next)) {
      this.#moments = momentsBefore(this.history, this.#events, this.program());
    }
    if (this.#inner < this.#moments.length) {
      const moment = this.#moments[this.#inner++]!;
      if (moment.moment !== 'entry' || !this.#stoodIn(moment.strand)) {
        this.#arrive(moment, undefined);
      }
      return true;
    }
    if (this.#events === end) {
      return false;
    }
    this.#moments = [];
    this.#inner = 0;
    this.#pass(next);
    this.#events++;
    this.#checkpoints.offer(this.#events, this.#fold);
    this.#stopAfter(next);
    return true;
  }

  #looksInside({ local }: HistoryEvent): boolean {
    const wish = this.#wish;
    const isWished = wish.kind === 'into' || wish.kind === 'phase' || wish.kind === 'answer';
    const isRedriven = this.execution.redriveCount > 0;
    return local.state !== undefined && (isWished || isRedriven || this.#breakpoints.hasInner(local.state));
  }

  /** Whether it goes on from a strand that stood at the beginning of its state already: that is told once. */
  #stoodIn(strand: number): boolean {
    const wish = this.#wish;
    return this.#from === strand || ('strand' in wish && wish.strand === strand);
  }

  #pass(event: HistoryEvent): void {
    if (this.#events < this.#told) {
      this.#fold.add(event);
      return;
    }
    const strand = this.execution.strands.get(event.local.strand);
    const before = strand && { ...strand };
    const name = strandName(this.execution, event.local.strand);
    this.#fold.add(event);
    this.#told = this.#events + 1;
    this.passed(event, before, name);
  }

  #where(): Pick<Stop, 'strand' | 'state'> {
    const standing = this.standing;
    const last = this.execution.strands.get(this.history[this.#events - 1]?.local.strand ?? 0);
    const strand = standing ?? last ?? this.execution.strands.values().next().value;
    return strand
      ? {
          strand: 'strand' in strand ? strand.strand : strand.id,
          state: this.execution.status === 'RUNNING' ? strand.state : undefined,
        }
      : { strand: 0, state: undefined };
  }

  #stopAfter(event: HistoryEvent): void {
    if (this.execution.status !== 'RUNNING') {
      return;
    }
    const standing = momentAfter(event);
    const strand = this.execution.strands.get(event.local.strand);
    const byEvent = isLocal(event.type) ? [] : this.#breakpoints.on(event.id);
    if (event.local.handling && strand?.failure) {
      this.#arrive({ strand: strand.id, state: strand.state, moment: standing?.moment ?? 'failure' }, strand.failure, byEvent);
    } else if (standing) {
      this.#arrive(standing, undefined, byEvent);
    } else if (byEvent.length > 0 && strand) {
      this.#arrive({ strand: strand.id, state: strand.state, moment: 'event' }, undefined, byEvent);
    }
    const wish = this.#wish;
    if (!this.stop && !this.question && 'strand' in wish && this.#hasEnded(wish.strand)) {
      // The strand is over: the step ends in the Map or Parallel that it belonged to.
      const outer = this.#around.map((id) => this.execution.strands.get(id)).find((s) => s && s.phase !== 'ended');
      this.stop = outer && { reason: 'step', strand: outer.id, state: outer.state };
    }
  }

  /** Stops at a moment when a breakpoint or the wish says so; with terms to judge, asks. */
  #arrive(at: Standing, failure: Stop['failure'], byEvent: readonly Breakpoint[] = []): void {
    const { strand, state, moment } = at;
    const matches: Breakpoint[] = [...this.#breakpoints.at(state, moment), ...byEvent];
    if (failure) {
      const isFailState = this.program().states.get(state)?.type === 'Fail';
      matches.push(...this.#breakpoints.failures.filter((each) => meansFailure(each, { ...failure, isFailState })));
    }
    if (moment === 'entry' && this.#breakpoints.data.length > 0) {
      const seen = this.#fold.seen(strand);
      matches.push(...this.#breakpoints.data.filter(({ path }) => seen?.before && hasChanged(path, seen.before, seen.now)));
    }
    const wished = this.#wished(at);
    const otherwise = wished && { reason: wished, strand, state, ...(failure ? { failure } : {}) };
    if (matches.length === 0) {
      this.stop = otherwise;
    } else if (matches.every(isPlain)) {
      this.stop = stopOf(matches, at, failure);
    } else {
      this.question = { matches, at, failure, otherwise };
    }
  }

  #wished({ strand, moment }: Standing): 'entry' | 'step' | undefined {
    const wish = this.#wish;
    switch (wish.kind) {
      case 'entry':
        return moment === 'entry' ? 'entry' : undefined;
      case 'over':
        return moment === 'entry' && strand === wish.strand ? 'step' : undefined;
      case 'phase':
        return moment !== 'exit' && moment !== 'failure' && strand === wish.strand ? 'step' : undefined;
      case 'answer':
        return !beforeAnswer.has(moment) && strand === wish.strand ? 'step' : undefined;
      case 'into': {
        if (strand === wish.strand && wish.child === undefined) {
          return moment !== 'exit' && moment !== 'failure' ? 'step' : undefined;
        }
        const child = this.execution.strands.get(strand);
        const isWished = child?.parent === wish.strand && (wish.child === undefined || wish.child === child.index);
        return moment === 'entry' && (isWished || strand === wish.strand) ? 'step' : undefined;
      }
      case 'out':
      case 'continue':
        return undefined;
    }
  }

  #hasEnded(id: number): boolean {
    const strand = this.execution.strands.get(id);
    return !strand || strand.phase === 'ended';
  }
}
