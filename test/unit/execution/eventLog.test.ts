import assert from 'node:assert/strict';
import { newExecution } from '../../../server/src/execution/execution';
import { evolve } from '../../../server/src/execution/evolve';
import { type HistoryEvent, plainEvent } from '../../../server/src/execution/history';
import type { Runner } from '../../../server/src/runner/runner';
import { runnerOf } from '../../support/machine';

type States = Record<string, object>;

/** Pass states that change nothing, from `first` on, then `next`. */
function chain(first: string, count: number, next: object, more: object = {}): States {
  const name = (i: number): string => (i === 0 ? first : `${first}${i}`);
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      name(i),
      { Type: 'Pass', ...more, ...(i + 1 < count ? { Next: name(i + 1) } : next) },
    ]),
  );
}

const branch = (first: string, more?: object): object => ({ StartAt: first, States: chain(first, 3, { End: true }, more) });

const machines: Record<string, object> = {
  'a chain': { StartAt: 'A', States: chain('A', 50, { End: true }) },
  'chains with something in between': {
    StartAt: 'A',
    States: {
      ...chain('A', 7, { Next: 'Set' }),
      Set: { Type: 'Pass', Result: { b: 2 }, ResultPath: '$.set', Assign: { v: 1 }, Next: 'B' },
      ...chain('B', 3, { Next: 'Pause' }, { InputPath: '$', OutputPath: '$' }),
      Pause: { Type: 'Wait', Seconds: 1, Next: 'C' },
      ...chain('C', 3, { Next: 'Which' }, { QueryLanguage: 'JSONata' }),
      Which: { Type: 'Choice', Choices: [{ Variable: '$.set.b', NumericEquals: 2, Next: 'D' }], Default: 'Set' },
      ...chain('D', 2, { Next: 'None' }, { Comment: 'again' }),
      None: { Type: 'Pass', InputPath: '$.none', End: true },
    },
  },
  'chains side by side': {
    StartAt: 'Fan',
    States: {
      Fan: { Type: 'Parallel', Branches: [branch('A'), branch('B', { OutputPath: '$.list' }), branch('C')], Next: 'Each' },
      Each: { Type: 'Map', ItemsPath: '$[1]', MaxConcurrency: 2, ItemProcessor: branch('I'), Next: 'Z' },
      ...chain('Z', 2, { End: true }),
    },
  },
  'a loop that has no end': { StartAt: 'A', States: chain('A', 3, { Next: 'A' }) },
};

const input = '{"a":1,"list":[1,2,3,4]}';

/** The events in objects without anything of their own. */
const plain = (events: readonly HistoryEvent[]): HistoryEvent[] => events.map(plainEvent);

/** The same execution one step after the other, its history read from the beginning. */
async function steppedThrough(definition: object, given: string): Promise<Runner> {
  const runner = runnerOf(definition, given);
  const { history } = runner;
  for (let next = runner.next(); next !== 'ended'; next = runner.next()) {
    const before = history.length;
    const events = next === 'waiting' ? await runner.wait() : await runner.step(next);
    assert.deepEqual(history.slice(before), events);
  }
  return runner;
}

describe('the log of events', () => {
  for (const [name, definition] of Object.entries(machines)) {
    it(`tells of ${name} what every step by itself tells`, async () => {
      const runner = runnerOf(definition, input);
      await runner.run();
      const { length, lastId } = runner.log;
      const stepped = await steppedThrough(definition, input);
      assert.deepEqual(plain(runner.history), plain(stepped.history));
      assert.deepEqual(runner.execution, stepped.execution);
      assert.deepEqual([length, lastId], [stepped.history.length, stepped.history.at(-1)!.id]);
      const folded = newExecution();
      runner.history.forEach((event) => evolve(folded, event));
      assert.deepEqual(folded, runner.execution);
    });

    it(`of ${name} is cut and goes on`, async () => {
      const runner = runnerOf(definition, input);
      await runner.run();
      const whole = plain(runnerOf(definition, input, { history: runner.history }).history);
      runner.cut(9);
      assert.equal(runner.log.lastId, runner.history.at(-1)?.id);
      assert.equal(runner.log.length, runner.history.length);
      await runner.run();
      assert.deepEqual(plain(runner.history), whole);
    });
  }

  it('comes to the same where a payload is too large', async () => {
    const large = `{"list":["${'x'.repeat(262_144)}"]}`;
    for (const definition of Object.values(machines)) {
      const runner = runnerOf(definition, large);
      assert.equal((await runner.run())?.error, 'States.DataLimitExceeded');
      assert.deepEqual(plain(runner.history), plain((await steppedThrough(definition, large)).history));
    }
  });

  it('takes in what has been read before', async () => {
    const runner = runnerOf(machines['a chain']!, input);
    const { history } = runner;
    await runner.run();
    assert.equal(history.length, 102);
    assert.equal(runner.history, history);
  });
});
