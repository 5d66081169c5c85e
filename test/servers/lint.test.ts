import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { registerLint } from '../../server/src/cli/lint';

const cli = join(__dirname, '../../server/src/cli.ts');

const faulty =
  '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Donee", "Result": 1}, "Done": {"Type": "Succeed"}}, "Comment": "An example"}\n';
const right = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "Comment": "An example"}\n';
const callback = JSON.stringify({
  StartAt: 'A',
  States: {
    A: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { QueueUrl: 'asked', 'MessageBody.$': '$$.Task.Token' },
      End: true,
    },
  },
});

describe('stepwise lint', function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'stepwise-lint-'));
    mkdirSync(join(folder, 'sub'));
    const files: Record<string, string | Uint8Array> = {
      'faulty.asl.json': faulty,
      'right.asl.json': right,
      'callback.asl.json': callback,
      'sub/right.asl.yaml': 'StartAt: A\nComment: An example\nStates:\n  A:\n    Type: Succeed\n',
      'empty.asl.json': '',
      'brace.asl.json': '{',
      'array.asl.json': '[]',
      'twice.asl.json': '{"StartAt": "A", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}',
      'bom.asl.json': `\ufeff${right}`,
      'crlf.asl.json': right.replace(/(?<=[:,]) /g, '\r\n'),
      'latin1.asl.json': Buffer.from(right.replace('Succeed', 'Süd'), 'latin1'),
      'number.asl.json':
        '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": 1e999, "End": true}}, "Comment": "An example"}',
      'deep.asl.json': '['.repeat(10_000),
      'resize.jobdef.json': '{"jobDefinitionName": "resize", "type": "box"}',
      'serverless.yml': 'service: orders\nstepFunctions:\n  stateMachines:\n    ship:\n      definition:\n        StartAt: A\n',
      'template.yaml': 'Resources:\n  A:\n    Type: AWS::S3::Bucket\n',
    };
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(folder, name), content);
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  interface Answer {
    readonly code: number | null;
    readonly out: string;
    readonly err: string;
  }

  /** Runs the command in the folder, as a process of its own. */
  function lintProcess(args: readonly string[], input: string): Answer {
    const result = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), cli, 'lint', ...args], {
      cwd: folder,
      encoding: 'utf8',
      input,
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { code: result.status, out: result.stdout, err: result.stderr };
  }

  /** Runs the command in the folder, within this process: a process for each question would take most of the time. */
  function lint(args: readonly string[]): Answer {
    const program = new Command('stepwise').exitOverride();
    registerLint(program);
    program.commands.forEach((command) => command.exitOverride().configureOutput({ writeErr: () => undefined }));
    const before = {
      cwd: process.cwd(),
      exitCode: process.exitCode,
      out: process.stdout.write.bind(process.stdout),
      err: process.stderr.write.bind(process.stderr),
    };
    const written = { out: '', err: '' };
    process.chdir(folder);
    process.env['NO_COLOR'] = '1';
    process.stdout.write = (text) => !!(written.out += String(text));
    process.stderr.write = (text) => !!(written.err += String(text));
    try {
      program.parse(['lint', ...args], { from: 'user' });
      return { code: Number(process.exitCode), ...written };
    } catch (error) {
      assert.ok(error instanceof CommanderError, String(error));
      return { code: 2, ...written };
    } finally {
      process.stdout.write = before.out;
      process.stderr.write = before.err;
      process.exitCode = before.exitCode;
      process.chdir(before.cwd);
    }
  }

  it('tells people what is wrong, and where', () => {
    assert.deepEqual(lint(['faulty.asl.json', 'right.asl.json']), {
      code: 1,
      out: [
        'faulty.asl.json',
        '  1:59  error    There is no state "Donee" here. Did you mean "Done"?  unknown-target',
        '',
        '1 error in 2 files.',
        '',
      ].join('\n'),
      err: '',
    });
  });

  it('says so when nothing is', () => {
    assert.deepEqual(lint(['right.asl.json']), { code: 0, out: '1 file checked, nothing found.\n', err: '' });
  });

  it('tells programs all there is to tell', () => {
    const { code, out } = lint(['--format', 'json', 'faulty.asl.json']);
    assert.equal(code, 1);
    const answer = JSON.parse(out) as { files: { path: string; kind: string; diagnostics: unknown[] }[]; summary: unknown };
    assert.deepEqual(answer.summary, { errors: 1, warnings: 0, information: 0, hints: 0 });
    assert.equal(answer.files[0]!.path, 'faulty.asl.json');
    assert.equal(answer.files[0]!.kind, 'state-machine');
    assert.deepEqual(answer.files[0]!.diagnostics[0], {
      severity: 'error',
      code: 'unknown-target',
      awsCode: 'MISSING_TRANSITION_TARGET',
      message: 'There is no state "Donee" here. Did you mean "Done"?',
      pointer: '/States/A/Next',
      range: { start: { line: 0, character: 58 }, end: { line: 0, character: 65 } },
      href: 'https://github.com/stepwise/stepwise/blob/main/docs/rules.md#unknown-target',
      fixable: true,
    });
  });

  it('answers as ValidateStateMachineDefinition does', () => {
    assert.deepEqual(JSON.parse(lint(['--format', 'aws', 'right.asl.json']).out), {
      result: 'OK',
      diagnostics: [],
      truncated: false,
    });
    assert.deepEqual(JSON.parse(lintProcess(['--format', 'aws', '--type', 'EXPRESS', '-'], callback).out), {
      result: 'FAIL',
      diagnostics: [
        {
          severity: 'ERROR',
          code: 'SCHEMA_VALIDATION_FAILED',
          message: "Express state machine does not support '.waitForTaskToken' service integration.",
          location: '/States/A/Resource',
        },
      ],
      truncated: false,
    });
    assert.equal(lint(['callback.asl.json']).code, 0);
  });

  it('annotates a pull request, and writes SARIF', () => {
    assert.match(
      lint(['--format', 'github', 'faulty.asl.json']).out,
      /^::error file=faulty\.asl\.json,line=1,endLine=1,col=59,endColumn=66,title=unknown-target::There is no state "Donee" here\. Did you mean "Done"\?\n/,
    );
    const sarif = JSON.parse(lint(['--format', 'sarif', 'faulty.asl.json']).out) as {
      version: string;
      runs: { results: { ruleId: string; locations: { physicalLocation: { region: unknown } }[] }[] }[];
    };
    assert.equal(sarif.version, '2.1.0');
    const [result] = sarif.runs[0]!.results;
    assert.equal(result!.ruleId, 'unknown-target');
    assert.deepEqual(result!.locations[0]!.physicalLocation.region, { startLine: 1, startColumn: 59, endLine: 1, endColumn: 66 });
  });

  it('finds files by folder and by pattern', () => {
    assert.equal(lint(['sub']).out, '1 file checked, nothing found.\n');
    assert.equal(lint(['{right,crlf}.asl.*', '**/right.asl.yaml']).out, '3 files checked, nothing found.\n');
  });

  it('repairs files', () => {
    const file = join(folder, 'repaired.asl.json');
    writeFileSync(file, faulty.replace('"Pass"', '"pass"'));
    assert.deepEqual(lint(['--fix', 'repaired.asl.json']), { code: 0, out: '1 file checked, nothing found.\n', err: '' });
    assert.equal(readFileSync(file, 'utf8'), faulty.replace('Donee', 'Done'));
  });

  it('takes severities from the nearest project, or the one that is given', () => {
    const own = join(folder, 'own');
    mkdirSync(own, { recursive: true });
    writeFileSync(
      join(own, 'order.asl.json'),
      '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true, "Parameters": {"a": "$.b"}}}}',
    );
    writeFileSync(
      join(own, 'stepwise.config.json'),
      '{"rules": {"no-dollar": "error"}, "pillars": {"operational excellence": "off"}}',
    );
    writeFileSync(join(own, 'quiet.json'), '{"rules": {"no-dollar": "off", "machine-without-comment": "off"}}');
    writeFileSync(join(own, 'wrong.json'), '{"rules": {"no-dolar": "off", "no-dollar": "none"}, "pillars": {"speed": "off"}}');
    const nearest = lint(['own/order.asl.json']);
    assert.equal(nearest.code, 1);
    assert.match(nearest.out, /error {4}The value of "a" looks like a JSONPath/);
    assert.match(nearest.out, /^1 error in 1 file\.$/m);
    assert.deepEqual(lint(['--config', 'own/quiet.json', 'own/order.asl.json']), {
      code: 0,
      out: '1 file checked, nothing found.\n',
      err: '',
    });
    const wrong = lint(['--config', 'own/wrong.json', 'own/order.asl.json']);
    assert.equal(wrong.code, 2);
    assert.deepEqual(
      wrong.err.split('\n').map((line) => line.replace(/^[^ ]* /, '')),
      [
        '"no-dollar" must be one of error, warning, information, hint, off.',
        'There is no pillar "speed"; there are operational excellence, security, reliability, performance efficiency, cost optimization, sustainability.',
        'There is no rule "no-dolar". Did you mean "no-dollar"?',
        '',
      ],
    );
    assert.equal(lint(['--config', 'missing.json', 'right.asl.json']).code, 2);
  });

  it('counts warnings only when asked, and knows wrong usage', () => {
    assert.equal(lint(['--max-warnings', '0', 'right.asl.json']).code, 0);
    assert.equal(lint(['--max-warnings', 'x', 'right.asl.json']).code, 2);
    assert.equal(lint(['--format', 'xml', 'right.asl.json']).code, 2);
    assert.deepEqual(lint(['missing.asl.json']), { code: 2, out: '', err: 'missing.asl.json: there is no such file.\n' });
    assert.deepEqual(lint(['*.nothing']), { code: 2, out: '', err: '*.nothing: no file fits this pattern.\n' });
    assert.equal(lint(['--fix', '-']).code, 2);
    assert.equal(lint(['template.yaml']).code, 2);
    assert.match(lint(['serverless.yml']).err, /^serverless\.yml is a file of the Serverless Framework/);
  });

  const bad: readonly (readonly [file: string, code: number, message: RegExp])[] = [
    [
      'empty.asl.json',
      1,
      /1:1 {2}error {4}The document is empty: an object with "StartAt" and "States" is expected\. {2}empty-document/,
    ],
    ['brace.asl.json', 1, /1:1 {2}error {4}The text ends too early: the closing } is missing\. {2}invalid-json/],
    ['array.asl.json', 1, /1:1 {2}error {4}A state machine must be an object with "StartAt" and "States"; this is an array\./],
    ['twice.asl.json', 1, /1:18 {2}error {4}The key "StartAt" stands twice in this object; only the last one counts\./],
    ['bom.asl.json', 0, /1:1 {2}information {2}The file begins with a byte order mark/],
    ['crlf.asl.json', 0, /nothing found/],
    ['latin1.asl.json', 1, /error {4}The file is not valid UTF-8: the bytes here are no character\. Save it as UTF-8\./],
    ['number.asl.json', 0, /nothing found/],
    [
      'deep.asl.json',
      1,
      /1:1501 {2}error {4}The document is nested too deeply: more than 1500 objects and arrays within each other\./,
    ],
    ['resize.jobdef.json', 1, /"type" must be one of container, multinode\./],
  ];
  for (const [file, code, message] of bad) {
    it(`has a clear message for ${file}`, () => {
      const result = lint([file]);
      assert.match(result.out, message);
      assert.equal(result.code, code);
      assert.equal(result.err, '');
    });
  }
});
