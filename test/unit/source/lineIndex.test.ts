import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineIndex } from '../../../server/src/source/lineIndex';

describe('LineIndex', () => {
  const text = 'ab\r\nc\n\rd';
  const lines = new LineIndex(text);

  it('counts LF, CRLF and CR as one line break each', () => {
    assert.equal(lines.lineCount, 4);
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => lines.line(line)),
      ['ab', 'c', '', 'd'],
    );
  });

  it('answers line and character from 0', () => {
    assert.deepEqual(lines.position(0), { line: 0, character: 0 });
    assert.deepEqual(lines.position(4), { line: 1, character: 0 });
    assert.deepEqual(lines.position(7), { line: 3, character: 0 });
    assert.deepEqual(lines.position(8), { line: 3, character: 1 });
  });

  it('moves what is outside to the nearest place', () => {
    assert.deepEqual(lines.position(-5), { line: 0, character: 0 });
    assert.deepEqual(lines.position(99), { line: 3, character: 1 });
    assert.equal(lines.offset({ line: 0, character: 99 }), 2);
    assert.equal(lines.offset({ line: 1, character: 99 }), 5);
    assert.equal(lines.offset({ line: 9, character: 0 }), text.length);
    assert.equal(lines.offset({ line: -1, character: 4 }), 0);
  });

  it('finds back from a position to its offset, in any text', () => {
    const anyText = fc
      .array(fc.constantFrom('a', '\n', '\r', '\r\n', '€', '😀'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(anyText, fc.nat(60), (any, at) => {
        const offset = Math.min(at, any.length);
        const index = new LineIndex(any);
        const back = index.offset(index.position(offset));
        // Between CR and LF there is no position of its own: the end of the line stands for it.
        assert.equal(back, any[offset - 1] === '\r' && any[offset] === '\n' ? offset - 1 : offset);
      }),
    );
  });
});
