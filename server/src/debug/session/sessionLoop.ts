import { setImmediate } from 'node:timers/promises';
import type { Strand } from '../../execution/execution';
import type { Program } from '../../execution/program';
import type { Runner } from '../../runner/runner';
import type { Debugger, Wish } from '../debugger';
import { type Position, type Stop, isBefore } from '../stop';
import type { Judge } from '../judge';
import { lastStopBefore } from '../lastStopBefore';
import { type LoopListener, type Passage, type Way, elsewhere } from '../loopListener';
import type { OpenTasks } from '../openTasks';

/** Milliseconds that the loop runs before it lets other work through (requests, answers of functions). */
const turn = 10;

type Change = Parameters<Runner['change']>[0];

/** Lets a runner go as far as the debugger's wish, and takes both back: the only place that moves them. Knows no protocol. */
export class SessionLoop {
  #turning: Promise<void> | undefined;
  #wait = new AbortController();
  #pause: { readonly strand: number | undefined } | undefined;
  #isOver = false;
  /** It lets go of what it waits for and stands again, without a word. */
  #isInterrupted = false;
  /** It has ended, and is gone through once more: nothing happens anew. */
  #isRevisited = false;
  /** The strand that alone goes on, with what it starts. */
  #only: number | undefined;
  #lastWish: Wish = { kind: 'continue' };

  /** `isReplay`: a recorded history is looked at, and nothing is run until it is cut. */
  constructor(
    private readonly runner: Runner,
    private readonly cursor: Debugger,
    private readonly judge: Judge,
    private readonly open: OpenTasks,
    private readonly listener: LoopListener,
    public isReplay = false,
    /** How it waits where somebody else performs what strands wait for: ends when it is to look anew, or when it is aborted. */
    private readonly waiting?: (signal: AbortSignal) => Promise<void>,
  ) {}

  /** How far it goes, or went last. */
  get wish(): Wish {
    return this.#lastWish;
  }

  get isGoing(): boolean {
    return this.#turning !== undefined;
  }

  /** Ends when it stands. */
  async stands(): Promise<void> {
    await this.#turning;
  }

