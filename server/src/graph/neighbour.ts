import type { Picture, PictureNode } from '../protocol';
import { shape } from './shape';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The state that an arrow key leads to from the state `id`: the nearest one in that direction, one that a line leads to before others; absent where there is none. */
export function neighbourOf(picture: Picture, id: string, direction: Direction): PictureNode | undefined {
  const from = picture.nodes.find((node) => node.id === id);
  if (!from) {
    return undefined;
  }
  const start = middleOf(from);
  const isVertical = direction === 'up' || direction === 'down';
  const linked = new Set(picture.edges.flatMap((edge) => (edge.from === id ? [edge.to] : edge.to === id ? [edge.from] : [])));
  let found: PictureNode | undefined;
  let least = Infinity;
  for (const node of picture.nodes) {
    if (node === from || !isState(node)) {
      continue;
    }
    const { x, y } = middleOf(node);
    const [dx, dy] = [x - start.x, y - start.y];
    const [ahead, beside] =
      direction === 'up' ? [-dy, dx] : direction === 'down' ? [dy, dx] : direction === 'left' ? [-dx, dy] : [dx, dy];
    // Ranks lie below each other, so a step aside counts little on the way down; sideways it leaves the rank.
    const cost = (ahead + (isVertical ? 1 : 3) * Math.abs(beside)) * (linked.has(node.id) ? 0.5 : 1);
    // What lies rather beside than ahead is another key's.
    if (ahead > 1 && Math.abs(beside) <= 3 * ahead && cost < least) {
      least = cost;
      found = node;
    }
  }
  return found;
}

/** Whether a node stands for a state: the rest cannot be gone to. */
export function isState({ kind }: PictureNode): boolean {
  return kind === 'state' || kind === 'container';
}

/** A container stands for itself with its header: its states lie below that. */
function middleOf({ kind, x, y, width, height }: PictureNode): { x: number; y: number } {
  return { x: x + width / 2, y: y + (kind === 'container' ? shape.header : height) / 2 };
}
