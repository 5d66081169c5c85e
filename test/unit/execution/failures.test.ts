import assert from 'node:assert/strict';
import type { TaskBinding } from '../../../server/src/runner/tasks/binding';
import { writeJson } from '../../../server/src/source/json';
import { runnerOf } from '../../support/machine';

/** How an execution of one state ends: its output, or its error and cause without the words that AWS puts in front. */
async function ending(state: object, input: string): Promise<string> {
  const outcome = await runnerOf({ StartAt: 'S', States: { S: state } }, input).run();
  return outcome?.status === 'SUCCEEDED'
    ? writeJson(outcome.output!)
    : `${outcome?.error}: ${outcome?.cause?.replace("An error occurred while executing the state 'S' (entered at the event id #2). ", '… ')}`;
}

const pass = (more: object): object => ({ Type: 'Pass', ...more, End: true });
const parameters = (value: string): object => pass({ Parameters: { 'v.$': value } });

describe('failures of data flow, in the words of AWS', () => {
  const rows: readonly (readonly [string, object, input: string, expected: string])[] = [
    [
      'a path that names nothing',
      parameters('$.nope'),
      '{"other":1}',
      "States.Runtime: … The JSONPath '$.nope' specified for the field 'v.$' could not be found in the input '{\"other\":1}'",
    ],
    ['an index past the end is null', parameters('$.items[5]'), '{"items":[1,2]}', '{"v":null}'],
    [
      'but not as an argument',
      parameters("States.Format('{}', $.items[5])"),
      '{"items":[1,2]}',
      "States.Runtime: … The function 'States.Format('{}', $.items[5])' had the following error: " +
        "The JsonPath argument for the field '$.items[5]' could not be found in the input '{\"items\":[1,2]}'",
    ],
    [
      'an argument of an inner call',
      parameters("States.Format('{}',States.Array($.nope))"),
      '{"other":1}',
      "States.Runtime: … The function 'States.Format('{}',States.Array($.nope))' had the following error: " +
        "The JsonPath argument for the field '$.nope' could not be found in the input '{\"other\":1}'",
    ],
    [
      'an argument from the context object',
      parameters("States.Format('{}', $$.Nope.Deep)"),
      '{"other":1}',
      "States.Runtime: … The function 'States.Format('{}', $$.Nope.Deep)' had the following error: " +
        "The JsonPath argument for the field '$.Nope.Deep' could not be found in the input '{\"other\":1}'",
    ],
    [
      'an index into what is no array',
      parameters("States.Format('{}', $.other[0])"),
      '{"other":1}',
      "States.Runtime: … The function 'States.Format('{}', $.other[0])' had the following error: " +
        'Filter: [0] can only be applied to arrays. Current context is: 1',
    ],
    ['null as an argument', parameters("States.Format('{}', $.nul)"), '{"nul":null}', '{"v":"null"}'],
    ...[parameters('$'), parameters('States.JsonToString($.x)'), pass({ InputPath: '$.x' }), pass({ OutputPath: '$.x' })].map(
      (state, i) =>
        [
          `a path into null (${i + 1})`,
          state,
          'null',
          'States.Runtime: … Unable to apply Path transformation to null or empty input.',
        ] as const,
    ),
    ['null that is only passed on', pass({}), 'null', 'null'],
    ['constant Parameters for null', pass({ Parameters: { a: 1 } }), 'null', '{"a":1}'],
    [
      'ResultPath in what is no object',
      pass({ Result: 1, ResultPath: '$.made' }),
      '"input1"',
      'States.ReferencePathConflict: Unable to apply ReferencePath $.made to input "input1"',
    ],
    [
      'ItemsPath that names nothing',
      {
        Type: 'Map',
        ItemsPath: '$.discovery.objects',
        ItemProcessor: { StartAt: 'P', States: { P: pass({}) } },
        End: true,
      },
      '{"discovery":{"statusCode":500}}',
      'States.ReferencePathConflict: Unable to apply step "objects" to input {"discovery":{"statusCode":500}}',
    ],
    [
      'ItemsPath that names no array',
      { Type: 'Map', ItemsPath: '$.a', ItemProcessor: { StartAt: 'P', States: { P: pass({}) } }, End: true },
      '{"a":{}}',
      'States.Runtime: … Reference path "$.a" must point to array.',
    ],
  ];
  for (const [name, state, input, expected] of rows) {
    it(name, async () => assert.equal(await ending(state, input), expected));
  }
});

