import assert from 'node:assert/strict';
import { ShownExecutions } from '../../../client/src/shownExecutions';

describe('of several executions of a state machine', () => {
  const [one, two] = [
    { session: 's', threadId: 1 },
    { session: 's', threadId: 1048577 },
  ];

  it('the first is shown, and stays while it is told of', () => {
    const shown = new ShownExecutions();
    assert.equal(shown.takes('key', one, false, false), true);
    assert.equal(shown.takes('key', two, false, false), false);
    assert.equal(shown.takes('key', one, true, false), true);
    assert.equal(shown.takes('key', two, true, false), false, 'both stand');
    assert.deepEqual([shown.isShown('key', one), shown.isShown('key', two)], [true, false]);
    assert.equal(shown.takes('other', two, false, false), true, 'another state machine');
  });

  it('one that stands takes the place of one that does not', () => {
    const shown = new ShownExecutions();
    shown.takes('key', one, true, false);
    shown.takes('key', one, false, false);
    assert.equal(shown.takes('key', two, true, false), true);
    assert.equal(shown.takes('key', one, false, false), false);
  });

  it('the one that is looked at is shown, whatever is told of others', () => {
    const shown = new ShownExecutions();
    shown.takes('key', one, true, false);
    shown.choose('key', two, true);
    assert.equal(shown.takes('key', one, true, false), false);
    assert.equal(shown.takes('key', two, false, false), true);
    assert.deepEqual([shown.isShown('key', one), shown.isShown('key', two)], [false, true]);
  });

  it('one that is over, with its session or before it, gives way', () => {
    const shown = new ShownExecutions();
    shown.takes('key', one, false, false);
    assert.equal(shown.takes('key', one, false, true), true);
    assert.equal(shown.takes('key', two, false, false), true);
    shown.end('another');
    assert.equal(shown.takes('key', one, false, false), false);
    shown.end('s');
    assert.equal(shown.isShown('key', two), true, 'it stays to be looked at');
    assert.equal(shown.takes('key', { session: 't', threadId: 1 }, false, false), true);
    shown.forget('key');
    assert.equal(shown.isShown('key', { session: 't', threadId: 1 }), false);
  });
});
