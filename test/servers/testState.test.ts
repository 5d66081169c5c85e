import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cli = join(__dirname, '../../server/src/cli.ts');

describe('stepwise test-state', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'stepwise-test-state-'));
    writeFileSync(
      join(folder, 'pay.asl.yaml'),
      `Type: Task
Resource: arn:aws:states:::lambda:invoke
Parameters: { FunctionName: f, Payload.$: $.amount }
Retry: [{ ErrorEquals: [Busy], MaxAttempts: 1 }]
Catch: [{ ErrorEquals: [Broke], Next: Dun }]
Next: Ship
`,
    );
    writeFileSync(
      join(folder, 'machine.asl.json'),
      '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericEquals":1,"Next":"A"}],"Default":"C"},"C":{"Type":"Fail","Error":"No"}}}',
    );
    writeFileSync(join(folder, 'broken.asl.json'), '{"Type":"Pass"');
    writeFileSync(join(folder, 'input.json'), '{"n":1}');
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--require', require.resolve('tsx/cjs'), cli, 'test-state', ...args],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    return { status, stderr, answer: (stdout === '' ? {} : JSON.parse(stdout)) as Record<string, unknown> };
  };

  it('answers as TestState does, numbers as they were written', () => {
    const { status, answer } = run(
      'pay.asl.yaml',
      ...['--input', '{"amount":1.0}', '--mock', '{"result":{"Payload":2.50}}', '--inspection-level', 'DEBUG'],
    );
    assert.equal(status, 0);
    assert.equal(answer['output'], '{"Payload":2.50}');
    assert.equal(answer['nextState'], 'Ship');
    assert.equal((answer['inspectionData'] as Record<string, string>)['afterParameters'], '{"FunctionName":"f","Payload":1.0}');
  });

  it('holds a mock against the model of the service only as far as it is asked to', () => {
    const mock = '{"result":{"StatusCode":"200"},"fieldValidationMode":"NONE"}';
    assert.equal(run('pay.asl.yaml', '--input', '{"amount":1}', '--mock', mock).answer['status'], 'SUCCEEDED');
  });

  it('tells what becomes of an error', () => {
    const busy = run('pay.asl.yaml', '--input', '{"amount":1}', '--mock', '{"errorOutput":{"error":"Busy"}}');
    assert.deepEqual([busy.status, busy.answer['status']], [1, 'RETRIABLE']);
    const broke = run('pay.asl.yaml', '--input', '{"amount":1}', '--mock', '{"errorOutput":{"error":"Broke","cause":"empty"}}');
    assert.deepEqual([broke.status, broke.answer['status'], broke.answer['nextState']], [1, 'CAUGHT_ERROR', 'Dun']);
  });

  it('takes a state of a state machine, and the input from a file', () => {
    assert.equal(run('machine.asl.json', '--state', 'B', '--input', '@input.json').answer['nextState'], 'A');
    assert.equal(run('machine.asl.json', '--state', 'B', '--input', '{"n":2}').answer['nextState'], 'C');
    assert.equal(run('machine.asl.json', '--state', 'C').answer['error'], 'No');
  });

  it('says what is wrong', () => {
    const cases: readonly [readonly string[], number, RegExp][] = [
      [['machine.asl.json'], 2, /StateName must be specified.*\(--state\)/],
      [['machine.asl.json', '--state', 'X'], 2, /State not found in definition/],
      [
        ['machine.asl.json', '--state', 'A', '--mock', '{"result":1}'],
        2,
        /State type 'Pass' is not supported when a mock is specified/,
      ],
      [['pay.asl.yaml', '--input', '{"a":'], 2, /^--input:1:6: /],
      [
        ['pay.asl.yaml', '--input', '{"amount":1}', '--mock', '{"result":{"StatusCode":"200"}}'],
        2,
        /Mock result schema validation error: Field 'StatusCode' must be a number/,
      ],
      [['pay.asl.yaml', '--mock', '[]'], 2, /^--mock must be an object/],
      [['broken.asl.json'], 1, /^InvalidDefinition: /],
      [['missing.asl.json'], 2, /does not exist/],
    ];
    for (const [args, status, expected] of cases) {
      const answer = run(...args);
      assert.equal(answer.status, status, args.join(' '));
      assert.match(answer.stderr, expected);
    }
    const unmocked = run('pay.asl.yaml', '--input', '{"amount":1}');
    assert.equal(unmocked.status, 1);
    assert.match(unmocked.answer['cause'] as string, /--mock/);
  });
});
