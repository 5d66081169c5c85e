import assert from 'node:assert/strict';
import { copyOf, newExecution } from '../../../server/src/execution/execution';
import { evolve } from '../../../server/src/execution/evolve';
import { type HistoryEvent, plainEvent } from '../../../server/src/execution/history';
import type { Runner } from '../../../server/src/runner/runner';
import type { TaskBinding } from '../../../server/src/runner/tasks/binding';
import { fromPlain, type JsonObject, writeJson } from '../../../server/src/source/json';
import { runnerOf } from '../../support/machine';

const definition = {
  StartAt: 'Fan',
  States: {
    Fan: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Slow', States: { Slow: task() } },
        { StartAt: 'Pause', States: { Pause: { Type: 'Wait', Seconds: 2, Next: 'Quick' }, Quick: task() } },
      ],
      Next: 'Last',
    },
    Last: task(),
  },
};

function task(): object {
  return { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem', End: true };
}

/** A runner whose tasks take `delay` seconds and count their calls. */
function prepare(): { runner: Runner; calls: string[] } {
  const calls: string[] = [];
  const tasks: TaskBinding = {
    perform: ({ stateName, invocation }) => {
      calls.push(`${stateName} ${invocation}`);
      return { kind: 'success', output: `${stateName} ${calls.length}`, delay: stateName === 'Slow' ? 10_000 : 1_000 };
    },
  };
  return { runner: runnerOf(definition, '{}', { tasks: [tasks] }), calls };
}

function folded(history: readonly HistoryEvent[]): ReturnType<typeof newExecution> {
  const execution = newExecution();
  for (const event of history) {
    evolve(execution, event);
  }
  return execution;
}

describe('runner: another future', () => {
  it('goes on from every point of its history, to an equal end', async () => {
    const { runner } = prepare();
    await runner.run();
    const whole = [...runner.history];
    assert.equal(runner.outcome?.status, 'SUCCEEDED');
    for (let n = whole.length; n >= 0; n--) {
      const left = runner.cut(n);
      assert.ok(left <= n && left > n - 4, `cut at ${n}: ${left}`);
      assert.deepEqual(runner.execution, folded(whole.slice(0, left)));
      assert.deepEqual(runner.history, whole.slice(0, left));
      await runner.run();
      assert.equal(runner.outcome?.status, 'SUCCEEDED', `cut at ${n}`);
      assert.deepEqual(
        runner.history.map(({ id, type, timestamp }) => [id, type, timestamp]),
        whole.map(({ id, type, timestamp }) => [id, type, timestamp]),
        `cut at ${n}`,
      );
    }
  });

  it('lets all timers of one moment fire before anything goes on, wherever it was cut', async () => {
    const wait = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, Next: 'Z' }, Z: { Type: 'Pass', End: true } } };
    const runner = runnerOf({ StartAt: 'A', States: { A: { Type: 'Parallel', Branches: [wait, wait, wait], End: true } } }, '{}');
    await runner.run();
    const whole = [...runner.history];
    for (let n = whole.length; n >= 0; n--) {
      runner.cut(n);
      await runner.run();
      assert.deepEqual(runner.history.map(plainEvent), whole.map(plainEvent), `cut at ${n}`);
    }
  });

  it('performs no task again that was under way at the cut and is recorded', async () => {
    const { runner, calls } = prepare();
    await runner.run();
    assert.deepEqual(calls, ['Slow 0', 'Quick 0', 'Last 0']);
    const entered = runner.history.findIndex(({ type, local }) => type === 'TaskStateEntered' && local.state === 'Fan/1/Quick');
    runner.cut(entered + 1);
    await runner.run();
    assert.deepEqual(calls, ['Slow 0', 'Quick 0', 'Last 0', 'Quick 0', 'Last 0']);
    assert.match(writeJson(runner.outcome!.output!), /Last 5/);
  });

  it('records what a user changes, so that folding gives the same', async () => {
    const { runner, calls } = prepare();
    await runner.run();
    const entered = runner.history.findIndex(({ type, local }) => type === 'TaskStateEntered' && local.state === 'Last');
    runner.cut(entered + 1);
    await runner.change({
      type: 'change',
      strand: 0,
      change: { input: 'new', result: 'given', variables: fromPlain({ a: 1 }) as JsonObject },
    });
    assert.deepEqual(folded(runner.history), runner.execution);
    assert.deepEqual(copyOf(runner.execution), runner.execution);
    await runner.run();
    assert.equal(runner.outcome?.output, 'given');
    assert.equal(calls.filter((call) => call.startsWith('Last')).length, 1);
    runner.cut(entered + 1);
    await runner.change({ type: 'fail', strand: 0, error: 'Mine', cause: 'because' });
    await runner.run();
    assert.deepEqual(runner.outcome, { status: 'FAILED', output: undefined, error: 'Mine', cause: 'because' });
    runner.cut(entered + 1);
    await runner.change({ type: 'change', strand: 0, change: { goTo: 'Fan' } });
    await runner.run();
    assert.equal(runner.outcome?.status, 'SUCCEEDED');
    assert.deepEqual(calls.slice(-3), ['Slow 1', 'Quick 1', 'Last 0']);
  });
});
