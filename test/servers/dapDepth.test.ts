import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { stringify } from 'yaml';
import type { InlineValuesAnswer, OpenTaskEventBody, TimelineBody } from '../../server/src/protocol';
import { DebugClient } from '../support/debugClient';
import { golden } from '../support/golden';

const goldens = path.join(__dirname, 'golden');
const fixed = { startTime: '2026-01-31T12:00:00Z', seed: 1 };

const machine = {
  StartAt: 'GetItem',
  States: {
    GetItem: {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:getItem',
      Parameters: { 'Key.$': '$.Name' },
      ResultPath: '$.Item',
      Assign: { 'price.$': '$.Price' },
      Retry: [{ ErrorEquals: ['Slow'], IntervalSeconds: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry' }],
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.Boxes',
      ResultPath: '$.Packed',
      ItemProcessor: { StartAt: 'Pack', States: { Pack: { Type: 'Pass', Next: 'Close' }, Close: { Type: 'Pass', End: true } } },
      Next: 'Enough',
    },
    Enough: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.Quantity', NumericGreaterThan: 100, Next: 'Sorry' },
        { Variable: '$.Quantity', NumericGreaterThan: 0, Next: 'Done' },
      ],
      Default: 'Sorry',
    },
    Done: { Type: 'Succeed' },
    Sorry: { Type: 'Fail', Error: 'NoDonuts', Cause: 'Not today.' },
  },
};

const mocks = {
  StateMachines: { order: { TestCases: { Fine: { GetItem: 'Found' } } } },
  MockedResponses: { Found: { '0-9': { Return: { Price: 2.5 } } } },
};

interface Answer<T> extends DebugProtocol.Response {
  readonly body: T;
}
interface Told<T> extends DebugProtocol.Event {
  readonly body: T;
}
interface Stopped {
  readonly reason: string;
  readonly threadId: number;
}

