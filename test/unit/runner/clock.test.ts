import assert from 'node:assert/strict';
import { type Clock, HeldClock, VirtualClock } from '../../../server/src/runner/clock';

/** A clock whose hands the test moves. */
class ManualClock implements Clock {
  readonly kind = 'real';
  time = 1000;
  /** What is waited for: epoch milliseconds. */
  readonly dues: (number | undefined)[] = [];
  #ring: () => void = () => undefined;

  now(): number {
    return this.time;
  }

  async wait(due: number | undefined, answer: Promise<unknown> | undefined, signal?: AbortSignal): Promise<void> {
    this.dues.push(due);
    await new Promise<void>((resolve) => {
      this.#ring = resolve;
      signal?.addEventListener('abort', () => resolve());
      void answer?.then(() => resolve());
      if (signal?.aborted) {
        resolve();
      }
    });
  }

  /** Lets the last wait end as its time has come. */
  ring(): void {
    this.#ring();
  }
}

/** Whether a promise has settled by now, as far as that does not take a timer. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol('open');
  await new Promise((resolve) => setImmediate(resolve));
  return (await Promise.race([promise, Promise.resolve(open)])) !== open;
}

describe('a clock that can be held', () => {
  let inner: ManualClock;
  let clock: HeldClock;

  beforeEach(() => {
    inner = new ManualClock();
    clock = new HeldClock(inner);
  });

  it('stands still while it is held; what passes then does not count', () => {
    inner.time = 1100;
    assert.equal(clock.now(), 1100);
    const release = clock.hold();
    inner.time = 5000;
    assert.equal(clock.now(), 1100);
    release();
    assert.equal(clock.now(), 1100);
    inner.time = 5050;
    assert.equal(clock.now(), 1150);
    assert.equal(clock.kind, 'real');
  });

  it('goes on when all who hold it have let go, each of whom counts once', () => {
    const [one, two] = [clock.hold(), clock.hold()];
    inner.time = 2000;
    one();
    one();
    inner.time = 3000;
    assert.equal(clock.now(), 1000);
    two();
    inner.time = 3001;
    assert.equal(clock.now(), 1001);
    two();
    clock.hold()();
    assert.equal(clock.now(), 1001);
  });

  it('waits so much longer as it was held before', async () => {
    const release = clock.hold();
    inner.time = 1700;
    release();
    const waiting = clock.wait(1500, undefined);
    assert.deepEqual(inner.dues, [2200]);
    assert.equal(await isSettled(waiting), false);
    inner.ring();
    await waiting;
    const endless = clock.wait(undefined, Promise.resolve());
    assert.deepEqual(inner.dues, [2200, undefined]);
    await endless;
  });

  it('ends a wait that is under way when it is held: who waits looks at the time again, and then waits until it goes on', async () => {
    const waiting = clock.wait(1500, undefined);
    assert.equal(await isSettled(waiting), false);
    const release = clock.hold();
    await waiting;
    assert.equal(clock.now(), 1000);

    const again = clock.wait(1500, undefined);
    inner.time = 9000;
    assert.equal(await isSettled(again), false);
    assert.equal(inner.dues.length, 1, 'the time of others is not asked for');
    release();
    await again;
    assert.equal(clock.now(), 1000);
    void clock.wait(1500, undefined);
    assert.deepEqual(inner.dues, [1500, 9500]);
  });

  it('while it is held, lets answers through and is no reason not to be stopped', async () => {
    clock.hold();
    let give: () => void = () => undefined;
    const answered = clock.wait(1500, new Promise<void>((resolve) => (give = resolve)));
    assert.equal(await isSettled(answered), false);
    give();
    await answered;
    const stop = new AbortController();
    const stopped = clock.wait(1500, undefined, stop.signal);
    assert.equal(await isSettled(stopped), false);
    stop.abort();
    await stopped;
    await clock.wait(1500, undefined, stop.signal);
  });

  it('can be stopped while it goes, also before it waits', async () => {
    const stop = new AbortController();
    const waiting = clock.wait(undefined, undefined, stop.signal);
    assert.equal(await isSettled(waiting), false);
    stop.abort();
    await waiting;
    await clock.wait(1500, undefined, stop.signal);
  });

  it('goes back to an earlier time, held or not', async () => {
    const virtual = new HeldClock(new VirtualClock(1000));
    await virtual.wait(8000, undefined);
    assert.equal(virtual.now(), 8000);
    virtual.rewind(2000);
    assert.equal(virtual.now(), 2000);
    const release = virtual.hold();
    virtual.rewind(1500);
    assert.equal(virtual.now(), 1500);
    release();
    assert.equal(virtual.now(), 1500);
    await virtual.wait(4000, undefined);
    assert.equal(virtual.now(), 4000);
    // The clock on the wall goes back for nobody.
    clock.rewind(0);
    assert.equal(clock.now(), 1000);
    const held = clock.hold();
    clock.rewind(0);
    inner.time = 1200;
    held();
    assert.equal(clock.now(), 1000);
  });
});
