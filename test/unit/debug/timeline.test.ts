import assert from 'node:assert/strict';
import { Debugger } from '../../../server/src/debug/debugger';
import { Timeline } from '../../../server/src/debug/timeline';
import { TimelineModel, duration, ticks } from '../../../server/src/graph/timeline';
import type { Runner } from '../../../server/src/runner/runner';
import { runnerOf } from '../../support/machine';

const machine = {
  StartAt: 'Call',
  States: {
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:getItem',
      Retry: [{ ErrorEquals: ['Slow'], IntervalSeconds: 2 }],
      Catch: [{ ErrorEquals: ['Gone'], Next: 'Each', ResultPath: '$.error' }],
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: {
        StartAt: 'Rest',
        States: { Rest: { Type: 'Wait', Seconds: 5, Next: 'Close' }, Close: { Type: 'Pass', End: true } },
      },
      Next: 'Bad',
    },
    Bad: { Type: 'Fail', Error: 'No' },
  },
};

function run(): Runner {
  const errors = ['Slow', 'Gone'];
  return runnerOf(machine, '{"items": [1, 2]}', {
    tasks: [{ perform: () => ({ kind: 'failure', error: errors.shift() ?? '', delay: 1000 }) }],
  });
}

/** A timeline as text: each row with its stays, then the marks. */
function shown(model: TimelineModel): string[] {
  const rows = model.rows.map(({ row, name, depth }) => {
    const bars = model.bars(row, 'events', model.whole('events'));
    const told = bars.map(({ state, from, to, status }) => `${state} ${from}-${to} ${status}`);
    return `${'  '.repeat(depth)}${name}: ${told.join(', ')}`;
  });
  return [...rows, ...model.marks.map(({ row, event, kind, text }) => `${event} row ${row} ${kind} ${text}`)];
}

describe('the timeline', () => {
  it('tells rows, stays and marks, and the same piece by piece as all at once', async () => {
    const runner = run();
    const cursor = new Debugger(runner.history, () => runner.program);
    const timeline = new Timeline(cursor);
    const model = new TimelineModel();
    const take = (told = timeline.news()): void => model.take({ program: 'a', threadId: 1, ...told });
    for (;;) {
      const next = runner.next();
      if (next === 'ended') {
        break;
      }
      await (next === 'waiting' ? runner.wait() : runner.step(next));
      take();
    }
    const whole = new TimelineModel();
    whole.take({ program: 'a', threadId: 1, ...timeline.whole() });
    assert.deepEqual(shown(model), shown(whole));
    assert.deepEqual(model.times, whole.times);
    assert.deepEqual(model.stops, whole.stops);
    assert.deepEqual(shown(model), [
      'main: Call 2-9 caught, Each 10-27 succeeded, Bad 28-29 failed',
      '  Each · item 0: Each/Rest 14-18 succeeded, Each/Close 20-21 succeeded',
      '  Each · item 1: Each/Rest 16-19 succeeded, Each/Close 23-24 succeeded',
      '5 row 0 retried Slow',
      '8 row 0 caught Gone',
      '29 row 0 failed No',
    ]);
  });

  it('begins anew once the history is cut, and tells only what is new otherwise', async () => {
    const runner = run();
    const cursor = new Debugger(runner.history, () => runner.program);
    const timeline = new Timeline(cursor);
    await runner.run();
    const all = timeline.news();
    assert.equal(all.from, 0);
    assert.equal(all.times.length, runner.history.length);
    cursor.seek({ events: 4, inner: 0 });
    assert.deepEqual(timeline.news(), { from: all.times.length, times: [], stops: [], rows: [], bars: [], marks: [], cursor: 4 });
    cursor.cut(runner.cut(2));
    const anew = timeline.news();
    assert.deepEqual([anew.from, anew.times.length, anew.bars.map(({ status }) => status)], [0, 2, ['running']]);
  });

  it('has a branch that is run again in the row that it was in', async () => {
    const runner = runnerOf({
      StartAt: 'Fan',
      States: {
        Fan: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'A', States: { A: { Type: 'Fail', Error: 'No' } } }],
          Retry: [{ ErrorEquals: ['No'], MaxAttempts: 2 }],
          End: true,
        },
      },
    });
    await runner.run();
    const model = new TimelineModel();
    model.take({ program: 'a', threadId: 1, ...new Timeline(new Debugger(runner.history, () => runner.program)).whole() });
    assert.deepEqual(
      model.rows.map(({ name }) => name),
      ['main', 'Fan · branch 0'],
    );
    assert.equal(model.bars(1, 'events', model.whole('events')).length, 3);
  });
});

describe('the axis of the timeline', () => {
  const model = new TimelineModel();
  model.take({
    program: 'a',
    threadId: 1,
    from: 0,
    times: [1000, 1000, 1000, 6000, 6000, 9000],
    stops: [2, 4, 6],
    rows: [{ row: 0, name: 'main' }],
    bars: [
      { row: 0, state: 'A', from: 2, to: 3, status: 'succeeded' },
      { row: 0, state: 'B', from: 4, to: 6, status: 'running' },
    ],
    marks: [],
    cursor: 6,
  });

  it('goes by events or by the clock', () => {
    assert.deepEqual([model.at(4, 'events'), model.at(4, 'time'), model.whole('time')], [4, 5000, { from: 0, to: 8000 }]);
    assert.equal(model.barAt(0, 'events', 5)?.state, 'B');
    assert.equal(model.barAt(0, 'events', 3.5), undefined);
    assert.equal(model.barAt(0, 'time', 0)?.state, 'A');
    assert.equal(model.stayAt(5)?.bar.state, 'B');
  });

  it('knows the places where the debugger can stand', () => {
    assert.deepEqual(
      [-1, 2.9, 3.1, 99].map((value) => model.nearest('events', value)),
      [2, 2, 4, 6],
    );
    assert.equal(model.nearest('time', 4000), 4);
    assert.deepEqual(
      [model.step(4, 1), model.step(4, -1), model.step(3, 1), model.step(3, -1), model.step(6, 1), model.step(2, -9)],
      [6, 2, 4, 2, 6, 2],
    );
  });

  it('has few marks, at round numbers', () => {
    assert.deepEqual(ticks('events', { from: 0, to: 24_000 }, 10), [0, 5000, 10_000, 15_000, 20_000]);
    assert.deepEqual(ticks('time', { from: 0, to: 60_000 }, 5), [0, 15_000, 30_000, 45_000, 60_000]);
    assert.ok(ticks('time', { from: 0, to: 400 * 86_400_000 }, 6).length <= 6);
    assert.deepEqual([20, 1500, 200_000, 93_600_000].map(duration), ['20 ms', '1.5 s', '3 min 20 s', '1 d 2 h']);
  });

  it('looks at what is seen only, however long the history is', () => {
    const long = new TimelineModel();
    const count = 25_000;
    long.take({
      program: 'a',
      threadId: 1,
      from: 0,
      times: Array.from({ length: count }, (_, index) => index),
      stops: Array.from({ length: count }, (_, index) => index + 1),
      rows: [{ row: 0, name: 'main' }],
      bars: Array.from({ length: count / 2 }, (_, index) => ({
        row: 0,
        state: 'A',
        from: 2 * index + 1,
        to: 2 * index + 2,
        status: 'succeeded' as const,
      })),
      marks: [],
      cursor: count,
    });
    assert.equal(long.bars(0, 'events', { from: 12_000, to: 12_010 }).length, 6);
  });
});
