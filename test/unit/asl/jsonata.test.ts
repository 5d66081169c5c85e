import assert from 'node:assert/strict';
import { evaluateJsonata } from '../../../server/src/asl/jsonata';
import { type JsonObject, readJson, writeJson } from '../../../server/src/source/json';

/** What an expression gives on its own, as JSON text; or what is said of it. */
async function evaluated(expression: string, bindings = '{}'): Promise<string> {
  const request = { expression, bindings: readJson(bindings).value as JsonObject, now: 1_700_000_000_000, random: () => 0.5 };
  const answer = await evaluateJsonata(request);
  return 'error' in answer
    ? answer.error
    : 'unsupported' in answer
      ? 'unsupported'
      : answer.value === undefined
        ? 'nothing'
        : writeJson(answer.value);
}

/** What AWS answers to these was measured there. */
describe('JSONata as AWS has it', () => {
  const cases: Readonly<Record<string, string>> = {
    '$partition([1, 2, 3], 2)': '[[1,2],[3]]',
    '$partition([1, 2, 3])': '[[1,2,3]]',
    '$partition([1, 2, 3, 4, 5], 2.9)': '[[1,2],[3,4],[5]]',
    '$partition([0], 5)': '[[0]]',
    '$partition([], 2)': 'nothing',
    '$partition([1], 0)': 'nothing',
    '$partition([1, 2], -0.5)': 'nothing',
    '$partition([1], -1)': '. D3137: Second argument must be zero or greater',
    '$range(0, 10, 3)': '[0,3,6,9]',
    '$range(10, 0, -5)': '[10,5,0]',
    '$range(-1.7, 2, 1)': '[-1,0,1,2]',
    '$range(5, 1, -1.5)': '[5,4,3,2,1]',
    '$range(1, 9, 9)': '1',
    '$range(5, 1, 1)': 'nothing',
    '$range(1, 5, 0)': 'nothing',
    '$range(1, 5)': 'nothing',
    '$range(1)': '. T0410: Argument 2 of function "range" does not match function signature',
    '$count($range(1, 360145, 1))': '360145',
    '$range(1, 360146, 1)': ': Expression evaluation memory limit exceeded: Check for excessive memory usage',
    '$hash("input data", "MD5")': '"812f45842bc6d66ee14572ce20db8e86"',
    '$hash("a")': 'nothing',
    '$hash(42, "MD5")': '. T0410: Argument 1 of function "hash" does not match function signature',
    '$parse("[1.0, 1e2, 1.5, 9223372036854775807]")': '[1,100,1.5,9223372036854775807]',
    '$parse("null")': 'null',
    '$parse()': 'nothing',
    '$parse(null)': '. T0410: Argument 1 of function "parse" does not match function signature',
    '$parse("")': '. D3137: Invalid JSON',
    '$parse("1e400")': '. D3137: Invalid JSON',
    '$map(["{\\"a\\":1}", "{\\"a\\":2}"], $parse).a': '[1,2]',
    '$random(42)': '0.7275636800328681',
    '$random(0.9)': '0.730967787376657',
    '$random()': '0.5',
    '$uuid("seed")': '. T0410: Argument 1 of function "uuid" does not match function signature',
    '$millis()': '1700000000000',
    '$shuffle([1, 2, 3])': '[1,3,2]',
    '$eval("1")': '. T1006: Attempted to invoke a non-function',
    '[1/0, -1/0, 0/0]': '["Infinity","-Infinity","NaN"]',
    '$string(1e20) & " " & $string(1e21)': '"100000000000000000000 1e+21"',
    '$split("a", "b", -1)': '. D3020: Third argument of split function must evaluate to a positive number',
  };
  for (const [expression, expected] of Object.entries(cases)) {
    it(expression, async () => assert.equal(await evaluated(expression), expected));
  }

  it('what is only passed through keeps its spelling', async () => {
    assert.equal(await evaluated('$v', '{"v":{"n":1.0,"big":123456789012345678901}}'), '{"n":1.0,"big":123456789012345678901}');
  });

  it('an evaluation nests a hundred levels deep, however it is written', async () => {
    const tooDeep =
      ': Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. Depth=101 max=100';
    const shapes: ((n: number) => string)[] = [
      (n) => `1${'+1'.repeat(n - 1)}`,
      (n) => '('.repeat(n - 1) + '1' + ')'.repeat(n - 1),
      (n) => `$count(${'['.repeat(n - 2)}1${']'.repeat(n - 2)})`,
      (n) => `1${'~>$string'.repeat(n - 1)}`,
    ];
    for (const shape of shapes) {
      assert.notEqual(await evaluated(shape(100)), tooDeep);
      assert.equal(await evaluated(shape(101)), tooDeep);
    }
    const recursion = '($f := function($x){ $x <= 0 ? 0 : 1 + $f($x - 1) }; $f($n))';
    assert.equal(await evaluated(recursion, '{"n":31}'), '31');
    assert.equal(await evaluated(recursion, '{"n":32}'), tooDeep);
    assert.equal(await evaluated('$count($map([1..500], function($v){ $v * 2 }))'), '500');
  });
});
