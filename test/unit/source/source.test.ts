import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeUtf8 } from '../../../server/src/source/decodeUtf8';
import { applyEdits } from '../../../server/src/source/edit';
import { nearest } from '../../../server/src/source/nearest';
import { parseJson } from '../../../server/src/source/parseJson';
import { pointerAt } from '../../../server/src/source/pointer';
import { stringLiteral } from '../../../server/src/source/stringLiteral';

describe('decodeUtf8', () => {
  it('takes the byte order mark off and tells of it', () => {
    const { text, problems } = decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]));
    assert.equal(text, '{}');
    assert.deepEqual(
      problems.map((p) => p.code),
      ['byte-order-mark'],
    );
  });
  it('marks the first bytes that are no character', () => {
    const { text, problems } = decodeUtf8(new Uint8Array([0x22, 0xe4, 0x22]));
    assert.equal(text, '"\ufffd"');
    assert.deepEqual(
      problems.map(({ code, start, end }) => ({ code, start, end })),
      [{ code: 'invalid-encoding', start: 1, end: 2 }],
    );
  });
  it('takes valid text as it is', () => {
    assert.deepEqual(decodeUtf8(new TextEncoder().encode('"ä😀\ufffd"')), { text: '"ä😀\ufffd"', problems: [] });
  });
});

describe('applyEdits', () => {
  it('replaces, inserts and deletes, in any order', () => {
    const edits = [
      { start: 6, end: 11, text: 'all' },
      { start: 0, end: 0, text: '>' },
      { start: 5, end: 6, text: '' },
    ];
    assert.equal(applyEdits('hello world', edits), '>helloall');
  });
  it('leaves out what overlaps', () => {
    assert.equal(
      applyEdits('abcd', [
        { start: 0, end: 2, text: 'X' },
        { start: 1, end: 3, text: 'Y' },
      ]),
      'Xcd',
    );
  });
});

describe('nearest', () => {
  const names = ['Next', 'ResultPath', 'ResultSelector', 'Done', 'Check Stock', 'A', 'B', 'S1'];
  for (const [typed, meant] of [
    ['next', 'Next'],
    ['Netx', 'Next'],
    ['ResultPaht', 'ResultPath'],
    ['Donee', 'Done'],
    ['CheckStock', 'Check Stock'],
    ['Resource', undefined],
    ['Zebra', undefined],
    ['Done ', 'Done'],
    ['a', 'A'],
    ['C', undefined],
    ['S3', undefined],
  ] as const) {
    it(`${typed} → ${meant ?? 'nothing'}`, () => assert.equal(nearest(typed, names), meant));
  }
});

describe('pointerAt', () => {
  it('finds the way to every value, and a key belongs to its value', () => {
    const text = '{"a/b": [1, {"c~": "x"}], "d": {}}';
    const { root } = parseJson(text);
    const at = (part: string) => pointerAt(root, { start: text.indexOf(part), end: text.indexOf(part) + part.length });
    assert.equal(at('"x"'), '/a~1b/1/c~0');
    assert.equal(at('"c~"'), '/a~1b/1/c~0');
    assert.equal(at('1'), '/a~1b/0');
    assert.equal(at('"d"'), '/d');
    assert.equal(pointerAt(root, { start: 0, end: text.length }), '');
  });
  it('agrees with the path that was walked, in any document', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-c/~]{1,3}$/), { minLength: 1, maxLength: 6 }), (keys) => {
        const text = keys.reduceRight((inner, key) => `{"x": 1, ${JSON.stringify(key)}: [0, ${inner}]}`, 'null');
        const expected = keys.map((key) => `/${key.replace(/~/g, '~0').replace(/\//g, '~1')}/1`).join('');
        const start = text.indexOf('null');
        assert.equal(pointerAt(parseJson(text).root, { start, end: start + 4 }), expected);
      }),
    );
  });
});

describe('stringLiteral', () => {
  it('writes in the quotes that are there', () => {
    assert.equal(stringLiteral('a "b"', { start: 0, end: 3 }, '"x"'), '"a \\"b\\""');
    assert.equal(stringLiteral("it's", { start: 0, end: 3 }, "'x'"), "'it''s'");
    assert.equal(stringLiteral('Done', { start: 0, end: 3 }, 'abc'), 'Done');
    assert.equal(stringLiteral('true', { start: 0, end: 3 }, 'abc'), '"true"');
  });
});
