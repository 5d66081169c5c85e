import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DebugBench, arnOf, forms } from '../support/debugBench';
import { DebugClient } from '../support/debugClient';

const wait = (seconds: number, next: string): object => ({ Type: 'Wait', Seconds: seconds, Next: next });
const end = { Type: 'Pass', End: true };

const child = {
  StartAt: 'Weigh',
  States: { Weigh: { Type: 'Pass', Next: 'Rest' }, Rest: wait(60, 'Packed'), Packed: { Type: 'Succeed' } },
};

const call = {
  Type: 'Task',
  Resource: 'arn:aws:states:::states:startExecution.sync:2',
  Parameters: { StateMachineArn: arnOf('Child'), 'Input.$': '$' },
};

for (const form of forms) {
  describe(`debug adapter: one time for several executions, one of which is cut (${form})`, () => {
    let bench: DebugBench;
    const open = (machine: object): void => {
      bench = new DebugBench(DebugClient.inProcess(), form, machine, { Child: child });
    };
    const said = (text: string | RegExp): number => bench.client.transcript.filter((line) => line.search(text) >= 0).length;
    const entered = async (): Promise<string> => /\d\d:\d\d:\d\d/.exec(await bench.evaluate('$$.State.EnteredTime'))![0];
    const childFile = (): string => (form === 'template' ? path.basename(bench.program) : `Child.asl.${form}`);
    /** From `state`, back to Weigh, another input, and on to `state`. */
    const anew = async (state: string): Promise<void> => {
      while (!(await bench.step('stepBack')).includes(' Weigh')) {
        // Further back.
      }
      await bench.client.send('setExpression', { expression: '$.heavy', value: 'true', frameId: bench.frameId });
      while (!(await bench.step('next')).includes(` ${state}`)) {
        // Further on.
      }
    };
    const finish = async (): Promise<void> => {
      await bench.breakIn();
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.until('terminated');
      assert.equal(said(/\* stdout: SUCCEEDED/), 1);
    };

    afterEach(() => bench.close());

    it('goes back with it where nothing has happened to the others since', async () => {
      open({ StartAt: 'Call', States: { Call: { ...call, End: true } } });
      await bench.launch({ input: {} }, () => bench.breakIn('Packed'));
      assert.equal(await bench.stopped(), `breakpoint Packed < ${childFile()} < Call`);
      assert.equal(await entered(), '12:01:00');
      await anew('Packed');
      assert.equal(await entered(), '12:01:00');
      assert.equal(said(/Cut behind event 2: 4 events gone\.$/), 1);
      assert.equal(said('Time stays'), 0);
      await finish();
    });

    it('goes back to the last that has happened to another one', async () => {
      const other = { StartAt: 'Half', States: { Half: wait(30, 'Late'), Late: wait(600, 'Later'), Later: end } };
      const branches = [{ StartAt: 'Call', States: { Call: { ...call, End: true } } }, other];
      open({ StartAt: 'Fork', States: { Fork: { Type: 'Parallel', Branches: branches, End: true } } });
      await bench.launch({ input: {} }, () => bench.breakIn('Packed'));
      assert.equal(await bench.stopped(), `breakpoint Packed < ${childFile()} < Call < Fork`);
      await anew('Packed');
      assert.equal(await entered(), '12:01:30');
      assert.equal(said(/Time stays at 2026-01-31T12:00:30\.000Z, which another execution has come to/), 1);
      await finish();
    });

    it('ends those that were started behind the cut, and says so', async () => {
      open({
        StartAt: 'Call',
        States: { Call: { ...call, ResultPath: null, Next: 'Done' }, Done: { Type: 'Succeed' } },
      });
      await bench.launch({ input: {} }, () => bench.breakIn('Done'));
      assert.equal(await bench.stopped(), 'breakpoint Done');
      assert.equal(await bench.step('stepBack'), 'entry Call');
      assert.equal(await bench.step('restartFrame', { frameId: bench.frameId }), 'restart Call');
      assert.equal(said(/Cut behind event 2: 6 events gone, and with that Child\/[\da-f]{8}\.$/), 1);
      assert.equal(await bench.step('next'), 'breakpoint Done');
      assert.equal(await entered(), '12:01:00');
      await finish();
    });

    it('goes back to the last that has happened to another child of a distributed Map', async () => {
      const states = { Weigh: { Type: 'Pass', Next: 'Rest' }, Rest: wait(60, 'Seal'), Seal: { Type: 'Pass', Next: 'Dry' } };
      open({
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Map',
            ItemProcessor: {
              ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
              StartAt: 'Weigh',
              States: { ...states, Dry: wait(600, 'Cut'), Cut: end },
            },
            End: true,
          },
        },
      });
      const seal = (): Promise<void> => bench.breakAt({ line: bench.named('Seal'), condition: '$.id == 2' });
      await bench.launch({ input: [{ id: 1 }, { id: 2 }] }, seal);
      assert.equal(await bench.stopped(), 'breakpoint Seal');
      assert.equal(await entered(), '12:01:00');
      await anew('Seal');
      assert.equal(await entered(), '12:02:00');
      assert.equal(said('Time stays at 2026-01-31T12:01:00.000Z, which another execution has come to'), 1);
      const { threads } = await bench.client.send<DebugProtocol.ThreadsResponse>('threads');
      assert.ok(threads.some(({ name }) => name.endsWith('item 1')));
      await finish();
    });
  });
}
