import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '../support/endpoint';

const cli = join(__dirname, '../../server/src/cli.ts');
const roleArn = 'arn:aws:iam::123456789012:role/any';

/** The command in a process of its own. */
interface Process {
  readonly port: number;
  readonly child: ChildProcess;
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

function serve(...args: readonly string[]): Promise<Process> {
  const child = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), cli, 'serve', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const over = new Promise<number | null>((done) => child.on('exit', done));
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child.stdout.on('data', (data: Buffer) => {
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(data.toString())?.[1];
      if (port !== undefined) {
        resolve({
          port: Number(port),
          child,
          end: (signal) => {
            child.kill(signal);
            return over;
          },
        });
      }
    });
    void over.then((code) => reject(Object.assign(new Error(said), { code })));
  });
}

async function ask(port: number, operation: string, request: object): Promise<Record<string, unknown>> {
  const { status, body } = await call(port, operation, JSON.stringify(request));
  assert.equal(status, 200, body);
  return JSON.parse(body) as Record<string, unknown>;
}

async function ended(port: number, executionArn: unknown): Promise<Record<string, unknown>> {
  for (;;) {
    const described = await ask(port, 'DescribeExecution', { executionArn });
    if (described['status'] !== 'RUNNING') {
      return described;
    }
  }
}

