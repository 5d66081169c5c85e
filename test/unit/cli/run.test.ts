import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../../..');
const example = 'examples/donut-order';
const definition = `${example}/donut-order.asl.json`;

function stepwise(args: readonly string[], input = ''): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', 'server/src/cli.ts', ...args], {
    cwd: root,
    input,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('stepwise run', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'run-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('starts the executions that Tasks start: of a file beside it, of the project file, of the same template; ends with the last', () => {
    const arn = (name: string): string => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;
    const call = (reference: string, pattern: string, more: object): object => ({
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${pattern}`,
      Parameters: { StateMachineArn: reference, 'Input.$': '$' },
      ...more,
    });
    const parent = (one: string, other: string): object => ({
      StartAt: 'Later',
      States: {
        Later: call(one, '', { ResultPath: null, Next: 'Call' }),
        Call: call(other, '.sync:2', { OutputPath: '$.Output', End: true }),
      },
    });
    const slow = {
      StartAt: 'Rest',
      States: { Rest: { Type: 'Wait', Seconds: 100, Next: 'Fail' }, Fail: { Type: 'Fail', Error: 'Late' } },
    };
    const quick = { StartAt: 'Set', States: { Set: { Type: 'Pass', Result: { set: true }, End: true } } };
    const write = (name: string, content: object): string => {
      const file = path.join(folder, 'nested', name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(content));
      return file;
    };
    write('slow.asl.json', slow);
    write('other/any.asl.json', quick);
    write('stepwise.config.json', { stateMachines: { quick: 'other/any.asl.json' } });
    const file = write('parent.asl.json', parent(arn('slow'), arn('quick')));
    const one = stepwise(['run', file, '--format', 'json', '--start-time', '2026-01-31T12:00:00Z']);
    assert.equal(one.code, 0, one.err);
    const result = JSON.parse(one.out) as Record<string, unknown>;
    assert.deepEqual([result['output'], result['stopDate']], [{ set: true }, '2026-01-31T12:00:00.000Z']);
    assert.match(one.err, /^\[quick\/[\da-f-]+\] SUCCEEDED\n\[slow\/[\da-f-]+\] FAILED: Late\n$/);

    const resource = (Definition: object): object => ({
      Type: 'AWS::Serverless::StateMachine',
      Properties: { Definition, DefinitionSubstitutions: { Quick: { 'Fn::GetAtt': ['Fast', 'Arn'] } } },
    });
    const Resources = { Parent: resource(parent('${Quick}', '${Quick}')), Fast: resource(quick) };
    const two = stepwise(['run', write('template.json', { Resources }), '--state-machine', 'Parent', '--format', 'json']);
    assert.equal(two.code, 0, two.err);
    assert.match(two.err, /^(\[Fast\/[\da-f-]+\] SUCCEEDED\n){2}$/);

    const missing = stepwise(['run', write('up.asl.json', parent(arn('nobody'), arn('nobody')))]);
    assert.equal(missing.code, 1);
    assert.match(missing.out, /Stepwise\.UnboundTask\n.*No definition of the state machine 'nobody' was found/);
  });

  it('tells the result, and writes the history', () => {
    const file = path.join(folder, 'history.json');
    const flags = ['--test-case', 'Glazed', '--format', 'json', '--history', file, '--start-time', '2026-01-31T12:00:00Z'];
    const { code, out, err } = stepwise(['run', definition, '--input', `@${example}/inputs/glazed.json`, ...flags]);
    assert.equal(code, 0, err);
    const result = JSON.parse(out) as Record<string, unknown>;
    assert.deepEqual(Object.keys(result), [
      'status',
      'output',
      'startDate',
      'stopDate',
      'stateTransitions',
      'events',
      'executionArn',
    ]);
    assert.equal(result['status'], 'SUCCEEDED');
    assert.equal(result['startDate'], '2026-01-31T12:00:00.000Z');
    assert.match(err, /^\[CheckDonutPayment\] 25 Glazed/m, 'what the function prints goes to standard error');
    const { events } = JSON.parse(readFileSync(file, 'utf8')) as { events: { id: number; timestamp: number; local?: unknown }[] };
    assert.deepEqual(
      events.map(({ id }) => id),
      events.map((_, i) => i + 1),
    );
    assert.equal(events[0]!.timestamp, Date.UTC(2026, 0, 31, 12) / 1000);
    assert.ok(events.every((event) => !('local' in event)));
  });

  it('reads the definition and the input from where it is told, and lifts limits', () => {
    const machine = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';
    const { code, out } = stepwise(['run', '-', '--input', '{"n":1.0}', '--limits', 'off', '--format', 'json'], machine);
    assert.equal(code, 0);
    assert.match(out, /"output":\{"n":1\.0\}.*"limits":"off"/);
  });

  it('takes all its flags together', () => {
    const file = (name: string, text: string): string => {
      writeFileSync(path.join(folder, name), text);
      return path.join(folder, name);
    };
    mkdirSync(path.join(folder, 's3', 'b'), { recursive: true });
    const states = {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Arguments: { n: '{% $states.input.n %}' },
        Next: 'Keep',
      },
      Keep: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:s3:putObject',
        Arguments: { Bucket: '${Bucket}', Key: 'k', Body: '{% $states.context.Team & $states.context.Execution.StartTime %}' },
        Output: '{% $states.input %}',
        End: true,
      },
    };
    const definition = file('all.asl.json', JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Ask', States: states }));
    const mocks = file(
      'all.mocks.yaml',
      'StateMachines: { all: { TestCases: { Case: { Ask: R } } } }\nMockedResponses: { R: { "0": { Output: "{% $states.input.n * 2 %}", DelaySeconds: 90 } } }\n',
    );
    const flags = ['--input', '{"n":21}', '--type', 'STANDARD', '--mocks', mocks, '--test-case', 'Case', '--seed', '1'];
    const files = ['--substitutions', file('values.json', '{"Bucket":"b"}'), '--functions', file('functions.json', '{}')];
    const more = ['--context', file('context.json', '{"Team":"blue "}'), '--s3-dir', path.join(folder, 's3')];
    const clock = ['--clock', 'virtual', '--start-time', '2026-01-31T12:00:00Z', '--limits', 'off', '--format', 'json'];
    const rest = ['--history', path.join(folder, 'all.json'), '--lambda-endpoint', 'http://127.0.0.1:9'];
    const { code, out, err } = stepwise(['run', definition, ...flags, ...files, ...more, ...clock, ...rest]);
    assert.equal(code, 0, err);
    assert.match(out, /"output":42,"startDate":"2026-01-31T12:00:00.000Z","stopDate":"2026-01-31T12:01:30/);
    assert.equal(readFileSync(path.join(folder, 's3', 'b', 'k'), 'utf8'), 'blue 2026-01-31T12:00:00.000Z');
  });

  it('refuses an input that StartExecution refuses, and takes it with the limits off', () => {
    const file = path.join(folder, 'large.json');
    writeFileSync(file, `["${'é'.repeat(131_070)}"]`);
    const args = ['run', '-', '--input', `@${file}`];
    const machine = '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":1,"End":true}}}';
    assert.equal(stepwise(args, machine).code, 0, '262,144 bytes');
    writeFileSync(file, `["${'é'.repeat(131_071)}"]`);
    const { code, out, err } = stepwise(args, machine);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /large\.json: an execution's input may have 262144 bytes at most, and this one has 262146\./);
    assert.equal(stepwise([...args, '--limits', 'off'], machine).code, 0);
  });

  it('says with the limits off where AWS would have stopped', () => {
    const pass = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';
    const machine = `{"StartAt":"M","States":{"M":{"Type":"Map","OutputPath":null,"ItemProcessor":${pass},"End":true}}}`;
    const items = path.join(folder, 'items.json');
    writeFileSync(items, JSON.stringify(Array.from({ length: 7000 }, (_, i) => i)));
    const ran = (limits: string) =>
      stepwise(['run', '-', '--input', `@${items}`, '--limits', limits, '--format', 'json'], machine);
    assert.match(ran('off').out, /"status":"SUCCEEDED".*"beyondLimits":"AWS would have ended this execution at 25,000 events/);
    assert.match(ran('aws').out, /"status":"FAILED".*maximum number of history events/);
  });

  it('refuses what AWS would not create, with each error at its place', () => {
    const machine = '{"StartAt":"A","TimeoutSeconds":-1,"States":{"A":{"Type":"Pass","Foo":1,"End":true}}}';
    const { code, out, err } = stepwise(['run', '-'], machine);
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.match(err, /^standard input:1:33: "TimeoutSeconds" must be an integer/m);
    assert.match(err, /^standard input:1:65: A Pass state has no field "Foo"/m);
  });

  it("takes the project's only test case, and says which there are when there are more", () => {
    const project = path.join(folder, 'project');
    mkdirSync(project);
    const write = (name: string, value: unknown): void => writeFileSync(path.join(project, name), JSON.stringify(value));
    const responses = { MockedResponses: { Hello: { '0': { Return: 'hello' } }, Bye: { '0': { Return: 'bye' } } } };
    const machine = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: {}, End: true };
    write('stepwise.config.json', { mocks: 'mocks.json' });
    write('one.asl.json', { StartAt: 'A', States: { A: machine } });
    write('mocks.json', { StateMachines: { one: { TestCases: { Only: { A: 'Hello' } } } }, ...responses });
    const single = stepwise(['run', path.join(project, 'one.asl.json'), '--format', 'json']);
    assert.match(single.out, /"output":"hello"/, single.err);
    write('mocks.json', { StateMachines: { one: { TestCases: { Only: { A: 'Hello' }, Other: { A: 'Bye' } } } }, ...responses });
    const several = stepwise(['run', path.join(project, 'one.asl.json')]);
    assert.equal(several.code, 1);
    assert.match(several.err, /mocks are not used without --test-case; .*mocks.json has: Only, Other\./);
    const named = stepwise(['run', path.join(project, 'one.asl.json'), '--test-case', 'Other']);
    assert.match(named.out, /"bye"/);
  });

  const loop = '{"StartAt":"A","States":{"A":{"Type":"Fail","Error":"Sad"}}}';
  const cases: [string, string[], string, number, RegExp][] = [
    ['a failed execution', ['run', '-'], loop, 1, /^FAILED \(1 state, 3 events, 0 s\)\nA\nError: Sad\n$/],
    ['a missing definition', ['run', 'nope.json'], '', 2, /^nope.json does not exist.\n$/],
    ['a missing input', ['run', definition, '--input', '@nope'], '', 2, /^nope does not exist.\n$/],
    ['input that is no JSON', ['run', definition, '--input', '{"a":'], '', 2, /^--input:1:6: Expected a JSON value/],
    ['an empty definition', ['run', '-'], '', 1, /^standard input:1:1: /],
    [
      'a definition that cannot run',
      ['run', '-'],
      '{"StartAt":"B","States":{"A":{"Type":"Pass"}}}',
      1,
      /1:12: There is no state "B" here.*\n.*1:26: A Pass state needs one of the fields "Next" or "End"/,
    ],
    ['an unknown test case', ['run', definition, '--test-case', 'No'], '', 2, /no test case 'No'; there are: Glazed, Chocolate/],
    [
      'mocks without a test case',
      ['run', definition, '--mocks', `${example}/MockConfigFile.json`],
      '',
      2,
      /--mocks needs --test-case/,
    ],
    ['an unknown option', ['run', definition, '--nope'], '', 2, /unknown option '--nope'/],
    ['no definition', ['run'], '', 2, /missing required argument 'definition'/],
    ['a start time that is none', ['run', definition, '--start-time', 'now'], '', 2, /'now' is no moment/],
    [
      'an Express machine that runs a job',
      ['run', '-', '--type', 'EXPRESS'],
      '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","End":true}}}',
      1,
      /does not support '.sync'/,
    ],
  ];
  for (const [what, args, input, code, said] of cases) {
    it(what, () => {
      const result = stepwise(args, input);
      assert.match(result.code === 1 && result.out ? result.out : result.err, said);
      assert.equal(result.code, code);
      assert.doesNotMatch(result.err, /\n\s+at /);
    });
  }
});
