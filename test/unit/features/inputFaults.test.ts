import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { inputFaults } from '../../../server/src/features/inputFaults';
import { data } from '../../support/machine';

const machine = {
  StartAt: 'Call',
  States: {
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Parameters: { QueueUrl: 'q', 'MessageBody.$': '$.order.id' },
      ResultPath: '$.sent',
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ResultPath: null,
      ItemProcessor: {
        StartAt: 'Weigh',
        States: { Weigh: { Type: 'Pass', Parameters: { 'grams.$': '$.grams', 'sent.$': '$$.Execution.Id' }, End: true } },
      },
      Next: 'Choose',
    },
    Choose: {
      Type: 'Choice',
      Choices: [{ Variable: '$.quantity', NumericGreaterThan: 1, Next: 'Late' }],
      Default: 'Done',
    },
    Late: { Type: 'Pass', Parameters: { 'x.$': '$.onlyThere' }, Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
};

const faultsOf = (input: string, definition: object = machine): string[] =>
  inputFaults(analyze(JSON.stringify(definition, undefined, 2)), data(input));

describe('what an input lacks', () => {
  it('is nothing where all is there', () => {
    assert.deepEqual(faultsOf('{"order": {"id": "a"}, "items": [{"grams": 1}], "quantity": 2}'), []);
  });

  it('is a field that is read, also in what it is made of', () => {
    const faults = faultsOf('{"order": {"number": "a"}, "items": [{"gram": 1}], "quantity": 2}');
    assert.equal(faults.length, 2, faults.join('\n'));
    assert.match(faults[0]!, /^Call: .*\bid\b/);
    assert.match(faults[1]!, /^Weigh: .*\bgrams\b/);
  });

  it('is a type that is asked for', () => {
    const faults = faultsOf('{"order": {"id": "a"}, "items": {"grams": 1}, "quantity": "2"}');
    assert.match(faults.join('\n'), /^Each: .*items/m);
    assert.match(faults.join('\n'), /^Choose: .*quantity/m);
  });

  it('is not told of states that another input may lead to, nor of faults that every input has', () => {
    const faulty = { ...machine, States: { ...machine.States, Done: { Type: 'Nothing' } } };
    assert.deepEqual(faultsOf('{"order": {"id": "a"}, "items": [{"grams": 1}], "quantity": 2}', faulty), []);
  });

  it('is found in JSONata as well', () => {
    const jsonata = {
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: { A: { Type: 'Wait', Seconds: '{% $states.input.delay %}', End: true } },
    };
    assert.deepEqual(faultsOf('{"delay": 3}', jsonata), []);
    assert.match(faultsOf('{"delay": "3"}', jsonata).join('\n'), /^A: /);
  });
});
