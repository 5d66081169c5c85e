import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { AttachBench, said, stopped } from '../support/attachBench';

describe('attaching a debugger to an endpoint: the source of a definition', function () {
  this.timeout(30_000);
  let bench: AttachBench;

  beforeEach(async () => {
    bench = new AttachBench();
    await bench.open();
  });
  afterEach(() => bench.close());

  it('finds the source by what it says, by its name, by its states, or as it is told', async () => {
    const yaml = `StartAt: Call
States:
  Call:
    Type: Task
    Resource: \${Function}
    TimeoutSeconds: \${Seconds}
    Catch:
      - ErrorEquals: [States.ALL]
        Next: Sorry
    End: true
  Sorry:
    Type: Fail
`;
    const deployed = (seconds: number): string =>
      JSON.stringify({
        StartAt: 'Call',
        States: {
          Call: {
            Type: 'Task',
            Resource: 'arn:aws:lambda:us-east-1:123456789012:function:call',
            TimeoutSeconds: seconds,
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry' }],
            End: true,
          },
          Sorry: { Type: 'Fail' },
        },
      });
    const pass = (name: string, result: number): string =>
      JSON.stringify({ StartAt: name, States: { [name]: { Type: 'Pass', Result: result, End: true } } }, undefined, 2);
    const files = {
      [bench.write('call.asl.yaml', yaml)]: [3],
      [bench.write('named.asl.json', pass('Other', 1))]: [4],
      [bench.write('states.asl.json', pass('Only', 1))]: [4],
      [bench.write(
        'template.yaml',
        `Resources:
  First:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: A
        States:
          A: {Type: Pass, Result: !Sub "one-\${Some}-a", Comment: !GetAtt Some.Arn, End: true}
  Second:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: A
        States:
          A: {Type: Pass, Result: !Sub "two-\${Some}", End: true}
`,
      )]: [8, 15],
    };
    const client = await bench.connect();
    const program = bench.write('given.asl.json', pass('Given', 1));
    await client.attach({ program, machine: 'deployed-4711' }, files);
    const goes = async (name: string, definition: string): Promise<string> => {
      const execution = await bench.start(await bench.create(name, definition), 'x', {});
      const stop = await stopped(client);
      const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: stop.threadId });
      const [top] = stackFrames;
      await client.send('evaluate', { expression: '.mock Call 1', context: 'repl' }).catch(() => undefined);
      await client.send('continue', { threadId: stop.threadId });
      await bench.ended(execution);
      return `${top!.name} ${top!.source!.name}:${top!.line}`;
    };
    assert.equal(await goes('Stack-Call-1A2B', deployed(5)), 'Call call.asl.yaml:3');
    assert.equal(await goes('states-9', pass('Only', 2)), 'Only states.asl.json:4');
    assert.equal(await goes('named', pass('Other', 2)), 'Other named.asl.json:4');
    const template = (result: string): string => pass('A', 0).replace('0', JSON.stringify(result));
    assert.equal(await goes('Stack-Second', template('two-x')), 'A template.yaml:15');
    assert.equal(
      await goes('Stack-First', template('one-x-a').replace('"Type"', '"Comment": "arn", "Type"')),
      'A template.yaml:8',
    );
    await client.send('setFunctionBreakpoints', { breakpoints: [{ name: 'Renamed' }] });
    assert.equal(await goes('deployed-4711', pass('Renamed', 1)), 'Renamed (no longer in the text) given.asl.json:2');
    const other = await bench.start(await bench.create('nowhere', pass('Nowhere', 1)), 'x', {});
    assert.equal((await bench.ended(other)).status, 'SUCCEEDED');
    // What was told before an answer has come before it.
    await client.send('threads');
    assert.ok(said(client, "Executions of 'Stack-Call-1A2B' are debugged with call.asl.yaml."));
    assert.ok(
      said(client, "'states-9' are debugged with states.asl.json, which is not what the endpoint runs; it has the same states"),
    );
    assert.ok(
      said(
        client,
        "'deployed-4711' are debugged with given.asl.json, which is not what the endpoint runs; it has other states: 'Renamed', 'Given'",
      ),
    );
    assert.ok(
      said(
        client,
        /Executions of 'nowhere' are not debugged: their definition was not found \(looked for it in given\.asl\.json, call/,
      ),
    );
    await client.disconnect();
  });
});
