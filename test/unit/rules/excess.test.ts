import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import type { DocumentFormat } from '../../../server/src/source/parse';
import { check } from '../../../server/src/rules';

/** A definition with one Pass that has these fields. */
function pass(fields: object): string {
  return JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true, ...fields } } });
}

function jsonata(expression: string): string {
  return pass({ QueryLanguage: 'JSONata', Output: `{% ${expression} %}` });
}

function nested(open: string, inner: string, close: string, depth: number): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}

const states = (count: number, fields: (index: number) => object): string =>
  JSON.stringify({
    StartAt: 'S0',
    States: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `S${index}`,
        { Type: 'Pass', ...(index < count - 1 ? { Next: `S${index + 1}` } : { End: true }), ...fields(index) },
      ]),
    ),
  });

/** Texts that are far deeper, longer or more than people write. */
const excessive: Readonly<Record<string, string>> = {
  'parentheses of JSONata': jsonata(nested('(', '1', ')', 20_000)),
  'arrays of JSONata': jsonata(nested('[', '1', ']', 20_000)),
  'objects of JSONata': jsonata(nested('{"a":', '1', '}', 20_000)),
  'calls of JSONata': jsonata(nested('$f(', '1', ')', 20_000)),
  'functions of JSONata': jsonata(nested('function($x){', '1', '}', 10_000)),
  'conditions of JSONata': jsonata(nested('1?', '1', ':1', 20_000)),
  'predicates of JSONata': jsonata(nested('a[', '0', ']', 20_000)),
  'open parentheses of JSONata': jsonata('('.repeat(50_000)),
  'operators of JSONata': jsonata(`1${'+1'.repeat(50_000)}`),
  'steps of JSONata': jsonata(`a${'.a'.repeat(50_000)}`),
  'pipes of JSONata': jsonata(`1${'~>$f'.repeat(30_000)}`),
  'variables of JSONata': jsonata(Array.from({ length: 20_000 }, (_, index) => `$v${index}`).join('+')),
  'a regular expression that backtracks': jsonata(`$match("${'a'.repeat(40)}!", /${'(a+)+'.repeat(10)}$/)`),
  'a regular expression with groups': jsonata(`/${nested('(', 'a', ')', 20_000)}/`),
  'a recursion that never ends': jsonata('($f := function($n){$f($n+1)}; $f(1))'),
  'a range of a billion': jsonata('[1..1000000000]'),
  'steps of a path': pass({ InputPath: `$${'.a'.repeat(100_000)}` }),
  'descents of a path': pass({ InputPath: `$${'..a'.repeat(50_000)}` }),
  'filters of a path': pass({ InputPath: `$${nested('[?(@.a', '', ')]', 5000)}` }),
  'parentheses of a filter': pass({ InputPath: `$[?(${nested('(', '@.a', ')', 30_000)})]` }),
  'a name that does not end': pass({ InputPath: `$['${'a'.repeat(500_000)}` }),
  'intrinsic functions': pass({ Parameters: { 'x.$': nested('States.Format(', "'a'", ')', 20_000) } }),
  'arguments of an intrinsic function': pass({ Parameters: { 'x.$': `States.Array(${'1,'.repeat(100_000)}1)` } }),
  'places of a format': pass({ Parameters: { 'x.$': `States.Format('${'{}'.repeat(100_000)}')` } }),
  'a range of an intrinsic function': pass({ Parameters: { 'x.$': 'States.ArrayRange(1,1000000000,1)' } }),
  placeholders: pass({ Comment: '${a}'.repeat(100_000) }),
  'open placeholders': pass({ Comment: '${'.repeat(100_000) }),
  'arrays of JSON': pass({ Result: 'here' }).replace('"here"', nested('[', '', ']', 50_000)),
  'Not in Not': pass({ Choices: 'here', Type: 'Choice' }).replace('"here"', `[${nested('{"Not":', '{}', '}', 3000)}]`),
  'branches in branches': nested(
    '{"StartAt":"A","States":{"A":{"Type":"Parallel","End":true,"Branches":[',
    pass({}),
    ']}}}',
    1500,
  ),
  'states of one name': `{"StartAt":"A","States":{${'"A":{"Type":"Pass","End":true},'.repeat(10_000)}"B":{"Type":"Pass"}}}`,
  'undefined variables': states(3000, (index) => ({ Parameters: { 'a.$': `$v${index}` } })),
  'unknown states': states(3000, (index) => ({ Next: `T${index}` })),
};

describe('what is far deeper or longer than people write', () => {
  for (const [what, text] of Object.entries(excessive)) {
    for (const format of ['json', 'yaml'] satisfies DocumentFormat[]) {
      it(`${what}, ${format}`, () => {
        for (const { start, end } of check(analyze(text, { format }))) {
          assert.ok(0 <= start && start <= end && end <= text.length);
        }
      });
    }
  }
});
