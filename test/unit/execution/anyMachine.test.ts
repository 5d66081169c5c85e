import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newExecution } from '../../../server/src/execution/execution';
import { evolve } from '../../../server/src/execution/evolve';
import { exportEvent, isLocal, plainEvent } from '../../../server/src/execution/history';
import type { Runner } from '../../../server/src/runner/runner';
import { inputs, machines, tasks } from '../../support/anyMachine';
import { runnerOf } from '../../support/machine';

/** An iteration that is aborted while branches run inside it: they end with it. */
const mapOfFailingParallels = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.list',
      ItemProcessor: {
        StartAt: 'Fan',
        States: {
          Fan: { Type: 'Parallel', Branches: [{ StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Odd' } } }], End: true },
        },
      },
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }],
      End: true,
    },
  },
};

/** Ids count up, causes come before what they cause, the end is one, and folding the events gives what the runner holds. */
function assertWhole(runner: Runner): void {
  const events = runner.history.filter(({ type }) => !isLocal(type));
  events.forEach(({ id, previousEventId }, i) => {
    assert.equal(id, i + 1);
    assert.ok(previousEventId >= 0 && previousEventId < id);
  });
  assert.match(events.at(-1)!.type, /^Execution(Succeeded|Failed)$/);
  const folded = newExecution();
  runner.history.forEach((event) => evolve(folded, event));
  assert.deepEqual(folded, runner.execution);
}

/** The execution one step after the other, as a debugger lets it go on. */
async function stepThrough(runner: Runner): Promise<void> {
  for (let next = runner.next(); next !== 'ended'; next = runner.next()) {
    await (next === 'waiting' ? runner.wait() : runner.step(next));
  }
}

/** `STEPWISE_SEED` tries other machines than every run does. */
describe('any state machine', () => {
  it('comes to an end, the same on every run, with a history that is whole', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(machines(2, true), inputs, async (definition, input) => {
        const runner = runnerOf(definition, input, { tasks: [tasks] });
        const outcome = await runner.run();
        assert.ok(outcome);
        assertWhole(runner);
        const again = runnerOf(definition, input, { tasks: [tasks] });
        await again.run();
        assert.deepEqual(again.history.map(exportEvent), runner.history.map(exportEvent));
        const stepped = runnerOf(definition, input, { tasks: [tasks] });
        await stepThrough(stepped);
        assert.deepEqual(stepped.history.map(plainEvent), runner.history.map(plainEvent));
        if (outcome.status === 'FAILED') {
          const redriven = runnerOf(definition, input, { tasks: [tasks], history: runner.history });
          const [event] = await redriven.redrive();
          assert.equal(event?.type, 'ExecutionRedriven');
          assert.ok(await redriven.run());
          assertWhole(redriven);
        }
      }),
      {
        numRuns: 3000,
        seed: Number(process.env.STEPWISE_SEED ?? 1),
        examples: [[mapOfFailingParallels, '{"a":1,"list":[1,2,3]}']],
      },
    );
  });

  it('goes on from any moment of its history to the same end', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(machines(2, false), inputs, fc.nat(), async (definition, input, moment) => {
        const runner = runnerOf(definition, input, { tasks: [tasks] });
        await runner.run();
        const whole = runner.history.map(plainEvent);
        const left = runner.cut(moment % (whole.length + 1));
        assert.deepEqual(runner.history.map(plainEvent), whole.slice(0, left));
        const folded = newExecution();
        runner.history.forEach((event) => evolve(folded, event));
        assert.deepEqual(folded, runner.execution);
        await runner.run();
        assert.deepEqual(runner.history.map(plainEvent), whole);
      }),
      { numRuns: 2000 },
    );
  });
});
