import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import assert from 'node:assert/strict';
import { type TestEndpoint, openEndpoint } from '../support/endpoint';

const roleArn = 'arn:aws:iam::123456789012:role/any';

describe('stepwise serve: under load', function () {
  this.timeout(120_000);
  let endpoint: TestEndpoint;
  before(async () => (endpoint = await openEndpoint({ limits: 'off' })));
  after(() => endpoint.close());

  const create = async (name: string, definition: object): Promise<string> =>
    (await endpoint.client.send(new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn })))
      .stateMachineArn!;
  const start = async (stateMachineArn: string): Promise<string> =>
    (await endpoint.client.send(new StartExecutionCommand({ stateMachineArn, input: '{"n":0}' }))).executionArn!;
  const statusOf = async (executionArn: string): Promise<string> =>
    (await endpoint.client.send(new DescribeExecutionCommand({ executionArn }))).status!;

  /** Running, it answers others; stopped, it is over when StopExecution answers. */
  const isStoppedAtOnce = async (stateMachineArn: string): Promise<void> => {
    const executionArn = await start(stateMachineArn);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(await statusOf(executionArn), 'RUNNING');
    await endpoint.client.send(new StopExecutionCommand({ executionArn }));
    assert.equal(await statusOf(executionArn), 'ABORTED');
  };

  it('stops a loop that never ends', async () => {
    const arn = await create('loop', {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericLessThan: 0, Next: 'C' }], Default: 'A' },
        C: { Type: 'Succeed' },
      },
    });
    await isStoppedAtOnce(arn);
  });

  it('stops an expression that never ends', async () => {
    const arn = await create('expression', {
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: { A: { Type: 'Pass', Output: '{% ($f := function($x){ $f($x + 1) }; $f(1)) %}', End: true } },
    });
    await isStoppedAtOnce(arn);
  });

  it('stops a distributed Map in the middle', async () => {
    const arn = await create('map', {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'B',
            States: {
              B: { Type: 'Choice', Choices: [{ Variable: '$', NumericLessThan: 0, Next: 'C' }], Default: 'D' },
              C: { Type: 'Succeed' },
              D: { Type: 'Pass', Next: 'B' },
            },
          },
          End: true,
        },
      },
    });
    const input = JSON.stringify({ items: Array.from({ length: 100 }, (_, i) => i) });
    const { executionArn } = await endpoint.client.send(new StartExecutionCommand({ stateMachineArn: arn, input }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await endpoint.client.send(new StopExecutionCommand({ executionArn }));
    assert.equal(await statusOf(executionArn!), 'ABORTED');
  });

  it('runs a thousand executions that are started at once', async () => {
    const arn = await create('burst', {
      StartAt: 'A',
      States: {
        A: {
          Type: 'Parallel',
          Branches: [0, 1].map((i) => ({ StartAt: `P${i}`, States: { [`P${i}`]: { Type: 'Wait', Seconds: i + 1, End: true } } })),
          Next: 'B',
        },
        B: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $count($states.input) %}', End: true },
      },
    });
    const started = await Promise.all(Array.from({ length: 1000 }, () => start(arn)));
    assert.equal(new Set(started).size, 1000);
    for (;;) {
      const { executions } = await endpoint.client.send(
        new ListExecutionsCommand({ stateMachineArn: arn, statusFilter: 'RUNNING' }),
      );
      if (executions!.length === 0) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    let succeeded = 0;
    let nextToken: string | undefined;
    do {
      const page = await endpoint.client.send(
        new ListExecutionsCommand({ stateMachineArn: arn, statusFilter: 'SUCCEEDED', maxResults: 1000, nextToken }),
      );
      succeeded += page.executions!.length;
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    assert.equal(succeeded, 1000);
  });
});
