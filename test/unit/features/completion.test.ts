import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { complete } from '../../../server/src/features/completion/complete';
import { plainText } from '../../../server/src/features/completion/snippet';
import { check } from '../../../server/src/rules';
import { applyEdits } from '../../../server/src/source/edit';
import { readCursor } from '../../support/markedText';

/** The labels that are offered at `<|>`. */
function labels(marked: string): string[] {
  const { text, offset } = readCursor(marked);
  return complete(analyze(text), offset).map((c) => c.label);
}

/** The text after the offer `label` was taken at `<|>`; tab stops become their text. */
function accept(marked: string, label: string): string {
  const { text, offset } = readCursor(marked);
  const found = complete(analyze(text), offset).find((c) => c.label === label);
  assert.ok(found, `${label} is not offered`);
  assert.ok(found.replace.start <= offset && offset <= found.replace.end, 'the cursor lies in what is replaced');
  assert.ok(!text.slice(found.replace.start, found.replace.end).includes('\n'), 'what is replaced lies on one line');
  return applyEdits(text, [{ ...found.replace, text: plainText(found.insert) }, ...found.extra]);
}

const machine = (body: string) => `{
  "StartAt": "Check",
  "States": {
    "Check": { "Type": "Task", "Resource": "r", ${body} },
    "Pay": { "Type": "Pass", "End": true },
    "Say \\"no\\"": { "Type": "Fail" }
  }
}`;

describe('completion of state names', () => {
  it('offers the states of the scope in Next, the state itself last', () => {
    assert.deepEqual(labels(machine('"Next": "<|>"')), ['Pay', 'Say "no"', 'Check']);
    assert.deepEqual(labels(machine('"Next": <|>')), ['Pay', 'Say "no"', 'Check']);
    assert.deepEqual(labels(machine('"Next": "P<|>ayy", "Comment": ""')), ['Pay', 'Say "no"', 'Check']);
  });

  it('offers them in StartAt, Default, and Next of Choices and Catch', () => {
    assert.deepEqual(labels('{"StartAt": "<|>", "States": {"A": {}}}'), ['A']);
    assert.deepEqual(labels('{"States": {"A": {}, "B": {"Type": "Choice", "Default": "<|>"}}}'), ['A', 'B']);
    assert.deepEqual(labels('{"States": {"A": {}, "B": {"Type": "Choice", "Choices": [{"Next": "<|>"}]}}}'), ['A', 'B']);
    assert.deepEqual(labels('{"States": {"A": {}, "B": {"Catch": [{}, {"Next": "<|>"}]}}}'), ['A', 'B']);
  });

  it('offers no state where none can stand', () => {
    assert.deepEqual(labels(machine('"Comment": "<|>"')), []);
    assert.deepEqual(labels(machine('"Next": "Pay"<|>')), []);
    assert.deepEqual(labels('{"States": {"A": {"Parameters": {"Next": "<|>"}}, "B": {}}}'), []);
    assert.deepEqual(labels('<|>'), []);
    assert.deepEqual(labels('{}<|>'), []);
  });

  it('keeps to the scope of a branch', () => {
    const text = (inner: string) => `{"StartAt": "Fan", "States": {
      "Fan": {"Type": "Parallel", "Branches": [{"StartAt": "A", "States": {"A": {${inner}}, "B": {}}}], "Next": "Out"},
      "Out": {"Type": "Succeed"}}}`;
    assert.deepEqual(labels(text('"Next": "<|>"')), ['B', 'A']);
    assert.deepEqual(labels(text('').replace('"StartAt": "A"', '"StartAt": "<|>"')), ['A', 'B']);
  });

  it('replaces what lies between the quotes and no more', () => {
    assert.equal(accept('{"StartAt": "o<|>ld", "States": {"New": {}}}', 'New'), '{"StartAt": "New", "States": {"New": {}}}');
    assert.equal(accept(machine('"Next": "<|>"'), 'Say "no"'), machine('"Next": "Say \\"no\\""'));
  });

  it('writes the quotes and the comma that are missing', () => {
    assert.equal(accept('{"StartAt":<|>\n"States": {"New": {}}}', 'New'), '{"StartAt": "New",\n"States": {"New": {}}}');
    assert.equal(accept('{"StartAt": N<|>\n"States": {"New": {}}}', 'New'), '{"StartAt": "New",\n"States": {"New": {}}}');
    assert.equal(accept('{"StartAt": "N<|>\n"States": {"New": {}}}', 'New'), '{"StartAt": "New",\n"States": {"New": {}}}');
    assert.equal(accept('{"States": {"New": {}}, "StartAt": "<|>', 'New'), '{"States": {"New": {}}, "StartAt": "New"');
    assert.equal(accept('{"States": {"New": {}}, "StartAt": <|>}', 'New'), '{"States": {"New": {}}, "StartAt": "New"}');
  });
});

