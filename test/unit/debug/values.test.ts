import assert from 'node:assert/strict';
import { duration, failureText } from '../../../server/src/debug/transcript';
import { memberPath, preview, typeOf } from '../../../server/src/debug/values';
import { readJson } from '../../../server/src/source/json';

const value = (text: string) => readJson(text).value!;

describe('debug: values', () => {
  it('shows a value in one line, numbers as they are written', () => {
    assert.equal(
      preview(value('{"a": 1.0, "b": [1,2], "c": {"d": 1}, "e": {}, "f": "x\\n"}')),
      '{a: 1.0, b: (2) […], c: {…}, e: {…}, f: "x\\n"}',
    );
    assert.equal(preview(value('[1, 10000000000000000001, null, true]')), '(4) [1, 10000000000000000001, null, true]');
    assert.equal(preview(value('[]')), '(0) []');
    assert.equal(preview(value('{"a":1,"b":2,"c":3}'), 11), '{a: 1, …}');
    assert.equal(preview(value(JSON.stringify('x'.repeat(5000)))).length, 1000);
  });

  it('names its type and its members', () => {
    assert.deepEqual(
      ['null', '[]', '{}', '1.0', '1', '"a"', 'true'].map((text) => typeOf(value(text))),
      ['null', 'array', 'object', 'number', 'number', 'string', 'boolean'],
    );
    assert.deepEqual(
      ['$', '$$.b', '$states.input'].flatMap((base) => [memberPath(base, 'a'), memberPath(base, "it's b"), memberPath(base, 3)]),
      [
        '$.a',
        "$['it\\'s b']",
        '$[3]',
        '$$.b.a',
        "$$.b['it\\'s b']",
        '$$.b[3]',
        '$states.input.a',
        "$states.input.`it's b`",
        '$states.input[3]',
      ],
    );
  });

  it('says how long and why', () => {
    assert.deepEqual([0, 250, 2000, 90_000, 3_600_000, 90_061_500].map(duration), [
      '0 ms',
      '250 ms',
      '2 s',
      '1 min 30 s',
      '1 h',
      '1 d 1 h 1 min 1.5 s',
    ]);
    assert.equal(failureText({ error: 'A', cause: 'b\n c' }), 'A: b c');
    assert.equal(failureText({ error: 'A', cause: undefined }), 'A');
    assert.equal(
      failureText({ error: 'A', cause: '{"errorMessage":"too much","errorType":"A","stackTrace":[]}' }),
      'A: too much',
    );
    assert.equal(failureText({ error: 'A', cause: '{ not JSON' }), 'A: { not JSON');
  });
});
