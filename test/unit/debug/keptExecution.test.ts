import assert from 'node:assert/strict';
import { keepAnswer, keepExecution } from '../../../server/src/debug/keptExecution';
import { readMocks } from '../../../server/src/runner/tasks/mockFile';
import { selectMocks } from '../../../server/src/runner/tasks/mocks';
import type { TaskBinding } from '../../../server/src/runner/tasks/binding';
import { writeJson } from '../../../server/src/source/json';
import { runnerOf } from '../../support/machine';

const machine = {
  StartAt: 'Ask',
  States: {
    Ask: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Retry: [{ ErrorEquals: ['Busy'] }], Next: 'Which' },
    Which: { Type: 'Choice', Choices: [{ Variable: '$.kind', StringEquals: 'parcel', Next: 'Tell' }], Default: 'Lost' },
    Tell: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true },
    Lost: { Type: 'Fail' },
  },
};
const definition = JSON.stringify(machine);

/** Busy twice, then an answer; Tell answers a number that a double does not hold. */
function tasks(): TaskBinding {
  let calls = 0;
  return {
    perform: ({ stateName, parameters }) =>
      stateName === 'Tell'
        ? { kind: 'success', output: parameters }
        : ++calls < 3
          ? { kind: 'failure', error: 'Busy', cause: 'Ann is away' }
          : { kind: 'success', output: parameters },
  };
}

const input = '{"kind":"parcel","to":"Ann","again":"Ann","weight":1.50,"none":null}';

async function happened() {
  const runner = runnerOf(definition, input, { tasks: [tasks()] });
  await runner.run();
  return runner;
}

describe('an execution is kept as mocks and an input', () => {
  it('which let it happen again', async () => {
    const runner = await happened();
    const kept = keepExecution(runner.history, 'parcels', definition, { testCase: 'Twice', redact: 'nothing' });
    assert.equal(kept.tasks, 2);
    const { config, problems } = readMocks(kept.mocks);
    assert.deepEqual(problems, []);
    const stateNames = new Set(Object.keys(machine.States));
    const selected = selectMocks(config!, { machineName: 'parcels', testCase: 'Twice', stateNames });
    const again = runnerOf(definition, kept.input, { tasks: [selected.tasks!] });
    await again.run();
    assert.deepEqual(
      again.history.map(({ type }) => type),
      runner.history.map(({ type }) => type),
    );
    assert.equal(writeJson(again.outcome!.output!), writeJson(runner.outcome!.output!));
    assert.match(kept.mocks, /"0-1": \{\n {8}"Throw"/, 'alike answers in a row share a range');
    assert.match(kept.mocks, /"weight": 1\.50/, 'numbers keep their spelling');
  });

  it('without its texts: the same for the same, what the definition names stays', async () => {
    const { history } = await happened();
    const kept = keepExecution(history, 'parcels', definition, { testCase: 'Shy', redact: 'texts' });
    assert.deepEqual(JSON.parse(kept.input), { kind: 'parcel', to: 'text-2', again: 'text-2', weight: 1.5, none: null });
    assert.match(kept.mocks, /"Cause": "text-1"/);
    assert.match(kept.mocks, /"Error": "Busy"/);
    assert.ok(!kept.mocks.includes('Ann'));
  });

  it('without its numbers too', async () => {
    const { history } = await happened();
    const { input: kept } = keepExecution(history, 'parcels', definition, { testCase: 'Shy', redact: 'all' });
    assert.ok(!kept.includes('1.5'));
  });

  it('beside what the file has already', async () => {
    const { history } = await happened();
    const mocks =
      '{\n  "StateMachines": { "other": { "TestCases": { "Fine": { "A": "R" } } } },\n  "MockedResponses": { "R": { "0": { "Return": 1.0 } } }\n}\n';
    const kept = keepExecution(history, 'parcels', definition, { testCase: 'Twice', redact: 'nothing', mocks });
    assert.match(kept.mocks, /"other": \{\s+"TestCases"/);
    assert.match(kept.mocks, /"Return": 1\.0/);
    assert.deepEqual(readMocks(kept.mocks).problems, []);
    assert.throws(
      () => keepExecution(history, 'parcels', definition, { testCase: 'Twice', redact: 'nothing', mocks: '{' }),
      /The file of mocks is no JSON/,
    );
  });

  it('one answer beside those that a test case has already', () => {
    const first = keepAnswer('parcels', { testCase: 'Answers', state: 'Weigh', output: '{"grams": 1.50}' });
    const both = keepAnswer('parcels', { testCase: 'Answers', state: 'Send', output: '"P-1"', mocks: first.mocks });
    assert.deepEqual(readMocks(both.mocks).problems, []);
    assert.match(both.mocks, /"Return": \{\s+"grams": 1\.50\s+\}/);
    assert.deepEqual(JSON.parse(both.mocks), {
      StateMachines: { parcels: { TestCases: { Answers: { Weigh: 'Answers-Weigh', Send: 'Answers-Send' } } } },
      MockedResponses: {
        'Answers-Weigh': { '0': { Return: { grams: 1.5 } } },
        'Answers-Send': { '0': { Return: 'P-1' } },
      },
    });
    assert.throws(() => keepAnswer('parcels', { testCase: 'A', state: 'Send', output: '{' }), /The result of Send is no JSON/);
  });
});
