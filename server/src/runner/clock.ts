/** Where the runner's time comes from, in epoch milliseconds. */
export interface Clock {
  readonly kind: 'virtual' | 'real';
  now(): number;
  /** Goes back to `time` (epoch milliseconds), where the clock can: an execution goes on from an earlier moment. */
  rewind?(time: number): void;
  /**
   * Ends when `due` (epoch milliseconds) has come, when `answer` settles or when `signal` aborts, whatever is first.
   * `answer` is absent while nothing outside is under way.
   */
  wait(due: number | undefined, answer: Promise<unknown> | undefined, signal?: AbortSignal): Promise<void>;
}

/** Longest delay of a timer in Node.js, milliseconds. */
const longest = 2 ** 31 - 1;

/** Ends after `milliseconds` of real time, when `answer` settles or when `signal` aborts. */
function pause(
  milliseconds: number | undefined,
  answer: Promise<unknown> | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    if (signal?.aborted) {
      resolve();
      return;
    }
    if (milliseconds !== undefined) {
      timer = setTimeout(done, Math.min(Math.max(0, milliseconds), longest));
    }
    signal?.addEventListener('abort', done);
    answer?.then(done, done);
  });
}

/** The clock on the wall. */
export class RealClock implements Clock {
  readonly kind = 'real';

  now(): number {
    return Date.now();
  }

  async wait(due: number | undefined, answer: Promise<unknown> | undefined, signal?: AbortSignal): Promise<void> {
    await pause(due === undefined ? undefined : due - this.now(), answer, signal);
  }
}

/**
 * A clock that jumps to the next due time when nothing outside is under way, and keeps real pace while something is.
 * It stands still whenever nobody waits: while a strand goes on and while a debugger is stopped.
 */
export class VirtualClock implements Clock {
  readonly kind = 'virtual';
  #now: number;

  constructor(start: number = Date.now()) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  rewind(time: number): void {
    this.#now = time;
  }

  async wait(due: number | undefined, answer: Promise<unknown> | undefined, signal?: AbortSignal): Promise<void> {
    if (!answer) {
      if (due !== undefined && !signal?.aborted) {
        this.#now = Math.max(this.#now, due);
      }
      return;
    }
    const start = performance.now();
    await pause(due === undefined ? undefined : due - this.#now, answer, signal);
    const passed = this.#now + Math.round(performance.now() - start);
    // A timer that fires a little late still fired at its time.
    this.#now = due === undefined ? passed : Math.max(this.#now, Math.min(passed, due));
  }
}

/** A clock that can be held: what passes meanwhile does not count. */
export class HeldClock implements Clock {
  /** Milliseconds that did not count. */
  #lost = 0;
  /** What the inner clock showed when it was held. */
  #heldAt: number | undefined;
  #holders = 0;
  #released: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;
  /** Ends waits that are under way when it is held. */
  #hold = new AbortController();

  constructor(private readonly inner: Clock) {}

  get kind(): Clock['kind'] {
    return this.inner.kind;
  }

  now(): number {
    return (this.#heldAt ?? this.inner.now()) - this.#lost;
  }

  rewind(time: number): void {
    this.inner.rewind?.(time + this.#lost);
    if (this.#heldAt !== undefined && this.inner.rewind) {
      this.#heldAt = this.inner.now();
    }
  }

  /** It stands still until the function that is returned is called, and all others that were returned before. */
  hold(): () => void {
    if (this.#holders++ === 0) {
      this.#heldAt = this.inner.now();
      this.#released = new Promise((resolve) => (this.#release = resolve));
      this.#hold.abort();
    }
    let isDone = false;
    return () => {
      if (!isDone && --this.#holders === 0) {
        this.#lost += this.inner.now() - this.#heldAt!;
        this.#heldAt = undefined;
        this.#hold = new AbortController();
        this.#release();
      }
      isDone = true;
    };
  }

  /** Whoever waits looks at the time once more: it may have been held meanwhile. */
  async wait(due: number | undefined, answer: Promise<unknown> | undefined, signal?: AbortSignal): Promise<void> {
    if (this.#heldAt !== undefined) {
      await pause(undefined, Promise.race([this.#released, ...(answer ? [answer] : [])]), signal);
      return;
    }
    const { signal: held } = this.#hold;
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    const stops = signal ? [held, signal] : [held];
    stops.forEach((each) => (each.aborted ? abort() : each.addEventListener('abort', abort)));
    await this.inner.wait(due === undefined ? undefined : due + this.#lost, answer, stop.signal);
    stops.forEach((each) => each.removeEventListener('abort', abort));
  }
}
