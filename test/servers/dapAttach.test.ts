import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExecutionEventBody } from '../../server/src/protocol';
import { AttachBench, order, stopped } from '../support/attachBench';
import { DebugClient } from '../support/debugClient';
import { golden } from '../support/golden';

const goldens = path.join(__dirname, 'golden');

const orderYaml = `StartAt: Check
States:
  Check:
    Type: Pass
    Result:
      ok: true
    ResultPath: $.check
    Next: Rest
  Rest:
    Type: Wait
    Seconds: 60
    Next: Enough
  Enough:
    Type: Choice
    Choices:
      - Variable: $.quantity
        NumericGreaterThan: 10
        Next: TooMany
    Default: Done
  TooMany:
    Type: Fail
    Error: TooMany
    Cause: Ten at most.
  Done:
    Type: Succeed
`;

const orderTemplate = `Resources:
  Order:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
${orderYaml.replace(/^(?=.)/gm, ' '.repeat(8))}`;

/** The same state machine in each place that a definition can stand: the file, the line of the state Enough, its stack. */
const places = [
  { name: 'order.asl.json', text: order, line: 15, stack: 'Enough:15 < order.asl.json:2', transcript: 'attach.txt' },
  { name: 'order.asl.yaml', text: orderYaml, line: 13, stack: 'Enough:13 < order.asl.yaml:1', transcript: 'attach-yaml.txt' },
  {
    name: 'template.yaml',
    text: orderTemplate,
    line: 18,
    stack: 'Enough:18 < template.yaml:6',
    transcript: 'attach-template.txt',
  },
];

