import type { Items, Segment } from './chains';

/**
 * Orders each row from left to right so that few lines cross: depth-first order first (it follows the text, what is caught stands right of what
 * goes on, what returns runs on the left), then sweeps by barycentre; the best order seen is kept. Changes `items.rows`.
 */
export function orderRows(items: Items): void {
  depthFirst(items);
  const total = items.row.length;
  const sweeps = total < 1500 ? 16 : total < 8000 ? 6 : 3;
  let best = items.rows.map((row) => row.slice());
  let least = crossings(items);
  // Two sweeps each way without gain: the rest would be in vain.
  for (let sweep = 0, vain = 0; sweep < sweeps && least > 0 && vain < 4; sweep++, vain++) {
    sortRows(items, sweep % 2 === 0);
    if (total < 3000) {
      transpose(items);
    }
    const cost = crossings(items);
    if (cost < least) {
      least = cost;
      vain = -1;
      best = items.rows.map((row) => row.slice());
    }
  }
  items.rows.splice(0, items.rows.length, ...best);
}

function depthFirst(items: Items): void {
  const { rows, row, kind, up, down, segments, flats } = items;
  // A returning trunk stands left of the node that it returns to.
  const returning = new Map<number, number[]>();
  for (const { node, item } of flats) {
    const known = returning.get(node);
    if (known) {
      known.push(item);
    } else {
      returning.set(node, [item]);
    }
  }
  const placed = new Uint8Array(row.length);
  const visit = (from: number): void => {
    const stack = [from];
    while (stack.length > 0) {
      const item = stack.pop()!;
      if (placed[item]) {
        continue;
      }
      const first = returning.get(item)?.filter((other) => !placed[other] && up[other]!.length === 0);
      if (first && first.length > 0) {
        returning.delete(item);
        stack.push(item, ...first.reverse());
        continue;
      }
      placed[item] = 1;
      rows[row[item]!]!.push(item);
      for (let i = down[item]!.length - 1; i >= 0; i--) {
        stack.push(segments[down[item]![i]!]!.lower);
      }
    }
  };
  for (let item = 0; item < row.length; item++) {
    if (kind[item] === 'node' && up[item]!.length === 0) {
      visit(item);
    }
  }
  for (let item = 0; item < row.length; item++) {
    if (kind[item] !== 'lane') {
      visit(item);
    }
  }
}

function positions(items: Items): Int32Array {
  const position = new Int32Array(items.row.length);
  items.rows.forEach((row) => row.forEach((item, index) => (position[item] = index)));
  return position;
}

function sortRows(items: Items, downwards: boolean): void {
  const { rows, segments, up, down, flats } = items;
  const position = positions(items);
  const mate = new Map(flats.map(({ node, item }) => [item, node]));
  const order = rows.map((_, index) => (downwards ? index : rows.length - 1 - index));
  for (const index of order.slice(1)) {
    const row = rows[index]!;
    if (row.length < 2) {
      continue;
    }
    const wish = new Map<number, number>();
    for (const item of row) {
      const near = downwards ? up[item]! : down[item]!;
      if (near.length > 0) {
        let sum = 0;
        for (const n of near) {
          sum += position[downwards ? segments[n]!.upper : segments[n]!.lower]!;
        }
        wish.set(item, sum / near.length);
      }
    }
    const sorted = row
      .filter((item) => wish.has(item))
      .sort((a, b) => wish.get(a)! - wish.get(b)! || position[a]! - position[b]!);
    for (const item of row.filter((i) => !wish.has(i))) {
      const beside = mate.get(item);
      const at = beside === undefined ? -1 : sorted.indexOf(beside);
      if (at < 0) {
        sorted.splice(Math.min(position[item]!, sorted.length), 0, item);
      } else {
        sorted.splice(position[item]! < position[beside!]! ? at : at + 1, 0, item);
      }
    }
    rows[index] = sorted;
    sorted.forEach((item, at) => (position[item] = at));
  }
}

/** Swaps neighbours while that removes crossings. */
function transpose(items: Items): void {
  const { rows, up, down, segments } = items;
  const position = positions(items);
  const between = (a: readonly number[], b: readonly number[], end: 'upper' | 'lower'): number => {
    let count = 0;
    for (const s of a) {
      for (const t of b) {
        if (position[segments[s]![end]]! > position[segments[t]![end]]!) {
          count += loudness(segments[s]!) * loudness(segments[t]!);
        }
      }
    }
    return count;
  };
  for (let round = 0, improved = true; improved && round < 4; round++) {
    improved = false;
    for (const row of rows) {
      for (let i = 0; i + 1 < row.length; i++) {
        const [a, b] = [row[i]!, row[i + 1]!];
        if ((up[a]!.length + down[a]!.length) * (up[b]!.length + down[b]!.length) > 400) {
          continue;
        }
        const now = between(up[a]!, up[b]!, 'upper') + between(down[a]!, down[b]!, 'lower');
        if (now > between(up[b]!, up[a]!, 'upper') + between(down[b]!, down[a]!, 'lower')) {
          row[i] = b;
          row[i + 1] = a;
          position[a] = i + 1;
          position[b] = i;
          improved = true;
        }
      }
    }
  }
}

/** A line of the main flow that is crossed weighs more than one of what is caught. */
function loudness({ weight }: Segment): number {
  return weight > 2 ? 2 : 1;
}

/** How many lines cross; what stands between a node and the line that returns to it counts as well. */
function crossings(items: Items): number {
  const { rows, down, segments, flats } = items;
  const position = positions(items);
  let count = 0;
  for (let index = 0; index + 1 < rows.length; index++) {
    // Barth, Jünger, Mutzel: Simple and Efficient Bilayer Cross Counting.
    const width = rows[index + 1]!.length;
    if (width < 2) {
      continue;
    }
    let first = 1;
    while (first < width) {
      first *= 2;
    }
    const tree = new Int32Array(2 * first);
    for (const item of rows[index]!) {
      for (const s of down[item]!) {
        let crossed = 0;
        for (let at = position[segments[s]!.lower]! + first; at > 1; at >>= 1) {
          if (at % 2 === 0) {
            crossed += tree[at + 1]!;
          }
        }
        count += crossed * loudness(segments[s]!);
      }
      for (const s of down[item]!) {
        for (let at = position[segments[s]!.lower]! + first; at >= 1; at >>= 1) {
          tree[at]! += loudness(segments[s]!);
        }
      }
    }
  }
  for (const { node, item } of flats) {
    count += Math.max(0, Math.abs(position[node]! - position[item]!) - 1);
  }
  return count;
}
