import assert from 'node:assert/strict';
import type { Picture, PictureNode } from '../../../server/src/protocol';
import { neighbourOf, type Direction } from '../../../server/src/graph/neighbour';

const node = (id: string, x: number, y: number, more: Partial<PictureNode> = {}): PictureNode => ({
  id,
  kind: 'state',
  x,
  y,
  width: 100,
  height: 40,
  label: id,
  ...more,
});

/** A decides between B and C, B stands left; below both a container with D and E inside. */
const picture: Picture = {
  width: 500,
  height: 500,
  nodes: [
    node('#start', 190, 0, { kind: 'start', width: 20, height: 20 }),
    node('A', 150, 40),
    node('B', 80, 140),
    node('C', 220, 140),
    node('Map', 50, 240, { kind: 'container', width: 300, height: 200 }),
    node('Map#scope', 60, 290, { kind: 'scope', width: 280, height: 140 }),
    node('Map/D', 150, 300),
    node('Map/E', 150, 380),
  ],
  edges: [{ id: 'e', from: 'B', to: 'Map/D', kind: 'next', points: [] }],
};

describe('the arrow keys of the graph', () => {
  const check = (from: string, direction: Direction, to: string | undefined) =>
    it(`${direction} from ${from} lead to ${to ?? 'nothing'}`, () => {
      assert.equal(neighbourOf(picture, from, direction)?.id, to);
    });
  check('A', 'up', undefined); // a start marker is no state
  check('A', 'down', 'B');
  check('B', 'right', 'C');
  check('C', 'left', 'B');
  check('C', 'right', undefined);
  check('B', 'down', 'Map/D'); // a line leads there
  check('C', 'down', 'Map');
  check('Map', 'down', 'Map/D');
  check('Map/D', 'up', 'Map');
  check('Map/D', 'down', 'Map/E');
  check('Map/E', 'down', undefined);
  check('none', 'down', undefined);
});
