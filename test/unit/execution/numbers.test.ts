import assert from 'node:assert/strict';
import { exportHistory } from '../../../server/src/execution/history';
import type { TaskBinding } from '../../../server/src/runner/tasks/binding';
import { readMocks } from '../../../server/src/runner/tasks/mockFile';
import { selectMocks } from '../../../server/src/runner/tasks/mocks';
import { writeJson } from '../../../server/src/source/json';
import { programOf, runnerOf } from '../../support/machine';

const numbers = ['1', '1.0', '1e2', '-0', '123456789012345678901234567890', '0.123456789012345678901234567890'];
const input = `{"n":[${numbers.join(',')}]}`;
const all = `[${numbers.join(',')}]`;

async function outputOf(states: object, tasks: TaskBinding[] = []): Promise<string> {
  const runner = runnerOf({ StartAt: 'A', States: states }, input, { tasks });
  const outcome = await runner.run();
  assert.equal(outcome?.status, 'SUCCEEDED', outcome?.cause);
  assert.ok(exportHistory(runner.history).includes(numbers.at(-1)!));
  return writeJson(outcome.output!);
}

/** 1 is not 1.0, and no digit is lost, whatever way a number takes. */
describe('numbers', () => {
  it('pass through', async () => assert.equal(await outputOf({ A: { Type: 'Pass', End: true } }), input));

  it('come through every step of the data flow', async () => {
    const state = {
      Type: 'Pass',
      InputPath: '$.n',
      Parameters: { 'x.$': '$' },
      ResultPath: '$.r.s',
      OutputPath: '$.r.s.x',
      End: true,
    };
    assert.equal(await outputOf({ A: state }), all);
  });

  it('stand in the definition', async () => {
    const program = programOf(`{"StartAt":"A","States":{"A":{"Type":"Pass","Result":${all},"End":true}}}`);
    const runner = runnerOf({ StartAt: 'A', States: { A: { Type: 'Succeed' } } }, '{}', { program });
    assert.equal(writeJson((await runner.run())!.output!), all);
  });

  it('come through Map, Parallel and intrinsic functions', async () => {
    const inner = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
    const map = { Type: 'Map', ItemsPath: '$.n', ItemProcessor: inner, Next: 'B' };
    const parallel = { Type: 'Parallel', Branches: [inner], OutputPath: '$[0]', Next: 'C' };
    const functions = {
      Type: 'Pass',
      Parameters: { 'x.$': 'States.StringToJson(States.JsonToString($))' },
      OutputPath: '$.x',
      End: true,
    };
    assert.equal(await outputOf({ A: map, B: parallel, C: functions }), all);
  });

  it('come out of mocks', async () => {
    const { config } = readMocks(
      `{"StateMachines":{"m":{"TestCases":{"t":{"A":"r"}}}},"MockedResponses":{"r":{"0":{"Return":${all}}}}}`,
    );
    const { tasks } = selectMocks(config!, { machineName: 'm', testCase: 't', stateNames: new Set(['A']) });
    assert.equal(await outputOf({ A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } }, [tasks!]), all);
  });

  it('come through JSONata that only passes them on', async () => {
    assert.equal(
      await outputOf({ A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $states.input.n %}', End: true } }),
      all,
    );
  });

  it('compare by value, integers of any size exactly', async () => {
    const rule = (operator: string, path: string): object => ({ Variable: path, [operator]: '$.n[4]', Next: 'Yes' });
    const yes = { Type: 'Pass', Result: 'yes', End: true };
    const no = { Type: 'Pass', Result: 'no', End: true };
    const choose = (choice: object): Promise<string> =>
      outputOf({ A: { Type: 'Choice', Choices: [choice], Default: 'No' }, Yes: yes, No: no });
    assert.equal(await choose({ Variable: '$.n[0]', NumericEqualsPath: '$.n[1]', Next: 'Yes' }), '"yes"');
    assert.equal(await choose(rule('NumericEqualsPath', '$.n[4]')), '"yes"');
    assert.equal(await choose(rule('NumericGreaterThanPath', '$.n[4]')), '"no"');
  });
});
