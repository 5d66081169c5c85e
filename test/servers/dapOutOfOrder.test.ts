import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DebugBench, forms } from '../support/debugBench';
import { DebugClient } from '../support/debugClient';

const branch = (...names: string[]): object => ({
  StartAt: names[0],
  States: Object.fromEntries(
    names.map((name, index) => [name, { Type: 'Pass', ...(names[index + 1] ? { Next: names[index + 1] } : { End: true }) }]),
  ),
});

const machine = {
  StartAt: 'First',
  States: {
    First: { Type: 'Pass', Result: { a: 1 }, Next: 'Fork' },
    Fork: { Type: 'Parallel', Branches: [branch('L1', 'L2', 'L3'), branch('R1', 'R2')], Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
};

for (const form of forms) {
  describe(`debug adapter: requests about another part of the execution than the one that stopped last (${form})`, () => {
    let bench: DebugBench;
    let left: number;

    beforeEach(async () => {
      bench = new DebugBench(DebugClient.inProcess(), form, machine);
      await bench.launch({ input: {} }, () => bench.breakIn('L2'));
      assert.equal(await bench.stopped(), 'breakpoint L2 < Fork');
      left = bench.thread;
    });
    afterEach(() => bench.close());

    /** The thread of the other branch becomes the one that requests are about. */
    const other = async (): Promise<void> => {
      const { threads } = await bench.client.send<DebugProtocol.ThreadsResponse>('threads');
      bench.thread = threads.find(({ name }) => name.endsWith('branch 1'))!.id;
      bench.frameId = (await framesOf(bench.thread))[0]!.id;
    };
    const framesOf = async (threadId: number): Promise<DebugProtocol.StackFrame[]> =>
      (await bench.client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId })).stackFrames;
    const stackOf = async (threadId: number): Promise<string> => (await framesOf(threadId)).map(({ name }) => name).join(' < ');
    const goTo = async (state: string): Promise<string> => {
      const source = { path: bench.program };
      const asked = { source, line: bench.named(state) };
      const { targets } = await bench.client.send<DebugProtocol.GotoTargetsResponse>('gotoTargets', asked);
      return bench.step('goto', { targetId: targets[0]!.id });
    };

    it('the frame around a branch restarts, and its own thread goes on', async () => {
      const frames = await framesOf(left);
      await bench.client.send('restartFrame', { frameId: frames.find(({ name }) => name === 'Fork')!.id });
      assert.equal(await bench.stopped(), 'restart Fork');
      assert.equal(await bench.step('stepIn'), 'step L1 < Fork');
      assert.equal(await bench.step('next'), 'breakpoint L2 < Fork');
    });

    it('a jump out of a branch stands in the thread around it', async () => {
      assert.equal(await goTo('Done'), 'goto Done');
      assert.equal(bench.thread, 1);
      await bench.client.send('next', { threadId: bench.thread });
      await bench.client.until('terminated');
    });

    it('a jump in another branch stands there, and lets the first one be', async () => {
      assert.equal(await bench.step('stepIn'), 'step Next < L2 < Fork');
      await other();
      await bench.client.send('setExpression', { expression: '$.a', value: '70', frameId: bench.frameId });
      assert.match(await stackOf(left), /^Next < L2/);
      assert.equal(await goTo('R2'), 'goto R2 < Fork');
      assert.match(await stackOf(left), /^L2/);
      assert.equal(await bench.evaluate('$.a'), '70');
      assert.equal(await bench.step('next'), 'step Fork');
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.until('terminated');
      assert.ok(bench.client.transcript.includes('* stdout: SUCCEEDED'));
    });

    it('a branch that has ended is not stepped', async () => {
      assert.equal(await bench.step('stepOut'), 'step Fork');
      for (const command of ['next', 'stepIn', 'stepOut']) {
        const { success, message } = await bench.client.ask(command, { threadId: left });
        assert.deepEqual([success, message], [false, 'This part of the execution has ended.']);
      }
      assert.equal(await bench.step('stepBack', { threadId: left }), 'step L3 < Fork');
    });

    it('with another text, a frame restarts before which nothing is gone from it', async () => {
      const text = bench.text.replaceAll('L2', 'Middle');
      await bench.client.send('stepwise/text', { text, program: bench.program });
      const frames = await framesOf(left);
      const refused = await bench.client.ask('restartFrame', { frameId: frames[0]!.id });
      assert.match(JSON.stringify(refused), /The edited definition has no state 'L2'/);
      await bench.client.send('restartFrame', { frameId: frames.find(({ name }) => name === 'Fork')!.id });
      assert.equal(await bench.stopped(), 'restart Fork');
      assert.equal(await bench.step('stepIn'), 'step L1 < Fork');
      assert.equal(await bench.step('next'), 'step Middle < Fork');
    });
  });
}