describe('stepwise serve as a process', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'stepwise-serve-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('ends on SIGTERM', async () => {
    const { end } = await serve();
    assert.equal(await end('SIGTERM'), 0);
  });

  it('says in one line what it cannot do, and exits with 2', async () => {
    const cases: readonly [readonly string[], RegExp][] = [
      [['--host', '0.0.0.0'], /^--host: '0\.0\.0\.0' is not the loopback interface/],
      [['--port', 'x'], /^--port: 'x'/],
      [['--account', '1'], /^--account: '1'/],
      [['--functions', join(folder, 'none.json')], /none\.json does not exist/],
      [['--s3-dir', join(folder, 'none')], /^--s3-dir: .*none is no folder/],
      [['--lambda-endpoint', 'here'], /^--lambda-endpoint: 'here'/],
      [['--start-time', 'noon'], /^--start-time: 'noon'/],
    ];
    for (const [args, expected] of cases) {
      await assert.rejects(serve(...args), (problem: Error & { code: number }) => {
        assert.equal(problem.code, 2);
        assert.match(problem.message, expected);
        assert.equal(problem.message.trim().split('\n').length, 1);
        return true;
      });
    }
  });

  it('loses no finished execution when it is killed', async () => {
    const data = join(folder, 'data');
    const first = await serve('--data-dir', data, '--start-time', '2026-01-31T12:00:00Z');
    const definition = '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":60,"Next":"B"},"B":{"Type":"Pass","End":true}}}';
    const asking =
      '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Parameters":{"QueueUrl":"q","MessageBody":"m"},"End":true}}}';
    const made = await ask(first.port, 'CreateStateMachine', { name: 'kept', roleArn, definition, publish: true });
    const waits = await ask(first.port, 'CreateStateMachine', { name: 'waits', roleArn, definition: asking });
    const arns = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const input = `{"i": ${i}.0}`;
        const { executionArn } = await ask(first.port, 'StartExecution', { stateMachineArn: made['stateMachineArn'], input });
        return executionArn;
      }),
    );
    const running = await ask(first.port, 'StartExecution', { stateMachineArn: waits['stateMachineArn'] });
    const before = await Promise.all(arns.map((arn) => ended(first.port, arn)));
    const history = await ask(first.port, 'GetExecutionHistory', { executionArn: arns[3] });
    await first.end('SIGKILL');
    // What a kill in the middle of writing leaves behind.
    writeFileSync(join(data, 'executions', 'half.json.x.part'), '{"arn":');

    const second = await serve('--data-dir', data);
    try {
      assert.deepEqual(
        await Promise.all(arns.map((executionArn) => ask(second.port, 'DescribeExecution', { executionArn }))),
        before,
      );
      assert.deepEqual(await ask(second.port, 'GetExecutionHistory', { executionArn: arns[3] }), history);
      const lost = await ask(second.port, 'DescribeExecution', { executionArn: running['executionArn'] });
      assert.deepEqual([lost['status'], lost['error']], ['ABORTED', 'Stepwise.Interrupted']);
      const versions = await ask(second.port, 'ListStateMachineVersions', { stateMachineArn: made['stateMachineArn'] });
      assert.deepEqual(
        (versions['stateMachineVersions'] as { stateMachineVersionArn: string }[]).map((v) => v.stateMachineVersionArn),
        [made['stateMachineVersionArn']],
      );
      const again = await ask(second.port, 'StartExecution', {
        stateMachineArn: made['stateMachineVersionArn'],
        input: '{"i":1.0}',
      });
      assert.equal((await ended(second.port, again['executionArn']))['output'], '{"i":1.0}');
    } finally {
      await second.end('SIGTERM');
    }
    assert.equal(readdirSync(join(data, 'executions')).filter((name) => name.endsWith('.json')).length, 22);
  });

  it('loses no finished execution, whenever it is killed', async () => {
    const data = join(folder, 'killed');
    const definition = '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":60,"Next":"B"},"B":{"Type":"Fail","Error":"Odd"}}}';
    const told = new Map<unknown, Record<string, unknown>>();
    for (let round = 0; round < 4; round++) {
      const { port, end } = await serve('--data-dir', data, '--start-time', '2026-01-31T12:00:00Z');
      for (const [executionArn, before] of told) {
        assert.deepEqual(await ask(port, 'DescribeExecution', { executionArn }), before);
      }
      const { stateMachineArn } = await ask(port, 'CreateStateMachine', { name: 'odd', roleArn, definition });
      const names = Array.from({ length: 200 }, (_, i) => `r${round}-${i}`);
      const asked = Promise.allSettled(
        names.map(async (name) => {
          const { executionArn } = await ask(port, 'StartExecution', { stateMachineArn, name });
          told.set(executionArn, await ended(port, executionArn));
        }),
      );
      const enough = 20 + round * 37;
      const before = told.size;
      while (told.size < before + enough) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await end('SIGKILL');
      await asked;
    }
    assert.ok(told.size >= 20);
  });

  it('takes all its flags together', async () => {
    const s3 = join(folder, 's3');
    mkdirSync(join(s3, 'b'), { recursive: true });
    writeFileSync(join(s3, 'b', 'k'), 'content');
    const mocks = join(folder, 'all.mocks.yaml');
    writeFileSync(mocks, 'StateMachines: { all: { TestCases: { Case: {} } } }');
    const functions = join(folder, 'functions.json');
    writeFileSync(functions, JSON.stringify({ f: { runtime: 'nodejs22.x', codeUri: '.', handler: 'f.handler' } }));
    writeFileSync(join(folder, 'f.js'), 'let n = 0; exports.handler = async () => ++n;');
    const flags = ['--mock-config', mocks, '--functions', functions, '--s3-dir', s3, '--data-dir', join(folder, 'all')];
    const more = ['--lambda-endpoint', 'http://127.0.0.1:9', '--clock', 'virtual', '--start-time', '2026-01-31T12:00:00Z'];
    const names = [
      '--seed',
      '1',
      '--limits',
      'off',
      '--region',
      'eu-central-1',
      '--account',
      '111122223333',
      '--host',
      '127.0.0.1',
    ];
    const { port, end } = await serve(...flags, ...more, ...names);
    try {
      const definition = JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Read',
        States: {
          Read: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
            Arguments: { Bucket: 'b', Key: 'k' },
            Assign: { body: '{% $states.result.Body %}', started: '{% $states.context.Execution.StartTime %}' },
            Next: 'Nap',
          },
          Nap: { Type: 'Wait', Seconds: 3600, Next: 'Call' },
          Call: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Arguments: { FunctionName: 'f' },
            Output: '{% [$body, $started, $states.result.Payload, $uuid()] %}',
            End: true,
          },
        },
      });
      const { stateMachineArn } = await ask(port, 'CreateStateMachine', { name: 'all', roleArn, definition });
      assert.equal(stateMachineArn, 'arn:aws:states:eu-central-1:111122223333:stateMachine:all');
      const outputs: unknown[][] = [];
      for (const arn of [stateMachineArn, `${String(stateMachineArn)}#Case`]) {
        const { executionArn } = await ask(port, 'StartExecution', { stateMachineArn: arn });
        const described = await ended(port, executionArn);
        assert.equal(described['status'], 'SUCCEEDED', String(described['cause']));
        outputs.push(JSON.parse(String(described['output'])) as unknown[]);
      }
      assert.deepEqual(outputs[0]!.slice(0, 3), ['content', '2026-01-31T12:00:00.000Z', 1]);
      assert.deepEqual(outputs[1]![2], 2, 'the function is still warm');
    } finally {
      assert.equal(await end('SIGTERM'), 0);
    }
  });

  it('calls functions behind a Lambda endpoint', async () => {
    const lambda = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '')?.[1];
        if (name === 'echo') {
          response.end(Buffer.concat(chunks));
        } else if (name === 'broken') {
          response.setHeader('X-Amz-Function-Error', 'Unhandled');
          response.end('{"errorType":"Oops","errorMessage":"it broke"}');
        } else {
          response.statusCode = 404;
          response.end('{"Message":"Function not found"}');
        }
      });
    });
    await new Promise<void>((resolve) => lambda.listen(0, '127.0.0.1', resolve));
    const { port: lambdaPort } = lambda.address() as AddressInfo;
    const { port, end } = await serve('--lambda-endpoint', `http://127.0.0.1:${lambdaPort}`);
    try {
      const definition = JSON.stringify({
        StartAt: 'Call',
        States: {
          Call: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Parameters: { 'FunctionName.$': '$.function', 'Payload.$': '$' },
            ResultSelector: { 'payload.$': '$.Payload', 'status.$': '$.StatusCode' },
            End: true,
          },
        },
      });
      const { stateMachineArn } = await ask(port, 'CreateStateMachine', { name: 'calls', roleArn, definition });
      const run = async (input: string) => {
        const { executionArn } = await ask(port, 'StartExecution', { stateMachineArn, input });
        return ended(port, executionArn);
      };
      assert.equal(
        (await run('{"function":"echo","n":1.50}'))['output'],
        '{"payload":{"function":"echo","n":1.50},"status":200}',
      );
      assert.equal((await run('{"function":"broken"}'))['error'], 'Oops');
      assert.equal(
        (await run('{"function":"arn:aws:lambda:us-east-1:1:function:none:live"}'))['error'],
        'Lambda.ResourceNotFoundException',
      );
    } finally {
      await end('SIGTERM');
      lambda.close();
    }
  });
});
