import { setImmediate } from 'node:timers/promises';
import type { Runner } from '../runner/runner';
import type { Debugger, Stop, Wish } from './debugger';

/** Milliseconds that the loop runs before it lets other work through (requests, answers of functions). */
const turn = 10;

/** Who hears how far a run has come. */
export interface LoopListener {
  stopped(stop: Stop): void;
  /** The execution waits for what nobody here can give: no task is under way, no timer is set. */
  stuck(): void;
  ended(): void;
  /** From time to time while it runs. */
  progress(): void;
  failed(error: unknown): void;
}

/** Lets a runner go as far as the debugger's wish: the only place that moves both. Knows no protocol. */
export class SessionLoop {
  #turning: Promise<void> | undefined;
  #wait = new AbortController();
  #pause: { readonly strand: number | undefined } | undefined;
  #isOver = false;

  constructor(
    private readonly runner: Runner,
    private readonly cursor: Debugger,
    private readonly listener: LoopListener,
  ) {}

  get isGoing(): boolean {
    return this.#turning !== undefined;
  }

  /** Goes on as far as `wish` says; while it goes already, nothing happens. */
  go(wish: Wish): void {
    if (this.#turning || this.#isOver) {
      return;
    }
    this.cursor.go(wish);
    this.#pause = undefined;
    this.#wait = new AbortController();
    this.#turning = this.#turn()
      .then((tell) => {
        this.#turning = undefined;
        tell();
      })
      .catch((error: unknown) => {
        this.#turning = undefined;
        this.listener.failed(error);
      });
  }

  /** Stops at the next chance, also in the middle of a wait; on `strand` when it still runs. */
  pause(strand: number | undefined): void {
    this.#pause = { strand };
    this.#wait.abort();
  }

  /** Ends the execution and the processes of its functions. */
  async stop(): Promise<void> {
    const wasOver = this.#isOver;
    this.#isOver = true;
    this.#wait.abort();
    await this.#turning;
    await this.runner.stop('Stepwise.Stopped', 'Stopped by the user.');
    if (!wasOver) {
      this.cursor.breakAt([]);
      this.cursor.breakOn([]);
      this.cursor.go({ kind: 'continue' });
      this.cursor.forward();
    }
  }

  /** Answers what to tell once it no longer goes. */
  async #turn(): Promise<() => void> {
    let yielded = performance.now();
    for (;;) {
      if (this.#isOver) {
        return () => undefined;
      }
      const stop = this.cursor.forward() ?? (this.#pause && this.cursor.pause(this.#pause.strand));
      if (stop) {
        return () => this.listener.stopped(stop);
      }
      const next = this.runner.next();
      if (!this.cursor.isAtEnd) {
        continue;
      }
      if (next === 'ended') {
        this.#isOver = true;
        return () => this.listener.ended();
      }
      if (next === 'waiting') {
        this.listener.progress();
        await this.runner.wait(this.#wait.signal);
        if (this.cursor.isAtEnd && !this.#wait.signal.aborted) {
          const waiting = this.cursor.pause();
          return () => (waiting ? this.listener.stuck() : this.listener.ended());
        }
      } else {
        await this.runner.advance(next);
      }
      if (performance.now() - yielded > turn) {
        this.listener.progress();
        await setImmediate();
        yielded = performance.now();
      }
    }
  }
}
