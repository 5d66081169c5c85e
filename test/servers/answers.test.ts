import assert from 'node:assert/strict';
import { type Ref, type ServiceModel, actionOf, membersOf } from '../../server/src/integrations/model';
import { serviceModel } from '../../server/src/runner/catalogue/services';
import { type TestEndpoint, openEndpoint, post } from '../support/endpoint';

type Answer = Record<string, unknown>;

/** What of a value does not fit what AWS's service model says of it; `where` leads to it. */
function* faults(model: ServiceModel, ref: Ref, value: unknown, where: string): Generator<string> {
  const types: Record<string, string> = {
    s: 'string',
    b: 'boolean',
    i: 'number',
    l: 'number',
    f: 'number',
    n: 'number',
    t: 'number',
  };
  if (typeof ref !== 'number') {
    if (typeof value !== types[ref]) {
      yield `${where} is ${JSON.stringify(value)}, not of type ${types[ref]}`;
    }
    return;
  }
  const row = model.t[ref]!;
  switch (row[0]) {
    case 0: {
      const members = membersOf(row);
      for (const [key, member] of Object.entries((value ?? {}) as Answer)) {
        const known = members.find(({ name }) => name.toLowerCase() === key.toLowerCase());
        if (known) {
          yield* faults(model, known.ref, member, `${where}.${key}`);
        } else {
          yield `${where}.${key} is not in the model`;
        }
      }
      const missing = members.filter(({ name, required }) => required && !(name in (value as Answer)));
      yield* missing.map(({ name }) => `${where}.${name} is missing`);
      return;
    }
    case 1:
      for (const [index, item] of (value as unknown[]).entries()) {
        yield* faults(model, row[1], item, `${where}[${index}]`);
      }
      return;
    case 2:
      return;
    case 3:
      if (!row.slice(1).includes(value as string)) {
        yield `${where} is ${JSON.stringify(value)}, which is none of ${row.slice(1).join(', ')}`;
      }
      return;
    case 4:
      yield* faults(model, row[1], value, where);
  }
}

const roleArn = 'arn:aws:iam::123456789012:role/any';
const done = { Type: 'Pass', End: true };
const machine = (states: Record<string, object>, more: object = {}): string =>
  JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });
const states = (seconds: number): Record<string, object> => ({
  Each: {
    Type: 'Map',
    Label: 'each',
    ItemsPath: '$.items',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'One',
      States: { One: done },
    },
    ResultPath: '$.r',
    Next: 'Fork',
  },
  Fork: { Type: 'Parallel', Branches: [{ StartAt: 'Left', States: { Left: done } }], ResultPath: '$.f', Next: 'Wait' },
  Wait: { Type: 'Wait', Seconds: seconds, Next: 'Which' },
  Which: { Type: 'Choice', Choices: [{ Variable: '$.fail', IsPresent: true, Next: 'Fail' }], Default: 'Done' },
  Fail: { Type: 'Fail', Error: 'Wanted', Cause: 'It was asked for.' },
  Done: { Type: 'Succeed' },
});

