import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DebugBench, arnOf, forms } from '../support/debugBench';
import { DebugClient } from '../support/debugClient';

const starting = (name: string, pattern: string, more: object): object => ({
  Type: 'Task',
  Resource: `arn:aws:states:::states:startExecution${pattern}`,
  Parameters: { StateMachineArn: arnOf(name), 'Input.$': '$' },
  ...more,
});

const child = {
  StartAt: 'Weigh',
  States: {
    Weigh: { Type: 'Pass', Next: 'Rest' },
    Rest: { Type: 'Wait', Seconds: 60, Next: 'Label' },
    Label: { Type: 'Pass', Next: 'Packed' },
    Packed: { Type: 'Succeed' },
  },
};

const middle = {
  StartAt: 'Open',
  States: {
    Open: { Type: 'Pass', Next: 'Inner' },
    Inner: starting('Child', '.sync:2', { ResultPath: null, Next: 'Close' }),
    Close: { Type: 'Pass', End: true },
  },
};

/** Before, a Task that starts an execution, and two states behind it. */
const parent = (name: string, pattern = '.sync:2'): object => ({
  StartAt: 'Before',
  States: {
    Before: { Type: 'Pass', Next: 'Call' },
    Call: starting(name, pattern, { ResultPath: null, Next: 'After' }),
    After: { Type: 'Pass', Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
});

for (const form of forms) {
  describe(`debug adapter: back over executions that Tasks have started (${form})`, () => {
    let bench: DebugBench;
    const open = (machine: object, others: Readonly<Record<string, object>> = { Child: child }): void => {
      bench = new DebugBench(DebugClient.inProcess(), form, machine, others);
    };
    const said = (text: string | RegExp): number => bench.client.transcript.filter((line) => line.search(text) >= 0).length;
    const fileOf = (name: string): string => (form === 'template' ? path.basename(bench.program) : `${name}.asl.${form}`);
    const stackOf = async (threadId: number): Promise<string> => {
      const { stackFrames } = await bench.client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId });
      return stackFrames.map(({ name }) => name).join(' < ');
    };
    const finish = async (): Promise<void> => {
      await bench.breakIn();
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.until('terminated');
    };

    afterEach(() => bench.close());

    it('a step goes before the Task', async () => {
      open(parent('Child'));
      await bench.launch({ input: {} }, () => bench.breakIn('Rest', 'After'));
      await bench.stopped();
      assert.equal(await bench.step('continue'), 'breakpoint After');
      assert.equal(await bench.step('stepBack'), 'step Call');
      assert.equal(await bench.step('stepBack'), 'entry Before');
      await finish();
      assert.equal(said(/Child\/[\da-f]{8}: start/), 1);
    });

    it('Reverse stops at breakpoints in them, Continue at the same ones, and nothing happens twice', async () => {
      open(parent('Child'));
      await bench.launch({ input: {} }, () => bench.breakIn('Before', 'Rest', 'Packed', 'After'));
      const inside = (state: string, task = 'Call'): string => `breakpoint ${state} < ${fileOf('Child')} < ${task}`;
      assert.equal(await bench.stopped(), 'breakpoint Before');
      assert.equal(await bench.step('continue'), inside('Rest'));
      assert.equal(await bench.step('continue'), inside('Packed'));
      assert.equal(await bench.step('continue'), 'breakpoint After');
      assert.equal(await bench.step('reverseContinue'), inside('Packed', 'Resource < Call'));
      assert.equal(await bench.step('reverseContinue'), inside('Rest', 'Resource < Call'));
      assert.equal(await bench.step('reverseContinue'), 'breakpoint Before');
      assert.equal(await bench.step('continue'), inside('Rest'));
      assert.equal(await bench.step('continue'), inside('Packed'));
      assert.equal(await bench.step('continue'), 'breakpoint After');
      assert.equal(await bench.step('reverseContinue'), inside('Packed', 'Resource < Call'));
      assert.equal(await bench.step('continue'), 'breakpoint After');
      // A step over the Task stops in it too, and one behind its last state ends in the Task.
      assert.equal(await bench.step('stepBack'), 'step Call');
      assert.equal(await bench.step('next'), inside('Rest'));
      assert.equal(await bench.step('stepOut'), inside('Packed'));
      assert.equal(await bench.step('stepOut'), 'step ResultPath < Call');
      await finish();
      assert.equal(said(/Child\/[\da-f]{8}: start/), 1);
      assert.equal(said(/\* stdout: SUCCEEDED/), 1);
    });

    it('Reverse from a field of the Task tells nothing that has not happened', async () => {
      open(parent('Child'));
      await bench.launch({ input: {} }, () => bench.breakIn('Rest'));
      await bench.stopped();
      assert.equal(await bench.step('stepOut'), 'step ResultPath < Call');
      assert.equal(await bench.step('reverseContinue'), `breakpoint Rest < ${fileOf('Child')} < Resource < Call`);
      assert.equal(said(/Call +→ After/), 0);
      await bench.breakIn('After');
      assert.equal(await bench.step('continue'), 'breakpoint After');
      assert.equal(said(/Call +→ After/), 1);
      await finish();
    });

    it('Reverse leads out of one that still runs, to before its Task', async () => {
      open(parent('Child'));
      await bench.launch({ input: {} }, () => bench.breakIn('Label'));
      assert.equal(await bench.stopped(), `breakpoint Label < ${fileOf('Child')} < Call`);
      assert.equal(await bench.step('reverseContinue'), 'entry Before');
      assert.equal(await bench.step('continue'), `breakpoint Label < ${fileOf('Child')} < Call`);
      await finish();
      assert.equal(said(/Child\/[\da-f]{8}: start/), 1);
    });

    it('goes through those that they have started themselves', async () => {
      open(parent('Middle'), { Middle: middle, Child: child });
      await bench.launch({ input: {} }, () => bench.breakIn('Rest', 'After'));
      const deep = `Rest < ${fileOf('Child')} < Inner < ${fileOf('Middle')} < Call`;
      assert.equal(await bench.stopped(), `breakpoint ${deep}`);
      assert.equal(await bench.step('continue'), 'breakpoint After');
      const back = `Rest < ${fileOf('Child')} < Resource < Inner < ${fileOf('Middle')} < Resource < Call`;
      assert.equal(await bench.step('reverseContinue'), `breakpoint ${back}`);
      assert.equal(await bench.step('reverseContinue'), 'entry Before');
      assert.equal(await bench.step('continue'), `breakpoint ${deep}`);
      assert.equal(await bench.step('continue'), 'breakpoint After');
      await finish();
    });

    it('Continue passes those in which nothing stops', async () => {
      const task = (Next: string): object => starting('Middle', '.sync:2', { ResultPath: null, Next });
      const states = { Before: { Type: 'Pass', Next: 'One' }, One: task('Two'), Two: task('After') };
      open({ StartAt: 'Before', States: { ...states, After: { Type: 'Pass', End: true } } }, { Middle: middle, Child: child });
      await bench.launch({ input: {} }, () => bench.breakIn('Before', 'After'));
      assert.equal(await bench.stopped(), 'breakpoint Before');
      assert.equal(await bench.step('continue'), 'breakpoint After');
      assert.equal(await bench.step('reverseContinue'), 'breakpoint Before');
      assert.equal(await bench.step('continue'), 'breakpoint After');
      assert.equal(await bench.step('stepBack'), 'step Two');
      await bench.breakIn('Close');
      // Of the one ahead, not of the one behind.
      assert.equal(await bench.step('continue'), `breakpoint Close < ${fileOf('Middle')} < Two`);
      assert.equal(await bench.step('reverseContinue'), `breakpoint Close < ${fileOf('Middle')} < Resource < One`);
      assert.equal(await bench.step('continue'), `breakpoint Close < ${fileOf('Middle')} < Two`);
      await finish();
    });

    it('Step Into returns to one that still runs, wherever it stands', async () => {
      open(parent('Child'));
      await bench.launch({ input: {} }, () => bench.breakIn('Rest'));
      const inside = `Rest < ${fileOf('Child')} < Call`;
      assert.equal(await bench.stopped(), `breakpoint ${inside}`);
      const inner = bench.thread;
      await bench.client.send('pause', { threadId: 1 });
      assert.equal(await bench.stopped(), 'pause Call');
      assert.equal(await bench.step('stepBack'), 'step Call');
      // Where its Task has not been performed yet, it does not stand upon it.
      assert.equal(await stackOf(inner), `Rest < ${fileOf('Child')} < Call < ${path.basename(bench.program)}`);
      assert.equal(await bench.step('stepBack'), 'entry Before');
      assert.equal(await stackOf(inner), `Rest < ${fileOf('Child')}`);
      assert.equal(await bench.step('next'), 'step Call');
      assert.equal(await bench.step('stepIn'), 'step Parameters < Call');
      assert.equal(await bench.step('stepIn'), 'step Resource < Call');
      assert.equal(await bench.step('stepIn'), `breakpoint ${inside}`);
      await finish();
      assert.equal(said(/Child\/[\da-f]{8}: start/), 1);
    });

    it('Step Into returns to one that nobody waits for', async () => {
      open(parent('Child', ''));
      await bench.launch({ input: {} }, () => bench.breakIn('Weigh', 'After'));
      const stops = [await bench.stopped(), await bench.stopped()].sort();
      assert.deepEqual(stops, ['breakpoint After', 'breakpoint Weigh']);
      bench.thread = 1;
      assert.equal(await bench.step('stepBack'), 'step Call');
      assert.equal(await bench.step('stepIn'), 'step Parameters < Call');
      assert.equal(await bench.step('stepIn'), 'step Resource < Call');
      assert.equal(await bench.step('stepIn'), 'step ResultPath < Call');
      assert.equal(await bench.stopped(), 'breakpoint Weigh');
      await bench.breakIn();
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.send('continue', { threadId: 1 });
      await bench.client.until('terminated');
    });
  });
}
