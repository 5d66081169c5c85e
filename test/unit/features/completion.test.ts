import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { complete } from '../../../server/src/features/completion/complete';
import { plainText } from '../../../server/src/features/completion/snippet';
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
