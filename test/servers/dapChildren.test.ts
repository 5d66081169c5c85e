import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { OpenTaskEventBody } from '../../server/src/protocol';
import { DebugBench, forms } from '../support/debugBench';
import { DebugClient } from '../support/debugClient';

const machine = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Weigh',
        States: {
          Weigh: { Type: 'Pass', Next: 'Rest' },
          Rest: { Type: 'Wait', Seconds: 60, Next: 'Seal' },
          Seal: { Type: 'Pass', Next: 'Choose' },
          Choose: {
            Type: 'Choice',
            Choices: [{ Variable: '$', NumericGreaterThan: 100, Next: 'Bad' }],
            Default: 'Good',
          },
          Good: { Type: 'Succeed' },
          Bad: { Type: 'Fail', Error: 'TooHeavy' },
        },
      },
      MaxConcurrency: 3,
      ToleratedFailurePercentage: 100,
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};

for (const form of forms) {
  describe(`debug adapter: children of a distributed Map (${form})`, () => {
    let bench: DebugBench;
    const input = { items: Array.from({ length: 10 }, (_, index) => index) };

    beforeEach(() => {
      bench = new DebugBench(DebugClient.inProcess(), form, machine);
    });
    afterEach(() => bench.close());

    it('stop at breakpoints, are stepped through both ways, looked at and changed', async () => {
      await bench.launch({ input }, () => bench.breakAt({ line: bench.named('Weigh'), condition: '$ == 7' }));
      assert.equal(await bench.stopped(), 'breakpoint Weigh');
      assert.equal(await bench.evaluate('$'), '7');
      assert.ok((await bench.client.look()).some((thread) => thread.startsWith('Each · item 7: Weigh')));
      assert.equal(await bench.step('next'), 'step Rest');
      // Others wait, and time passes only once this one waits as well.
      assert.equal(await bench.step('next'), 'step Seal');
      assert.match(await bench.evaluate('$$.State.EnteredTime'), /12:0[1-9]:00/);
      assert.equal(await bench.step('stepBack'), 'step Rest');
      assert.equal(await bench.step('next'), 'step Seal');
      await bench.client.send('setExpression', { expression: '$', value: '700', frameId: bench.frameId });
      assert.equal(await bench.step('next'), 'step Choose');
      assert.equal(await bench.step('next'), 'step Bad');
      await bench.client.send('setExceptionBreakpoints', { filters: [] });
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.until('terminated');
      const output = bench.client.transcript.find((line) => line.includes('"result":{'))!;
      assert.ok(output.includes('"status":"SUCCEEDED"'), output);
      assert.ok(bench.client.transcript.includes('* stdout: SUCCEEDED'));
      assert.ok(bench.client.transcript.some((line) => line.includes('TooHeavy')));
    });

    it('are stepped into from the Map', async () => {
      await bench.launch({ input, stopOnEntry: true });
      assert.equal(await bench.stopped(), 'entry Each');
      for (let steps = 0; steps < 3; steps++) {
        if ((await bench.step('stepIn')).endsWith(' Weigh')) {
          break;
        }
      }
      assert.equal(await bench.evaluate('$'), '0');
      // The step that led into it ends in the Map, behind all children.
      assert.equal(await bench.step('continue'), 'step Next < Each');
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.until('terminated');
    });

    it('stand on when their execution is paused, and go on with it', async () => {
      await bench.launch({ input }, () => bench.breakAt({ line: bench.named('Weigh'), condition: '$ == 1' }));
      assert.equal(await bench.stopped(), 'breakpoint Weigh');
      const item = bench.thread;
      await bench.client.send('pause', { threadId: 1 });
      assert.equal(await bench.stopped(), 'pause Each');
      await bench.client.send('continue', { threadId: 1 });
      bench.thread = item;
      assert.equal(await bench.step('next'), 'step Rest');
      assert.equal(await bench.step('next'), 'step Seal');
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.until('terminated');
      assert.ok(bench.client.transcript.includes('* stdout: SUCCEEDED'));
    });

    it('are gone when their execution is paused and the Map is worked anew', async () => {
      await bench.launch({ input }, () => bench.breakAt({ line: bench.named('Weigh'), condition: '$ == 1' }));
      assert.equal(await bench.stopped(), 'breakpoint Weigh');
      await bench.client.send('pause', { threadId: 1 });
      assert.equal(await bench.stopped(), 'pause Each');
      assert.equal(await bench.step('restartFrame', { frameId: bench.frameId }), 'restart Each');
      assert.equal((await bench.client.look()).length, 1);
      assert.ok(!bench.client.transcript.some((line) => line.includes('no error name')));
      assert.equal(await bench.step('continue'), 'breakpoint Weigh');
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.until('terminated');
      assert.ok(bench.client.transcript.includes('* stdout: SUCCEEDED'));
    });

    it('end with the session, whether one stands or not', async () => {
      await bench.launch({ input }, () => bench.breakAt({ line: bench.named('Seal'), hitCondition: '2' }));
      assert.equal(await bench.stopped(), 'breakpoint Seal');
      await bench.client.send('terminate', {});
      await bench.client.until('terminated');
      assert.ok(bench.client.transcript.includes('* stdout: ABORTED'));
    });

    it('restart with their execution', async () => {
      await bench.launch({ input }, () => bench.breakAt({ line: bench.named('Weigh'), condition: '$ == 3' }));
      assert.equal(await bench.stopped(), 'breakpoint Weigh');
      await bench.client.send('restart', {});
      assert.equal(await bench.stopped(), 'breakpoint Weigh');
      assert.equal(await bench.evaluate('$'), '3');
      await bench.breakAt();
      await bench.client.send('continue', { threadId: bench.thread });
      await bench.client.until('terminated');
      assert.ok(bench.client.transcript.includes('* stdout: SUCCEEDED'));
    });
  });
}

