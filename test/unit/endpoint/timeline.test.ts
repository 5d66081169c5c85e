import assert from 'node:assert/strict';
import { type Seat, VirtualTimeline } from '../../../server/src/endpoint/timeline';

describe('virtual time for several executions', () => {
  const start = 1000;
  let calls: { any: number; answering: number };
  let timeline: VirtualTimeline;
  let moves: number[];
  beforeEach(() => {
    calls = { any: -Infinity, answering: -Infinity };
    moves = [];
    timeline = new VirtualTimeline(
      start,
      () => calls,
      (now) => moves.push(now),
    );
  });

  /** Waits for `due` and tells when it is over, in virtual time. */
  const until = async (seat: Seat, due: number | undefined, answer?: Promise<unknown>): Promise<number> => {
    await seat.wait(due, answer);
    return seat.now();
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('jumps to the earliest timer when nobody can go on', async () => {
    const seat = timeline.seat();
    assert.equal(await until(seat, start + 31_536_000_000), start + 31_536_000_000);
    assert.deepEqual(moves, [start + 31_536_000_000]);
  });

  it('stands still while one of them goes on', async () => {
    const [busy, waiting] = [timeline.seat(), timeline.seat()];
    let over = false;
    const waited = until(waiting, start + 10).then((now) => {
      over = true;
      return now;
    });
    await turn();
    assert.equal(over, false);
    assert.equal(timeline.now(), start);
    busy.leave();
    assert.equal(await waited, start + 10);
  });

  it('goes from timer to timer in order of time, whoever they belong to', async () => {
    const [a, b] = [timeline.seat(), timeline.seat()];
    const order: string[] = [];
    const run = async (name: string, seat: Seat, dues: readonly number[]): Promise<void> => {
      for (const due of dues) {
        await seat.wait(start + due, undefined);
        order.push(`${name}${seat.now() - start}`);
      }
      seat.leave();
    };
    await Promise.all([run('a', a, [10, 40]), run('b', b, [20, 30, 50])]);
    assert.deepEqual(order, ['a10', 'b20', 'b30', 'a40', 'b50']);
  });

  it('keeps real pace while a function runs, and jumps when it has answered', async () => {
    const seat = timeline.seat();
    const end = seat.under('real');
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const waited = until(seat, start + 3_600_000, answered);
    await new Promise((resolve) => setTimeout(resolve, 30));
    answer();
    const now = await waited;
    assert.ok(now > start && now < start + 3_600_000, `${now - start}`);
    end();
    assert.equal(await until(seat, start + 3_600_000), start + 3_600_000);
  });

  it('lets a timer win against an answer from outside only after silence', async () => {
    const seat = timeline.seat();
    const end = seat.under('outside');
    const never = new Promise(() => undefined);
    let fired = false;
    const waited = until(seat, start + 60_000, never).then((now) => {
      fired = true;
      return now;
    });
    for (let i = 0; i < 4; i++) {
      calls = { any: performance.now(), answering: performance.now() };
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(fired, false);
    }
    assert.equal(await waited, start + 60_000);
    end();
  });

  it('does not let a mere watcher hold a timer up for ever', async () => {
    const seat = timeline.seat();
    seat.under('outside');
    const watcher = setInterval(() => (calls = { any: performance.now(), answering: -Infinity }), 20);
    try {
      assert.equal(await until(seat, start + 60_000, new Promise(() => undefined)), start + 60_000);
    } finally {
      clearInterval(watcher);
    }
  });

  it('ends a wait that is aborted, without moving', async () => {
    const [busy, seat] = [timeline.seat(), timeline.seat()];
    const abort = new AbortController();
    const waited = seat.wait(start + 10, undefined, abort.signal);
    abort.abort();
    await waited;
    assert.equal(timeline.now(), start);
    busy.leave();
  });

  it('goes back for one of them to the last that has happened to another one that is there', async () => {
    const [one, other] = [timeline.seat(), timeline.seat()];
    other.follow(() => start + 30);
    const waited = other.wait(start + 600, undefined);
    await one.wait(start + 60, undefined);
    one.rewind!(start + 10);
    assert.equal(one.now(), start + 30);
    one.leave();
    await waited;
    const last = timeline.seat();
    other.leave();
    last.rewind!(start + 10);
    assert.equal(last.now(), start + 10);
  });
});
