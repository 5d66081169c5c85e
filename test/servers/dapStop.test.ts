import assert from 'node:assert/strict';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { AttachBench, stopped } from '../support/attachBench';
import { DebugBench } from '../support/debugBench';
import { DebugClient } from '../support/debugClient';

const machine = {
  StartAt: 'Price',
  States: {
    Price: {
      Type: 'Pass',
      Parameters: { 'price.$': '$.quantity' },
      ResultPath: '$.sum',
      Next: 'Placed',
    },
    Placed: { Type: 'Pass', OutputPath: '$.sum', End: true },
  },
};

describe('stopping an execution that stands before a field of a state', () => {
  let bench: DebugBench;

  beforeEach(() => {
    bench = new DebugBench(DebugClient.inProcess(), 'json', machine);
  });
  afterEach(() => bench.close());

  const toldBehind = async (what: () => Promise<unknown>): Promise<string[]> => {
    const before = bench.client.transcript.length;
    await what();
    await bench.client.until('terminated');
    return bench.client.transcript.slice(before).filter((line) => line.startsWith('* stdout'));
  };
  const terminate = (): Promise<unknown> => bench.client.send('terminate', {});

  it('tells nothing of what has not happened', async () => {
    await bench.launch({ input: { quantity: 1 } }, () => bench.breakAt({ line: bench.line('"ResultPath"', 'Price') }));
    assert.equal(await bench.stopped(), 'breakpoint ResultPath < Price');
    assert.deepEqual(await toldBehind(terminate), ['* stdout: ABORTED']);
  });

  it('aborts it although its end is decided', async () => {
    await bench.launch({ input: { quantity: 1 } }, () => bench.breakAt({ line: bench.line('"OutputPath"', 'Placed') }));
    assert.equal(await bench.stopped(), 'breakpoint OutputPath < Placed');
    assert.deepEqual(await toldBehind(terminate), ['* stdout: ABORTED']);
  });

  it('leaves what has happened where it was stepped back', async () => {
    await bench.launch({ input: { quantity: 1 } }, () => bench.breakAt({ line: bench.named('Placed') }));
    assert.equal(await bench.stopped(), 'breakpoint Placed');
    assert.equal(await bench.step('stepBack'), 'entry Price');
    assert.deepEqual(await toldBehind(terminate), ['* stdout: ABORTED']);
    const { overlay } = JSON.parse(
      bench.client.transcript.findLast((line) => line.startsWith('* stepwise/execution'))!.slice('* stepwise/execution '.length),
    ) as { overlay: { states: object } };
    assert.deepEqual(Object.keys(overlay.states), ['Price', 'Placed']);
  });

  it('tells no more of a recorded history, and no end of it that nobody has seen', async () => {
    const endpoint = new AttachBench();
    await endpoint.open();
    const arn = await endpoint.create('price', JSON.stringify(machine));
    const executionArn = await endpoint.start(arn, 'x', { quantity: 1 });
    await endpoint.ended(executionArn);
    const { events } = await endpoint.endpoint.client.send(new GetExecutionHistoryCommand({ executionArn }));
    await endpoint.close();
    await bench.launch({ history: bench.write('history.json', { events }) });
    assert.equal(await bench.stopped(), 'entry Price');
    assert.deepEqual(await toldBehind(terminate), []);
  });
});

describe('stopping an execution of an endpoint that stands before a field of a state', () => {
  it('leaves a history that ends there', async () => {
    const bench = new AttachBench();
    await bench.open();
    const text = JSON.stringify(machine, undefined, 2);
    const file = bench.write('price.asl.json', text);
    const line = text.split('\n').findIndex((each) => each.includes('"ResultPath"')) + 1;
    const client = await bench.connect();
    await client.attach({}, { [file]: [line] });
    const executionArn = await bench.start(await bench.create('price', text), 'x', { quantity: 1 });
    assert.equal((await stopped(client)).at, 'price/x ResultPath');
    await client.send('terminate', {});
    await client.until('terminated');
    assert.equal((await bench.ended(executionArn)).status, 'ABORTED');
    const { events } = await bench.endpoint.client.send(new GetExecutionHistoryCommand({ executionArn }));
    assert.deepEqual(
      events!.map(({ type }) => type),
      ['ExecutionStarted', 'PassStateEntered', 'ExecutionAborted'],
    );
    await client.disconnect();
    await bench.close();
  });
});
