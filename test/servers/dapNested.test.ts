import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { adapterInOneFile } from '../support/adapterInOneFile';
import { DebugBench, type Form, arnOf, forms } from '../support/debugBench';
import { DebugClient } from '../support/debugClient';
import { golden } from '../support/golden';

const goldens = path.join(__dirname, 'golden');

/** A Task that starts an execution. */
function starting(name: string, pattern: string, more: object = {}, parameters: object = {}): object {
  return {
    Type: 'Task',
    Resource: `arn:aws:states:::states:startExecution${pattern}`,
    Parameters: { StateMachineArn: arnOf(name), 'Input.$': '$', ...parameters },
    ...more,
  };
}

const child = {
  StartAt: 'Weigh',
  States: {
    Weigh: { Type: 'Pass', Result: 7, ResultPath: '$.weight', Next: 'Rest' },
    Rest: { Type: 'Wait', Seconds: 60, Next: 'Check' },
    Check: { Type: 'Choice', Choices: [{ Variable: '$.bad', IsPresent: true, Next: 'Broken' }], Default: 'Packed' },
    Broken: { Type: 'Fail', Error: 'Broken', Cause: 'It fell.' },
    Packed: { Type: 'Succeed' },
  },
};

const parent = {
  StartAt: 'Call',
  States: {
    Call: starting('Child', '.sync:2', {
      ResultSelector: { 'weight.$': '$.Output.weight' },
      Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Sorry' }],
      Next: 'Done',
    }),
    Done: { Type: 'Succeed' },
    Sorry: { Type: 'Fail', Error: 'Sorry' },
  },
};

