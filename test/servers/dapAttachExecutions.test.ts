import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { OpenTaskEventBody } from '../../server/src/protocol';
import { AttachBench, order, stopped } from '../support/attachBench';

interface OpenTaskEvent extends DebugProtocol.Event {
  body: OpenTaskEventBody;
}

describe('attaching a debugger to an endpoint: executions', function () {
  this.timeout(30_000);
  let bench: AttachBench;

  beforeEach(async () => {
    bench = new AttachBench();
    await bench.open();
  });
  afterEach(() => bench.close());

  it('takes over what runs already, and what a breakpoint is set for later', async () => {
    const { activityArn } = await bench.endpoint.client.send(new CreateActivityCommand({ name: 'work' }));
    const text = JSON.stringify(
      {
        StartAt: 'Work',
        States: {
          // Without a timeout, which would win against a worker that is silent for long: a busy machine is.
          Work: { Type: 'Task', Resource: activityArn, Next: 'After' },
          After: { Type: 'Pass', End: true },
        },
      },
      undefined,
      2,
    );
    const file = bench.write('work.asl.json', text);
    const execution = await bench.start(await bench.create('work', text), 'long', {});
    const { taskToken } = await bench.endpoint.client.send(new GetActivityTaskCommand({ activityArn }));
    const client = await bench.connect();
    await client.attach({});
    await client.until('output');
    assert.deepEqual(await client.look(), []);
    const line = text.split('\n').findIndex((each) => each.includes('"After": {')) + 1;
    await client.send('setBreakpoints', { source: { path: file }, breakpoints: [{ line }] });
    while ((await client.send<DebugProtocol.ThreadsResponse>('threads')).threads.length === 0) {
      // It is on its way.
    }
    assert.deepEqual(await client.look(), ['work/long: Work:4 < work.asl.json:2']);
    await bench.endpoint.client.send(new SendTaskSuccessCommand({ taskToken, output: '{"done": 1.0}' }));
    const { threadId, at } = await stopped(client);
    assert.equal(at, 'work/long After');
    await client.send('continue', { threadId });
    assert.deepEqual((await bench.ended(execution)).output, { done: 1 });
    await client.disconnect();
  });

  it('holds the time of what stands: nothing times out meanwhile', async () => {
    const { activityArn } = await bench.endpoint.client.send(new CreateActivityCommand({ name: 'work' }));
    const text = JSON.stringify(
      {
        StartAt: 'Both',
        States: {
          Both: {
            Type: 'Parallel',
            Branches: [
              { StartAt: 'Work', States: { Work: { Type: 'Task', Resource: activityArn, TimeoutSeconds: 1, End: true } } },
              {
                StartAt: 'Wait',
                States: { Wait: { Type: 'Wait', Seconds: 0, Next: 'Look' }, Look: { Type: 'Pass', End: true } },
              },
            ],
            End: true,
          },
        },
      },
      undefined,
      2,
    );
    const file = bench.write('both.asl.json', text);
    const line = text.split('\n').findIndex((each) => each.includes('"Look": {')) + 1;
    const client = await bench.connect();
    await client.attach({}, { [file]: [line] });
    const execution = await bench.start(await bench.create('both', text), 'x', {});
    const { threadId } = await stopped(client);
    const { taskToken } = await bench.endpoint.client.send(new GetActivityTaskCommand({ activityArn }));
    // Longer than the silence after which a timeout wins against a worker.
    await new Promise((resolve) => setTimeout(resolve, 600));
    await client.send('continue', { threadId });
    await bench.endpoint.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    assert.deepEqual(await bench.ended(execution), { status: 'SUCCEEDED', output: [1, {}], error: undefined });
    await client.disconnect();
  });

  it('hears of an execution that somebody else stops while it stands, and of nested ones', async () => {
    const child = bench.write(
      'child.asl.json',
      '{"StartAt":"In",\n"States":{\n"In":{"Type":"Pass","Result":"done","End":true}}}',
    );
    const childArn = await bench.create('child', fs.readFileSync(child, 'utf8'));
    const text = `{"StartAt":"Start",
"States":{
"Start":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2","Parameters":{"StateMachineArn":"${childArn}"},"OutputPath":"$.Output","End":true}}}`;
    const parent = bench.write('parent.asl.json', text);
    const machine = await bench.create('parent', text);
    const client = await bench.connect();
    await client.attach({ stopOnEntry: false }, { [child]: [3], [parent]: [3] });
    const stoppedByUser = await bench.start(machine, 'one', {});
    const outer = await stopped(client);
    assert.equal(outer.at, 'parent/one Start');
    await bench.endpoint.client.send(new StopExecutionCommand({ executionArn: stoppedByUser, error: 'Enough' }));
    const exited = await client.until<DebugProtocol.ThreadEvent>('thread');
    assert.deepEqual(exited, { reason: 'exited', threadId: outer.threadId });
    assert.equal((await bench.ended(stoppedByUser)).error, 'Enough');
    assert.deepEqual(await client.look(), []);

    const execution = await bench.start(machine, 'two', {});
    const { threadId } = await stopped(client);
    await client.send('continue', { threadId });
    const inner = await stopped(client);
    assert.match(inner.at, /^child\/[-\w]+ In$/);
    await client.send('continue', { threadId: inner.threadId });
    assert.equal((await bench.ended(execution)).output, 'done');
    await client.disconnect();
  });

  it('asks about a Task that nothing performs; once it has left, such a Task fails as always', async () => {
    const text =
      '{"StartAt":"Get",\n"States":{\n"Get":{"Type":"Task","Resource":"arn:aws:states:::dynamodb:getItem","Parameters":{"TableName":"orders","Key":{}},"End":true}}}';
    const file = bench.write('get.asl.json', text);
    const machine = await bench.create('get', text);
    const client = await bench.connect();
    await client.attach({ program: file });
    const first = await bench.start(machine, 'first', {});
    const { threadId } = await stopped(client);
    const { strand } = await client.until<OpenTaskEvent>('stepwise/openTask');
    assert.equal(strand, threadId - 1);
    await client.send('stepwise/answerTask', { strand, output: '{"Item": 1}', keep: true });
    assert.deepEqual((await bench.ended(first)).output, { Item: 1 });
    assert.deepEqual((await bench.ended(await bench.start(machine, 'kept', {}))).output, { Item: 1 });
    await client.disconnect();
    assert.equal((await bench.ended(await bench.start(machine, 'alone', {}))).error, 'Stepwise.UnboundTask');
  });

  it('debugs synchronous executions of Express machines, from their first state where that is wished', async () => {
    const text = '{"StartAt":"A",\n"States":{\n"A":{"Type":"Pass","End":true}}}';
    const roleArn = 'arn:aws:iam::123456789012:role/any';
    const { stateMachineArn } = await bench.endpoint.client.send(
      new CreateStateMachineCommand({ name: 'quick', definition: text, roleArn, type: 'EXPRESS' }),
    );
    const client = await bench.connect();
    await client.attach({ program: bench.write('quick.asl.json', text), stopOnEntry: true });
    const answer = bench.endpoint.client.send(new StartSyncExecutionCommand({ stateMachineArn, name: 'x', input: '{"a":1}' }));
    const { threadId, at, reason } = await stopped(client);
    assert.deepEqual([at, reason], ['quick/x A', 'entry']);
    await client.send('continue', { threadId });
    assert.equal((await answer).output, '{"a":1}');
    await client.disconnect();
  });

  it('keeps the history that clients read in order when it is cut', async () => {
    const file = bench.write('order.asl.json', order);
    const client = await bench.connect();
    await client.attach({}, { [file]: [15] });
    const execution = await bench.start(await bench.create('order', order), 'x', { quantity: 25 });
    const { threadId } = await stopped(client);
    await client.send('evaluate', { expression: '.goto Done', context: 'repl' });
    await client.send('continue', { threadId });
    assert.equal((await bench.ended(execution)).status, 'SUCCEEDED');
    const { events } = await bench.endpoint.client.send(new GetExecutionHistoryCommand({ executionArn: execution }));
    assert.deepEqual(
      events!.map(({ type, stateEnteredEventDetails: entered }) => entered?.name ?? type),
      [
        'ExecutionStarted',
        'Check',
        'PassStateExited',
        'Rest',
        'WaitStateExited',
        'Enough',
        'Done',
        'SucceedStateExited',
        'ExecutionSucceeded',
      ],
    );
    await client.disconnect();
  });
});
