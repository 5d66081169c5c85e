import {
  CreateActivityCommand,
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
  TestStateCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import assert from 'node:assert/strict';
import { readMocks } from '../../server/src/runner/tasks/mockFile';
import { type TestEndpoint, openEndpoint } from '../support/endpoint';

const roleArn = 'arn:aws:iam::123456789012:role/any';
const pass = machine({ Greet: { Type: 'Pass', Result: { greeting: 'hello' }, ResultPath: '$.said', End: true } });
const callback = machine({
  Ask: {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { QueueUrl: 'any', MessageBody: { 'token.$': '$$.Task.Token' } },
    TimeoutSeconds: 3600,
    Catch: [{ ErrorEquals: ['Refused'], Next: 'No' }],
    End: true,
  },
  No: { Type: 'Pass', End: true },
});

function machine(states: Record<string, object>, more: object = {}): string {
  return JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });
}

describe('stepwise serve, with the client of the AWS SDK', () => {
  let endpoint: TestEndpoint;
  let names = 0;
  before(async () => (endpoint = await openEndpoint()));
  after(() => endpoint.close());

  const client = () => endpoint.client;
  const create = async (definition: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): Promise<string> => {
    const made = await client().send(new CreateStateMachineCommand({ name: `m${names++}`, definition, roleArn, type }));
    return made.stateMachineArn!;
  };
  const start = async (stateMachineArn: string, input?: string): Promise<string> =>
    (await client().send(new StartExecutionCommand({ stateMachineArn, input }))).executionArn!;
  const ended = async (executionArn: string) => {
    for (;;) {
      const described = await client().send(new DescribeExecutionCommand({ executionArn }));
      if (described.status !== 'RUNNING') {
        return described;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const tokenOf = async (executionArn: string): Promise<string> => {
    for (;;) {
      const { events } = await client().send(new GetExecutionHistoryCommand({ executionArn }));
      const scheduled = events!.find((event) => event.taskScheduledEventDetails);
      if (scheduled && events!.some((event) => event.type === 'TaskSubmitted')) {
        return (JSON.parse(scheduled.taskScheduledEventDetails!.parameters!) as { MessageBody: { token: string } }).MessageBody
          .token;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it('creates, starts, describes, tells the history', async () => {
    const stateMachineArn = await create(pass);
    assert.match(stateMachineArn, /^arn:aws:states:us-east-1:123456789012:stateMachine:m\d+$/);
    const executionArn = await start(stateMachineArn, '{"a": 1.0}');
    const described = await ended(executionArn);
    assert.equal(described.status, 'SUCCEEDED');
    assert.equal(described.output, '{"a":1.0,"said":{"greeting":"hello"}}');
    assert.ok(described.startDate instanceof Date);
    const { events } = await client().send(new GetExecutionHistoryCommand({ executionArn }));
    assert.deepEqual(
      events!.map((event) => [event.id, event.previousEventId, event.type]),
      [
        [1, 0, 'ExecutionStarted'],
        [2, 0, 'PassStateEntered'],
        [3, 2, 'PassStateExited'],
        [4, 3, 'ExecutionSucceeded'],
      ],
    );
  });

  it('pages the history forwards and backwards, with and without data', async () => {
    const executionArn = await start(await create(pass));
    await ended(executionArn);
    const ids: number[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client().send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 3, nextToken, reverseOrder: true }),
      );
      ids.push(...page.events!.map((event) => event.id!));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    assert.deepEqual(ids, [4, 3, 2, 1]);
    const bare = await client().send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }));
    assert.deepEqual(bare.events![2]!.stateExitedEventDetails, { name: 'Greet' });
    await assert.rejects(client().send(new GetExecutionHistoryCommand({ executionArn, nextToken: 'nonsense' })), {
      name: 'InvalidToken',
    });
  });

  it('waits a year in no time', async () => {
    const executionArn = await start(await create(machine({ Wait: { Type: 'Wait', Seconds: 31_000_000, End: true } })));
    const { startDate, stopDate } = await ended(executionArn);
    assert.equal(stopDate!.getTime() - startDate!.getTime(), 31_000_000_000);
  });

  it('takes the answer to a task token, and refuses a second one', async () => {
    const executionArn = await start(await create(callback));
    const taskToken = await tokenOf(executionArn);
    await client().send(new SendTaskHeartbeatCommand({ taskToken }));
    await client().send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    assert.equal((await ended(executionArn)).output, '{"approved":true}');
    await assert.rejects(client().send(new SendTaskSuccessCommand({ taskToken, output: '{}' })), { name: 'TaskTimedOut' });
    await assert.rejects(client().send(new SendTaskSuccessCommand({ taskToken: 'made-up', output: '{}' })), {
      name: 'InvalidToken',
    });
  });

  it('catches the failure of a task token', async () => {
    const executionArn = await start(await create(callback));
    const taskToken = await tokenOf(executionArn);
    await client().send(new SendTaskFailureCommand({ taskToken, error: 'Refused', cause: 'not today' }));
    assert.equal((await ended(executionArn)).output, '{"Error":"Refused","Cause":"not today"}');
  });

  it('lets a task token time out after a while of silence', async () => {
    const described = await ended(await start(await create(callback)));
    assert.equal(described.status, 'FAILED');
    assert.equal(described.error, 'States.Timeout');
    assert.equal(described.stopDate!.getTime() - described.startDate!.getTime(), 3_600_000);
  });

  it('hands the tasks of an activity to workers', async () => {
    const { activityArn } = await client().send(new CreateActivityCommand({ name: 'paint' }));
    const stateMachineArn = await create(machine({ Paint: { Type: 'Task', Resource: activityArn!, End: true } }));
    const polled = client().send(new GetActivityTaskCommand({ activityArn, workerName: 'bob' }));
    const executionArn = await start(stateMachineArn, '{"colour":"red"}');
    const { taskToken, input } = await polled;
    assert.equal(input, '{"colour":"red"}');
    await client().send(new SendTaskSuccessCommand({ taskToken, output: '"done"' }));
    assert.equal((await ended(executionArn)).output, '"done"');
    const { events } = await client().send(new GetExecutionHistoryCommand({ executionArn }));
    assert.equal(events!.find((e) => e.type === 'ActivityStarted')!.activityStartedEventDetails!.workerName, 'bob');
  });

  it('runs an Express machine synchronously and keeps nothing that could be described', async () => {
    const stateMachineArn = await create(pass, 'EXPRESS');
    const answer = await client().send(new StartSyncExecutionCommand({ stateMachineArn, input: '{}' }));
    assert.equal(answer.status, 'SUCCEEDED');
    assert.equal(answer.output, '{"said":{"greeting":"hello"}}');
    assert.ok(answer.billingDetails!.billedDurationInMilliseconds! >= 100);
    const executionArn = await start(stateMachineArn);
    for (const command of [new DescribeExecutionCommand({ executionArn }), new GetExecutionHistoryCommand({ executionArn })]) {
      await assert.rejects(client().send(command as DescribeExecutionCommand), { name: 'InvalidArn' });
    }
    await assert.rejects(client().send(new ListExecutionsCommand({ stateMachineArn })), { name: 'StateMachineTypeNotSupported' });
    const standard = await create(pass);
    await assert.rejects(client().send(new StartSyncExecutionCommand({ stateMachineArn: standard })), {
      name: 'StateMachineTypeNotSupported',
    });
  });

  it('tests a state: mocks, inspection, what a Catcher makes of an error', async () => {
    const definition = JSON.stringify({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'f', 'Payload.$': '$.order' },
      ResultSelector: { 'paid.$': '$.Payload' },
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 3, MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['Broke'], Next: 'Dun' }],
      Next: 'Ship',
    });
    const input = '{"order":{"id":7}}';
    const test = (mock: object) =>
      client().send(new TestStateCommand({ definition, input, inspectionLevel: 'TRACE', mock: mock }));
    const fine = await test({ result: '{"Payload":true}', fieldValidationMode: 'NONE' });
    assert.deepEqual([fine.status, fine.output, fine.nextState], ['SUCCEEDED', '{"paid":true}', 'Ship']);
    assert.equal(fine.inspectionData!.afterParameters, '{"FunctionName":"f","Payload":{"id":7}}');
    const busy = await test({ errorOutput: { error: 'Busy' } });
    assert.deepEqual(
      [busy.status, busy.inspectionData!.errorDetails],
      ['RETRIABLE', { retryIndex: 0, retryBackoffIntervalSeconds: 3 }],
    );
    const broke = await test({ errorOutput: { error: 'Broke', cause: 'no money' } });
    assert.deepEqual(
      [broke.status, broke.nextState, broke.output],
      ['CAUGHT_ERROR', 'Dun', '{"Error":"Broke","Cause":"no money"}'],
    );
  });

  it('starts versions and aliases with what they were published from', async () => {
    const stateMachineArn = await create(pass);
    const { stateMachineVersionArn: first } = await client().send(new PublishStateMachineVersionCommand({ stateMachineArn }));
    assert.equal(first, `${stateMachineArn}:1`);
    const { stateMachineAliasArn } = await client().send(
      new CreateStateMachineAliasCommand({
        name: 'live',
        routingConfiguration: [{ stateMachineVersionArn: first, weight: 100 }],
      }),
    );
    await client().send(
      new UpdateStateMachineCommand({
        stateMachineArn,
        definition: machine({ Greet: { Type: 'Pass', Result: 'bye', End: true } }),
      }),
    );
    const outputs = await Promise.all(
      [stateMachineArn, first, stateMachineAliasArn!].map(async (arn) => (await ended(await start(arn))).output),
    );
    assert.deepEqual(outputs, ['"bye"', '{"said":{"greeting":"hello"}}', '{"said":{"greeting":"hello"}}']);
    const described = await ended(await start(stateMachineAliasArn!));
    assert.equal(described.stateMachineVersionArn, first);
    assert.equal(described.stateMachineAliasArn, stateMachineAliasArn);
  });

  it('is idempotent where AWS is', async () => {
    const command = { name: 'twice', definition: pass, roleArn };
    const first = await client().send(new CreateStateMachineCommand(command));
    const again = await client().send(new CreateStateMachineCommand({ ...command, roleArn: `${roleArn}2` }));
    assert.equal(again.stateMachineArn, first.stateMachineArn);
    await assert.rejects(client().send(new CreateStateMachineCommand({ ...command, definition: callback })), {
      name: 'StateMachineAlreadyExists',
    });
    const waiting = await create(callback);
    const one = await client().send(new StartExecutionCommand({ stateMachineArn: waiting, name: 'same', input: '{}' }));
    const two = await client().send(new StartExecutionCommand({ stateMachineArn: waiting, name: 'same', input: '{}' }));
    assert.equal(two.executionArn, one.executionArn);
    await assert.rejects(client().send(new StartExecutionCommand({ stateMachineArn: waiting, name: 'same', input: '{"x":1}' })), {
      name: 'ExecutionAlreadyExists',
    });
    await client().send(new StopExecutionCommand({ executionArn: one.executionArn, error: 'Enough', cause: 'of this' }));
    const stopped = await ended(one.executionArn!);
    assert.deepEqual([stopped.status, stopped.error, stopped.cause], ['ABORTED', 'Enough', 'of this']);
  });

  it('starts executions from executions, in one time', async () => {
    const inner = await create(
      machine({ Nap: { Type: 'Wait', Seconds: 86_400, Next: 'Say' }, Say: { Type: 'Pass', End: true } }),
    );
    const outer = await create(
      machine({
        Run: {
          Type: 'Task',
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Parameters: { StateMachineArn: inner, 'Input.$': '$' },
          TimeoutSeconds: 90_000,
          OutputPath: '$.Output',
          End: true,
        },
      }),
    );
    const described = await ended(await start(outer, '{"n":1}'));
    assert.deepEqual([described.status, described.output], ['SUCCEEDED', '{"n":1}']);
    assert.equal(described.stopDate!.getTime() - described.startDate!.getTime(), 86_400_000);
  });

  it('tells of an execution that failed in the order of its names', async () => {
    const Parameters = { StateMachineArn: await create(machine({ No: { Type: 'Fail', Error: 'No', Cause: 'Never' } })) };
    const Resource = 'arn:aws:states:::states:startExecution.sync';
    const { error, cause } = await ended(
      await start(await create(machine({ Run: { Type: 'Task', Resource, Parameters, End: true } }))),
    );
    assert.equal(error, 'States.TaskFailed');
    assert.equal(
      Object.keys(JSON.parse(cause!) as object).join(),
      'Cause,Error,ExecutionArn,Input,InputDetails,Name,StartDate,StateMachineArn,Status,StopDate',
    );
  });

  it('says what is wrong with a definition in AWS’s way', async () => {
    const wrong = '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}';
    const { result, diagnostics } = await client().send(new ValidateStateMachineDefinitionCommand({ definition: wrong }));
    assert.equal(result, 'FAIL');
    assert.deepEqual([diagnostics![0]!.code, diagnostics![0]!.location], ['MISSING_TRANSITION_TARGET', '/States/A/Next']);
    await assert.rejects(create(wrong), {
      name: 'InvalidDefinition',
      message:
        "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next, " +
        "MISSING_END_STATE: Workflow has no terminal state at null'",
    });
  });

  it('lists, tags and deletes', async () => {
    const stateMachineArn = await create(pass);
    await client().send(new TagResourceCommand({ resourceArn: stateMachineArn, tags: [{ key: 'team', value: 'blue' }] }));
    const { tags } = await client().send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    assert.deepEqual(tags, [{ key: 'team', value: 'blue' }]);
    const arns = await Promise.all(Array.from({ length: 5 }, () => start(stateMachineArn)));
    await Promise.all(arns.map(ended));
    const listed: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client().send(
        new ListExecutionsCommand({ stateMachineArn, maxResults: 2, nextToken, statusFilter: 'SUCCEEDED' }),
      );
      listed.push(...page.executions!.map((execution) => execution.executionArn!));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    assert.deepEqual([...listed].sort(), [...arns].sort());
    await client().send(new DeleteStateMachineCommand({ stateMachineArn }));
    await assert.rejects(client().send(new DescribeStateMachineCommand({ stateMachineArn })), {
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${stateMachineArn}'`,
    });
    const { stateMachines } = await client().send(new ListStateMachinesCommand({ maxResults: 1000 }));
    assert.ok(stateMachines!.every((m) => m.stateMachineArn !== stateMachineArn));
  });

  it('takes a burst of a thousand executions', async () => {
    const stateMachineArn = await create(
      machine({ Wait: { Type: 'Wait', Seconds: 60, Next: 'Say' }, Say: { Type: 'Pass', End: true } }),
    );
    const arns = await Promise.all(Array.from({ length: 1000 }, (_, i) => start(stateMachineArn, `{"i":${i}}`)));
    const outputs = await Promise.all(arns.map(async (arn) => (await ended(arn)).output));
    assert.deepEqual(
      outputs,
      Array.from({ length: 1000 }, (_, i) => `{"i":${i}}`),
    );
  });
});