describe('attaching a debugger to an endpoint', function () {
  this.timeout(30_000);
  let bench: AttachBench;

  beforeEach(async () => {
    bench = new AttachBench();
    await bench.open();
  });
  afterEach(() => bench.close());

  for (const { name, text, line, stack, transcript } of places) {
    it(`stops where the editor has breakpoints in ${name}, steps in both directions, and what is changed counts`, async () => {
      const file = bench.write(name, text);
      const client = await bench.connect();
      await client.attach({}, { [file]: [line] });
      const machine = await bench.create('order', order);
      const execution = await bench.start(machine, 'first', { quantity: 25 });
      const { threadId } = await client.until<DebugProtocol.StoppedEvent>('stopped');
      assert.deepEqual(await client.look(), [`order/first: ${stack}`]);
      assert.equal((await client.values(threadId!))['Input']!['quantity'], '25');
      await client.send('stepBack', { threadId });
      await client.until('stopped');
      await client.look();
      await client.send('next', { threadId });
      await client.until('stopped');
      const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId });
      const { scopes } = await client.send<DebugProtocol.ScopesResponse>('scopes', { frameId: stackFrames[0]!.id });
      await client.send('setVariable', { variablesReference: scopes[0]!.variablesReference, name: 'quantity', value: '5' });
      await client.send('continue', { threadId });
      await client.until('thread');
      assert.deepEqual(await bench.ended(execution), {
        status: 'SUCCEEDED',
        output: { quantity: 5, check: { ok: true } },
        error: undefined,
      });
      await client.disconnect();
      golden(path.join(goldens, transcript), `${client.transcript.join('\n')}\n`);
    });
  }

  it('lets executions run on when it leaves, or ends them when it is told to', async () => {
    const file = bench.write('order.asl.json', order);
    const machine = await bench.create('order', order);
    const leaving = await bench.connect();
    await leaving.attach({}, { [file]: [15] });
    const first = await bench.start(machine, 'first', { quantity: 1 });
    await stopped(leaving);
    await leaving.send('disconnect', { terminateDebuggee: false });
    assert.equal((await bench.ended(first)).status, 'SUCCEEDED');

    const falling = await bench.connect();
    await falling.attach({}, { [file]: [15] });
    const second = await bench.start(machine, 'second', { quantity: 1 });
    await stopped(falling);
    falling.hangUp();
    assert.equal((await bench.ended(second)).status, 'SUCCEEDED');

    const ending = await bench.connect();
    await ending.attach({}, { [file]: [15] });
    const third = await bench.start(machine, 'third', { quantity: 1 });
    await stopped(ending);
    await ending.send('disconnect', { terminateDebuggee: true });
    assert.equal((await bench.ended(third)).status, 'ABORTED');

    const fourth = await bench.start(machine, 'fourth', { quantity: 1 });
    assert.equal((await bench.ended(fourth)).status, 'SUCCEEDED');
  });

  it('is one at a time: a second debugger is told so, and may attach when the first has left', async () => {
    const first = await bench.connect();
    await first.attach({});
    const second = await bench.connect();
    await second.initialize();
    assert.match((await second.ask('attach', {})).message!, /Another debugger is attached to this endpoint/);
    await first.disconnect();
    assert.equal((await second.ask('attach', {})).success, true);
    await second.disconnect();
  });

  it('shows several executions, each of which stops and goes on by itself', async () => {
    const file = bench.write('order.asl.json', order);
    const machine = await bench.create('order', order);
    const client = await bench.connect();
    await client.attach({}, { [file]: [15] });
    const few = await bench.start(machine, 'few', { quantity: 1 });
    const one = await stopped(client);
    assert.deepEqual([one.at, one.all], ['order/few Enough', true]);
    const many = await bench.start(machine, 'many', { quantity: 99 });
    const two = await stopped(client);
    assert.deepEqual([two.at, two.all], ['order/many Enough', false]);
    assert.deepEqual(await client.look(), [
      'order/few: Enough:15 < order.asl.json:2',
      'order/many: Enough:15 < order.asl.json:2',
    ]);
    assert.equal((await client.values(one.threadId))['Input']!['quantity'], '1');
    assert.equal((await client.values(two.threadId))['Input']!['quantity'], '99');
    // What the graph shows follows the thread that is looked at.
    for (const { threadId } of [one, two]) {
      const stands = (await client.ask('stepwise/execution', { threadId })).body as ExecutionEventBody;
      assert.deepEqual([stands.threadId, stands.focus, stands.overlay.status], [threadId, 'Enough', 'RUNNING']);
    }
    assert.deepEqual(await client.send('continue', { threadId: two.threadId }), { allThreadsContinued: false });
    assert.deepEqual((await bench.ended(many)).error, 'TooMany');
    await client.send('next', { threadId: one.threadId });
    assert.equal((await stopped(client)).at, 'order/few Done');
    await client.send('continue', { threadId: one.threadId });
    assert.equal((await bench.ended(few)).status, 'SUCCEEDED');
    await client.disconnect();
  });

  it('ends while executions stand: they are stopped with the endpoint', async () => {
    const file = bench.write('order.asl.json', order);
    const client = await bench.connect();
    await client.attach({}, { [file]: [15] });
    await bench.start(await bench.create('order', order), 'x', { quantity: 25 });
    await stopped(client);
    await bench.port.close();
    await client.until('terminated');
    await bench.endpoint.close();
  });

  it('refuses what it is not there for', async () => {
    const client = await bench.connect();
    await client.initialize();
    assert.match((await client.ask('launch', { program: 'a' })).message!, /debug port of an endpoint, which launches nothing/);
    assert.match((await client.ask('attach', { machine: 'a' })).message!, /"machine" needs "program"/);
    assert.match(
      (await client.ask('attach', { program: path.join(bench.folder, 'none.json') })).message!,
      /none\.json .*no such file/,
    );
    assert.match((await client.ask('attach', { program: bench.write('a.json', '[]') })).message!, /holds no state machine/);
    await client.send('attach', {});
    const unknown = { source: { path: bench.write('a.js', 'let a = 1;') }, breakpoints: [{ line: 1 }] };
    const { breakpoints } = await client.send<DebugProtocol.SetBreakpointsResponse>('setBreakpoints', unknown);
    assert.deepEqual([breakpoints[0]!.verified, breakpoints[0]!.message], [false, 'a.js holds no state machine.']);
    assert.match((await client.ask('stackTrace', { threadId: 1 })).message!, /No such execution is debugged/);
    await client.disconnect();

    // A page in a browser can make such a request, with a message of the protocol in it.
    const message = JSON.stringify({ seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'asl' } });
    await assert.rejects(fetch(`http://127.0.0.1:${bench.port.port}`, { method: 'POST', body: message }));
    const adapter = DebugClient.inProcess();
    await adapter.initialize();
    assert.match((await adapter.ask('attach', {})).message!, /stepwise serve --debug-port/);
  });
});
