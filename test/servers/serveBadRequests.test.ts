import assert from 'node:assert/strict';
import http from 'node:http';
import { type TestEndpoint, call, openEndpoint, post } from '../support/endpoint';

const pass = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';

describe('stepwise serve, bad requests', () => {
  let endpoint: TestEndpoint;
  before(async () => (endpoint = await openEndpoint()));
  after(() => endpoint.close());

  /** What a request is refused with; it must be a 4xx with AWS's two members. */
  async function refused(operation: string, body: string | Buffer, headers: http.OutgoingHttpHeaders = {}): Promise<string> {
    const answer = await call(endpoint.port, operation, body, headers);
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}: ${answer.body.slice(0, 200)}`);
    assert.equal(typeof answer.message, 'string');
    return `${answer.type}: ${answer.message}`;
  }
  const create = (definition: string, more: object = {}): string =>
    JSON.stringify({ name: 'bad', roleArn: 'arn:aws:iam::123456789012:role/any', definition, ...more });

  const cases: readonly [string, string, string, RegExp][] = [
    ['an unknown operation', 'Explode', '{}', /^UnknownOperationException: /],
    ['an operation that is a member of every object', 'constructor', '{}', /^UnknownOperationException: /],
    ['a body that is no JSON', 'ListStateMachines', '{"maxResults":', /^SerializationException: /],
    ['a body that is no object', 'ListStateMachines', '[]', /^SerializationException: /],
    ['a lone surrogate that is not even text', 'ListStateMachines', '{"nextToken":"\\ud8"}', /^SerializationException: /],
    ['a number that JSON does not have', 'ListStateMachines', '{"maxResults":NaN}', /^SerializationException: /],
    ['an infinite number', 'ListStateMachines', '{"maxResults":1e999}', /^ValidationException: .*less than or equal to 1000/],
    [
      'a text for a number',
      'ListStateMachines',
      '{"maxResults":"10"}',
      /^SerializationException: STRING_VALUE can not be converted to an Integer/,
    ],
    [
      'a number that is too large',
      'ListStateMachines',
      '{"maxResults":1001}',
      /^ValidationException: 1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000$/,
    ],
    [
      'nothing where something is required',
      'DescribeStateMachine',
      '{}',
      /^ValidationException: 1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null$/,
    ],
    [
      'a value that an enum does not have',
      'CreateStateMachine',
      create(pass, { type: 'FAST' }),
      /'FAST' at 'type' .*Member must satisfy enum value set: \[STANDARD, EXPRESS\]/,
    ],
    [
      'an ARN that is none',
      'DescribeExecution',
      '{"executionArn":"hello"}',
      /^InvalidArn: Invalid Arn: 'Invalid ARN prefix: hello'/,
    ],
    [
      'an ARN of another kind',
      'DescribeExecution',
      '{"executionArn":"arn:aws:states:us-east-1:123456789012:activity:a"}',
      /^InvalidArn: .*Resource type not valid in this context: activity/,
    ],
    ['a token of nobody', 'SendTaskSuccess', '{"taskToken":"AAAA","output":"{}"}', /^InvalidToken: /],
    ['a page token of nobody', 'ListStateMachines', '{"nextToken":"AAAA"}', /^InvalidToken: /],
    ['a name with a space', 'CreateStateMachine', create(pass, { name: 'a b' }), /^InvalidName: Invalid Name: 'a b'$/],
    ['a name with half a character', 'CreateStateMachine', create(pass).replace('"bad"', '"a\\ud800"'), /^InvalidName: /],
    [
      'a definition that is none',
      'CreateStateMachine',
      create('hello'),
      /^InvalidDefinition: .*INVALID_JSON_DESCRIPTION: Unrecognized token 'hello'/,
    ],
    ['an empty definition', 'CreateStateMachine', create(''), /^ValidationException: .*length greater than or equal to 1/],
    [
      'a definition that is a list',
      'CreateStateMachine',
      create('[]'),
      /^InvalidDefinition: .*Definition must be a valid JSON object/,
    ],
    ['a definition 100,000 levels deep', 'CreateStateMachine', create('['.repeat(100_000)), /^InvalidDefinition: /],
    ['a body 100,000 levels deep', 'CreateStateMachine', '['.repeat(100_000), /^SerializationException: .*deep/],
    [
      'a definition of more than 1 MiB',
      'CreateStateMachine',
      create(`"${'x'.repeat(1_048_577)}"`),
      /^ValidationException: .*length less than or equal to 1048576/,
    ],
    [
      '__proto__ instead of members',
      'CreateStateMachine',
      `{"__proto__":${create(pass)}}`,
      /^ValidationException: 3 validation errors detected: /,
    ],
    [
      'an endless regular expression in a name',
      'CreateStateMachineAlias',
      `{"name":"${'a'.repeat(80)}!","routingConfiguration":[]}`,
      /^ValidationException: /,
    ],
    [
      'an error name that is too long',
      'SendTaskFailure',
      `{"taskToken":"A","error":"${'x'.repeat(257)}"}`,
      /^ValidationException: .*length less than or equal to 256/,
    ],
  ];
  for (const [what, operation, body, expected] of cases) {
    it(`refuses ${what}`, async () => assert.match(await refused(operation, body), expected));
  }

  it('refuses an input that is no JSON or too large', async () => {
    const made = await call(endpoint.port, 'CreateStateMachine', create(pass, { name: 'input' }));
    const { stateMachineArn } = JSON.parse(made.body) as { stateMachineArn: string };
    const start = (input: string): Promise<string> => refused('StartExecution', JSON.stringify({ stateMachineArn, input }));
    assert.match(await start('{"a":'), /^InvalidExecutionInput: Invalid State Machine Execution Input: '/);
    assert.match(await start(`"${'ä'.repeat(140_000)}"`), /^InvalidExecutionInput: .*262144 bytes/);
    assert.match(await start(`"${'x'.repeat(262_144)}"`), /^ValidationException: .*262144/);
    assert.match(await start('['.repeat(2000) + ']'.repeat(2000)), /^InvalidExecutionInput: /);
  });

  it('keeps __proto__, 1.0, 30 digits and half characters as they are', async () => {
    const made = await call(endpoint.port, 'CreateStateMachine', create(pass, { name: 'keeps' }));
    const { stateMachineArn } = JSON.parse(made.body) as { stateMachineArn: string };
    const input = '{"__proto__":{"x":1.0},"n":123456789012345678901234567890,"h":"\\ud800"}';
    const started = await call(endpoint.port, 'StartExecution', JSON.stringify({ stateMachineArn, input }));
    const { executionArn } = JSON.parse(started.body) as { executionArn: string };
    for (;;) {
      const described = await call(endpoint.port, 'DescribeExecution', JSON.stringify({ executionArn }));
      const { status, output } = JSON.parse(described.body) as { status: string; output: string };
      if (status !== 'RUNNING') {
        assert.equal(output, input);
        return;
      }
    }
  });

  it('ends endless loops and expressions, and answers others meanwhile', async function () {
    this.timeout(60_000);
    const ask = async (operation: string, request: object): Promise<Record<string, string>> => {
      const { status, body } = await call(endpoint.port, operation, JSON.stringify(request));
      assert.equal(status, 200, body);
      return JSON.parse(body) as Record<string, string>;
    };
    const start = async (name: string, states: object): Promise<string> => {
      const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: states });
      const { stateMachineArn } = await ask('CreateStateMachine', JSON.parse(create(definition, { name })) as object);
      return (await ask('StartExecution', { stateMachineArn }))['executionArn']!;
    };
    const ended = async (executionArn: string): Promise<Record<string, string>> => {
      for (;;) {
        const described = await ask('DescribeExecution', { executionArn });
        if (described['status'] !== 'RUNNING') {
          return described;
        }
      }
    };
    const never = { Condition: '{% false %}', Next: 'C' };
    const back = { B: { Type: 'Choice', Choices: [never], Default: 'A' }, C: { Type: 'Succeed' } };
    const loop = await start('loops', { A: { Type: 'Pass', Next: 'B' }, ...back });
    const output = '{% ($f := function($n) { $f($n + 1) + 1 }; $f(0)) %}';
    const deep = await start('deep', { A: { Type: 'Pass', Output: output, End: true } });
    const pattern = '{% $match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/) ~> $count %}';
    const regular = await start('regular', { A: { Type: 'Pass', Output: pattern, End: true } });
    const stopped = await start('stopped', { A: { Type: 'Wait', Seconds: 1, Next: 'B' }, ...back });
    await ask('StopExecution', { executionArn: stopped });
    assert.equal((await ended(stopped))['status'], 'ABORTED');
    assert.equal((await ended(regular))['output'], '0');
    assert.equal((await ended(deep))['error'], 'States.QueryEvaluationError');
    assert.match((await ended(loop))['cause']!, /maximum number of history events/);
  });

  it('refuses a host that is not this machine', async () => {
    assert.match(await refused('ListStateMachines', '{}', { Host: 'evil.example' }), /^AccessDeniedException: /);
    assert.match(await refused('ListStateMachines', '{}', { Host: '127.0.0.1.evil.example' }), /^AccessDeniedException: /);
    for (const host of ['localhost:8083', '127.0.0.1', '[::1]:8083', 'sync-localhost:8083']) {
      assert.equal((await call(endpoint.port, 'ListStateMachines', '{}', { Host: host })).status, 200, host);
    }
  });

  it('refuses a body that is too large, announced or not', async () => {
    const size = 9 * 1024 * 1024;
    const announced = await call(endpoint.port, 'ListStateMachines', Buffer.alloc(10), { 'Content-Length': size }).catch(
      (error: Error) => error.message,
    );
    assert.ok(typeof announced === 'string' || announced.status === 413, JSON.stringify(announced));
    const sent = await new Promise<number>((resolve) => {
      const request = http.request(
        {
          host: '127.0.0.1',
          port: endpoint.port,
          method: 'POST',
          headers: { 'Transfer-Encoding': 'chunked', 'X-Amz-Target': 'AWSStepFunctions.ListStateMachines' },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode!);
        },
      );
      request.on('error', () => undefined);
      request.write(Buffer.alloc(size, 0x20));
      request.end();
    });
    assert.equal(sent, 413);
  });

  it('refuses a request without a target, and one that is no POST', async () => {
    assert.equal((await post(endpoint.port, '{}')).type, 'UnknownOperationException');
    const status = await new Promise<number>((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port: endpoint.port }, (response) => {
          response.resume();
          resolve(response.statusCode!);
        })
        .on('error', reject);
    });
    assert.equal(status, 404);
  });

  it('goes on after all of this, and has nothing to say against itself', async () => {
    assert.equal((await call(endpoint.port, 'ListStateMachines', '{}')).status, 200);
    assert.deepEqual(endpoint.said, []);
  });
});