describe('completion of new states', () => {
  it('offers the targets that have no state yet, then one state of each type', () => {
    assert.deepEqual(labels('{"StartAt": "First", "States": {<|>}}').slice(0, 3), ['First', 'Task', 'Pass']);
    assert.deepEqual(labels('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "<|>"}}').slice(0, 2), [
      'B',
      'Task',
    ]);
  });

  it('writes a state that parses and is named after the missing target', () => {
    const text = accept('{"StartAt": "First", "States": {<|>}}', 'Choice');
    const analysis = analyze(text);
    assert.deepEqual(analysis.problems, []);
    assert.equal(analysis.symbols.states[0]?.name, 'First');
  });

  for (const language of ['JSONPath', 'JSONata']) {
    for (const type of ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map']) {
      it(`writes a ${type} state in ${language} that is well-formed`, () => {
        const text = accept(`{"QueryLanguage": "${language}", "States": {"Task": {}\n<|>}}`, type);
        const analysis = analyze(text);
        assert.deepEqual(analysis.problems, [], text);
        assert.equal(analysis.symbols.states[1]?.name, type === 'Task' ? 'Task 2' : type);
        assert.equal(analysis.symbols.states[1]?.type?.value, type);
      });
    }
  }
});

describe('completion in every prefix', () => {
  it('answers something or nothing, and its offers lie in the text', () => {
    const whole = machine('"Retry": [{"ErrorEquals": ["States.ALL"]}], "Parameters": {"a": [1, {"b": null}]}, "Next": "Pay"');
    for (let end = 0; end <= whole.length; end++) {
      const text = whole.slice(0, end);
      for (const { replace } of complete(analyze(text), end)) {
        assert.ok(0 <= replace.start && replace.start <= end && end <= replace.end && replace.end <= text.length);
      }
      complete(analyze(whole), end);
    }
  });
});