for (const form of forms) {
  describe(`debug adapter: executions that Tasks start (${form})`, () => {
    let bench: DebugBench;
    const open = (machine: object, others: Readonly<Record<string, object>>): void => {
      bench = new DebugBench(DebugClient.inProcess(), form, machine, others);
    };
    const finish = async (): Promise<void> => {
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.until('terminated');
    };
    const said = (text: string | RegExp): number => bench.client.transcript.filter((line) => line.search(text) >= 0).length;
    /** The outermost frame of the execution that was launched. */
    const file = (): string => path.basename(bench.program);
    const childFile = (): string => (form === 'template' ? file() : `Child.asl.${form}`);

    afterEach(() => bench.close());

    it('stop at breakpoints of their own definition, and a step out ends in the Task', async () => {
      open(parent, { Child: child });
      await bench.launch({ input: {} }, () => bench.breakIn('Rest'));
      assert.equal(await bench.stopped(), `breakpoint Rest < ${childFile()} < Call`);
      assert.equal(await bench.evaluate('$.weight'), '7');
      const threads = await bench.client.look();
      assert.deepEqual(
        threads.map((line) => line.replace(/:\d+/g, '').replace(/[\da-f]{8}/, '<id>')),
        [
          `${form === 'template' ? 'Orders' : 'orders'}: Call < ${file()}`,
          `Child/<id>: Rest < ${childFile()} < Call < ${file()}`,
        ],
      );
      assert.equal(await bench.step('stepOut'), 'step ResultSelector < Call');
      assert.equal(await bench.step('next'), 'step Done');
      await finish();
      assert.equal(said(/\* stdout: SUCCEEDED/), 1);
    });

    it('are stepped into, over, out of, back, and gone through again', async () => {
      open(parent, { Child: child });
      await bench.launch({ input: {}, stopOnEntry: true });
      await bench.stopped();
      const { targets } = await bench.client.send<DebugProtocol.StepInTargetsResponse>('stepInTargets', {
        frameId: bench.frameId,
      });
      assert.deepEqual(
        targets.map(({ label }) => label),
        ['The next step of the data flow', 'Execution of Child'],
      );
      const inside = `Weigh < ${childFile()} < Call`;
      assert.equal(await bench.step('stepIn', { targetId: targets[1]!.id }), `step ${inside}`);
      assert.equal(await bench.step('next'), `step Rest < ${childFile()} < Call`);
      assert.equal(await bench.step('stepBack'), `entry ${inside}`);
      // Out of it at its beginning, and into it again: it is still the same.
      assert.equal(await bench.step('stepBack'), 'step Resource < Call');
      assert.equal(await bench.step('stepIn'), `entry ${inside}`);
      assert.equal(await bench.step('stepBack'), 'step Resource < Call');
      // Over it: what was left behind goes on.
      assert.equal(await bench.step('next'), 'step Done');
      assert.equal(await bench.step('stepBack'), 'entry Call');
      assert.equal(await bench.step('stepIn'), 'step Parameters < Call');
      assert.equal(await bench.step('stepIn'), 'step Resource < Call');
      // It has ended: it is gone through, and nothing happens anew.
      assert.equal(await bench.step('stepIn'), `step Weigh < ${childFile()} < Resource < Call`);
      assert.equal(await bench.step('stepBack'), 'step Resource < Call');
      assert.equal(await bench.step('stepIn'), `step Weigh < ${childFile()} < Resource < Call`);
      assert.equal(await bench.step('next'), `step Rest < ${childFile()} < Resource < Call`);
      const change = await bench.client.ask('setExpression', { expression: '$.weight', value: '8', frameId: bench.frameId });
      assert.match(JSON.stringify(change), /This execution has ended.*restart the frame of its Task there/);
      assert.equal(await bench.step('reverseContinue'), 'entry Call');
      assert.equal(await bench.step('stepIn'), 'step Parameters < Call');
      assert.equal(await bench.step('stepIn'), 'step Resource < Call');
      assert.equal(await bench.step('stepIn'), `step Weigh < ${childFile()} < Resource < Call`);
      assert.equal(await bench.step('stepOut'), 'step ResultSelector < Call');
      assert.equal(await bench.step('next'), 'step Done');
      await finish();
      assert.equal(said(/Child\/[\da-f]{8}: SUCCEEDED/), 1);
      assert.equal(said(/Child\/[\da-f]{8}: start/), 1);
    });

    it('are passed by a step over the Task; restarting its frame starts another, whatever its name', async () => {
      const call = { ...starting('Child', '.sync', {}, { Name: 'one' }), Next: 'Done' };
      const named = { StartAt: 'Call', States: { Call: call, Done: { Type: 'Succeed' } } };
      open(named, { Child: child });
      await bench.launch({ input: {}, stopOnEntry: true });
      await bench.stopped();
      assert.equal(await bench.step('next'), 'step Done');
      assert.equal(await bench.step('stepBack'), 'entry Call');
      assert.equal(await bench.step('restartFrame', { frameId: bench.frameId }), 'restart Call');
      assert.equal(await bench.step('next'), 'step Done');
      assert.equal(said(/Child\/one: SUCCEEDED/), 2);
      await finish();
      assert.equal(said(/ExecutionAlreadyExists/), 0);
    });

    it('end when the execution that waits for them is taken back', async () => {
      open(parent, { Child: child });
      await bench.launch({ input: {} }, () => bench.breakIn('Rest'));
      assert.equal(await bench.stopped(), `breakpoint Rest < ${childFile()} < Call`);
      // By the frame of the Task that stands below its own.
      const { stackFrames } = await bench.client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: bench.thread });
      const task = stackFrames.find(({ name }) => name === 'Call')!;
      const early = await bench.client.ask('setExpression', { expression: '$.late', value: '1', frameId: task.id });
      assert.match(JSON.stringify(early), /The execution goes on: pause it first/);
      await bench.client.send('restartFrame', { frameId: task.id });
      assert.equal(await bench.stopped(), 'restart Call');
      assert.deepEqual(
        (await bench.client.look()).map((line) => line.replace(/:\d+/g, '')),
        [`main: Call < ${file()}`],
      );
      await bench.breakIn();
      assert.equal(await bench.step('next'), 'step Done');
      await finish();
      assert.equal(said(/\* stdout: SUCCEEDED/), 1);
      assert.equal(said(/Child\/[\da-f]{8}: SUCCEEDED/), 1);
    });

    it('are run without debugging', async () => {
      open(parent, { Child: child });
      await bench.launch({ input: {}, noDebug: true }, () => bench.breakIn('Rest'));
      await bench.client.until('terminated');
      assert.equal(said(/Child\/[\da-f]{8}: SUCCEEDED/), 1);
      assert.equal(said(/\* stdout: SUCCEEDED/), 1);
    });

    it('end with an error that the Task catches', async () => {
      open(parent, { Child: child });
      await bench.launch({ input: { bad: true } }, () =>
        bench.client.send('setExceptionBreakpoints', { filters: ['fail', 'caught'] }),
      );
      assert.equal(await bench.stopped(), `exception Broken < ${childFile()} < Call`);
      assert.equal(await bench.step('continue'), 'exception Catch/0 < Call');
      await bench.client.send('setExceptionBreakpoints', { filters: [] });
      await finish();
      assert.equal(said(/Child\/[\da-f]{8}: FAILED/), 1);
    });

    it('run on when nobody waits for them, and the session ends with the last', async () => {
      const call = { ...starting('Child', ''), Next: 'Done' };
      open({ StartAt: 'Call', States: { Call: call, Done: { Type: 'Succeed' } } }, { Child: child });
      await bench.launch({ input: {} }, () => bench.breakIn('Packed'));
      assert.equal(await bench.stopped(), 'breakpoint Packed');
      assert.equal(said(/\* stdout: SUCCEEDED/), 1);
      assert.deepEqual(
        (await bench.client.look()).map((line) => line.replace(/:\d+/g, '').replace(/[\da-f]{8}/, '<id>')),
        [`Child/<id>: Packed < ${childFile()}`],
      );
      await finish();
      assert.equal(said(/Child\/[\da-f]{8}: SUCCEEDED/), 1);
    });

    it('are stepped into although nobody waits for them', async () => {
      const call = { ...starting('Child', ''), Next: 'Done' };
      open({ StartAt: 'Call', States: { Call: call, Done: { Type: 'Succeed' } } }, { Child: child });
      await bench.launch({ input: {} }, () => bench.breakAt({ line: bench.line('Resource', 'Call') }));
      assert.equal(await bench.stopped(), 'breakpoint Resource < Call');
      // The Task has its answer at once: both stand.
      assert.equal(await bench.step('stepIn'), 'step Next < Call');
      assert.equal(await bench.stopped(), 'step Weigh');
      await bench.client.send('stepOut', { threadId: bench.thread });
      await bench.client.send('continue', { threadId: 1 });
      await bench.client.until('terminated');
      assert.equal(said(/Child\/[\da-f]{8}: SUCCEEDED/), 1);
    });

    it('start others, with the mocks of the test case', async () => {
      const middle = {
        StartAt: 'Inner',
        States: {
          Inner: { ...starting('Child', '.sync:2'), OutputPath: '$.Output', Next: 'Ask' },
          Ask: {
            Type: 'Task',
            Resource: 'arn:aws:states:::sqs:sendMessage',
            Parameters: { QueueUrl: 'q', MessageBody: 'm' },
            End: true,
          },
        },
      };
      const outer = { StartAt: 'Outer', States: { Outer: { ...starting('Middle', '.sync:2'), End: true } } };
      open(outer, { Middle: middle, Child: child });
      const mocks = bench.write('mocks.json', {
        StateMachines: {
          orders: { TestCases: { Fine: {} } },
          Orders: { TestCases: { Fine: {} } },
          Middle: { TestCases: { Fine: { Ask: 'Sent' } } },
        },
        MockedResponses: { Sent: { '0': { Return: { MessageId: '4711' } } } },
      });
      await bench.launch({ input: {}, mocks, testCase: 'Fine' }, () => bench.breakIn('Packed', 'Ask'));
      assert.match(await bench.stopped(), /^breakpoint Packed < \S+ < Inner < \S+ < Outer$/);
      assert.match(await bench.step('continue'), /^breakpoint Ask < \S+ < Outer$/);
      await finish();
      assert.ok(said('4711') > 0);
    });

    it('are asked about where there is no definition, and mocks win', async () => {
      const nobody = { StartAt: 'Call', States: { Call: { ...starting('Nobody', '.sync'), End: true } } };
      open(nobody, { Child: child });
      await bench.launch({ input: {} });
      assert.equal(await bench.stopped(), 'pause Call');
      assert.ok(
        said(
          /Nothing performs the Task 'Call' .*No definition of the state machine 'Nobody' was found.*"stateMachines": \{"Nobody"/,
        ) > 0,
      );
      await bench.client.send('evaluate', { expression: '.mock {"fine": true}', frameId: bench.frameId, context: 'repl' });
      await finish();
      assert.equal(said(/\* stdout: SUCCEEDED/), 1);
    });

    it('are started before a task token is asked for', async () => {
      const call = { ...starting('Child', '.waitForTaskToken', {}, { 'Input.$': '$$.Task.Token' }), Next: 'Done' };
      open({ StartAt: 'Call', States: { Call: call, Done: { Type: 'Succeed' } } }, { Child: child });
      await bench.launch({ input: {} }, () => bench.breakIn('Done'));
      assert.equal(await bench.stopped(), 'pause Call');
      assert.ok(said(/Its execution was started; nobody here answers with its task token/) > 0);
      await bench.client.send('evaluate', { expression: '.mock {"fine": true}', frameId: bench.frameId, context: 'repl' });
      assert.equal(await bench.step('continue'), 'breakpoint Done');
      assert.equal(await bench.evaluate('$.fine'), 'true');
      await finish();
    });

    it('end with the session, and start anew with it', async () => {
      open(parent, { Child: child });
      await bench.launch({ input: {} }, () => bench.breakIn('Check'));
      assert.equal(await bench.stopped(), `breakpoint Check < ${childFile()} < Call`);
      await bench.client.send('restart', {});
      assert.equal(await bench.stopped(), `breakpoint Check < ${childFile()} < Call`);
      await bench.client.send('terminate', {});
      await bench.client.until('terminated');
      assert.equal(said(/Child\/[\da-f]{8}: ABORTED/), 2);
      assert.equal(said(/\* stdout: ABORTED/), 1);
    });
  });
}

