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