describe('stepwise serve with mocks', () => {
  it('answers the Tasks of a test case that stands behind # in the ARN', async () => {
    const { config } = readMocks(
      JSON.stringify({
        StateMachines: { Mocked: { TestCases: { Happy: { Pay: 'Paid' }, Sad: { Pay: 'Declined' } } } },
        MockedResponses: {
          Paid: { 0: { Return: { Payload: 'ok' } } },
          Declined: { 0: { Throw: { Error: 'Declined', Cause: 'no' } } },
        },
      }),
    );
    const endpoint = await openEndpoint({ mocks: config });
    const { client } = endpoint;
    try {
      const definition = machine({
        Pay: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, End: true },
      });
      const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name: 'Mocked', definition, roleArn }));
      const run = async (testCase: string) => {
        const { executionArn } = await client.send(
          new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}#${testCase}` }),
        );
        for (;;) {
          const described = await client.send(new DescribeExecutionCommand({ executionArn }));
          if (described.status !== 'RUNNING') {
            return described;
          }
        }
      };
      assert.equal((await run('Happy')).output, '{"Payload":"ok"}');
      assert.equal((await run('Sad')).error, 'Declined');
      await assert.rejects(run('Missing'), { name: 'ValidationException', message: /'Missing'.*Happy, Sad/ });
    } finally {
      await endpoint.close();
    }
  });
});