for (const format of ['json', 'yaml'] as const) {
  describe(`debug adapter, in depth (${format})`, () => {
    let folder: string;
    let client: DebugClient;
    let program: string;
    let text: string;
    const input = { Name: 'Glazed', Quantity: 25, Boxes: Array.from({ length: 30 }, (_, i) => i) };

    beforeEach(() => {
      folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-depth-')));
      program = path.join(folder, `order.asl.${format}`);
      text = format === 'yaml' ? stringify(machine) : `${JSON.stringify(machine, undefined, 2)}\n`;
      fs.writeFileSync(program, text);
      fs.writeFileSync(path.join(folder, 'mocks.json'), JSON.stringify(mocks));
      client = DebugClient.inProcess();
      client.mask(folder, '<folder>');
    });
    afterEach(async () => {
      await client.disconnect();
      fs.rmSync(folder, { recursive: true, force: true });
    });

    /** The line (from 1) of the first occurrence of a text behind another. */
    const line = (what: string, behind = ''): number => {
      const lines = text.split('\n');
      const from = behind === '' ? 0 : lines.findIndex((each) => each.includes(behind));
      return lines.findIndex((each, index) => index >= from && each.includes(what)) + 1;
    };
    /** The line (from 1) of a state's name. */
    const named = (state: string): number =>
      text.split('\n').findIndex((each) => new RegExp(`^\\s*"?${state}"?:`).test(each)) + 1;
    const launch = async (args: object = {}, breakpoints: DebugProtocol.SourceBreakpoint[] = []): Promise<void> => {
      await client.initialize();
      await client.send('launch', { program, mocks: 'mocks.json', testCase: 'Fine', input, ...fixed, ...args });
      await client.until('initialized');
      await client.send('setBreakpoints', { source: { path: program }, breakpoints });
      await client.send('configurationDone');
    };
    const stopped = async (): Promise<string> => {
      const { reason, threadId } = await client.until<Told<Stopped>>('stopped');
      const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId });
      thread = threadId;
      frameId = stackFrames[0]?.id ?? 0;
      return `${reason} ${stackFrames.map(({ name }) => name).join(' < ')} @${stackFrames[0]?.line}`;
    };
    let thread = 1;
    let frameId = 0;
    const step = async (command: string, args: object = {}): Promise<string> => {
      await client.send(command, { threadId: thread, ...args });
      return stopped();
    };
    const evaluate = async (expression: string, context = 'watch'): Promise<string> =>
      (await client.send<DebugProtocol.EvaluateResponse>('evaluate', { expression, frameId, context })).result;
    const top = format === 'yaml' ? 'order.asl.yaml' : 'order.asl.json';

    it('goes through the data flow of a state, back, and on with other values', async () => {
      await launch({ stopOnEntry: true });
      assert.equal(await stopped(), `entry GetItem < ${top} @${line('GetItem', 'States')}`);
      assert.equal(await step('stepIn'), `step Parameters < GetItem < ${top} @${line('Parameters')}`);
      assert.equal(await step('stepIn'), `step Resource < GetItem < ${top} @${line('Resource')}`);
      assert.equal(await step('stepIn'), `step ResultPath < GetItem < ${top} @${line('ResultPath')}`);
      assert.equal((await client.values(1))['Result']!['Price'], '2.5');
      const { values } = await client.send<Answer<InlineValuesAnswer>>('stepwise/inlineValues', {
        frameId,
      });
      assert.deepEqual(
        values.map((value) => `${value.line + 1} ${value.text}`),
        [
          `${line('GetItem', 'States')} input = {Name: "Glazed", Quantity: 25, Boxes: (30) […]}`,
          `${line('Parameters')} = {Key: "Glazed"}`,
          `${line('Resource')} result = {Price: 2.5}`,
        ],
      );
      assert.equal(await step('stepBack'), `step Resource < GetItem < ${top} @${line('Resource')}`);
      assert.equal(await step('stepIn'), `step ResultPath < GetItem < ${top} @${line('ResultPath')}`);
      const { value } = await client.send<DebugProtocol.SetExpressionResponse>('setExpression', {
        expression: '$.Quantity',
        value: '500',
        frameId,
      });
      assert.equal(value, '500');
      await client.until('invalidated');
      const { scopes } = await client.send<DebugProtocol.ScopesResponse>('scopes', { frameId });
      const { variablesReference } = scopes.find(({ name }) => name === 'Result')!;
      await client.send('setVariable', { variablesReference, name: 'Price', value: '9.90' });
      assert.match(
        (await client.ask('setVariable', { variablesReference, name: 'Price', value: 'cheap' })).message!,
        /'cheap' is no JSON/,
      );
      await client.send('next', { threadId: 1 });
      assert.equal(await stopped(), `step Each < ${top} @${named('Each')}`);
      assert.equal(await evaluate('$price'), '9.90');
      assert.equal(await evaluate('$.Quantity > 100 && $.Item.Price == 9.9'), 'true');
      assert.equal(await evaluate("States.Format('{} {}', $.Name, $price)"), '"Glazed 9.90"');
      await client.send('continue', { threadId: 1 });
      await client.until('terminated');
      golden(path.join(goldens, `depth-${format}.txt`), `${client.transcript.join('\n')}\n`);
    });

    it('stops in one iteration of thirty, steps only that one, and goes back out of it', async () => {
      await launch({}, [{ line: named('Pack'), hitCondition: '17' }]);
      assert.match(await stopped(), /^breakpoint Pack < Each/);
      assert.equal(await evaluate('$'), '16');
      const before = (await client.look()).filter((each) => each.includes('Pack')).length;
      assert.match(await step('next'), /^step Close < Each/);
      assert.equal((await client.look()).filter((each) => each.includes('Pack')).length, before - 1);
      assert.match(await step('stepBack'), /^step Pack < Each/);
      assert.match(await step('stepBack'), /^step Each </);
      assert.match(await step('reverseContinue'), /^entry GetItem/);
      assert.match(await step('continue'), /^breakpoint Pack/);
      assert.equal(await evaluate('$'), '16');
    });

    it('takes conditions, log messages, functions by name, type and resource, data, and failures', async () => {
      await launch({ stopOnEntry: true });
      await stopped();
      const { breakpoints } = await client.send<DebugProtocol.SetFunctionBreakpointsResponse>('setFunctionBreakpoints', {
        breakpoints: [
          { name: 'Type:Choice' },
          { name: 'Clo*', condition: '$ == 3' },
          { name: 'dynamodb:getItem' },
          { name: 'Nobody' },
        ],
      });
      assert.deepEqual(
        breakpoints.map(({ verified }) => verified),
        [true, true, true, false],
      );
      assert.match(breakpoints[3]!.message!, /No state fits 'Nobody'/);
      const info = await client.send<DebugProtocol.DataBreakpointInfoResponse>('dataBreakpointInfo', { name: '$price', frameId });
      await client.send('setDataBreakpoints', { breakpoints: [{ dataId: info.dataId }] });
      const source = await client.send<DebugProtocol.SetBreakpointsResponse>('setBreakpoints', {
        source: { path: program },
        breakpoints: [
          { line: named('Pack'), condition: '$ == 4', logMessage: 'box {$} of {$$.Execution.Input.Name}' },
          { line: line('NumericGreaterThan') },
        ],
      });
      assert.ok(source.breakpoints.every(({ verified }) => verified));
      await client.send('setExceptionBreakpoints', { filters: [], filterOptions: [{ filterId: 'fail', condition: 'No*' }] });
      assert.match(await step('continue'), /^data breakpoint Each/);
      assert.match(await step('continue'), /^function breakpoint Close/);
      assert.equal(await evaluate('$'), '3');
      assert.match(await step('continue'), /^function breakpoint Enough/);
      assert.ok(
        client.transcript.some((each) => each.endsWith('box 4 of Glazed')),
        client.transcript.join('\n'),
      );
      const targets = await client.send<DebugProtocol.GotoTargetsResponse>('gotoTargets', {
        source: { path: program },
        line: named('Sorry'),
      });
      assert.equal(targets.targets[0]!.label, 'Sorry');
      assert.match(await step('goto', { targetId: targets.targets[0]!.id }), /^goto Sorry/);
      assert.match(await step('continue'), /^exception Sorry/);
      golden(path.join(goldens, `breakpoints-${format}.txt`), `${client.transcript.join('\n')}\n`);
    });

    it('asks who answers a Task that nothing performs', async () => {
      fs.rmSync(path.join(folder, 'mocks.json'));
      await launch({ mocks: undefined, testCase: undefined });
      const asked = client.until<Told<OpenTaskEventBody>>('stepwise/openTask');
      const { state, errors, parameters, strand } = await asked;
      assert.deepEqual([state, errors, parameters, strand], ['GetItem', ['Slow'], '{"Key":"Glazed"}', 0]);
      assert.match((await client.ask('stepwise/answerTask', { strand, output: '{' })).message!, /is no JSON/);
      await client.send('stepwise/answerTask', { strand, error: 'Slow', cause: 'busy' });
      await client.until('stepwise/openTask');
      await client.send('evaluate', { expression: '.mock {"Price": 1.0}', context: 'repl' });
      await client.send('continue', { threadId: 1 });
      await client.until('terminated');
      assert.ok(
        client.transcript.some((each) => each.includes('↻ retry 1')),
        client.transcript.join('\n'),
      );
      golden(path.join(goldens, `open-task-${format}.txt`), `${client.transcript.join('\n')}\n`);
    });

    it('understands commands in the console and completes them', async () => {
      await launch({ stopOnEntry: true });
      await stopped();
      const complete = async (typed: string): Promise<string[]> => {
        const args = { text: typed, column: typed.length + 1, frameId };
        return (await client.send<DebugProtocol.CompletionsResponse>('completions', args)).targets.map(({ label }) => label);
      };
      assert.deepEqual(await complete('$.Na'), ['Name']);
      assert.deepEqual(await complete('.go'), ['.goto']);
      assert.deepEqual(await complete('.goto En'), ['Enough']);
      assert.ok((await complete('States.Arr')).includes('States.ArrayLength'));
      assert.match(await evaluate('.help', 'repl'), /\.fail/);
      assert.match(await evaluate('.mock {"Price": 7}', 'repl'), /answers this when it is performed/);
      assert.match(await step('next'), /^step Each/);
      assert.equal(await evaluate('$price'), '7');
      assert.match(await evaluate('.history 2', 'repl'), /TaskStateExited GetItem\n.*MapStateEntered Each/);
      assert.match(await evaluate('.goto Enough', 'repl'), /goes on in Enough/);
      assert.match(await stopped(), /^goto Enough/);
      assert.match(await evaluate('.goto GetItem', 'repl'), /GetItem/);
      await stopped();
      await evaluate('.fail Slow busy', 'repl');
      const { description } = await client.send<DebugProtocol.ExceptionInfoResponse>('exceptionInfo', { threadId: 1 });
      assert.match(description!, /busy\nRetry 1 \(Slow\) tries again: attempt 1 of 3, in 2 s/);
      assert.match(
        (await client.ask('evaluate', { expression: '.fly', frameId, context: 'repl' })).message!,
        /no command '\.fly'/,
      );
    });

    it('runs a state again by the edited text, and says when that has no such state', async () => {
      await launch({}, [{ line: named('Enough') }]);
      assert.match(await stopped(), /^breakpoint Enough/);
      const edited = text.replace(/100/, '10');
      await client.send('stepwise/text', { text: edited.replaceAll('Enough', 'Plenty') });
      assert.match((await client.ask('restartFrame', { frameId })).message!, /no state 'Enough'/);
      await client.send('stepwise/text', { text: '{' });
      assert.match((await client.ask('restartFrame', { frameId })).message!, /The definition has/);
      await client.send('stepwise/text', { text: edited });
      assert.match(await step('restartFrame', { frameId }), /^restart Enough/);
      assert.match(await step('next'), /^step Sorry/);
      const timeline = await client.send<Answer<TimelineBody>>('stepwise/timeline');
      assert.deepEqual([timeline.program, timeline.cursor], [program, timeline.times.length]);
      assert.deepEqual(timeline.bars.at(-1)?.state, 'Sorry');
      assert.ok(timeline.stops.includes(2));
      assert.match(await step('stepwise/seek', { events: 2 }), /^goto GetItem/);
    });
  });
}
