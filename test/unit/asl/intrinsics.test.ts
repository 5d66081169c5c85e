import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { fromBase64, hash, toBase64 } from '../../../server/src/asl/digest';
import { evaluateIntrinsic } from '../../../server/src/asl/evaluateIntrinsic';
import { evaluatePath } from '../../../server/src/asl/evaluatePath';
import { parseIntrinsic } from '../../../server/src/asl/intrinsics';
import { writeJson } from '../../../server/src/source/json';
import { data } from '../../support/machine';

const input = data('{"a":[1,1.0,"x",null],"o":{"k":[1,{"z":true}]},"s":"1,2;;3","big":123456789012345678901234567890}');

function call(text: string): string {
  const parsed = parseIntrinsic(text);
  if (!parsed.call) {
    return `! ${parsed.problems[0]!.message}`;
  }
  const called = evaluateIntrinsic(parsed.call, { random: () => 0.5, resolve: (path) => evaluatePath(path, input) });
  return 'value' in called
    ? writeJson(called.value)
    : 'error' in called
      ? `? ${called.error}`
      : `? missing ${called.missing.text}`;
}

describe('intrinsic functions', () => {
  const cases: [string, string][] = [
    ["States.Format('{} and {}: \\{\\} \\'q\\'', $.o, 1.0)", '"{k=[1, {z=true}]} and 1.0: {} \'q\'"'],
    ["States.Format('{}')", '? The template has 1 places for 0 values.'],
    ['States.Array()', '[]'],
    ['States.Array($.a, States.Array(1, true, null))', '[[1,1.0,"x",null],[1,true,null]]'],
    ['States.ArrayUnique(States.Array(1, 1, 1.0, $.o, $.o))', '[1,1.0,{"k":[1,{"z":true}]}]'],
    ['States.ArrayContains($.a, 1.0)', 'true'],
    ['States.ArrayGetItem($.a, 2)', '"x"'],
    ['States.ArrayGetItem($.a, 9)', '? The index 9 is out of bounds for an array of length 4.'],
    ['States.ArrayRange(0, 1000, 1)', '? The range must not hold more than 1000 numbers.'],
    ['States.ArrayRange(5, 1, -2)', '[5,3,1]'],
    ["States.StringSplit($.s, ',;')", '["1","2","3"]'],
    ['States.StringToJson(\'{"a": 1.0}\')', '{"a":1.0}'],
    ["States.StringToJson('{')", '? The string is no valid JSON: Expected a key in double quotes, found the end of the text.'],
    ['States.JsonToString($.big)', '"123456789012345678901234567890"'],
    ['States.JsonMerge($.o, $.o, true)', '? Only shallow merging is supported: the third argument must be false.'],
    ['States.MathRandom(1, 11)', '6'],
    ['States.MathAdd(-1.5, 0)', '-1'],
    ["States.Base64Decode(States.Base64Encode('häß'))", '"häß"'],
    ['States.Format($.nope)', '? missing $.nope'],
    ['States.Nope()', "! There is no intrinsic function 'States.Nope'."],
    ['States.UUID(1)', '! States.UUID takes 0 arguments, not 1.'],
    ['States.ArrayLength(', '! Expected an intrinsic function such as States.Format(…).'],
    ["States.Format('a", '! This string has no closing quote.'],
    ['States.ArrayLength($.a) x', "! Unexpected 'x' after the function call."],
  ];
  for (const [text, expected] of cases) {
    it(text, () => assert.equal(call(text), expected));
  }

  it('never throws on any prefix', () => {
    const text = "States.Format('{} \\'x\\'', $.a[0], States.Array(1, -2.5e3, null, $$.Execution['Id']))";
    for (let i = 0; i < text.length; i++) {
      assert.ok(parseIntrinsic(text.slice(0, i)).problems.length > 0);
    }
    assert.ok(parseIntrinsic('States.Array('.repeat(10_000)).problems.length > 0);
  });

  it('hashes and encodes as others do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const name of ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']) {
          assert.equal(hash(text, name), createHash(name.replace('-', '')).update(text).digest('hex'));
        }
        assert.equal(toBase64(text), Buffer.from(text).toString('base64'));
        assert.equal(fromBase64(toBase64(text)), text);
      }),
    );
  });
});
