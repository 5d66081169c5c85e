import assert from 'node:assert/strict';
import { lower } from '../../../server/src/asl/lower';
import { compile } from '../../../server/src/execution/compile';
import { Runner } from '../../../server/src/runner/runner';
import { fromPlain } from '../../../server/src/source/json';
import { parse } from '../../../server/src/source/parse';

const loop = {
  StartAt: 'A',
  States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Choice', Choices: [{ Variable: '$', IsPresent: true, Next: 'A' }] } },
};
const { program } = compile(lower(parse(JSON.stringify(loop), 'json').root)!);

describe('runner: an endless loop', () => {
  it('is ended by the limit on events', async () => {
    const outcome = await new Runner({ program: program!, input: fromPlain(1) }).run();
    assert.deepEqual([outcome?.status, outcome?.error], ['FAILED', 'States.Runtime']);
    assert.match(outcome!.cause!, /25000/);
  });

  it('is stopped at once when the run is aborted', async () => {
    const runner = new Runner({ program: program!, input: fromPlain(1), limits: 'off' });
    const aborted = new AbortController();
    const running = runner.run(aborted.signal);
    setTimeout(() => aborted.abort(), 30);
    assert.equal(await running, undefined);
    const events = await runner.stop('Enough');
    assert.equal(events.at(-1)?.type, 'ExecutionAborted');
    assert.equal(runner.outcome?.status, 'ABORTED');
  });
});
