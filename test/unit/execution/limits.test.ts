import assert from 'node:assert/strict';
import { runnerOf } from '../../support/machine';

type States = Record<string, object>;

/** Error, and which of the data was too large, or the status. */
async function outcomeOf(states: States, more: object = {}, limits: 'aws' | 'off' = 'aws'): Promise<string> {
  const runner = runnerOf({ StartAt: Object.keys(states)[0]!, States: states, ...more }, `{"s":"${'x'.repeat(100_000)}","n":0}`, {
    limits,
    tasks: [{ perform: () => ({ kind: 'success', output: 'x'.repeat(262_143) }) }],
  });
  const outcome = (await runner.run())!;
  return outcome.error === undefined
    ? outcome.status
    : `${outcome.error}: ${/returned a result|was given an input|assigned variables|events/.exec(outcome.cause ?? '')?.[0] ?? outcome.cause ?? ''}`;
}

const three = { 'a.$': '$.s', 'b.$': '$.s', 'c.$': '$.s' };
const inner = (states: States = { P: { Type: 'Pass', Result: 1, End: true } }): object => ({
  StartAt: Object.keys(states)[0],
  States: states,
});
const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true };

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
describe('limits that AWS enforces', () => {
  const cases: readonly [name: string, states: States, expected: string, more?: object][] = [
    ['an output', { A: { Type: 'Pass', Parameters: three, End: true } }, 'States.DataLimitExceeded: returned a result'],
    ['an output to the byte', { A: { Type: 'Pass', Result: 'é'.repeat(131_071), End: true } }, 'SUCCEEDED'],
    [
      'an output one byte more',
      { A: { Type: 'Pass', Result: `a${'é'.repeat(131_071)}`, End: true } },
      'States.DataLimitExceeded: returned a result',
    ],
    ["a task's result", { A: task }, 'States.DataLimitExceeded: returned a result'],
    ['what a task is given', { A: { ...task, Parameters: three } }, 'States.DataLimitExceeded: was given an input'],
    [
      'what branches are given',
      { A: { Type: 'Parallel', Parameters: three, Branches: [inner()], End: true } },
      'States.DataLimitExceeded: was given an input',
    ],
    [
      'what an iteration is given by ItemSelector',
      {
        L: { Type: 'Pass', Result: [1, 2], ResultPath: '$.l', Next: 'A' },
        A: { Type: 'Map', ItemsPath: '$.l', ItemSelector: three, ItemProcessor: inner(), End: true },
      },
      'States.DataLimitExceeded: was given an input',
    ],
    [
      'what branches make together',
      {
        A: {
          Type: 'Parallel',
          Branches: [0, 1, 2].map((i) => inner({ [`P${i}`]: { Type: 'Pass', End: true } })),
          End: true,
        },
      },
      'States.DataLimitExceeded: returned a result',
    ],
    ['what one Assign holds', { A: { Type: 'Pass', Assign: three, End: true } }, 'States.DataLimitExceeded: assigned variables'],
    ['an Assign of less', { A: { Type: 'Pass', Assign: { 'a.$': '$.s' }, End: true } }, 'SUCCEEDED'],
  ];
  for (const [name, states, expected, more] of cases) {
    it(`${name} in bytes`, async () => {
      const said = await outcomeOf(states, more);
      assert.ok(said.startsWith(expected), said);
      if (expected.startsWith('States.DataLimitExceeded')) {
        assert.equal(await outcomeOf(states, more, 'off'), 'SUCCEEDED');
      }
    });
  }

  it('variables together', async () => {
    const states: States = Object.fromEntries(
      Array.from({ length: 120 }, (_, i) => [
        `S${i}`,
        { Type: 'Pass', Assign: { [`v${i}.$`]: '$.s' }, ...(i < 119 ? { Next: `S${i + 1}` } : { End: true }) },
      ]),
    );
    assert.equal(await outcomeOf(states), 'States.DataLimitExceeded: assigned variables');
    assert.equal(await outcomeOf(states, {}, 'off'), 'SUCCEEDED');
  });

  it('too much data can be caught', async () => {
    const caught = { ...task, Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'B' }] };
    assert.equal(await outcomeOf({ A: caught, B: { Type: 'Succeed' } }), 'SUCCEEDED');
  });

  it('25,000 events, the last of which ends the execution', async () => {
    const runner = runnerOf({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } }, '{}');
    assert.equal((await runner.run())?.status, 'FAILED');
    assert.deepEqual(
      [runner.history.length, runner.history.at(-1)!.id, runner.history.at(-1)!.type],
      [25_000, 25_000, 'ExecutionFailed'],
    );
  });

  it('five minutes of an Express execution', async () => {
    const states = (Seconds: number): object => ({ StartAt: 'A', States: { A: { Type: 'Wait', Seconds, End: true } } });
    assert.equal((await runnerOf(states(299), '{}', { type: 'EXPRESS' }).run())?.status, 'SUCCEEDED');
    assert.equal((await runnerOf(states(301), '{}', { type: 'EXPRESS' }).run())?.status, 'TIMED_OUT');
    assert.equal((await runnerOf(states(301), '{}').run())?.status, 'SUCCEEDED');
  });
});
