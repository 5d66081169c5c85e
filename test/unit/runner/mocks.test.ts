import assert from 'node:assert/strict';
import { readMocks } from '../../../server/src/runner/tasks/mockFile';
import { selectMocks } from '../../../server/src/runner/tasks/mocks';
import { writeJson } from '../../../server/src/source/json';
import { runnerOf, start } from '../../support/machine';

const definition = {
  StartAt: 'Call',
  States: {
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Retry: [{ ErrorEquals: ['Busy'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      End: true,
    },
    Caught: { Type: 'Pass', End: true },
  },
};

function config(responses: object): string {
  return JSON.stringify({
    StateMachines: { machine: { TestCases: { Good: { Call: 'R' } } } },
    MockedResponses: { R: responses },
  });
}

async function run(text: string): Promise<string> {
  const { config: read, problems } = readMocks(text);
  assert.deepEqual(problems, []);
  const { tasks } = selectMocks(read!, { machineName: 'machine', testCase: 'Good', stateNames: new Set(['Call', 'Caught']) });
  const outcome = (await runnerOf(definition, '{}', { tasks: [tasks!] }).run())!;
  return `${outcome.status} ${JSON.stringify(outcome.output) ?? `${outcome.error} ${outcome.cause}`}`;
}

describe('mocks', () => {
  it('answer by invocation', async () => {
    const busy = { Throw: { Error: 'Busy', Cause: 'later' } };
    assert.equal(await run(config({ '0': busy, '1-2': busy, '3': { Return: { ok: true } } })), 'SUCCEEDED {"ok":true}');
    assert.equal(await run(config({ '0-5': busy })), 'SUCCEEDED {"Error":"Busy","Cause":"later"}');
  });

  it('are held against the model of the service where they say so, and no Catch hides it', async () => {
    const wrong = { Return: { MessageId: 1 } };
    assert.equal(await run(config({ '0': wrong })), 'SUCCEEDED {"MessageId":1}');
    assert.equal(await run(config({ '0': { ...wrong, FieldValidationMode: 'NONE' } })), 'SUCCEEDED {"MessageId":1}');
    for (const FieldValidationMode of ['STRICT', 'PRESENT']) {
      assert.equal(
        await run(config({ '0': { ...wrong, FieldValidationMode } })),
        "FAILED Stepwise.MockInvalid The response 'R' of the mocked state 'Call' does not fit arn:aws:states:::sqs:sendMessage: Mock result schema validation error: Field 'MessageId' must be a string",
      );
    }
    assert.equal(
      await run(config({ '0': { Return: { MessageId: 'm' }, FieldValidationMode: 'STRICT' } })),
      'SUCCEEDED {"MessageId":"m"}',
    );
  });

  it('are held against the model once their expressions are worked out', async () => {
    const made = (expression: string) =>
      run(config({ '0': { Output: { MessageId: `{% ${expression} %}` }, FieldValidationMode: 'STRICT' } }));
    assert.match(await made('1 + 1'), /^FAILED Stepwise.MockInvalid .*'MessageId' must be a string/);
    assert.equal(await made("'m' & 1"), 'SUCCEEDED {"MessageId":"m1"}');
  });

  it('take the mode of the file where they say none of their own', async () => {
    const strict = (responses: object) =>
      JSON.stringify({ ...(JSON.parse(config(responses)) as object), FieldValidationMode: 'STRICT' });
    assert.match(await run(strict({ '0': { Return: { MessageId: 1 } } })), /^FAILED Stepwise.MockInvalid /);
    assert.match(await run(strict({ '0': { Return: { MessageId: 1 }, FieldValidationMode: 'NONE' } })), /^SUCCEEDED /);
    assert.match(await run(strict({ '0': { Throw: { Error: 'Other' } } })), /^SUCCEEDED {"Error":"Other"/);
  });

  const machineOf = (more: object) => {
    const { Type, Resource } = definition.States.Call;
    return { StartAt: 'Call', States: { Call: { Type, Resource, End: true, ...more } } };
  };
  const runWith = async (text: string, machine: object, input = '{}') => {
    const { config: read, problems } = readMocks(text);
    assert.deepEqual(problems, []);
    const names = new Set(['Call', 'Caught']);
    const { tasks } = selectMocks(read!, { machineName: 'machine', testCase: 'Good', stateNames: names });
    const runner = runnerOf(machine, input, { tasks: [tasks!] });
    return { runner, outcome: (await runner.run())! };
  };

  it('make their answer of what the task gets, in JSONata', async () => {
    const Output = {
      total: '{% $sum($states.input.prices) %}',
      first: ['{% $states.input.prices[0] %}'],
      name: '{% $states.context.State.Name & $string($states.context.State.Invocation) %}',
      literal: 'a {% b %}',
    };
    const { runner, outcome } = await runWith(config({ '0': { Output } }), machineOf({}), '{"prices":[1,2.5]}');
    assert.equal(writeJson(outcome.output!), '{"total":3.5,"first":[1],"name":"Call0","literal":"a {% b %}"}');
    assert.equal(runner.clock.now(), start, 'it takes no time');
  });

  it('say which expression gives nothing, and no Catch hides it', async () => {
    const said = await run(config({ '0': { Output: '{% $states.input.none %}' } }));
    assert.match(said, /^FAILED Stepwise.MockFailed .*'R'.*'Call'.*'\$states.input.none': it gives nothing/);
  });

  it('take as long as they say', async () => {
    const slow = config({ '0': { Return: 1, DelaySeconds: 59.5 } });
    const { runner, outcome } = await runWith(slow, machineOf({ TimeoutSeconds: 60 }));
    assert.deepEqual([outcome.status, runner.clock.now() - start], ['SUCCEEDED', 59_500]);
    const late = await runWith(slow, machineOf({ TimeoutSeconds: 59 }));
    assert.deepEqual([late.outcome.error, late.runner.clock.now() - start], ['States.Timeout', 59_000]);
  });

  it('answer a task token after what the call answered that handed it out', async () => {
    const token = machineOf({
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { 't.$': '$$.Task.Token' },
    });
    const answer = { Submitted: { MessageId: 'm' }, DelaySeconds: 3600, Output: { token: '{% $states.context.Task.Token %}' } };
    const { runner, outcome } = await runWith(config({ '0': answer }), token);
    const events = runner.history.map(({ type, details, timestamp }) => ({ type, details, after: timestamp - start }));
    const submitted = events.find(({ type }) => type === 'TaskSubmitted')!;
    assert.deepEqual([submitted.after, writeJson(submitted.details!.output!)], [0, '{"MessageId":"m"}']);
    assert.equal(events.find(({ type }) => type === 'TaskSucceeded')!.after, 3_600_000);
    const scheduled = events.find(({ type }) => type === 'TaskScheduled')!.details!.parameters as { t: string };
    assert.equal(writeJson(outcome.output!), `{"token":"${scheduled.t}"}`);
  });

  it('may be written in YAML', async () => {
    const yaml = [
      '# Payments',
      'StateMachines:',
      '  machine: { TestCases: { Good: { Call: R } } }',
      'MockedResponses:',
      '  R:',
      '    "0": { Throw: { Error: Busy } }',
      '    1-2:',
      '      Output: { paid: "{% $states.input.price %}" }',
    ].join('\n');
    const { outcome } = await runWith(yaml, definition, '{"price":1.5}');
    assert.equal(writeJson(outcome.output!), '{"paid":1.5}');
  });

  it('say when they have no more answers, and no Catch hides it', async () => {
    const said = await run(config({ '1': { Return: 1 } }));
    assert.match(said, /^FAILED Stepwise.MockExhausted .*'R'.*'Call' has no answer for invocation 0; it has 1/);
  });

  const faults: [string, RegExp][] = [
    ['{', /line 1, column 2: Expected a key/],
    ['[]', /The file must be an object/],
    ['{}', /no "StateMachines"/],
    [
      JSON.stringify({ StateMachines: { m: { TestCases: { t: { A: 'No' } } } }, MockedResponses: { Yes: {} } }),
      /StateMachines.m.TestCases.t.A names the response 'No'.*there are: Yes/,
    ],
    [config({ x: { Return: 1 } }), /MockedResponses.R has the key 'x'/],
    [config({ '3-1': { Return: 1 } }), /has the key '3-1'/],
    [config({ '0': {} }), /needs either "Return", "Output" or "Throw"/],
    [config({ '0': { Throw: { Cause: 1 } } }), /needs the text "Error"/],
    [
      config({ '0': { Return: 1, FieldValidationMode: 'LOOSE' } }),
      /MockedResponses.R.0 has a "FieldValidationMode" that is none of STRICT, PRESENT, NONE/,
    ],
    ['{"StateMachines":{},"FieldValidationMode":1}', /^The file has a "FieldValidationMode" that is none of/],
    [config({ '0': { Return: 1, Output: 2 } }), /needs either/],
    [config({ '0': { Return: 1, Delay: 2 } }), /MockedResponses.R.0 has the unknown key 'Delay'; known are .*DelaySeconds/],
    [config({ '0': { Return: 1, DelaySeconds: -1 } }), /MockedResponses.R.0.DelaySeconds must be a number of seconds from 0/],
    [config({ '0': { Output: { a: ['{% $states. %}'] } } }), /MockedResponses.R.0.Output.a.0: /],
    ['StateMachines: {}\nMockedResponses: [', /line \d+, column \d+: /],
    ['# nothing', /It is empty/],
  ];
  for (const [text, expected] of faults) {
    it(String(expected), () => assert.match(readMocks(text).problems.join('\n'), expected));
  }

  it('list what exists', () => {
    const { config: read } = readMocks(config({ '0': { Return: 1 } }));
    const select = (machineName: string, testCase: string, ...states: string[]): string =>
      selectMocks(read!, { machineName, testCase, stateNames: new Set(states) }).problems.join('\n');
    assert.equal(select('other', 'Good', 'Call'), '', 'the only state machine counts, whatever it is called');
    assert.match(select('machine', 'Bad', 'Call'), /no test case 'Bad'; there are: Good/);
    assert.match(
      select('machine', 'Good', 'Cal'),
      /mocks the state 'Call', which the state machine does not have; there are: Cal/,
    );
  });
});