const getItem = 'arn:aws:states:::dynamodb:getItem';

const distributed = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };

/** Strand 1 of the child asks, and later strand 1 of the parent. */
const asking = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Later',
          States: {
            Later: { Type: 'Wait', Seconds: 60, Next: 'Outer' },
            Outer: { Type: 'Task', Resource: getItem, End: true },
          },
        },
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              ItemsPath: '$.items',
              ItemProcessor: {
                ProcessorConfig: distributed,
                StartAt: 'Fork',
                States: {
                  Fork: {
                    Type: 'Parallel',
                    Branches: [
                      {
                        StartAt: 'Inner',
                        States: {
                          Inner: { Type: 'Task', Resource: getItem, TimeoutSeconds: 5, Next: 'Seal' },
                          Seal: { Type: 'Pass', End: true },
                        },
                      },
                    ],
                    End: true,
                  },
                },
              },
              End: true,
            },
          },
        },
      ],
      End: true,
    },
  },
};

interface OpenTask extends DebugProtocol.Event {
  body: OpenTaskEventBody;
}

describe('debug adapter: Tasks that nothing performs, in children of a distributed Map', () => {
  let bench: DebugBench;

  beforeEach(() => {
    bench = new DebugBench(DebugClient.inProcess(), 'json', asking);
  });
  afterEach(() => bench.close());

  /** The thread that asks, where it stands, and what it asks about. */
  const asked = async (): Promise<{ strand: number; told: string }> => {
    const stop = await bench.stopped();
    const { strand, state } = await bench.client.until<OpenTask>('stepwise/openTask');
    assert.equal(strand, bench.thread - 1);
    const { threads } = await bench.client.send<DebugProtocol.ThreadsResponse>('threads');
    return { strand, told: `${threads.find(({ id }) => id === bench.thread)!.name}: ${stop}, asks about ${state}` };
  };
  const answers = (strand: number, output: unknown): Promise<unknown> =>
    bench.client.send('stepwise/answerTask', { strand, output: JSON.stringify(output) });
  const result = (): unknown => {
    const output = bench.client.transcript.findLast((line) => line.includes('"result":{'))!;
    return (JSON.parse(output.slice(output.indexOf('{'))) as { result: { output: string } }).result.output;
  };

  it('ask in their own place, whatever has the same number in their parent, and no time passes meanwhile', async () => {
    await bench.launch({ input: { items: ['a', 'b'] } });
    const first = await asked();
    assert.equal(first.told, 'Each · item 0 · Fork · branch 0: pause Inner < Fork, asks about Inner');
    // Another question would come before this is over, if the other child went on, or time did: it would end the Wait, or the Task.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await answers(first.strand, 'first');
    const second = await asked();
    assert.equal(second.told, 'Each · item 1 · Fork · branch 0: pause Inner < Fork, asks about Inner');
    // Whoever continues without an answer is asked again.
    await bench.client.send('continue', { threadId: bench.thread });
    assert.equal((await asked()).told, second.told);
    await answers(second.strand, 'second');
    const third = await asked();
    assert.equal(third.told, 'Both · branch 0: pause Outer < Both, asks about Outer');
    await answers(third.strand, 'third');
    await bench.client.until('terminated');
    assert.equal(result(), '["third",[["first"],["second"]]]');
  });

  it('go on elsewhere when that is wished', async () => {
    await bench.launch({ input: { items: ['a'] } });
    assert.match((await asked()).told, /Inner$/);
    await bench.client.send('evaluate', { expression: '.goto Seal', context: 'repl', frameId: bench.frameId });
    assert.equal(await bench.stopped(), 'goto Seal < Fork');
    await bench.client.send('continue', { threadId: bench.thread });
    const last = await asked();
    assert.match(last.told, /Outer$/);
    await answers(last.strand, 1);
    await bench.client.until('terminated');
    assert.equal(result(), '[1,[["a"]]]');
  });

  it('end with the session while they ask', async () => {
    await bench.launch({ input: { items: ['a'] } });
    await asked();
    await bench.client.send('terminate', {});
    await bench.client.until('terminated');
    assert.ok(bench.client.transcript.includes('* stdout: ABORTED'));
  });
});

describe('debug adapter: children of a distributed Map that have strands of their own', () => {
  let bench: DebugBench;

  afterEach(() => bench.close());

  it('are stepped strand by strand, and time passes for the one that waits', async () => {
    const forked = (name: string): object => ({
      StartAt: `${name}1`,
      States: {
        [`${name}1`]: { Type: 'Wait', Seconds: 60, Next: `${name}2` },
        [`${name}2`]: { Type: 'Pass', Next: `${name}3` },
        [`${name}3`]: { Type: 'Pass', End: true },
      },
    });
    bench = new DebugBench(DebugClient.inProcess(), 'json', {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: distributed,
            StartAt: 'Fork',
            States: { Fork: { Type: 'Parallel', Branches: [forked('A'), forked('B')], End: true } },
          },
          End: true,
        },
      },
    });
    await bench.launch({ input: [1, 2] }, () => bench.breakAt({ line: bench.named('A1'), condition: '$ == 2' }));
    assert.equal(await bench.stopped(), 'breakpoint A1 < Fork');
    assert.equal(await bench.step('next'), 'step A2 < Fork');
    assert.equal(await bench.step('next'), 'step A3 < Fork');
    assert.match((await bench.client.look()).join('\n'), /item 1 · Fork · branch 1: B1/);
    await bench.client.send('continue', { threadId: bench.thread });
    await bench.client.until('terminated');
    assert.ok(bench.client.transcript.includes('* stdout: SUCCEEDED'));
  });
});
