import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import assert from 'node:assert/strict';
import { type TestEndpoint, openEndpoint } from '../support/endpoint';
import { distributed, ended as endedOf, flaky, roleArn, task } from '../support/redrives';

describe('stepwise serve: redriving, and map runs', () => {
  const broken = new Set<string>();
  const asked: string[] = [];
  let endpoint: TestEndpoint;
  let names = 0;
  before(async () => (endpoint = await openEndpoint({ tasks: [flaky(broken, asked)] })));
  beforeEach(() => {
    broken.clear();
    asked.length = 0;
  });
  after(() => endpoint.close());

  const client = () => endpoint.client;
  const create = async (states: Record<string, object>, more: object = {}): Promise<string> => {
    const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });
    const made = await client().send(new CreateStateMachineCommand({ name: `r${names++}`, definition, roleArn }));
    return made.stateMachineArn!;
  };
  const start = async (stateMachineArn: string, input: unknown): Promise<string> =>
    (await client().send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }))).executionArn!;
  const describe_ = (executionArn: string) => client().send(new DescribeExecutionCommand({ executionArn }));
  const ended = (executionArn: string) => endedOf(client(), executionArn);
  const redrive = (executionArn: string, clientToken?: string) =>
    client().send(new RedriveExecutionCommand({ executionArn, clientToken }));
  const history = async (executionArn: string) =>
    (await client().send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events!;

  it('goes on at the state that failed, and keeps what was done', async () => {
    broken.add('{"n":1}');
    const stateMachineArn = await create({
      First: { Type: 'Pass', ResultPath: '$.first', Result: 1, Next: 'Do' },
      Do: task({
        Parameters: { 'n.$': '$.n' },
        Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }],
        ResultPath: '$.did',
        Next: 'Last',
      }),
      Last: { Type: 'Pass', Parameters: { 'did.$': '$.did', 'count.$': '$$.Execution.RedriveCount' }, End: true },
    });
    const executionArn = await start(stateMachineArn, { n: 1 });
    const failed = await ended(executionArn);
    assert.deepEqual([failed.status, failed.redriveStatus, failed.redriveCount], ['FAILED', 'REDRIVABLE', 0]);
    const before = await history(executionArn);
    broken.clear();
    const { redriveDate } = await redrive(executionArn);
    const done = await ended(executionArn);
    assert.deepEqual([done.status, done.output], ['SUCCEEDED', '{"did":"did {\\"n\\":1}","count":1}']);
    assert.deepEqual([done.redriveCount, done.redriveDate], [1, redriveDate]);
    assert.equal(done.redriveStatusReason, 'Execution is SUCCEEDED and cannot be redriven');
    assert.deepEqual(done.startDate, failed.startDate);
    const after = await history(executionArn);
    assert.deepEqual(after.slice(0, before.length), before);
    assert.deepEqual(
      after.slice(before.length).map(({ type }) => type),
      [
        'ExecutionRedriven',
        'LambdaFunctionScheduled',
        'LambdaFunctionStarted',
        'LambdaFunctionSucceeded',
        'TaskStateExited',
        'PassStateEntered',
        'PassStateExited',
        'ExecutionSucceeded',
      ],
    );
    assert.deepEqual(
      after.map(({ id }) => id),
      after.map((_, i) => i + 1),
    );
    assert.deepEqual(after[before.length]!.executionRedrivenEventDetails, { redriveCount: 1 });
    assert.equal(asked.length, 3);
    const list = (redriveFilter: 'REDRIVEN' | 'NOT_REDRIVEN') =>
      client().send(new ListExecutionsCommand({ stateMachineArn, redriveFilter }));
    assert.deepEqual([(await list('REDRIVEN')).executions!.length, (await list('NOT_REDRIVEN')).executions!.length], [1, 0]);
    await assert.rejects(redrive(executionArn), {
      name: 'ExecutionNotRedrivable',
      message: /Execution is SUCCEEDED and cannot be redriven/,
    });
  });

  it('runs only the branches and iterations again that failed or were aborted', async () => {
    ['"b"', '3'].forEach((text) => broken.add(text));
    const executionArn = await start(
      await create({
        Fan: {
          Type: 'Parallel',
          Branches: ['a', 'b', 'c'].map((Result) => ({
            StartAt: `Say ${Result}`,
            States: {
              [`Say ${Result}`]: { Type: 'Pass', Result, Next: `Do ${Result}` },
              [`Do ${Result}`]: task({ End: true }),
            },
          })),
          ResultPath: '$.fan',
          Next: 'Each',
        },
        Each: {
          Type: 'Map',
          ItemsPath: '$.list',
          MaxConcurrency: 1,
          ItemProcessor: { StartAt: 'Item', States: { Item: task() } },
          End: true,
        },
      }),
      { list: [1, 2, 3, 4] },
    );
    assert.equal((await ended(executionArn)).status, 'FAILED');
    broken.delete('"b"');
    asked.length = 0;
    await redrive(executionArn, 'token-1');
    assert.equal((await ended(executionArn)).cause, '3');
    assert.ok(asked.includes('"b"') && !asked.includes('"a"'), asked.join());
    assert.deepEqual(asked.slice(-3), ['1', '2', '3']);
    broken.clear();
    asked.length = 0;
    const { redriveDate } = await redrive(executionArn, 'token-2');
    assert.deepEqual(await redrive(executionArn, 'token-2').then((again) => again.redriveDate), redriveDate);
    const done = await ended(executionArn);
    assert.deepEqual([done.status, done.output, done.redriveCount], ['SUCCEEDED', '["did 1","did 2","did 3","did 4"]', 2]);
    assert.deepEqual(asked, ['3', '4']);
  });

  it('redrives what was stopped, what timed out, and what ends in a Fail state', async () => {
    const asks = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
    const waiting = await create({
      Ask: { Type: 'Task', Resource: asks, Parameters: { QueueUrl: 'asked', 'MessageBody.$': '$$.Task.Token' }, End: true },
    });
    const stopped = await start(waiting, {});
    const tokenOf = async (times: number): Promise<string> => {
      for (;;) {
        const scheduled = (await history(stopped)).filter(({ type }) => type === 'TaskScheduled');
        if (scheduled.length === times && (await history(stopped)).at(-1)!.type === 'TaskSubmitted') {
          return (JSON.parse(scheduled.at(-1)!.taskScheduledEventDetails!.parameters!) as { MessageBody: string }).MessageBody;
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const first = await tokenOf(1);
    await assert.rejects(redrive(stopped), { message: /Execution is RUNNING and cannot be redriven/ });
    await client().send(new StopExecutionCommand({ executionArn: stopped }));
    assert.equal((await ended(stopped)).status, 'ABORTED');
    await redrive(stopped);
    const second = await tokenOf(2);
    assert.notEqual(second, first);
    await client().send(new SendTaskSuccessCommand({ taskToken: second, output: '1' }));
    assert.equal((await ended(stopped)).output, '1');

    const slow = await create(
      { Nap: { Type: 'Wait', SecondsPath: '$.s', Next: 'No' }, No: { Type: 'Fail', Error: 'Odd' } },
      { TimeoutSeconds: 60 },
    );
    const late = await start(slow, { s: 90 });
    assert.equal((await ended(late)).status, 'TIMED_OUT');
    await redrive(late);
    const again = await ended(late);
    assert.deepEqual([again.status, again.redriveCount], ['TIMED_OUT', 1]);
    const failing = await start(slow, { s: 1 });
    await ended(failing);
    await redrive(failing);
    assert.equal((await ended(failing)).error, 'Odd');
    assert.deepEqual(
      (await history(failing)).slice(-3).map(({ type }) => type),
      ['ExecutionRedriven', 'FailStateEntered', 'ExecutionFailed'],
    );
  });

  it('refuses what cannot be redriven, and says why', async () => {
    broken.add('{}');
    const stateMachineArn = await create({ Do: task() });
    const executionArn = await start(stateMachineArn, {});
    await ended(executionArn);
    // The clock of the endpoint goes on with every execution: two weeks and more.
    const long = await start(await create({ Nap: { Type: 'Wait', Seconds: 15 * 86_400, End: true } }), {});
    await ended(long);
    assert.equal((await describe_(executionArn)).redriveStatusReason, 'Execution redrivable period exceeded');
    await assert.rejects(redrive(executionArn), { name: 'ExecutionNotRedrivable' });
    const second = await start(stateMachineArn, {});
    await ended(second);
    await client().send(new DeleteStateMachineCommand({ stateMachineArn }));
    assert.equal((await describe_(second)).redriveStatusReason, 'State machine is in DELETING status');
    await assert.rejects(redrive(`${executionArn}x`), { name: 'ExecutionDoesNotExist' });
    await assert.rejects(redrive('arn:aws:states:us-east-1:123456789012:express:m:a:b'), { name: 'InvalidArn' });
  });

  it('tells of map runs and their children, and redrives the children that failed', async () => {
    ['2', '4'].forEach((text) => broken.add(text));
    const executionArn = await start(
      await create(
        distributed(
          { StartAt: 'Same', States: { Same: { Type: 'Pass', Next: 'Do' }, Do: task() } },
          { ToleratedFailureCount: 1, MaxConcurrency: 1 },
        ),
      ),
      [1, 2, 3, 4, 5],
    );
    assert.equal((await ended(executionArn)).error, 'States.ExceedToleratedFailureThreshold');
    const { mapRuns } = await client().send(new ListMapRunsCommand({ executionArn }));
    const { mapRunArn, stateMachineArn } = mapRuns![0]!;
    assert.match(mapRunArn!, /:mapRun:r\d+\/each:[0-9a-f-]{36}$/);
    assert.match(stateMachineArn!, /:stateMachine:r\d+\/each$/);
    const run = await client().send(new DescribeMapRunCommand({ mapRunArn }));
    assert.deepEqual(
      [run.status, run.executionArn, run.toleratedFailureCount, run.maxConcurrency],
      ['FAILED', executionArn, 1, 1],
    );
    assert.deepEqual([run.itemCounts!.succeeded, run.itemCounts!.failed, run.itemCounts!.total], [2, 2, 4]);
    const listed = await client().send(new ListExecutionsCommand({ mapRunArn, statusFilter: 'FAILED' }));
    assert.equal(listed.executions!.length, 2);
    const child = await describe_(listed.executions![1]!.executionArn!);
    assert.deepEqual(
      [child.status, child.input, child.mapRunArn, child.redriveStatus],
      ['FAILED', '2', mapRunArn, 'REDRIVABLE_BY_MAP_RUN'],
    );
    assert.equal((await history(child.executionArn!)).at(-1)!.type, 'ExecutionFailed');
    const of = await client().send(new DescribeStateMachineForExecutionCommand({ executionArn: child.executionArn }));
    assert.deepEqual([of.mapRunArn, of.label], [mapRunArn, 'each']);

    broken.clear();
    asked.length = 0;
    await redrive(executionArn);
    const done = await ended(executionArn);
    assert.equal(done.output, '["did 1","did 2","did 3","did 4","did 5"]');
    assert.deepEqual(asked, ['2', '4', '5']);
    const redriven = (await history(executionArn)).find(({ type }) => type === 'MapRunRedriven')!;
    assert.deepEqual(redriven.mapRunRedrivenEventDetails, { mapRunArn, redriveCount: 1 });
    const after = await client().send(new DescribeMapRunCommand({ mapRunArn }));
    assert.deepEqual([after.status, after.redriveCount], ['SUCCEEDED', 1]);
    assert.deepEqual([after.itemCounts!.succeeded, after.itemCounts!.failed, after.itemCounts!.total], [5, 0, 5]);
    // The children that were redriven went on: their Pass state was not entered again.
    const second = await history(child.executionArn!);
    assert.equal(second.filter(({ type }) => type === 'PassStateEntered').length, 1);
    assert.equal(second.at(-1)!.type, 'ExecutionSucceeded');
    assert.equal((await client().send(new ListMapRunsCommand({ executionArn }))).mapRuns!.length, 1);
  });

  it('changes a map run while it runs', async () => {
    const asks = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
    const executionArn = await start(
      await create(
        distributed(
          {
            StartAt: 'Ask',
            States: {
              Ask: {
                Type: 'Task',
                Resource: asks,
                Parameters: { QueueUrl: 'asked', 'MessageBody.$': '$$.Task.Token' },
                End: true,
              },
            },
          },
          { MaxConcurrency: 1 },
        ),
      ),
      [1, 2, 3],
    );
    const until = async (running: number): Promise<string> => {
      for (;;) {
        const { mapRuns } = await client().send(new ListMapRunsCommand({ executionArn }));
        const mapRunArn = mapRuns?.[0]?.mapRunArn;
        const run = mapRunArn ? await client().send(new DescribeMapRunCommand({ mapRunArn })) : undefined;
        if (run?.executionCounts!.running === running) {
          return mapRunArn!;
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const mapRunArn = await until(1);
    await assert.rejects(client().send(new UpdateMapRunCommand({ mapRunArn })), { name: 'ValidationException' });
    await client().send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 3, toleratedFailureCount: 1 }));
    await until(3);
    const { executions } = await client().send(new ListExecutionsCommand({ mapRunArn, statusFilter: 'RUNNING' }));
    await client().send(new StopExecutionCommand({ executionArn: executions![0]!.executionArn }));
    for (const { executionArn: child } of executions!.slice(1)) {
      const scheduled = (await history(child!)).find(({ type }) => type === 'TaskScheduled')!;
      const { MessageBody } = JSON.parse(scheduled.taskScheduledEventDetails!.parameters!) as { MessageBody: string };
      await client().send(new SendTaskSuccessCommand({ taskToken: MessageBody, output: '"fine"' }));
    }
    const done = await ended(executionArn);
    assert.equal(done.status, 'SUCCEEDED');
    const { executionCounts } = await client().send(new DescribeMapRunCommand({ mapRunArn }));
    assert.deepEqual([executionCounts!.aborted, executionCounts!.succeeded], [1, 2]);
    await assert.rejects(client().send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 1 })), {
      name: 'ValidationException',
    });
    await assert.rejects(client().send(new DescribeMapRunCommand({ mapRunArn: `${mapRunArn}0` })), { name: 'ResourceNotFound' });
  });
});
