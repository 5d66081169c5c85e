import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { stringify } from 'yaml';
import { adopt } from '../../server/src/execution/adopt/adopt';
import { readRecording } from '../../server/src/execution/adopt/recording';
import { Debugger } from '../../server/src/debug/debugger';
import { DebugClient } from '../support/debugClient';
import { programOf } from '../support/machine';
import { eventsOf, readRecordings } from '../support/recordings';

const machine = {
  StartAt: 'Price',
  States: {
    Price: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      ResultSelector: { 'price.$': '$.Payload.price' },
      ResultPath: '$.price',
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 5 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry' }],
      Next: 'Enough',
    },
    Enough: {
      Type: 'Choice',
      Choices: [{ Variable: '$.price.price', NumericLessThanEquals: 50, Next: 'Ship' }],
      Default: 'Sorry',
    },
    Ship: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true },
    Sorry: { Type: 'Fail', Error: 'TooExpensive' },
  },
};

/** What AWS would answer for an execution of it: the first try fails, the second gives a price that is too high. */
function historyOf(price: number): object {
  const entered = (name: string, input: object): object => ({
    stateEnteredEventDetails: { name, input: JSON.stringify(input), inputDetails: { truncated: false } },
  });
  const task = { resourceType: 'lambda', resource: 'invoke' };
  const input = { box: 1 };
  const output = { box: 1, price: { price } };
  const events = [
    ['ExecutionStarted', { executionStartedEventDetails: { input: JSON.stringify(input), roleArn: 'role' } }],
    ['TaskStateEntered', entered('Price', input)],
    ['TaskScheduled', { taskScheduledEventDetails: { ...task, region: 'eu-west-1', parameters: JSON.stringify(input) } }],
    ['TaskStarted', { taskStartedEventDetails: task }],
    ['TaskFailed', { taskFailedEventDetails: { ...task, error: 'Busy', cause: 'Come again.' } }],
    ['TaskScheduled', { taskScheduledEventDetails: { ...task, region: 'eu-west-1', parameters: JSON.stringify(input) } }],
    ['TaskStarted', { taskStartedEventDetails: task }],
    ['TaskSucceeded', { taskSucceededEventDetails: { ...task, output: JSON.stringify({ Payload: { price } }) } }],
    ['TaskStateExited', { stateExitedEventDetails: { name: 'Price', output: JSON.stringify(output) } }],
    ['ChoiceStateEntered', entered('Enough', output)],
    ['ChoiceStateExited', { stateExitedEventDetails: { name: 'Enough', output: JSON.stringify(output) } }],
    ['FailStateEntered', entered('Sorry', output)],
    ['ExecutionFailed', { executionFailedEventDetails: { error: 'TooExpensive' } }],
  ] as const;
  return {
    events: events.map(([type, details], index) => ({
      timestamp: `2026-01-31T12:00:${String(index * 2).padStart(2, '0')}.500000+01:00`,
      type,
      id: index + 1,
      previousEventId: index === 1 ? 0 : index,
      ...details,
    })),
  };
}

const template = (definition: object): object => ({
  Resources: { Orders: { Type: 'AWS::Serverless::StateMachine', Properties: { Definition: definition } } },
});

