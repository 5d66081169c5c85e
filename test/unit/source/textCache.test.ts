import assert from 'node:assert/strict';
import { TextCache } from '../../../server/src/source/textCache';

describe('what was made of texts', () => {
  it('is made once for each distinct text', () => {
    const asked: string[] = [];
    const cache = new TextCache((text) => {
      asked.push(text);
      return text.length;
    }, 1000);
    assert.deepEqual([cache.of('a'), cache.of('bc'), cache.of('a')], [1, 2, 1]);
    assert.deepEqual(asked, ['a', 'bc']);
  });

  it('is forgotten, the oldest first, when the texts are too long altogether', () => {
    let made = 0;
    const cache = new TextCache(() => ++made, 1000);
    const long = (index: number): string => `${index}`.padEnd(200, 'x');
    [0, 1, 2, 3].forEach((index) => cache.of(long(index)));
    assert.equal(cache.of(long(3)), 4);
    cache.of(long(4));
    assert.equal(cache.of(long(4)), 5);
    assert.equal(cache.of(long(0)), 6);
  });

  it('a text that is longer than all that may be remembered is made anew', () => {
    const cache = new TextCache((text) => text.length, 10);
    assert.equal(cache.of('x'.repeat(50)), 50);
    assert.equal(cache.of('y'), 1);
  });
});
