import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { expressionWords } from '../../../server/src/features/expressionWords';
import { semanticTokens } from '../../../server/src/features/semanticTokens';

const words = (text: string, language: 'jsonata' | 'path') =>
  expressionWords(text, language).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

describe('words of an expression', () => {
  it('of JSONata', () => {
    assert.deepEqual(words('$states.input.`a b`[$i > 1.5].$sum(x) ~> $f & "q" /* c */ and true', 'jsonata'), [
      'root $states',
      'property input',
      'property `a b`',
      'variable $i',
      'operator >',
      'number 1.5',
      'function $sum',
      'property x',
      'operator ~>',
      'variable $f',
      'operator &',
      'string "q"',
      'comment /* c */',
      'operator and',
    ]);
    assert.deepEqual(words('$$.a + $.b', 'jsonata'), ['root $$', 'property a', 'operator +', 'root $', 'property b']);
  });

  it('of paths and intrinsic functions', () => {
    assert.deepEqual(words("$.people[?(@.age >= 18 && @['full name'] != null)]..x[-1:]", 'path'), [
      'root $',
      'property people',
      'operator ?',
      'root @',
      'property age',
      'operator >=',
      'number 18',
      'operator &&',
      'root @',
      "string 'full name'",
      'operator !=',
      'operator ..',
      'property x',
      'number -1',
      'operator :',
    ]);
    assert.deepEqual(words("States.Format('States.A(', $$.Execution.Id, $total, States.UUID())", 'path'), [
      'function States.Format',
      "string 'States.A('",
      'root $$',
      'property Execution',
      'property Id',
      'variable $total',
      'function States.UUID',
    ]);
  });

  it('of text that breaks off', () => {
    assert.deepEqual(words("$states.input & 'a", 'jsonata').at(-1), "string 'a");
    assert.deepEqual(words('$x /* a', 'jsonata').at(-1), 'comment /* a');
  });
});

describe('semantic tokens', () => {
  const tokens = (text: string, format: 'json' | 'yaml') =>
    semanticTokens(analyze(text, { format })).map(
      ({ kind, start, end, isDeclaration }) => `${kind}${isDeclaration ? '!' : ''} ${text.slice(start, end)}`,
    );

  it('lie on the words in the text, escapes and folded lines or not', () => {
    assert.deepEqual(
      tokens(
        '{"StartAt": "A", "States": {"A": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% \\"x\\" & $states.input %}", "End": true}}}',
        'json',
      ),
      ['state A', 'state! A', 'stateType Pass', 'string \\"x\\"', 'operator &', 'root $states', 'property input'],
    );
    assert.deepEqual(
      tokens(
        'StartAt: A\nStates:\n  A:\n    Type: Pass\n    QueryLanguage: JSONata\n    Output: |-\n      {% $states\n         .input /* a\n      b */ %}\n    End: true\n',
        'yaml',
      ),
      ['state A', 'state! A', 'stateType Pass', 'root $states', 'property input'],
    );
  });
});