describe('completion of fields', () => {
  const state = (body: string, language = 'JSONPath') => `{"QueryLanguage": "${language}", "States": {"A": {${body}}, "B": {}}}`;
  const includes = (marked: string, present: string[], absent: string[]) => {
    const found = labels(marked);
    present.forEach((label) => assert.ok(found.includes(label), `${label} is not offered among ${found.join(', ')}`));
    absent.forEach((label) => assert.ok(!found.includes(label), `${label} is offered`));
  };

  it('offers the fields of the state type, required ones first', () => {
    assert.deepEqual(labels(state('"Type": "Task", <|>')).slice(0, 3), ['Resource', 'Next', 'End']);
    includes(state('"Type": "Task", "<|>"'), ['Retry', 'Catch', 'TimeoutSeconds', 'Parameters'], ['Choices', 'Branches', 'Type']);
    includes(state('"Type": "Choice", <|>'), ['Choices', 'Default'], ['Next', 'End', 'Retry']);
    assert.deepEqual(labels(state('<|>')), ['Type']);
    assert.deepEqual(labels('{<|>}').slice(0, 2), ['StartAt', 'States']);
  });

  it('keeps to the query language', () => {
    includes(
      state('"Type": "Task", <|>', 'JSONata'),
      ['Arguments', 'Output', 'Assign'],
      ['Parameters', 'ResultPath', 'InputPath'],
    );
    includes(state('"Type": "Task", <|>'), ['Parameters', 'ResultPath'], ['Arguments', 'Output']);
    includes(state('"Type": "Task", "QueryLanguage": "JSONata", <|>'), ['Arguments'], ['Parameters']);
  });

  it('leaves out what is there and what that excludes', () => {
    includes(state('"Type": "Wait", "Seconds": 1, <|>'), ['Next', 'End', 'Comment'], ['Seconds', 'Timestamp', 'SecondsPath']);
    includes(state('"Type": "Pass", "Next": "B", <|>'), ['Result'], ['End', 'Next']);
    includes(state('"Type": "Pass", "Nex<|>t": "B"'), ['Next', 'End'], []);
  });

  it('offers the fields of what lies inside states', () => {
    includes(state('"Type": "Task", "Retry": [{<|>}]'), ['ErrorEquals', 'MaxAttempts', 'BackoffRate'], ['Next', 'Resource']);
    includes(
      state('"Type": "Task", "Catch": [{"ErrorEquals": [], <|>}]'),
      ['Next', 'ResultPath'],
      ['MaxAttempts', 'ErrorEquals'],
    );
    includes(state('"Type": "Choice", "Choices": [{<|>}]'), ['Variable', 'StringEquals', 'And', 'Next'], ['Condition']);
    includes(state('"Type": "Choice", "Choices": [{"And": [{<|>}]}]'), ['Variable', 'StringEquals'], ['Next']);
    includes(state('"Type": "Choice", "Choices": [{<|>}]', 'JSONata'), ['Condition', 'Next'], ['Variable', 'StringEquals']);
    includes(state('"Type": "Map", "ItemProcessor": {<|>}'), ['ProcessorConfig', 'StartAt', 'States'], ['Next']);
    includes(state('"Type": "Map", "ItemProcessor": {"ProcessorConfig": {<|>}}'), ['Mode', 'ExecutionType'], ['StartAt']);
    includes(state('"Type": "Parallel", "Branches": [{<|>}]'), ['StartAt', 'States'], ['TimeoutSeconds', 'Next']);
    assert.deepEqual(labels(state('"Type": "Task", "Parameters": {<|>}')), []);
  });

  it('explains each field', () => {
    const { text, offset } = readCursor(state('"Type": "Task", <|>'));
    const retry = complete(analyze(text), offset).find((c) => c.label === 'Retry');
    assert.match(retry?.documentation ?? '', /https:\/\//);
    assert.equal(retry?.detail, 'array of object');
  });

  it('writes colon, value and commas', () => {
    assert.equal(
      accept('{"StartAt": "A"\n<|>\n"Comment": ""}', 'States').replace(/: \{[^]*\}(?=,)/, ': …'),
      '{"StartAt": "A",\n"States": …,\n"Comment": ""}',
    );
    assert.equal(accept(state('"Type": "Wait", "Se<|>"'), 'Seconds'), state('"Type": "Wait", "Seconds": 60'));
    assert.equal(accept(state('"Type": "Wait", Se<|>'), 'Seconds'), state('"Type": "Wait", "Seconds": 60'));
    assert.equal(accept(state('"Type": "Wait", "Sec<|>onds": 5'), 'SecondsPath'), state('"Type": "Wait", "SecondsPath": 5'));
    assert.equal(
      accept(state('"Type": "Wait"\n"Se<|>\n"Comment": ""'), 'Seconds'),
      state('"Type": "Wait",\n"Seconds": 60,\n"Comment": ""'),
    );
  });

  it('writes each field so that the text parses', () => {
    for (const language of ['JSONPath', 'JSONata']) {
      for (const type of ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map']) {
        const marked = state(`"Type": "${type}", <|>`, language);
        for (const label of labels(marked)) {
          const text = accept(marked, label);
          const { problems } = analyze(text);
          // A field for any JSON is left empty, for the author to fill.
          assert.deepEqual(
            problems.filter((p) => !/missing after/.test(p.message)),
            [],
            text,
          );
        }
      }
    }
  });
});

describe('completion of words', () => {
  it('offers types, enumerations and booleans', () => {
    assert.deepEqual(labels('{"States": {"A": {"Type": "<|>"}}}').slice(0, 2), ['Task', 'Pass']);
    assert.deepEqual(labels('{"QueryLanguage": <|>}'), ['JSONPath', 'JSONata']);
    assert.deepEqual(labels('{"States": {"A": {"Type": "Pass", "End": <|>}}}'), ['true', 'false']);
    assert.deepEqual(labels('{"States": {"A": {"Type": "Pass", "ResultPath": <|>}}}'), ['null']);
    assert.deepEqual(labels('{"States": {"A": {"Type": "Pass", "ResultPath": "<|>"}}}'), []);
    assert.deepEqual(labels('{"QueryLanguage": "JSONata", "States": {"A": {"Type": "Wait", "Seconds": <|>}}}'), ['{% %}']);
  });

  it('offers a state of a JSONata machine no JSONPath', () => {
    const at = (language: string) =>
      `{"QueryLanguage": "${language}", "States": {"A": {"Type": "Pass", "QueryLanguage": "<|>"}}}`;
    assert.deepEqual(labels(at('JSONata')), ['JSONata']);
    assert.deepEqual(labels(at('JSONPath')), ['JSONPath', 'JSONata']);
  });

  it('writes nothing of JSONPath in a JSONata state, however deep', () => {
    const states: Record<string, string> = {
      Choice: '{"Type": "Choice", <|>}',
      Map: '{"Type": "Map", <|>}',
      Task: '{"Type": "Task", <|>}',
      Parallel: '{"Type": "Parallel", <|>}',
      Catch: '{"Type": "Task", "Resource": "x", "Catch": [{<|>}]}',
      Rule: '{"Type": "Choice", "Choices": [{<|>}]}',
      ItemReader: '{"Type": "Map", "ItemReader": {<|>}}',
      ItemBatcher: '{"Type": "Map", "ItemBatcher": {<|>}}',
    };
    for (const [what, state] of Object.entries(states)) {
      const marked = `{"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": ${state}}}`;
      for (const label of labels(marked)) {
        const text = accept(marked, label);
        const codes = check(analyze(text)).map(({ code }) => code);
        assert.ok(!codes.includes('unsupported-field') && !codes.includes('dollar-key-in-jsonata'), `${what}: ${text}`);
      }
    }
  });

  it('writes them', () => {
    assert.equal(accept('{"States": {"A": {"Type": "<|>"}}}', 'Map'), '{"States": {"A": {"Type": "Map"}}}');
    assert.equal(
      accept('{"States": {"A": {"Type": "Pass", "End":<|>}}}', 'true'),
      '{"States": {"A": {"Type": "Pass", "End": true}}}',
    );
    assert.equal(
      accept('{"QueryLanguage": "JSONata", "States": {"A": {"Type": "Pass", "Output": "<|>"}}}', '{% %}'),
      '{"QueryLanguage": "JSONata", "States": {"A": {"Type": "Pass", "Output": "{%  %}"}}}',
    );
  });

  it('offers error names in ErrorEquals, without those that are there', () => {
    const task = (errors: string) => `{"States": {"A": {"Type": "Task", "Retry": [{"ErrorEquals": [${errors}]}]}}}`;
    assert.ok(labels(task('"<|>"')).includes('States.ALL'));
    assert.ok(labels(task('<|>')).includes('States.Timeout'));
    const more = labels(task('"States.Timeout", "States.Tas<|>"'));
    assert.ok(more.includes('States.TaskFailed') && !more.includes('States.Timeout'));
    assert.ok(!labels(task('"Busy", "<|>"')).includes('States.ALL'), 'States.ALL stands alone');
    assert.deepEqual(labels(task('"States.ALL", "<|>"')), []);
    assert.ok(!labels(task('"<|>"')).includes('States.Runtime'), 'it is never retried');
    assert.ok(labels(task('"<|>"').replace('Retry', 'Catch')).includes('States.Runtime'));
    assert.equal(accept(task('"States.<|>"'), 'States.TaskFailed'), task('"States.TaskFailed"'));
    assert.equal(accept(task('"States.Timeout" "<|>"'), 'States.TaskFailed'), task('"States.Timeout", "States.TaskFailed"'));
  });
});

describe('completion of parameters', () => {
  const task = (resource: string, inner: string, language = 'JSONPath') =>
    `{"QueryLanguage": "${language}", "StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::${resource}", ${inner}, "End": true}}}`;

  it('offers those of the action, needed ones first, without those that are there', () => {
    assert.deepEqual(labels(task('states:startExecution', '"Parameters": {<|>}')), [
      'StateMachineArn',
      'Input',
      'Name',
      'TraceHeader',
    ]);
    assert.deepEqual(
      labels(task('sqs:sendMessage.waitForTaskToken', '"Arguments": {"QueueUrl": "q", "M<|>"}', 'JSONata'))[0],
      'MessageBody',
    );
    assert.ok(!labels(task('sqs:sendMessage', '"Parameters": {"QueueUrl.$": "$.q", "<|>"}')).includes('QueueUrl'));
    assert.equal(
      accept(task('dynamodb:getItem', '"Parameters": {"TableName": "orders", <|>}'), 'Key').includes(
        '"TableName": "orders", "Key": {',
      ),
      true,
    );
  });

  it('offers the words that one takes', () => {
    assert.deepEqual(labels(task('lambda:invoke', '"Parameters": {"InvocationType": "<|>"}')), [
      'RequestResponse',
      'Event',
      'DryRun',
    ]);
  });

  it('offers none of what is inside, of an action that is not known, of a function', () => {
    assert.deepEqual(labels(task('lambda:invoke', '"Parameters": {"Payload": {"<|>"}}')), []);
    assert.deepEqual(labels(task('aws-sdk:s3:getObject', '"Parameters": {"<|>"}')), []);
    assert.deepEqual(labels(machine('"Parameters": {"<|>"}')), []);
  });
});
