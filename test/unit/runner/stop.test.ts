import assert from 'node:assert/strict';
import { runnerOf } from '../../support/machine';

describe('stopping an execution', () => {
  it('while an expression is evaluated leaves nothing behind the abort', async () => {
    const evaluating: (() => void)[] = [];
    const runner = runnerOf(
      { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', Output: '{% 1 %}', End: true } } },
      '{}',
      { evaluate: () => new Promise((resolve) => evaluating.push(() => resolve({ value: 1 }))) },
    );
    const over = runner.run();
    while (evaluating.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await runner.stop('Enough', 'of this');
    evaluating.forEach((answer) => answer());
    assert.equal((await over)?.status, 'ABORTED');
    assert.deepEqual(
      runner.history.map((event) => [event.id, event.type]),
      [
        [1, 'ExecutionStarted'],
        [2, 'PassStateEntered'],
        [3, 'ExecutionAborted'],
      ],
    );
  });

  const endless = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', Output: '{% $f() %}', End: true } } };
  const machines: Record<string, object> = {
    'of a state': endless,
    'of an item': {
      ...endless,
      States: {
        A: {
          Type: 'Map',
          Items: [1],
          ItemSelector: '{% $f() %}',
          ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'B', States: { B: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
    },
    'of a child': {
      ...endless,
      States: {
        A: {
          Type: 'Map',
          Items: [1],
          ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, ...endless },
          End: true,
        },
      },
    },
  };
  for (const [which, definition] of Object.entries(machines)) {
    it(`while an endless expression ${which} is evaluated does not wait for it`, async () => {
      const expression = '($go := function($n) { $go($n + 1) }; $go(1))';
      const runner = runnerOf(JSON.stringify(definition).replaceAll('$f()', expression), '{}');
      const over = runner.run();
      await new Promise((resolve) => setTimeout(resolve, 30));
      await runner.stop('Enough');
      await over;
      assert.deepEqual([runner.outcome?.status, runner.outcome?.error], ['ABORTED', 'Enough']);
      assert.ok(!runner.history.some(({ type }) => type.endsWith('Failed')));
      assert.ok(runner.mapRuns.every(({ status }) => status === 'ABORTED'));
    });
  }

  it('stops an endless loop at once', async () => {
    const runner = runnerOf({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } }, '{}', {
      limits: 'off',
    });
    const over = runner.run();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await runner.stop();
    assert.equal((await over)?.status, 'ABORTED');
    assert.equal(runner.history.at(-1)!.type, 'ExecutionAborted');
  });
});