describe('debug adapter, over stdio: an execution that a Task starts', function () {
  this.timeout(60_000);
  const adapter = adapterInOneFile();

  const transcriptOf = async (form: Form): Promise<string> => {
    const bench = new DebugBench(DebugClient.start(adapter.file), form, parent, { Child: child });
    await bench.launch({ input: {}, stopOnEntry: true }, () => bench.breakIn('Rest'));
    await bench.stopped();
    await bench.step('stepIn');
    await bench.step('stepIn');
    await bench.step('stepIn');
    await bench.client.look();
    await bench.step('continue');
    await bench.step('stepOut');
    await bench.step('next');
    await bench.step('stepBack');
    await bench.step('continue');
    await bench.client.send('continue', { threadId: bench.thread });
    await bench.client.until('terminated');
    await bench.close();
    return `${bench.client.transcript.join('\n')}\n`;
  };

  for (const form of forms) {
    it(`has a transcript (${form})`, async () => {
      golden(path.join(goldens, `nested-${form}.txt`), await transcriptOf(form));
    });
  }

  for (const form of forms) {
    it(`is stepped into from a child of a distributed Map, back, and taken back in time (${form})`, async () => {
      const call = { ...starting('Child', '.sync:2'), End: true };
      const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
      const each = { Type: 'Map', ItemProcessor: { ProcessorConfig, StartAt: 'Call', States: { Call: call } }, End: true };
      const machine = { StartAt: 'Each', States: { Each: each } };
      const bench = new DebugBench(DebugClient.start(adapter.file), form, machine, { Child: child });
      const file = form === 'template' ? 'template.yaml' : `Child.asl.${form}`;
      await bench.launch({ input: [{ id: 1 }, { id: 2 }] }, () => bench.breakAt({ line: bench.line('Resource', 'Call') }));
      assert.equal(await bench.stopped(), 'breakpoint Resource < Call');
      assert.equal(await bench.step('stepIn'), `step Weigh < ${file} < Resource < Call`);
      assert.equal(await bench.step('next'), `step Rest < ${file} < Resource < Call`);
      // The second child stops there too, once the first one waits.
      assert.equal(await bench.step('next', { singleThread: true }), 'breakpoint Resource < Call');
      await bench.breakIn();
      await bench.client.send('continue', { threadId: bench.thread });
      assert.equal(await bench.stopped(), `step Check < ${file} < Resource < Call`);
      assert.equal(await bench.step('reverseContinue'), 'entry Call');
      assert.equal(await bench.step('restartFrame', { frameId: bench.frameId }), 'restart Call');
      assert.match(bench.client.transcript.join('\n'), /Cut behind event 2: 1 event gone, and with that Child\/[\da-f]{8}\./);
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.until('terminated');
      assert.equal(bench.client.transcript.filter((line) => /Child\/[\da-f]{8}: SUCCEEDED/.test(line)).length, 2);
      await bench.close();
    });
  }
});
