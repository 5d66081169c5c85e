import { type Clock, HeldClock, RealClock } from '../runner/clock';

/** What a task that is under way means for the virtual time. */
export type Pace =
  /** A function, a process, a remote call: time keeps real pace. */
  | 'real'
  /** An answer that somebody outside gives or does not (activity, task token): time waits for a while of silence. */
  | 'outside';

/** A clock of one execution, which its task bindings tell what is under way. */
export interface Seat extends Clock {
  /** A task of this kind is under way until the function that is returned is called. */
  under(pace: Pace): () => void;
  /** Tells where the execution has come to (epoch milliseconds): time does not go back behind that for another one. */
  follow(reached: () => number): void;
  /** The execution has ended. */
  leave(): void;
}

/** The time that executions which belong together share: one that was started from outside and those that it started. */
export interface Timeline {
  now(): number;
  /** It stands still until the function that is returned is called: a debugger holds an execution. */
  hold(): () => void;
  seat(): Seat;
}

/** Real milliseconds without an API call before a timer may win against an answer from outside. */
const silence = 250;
/** Whoever only watches (polls DescribeExecution, runs other things) delays such a timer for so many real milliseconds at most. */
const watched = 2500;

/** When API calls came in last, in `performance.now()`. */
export interface Calls {
  readonly any: number;
  /** Of somebody who answers tasks: SendTask…, GetActivityTask. */
  readonly answering: number;
}

/** The clock on the wall, which a debugger may hold. */
export class RealTimeline implements Timeline {
  readonly #clock = new HeldClock(new RealClock());

  now(): number {
    return this.#clock.now();
  }

  hold(): () => void {
    return this.#clock.hold();
  }

  seat(): Seat {
    return {
      kind: 'real',
      now: () => this.#clock.now(),
      wait: (due, answer, signal) => this.#clock.wait(due, answer, signal),
      under: () => () => undefined,
      follow: () => undefined,
      leave: () => undefined,
    };
  }
}

/** `act`, which is done the first time only. */
function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) {
      isDone = true;
      act();
    }
  };
}

/**
 * Virtual time for several executions: it moves only when none of them can go on, to the earliest timer. While a function runs it
 * keeps real pace; a timer of an execution that also waits for an answer from outside fires after `silence` without an API call.
 */
export class VirtualTimeline implements Timeline {
  #now: number;
  readonly #seats = new Set<VirtualSeat>();
  #holders = 0;
  /** When it was held for the last time, in `performance.now()`: nobody could answer meanwhile. */
  #releasedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  /** When real pace began, in `performance.now()`, while it is kept. */
  #pacedSince: number | undefined;

  constructor(
    start: number,
    private readonly calls: () => Calls,
    /** Hears where the time stands when it has moved. */
    private readonly moved: (now: number) => void,
  ) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** A seat that does not wait holds it already; nothing that another one waits for comes to pass meanwhile either. */
  hold(): () => void {
    this.#holders++;
    this.settle();
    return once(() => {
      this.#holders--;
      this.#releasedAt = performance.now();
      this.settle();
    });
  }

  /** An execution goes on from an earlier moment: time goes back to it, or to the last that has happened to another one that runs. */
  rewind(to: number): void {
    this.#pacedSince = undefined;
    this.#now = Math.max(to, ...Array.from(this.#seats, (seat) => seat.reached()));
  }

  seat(): Seat {
    const seat = new VirtualSeat(this);
    this.#seats.add(seat);
    return seat;
  }

  leave(seat: VirtualSeat): void {
    this.#seats.delete(seat);
    this.settle();
  }

