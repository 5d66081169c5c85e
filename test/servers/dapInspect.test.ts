import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DebugClient } from '../support/debugClient';
import { golden } from '../support/golden';
import { InspectorClient } from '../support/inspectorClient';

const goldens = path.join(__dirname, 'golden');

const order = `{
  "StartAt": "Price",
  "States": {
    "Price": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:price",
      "TimeoutSeconds": 1,
      "ResultPath": "$.price",
      "Next": "Done"
    },
    "Done": { "Type": "Succeed" }
  }
}
`;

const handler = `exports.handler = async (event, context) => {
  const sum = event.quantity * 2;
  console.log('the sum is', sum, context.getRemainingTimeInMillis());
  return sum;
};
`;

interface StartDebugging extends DebugProtocol.Event {
  body: { request: string; configuration: { type: string; websocketAddress: string; name: string } };
}

interface StartPython extends DebugProtocol.Event {
  body: { configuration: { type: string; connect: { port: number }; justMyCode: boolean } };
}

interface Paused {
  readonly callFrames: readonly { readonly functionName: string; readonly location: { readonly lineNumber: number } }[];
}

describe('stepping into the source of functions', function () {
  this.timeout(30_000);
  let folder: string;
  let client: DebugClient;

  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);
    return file;
  };
  const launch = async (lines: readonly number[], more: object = {}, canStart = true): Promise<void> => {
    write('price.js', handler);
    const functions = write(
      'functions.json',
      JSON.stringify({ price: { runtime: 'nodejs22.x', codeUri: '.', handler: 'price.handler', timeout: 1 } }),
    );
    client = DebugClient.inProcess();
    client.mask(folder, '<folder>');
    client.mask(/ws:\/\/127\.0\.0\.1:\d+\/[-\w]+/g, 'ws://<address>');
    client.mask(/"port":\d+/g, '"port":<port>');
    const args = {
      program: write('order.asl.json', order),
      functions,
      input: { quantity: 21 },
      startTime: '2026-01-31T12:00:00Z',
    };
    await client.launch({ ...args, seed: 1, ...more }, lines, [], { supportsStartDebuggingRequest: canStart });
    await client.until('stopped');
  };
  /** A debugger of Node.js that has come to where the function's process waits. */
  const come = async (): Promise<InspectorClient> => {
    const { configuration } = await client.until<StartDebugging>('startDebugging');
    const inspector = await InspectorClient.connect(configuration.websocketAddress);
    await inspector.send('Debugger.enable');
    await inspector.send('Runtime.runIfWaitingForDebugger');
    return inspector;
  };
  const place = ({ callFrames }: Paused): string => `${callFrames[0]!.functionName}:${callFrames[0]!.location.lineNumber + 1}`;
  const told = async (what: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = what.exec((await client.until<DebugProtocol.OutputEvent>('output')).output);
      if (found) {
        return found;
      }
    }
  };

  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-into-')));
  });
  afterEach(async () => {
    await client.ask('disconnect');
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('asks the client for a debugger, stops at the first line of the handler, and then behind its answer', async () => {
    await launch([6]);
    const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: 1 });
    const { targets } = await client.send<DebugProtocol.StepInTargetsResponse>('stepInTargets', { frameId: stackFrames[0]!.id });
    assert.deepEqual(
      targets.map(({ label }) => label),
      ['The next step of the data flow', 'Function price'],
    );
    await client.send('stepIn', { threadId: 1 });
    const inspector = await come();
    assert.equal(place(await inspector.until('Debugger.paused')), 'exports.handler:2');
    // Longer than both timeouts, that of the Task and that of the function.
    await new Promise((resolve) => setTimeout(resolve, 1300));
    await inspector.send('Debugger.resume');
    assert.equal((await client.until<DebugProtocol.StoppedEvent>('stopped')).reason, 'step');
    assert.deepEqual(await client.look(), ['main: ResultPath:8 < Price:4 < order.asl.json:2']);
    await inspector.closed;
    await client.send('continue', { threadId: 1 });
    await client.until('terminated');
    golden(path.join(goldens, 'into-function.txt'), `${client.transcript.join('\n')}\n`);
  });

  it('goes there from the entry of the state as a target, in the process that is warm, as often as it is wished', async () => {
    await launch([4, 11]);
    for (const _time of ['first', 'second']) {
      const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: 1 });
      const frameId = stackFrames[0]!.id;
      const { targets } = await client.send<DebugProtocol.StepInTargetsResponse>('stepInTargets', { frameId });
      await client.send('stepIn', { threadId: 1, targetId: targets.at(-1)!.id });
      const inspector = await come();
      assert.equal(place(await inspector.until('Debugger.paused')), 'exports.handler:2');
      await inspector.send('Debugger.resume');
      await client.until('stopped');
      await inspector.closed;
      const again = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: 1 });
      await client.send('restartFrame', { frameId: again.stackFrames.at(-2)!.id });
      await client.until('stopped');
    }
    // Not looked into, it keeps its timeout.
    await client.send('next', { threadId: 1 });
    await client.until('stopped');
    assert.deepEqual(await client.look(), ['main: Done:11 < order.asl.json:2']);
  });

  it('tells the address to a client that starts no debuggers, or does not want to', async () => {
    await launch([6], {}, false);
    await client.send('stepIn', { threadId: 1 });
    const waits =
      /The function 'price' waits for a debugger of Node\.js at (ws:\S+): attach one there \(this client starts no other/;
    const { output } = await client.until<DebugProtocol.OutputEvent>('output');
    const [, address] = waits.exec(output) ?? [];
    const inspector = await InspectorClient.connect(address!);
    await inspector.send('Debugger.enable');
    await inspector.send('Runtime.runIfWaitingForDebugger');
    await inspector.until('Debugger.paused');
    await inspector.send('Debugger.resume');
    await client.until('stopped');
    await client.send('disconnect');

    await launch([6]);
    client.refusal = 'The user does not want to.';
    await client.send('stepIn', { threadId: 1 });
    await told(/attach one there \(the client has started none: The user does not want to\.\)/);
  });

  it('leads there from a child of a distributed Map as well, and the others wait', async () => {
    const price = order.split('\n').slice(3, 10).join('\n').replace('"Next": "Done"', '"End": true').replace(/,$/, '');
    const map = `{
  "StartAt": "Each",
  "States": {
    "Each": { "Type": "Map", "End": true, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "Price", "States": {
${price}
    } } }
  }
}
`;
    const line = map.split('\n').findIndex((each) => each.includes('"Resource"')) + 1;
    await launch([line], { program: write('each.asl.json', map), input: [{ quantity: 1 }, { quantity: 2 }] });
    const { threads } = await client.send<DebugProtocol.ThreadsResponse>('threads');
    const child = threads.find(({ name }) => name === 'Each · item 0')!;
    await client.send('stepIn', { threadId: child.id });
    const inspector = await come();
    assert.equal(place(await inspector.until('Debugger.paused')), 'exports.handler:2');
    await new Promise((resolve) => setTimeout(resolve, 1300));
    assert.ok(!(await client.look()).some((thread) => thread.startsWith('Each · item 1')));
    await inspector.send('Debugger.resume');
    await client.until('stopped');
    assert.ok(
      (await client.look()).includes(`Each · item 0: ResultPath:9 < Price:5 < each.asl.json:2`),
      String(await client.look()),
    );
    await client.send('continue', { threadId: child.id });
    await client.until('stopped');
    assert.ok(
      (await client.look()).includes(`Each · item 1: Resource:7 < Price:5 < each.asl.json:2`),
      String(await client.look()),
    );
    await client.send('continue', { threadId: (await client.send<DebugProtocol.ThreadsResponse>('threads')).threads[1]!.id });
    await client.until('terminated');
    assert.ok(client.transcript.includes('* stdout: SUCCEEDED'));
  });

  it('goes on without the debugger that never comes: paused, the Task is answered in its place', async () => {
    await launch([6]);
    await client.send('stepIn', { threadId: 1 });
    await client.until('startDebugging');
    await client.send('pause', { threadId: 1 });
    await client.until('stopped');
    await client.send('evaluate', { expression: '.mock 7', context: 'repl' });
    await client.send('continue', { threadId: 1 });
    await client.until('terminated');
    assert.ok(
      client.transcript.some((line) => line.includes('"result":{"output":"{\\"quantity\\":21,\\"price\\":7}"')),
      client.transcript.slice(-5).join('\n'),
    );
  });

  it('ends the process of the function with the execution', async () => {
    await launch([6]);
    await client.send('stepIn', { threadId: 1 });
    const inspector = await come();
    await inspector.until('Debugger.paused');
    await client.send('terminate');
    await inspector.closed;
    await client.until('terminated');
  });

  it('runs a function in Python as always where nobody can look into it, and says why', async () => {
    write('price.py', 'def handler(event, context):\n    return event["quantity"] * 2\n');
    const functions = write(
      'python.json',
      JSON.stringify({ price: { runtime: 'python3.12', codeUri: '.', handler: 'price.handler' } }),
    );
    // It may start slowly.
    const program = write('patient.asl.json', order.replace('"TimeoutSeconds": 1', '"TimeoutSeconds": 60'));
    await launch([6], { program, functions, debuggers: ['node'] });
    await client.send('stepIn', { threadId: 1 });
    await client.until('stopped');
    assert.deepEqual(await client.look(), ['main: ResultPath:8 < Price:4 < patient.asl.json:2']);
    assert.ok(client.transcript.some((line) => line.includes("'price' cannot be stepped into: the Python Debugger extension")));
  });

  it('leads into a function in Python through debugpy, and back', async function () {
    const python = '/usr/bin/python3';
    if (!fs.existsSync(python) || spawnSync(python, ['-c', 'import debugpy']).status !== 0) {
      console.log('      debugpy is not here: skipped');
      this.skip();
    }
    const source = write('price.py', 'def handler(event, context):\n    sum = event["quantity"] * 2\n    return sum\n');
    const functions = write(
      'python.json',
      JSON.stringify({ price: { runtime: 'python3.12', codeUri: '.', handler: 'price.handler' } }),
    );
    const before = process.env['PATH'];
    process.env['PATH'] = `/usr/bin${path.delimiter}${before}`;
    let debugpy: DebugClient | undefined;
    try {
      await launch([6], { functions });
      await client.send('stepIn', { threadId: 1 });
      const { configuration } = await client.until<StartPython>('startDebugging');
      assert.equal(configuration.type, 'debugpy');
      debugpy = await DebugClient.connect(configuration.connect.port);
      await debugpy.initialize();
      const attached = debugpy.send('attach', { justMyCode: configuration.justMyCode });
      await debugpy.until('initialized');
      await debugpy.send('configurationDone');
      await attached;
      const { threadId } = await debugpy.until<DebugProtocol.StoppedEvent>('stopped');
      const { stackFrames } = await debugpy.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId });
      assert.deepEqual([stackFrames[0]!.name, stackFrames[0]!.line, stackFrames[0]!.source?.path], ['handler', 2, source]);
      // Longer than the timeout of the Task.
      await new Promise((resolve) => setTimeout(resolve, 1300));
      await debugpy.send('continue', { threadId });
      await client.until('stopped');
      assert.deepEqual(await client.look(), ['main: ResultPath:8 < Price:4 < order.asl.json:2']);
      // The session ends, and the function's process with it: its debugger is told.
      await client.send('disconnect');
      await debugpy.until('terminated');
    } finally {
      process.env['PATH'] = before;
      debugpy?.hangUp();
    }
  });
});
