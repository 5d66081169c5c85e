import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { analyze } from '../../../server/src/analysis/analyze';
import { check } from '../../../server/src/rules';

/** Errors and warnings as `code pointer`, of the definition in JSON; in YAML they must be the same. */
function found(definition: object, consequences = false): string[] {
  const [json, yaml] = (['json', 'yaml'] as const).map((format) => {
    const text = format === 'json' ? JSON.stringify(definition) : stringify(definition);
    return check(analyze(text, { format }), { consequences })
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ code, pointer }) => `${code} ${pointer}`)
      .sort();
  });
  assert.deepEqual(yaml, json);
  return json!;
}

const chain = (first: object): object => ({
  StartAt: 'A',
  States: { A: { Type: 'Pass', ...first }, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Succeed' } },
});

describe('one fault, one finding', () => {
  it('states behind a misspelt Next are not told of as unreachable, except to AWS', () => {
    assert.deepEqual(found(chain({ Next: 'Bb' })), ['unknown-target /States/A/Next']);
    assert.deepEqual(found(chain({ Next: 'Bb' }), true), [
      'unknown-target /States/A/Next',
      'unreachable-state /States/B',
      'unreachable-state /States/C',
    ]);
  });

  it('an end that nothing leads to is told of as that, not as missing too', () => {
    const loop = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } };
    assert.deepEqual(found({ StartAt: 'A', States: loop }), ['missing-terminal-state /States']);
    assert.deepEqual(found({ StartAt: 'A', States: { ...loop, C: { Type: 'Succeed' } } }), ['unreachable-state /States/C']);
  });

  it('nor are those behind a Next that is missing, misspelt as a field, or no name', () => {
    assert.deepEqual(found(chain({})), ['missing-field /States/A']);
    assert.deepEqual(found(chain({ Nxet: 'B' })), ['unknown-field /States/A/Nxet']);
    assert.deepEqual(found(chain({ Next: 7 })), ['wrong-type /States/A/Next']);
    assert.deepEqual(found(chain({ Next: '' })), ['invalid-format /States/A/Next']);
  });

  it('a state that would not be reachable anyway is told of', () => {
    const definition = {
      StartAt: 'Check',
      States: {
        Check: { Type: 'Pass', Next: 'Shipp' },
        Ship: { Type: 'Succeed' },
        'Something else': { Type: 'Succeed' },
      },
    };
    assert.deepEqual(found(definition), ['unknown-target /States/Check/Next', 'unreachable-state /States/Something else']);
  });

  it('a misspelt field is not missing as well', () => {
    assert.deepEqual(found({ StartAr: 'A', States: { A: { Type: 'Succeed' } } }), ['unknown-field /StartAr']);
    assert.deepEqual(found({ StartAt: 'A', States: { A: { Typ: 'Succeed' } } }), ['unknown-field /States/A/Typ']);
    assert.deepEqual(found({ StartAt: 'A', States: { A: { Type: 'Wait', Secons: 1, End: true } } }), [
      'unknown-field /States/A/Secons',
    ]);
  });

  it('nor is a field that is written as the other query language has it', () => {
    assert.deepEqual(
      found({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Wait', SecondsPath: '$.s', End: true } } }),
      ['unsupported-field /States/A/SecondsPath'],
    );
    const choice = { Type: 'Choice', Choices: [{ Condition: '{% $states.input.a %}', Next: 'B' }], Default: 'B' };
    assert.deepEqual(found({ StartAt: 'A', States: { A: choice, B: { Type: 'Succeed' } } }), [
      'unsupported-field /States/A/Choices/0/Condition',
    ]);
  });

  it('a fault of its own stays beside a misspelt field', () => {
    assert.deepEqual(found({ StartAt: 'A', States: { A: { Type: 'Task', Commnet: 'x', End: true } } }), [
      'missing-field /States/A',
      'unknown-field /States/A/Commnet',
    ]);
  });

  it('what an object lacks is told at the object, not at its first field', () => {
    assert.deepEqual(found({ States: { A: { Type: 'Succeed' } } }), ['missing-field ']);
    assert.deepEqual(
      found({
        StartAt: 'A',
        States: { A: { Type: 'Choice', Choices: [{ Variable: '$.a', Next: 'B' }], Default: 'B' }, B: { Type: 'Succeed' } },
      }),
      ['missing-field /States/A/Choices/0'],
    );
  });
});
