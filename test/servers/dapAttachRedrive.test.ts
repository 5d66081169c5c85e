import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExecutionEventBody } from '../../server/src/protocol';
import { AttachBench, said, stopped } from '../support/attachBench';
import type { DebugClient } from '../support/debugClient';

const getItem = { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem', Parameters: { TableName: 'orders', Key: {} } };

describe('attaching a debugger: executions that are redriven', function () {
  this.timeout(30_000);
  let bench: AttachBench;
  let text: string;
  let file: string;
  let client: DebugClient;

  const lineOf = (what: string): number => text.split('\n').findIndex((each) => each.includes(what)) + 1;
  /** Attaches with breakpoints on these lines; answers the ARN of the state machine. */
  const attach = async (states: object, lines: readonly string[], args: object = {}): Promise<string> => {
    text = JSON.stringify({ StartAt: Object.keys(states)[0], States: states }, undefined, 2);
    file = bench.write('get.asl.json', text);
    client = await bench.connect();
    await client.attach({ program: file, ...args }, { [file]: lines.map(lineOf) });
    return bench.create('get', text);
  };
  const repl = (expression: string, threadId: number): Promise<unknown> =>
    client
      .send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId })
      .then(({ stackFrames }) => client.send('evaluate', { expression, context: 'repl', frameId: stackFrames[0]!.id }));
  const stands = async (threadId: number): Promise<ExecutionEventBody> =>
    (await client.ask('stepwise/execution', { threadId })).body as ExecutionEventBody;

  beforeEach(async () => {
    bench = new AttachBench();
    await bench.open();
  });
  afterEach(() => bench.close());

  const simple = { First: { Type: 'Pass', Next: 'Get' }, Get: { ...getItem, Next: 'After' }, After: { Type: 'Pass', End: true } };

  it('stop where they go on, are shown as running, and come to their end', async () => {
    const machine = await attach(simple, ['"Get": {']);
    const execution = await bench.start(machine, 'x', { id: 1 });
    const first = await stopped(client);
    assert.equal(first.at, 'get/x Get');
    await repl('.fail Broken', first.threadId);
    await client.send('continue', { threadId: first.threadId });
    assert.equal((await bench.ended(execution)).error, 'Broken');

    await bench.redrive(execution);
    const again = await stopped(client);
    assert.deepEqual([again.at, again.reason], ['get/x Get', 'breakpoint']);
    const { overlay, focus } = await stands(again.threadId);
    assert.deepEqual([overlay.status, focus], ['RUNNING', 'Get']);
    assert.deepEqual(overlay.states, {
      First: { status: 'succeeded', entered: 1 },
      Get: { status: 'stopped', entered: 1 },
    });
    assert.ok(said(client, 'get/x: ↻ redriven'));
    const steps = (name: string): number => client.transcript.filter((line) => line.includes(name)).length;
    assert.equal(steps('First → Get'), 1, 'what happened before is not told again');

    // Changed where it began anew, it goes on from there, and counts as redriven.
    await repl('.mock Get {"Item": 1}', again.threadId);
    await client.send('next', { threadId: again.threadId });
    assert.equal((await stopped(client)).at, 'get/x After');
    await client.send('stepBack', { threadId: again.threadId });
    assert.equal((await stopped(client)).at, 'get/x Get');
    await client.send('continue', { threadId: again.threadId });
    assert.deepEqual(await bench.ended(execution), { status: 'SUCCEEDED', output: { Item: 1 }, error: undefined });
    await client.disconnect();
  });

  it('stop at once where that is wished, and ask about their Tasks', async () => {
    const machine = await attach(simple, [], { stopOnEntry: true });
    const execution = await bench.start(machine, 'x', {});
    const { threadId } = await stopped(client);
    await client.send('continue', { threadId });
    await stopped(client);
    await repl('.fail Broken', threadId);
    await client.send('continue', { threadId });
    assert.equal((await bench.ended(execution)).error, 'Broken');
    await bench.redrive(execution);
    const entry = await stopped(client);
    assert.deepEqual([entry.at, entry.reason], ['get/x Get', 'entry']);
    await client.send('continue', { threadId: entry.threadId });
    const asks = await stopped(client);
    assert.deepEqual([asks.at, asks.reason], ['get/x Get', 'pause']);
    await repl('.mock Get {"Item": 2}', entry.threadId);
    const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: entry.threadId });
    await client.send('restartFrame', { frameId: stackFrames[0]!.id });
    assert.equal((await stopped(client)).at, 'get/x Get');
    await client.send('continue', { threadId: entry.threadId });
    assert.deepEqual((await bench.ended(execution)).output, { Item: 2 });
    await client.disconnect();
  });

  it('go on in the branches and in the children that failed, no others', async () => {
    const states = {
      Fork: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Good', States: { Good: { Type: 'Pass', End: true } } },
          { StartAt: 'Get', States: { Get: { ...getItem, End: true } } },
        ],
        ResultPath: null,
        Next: 'Each',
      },
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Inner',
          States: { Inner: { ...getItem, End: true } },
        },
        End: true,
      },
    };
    const machine = await attach(states, []);
    const execution = await bench.start(machine, 'x', { items: ['a', 'b'] });
    const branch = await stopped(client);
    assert.match(branch.at, /^get\/x · Fork · branch 1 /);
    await repl('.fail Broken', branch.threadId);
    await client.send('continue', { threadId: branch.threadId });
    assert.equal((await bench.ended(execution)).error, 'Broken');

    await bench.redrive(execution);
    const again = await stopped(client);
    assert.match(again.at, /^get\/x · Fork · branch 1 /);
    const { overlay } = await stands(again.threadId);
    assert.deepEqual(
      Object.entries(overlay.states).map(([id, { status }]) => `${id} ${status}`),
      ['Fork running', 'Fork/0/Good succeeded', 'Fork/1/Get stopped'],
    );
    await client.send('stepwise/answerTask', { strand: again.threadId - 1, output: '1' });
    const one = await stopped(client);
    assert.match(one.at, /^get\/x · Each · item 0 /);
    await client.send('stepwise/answerTask', { strand: one.threadId - 1, output: '"one"' });
    const two = await stopped(client);
    await repl('.fail Broken', two.threadId);
    await client.send('continue', { threadId: two.threadId });
    assert.equal((await bench.ended(execution)).status, 'FAILED');

    await bench.redrive(execution);
    const three = await stopped(client);
    assert.match(three.at, /^get\/x · Each · item 1 /);
    await client.send('stepwise/answerTask', { strand: three.threadId - 1, output: '"two"' });
    assert.deepEqual((await bench.ended(execution)).output, ['one', 'two']);
    await client.disconnect();
  });

  describe('in several branches at once', () => {
    const branch = (name: string): object => ({
      StartAt: `${name}1`,
      States: { [`${name}1`]: { ...getItem, Next: `${name}2` }, [`${name}2`]: { Type: 'Pass', End: true } },
    });
    const states = { Fork: { Type: 'Parallel', Branches: [branch('A'), branch('B'), branch('C')], End: true } };
    const breakpoints = ['"A1": {', '"B1": {', '"C1": {'];
    const step = async (command: string, threadId: number, more: object = {}): Promise<string> => {
      await client.send(command, { threadId, ...more });
      const { at, reason } = await stopped(client);
      return `${reason} ${at}`;
    };
    let execution: string;
    let threads: readonly number[];
    /** All branches are entered, and fail with the last; then they are redriven. */
    const redriven = async (lines: readonly string[] = breakpoints): Promise<string> => {
      const machine = await attach(states, breakpoints);
      execution = await bench.start(machine, 'x', { id: 1 });
      const stops = [await stopped(client)];
      for (const last of [0, 1]) {
        await client.send('continue', { threadId: stops[last]!.threadId });
        stops.push(await stopped(client));
      }
      threads = stops.map(({ threadId }) => threadId);
      await repl('.fail Broken', threads[2]!);
      await client.send('continue', { threadId: threads[2] });
      await client.send('setBreakpoints', {
        source: { path: file },
        breakpoints: lines.map((line) => ({ line: lineOf(line) })),
      });
      assert.equal((await bench.ended(execution)).error, 'Broken');
      await bench.redrive(execution);
      const { threadId, at, reason } = await stopped(client);
      // It is another one to the client, with the same strands.
      const base = threadId - (threadId % 2 ** 20);
      threads = threads.map((id) => base + (id % 2 ** 20));
      return `${reason} ${at}`;
    };
    const finish = async (): Promise<void> => {
      await client.send('setBreakpoints', { source: { path: file }, breakpoints: [] });
      for (const name of ['A1', 'B1', 'C1']) {
        await repl(`.mock ${name} "${name}"`, threads[0]!);
      }
      await client.send('continue', { threadId: threads[0] });
      assert.deepEqual((await bench.ended(execution)).output, ['A1', 'B1', 'C1']);
      await client.disconnect();
    };

    it('stop in each, as when they were entered', async () => {
      assert.equal(await redriven(), 'breakpoint get/x · Fork · branch 0 A1');
      assert.equal(await step('continue', threads[0]!), 'breakpoint get/x · Fork · branch 1 B1');
      assert.equal(await step('continue', threads[1]!), 'breakpoint get/x · Fork · branch 2 C1');
      assert.equal(await step('reverseContinue', threads[2]!), 'breakpoint get/x · Fork · branch 1 B1');
      assert.equal(await step('continue', threads[1]!), 'breakpoint get/x · Fork · branch 2 C1');
      await finish();
    });

    it('stop in the one that a breakpoint is in, whichever it is', async () => {
      assert.equal(await redriven(['"C1": {']), 'breakpoint get/x · Fork · branch 2 C1');
      await finish();
    });

    it('are stepped, back as well, and begun anew one by one', async () => {
      await redriven(['"A1": {']);
      for (const name of ['A1', 'B1', 'C1']) {
        await repl(`.mock ${name} "${name}"`, threads[0]!);
      }
      assert.equal(await step('next', threads[0]!), 'step get/x · Fork · branch 0 A2');
      assert.equal(await step('next', threads[1]!), 'step get/x · Fork · branch 1 B2');
      assert.equal(await step('stepBack', threads[1]!), 'step get/x · Fork · branch 1 B1');
      assert.equal(await step('stepIn', threads[1]!), 'step get/x · Fork · branch 1 Parameters');
      assert.equal(await step('stepBack', threads[1]!), 'step get/x · Fork · branch 1 B1');
      const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: threads[1] });
      await client.send('restartFrame', { frameId: stackFrames[0]!.id });
      assert.equal((await stopped(client)).at, 'get/x · Fork · branch 1 B1');
      // The other one stays where it has come to.
      const { stackFrames: first } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: threads[0] });
      assert.equal(first[0]!.name, 'A2');
      assert.equal(await step('next', threads[1]!), 'step get/x · Fork · branch 1 B2');
      await finish();
    });
  });
});