  /** Goes on as far as `wish` says, with `only` one strand where that is given; while it goes already, nothing happens. */
  go(wish: Wish, only?: number): void {
    if (this.#turning || this.#isOver) {
      return;
    }
    this.cursor.go(wish);
    this.#lastWish = wish;
    this.#only = only;
    this.listener.standing?.(false);
    this.#begin(async () => {
      const tell = await this.#turn();
      this.listener.standing?.(!this.#isOver);
      return tell;
    });
  }

  /** Goes on with what a stop has interrupted. */
  resume(): void {
    this.go(this.#lastWish, this.#only);
  }

  /** Goes one step back in a strand: to the moment before, or to the entry of the state before. */
  back(strand: number, isOver: boolean): void {
    this.#jump(() => {
      const to = this.cursor.before(strand, isOver);
      const { events, inner } = this.cursor.start;
      this.cursor.seek(to, to.events === events && to.inner === inner ? { reason: 'entry' } : { reason: 'step' });
    });
  }

  /** Goes back to the last place at which it would have stopped, also in executions that it has waited for; else to the beginning. */
  reverse(): void {
    this.#jump(() => this.#reverse());
  }

  /** The way to the first place at which an execution that has ended would have stopped, to go through it once more from there. */
  async firstStop(): Promise<Way | undefined> {
    const { cursor } = this;
    cursor.seek({ events: 0, inner: 0 });
    cursor.go({ kind: 'continue' });
    let passage = this.#passage();
    while (!cursor.isAtEnd) {
      const stop = cursor.forward(passage?.at) ?? (await this.#judged(true));
      const at = cursor.position;
      if (stop) {
        return () => this.#revisit(() => cursor.seek(at, stop));
      }
      if (passage && !isBefore(at, passage.at)) {
        const way = await passage.find();
        if (way) {
          return () => this.#revisit(() => (cursor.seek(at), elsewhere(way)));
        }
        passage = this.#passage();
      }
    }
    return undefined;
  }

  /** The way to the last place at which an execution that has ended would have stopped, to go through it once more from there. */
  async lastStop(): Promise<Way | undefined> {
    this.cursor.seek({ events: this.runner.log.length, inner: 0 });
    const way = await this.#wayBack();
    return way && (() => this.#revisit(way));
  }

  /** Goes to a point of the history; nothing is run. */
  seek(to: Position): void {
    this.#jump(() => {
      this.cursor.seek(to, { reason: 'goto' });
    });
  }

  /**
   * Cuts the history where it stands, or at `at`, changes something by hand, and stands there again, in `strand` where that is given.
   * Nothing is performed; what the strand works next is decided anew, so that its moments are the new ones.
   */
  async change(
    changes: readonly Change[],
    why: Stop['reason'],
    {
      strand: chosen,
      at,
      program,
    }: { readonly strand?: number; readonly at?: Position | undefined; readonly program?: Program } = {},
  ): Promise<void> {
    this.#refuseMoving();
    if (this.#isRevisited) {
      throw new Error(
        'This execution has ended, and the one that started it has its result: to let it run otherwise, restart the frame of its Task there.',
      );
    }
    const wasReplay = this.isReplay;
    this.isReplay = false;
    const here = chosen ?? this.cursor.stop?.strand ?? 0;
    const around = this.cursor.strandsAround(here).map(({ id }) => id);
    const standing = at ? undefined : this.cursor.standing;
    const inner = !at && this.cursor.position.inner > 0;
    const known = this.runner.history[(wasReplay ? this.runner.log.length : this.cursor.seen) - 1]?.id ?? 0;
    const events = this.runner.cut((at ?? this.cursor.position).events, program);
    this.judge.cut({ events, inner: 0 });
    this.cursor.cut(events);
    this.listener.cut?.(this.runner.log.lastId, Math.max(0, known - this.runner.log.lastId));
    for (const change of changes) {
      await this.runner.change(change);
    }
    const changed = this.runner.history.length;
    let to: Position = { events: changed, inner: 0 };
    const { strands } = this.runner.execution;
    // The strands are the runner's own: they change as they advance.
    const [inside, strand] = [standing && strands.get(standing.strand), strands.get(here)];
    if (strand?.phase === 'ready') {
      await this.runner.step(strand);
      to = { events: this.runner.history.length, inner: 0 };
    } else if (inner && standing && (inside?.phase === 'entered' || inside?.phase === 'returned')) {
      await this.runner.step(inside);
      const moment = this.cursor.momentsAt(changed).findIndex((each) => each.moment === standing.moment);
      to = { events: changed, inner: moment + 1 };
    }
    this.cursor.seek(to);
    const stands = around.find((id) => this.cursor.execution.strands.has(id)) ?? here;
    this.cursor.stop = { reason: why, strand: stands, state: this.#stateOf(stands) };
  }

  /** Goes through an execution that has ended once more, from its first state on; at its end it is over again. */
  revisit(): void {
    this.#revisit(() => this.cursor.seek(this.cursor.start, { reason: 'step' }));
  }

  /** What goes, or waits, goes only so far now. */
  redirect(wish: Wish): void {
    if (this.isGoing) {
      this.cursor.go(wish);
      this.#lastWish = wish;
    }
  }

  /** Goes back to a point of the history, also from where it waits; `isReverse`: and further, to the last stop before it. */
  async backTo(to: Position, isReverse = false): Promise<void> {
    await this.halt();
    this.#jump(() => {
      this.cursor.seek(to, { reason: 'step' });
      return isReverse && this.#reverse();
    });
  }

  /** Stands without a word, also where it waits. */
  async halt(): Promise<void> {
    this.#isInterrupted = true;
    this.#wait.abort();
    await this.#turning;
    this.#isInterrupted = false;
  }

  /** Tells once more where it stands. */
  tellStop(): void {
    const { stop } = this.cursor;
    if (stop) {
      this.listener.stopped(stop);
    }
  }

  /** Stops at the next chance, also in the middle of a wait; on `strand` when it still runs. */
  pause(strand: number | undefined): void {
    this.#pause = { strand };
    this.#wait.abort();
  }

  /** Lets a wait end: somebody has to be asked. */
  wake(): void {
    this.#wait.abort();
  }

  /** Lets go of the execution where it stands: somebody else lets it run on. */
  async leave(): Promise<void> {
    this.#isOver = true;
    this.#wait.abort();
    await this.#turning;
    this.listener.standing?.(false);
  }

  /** Somebody else has ended the execution: goes to its end, wherever it stands. */
  async finish(): Promise<void> {
    this.#wait.abort();
    await this.#turning;
    if (!this.#isOver) {
      this.#isOver = true;
      this.listener.standing?.(false);
      this.#runOut();
      this.listener.ended();
    }
  }

  /** Ends the execution and the processes of its functions. A recorded history is let alone. */
  async stop(): Promise<void> {
    const wasOver = this.#isOver;
    this.#isOver = true;
    this.#wait.abort();
    await this.#turning;
    this.listener.standing?.(false);
    if (this.isReplay) {
      return;
    }
    const { seen } = this.cursor;
    if (!wasOver && seen < this.runner.log.length) {
      // It stands before a field of a state: what the state comes to is decided, but has not happened to the user.
      this.cursor.cut(this.runner.cut(seen));
    }
    await this.runner.stop('Stepwise.Stopped', 'Stopped by the user.');
    if (!wasOver) {
      this.#runOut();
    }
  }

  #revisit(move: () => unknown): void {
    this.#isOver = false;
    this.#isRevisited = true;
    this.#jump(move);
  }

  #runOut(): void {
    this.cursor.breakAt([]);
    this.cursor.go({ kind: 'continue' });
    this.cursor.forward();
  }

  #stateOf(strand: number): string | undefined {
    return this.cursor.execution.strands.get(strand)?.state;
  }

  #refuseMoving(): void {
    if (this.#turning || this.#isOver) {
      throw new Error(this.#isOver ? 'The execution has ended.' : 'The execution goes on: pause it first.');
    }
  }

  #begin(work: () => Promise<() => void>): void {
    this.#pause = undefined;
    this.#wait = new AbortController();
    this.#turning = work()
      .then((tell) => {
        this.#turning = undefined;
        tell();
      })
      .catch((error: unknown) => {
        this.#turning = undefined;
        this.listener.failed(error);
      });
  }

  /** `move` answers true where another execution tells where it stands. */
  #jump(move: () => unknown): void {
    this.#refuseMoving();
    this.#begin(async () => {
      const isElsewhere = (await move()) === true;
      const { stop } = this.cursor;
      return () => (stop && !isElsewhere ? this.listener.stopped(stop) : undefined);
    });
  }

  async #reverse(): Promise<unknown> {
    const way = await this.#wayBack();
    if (way) {
      return way();
    }
    this.cursor.seek(this.cursor.start, { reason: 'entry' });
    return this.listener.past?.begun();
  }

  async #wayBack(): Promise<(() => unknown) | undefined> {
    const { cursor } = this;
    const { position, start } = cursor;
    const last = await lastStopBefore(cursor, () => this.#judged(true));
    const within = await this.listener.past?.within(last?.at ?? start, position);
    return within ? () => elsewhere(within) : last && (() => cursor.seek(last.at, last.stop));
  }

  async #judged(isQuiet: boolean): Promise<Stop | undefined> {
    const { question } = this.cursor;
    if (!question) {
      return undefined;
    }
    this.cursor.judged(await this.judge.judge(question, isQuiet));
    return this.cursor.stop;
  }

  /** Answers what to tell once it no longer goes. */
  async #turn(): Promise<() => void> {
    let yielded = performance.now();
    let passage = this.#passage();
    for (;;) {
      if (this.#isOver || this.#isInterrupted) {
        return () => undefined;
      }
      const stop =
        this.cursor.forward(passage?.at) ?? (await this.#judged(false)) ?? (this.#pause && this.cursor.pause(this.#pause.strand));
      if (stop) {
        return () => this.listener.stopped(stop);
      }
      if (passage && !isBefore(this.cursor.position, passage.at)) {
        const way = await passage.find();
        if (way) {
          return way;
        }
        passage = this.#passage();
      }
      if (performance.now() - yielded > turn) {
        this.listener.progress();
        await setImmediate();
        yielded = performance.now();
      }
      if (!this.cursor.isAtEnd) {
        continue;
      }
      const tell = await this.#goOn();
      if (tell) {
        return tell;
      }
    }
  }

  #passage(): Passage | undefined {
    return this.cursor.isAtEnd ? undefined : this.listener.past?.ahead(this.cursor.position);
  }

  /** Lets the runner do the next thing; answers what to tell when there is none. */
  async #goOn(): Promise<(() => void) | undefined> {
    if (this.isReplay) {
      const end: Stop = { reason: 'pause', strand: 0, state: this.#stateOf(0), text: 'The recorded history ends here.' };
      this.cursor.stop = end;
      return () => this.listener.stopped(end);
    }
    const next = this.runner.next(this.#only === undefined ? undefined : (strand) => this.#isWithin(strand, this.#only!));
    if (!this.cursor.isAtEnd) {
      return undefined;
    }
    if (next === 'ended') {
      const again = this.#isRevisited;
      this.#isRevisited = false;
      this.#isOver = true;
      return () => this.listener.ended(again);
    }
    if (next !== 'waiting') {
      await this.runner.step(next);
      return undefined;
    }
    this.listener.progress();
    if (!this.open.first && !this.#isInterrupted) {
      const { signal } = this.#wait;
      this.listener.waits?.();
      await (this.waiting?.(signal) ?? this.runner.wait(signal));
    }
    if (this.#isInterrupted) {
      return undefined;
    }
    const { first } = this.open;
    if (first && this.cursor.isAtEnd && !this.#pause && !this.#isOver) {
      const { strand, state, stateName, resource, reason } = first;
      const text = `Nothing performs the Task '${stateName}' (${resource}).${reason === undefined ? '' : ` ${reason}`}`;
      const stop: Stop = { reason: 'pause', strand, state, text };
      this.cursor.stop = stop;
      return () => this.listener.stopped(stop);
    }
    if (this.cursor.isAtEnd && !this.#wait.signal.aborted && !this.waiting) {
      const waiting = this.cursor.pause();
      return () => (waiting ? this.listener.stuck() : this.listener.ended());
    }
    return undefined;
  }

  #isWithin(strand: Strand, outer: number): boolean {
    for (let at: Strand | undefined = strand; at; at = this.runner.execution.strands.get(at.parent ?? -1)) {
      if (at.id === outer) {
        return true;
      }
    }
    return false;
  }
}