describe("what the endpoint answers is what AWS's service model tells", () => {
  const model = serviceModel('sfn')!;
  const called = new Set<string>();
  let endpoint: TestEndpoint;
  before(async () => (endpoint = await openEndpoint()));
  after(() => endpoint.close());

  /** Calls an operation; `error` is how it must be refused. */
  async function call(operation: string, request: object, error?: string): Promise<Answer> {
    called.add(operation);
    const { status, type, message, body } = await post(endpoint.port, JSON.stringify(request), {
      'X-Amz-Target': `AWSStepFunctions.${operation}`,
      'Content-Type': 'application/x-amz-json-1.0',
    });
    if (error !== undefined) {
      assert.deepEqual([status, type], [400, error], `${operation}: ${body}`);
      assert.ok(message);
      return {};
    }
    assert.equal(status, 200, `${operation}: ${body}`);
    const answer = JSON.parse(body) as Answer;
    const { r: response } = actionOf(model, operation)!;
    assert.deepEqual(
      response === undefined ? answer : [...faults(model, response, answer, operation)],
      response === undefined ? {} : [],
    );
    return answer;
  }

  const arnIn = (answer: Answer, name: string): string => answer[name] as string;
  async function ended(executionArn: string): Promise<string> {
    while ((await call('DescribeExecution', { executionArn }))['status'] === 'RUNNING') {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return executionArn;
  }
  const create = async (name: string, definition: string, type = 'STANDARD'): Promise<string> =>
    arnIn(await call('CreateStateMachine', { name, definition, type, roleArn }), 'stateMachineArn');

  it('of state machines, versions, aliases and tags', async () => {
    const made = await call('CreateStateMachine', {
      name: 'all',
      definition: machine(states(1)),
      roleArn,
      publish: true,
      versionDescription: 'first',
      tags: [{ key: 'a', value: 'b' }],
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: true,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:any:*' } }],
      },
      tracingConfiguration: { enabled: true },
    });
    const [stateMachineArn, first] = [arnIn(made, 'stateMachineArn'), arnIn(made, 'stateMachineVersionArn')];
    const again = { name: 'all', definition: machine(states(1)), roleArn };
    await call('CreateStateMachine', again, 'StateMachineAlreadyExists');
    await call('CreateStateMachine', { ...again, name: 'a b' }, 'InvalidName');
    await call('CreateStateMachine', { ...again, name: 'broken', definition: '{}' }, 'InvalidDefinition');
    await call('DescribeStateMachine', { stateMachineArn });
    await call('DescribeStateMachine', { stateMachineArn: first });
    const withheld = await call('DescribeStateMachine', { stateMachineArn, includedData: 'METADATA_ONLY' });
    assert.equal(withheld['definition'], '{}');
    await call('DescribeStateMachine', { stateMachineArn: `${stateMachineArn}x` }, 'StateMachineDoesNotExist');
    await call('DescribeStateMachine', { stateMachineArn: 'all' }, 'InvalidArn');
    await call('ListStateMachines', { maxResults: 1 });
    await call('ListStateMachines', { nextToken: 'none' }, 'InvalidToken');
    await call('UpdateStateMachine', { stateMachineArn, definition: machine(states(2)), publish: true });
    await call('UpdateStateMachine', { stateMachineArn }, 'MissingRequiredParameter');
    const published = await call('PublishStateMachineVersion', { stateMachineArn, description: 'the same' });
    await call('ListStateMachineVersions', { stateMachineArn, maxResults: 1 });

    const one = { stateMachineVersionArn: first, weight: 50 };
    const routing = [one, { ...one, stateMachineVersionArn: published['stateMachineVersionArn'] }];
    const made2 = await call('CreateStateMachineAlias', { name: 'live', description: 'any', routingConfiguration: routing });
    const stateMachineAliasArn = arnIn(made2, 'stateMachineAliasArn');
    const whole = { name: 'live', routingConfiguration: [{ ...one, weight: 100 }] };
    await call('CreateStateMachineAlias', whole, 'ConflictException');
    await call('CreateStateMachineAlias', { name: 'part', routingConfiguration: [one] }, 'ValidationException');
    await call('DescribeStateMachineAlias', { stateMachineAliasArn });
    await call('ListStateMachineAliases', { stateMachineArn });
    await call('UpdateStateMachineAlias', { stateMachineAliasArn, routingConfiguration: whole.routingConfiguration });
    await call('DeleteStateMachineVersion', { stateMachineVersionArn: first }, 'ConflictException');

    await call('TagResource', { resourceArn: stateMachineArn, tags: [{ key: 'k', value: 'v' }] });
    await call('ListTagsForResource', { resourceArn: stateMachineArn });
    await call('UntagResource', { resourceArn: stateMachineArn, tagKeys: ['k'] });
    await call('TagResource', { resourceArn: `${stateMachineArn}x`, tags: [] }, 'ResourceNotFound');

    await call('DeleteStateMachineAlias', { stateMachineAliasArn });
    await call('DescribeStateMachineAlias', { stateMachineAliasArn }, 'ResourceNotFound');
    await call('DeleteStateMachineVersion', { stateMachineVersionArn: first });
    await call('DeleteStateMachine', { stateMachineArn });
  });

  it('of executions, their histories, map runs and children', async () => {
    const stateMachineArn = await create('runs', machine(states(1)));
    const start = async (name: string, input: string): Promise<string> =>
      ended(arnIn(await call('StartExecution', { stateMachineArn, name, input }), 'executionArn'));
    const well = await start('well', '{"items": [1, 2]}');
    const badly = await start('badly', '{"items": [1], "fail": 1}');
    for (const executionArn of [well, badly]) {
      await call('DescribeExecution', { executionArn, includedData: 'METADATA_ONLY' });
      await call('GetExecutionHistory', { executionArn });
      await call('GetExecutionHistory', { executionArn, reverseOrder: true, includeExecutionData: false });
      await call('DescribeStateMachineForExecution', { executionArn });
    }
    await call('DescribeStateMachineForExecution', { executionArn: well, includedData: 'METADATA_ONLY' });
    await call('StartExecution', { stateMachineArn, name: 'well', input: '{}' }, 'ExecutionAlreadyExists');
    await call('StartExecution', { stateMachineArn, input: '{' }, 'InvalidExecutionInput');
    await call('StartExecution', { stateMachineArn, name: 'a b' }, 'InvalidName');
    await call('DescribeExecution', { executionArn: `${well}x` }, 'ExecutionDoesNotExist');
    const { nextToken } = await call('GetExecutionHistory', { executionArn: well, maxResults: 2 });
    await call('GetExecutionHistory', { executionArn: well, maxResults: 2, nextToken });
    await call('GetExecutionHistory', { executionArn: well, nextToken: 'none' }, 'InvalidToken');
    await call('ListExecutions', { stateMachineArn, statusFilter: 'FAILED' });
    await call('ListExecutions', {}, 'ValidationException');
    const { mapRuns } = await call('ListMapRuns', { executionArn: well });
    const [{ mapRunArn }] = mapRuns as [{ mapRunArn: string }];
    await call('DescribeMapRun', { mapRunArn });
    await call('UpdateMapRun', { mapRunArn, maxConcurrency: 2 }, 'ValidationException');
    await call('UpdateMapRun', { mapRunArn: `${mapRunArn}0`, maxConcurrency: 2 }, 'ResourceNotFound');
    const { executions } = await call('ListExecutions', { mapRunArn });
    const [{ executionArn: child }] = executions as [{ executionArn: string }];
    for (const operation of ['DescribeExecution', 'GetExecutionHistory', 'DescribeStateMachineForExecution']) {
      await call(operation, { executionArn: child });
    }
    await call('RedriveExecution', { executionArn: badly });
    await call('GetExecutionHistory', { executionArn: await ended(badly) });
    await call('RedriveExecution', { executionArn: well }, 'ExecutionNotRedrivable');
    await call('StopExecution', { executionArn: `${well}x` }, 'ExecutionDoesNotExist');
  });

  it('of activities and task tokens', async () => {
    const activityArn = arnIn(await call('CreateActivity', { name: 'any' }), 'activityArn');
    await call('DescribeActivity', { activityArn });
    await call('DescribeActivity', { activityArn: `${activityArn}x` }, 'ActivityDoesNotExist');
    await call('ListActivities', {});
    const ask = machine({ Ask: { Type: 'Task', Resource: activityArn, HeartbeatSeconds: 600, End: true } });
    const stateMachineArn = await create('asking', ask);
    const start = async (): Promise<string> => arnIn(await call('StartExecution', { stateMachineArn }), 'executionArn');
    const asked = await start();
    const { taskToken } = await call('GetActivityTask', { activityArn, workerName: 'any' });
    await call('SendTaskHeartbeat', { taskToken });
    await call('SendTaskSuccess', { taskToken, output: '{' }, 'InvalidOutput');
    await call('SendTaskSuccess', { taskToken, output: '{}' });
    await call('SendTaskSuccess', { taskToken, output: '{}' }, 'TaskTimedOut');
    await call('SendTaskFailure', { taskToken: 'none' }, 'InvalidToken');
    await call('GetExecutionHistory', { executionArn: await ended(asked) });
    const failing = await start();
    const next = await call('GetActivityTask', { activityArn });
    await call('SendTaskFailure', { taskToken: next['taskToken'], error: 'Odd' });
    await call('GetExecutionHistory', { executionArn: await ended(failing) });
    await call('StopExecution', { executionArn: await start() });
    await call('DeleteActivity', { activityArn });
  });

  it('of Express executions', async () => {
    const stateMachineArn = await create('express', machine({ One: done }), 'EXPRESS');
    await call('StartSyncExecution', { stateMachineArn, input: '{}' });
    const { executionArn } = await call('StartExecution', { stateMachineArn });
    for (const operation of ['DescribeExecution', 'GetExecutionHistory', 'StopExecution']) {
      await call(operation, { executionArn }, 'InvalidArn');
    }
    await call('ListExecutions', { stateMachineArn }, 'StateMachineTypeNotSupported');
    const standard = await create('standard', machine({ One: done }));
    await call('StartSyncExecution', { stateMachineArn: standard }, 'StateMachineTypeNotSupported');
  });

  it('of definitions and single states', async () => {
    await call('ValidateStateMachineDefinition', { definition: '{}' });
    await call('ValidateStateMachineDefinition', { definition: machine(states(1)), type: 'EXPRESS', maxResults: 1 });
    const invoke = {
      QueryLanguage: 'JSONata',
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'any' },
      Assign: { v: '{% $states.result %}' },
      Retry: [{ ErrorEquals: ['Odd'] }],
      End: true,
    };
    const each = { Type: 'Map', ItemsPath: '$.l', ItemProcessor: { StartAt: 'One', States: { One: done } }, End: true };
    for (const inspectionLevel of ['INFO', 'DEBUG', 'TRACE']) {
      const test = (state: object, mock?: object): Promise<Answer> =>
        call('TestState', { definition: JSON.stringify(state), input: '{"x":1,"l":[1]}', inspectionLevel, roleArn, mock });
      await test({ Type: 'Pass', Parameters: { 'a.$': '$.x' }, ResultPath: '$.r', End: true });
      await test(invoke, { errorOutput: { error: 'Odd', cause: 'any' } });
      await test(invoke, { result: '{"StatusCode": 200}' });
      await test(each, { result: '[1]' });
    }
    await call('TestState', { definition: '{}', roleArn }, 'InvalidDefinition');
  });

  it('and every operation was called', () => {
    assert.deepEqual([...called].sort(), Object.keys(model.o).sort());
  });
});
