import assert from 'node:assert/strict';
import { CreateActivityCommand, GetActivityTaskCommand, SendTaskSuccessCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExecutionEventBody, OpenTaskEventBody } from '../../server/src/protocol';
import { FunctionTasks, readFunctions } from '../../server/src/runner/tasks/functions';
import { AttachBench, said, stopped } from '../support/attachBench';
import { InspectorClient } from '../support/inspectorClient';

/** A distributed Map over these states; each state's name stands on a line of its own. */
function machine(states: object, more: object = {}): string {
  return JSON.stringify(
    {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: Object.keys(states)[0],
            States: states,
          },
          ...more,
          End: true,
        },
      },
    },
    undefined,
    2,
  );
}

function lineOf(text: string, what: string): number {
  return text.split('\n').findIndex((each) => each.includes(what)) + 1;
}

interface OpenTask extends DebugProtocol.Event {
  body: OpenTaskEventBody;
}

describe('attaching a debugger: children of distributed Maps', function () {
  this.timeout(30_000);
  let bench: AttachBench;

  beforeEach(() => {
    bench = new AttachBench();
  });
  afterEach(() => bench.close());

  it('stop at breakpoints, are stepped both ways, and what is changed counts', async () => {
    await bench.open();
    const text = machine({
      Weigh: { Type: 'Pass', Next: 'Rest' },
      Rest: { Type: 'Wait', Seconds: 60, Next: 'Seal' },
      Seal: { Type: 'Pass', End: true },
    });
    const file = bench.write('each.asl.json', text);
    const client = await bench.connect();
    await client.attach({}, { [file]: [lineOf(text, '"Rest": {')] });
    const execution = await bench.start(await bench.create('each', text), 'x', [10, 11]);
    const first = await stopped(client);
    assert.equal(first.at, 'each/x · Each · item 0 Rest');
    const { threadId } = first;
    await client.send('stepBack', { threadId });
    assert.equal((await stopped(client)).at, 'each/x · Each · item 0 Weigh');
    const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId });
    await client.send('setExpression', { expression: '$', value: '100', frameId: stackFrames[0]!.id });
    await client.send('next', { threadId });
    await stopped(client);
    await client.send('continue', { threadId });
    const second = await stopped(client);
    assert.equal(second.at, 'each/x · Each · item 1 Rest');
    await client.send('setBreakpoints', { source: { path: file }, breakpoints: [] });
    await client.send('continue', { threadId: second.threadId });
    assert.deepEqual(await bench.ended(execution), { status: 'SUCCEEDED', output: [100, 11], error: undefined });
    await client.disconnect();
  });

  it('of several executions have ids of their own', async () => {
    await bench.open();
    const text = machine({ Weigh: { Type: 'Pass', End: true } });
    const file = bench.write('each.asl.json', text);
    const client = await bench.connect();
    await client.attach({}, { [file]: [lineOf(text, '"Weigh": {')] });
    const arn = await bench.create('each', text);
    const executions = [await bench.start(arn, 'x', [1]), await bench.start(arn, 'y', [2])];
    const stops = [await stopped(client), await stopped(client)];
    assert.deepEqual(stops.map(({ at }) => at).sort(), ['each/x · Each · item 0 Weigh', 'each/y · Each · item 0 Weigh']);
    const values = await Promise.all(stops.map(async ({ threadId }) => (await client.values(threadId))['Input']!['$']));
    assert.deepEqual(values.sort(), ['1', '2']);
    for (const { threadId } of stops) {
      const stands = (await client.ask('stepwise/execution', { threadId })).body as ExecutionEventBody;
      assert.deepEqual([stands.threadId, stands.focus], [threadId, 'Each/Weigh']);
      assert.equal(stands.overlay.states['Each']!.status, 'running');
    }
    for (const { threadId } of stops) {
      await client.send('continue', { threadId });
    }
    assert.deepEqual(await Promise.all(executions.map(async (each) => (await bench.ended(each)).output)), [[1], [2]]);
    await client.disconnect();
  });

  it('are taken over when they run already, let go when it leaves, and end with their execution', async () => {
    await bench.open();
    const { activityArn } = await bench.endpoint.client.send(new CreateActivityCommand({ name: 'work' }));
    const text = machine({ Work: { Type: 'Task', Resource: activityArn, Next: 'After' }, After: { Type: 'Pass', End: true } });
    const file = bench.write('work.asl.json', text);
    const line = lineOf(text, '"After": {');
    const arn = await bench.create('work', text);
    const execution = await bench.start(arn, 'x', [1, 2]);
    const worker = async (): Promise<string> =>
      (await bench.endpoint.client.send(new GetActivityTaskCommand({ activityArn }))).taskToken!;
    const succeed = (taskToken: string, output: string): Promise<unknown> =>
      bench.endpoint.client.send(new SendTaskSuccessCommand({ taskToken, output }));
    const [one, two] = [await worker(), await worker()];
    const client = await bench.connect();
    await client.attach({}, { [file]: [line] });
    while ((await client.send<DebugProtocol.ThreadsResponse>('threads')).threads.length === 0) {
      // It is on its way.
    }
    await succeed(one, '"first"');
    assert.equal((await stopped(client)).at, 'work/x · Each · item 0 After');
    await client.disconnect();
    await succeed(two, '"second"');
    assert.deepEqual((await bench.ended(execution)).output, ['first', 'second']);

    const again = await bench.connect();
    await again.attach({}, { [file]: [line] });
    const stoppedByOther = await bench.start(arn, 'y', [3]);
    await succeed(await worker(), '"third"');
    const { threadId } = await stopped(again);
    await bench.endpoint.client.send(new StopExecutionCommand({ executionArn: stoppedByOther, error: 'Enough' }));
    assert.equal((await bench.ended(stoppedByOther)).error, 'Enough');
    assert.match((await again.ask('stackTrace', { threadId })).message!, /No such execution is debugged/);

    const ending = await bench.start(arn, 'z', [4]);
    await succeed(await worker(), '"fourth"');
    await stopped(again);
    await again.send('disconnect', { terminateDebuggee: true });
    assert.equal((await bench.ended(ending)).status, 'ABORTED');
  });

  it('ask about Tasks that nothing performs; once it has left, such a Task fails as always', async () => {
    await bench.open();
    const Parameters = { TableName: 'orders', Key: {} };
    const text = machine({ Get: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem', Parameters, End: true } });
    const file = bench.write('get.asl.json', text);
    const arn = await bench.create('get', text);
    const client = await bench.connect();
    await client.attach({ program: file });
    const execution = await bench.start(arn, 'x', [1, 2]);
    for (const item of [0, 1]) {
      const { threadId, at } = await stopped(client);
      assert.equal(at, `get/x · Each · item ${item} Get`);
      const { strand } = await client.until<OpenTask>('stepwise/openTask');
      assert.equal(strand, threadId - 1);
      await client.send('stepwise/answerTask', { strand, output: `{"Item": ${item}}` });
    }
    assert.deepEqual((await bench.ended(execution)).output, [{ Item: 0 }, { Item: 1 }]);
    const alone = await bench.start(arn, 'y', [1]);
    await stopped(client);
    await client.disconnect();
    assert.equal((await bench.ended(alone)).error, 'Stepwise.UnboundTask');
  });

  it('are stepped into their functions, while the time of all stands still', async () => {
    bench.write('price.js', 'exports.handler = async (event) => {\n  return event * 2;\n};\n');
    const entry = { runtime: 'nodejs22.x', codeUri: '.', handler: 'price.handler', timeout: 1 };
    const { functions } = readFunctions(JSON.stringify({ price: entry }), bench.folder);
    const tasks = [new FunctionTasks(functions)];
    await bench.open({ tasks });
    const text = machine({
      Price: {
        Type: 'Task',
        Resource: 'arn:aws:lambda:us-east-1:123456789012:function:price',
        TimeoutSeconds: 1,
        ResultSelector: { 'price.$': '$' },
        End: true,
      },
    });
    const file = bench.write('price.asl.json', text);
    const client = await bench.connect();
    await client.initialize({ supportsStartDebuggingRequest: true });
    await client.send('attach', {});
    await client.until('initialized');
    await client.send('setBreakpoints', {
      source: { path: file },
      breakpoints: [{ line: lineOf(text, '"Resource"'), condition: '$ == 21' }],
    });
    await client.send('configurationDone');
    const execution = await bench.start(await bench.create('price', text), 'x', [21, 1]);
    const { threadId, at } = await stopped(client);
    assert.equal(at, 'price/x · Each · item 0 Resource');
    await client.send('stepIn', { threadId });
    interface StartDebugging extends DebugProtocol.Event {
      body: { configuration: { websocketAddress: string } };
    }
    const { configuration } = await client.until<StartDebugging>('startDebugging');
    const inspector = await InspectorClient.connect(configuration.websocketAddress);
    await inspector.send('Debugger.enable');
    await inspector.send('Runtime.runIfWaitingForDebugger');
    await inspector.until('Debugger.paused');
    // Longer than both timeouts, that of the Task and that of the function.
    await new Promise((resolve) => setTimeout(resolve, 1300));
    await inspector.send('Debugger.resume');
    assert.equal((await stopped(client)).at, 'price/x · Each · item 0 ResultSelector');
    await client.send('continue', { threadId });
    assert.deepEqual((await bench.ended(execution)).output, [{ price: 42 }, { price: 2 }]);
    assert.ok(!said(client, 'failed'));
    await client.disconnect();
    tasks.forEach((each) => each.close());
  });
});
