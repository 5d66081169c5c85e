import type { Items } from './chains';

/** Least clear space between neighbours of a row, in CSS pixels, by what they are. */
export function clearance(a: Items['kind'][number], b: Items['kind'][number]): number {
  if (a === 'node' && b === 'node') {
    return 40;
  }
  if (a === 'node' || b === 'node') {
    return a === 'label' || b === 'label' ? 20 : 24;
  }
  return a === 'label' && b === 'label' ? 14 : 16;
}

/**
 * Horizontal centres of all items, in whole pixels: what belongs together stands exactly in one line (blocks), and the
 * blocks are drawn towards their neighbours until they rest (Sander's pendulum method), never closer than `clearance`.
 */
export function placeItems(items: Items): Float64Array {
  const block = blocksOf(items);
  const count = block.reduce((most, b) => Math.max(most, b + 1), 0);
  const order = leftToRight(items, block, count);
  const pulls = pullsOf(items, block);
  const x = new Float64Array(count);
  for (const { right, left, gap } of order.walls) {
    x[right] = Math.max(x[right]!, x[left]! + gap);
  }
  const rounds = count < 400 ? 60 : 24;
  for (let round = 0; round < rounds; round++) {
    const wish = regionWishes(x, pulls, order.walls, count);
    if (moveBlocks(x, wish, order) < 0.25) {
      break;
    }
  }
  return Float64Array.from(block, (b) => Math.round(x[b] ?? 0));
}

/** Which items stand in one vertical line: one number for each line. */
function blocksOf(items: Items): Int32Array {
  const { rows, segments, up, down, kind, row } = items;
  const position = new Int32Array(row.length);
  rows.forEach((list) => list.forEach((item, index) => (position[item] = index)));
  const importance = segments.map(
    ({ upper, lower, weight }) => weight + (kind[upper] === 'bend' && kind[lower] === 'bend' ? 4 : 0),
  );
  // An item agrees to one line above and one below it: the only most important one, or the middle one of an odd number.
  const choose = (list: readonly number[], end: 'upper' | 'lower'): number => {
    const most = list.reduce((m, s) => Math.max(m, importance[s]!), -1);
    const candidates = list
      .filter((s) => importance[s] === most)
      .sort((a, b) => position[segments[a]![end]]! - position[segments[b]![end]]!);
    // Lines that stand aside need no symmetry: one of them is straight rather than none.
    const middle = candidates.length % 2 === 1 || most <= 1 ? candidates[candidates.length >> 1] : undefined;
    return middle ?? -1;
  };
  const chosenUp = up.map((list) => choose(list, 'upper'));
  const chosenDown = down.map((list) => choose(list, 'lower'));
  const aligned = new Int32Array(row.length).fill(-1);
  for (const list of rows) {
    const agreed = list
      .map((item) => chosenDown[item]!)
      .filter((s) => s >= 0 && chosenUp[segments[s]!.lower] === s)
      .sort((a, b) => importance[b]! - importance[a]! || position[segments[a]!.upper]! - position[segments[b]!.upper]!);
    const accepted: [number, number][] = [];
    for (const s of agreed) {
      const [top, bottom] = [position[segments[s]!.upper]!, position[segments[s]!.lower]!];
      let low = 0;
      let high = accepted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (accepted[middle]![0] < top) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      const [before, after] = [accepted[low - 1], accepted[low]];
      if ((!before || before[1] < bottom) && (!after || after[1] > bottom)) {
        accepted.splice(low, 0, [top, bottom]);
        aligned[segments[s]!.lower] = segments[s]!.upper;
      }
    }
  }
  const block = new Int32Array(row.length).fill(-1);
  let next = 0;
  for (const list of rows) {
    for (const item of list) {
      block[item] = aligned[item]! >= 0 ? block[aligned[item]!]! : next++;
    }
  }
  return block;
}

interface Wall {
  readonly left: number;
  readonly right: number;
  readonly gap: number;
}

interface Order {
  /** Sorted by their right block's place from left to right. */
  readonly walls: readonly Wall[];
  /** Blocks from left to right. */
  readonly sequence: readonly number[];
  readonly leftWalls: readonly (readonly Wall[])[];
  readonly rightWalls: readonly (readonly Wall[])[];
}

