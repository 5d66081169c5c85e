import assert from 'node:assert/strict';
import { readMocks, selectMocks } from '../../../server/src/runner/tasks/mocks';
import { runnerOf } from '../../support/machine';

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
        "FAILED Stepwise.MockInvalid The response 'R' of the mocked state 'Call' is none of arn:aws:states:::sqs:sendMessage: Mock result schema validation error: Field 'MessageId' must be a string",
      );
    }
    assert.equal(
      await run(config({ '0': { Return: { MessageId: 'm' }, FieldValidationMode: 'STRICT' } })),
      'SUCCEEDED {"MessageId":"m"}',
    );
  });

  it('take the mode of the file where they say none of their own', async () => {
    const strict = (responses: object) =>
      JSON.stringify({ ...(JSON.parse(config(responses)) as object), FieldValidationMode: 'STRICT' });
    assert.match(await run(strict({ '0': { Return: { MessageId: 1 } } })), /^FAILED Stepwise.MockInvalid /);
    assert.match(await run(strict({ '0': { Return: { MessageId: 1 }, FieldValidationMode: 'NONE' } })), /^SUCCEEDED /);
    assert.match(await run(strict({ '0': { Throw: { Error: 'Other' } } })), /^SUCCEEDED {"Error":"Other"/);
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
    [config({ '0': {} }), /needs either "Return" or "Throw"/],
    [config({ '0': { Throw: { Cause: 1 } } }), /needs the text "Error"/],
    [
      config({ '0': { Return: 1, FieldValidationMode: 'LOOSE' } }),
      /MockedResponses.R.0 has a "FieldValidationMode" that is none of STRICT, PRESENT, NONE/,
    ],
    ['{"StateMachines":{},"FieldValidationMode":1}', /^The file has a "FieldValidationMode" that is none of/],
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
