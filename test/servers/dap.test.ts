import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DebugClient, startAdapter } from '../support/debugClient';
import { DapFolder, ended } from '../support/dapFolder';
import { mocks, order } from '../support/dapOrder';
import { golden } from '../support/golden';

const goldens = path.join(__dirname, 'golden');

/** Every run starts at the same time with the same randomness, so that transcripts are equal. */
const fixed = { startTime: '2026-01-31T12:00:00Z', seed: 1 };

const fan = `{
  "StartAt": "Fan",
  "States": {
    "Fan": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "Left", "States": {
          "Left": { "Type": "Pass", "Next": "LeftEnd" },
          "LeftEnd": { "Type": "Pass", "End": true } } },
        { "StartAt": "Each", "States": {
          "Each": {
            "Type": "Map",
            "ItemsPath": "$.items",
            "ItemProcessor": { "StartAt": "Work", "States": {
              "Work": { "Type": "Pass", "End": true } } },
            "End": true } } }
      ],
      "Next": "After"
    },
    "After": { "Type": "Pass", "End": true }
  }
}
`;

describe('debug adapter', () => {
  const dap = new DapFolder();
  const start = (): DebugClient => dap.start();
  const spawn = (): DebugClient => dap.spawn();
  const write = (name: string, content: string | object): string => dap.write(name, content);
  const prepareOrder = (): { program: string; mocks: string; testCase: string } => ({
    program: write('order.asl.json', order),
    mocks: write('mocks.json', mocks),
    testCase: 'Fine',
  });

  it('over stdio: stops at a breakpoint, shows stack and values, steps, and runs to the end', async function () {
    this.timeout(60_000);
    const client = spawn();
    await client.launch(
      { ...prepareOrder(), ...fixed, inputText: '{"Name": "Glazed", "Quantity": 25.0, "Tags": [1, 2]}' },
      [5, 13],
    );
    const { threadId } = await client.until<DebugProtocol.StoppedEvent>('stopped');
    assert.deepEqual(await client.look(), ['main: GetItem:4 < order.asl.json:2']);
    await client.send('continue', { threadId });
    await client.until('stopped');
    assert.deepEqual(await client.look(), ['main: Enough:13 < order.asl.json:2']);
    const values = await client.values(threadId!);
    assert.deepEqual(values['Input'], {
      Name: '"Glazed"',
      Quantity: '25.0',
      Tags: '(2) [1, 2]',
      Item: '{Item: {…}}',
    });
    const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId });
    const frameId = stackFrames[0]!.id;
    const evaluate = async (expression: string, context: string): Promise<DebugProtocol.EvaluateResponse['body']> =>
      client.send<DebugProtocol.EvaluateResponse>('evaluate', { expression, frameId, context });
    assert.equal((await evaluate('$.Item.Item.Price.N', 'hover')).result, '"2.50"');
    assert.equal((await evaluate('$$.State.Name', 'watch')).result, '"Enough"');
    assert.equal((await evaluate('$.Tags', 'clipboard')).result, '[\n  1,\n  2\n]');
    assert.match((await client.ask('evaluate', { expression: '$.Nothing', frameId, context: 'watch' })).message!, /Nothing/);
    assert.match(
      (await client.ask('evaluate', { expression: '$gone', frameId, context: 'watch' })).message!,
      /no variable \$gone/,
    );
    await client.send('next', { threadId });
    assert.equal((await client.until<DebugProtocol.StoppedEvent>('stopped')).reason, 'step');
    assert.deepEqual(await client.look(), ['main: Done:18 < order.asl.json:2']);
    await client.send('continue', { threadId });
    const { overlay, result } = await ended(client);
    assert.equal(overlay.status, 'SUCCEEDED');
    assert.equal((JSON.parse(result!.output!) as { Name: string }).Name, 'Glazed');
    await client.disconnect();
    golden(path.join(goldens, 'breakpoint.txt'), `${client.transcript.join('\n')}\n`);
  });

  it('shows retries and caught errors, and stops at them when asked to', async () => {
    const client = start();
    await client.launch({ ...prepareOrder(), testCase: 'Slow', ...fixed, input: { Name: 'a', Quantity: 500 } }, [], ['retried']);
    const stop = await client.until<DebugProtocol.StoppedEvent>('stopped');
    assert.equal(stop.reason, 'exception');
    const info = await client.send<DebugProtocol.ExceptionInfoResponse>('exceptionInfo', { threadId: 1 });
    assert.equal(info.exceptionId, 'Slow');
    assert.match(info.description!, /Too many requests\nRetry 1 \(Slow\) tries again: attempt 1 of 3, in 2 s/);
    await client.send('continue', { threadId: 1 });
    const { overlay, result } = await ended(client);
    assert.deepEqual([overlay.status, result!.error, overlay.states['Sorry']?.status], ['FAILED', 'NoDonuts', 'failed']);
    await client.disconnect();
    golden(path.join(goldens, 'retry.txt'), `${client.transcript.join('\n')}\n`);

    const other = start();
    await other.launch({ ...prepareOrder(), testCase: 'Broken', ...fixed, input: { Name: 'a', Quantity: 1 } }, [], ['caught']);
    assert.equal((await other.until<DebugProtocol.StoppedEvent>('stopped')).text, 'Gone');
    await other.send('continue', { threadId: 1 });
    assert.equal((await ended(other)).overlay.states['GetItem']?.status, 'caught');
    await other.disconnect();
    golden(path.join(goldens, 'catch.txt'), `${other.transcript.join('\n')}\n`);
  });

  it('shows branches and iterations as threads, steps into, over and out of them', async () => {
    const client = start();
    const program = write('fan.asl.json', fan);
    await client.launch({ program, ...fixed, input: { items: ['a', 'b'] }, stopOnEntry: true });
    assert.equal((await client.until<DebugProtocol.StoppedEvent>('stopped')).reason, 'entry');
    assert.deepEqual(await client.look(), ['main: Fan:4 < fan.asl.json:2']);
    const step = async (request: string, threadId: number): Promise<number> => {
      await client.send(request, { threadId });
      return (await client.until<DebugProtocol.StoppedEvent>('stopped')).threadId!;
    };
    let thread = await step('stepIn', 1);
    assert.deepEqual(await client.look(), [
      'main: Fan:4 < fan.asl.json:2',
      'Fan · branch 0: Left:8 < Fan:4 < fan.asl.json:2',
      'Fan · branch 1: Each:11 < Fan:4 < fan.asl.json:2',
    ]);
    thread = await step('next', thread);
    assert.ok((await client.look()).includes('Fan · branch 0: LeftEnd:9 < Fan:4 < fan.asl.json:2'));
    thread = await step('stepOut', thread);
    assert.equal(thread, 1);
    await client.send('setBreakpoints', { source: { path: program }, breakpoints: [{ line: 15 }] });
    await step('continue', 1);
    const seen = await client.look();
    assert.ok(seen.includes('Fan · branch 1 › Each · item 0: Work:15 < Each:11 < Fan:4 < fan.asl.json:2'), seen.join('\n'));
    await client.send('setBreakpoints', { source: { path: program }, breakpoints: [] });
    await step('next', 1);
    assert.deepEqual(await client.look(), ['main: After:20 < fan.asl.json:2']);
    await client.send('continue', { threadId: 1 });
    assert.equal((await ended(client)).overlay.states['Fan/1/Each/Work']?.entered, 2);
    await client.disconnect();
    golden(path.join(goldens, 'fan.txt'), `${client.transcript.join('\n')}\n`);
  });

  it('pages large arrays', async () => {
    const client = start();
    const program = write('a.asl.json', '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}');
    await client.launch({
      program,
      inputText: `{"items":[${Array.from({ length: 5000 }, (_, i) => i).join(',')}]}`,
      stopOnEntry: true,
    });
    await client.until('stopped');
    const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: 1 });
    const { result, ...list } = await client.send<DebugProtocol.EvaluateResponse>('evaluate', {
      expression: '$.items',
      frameId: stackFrames[0]!.id,
    });
    assert.match(result, /^\(5000\) \[0, 1, /);
    assert.equal(list.indexedVariables, 5000);
    const { variables } = await client.send<DebugProtocol.VariablesResponse>('variables', {
      variablesReference: list.variablesReference,
      filter: 'indexed',
      start: 4000,
      count: 2,
    });
    assert.deepEqual(
      variables.map(({ name, value, evaluateName }) => [name, value, evaluateName]),
      [
        ['[4000]', '4000', '$.items[4000]'],
        ['[4001]', '4001', '$.items[4001]'],
      ],
    );
    await client.disconnect();
  });

  it('says which breakpoints stand, where, and why others do not', async () => {
    const client = start();
    const args = prepareOrder();
    await client.initialize();
    await client.send('launch', { ...args, input: {} });
    const { breakpoints } = await client.send<DebugProtocol.SetBreakpointsResponse>('setBreakpoints', {
      source: { path: args.program },
      breakpoints: [{ line: 1 }, { line: 4 }, { line: 15 }, { line: 999 }],
    });
    assert.deepEqual(
      breakpoints.map(({ verified, line, reason }) => [verified, line, reason]),
      [
        [false, 1, 'failed'],
        [true, 4, undefined],
        [true, 15, undefined],
        [false, 999, 'failed'],
      ],
    );
    assert.match(breakpoints[0]!.message!, /No state is on this line/);
    const elsewhere = await client.send<DebugProtocol.SetBreakpointsResponse>('setBreakpoints', {
      source: { path: path.join(dap.path, 'other.asl.json') },
      breakpoints: [{ line: 4 }],
    });
    assert.equal(elsewhere.breakpoints[0]!.verified, false);
    const locations = await client.send<DebugProtocol.BreakpointLocationsResponse>('breakpointLocations', {
      source: { path: args.program },
      line: 1,
      endLine: 14,
    });
    const at = locations.breakpoints.map(({ line, column }) => `${line}:${column}`);
    assert.deepEqual(at, ['4:5', '6:7', '7:7', '8:7', '9:18', '10:18', '10:51', '11:7', '12:5', '13:5']);
    await client.disconnect();
  });

  it('debugs the text of the editor, and restarts with what was edited since', async () => {
    const client = start();
    const args = prepareOrder();
    const text = `\n\n${order}`;
    await client.launch({ ...args, ...fixed, text, input: { Name: 'a', Quantity: 1 } }, [15]);
    await client.until('stopped');
    assert.deepEqual(await client.look(), ['main: Enough:15 < order.asl.json:4']);
    await client.send('stepwise/text', { text: order });
    await client.send('restart', {});
    await client.until('stopped');
    assert.deepEqual(await client.look(), ['main: Enough:13 < order.asl.json:2']);
    await client.send('stepwise/text', { text: '{' });
    assert.match((await client.ask('restart', {})).message!, /The definition has/);
    await client.until('terminated');
    await client.disconnect();
  });

  it('pauses in a Wait on the real clock, and ends at once when told to', async () => {
    const client = start();
    const program = write('wait.asl.json', '{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}}');
    await client.launch({ program, clock: 'real', input: {} });
    await client.until('output');
    await client.send('pause', { threadId: 1 });
    assert.equal((await client.until<DebugProtocol.StoppedEvent>('stopped')).reason, 'pause');
    assert.deepEqual(await client.look(), ['main: W:1 < wait.asl.json:1']);
    await client.send('continue', { threadId: 1 });
    await client.send('terminate');
    assert.equal((await ended(client)).overlay.status, 'ABORTED');
    await client.disconnect();
  });

  it('runs without stopping when it is not debugged', async () => {
    const client = start();
    await client.launch(
      { ...prepareOrder(), testCase: 'Slow', input: { Quantity: 1, Name: 'a' }, noDebug: true, stopOnEntry: true },
      [4],
      ['retried'],
    );
    assert.equal((await ended(client)).overlay.status, 'SUCCEEDED');
    assert.equal(
      client.transcript.some((line) => line.startsWith('* stopped')),
      false,
    );
    await client.disconnect();
  });

  it('pauses an endless loop', async () => {
    const client = start();
    const program = write(
      'loop.asl.json',
      '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Choice","Choices":[{"Variable":"$.end","IsPresent":true,"Next":"C"}],"Default":"A"},"C":{"Type":"Succeed"}}}',
    );
    await client.launch({ program, input: {} });
    await client.send('pause', { threadId: 1 });
    const ended = client.until('terminated').then(() => 'ended');
    const stopped = client.until<DebugProtocol.StoppedEvent>('stopped').then(({ reason }) => reason);
    // AWS ends an execution at 25,000 events; a slow client may be that late.
    assert.match(await Promise.race([ended, stopped]), /pause|ended/);
    await client.disconnect();
  });

  it('takes mocks and samples from the project', async () => {
    const client = start();
    const { program } = prepareOrder();
    write('stepwise.config.json', { mocks: 'mocks.json' });
    await client.launch({ program, testCase: 'Fine', input: { Name: 'a', Quantity: 1 } });
    assert.equal((await ended(client)).overlay.status, 'SUCCEEDED');
    await client.disconnect();
  });

  it('answers requests that make no sense with an error and goes on', async () => {
    const client = start();
    assert.match((await client.ask('threads')).message!, /Nothing has been launched/);
    assert.match((await client.ask('fly')).message!, /knows no request 'fly'/);
    client.write('{ this is no JSON');
    client.write('{"seq":1,"type":"request"}');
    await client.launch({
      program: write('a.asl.json', '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}'),
      stopOnEntry: true,
    });
    await client.until('stopped');
    for (const [command, args] of [
      ['variables', { variablesReference: 99 }],
      ['scopes', { frameId: 99 }],
      ['exceptionInfo', { threadId: 1 }],
    ] as const) {
      assert.equal((await client.ask(command, args)).success, false);
    }
    assert.deepEqual(await client.send('stackTrace', { threadId: 99 }), { stackFrames: [], totalFrames: 0 });
    await client.send('continue', { threadId: 1 });
    await ended(client);
    await client.disconnect();
  });

  it('serves two sessions at once on a port', async function () {
    this.timeout(60_000);
    const adapter = startAdapter('--port', '0');
    const port = await new Promise<number>((resolve) =>
      adapter.stderr!.on('data', (data: Buffer) => resolve(Number(/:(\d+)/.exec(data.toString())![1]))),
    );
    try {
      const program = write('fan.asl.json', fan);
      const [one, two] = [await DebugClient.connect(port), await DebugClient.connect(port)];
      await one.launch({ program, input: { items: [] }, stopOnEntry: true });
      await two.launch({ program, input: { items: [1, 2, 3] } }, [20]);
      await one.until('stopped');
      await two.until('stopped');
      assert.deepEqual(await one.look(), ['main: Fan:4 < fan.asl.json:2']);
      assert.deepEqual(await two.look(), ['main: After:20 < fan.asl.json:2']);
      await one.send('continue', { threadId: 1 });
      assert.equal((await ended(one)).overlay.status, 'SUCCEEDED');
      await one.disconnect();
      assert.deepEqual(await two.look(), ['main: After:20 < fan.asl.json:2']);
      await two.disconnect();
    } finally {
      adapter.kill('SIGKILL');
    }
  });
});