function leftToRight({ rows, kind, width }: Items, block: Int32Array, count: number): Order {
  const leftWalls: Wall[][] = Array.from({ length: count }, () => []);
  const rightWalls: Wall[][] = Array.from({ length: count }, () => []);
  for (const row of rows) {
    for (let i = 1; i < row.length; i++) {
      const [a, b] = [row[i - 1]!, row[i]!];
      const gap = Math.ceil((width[a]! + width[b]!) / 2 + clearance(kind[a]!, kind[b]!));
      const wall = { left: block[a]!, right: block[b]!, gap };
      leftWalls[wall.right]!.push(wall);
      rightWalls[wall.left]!.push(wall);
    }
  }
  // Blocks do not cross, so that "left of" has no cycles.
  const waiting = leftWalls.map((walls) => walls.length);
  const sequence: number[] = [];
  for (let b = 0; b < count; b++) {
    if (waiting[b] === 0) {
      sequence.push(b);
    }
  }
  for (let i = 0; i < sequence.length; i++) {
    for (const wall of rightWalls[sequence[i]!]!) {
      if (--waiting[wall.right]! === 0) {
        sequence.push(wall.right);
      }
    }
  }
  return { walls: sequence.flatMap((b) => leftWalls[b]!), sequence, leftWalls, rightWalls };
}

/** A wish that two blocks differ by `offset`, with a strength. */
interface Pull {
  readonly a: number;
  readonly b: number;
  readonly offset: number;
  readonly strength: number;
}

function pullsOf({ segments, flats, rows, kind, width, row }: Items, block: Int32Array): Pull[] {
  const pulls: Pull[] = [];
  for (const { upper, lower, weight } of segments) {
    if (block[upper] !== block[lower]) {
      const trunk = kind[upper] === 'bend' && kind[lower] === 'bend' ? 4 : 1;
      pulls.push({ a: block[upper]!, b: block[lower]!, offset: 0, strength: weight * trunk });
    }
  }
  const position = new Int32Array(row.length);
  rows.forEach((list) => list.forEach((item, index) => (position[item] = index)));
  for (const { node, item } of flats) {
    const gap = (width[node]! + width[item]!) / 2 + clearance('node', kind[item]!);
    pulls.push({ a: block[node]!, b: block[item]!, offset: position[item]! < position[node]! ? -gap : gap, strength: 1 });
  }
  return pulls;
}

/** How far each block would move; touching blocks that push against each other agree on their mean. */
function regionWishes(x: Float64Array, pulls: readonly Pull[], walls: readonly Wall[], count: number): Float64Array {
  const sum = new Float64Array(count);
  const strength = new Float64Array(count).fill(1e-6);
  for (const { a, b, offset, strength: s } of pulls) {
    const difference = x[a]! + offset - x[b]!;
    sum[b]! += s * difference;
    sum[a]! -= s * difference;
    strength[a]! += s;
    strength[b]! += s;
  }
  const parent = Int32Array.from({ length: count }, (_, b) => b);
  const find = (b: number): number => {
    while (parent[b] !== b) {
      parent[b] = parent[parent[b]!]!;
      b = parent[b]!;
    }
    return b;
  };
  const touching = walls.filter(({ left, right, gap }) => x[right]! - x[left]! - gap < 0.01);
  for (let pass = 0, merged = true; merged && pass < 8; pass++) {
    merged = false;
    for (const { left, right } of touching) {
      const [l, r] = [find(left), find(right)];
      if (l !== r && sum[l]! / strength[l]! > sum[r]! / strength[r]! + 1e-9) {
        parent[r] = l;
        sum[l]! += sum[r]!;
        strength[l]! += strength[r]!;
        merged = true;
      }
    }
  }
  return Float64Array.from({ length: count }, (_, b) => sum[find(b)]! / strength[find(b)]!);
}

function moveBlocks(x: Float64Array, wish: Float64Array, { sequence, leftWalls, rightWalls }: Order): number {
  // Less than the whole way: neighbours that wish to meet would otherwise change places for ever.
  const pace = 0.7;
  let most = 0;
  for (let i = sequence.length - 1; i >= 0; i--) {
    const b = sequence[i]!;
    if (wish[b]! > 0) {
      let room = Infinity;
      for (const wall of rightWalls[b]!) {
        room = Math.min(room, x[wall.right]! - wall.gap - x[b]!);
      }
      const step = Math.min(wish[b]! * pace, room);
      x[b]! += step;
      most = Math.max(most, step);
    }
  }
  for (const b of sequence) {
    if (wish[b]! < 0) {
      let room = Infinity;
      for (const wall of leftWalls[b]!) {
        room = Math.min(room, x[b]! - x[wall.left]! - wall.gap);
      }
      const step = Math.min(-wish[b]! * pace, room);
      x[b]! -= step;
      most = Math.max(most, step);
    }
  }
  return most;
}
