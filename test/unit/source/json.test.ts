import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  Decimal,
  type Json,
  equal,
  fromPlain,
  maxDepth,
  prettyJson,
  readJson,
  sizeOf,
  textOf,
  writeJson,
} from '../../../server/src/source/json';

const read = (text: string): Json => {
  const { value, problems } = readJson(text);
  assert.deepEqual(problems, []);
  return value!;
};

describe('json', () => {
  it('keeps the kind of every number', () => {
    for (const text of ['0', '-1', '9007199254740991', '-9007199254740991']) {
      assert.equal(read(text), Number(text));
    }
    for (const text of ['1.0', '1e2', '-0', '9007199254740992', '123456789012345678901234567890', '0.1000', '1E+400']) {
      const value = read(text);
      assert.ok(value instanceof Decimal, text);
      assert.ok(Object.isFrozen(value));
      assert.equal(writeJson(value), text);
    }
  });

  it('takes __proto__ for a key like any other', () => {
    const value = read('{"__proto__":{"a":1},"constructor":2,"toString":3}');
    assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor', 'toString']);
    for (const inherited of ['__proto__', 'constructor', 'toString']) {
      assert.ok(!(inherited in (read('{}') as object)));
    }
    assert.equal(writeJson(value), '{"__proto__":{"a":1},"constructor":2,"toString":3}');
  });

  it('keeps lone surrogates', () => {
    const value = read('["\\ud800","\\udc00x","\\ud83d\\ude00"]');
    assert.equal(writeJson(value), '["\\ud800","\\udc00x","😀"]');
    assert.equal(sizeOf(value), Buffer.byteLength(writeJson(value)));
  });

  it('keeps the text of what was read, without the space around it', () => {
    assert.equal(textOf(read(' { "a" : 1 }\n')), '{ "a" : 1 }');
    assert.equal(textOf([read('{ "a" : 1 }')]), '[{"a":1}]');
  });

  it('refuses what is no JSON, at the place', () => {
    const cases: [string, number, RegExp][] = [
      ['', 0, /Expected a JSON value, found the end/],
      ['{', 1, /Expected a key/],
      ['{"a" 1}', 5, /Expected ':' after the key "a"/],
      ['[1,]', 3, /Expected a JSON value/],
      ['[1 2]', 3, /Expected ',' or ']'/],
      ['{"a":1,}', 7, /Expected a key/],
      ['01', 1, /after the end/],
      ['NaN', 0, /Expected a JSON value/],
      ['"a', 0, /has no end/],
      ['"\t"', 1, /control character/],
      ['"\\x"', 1, /Unknown escape/],
      ['{} x', 3, /'x' after the end/],
      ["{'a':1}", 1, /double quotes/],
    ];
    for (const [text, start, message] of cases) {
      const { value, problems } = readJson(text);
      assert.equal(value, undefined, text);
      assert.equal(problems.length, 1, text);
      assert.equal(problems[0]!.start, start, text);
      assert.match(problems[0]!.message, message, text);
    }
  });

  it('refuses what is nested too deeply, however deep', () => {
    assert.equal(readJson('['.repeat(maxDepth) + ']'.repeat(maxDepth)).problems.length, 0);
    for (const depth of [maxDepth + 1, 1_000_000]) {
      assert.equal(readJson('['.repeat(depth)).problems[0]!.code, 'too-deeply-nested');
    }
  });

  it('writes and measures values deeper than any recursion', () => {
    let value: Json = 1;
    for (let i = 0; i < 200_000; i++) {
      value = [value];
    }
    assert.equal(writeJson(value).length, 400_001);
    assert.equal(sizeOf(value), 400_001);
  });

  it('agrees with JSON.parse and JSON.stringify on all data without numbers of its own', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (plain) => {
        const text = JSON.stringify(plain);
        const value = read(text);
        assert.deepEqual(JSON.parse(writeJson(value)), JSON.parse(text));
        assert.equal(sizeOf(value), Buffer.byteLength(writeJson(value)));
        assert.deepEqual(JSON.parse(prettyJson(value)), JSON.parse(text));
        assert.ok(equal(value, read(writeJson(value))));
      }),
    );
  });

  it('never throws on any prefix of a text', () => {
    const text = '{"a":[1,-2.5e3,true,null,"\\u00e4\\n"],"b":{"c":{}}}';
    for (let i = 0; i < text.length; i++) {
      assert.equal(readJson(text.slice(0, i)).problems.length, 1);
    }
  });

  it('tells 1 from 1.0, and no order of keys', () => {
    assert.ok(!equal(read('1'), read('1.0')));
    assert.ok(equal(read('[1.0]'), read('[1.0]')));
    assert.ok(equal(read('{"a":1,"b":2}'), read('{"b":2,"a":1}')));
    assert.ok(!equal(read('{"a":1}'), read('{"b":1}')));
  });

  it('takes over plain data', () => {
    assert.equal(writeJson(fromPlain({ a: [1, 1.5, undefined, null], b: undefined })), '{"a":[1,1.5,null,null]}');
  });
});
