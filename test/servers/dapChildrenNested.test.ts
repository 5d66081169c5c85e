import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DebugBench, arnOf, forms } from '../support/debugBench';
import { DebugClient } from '../support/debugClient';

const child = {
  StartAt: 'Weigh',
  States: {
    Weigh: { Type: 'Pass', Next: 'Rest' },
    Rest: { Type: 'Wait', Seconds: 60, Next: 'Packed' },
    Packed: { Type: 'Succeed' },
  },
};

/** A distributed Map whose items start an execution each. */
function each(pattern: string, parameters: object = {}): object {
  const call = {
    Type: 'Task',
    Resource: `arn:aws:states:::states:startExecution${pattern}`,
    Parameters: { StateMachineArn: arnOf('Child'), 'Input.$': '$', ...parameters },
    Next: 'Seal',
  };
  return {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Call',
          States: { Call: call, Seal: { Type: 'Pass', End: true } },
        },
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
    },
  };
}

for (const form of forms) {
  describe(`debug adapter: executions that children of a distributed Map start (${form})`, () => {
    let bench: DebugBench;
    const open = (machine: object): void => {
      bench = new DebugBench(DebugClient.inProcess(), form, machine, { Child: child });
    };
    const said = (text: string | RegExp): number => bench.client.transcript.filter((line) => line.search(text) >= 0).length;
    const childFile = (): string => (form === 'template' ? path.basename(bench.program) : `Child.asl.${form}`);
    const threads = async (): Promise<string[]> =>
      (await bench.client.look()).map((line) => line.replace(/:\d+/g, '').replace(/[\da-f]{8}/, '<id>'));
    const finish = async (): Promise<void> => {
      await bench.breakIn();
      for (;;) {
        const { threads } = await bench.client.send<DebugProtocol.ThreadsResponse>('threads');
        await Promise.all(threads.map(({ id }) => bench.client.ask('continue', { threadId: id })));
        if (said(/^\* terminated/) > 0) {
          return;
        }
        await new Promise(setImmediate);
      }
    };

    afterEach(() => bench.close());

    it('are stepped into, out of, back, and gone through again', async () => {
      open(each('.sync:2'));
      await bench.launch({ input: [1, 2] }, () => bench.breakAt({ line: bench.named('Call') }));
      assert.equal(await bench.stopped(), 'breakpoint Call');
      const item = bench.thread;
      const { targets } = await bench.client.send<DebugProtocol.StepInTargetsResponse>('stepInTargets', {
        frameId: bench.frameId,
      });
      assert.deepEqual(
        targets.map(({ label }) => label),
        ['The next step of the data flow', 'Execution of Child'],
      );
      assert.equal(await bench.step('stepIn'), 'step Parameters < Call');
      assert.equal(await bench.step('stepIn'), 'step Resource < Call');
      const inside = `Weigh < ${childFile()} < Resource < Call`;
      assert.equal(await bench.step('stepIn'), `step ${inside}`);
      assert.equal(await bench.evaluate('$'), '1');
      // The other child would stop as well, if it went on.
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(said(/stopped.*breakpoint/), 1);
      await bench.breakIn();
      assert.equal(await bench.step('next'), `step Rest < ${childFile()} < Resource < Call`);
      assert.equal(await bench.step('stepBack'), `entry ${inside}`);
      // Out of it at its beginning, and into it again: it is still the same.
      assert.equal(await bench.step('stepBack'), 'step Resource < Call');
      assert.equal(bench.thread, item);
      assert.equal(await bench.step('stepIn'), `entry Weigh < ${childFile()} < Call`);
      assert.equal(await bench.step('stepOut'), 'step Next < Call');
      assert.equal(bench.thread, item);
      assert.equal(await bench.step('stepBack'), 'step Resource < Call');
      assert.equal(await bench.step('stepIn'), `step Weigh < ${childFile()} < Resource < Call`);
      assert.equal(await bench.step('stepOut'), 'step Next < Call');
      assert.equal(await bench.step('next'), 'step Seal');
      await finish();
      assert.equal(said(/\* stdout: SUCCEEDED/), 1);
      assert.equal(said(/Child\/[\da-f]{8}: start/), 2);
    });

    it('stand upon the Task that waits for them where a breakpoint stops', async () => {
      open(each('.sync'));
      await bench.launch({ input: [1] }, () => bench.breakIn('Weigh'));
      assert.equal(await bench.stopped(), `breakpoint Weigh < ${childFile()} < Resource < Call`);
      const name = form === 'template' ? 'Orders' : 'orders';
      const file = path.basename(bench.program);
      assert.deepEqual(await threads(), [
        `${name}: Each < ${file}`,
        `Child/<id>: Weigh < ${childFile()} < Resource < Call < ${file}`,
        `Each · item 0: Resource < Call < ${file}`,
      ]);
      await finish();
      assert.equal(said(/\* stdout: SUCCEEDED/), 1);
    });

    it('end when their child is taken back, and are started anew, whatever their name', async () => {
      open(each('.sync', { 'Name.$': "States.Format('number-{}', $)" }));
      await bench.launch({ input: [1] }, () => bench.breakIn('Seal'));
      assert.equal(await bench.stopped(), 'breakpoint Seal');
      assert.equal(await bench.step('stepBack'), 'entry Call');
      assert.equal(await bench.step('restartFrame', { frameId: bench.frameId }), 'restart Call');
      assert.equal(await bench.step('continue'), 'breakpoint Seal');
      assert.equal(said(/Child\/number-1: SUCCEEDED/), 2);
      // So it is when the Map is worked anew.
      await bench.breakIn('Done');
      assert.equal(await bench.step('continue'), 'breakpoint Done');
      assert.equal(await bench.step('stepBack'), 'entry Each');
      assert.equal(await bench.step('restartFrame', { frameId: bench.frameId }), 'restart Each');
      assert.equal(await bench.step('continue'), 'breakpoint Done');
      assert.equal(said(/Child\/number-1: SUCCEEDED/), 3);
      assert.equal(said(/ExecutionAlreadyExists/), 0);
      await finish();
    });

    it('are gone with the Map, although nobody waits for them', async () => {
      open(each(''));
      await bench.launch({ input: [1, 2] }, () => bench.breakIn('Done'));
      assert.equal(await bench.stopped(), 'breakpoint Done');
      while ((await threads()).filter((name) => name.startsWith('Child')).length < 2) {
        await new Promise(setImmediate);
      }
      assert.equal(await bench.step('stepBack'), 'entry Each');
      await bench.client.send('restartFrame', { frameId: bench.frameId });
      assert.equal(await bench.stopped(), 'restart Each');
      assert.equal(said(/Cut behind event 2: .*, and with that Child\/[\da-f]{8}, Child\/[\da-f]{8}\./), 1);
      assert.deepEqual(await threads(), [`main: Each < ${path.basename(bench.program)}`]);
      await finish();
      assert.equal(said(/Child\/[\da-f]{8}: SUCCEEDED/), 2);
    });

    it('end with the session while they stand', async () => {
      open(each('.sync:2'));
      await bench.launch({ input: [1, 2] }, () => bench.breakIn('Packed'));
      assert.equal(await bench.stopped(), `breakpoint Packed < ${childFile()} < Resource < Call`);
      await bench.client.send('terminate', {});
      await bench.client.until('terminated');
      assert.equal(said(/\* stdout: ABORTED/), 1);
    });
  });
}
