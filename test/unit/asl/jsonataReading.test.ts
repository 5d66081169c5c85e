import assert from 'node:assert/strict';
import { readJsonata } from '../../../server/src/asl/jsonataReading';

/** `$name.a.b(count)` of every use that the expression does not bind, and the text of each context use behind a bar. */
function told(text: string): string {
  const { problem, variables, contextUses } = readJsonata(text);
  if (problem) {
    return `${problem.start}-${problem.end} ${problem.message}`;
  }
  for (const { start, end, name } of variables) {
    assert.equal(text.slice(start, end), `$${name}`);
  }
  for (const use of contextUses) {
    assert.equal(text.slice(use.start, use.end).replace(/^`|`$/g, ''), use.text);
  }
  const uses = variables.map(({ name, path, argumentCount }) => {
    for (const step of path) {
      assert.equal(text.slice(step.start, step.end).replace(/['"`]/g, ''), step.name);
    }
    return `$${[name, ...path.map((step) => step.name)].join('.')}${argumentCount === undefined ? '' : `(${argumentCount})`}`;
  });
  return [uses.join(' '), ...contextUses.map((use) => use.text)].join(' | ').trim();
}

describe('reading JSONata', () => {
  for (const [text, expected] of [
    ['$states.input.a.b & phone', '$states.input.a.b | phone'],
    ['$.x', '| $'],
    ['$map($a, function($v, $i) { $v.b & $i & $$.c })', '$map(2) $a | $$'],
    ['($x := 1; $f := function($n) { $n ? $f($n - 1) : $x }; $f($y))', '$y'],
    ['$a[b = 1].c ~> $sum()', '$a $sum(1)'],
    ['$substring(?, 1)', '$substring'],
    ['$a@$v#$i.c.$v', '$a.c'],
    ['$a.b@$v[$v.c = d].{ e: $v, f: $w }', '$a.b $w'],
    ["$a.'b c'.d", '$a.b c.d'],
    ['$states.result[0].x', '$states.result'],
    ['$a ~> |b[c]|{ "d": $ }|', '$a'],
    ['$a^(>b).{c: $sum(d)}', '$a $sum(1)'],
    ['`a b`', '| a b'],
    ['**', '| **'],
    ['[1..n]', '| n'],
    ['10 + * 2', '7-8 unexpected "2"'],
    ['$sum($a', '6-7 expected ")" before end of expression'],
    ['"abc', '3-4 string literal must be terminated by a matching quote'],
    ['', '0-1 unexpected end of expression'],
    ['$a ?? 1', '3-5 JSONata 2.0.6, which AWS evaluates, has no operator "??".'],
  ] as const) {
    it(text || 'nothing', () => {
      assert.equal(told(text), expected);
    });
  }

  it('of any depth', () => {
    assert.match(readJsonata('('.repeat(100_000)).problem!.message, /too deeply/);
  });
});