for (const form of ['json', 'yaml', 'template'] as const) {
  describe(`debug adapter: a history of AWS is replayed (${form})`, () => {
    let folder: string;
    let program: string;
    let client: DebugClient;

    beforeEach(() => {
      folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-replay-')));
      program = path.join(folder, form === 'template' ? 'template.yaml' : `orders.asl.${form}`);
      fs.writeFileSync(
        program,
        form === 'json' ? JSON.stringify(machine, undefined, 2) : stringify(form === 'yaml' ? machine : template(machine)),
      );
      fs.writeFileSync(path.join(folder, 'history.json'), JSON.stringify(historyOf(75.5)));
      client = DebugClient.inProcess();
    });
    afterEach(async () => {
      await client.disconnect();
      fs.rmSync(folder, { recursive: true, force: true });
    });

    const launch = async (breakpoints: string[] = [], history = 'history.json'): Promise<void> => {
      await client.initialize();
      await client.send('launch', { program, history });
      await client.until('initialized');
      const text = fs.readFileSync(program, 'utf8').split('\n');
      const lines = breakpoints.map((state) => text.findIndex((each) => new RegExp(`^\\s*"?${state}"?:`).test(each)) + 1);
      await client.send('setBreakpoints', { source: { path: program }, breakpoints: lines.map((line) => ({ line })) });
      await client.send('configurationDone');
    };
    let frameId = 0;
    const stopped = async (): Promise<string> => {
      const { reason, text } = await client.until<DebugProtocol.StoppedEvent>('stopped');
      const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: 1 });
      frameId = stackFrames[0]?.id ?? 0;
      return `${reason} ${stackFrames[0]?.name}${text === undefined ? '' : ` (${text})`}`;
    };
    const go = async (command: string): Promise<string> => {
      await client.send(command, { threadId: 1 });
      return stopped();
    };

    it('from start to end and back, without running anything', async () => {
      await launch(['Sorry']);
      assert.equal(await stopped(), 'entry Price');
      assert.equal(await go('continue'), 'breakpoint Sorry');
      assert.equal((await client.values(frameId))['Input']!['price'], '{price: 75.5}');
      assert.match(await go('continue'), /^pause \w+ \(The recorded history ends here\.\)$/);
      assert.match(await go('continue'), /The recorded history ends here/);
      assert.equal(await go('stepBack'), 'step Sorry');
      assert.equal(await go('stepBack'), 'step Enough');
      assert.equal(await go('stepBack'), 'entry Price');
      assert.equal(await go('next'), 'step Enough');
      assert.equal(await go('reverseContinue'), 'entry Price');
      assert.match(client.transcript.join('\n'), /retry 1 in 2 s.*Busy|Busy.*retry 1 in 2 s/);
    });

    it('is cut, changed, and goes on with the Tasks as they were recorded', async () => {
      await launch(['Enough']);
      await stopped();
      assert.equal(await go('continue'), 'breakpoint Enough');
      await client.send('setExpression', { expression: '$.price.price', value: '5', frameId });
      await client.send('continue', { threadId: 1 });
      // The recording has no answer of Ship: the user is asked, as for any Task that nothing performs.
      assert.match(await stopped(), /pause Ship \(Nothing performs the Task 'Ship'/);
      await client.send('evaluate', { expression: '.mock {"MessageId": "1"}', frameId, context: 'repl' });
      await client.send('continue', { threadId: 1 });
      await client.until('terminated');
      assert.ok(client.transcript.some((each) => each.includes('SUCCEEDED')));
    });

    it('is cut where it stands: its own Tasks answer again, to the same end', async () => {
      await launch();
      await stopped();
      const { result } = await client.send<DebugProtocol.EvaluateResponse>('evaluate', {
        expression: '.cut',
        frameId,
        context: 'repl',
      });
      assert.match(result, /Cut behind event 2\. Continue/);
      await stopped();
      await client.send('continue', { threadId: 1 });
      await client.until('terminated');
      assert.ok(client.transcript.some((each) => each.includes('TooExpensive')));
    });

    it('is refused where it is of another definition, and says what differs', async () => {
      const other = JSON.stringify(historyOf(1))
        .replaceAll('"Enough"', '"Plenty"')
        .replace('FailStateEntered', 'PassStateEntered');
      fs.writeFileSync(path.join(folder, 'other.json'), other);
      await client.initialize();
      const { message } = await client.ask('launch', { program, history: 'other.json' });
      assert.match(
        message ?? '',
        /other\.json is the history of another definition than .*:\n {2}'Plenty' \(Choice\) is not in the definition/,
      );
      assert.match(message ?? '', /'Sorry' was a Pass and is a Fail/);
      const missing = await client.ask('launch', { program, history: 'none.json' });
      assert.match(missing.message ?? '', /none\.json/);
    });

    it('stops at the end of a history that is cut short, and runs nothing', async () => {
      const { events } = historyOf(1) as { events: object[] };
      fs.writeFileSync(path.join(folder, 'short.json'), JSON.stringify({ events: events.slice(0, 4), nextToken: 'more' }));
      await launch([], 'short.json');
      await stopped();
      assert.match(await go('continue'), /pause Price \(The recorded history ends here\.\)/);
      assert.ok(client.transcript.some((each) => each.includes('stops before the execution has ended: after event 4')));
    });
  });
}

describe('every history that AWS recorded', () => {
  const recordings = readRecordings().filter(
    ({ expect, parallelSorted }) => expect.events && expect.events.length > 1 && !parallelSorted,
  );
  if (recordings.length === 0) {
    it.skip('needs ../shared/conformance');
    return;
  }
  it('is stepped from start to end and back', () => {
    for (const recording of recordings) {
      const read = readRecording(JSON.stringify({ events: eventsOf(recording) }));
      assert.ok('recording' in read, recording.id);
      const program = programOf(recording.definition);
      const { history } = adopt(read.recording, program);
      const cursor = new Debugger(history, () => program);
      const forward: string[] = [];
      cursor.go({ kind: 'entry' });
      while (cursor.forward()) {
        const { strand, state } = cursor.stop!;
        assert.equal(cursor.frames(strand)[0]?.state, state, recording.id);
        forward.push(`${cursor.position.events} ${state}`);
        cursor.go({ kind: 'entry' });
      }
      const entered = history.filter(({ type }) => type.endsWith('StateEntered')).length;
      assert.equal(forward.length, entered, recording.id);
      const back: string[] = [];
      for (let at = cursor.position.events; at > cursor.start.events;) {
        let last = at - 1;
        while (last > 0 && !history[last - 1]!.type.endsWith('StateEntered')) {
          last--;
        }
        cursor.seek({ events: last, inner: 0 });
        back.push(`${last} ${cursor.standing?.state}`);
        at = last;
      }
      assert.deepEqual(back.reverse(), forward, recording.id);
    }
  });
});
