import assert from 'node:assert/strict';
import { evaluateInTurns } from '../../../server/src/runner/evaluate';
import { fromPlain, writeJson } from '../../../server/src/source/json';
import { type JsonObject } from '../../../server/src/source/json';

const texts = fromPlain({
  s: 'a'.repeat(100_000),
  l: [3, 1, 3, { a: 1, b: [2] }, { b: [2], a: 1 }, '3', 1.5, 1.5],
}) as JsonObject;

async function evaluated(expression: string, isUnwanted?: () => boolean): Promise<string> {
  const answer = await evaluateInTurns({ expression, bindings: { t: texts }, now: 0, random: () => 0 }, isUnwanted);
  return 'error' in answer ? answer.error : 'unsupported' in answer ? 'unsupported' : writeJson(answer.value ?? null);
}

/** How often the process got round to other work meanwhile. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  void work.finally(() => (over = true));
  while (!over) {
    await new Promise((resolve) => setImmediate(resolve));
    turns++;
  }
  return turns;
}

const tooDeep = /^: Stack overflow error: .* Depth=101 max=100$/;
const tooLarge = /^: Expression evaluation memory limit exceeded: Check for excessive memory usage$/;
const endless = '($f := function($x){ $f($x + 1) }; $f(1))';
const twice = '$d := function($x, $n){ $n = 0 ? $x : $d($x & $x, $n - 1) };';

describe('an evaluation of JSONata', function () {
  this.timeout(120_000);

  it('that never ends is ended, and the process goes on meanwhile', async () => {
    const work = evaluated(endless);
    const turns = await turnsDuring(work);
    assert.match(await work, /^: Expression evaluation timeout: Check for infinite loop$/);
    assert.ok(turns > 20, `only ${turns} turns`);
  });

  it('that nobody waits for any more is ended', async () => {
    let isUnwanted = false;
    const work = evaluated(endless, () => isUnwanted);
    setTimeout(() => (isUnwanted = true), 50);
    assert.match(await work, /Nobody waits/);
  });

  it('that calls itself without end is ended', async () => {
    assert.match(await evaluated('($f := function($x){ 1 + $f($x) }; $f(1))'), tooDeep);
    assert.match(await evaluated('$formatInteger(1e12, "I")'), tooDeep);
  });

  it('makes no text and no sequence that fills the memory', async () => {
    assert.match(await evaluated(`(${twice} $length($d("ab", 40)))`), tooLarge);
    assert.match(
      await evaluated('($d := function($x, $n){ $n = 0 ? $x : $d($append($x, $x), $n - 1) }; $d([1, 2], 40))'),
      tooLarge,
    );
    assert.match(await evaluated('$map([1..100000], function($x){[1..1000000]})'), /memory limit|timeout/);
  });

  it('does not hang in one of the functions', async () => {
    assert.equal(await evaluated('$count($distinct([1..200000]))'), '200000');
    assert.equal(await evaluated('$count($distinct([1..20000].{"a": $}))'), '20000');
    assert.equal(await evaluated('$count($match($t.s, /a/))'), '100000');
    assert.equal(await evaluated('$contains($t.s, /(a+)+b/)'), 'false');
    assert.match(await evaluated('$pad("a", 1e12)'), tooLarge);
  });

  it('takes many values that are made side by side for no recursion', async () => {
    assert.equal(await evaluated('$count($keys([1..3000]{$string($): $string($)}))'), '3000');
  });

  it('finds what is distinct as the library does', async () => {
    assert.equal(await evaluated('$distinct($t.l)'), '[3,1,{"a":1,"b":[2]},"3",1.5]');
    assert.equal(await evaluated('$distinct([1, 1])'), '[1]');
    assert.equal(await evaluated('$distinct([{"x": 1}, {"x": 1}].x)'), '1');
    assert.equal(await evaluated('$distinct(5)'), '5');
    assert.equal(await evaluated('$distinct([{"a": 1}, [1], ["a", 1], [["a", 1]]])'), '[{"a":1},[1],["a",1],[["a",1]]]');
    assert.equal(await evaluated('$distinct($t.none)'), 'null');
  });
});