  /** Called whenever somebody begins or ends to wait, or a task begins or ends: moves the time as far as it may. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#keepPace();
    const seats = [...this.#seats];
    if (this.#holders > 0 || seats.some((seat) => !seat.waits)) {
      return;
    }
    let first: VirtualSeat | undefined;
    for (const seat of seats) {
      if (seat.due !== undefined && (first?.due === undefined || seat.due < first.due)) {
        first = seat;
      }
    }
    const due = first?.due;
    const paced = seats.some((seat) => seat.real > 0);
    if (paced) {
      this.#pacedSince = performance.now();
    }
    if (first === undefined || due === undefined) {
      return;
    }
    const ahead = due - this.#now;
    if (ahead <= 0) {
      this.#wakeDue();
    } else if (paced) {
      this.#later(ahead, due);
    } else if (first.outside > 0) {
      const left = this.#noise(first);
      if (left <= 0) {
        this.#reach(due);
      } else {
        this.#timer = setTimeout(() => this.settle(), Math.max(left, 1));
      }
    } else {
      this.#reach(due);
    }
  }

  /** Real milliseconds until a timer of `seat` may win against an answer from outside, if nobody calls until then. */
  #noise({ outsideFor }: VirtualSeat): number {
    const { any, answering } = this.calls();
    const now = performance.now();
    const quiet = outsideFor >= watched ? now - answering : Math.min(now - any, outsideFor);
    return silence - Math.min(quiet, now - this.#releasedAt);
  }

  #later(milliseconds: number, due: number): void {
    // A timer of Node.js holds at most 2^31−1 ms; settling again sets the rest.
    const longest = 2 ** 31 - 1;
    this.#timer = setTimeout(
      () => (milliseconds > longest ? this.settle() : this.#reach(due)),
      Math.min(Math.max(milliseconds, 0), longest),
    );
  }

  #reach(due: number): void {
    this.#pacedSince = undefined;
    this.#move(due);
    this.#wakeDue();
  }

  #wakeDue(): void {
    for (const seat of [...this.#seats]) {
      if (seat.due !== undefined && seat.due <= this.#now) {
        seat.wake();
      }
    }
  }

  /** Adds the real time that has passed while pace was kept; a timer that fires a little late still fired at its time. */
  #keepPace(): void {
    if (this.#pacedSince === undefined) {
      return;
    }
    const passed = this.#now + Math.round(performance.now() - this.#pacedSince);
    this.#pacedSince = undefined;
    const dues = [...this.#seats].flatMap((seat) => seat.due ?? []);
    this.#move(Math.min(passed, ...dues));
  }

  #move(to: number): void {
    if (to > this.#now) {
      this.#now = to;
      this.moved(to);
    }
  }
}

class VirtualSeat implements Seat {
  readonly kind = 'virtual';
  waits = false;
  due: number | undefined;
  real = 0;
  outside = 0;
  reached: () => number = () => -Infinity;
  #outsideSince = 0;
  #resolve: (() => void) | undefined;

  constructor(private readonly timeline: VirtualTimeline) {}

  /** Real milliseconds since the last task began to wait for an answer from outside. */
  get outsideFor(): number {
    return performance.now() - this.#outsideSince;
  }

  now(): number {
    return this.timeline.now();
  }

  rewind(time: number): void {
    this.timeline.rewind(time);
  }

  follow(reached: () => number): void {
    this.reached = reached;
  }

  wait(due: number | undefined, answer: Promise<unknown> | undefined, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const abort = (): void => this.wake();
      this.#resolve = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      this.waits = true;
      this.due = due;
      const mine = this.#resolve;
      const answered = (): void => {
        if (this.#resolve === mine) {
          this.wake();
        }
      };
      answer?.then(answered, answered);
      signal?.addEventListener('abort', abort);
      this.timeline.settle();
    });
  }

  wake(): void {
    if (this.waits) {
      this.waits = false;
      this.due = undefined;
      const resolve = this.#resolve;
      this.#resolve = undefined;
      // Time stands still, or has kept pace until here, from now on.
      this.timeline.settle();
      resolve?.();
    }
  }

  under(pace: Pace): () => void {
    this[pace]++;
    if (pace === 'outside') {
      this.#outsideSince = performance.now();
    }
    this.timeline.settle();
    let ended = false;
    return () => {
      if (!ended) {
        ended = true;
        this[pace]--;
        this.timeline.settle();
      }
    };
  }

  leave(): void {
    this.waits = false;
    this.timeline.leave(this);
  }
}
