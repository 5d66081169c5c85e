import assert from 'node:assert/strict';
import { evaluateJsonata } from '../../../server/src/asl/jsonata';
import { evaluatePath } from '../../../server/src/asl/evaluatePath';
import { parsePath } from '../../../server/src/asl/jsonPath';
import { LinearRegExp } from '../../../server/src/asl/linearRegExp';
import { draft, fromPlain } from '../../../server/src/source/json';

/** A text on which a backtracking engine would take years. */
const evil = `${'a'.repeat(5000)}!`;

async function jsonata(expression: string, bindings = {}): Promise<unknown> {
  const made = Object.assign(draft(), fromPlain(bindings));
  const result = await evaluateJsonata({ expression, bindings: made, now: 0, random: () => 0.5 });
  return 'value' in result ? result.value : result;
}

describe('bounds of what a definition may ask for', () => {
  it('regular expressions in JSONata take linear time', async () => {
    assert.equal(await jsonata('$contains($x, /^(a+)+$/)', { x: evil }), false);
    assert.equal(await jsonata('$replace($x, /(a|aa)+$/, "")', { x: evil }), evil);
  });

  it('regular expressions in JSONPath take linear time', () => {
    const { path } = parsePath('$[?(@.x =~ /(a+)+/)]');
    assert.deepEqual(evaluatePath(path!, fromPlain([{ x: evil }])), { value: [] });
    assert.deepEqual(evaluatePath(path!, fromPlain([{ x: 'aa' }])), { value: fromPlain([{ x: 'aa' }]) });
  });

  it('they work as JSONata has them', async () => {
    assert.deepEqual(await jsonata('$split("a1b22c", /[0-9]+/)'), ['a', 'b', 'c']);
    assert.equal(await jsonata('$replace("John Smith", /(\\w+)\\s(\\w+)/, "$2, $1")'), 'Smith, John');
    assert.deepEqual(await jsonata('$match("ababAB", /ab/i).index'), [0, 2, 4]);
    assert.equal(await jsonata('$contains("ä😀b", /^.{3}$/)'), true);
    assert.deepEqual(await jsonata('$match("ab", /(a)|(b)/)[0].groups'), ['a', null]);
  });

  it('what cannot be matched in linear time is told', async () => {
    assert.match(JSON.stringify(await jsonata('$contains("ab", /a(?=b)/)')), /regular expression.*look-ahead/);
    assert.throws(() => new LinearRegExp(/(a)\1/), /back references/);
  });

  it('expressions that never end are ended', async () => {
    assert.match(JSON.stringify(await jsonata('($f := function($n) { $f($n + 1) + 1 }; $f(0))')), /error/);
    assert.match(JSON.stringify(await jsonata('$pad("x", 1000000000)')), /memory limit/);
    assert.match(JSON.stringify(await jsonata('[1..10000000]')), /error/);
  });

  it('$pad works as JSONata has it', async () => {
    assert.equal(await jsonata('$pad("foo", 5) & "|" & $pad("foo", -5, "#-") & "|" & $pad("foo", 2)'), 'foo  |#-foo|foo');
  });
});
