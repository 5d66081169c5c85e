import assert from 'node:assert/strict';
import { shortened } from '../../../server/src/graph/timeline';

describe('names of rows of the timeline', () => {
  const within = (most: number) => (text: string) => text.length <= most;

  it('keep what tells them apart where there is little room', () => {
    assert.equal(shortened('EachParcel · item 17', within(20)), 'EachParcel · item 17');
    assert.equal(shortened('EachParcel · item 17', within(19)), '…item 17');
    assert.equal(shortened('EachParcel · item 17', within(7)), 'item 17');
    assert.equal(shortened('EachParcel · item 17', within(5)), 'item…');
    assert.equal(shortened('main', within(2)), 'm…');
    assert.equal(shortened('main', within(0)), 'm…');
  });
});