describe('failures of fields, in the words of AWS', () => {
  const jsonata = (state: object): object => ({ ...state, QueryLanguage: 'JSONata' });
  const wait = (seconds: string): object => jsonata({ Type: 'Wait', Seconds: `{% ${seconds} %}`, End: true });
  const map = { Type: 'Map', ItemProcessor: { StartAt: 'P', States: { P: pass({}) } }, End: true };
  const rows: readonly (readonly [string, object, expected: string])[] = [
    ['Seconds', wait('1'), '{}'],
    [
      'Seconds that are no number',
      wait("'x'"),
      "States.QueryEvaluationError: … The JSONata expression ''x'' specified for the field 'Seconds' " +
        "returned an unexpected result type. Expected 'number', but was 'string' for value: \"x\"",
    ],
    [
      'Seconds that are not whole',
      wait('1.5'),
      'States.QueryEvaluationError: … The Seconds field cannot be parsed as an integer: 1.5',
    ],
    ['Seconds below 0', wait('-1'), 'States.QueryEvaluationError: … Seconds must be between 0 and 99999999 but was: -1'],
    [
      'an Error that is no text',
      jsonata({ Type: 'Fail', Error: '{% 1 %}' }),
      "States.QueryEvaluationError: … The JSONata expression '1' specified for the field 'Error' " +
        "returned an unexpected result type. Expected 'string', but was 'number' for value: 1",
    ],
    [
      'an ErrorPath to what is no text',
      { Type: 'Fail', ErrorPath: '$$.Execution.Input' },
      'States.Runtime: … The ErrorPath field refers to value "{}" which is not a valid string: $$.Execution.Input',
    ],
    [
      'a Choice that nothing matches',
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'S' }] },
      'States.Runtime: … Failed to transition out of the state. The state does not point to a next state.',
    ],
    [
      'an inline Map with fields of a distributed one',
      { ...map, ItemBatcher: { MaxItemsPerBatch: 2 } },
      'States.Runtime: … The ItemReader, ItemBatcher and ResultWriter fields are not supported for INLINE maps',
    ],
  ];
  for (const [name, state, expected] of rows) {
    it(name, async () => assert.equal(await ending(state, '{}'), expected));
  }
});

describe('a heartbeat that is missed', () => {
  const task = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { MessageBody: { 'token.$': '$$.Task.Token' }, QueueUrl: 'q' },
    HeartbeatSeconds: 5,
  };
  const late: TaskBinding = { perform: () => ({ kind: 'success', output: null, delay: 60_000 }) };

  async function caughtBy(state: object, states: object): Promise<{ error: unknown; caught: string }> {
    const runner = runnerOf({ StartAt: 'S', States: { S: state, ...states } }, '{}', { tasks: [late] });
    const outcome = await runner.run();
    const timedOut = runner.history.find(({ type }) => type === 'TaskTimedOut');
    return { error: timedOut?.details?.error, caught: outcome?.output ? writeJson(outcome.output) : String(outcome?.error) };
  }
  const caught = { Caught: { Type: 'Pass', End: true } };

  it('is told as States.Timeout, and taken under both names', async () => {
    for (const name of ['States.HeartbeatTimeout', 'States.Timeout', 'States.ALL']) {
      const state = { ...task, Catch: [{ ErrorEquals: [name], Next: 'Caught' }], End: true };
      assert.deepEqual(await caughtBy(state, caught), {
        error: 'States.Timeout',
        caught: '{"Error":"States.Timeout","Cause":""}',
      });
    }
    const state = { ...task, Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }], End: true };
    assert.deepEqual(await caughtBy(state, caught), { error: 'States.Timeout', caught: 'States.Timeout' });
  });

  it('is taken by a Parallel around it under its own name', async () => {
    const state = {
      Type: 'Parallel',
      Branches: [{ StartAt: 'T', States: { T: { ...task, End: true } } }],
      Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Caught' }],
      End: true,
    };
    assert.equal((await caughtBy(state, caught)).caught, '{"Error":"States.Timeout","Cause":""}');
  });
});
