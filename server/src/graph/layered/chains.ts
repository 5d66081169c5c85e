import type { Arc, Size } from './layered';
import { rankNodes } from './rank';

/**
 * What stands in the rows: the nodes themselves, the labels of arcs, and bends where a long arc passes a row.
 * Long arcs to one node share their bends and so run as one trunk: it reads better, and their number stays small.
 */
export interface Items {
  readonly row: number[];
  readonly kind: ('node' | 'label' | 'bend' | 'lane')[];
  readonly width: number[];
  readonly height: number[];
  /** Each row's items from left to right. */
  readonly rows: number[][];
  /** Lines between neighbouring rows. */
  readonly segments: Segment[];
  /** By item: indices of the segments towards the row above and below. */
  readonly up: number[][];
  readonly down: number[][];
  /** Pairs in one row that a returning arc joins around their top or bottom. */
  readonly flats: Flat[];
  /** By arc: the items from its source up to its target, or to the first item of a trunk; from there `next` leads on. */
  readonly paths: number[][];
  /** Of items on a trunk: the item that follows towards the target. */
  readonly next: (number | undefined)[];
  /** Of bends and labels: the line through it runs upwards. */
  readonly rising: boolean[];
  /** Of bends: as in `Arc`. */
  readonly aside: boolean[];
}

export interface Segment {
  readonly upper: number;
  readonly lower: number;
  weight: number;
}

export interface Flat {
  readonly node: number;
  readonly item: number;
}

/** More bends than this (for a machine of thousands of states that all jump far) and the longest arcs run outside, on a lane of their own. */
const bendLimit = (nodes: number): number => 6000 + 3 * nodes;

/** Puts nodes into rows and splits the arcs into pieces between neighbouring rows. */
export function chainItems(sizes: readonly Size[], arcs: readonly Arc[], root: number | undefined): Items {
  const { rank, back } = rankNodes(sizes.length, arcs, root);
  const rowOf = compressedRows(rank, arcs, back);
  const row = Array.from(rank, (r) => rowOf(2 * r));
  const lanes = trunksOutside(row, arcs, back, bendLimit(sizes.length));
  const chains = new Chains(sizes, row);
  arcs.forEach((arc, index) => {
    const key = trunkKey(arc, back[index]!);
    chains.add(arc, back[index] === 1, key, lanes.has(key));
  });
  return chains.items;
}

/** Labels stand in rows between those of nodes (odd numbers); rows that nobody uses are dropped. */
function compressedRows(rank: Int32Array, arcs: readonly Arc[], back: Uint8Array): (row: number) => number {
  const used = new Set<number>();
  rank.forEach((r) => used.add(2 * r));
  arcs.forEach((arc, index) => {
    if (arc.label && !back[index]) {
      used.add(2 * rank[arc.from]! + 1);
    }
  });
  const compressed = new Map([...used].sort((a, b) => a - b).map((r, index) => [r, index]));
  return (r) => compressed.get(r) ?? 0;
}

function trunkKey(arc: Arc, back: number): number {
  return arc.to * 4 + back * 2 + (arc.aside ? 1 : 0);
}

function trunksOutside(row: readonly number[], arcs: readonly Arc[], back: Uint8Array, limit: number): Set<number> {
  const spans = new Map<number, number>();
  arcs.forEach((arc, index) => {
    const key = trunkKey(arc, back[index]!);
    spans.set(key, Math.max(spans.get(key) ?? 0, Math.abs(row[arc.to]! - row[arc.from]!)));
  });
  let bends = [...spans.values()].reduce((sum, span) => sum + span, 0);
  const outside = new Set<number>();
  if (bends > limit) {
    for (const [key, span] of [...spans].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
      if (bends <= limit || span < 3) {
        break;
      }
      outside.add(key);
      bends -= span;
    }
  }
  return outside;
}

class Chains {
  readonly items: Items;
  private readonly trunks = new Map<number, Map<number, number>>();
  private readonly joined = new Map<number, number>();

  constructor(sizes: readonly Size[], row: readonly number[]) {
    this.items = {
      row: [],
      kind: [],
      width: [],
      height: [],
      rows: Array.from({ length: row.reduce((most, r) => Math.max(most, r + 1), 0) }, () => []),
      segments: [],
      up: [],
      down: [],
      flats: [],
      paths: [],
      next: [],
      rising: [],
      aside: [],
    };
    sizes.forEach((size, index) => this.item('node', row[index]!, size));
  }

  /** Adds an arc: `back` when it closes a cycle; `outside` when its trunk runs on a lane. */
  add(arc: Arc, back: boolean, key: number, outside: boolean): void {
    const { row, paths } = this.items;
    const path = [arc.from];
    paths.push(path);
    const step = back ? -1 : 1;
    let at = row[arc.from]! + (back ? 0 : 1);
    if (arc.label) {
      path.push(this.link(arc.from, this.item('label', at, arc.label, back), arc.weight, back));
      at += step;
    }
    const trunk = this.trunks.get(key) ?? new Map<number, number>();
    this.trunks.set(key, trunk);
    // A line that returns passes its target's row as well, and enters it from above like any other.
    const end = row[arc.to]! + (back ? -1 : 0);
    let from = path[path.length - 1]!;
    let onTrunk = false;
    for (; step * (end - at) > 0; at = outside ? end : at + step) {
      const place = outside ? -1 : at;
      const known = trunk.get(place);
      const item = known ?? this.item(outside ? 'lane' : 'bend', place, { width: 0, height: 0 }, back, arc.aside);
      trunk.set(place, item);
      if (!outside) {
        this.link(from, item, arc.weight, back);
      }
      if (onTrunk) {
        this.items.next[from] = item;
      } else {
        path.push(item);
      }
      if (known !== undefined) {
        this.strengthen(item, arc.weight);
        return;
      }
      onTrunk = true;
      from = item;
    }
    if (onTrunk) {
      this.items.next[from] = arc.to;
    } else {
      path.push(arc.to);
    }
    if (this.items.kind[from] !== 'lane') {
      this.link(from, arc.to, arc.weight, back);
    }
  }

  /** Further down, the trunk is as important as the most important arc that it carries. */
  private strengthen(item: number, weight: number): void {
    const { next, kind, segments } = this.items;
    for (let from = item, to = next[from]; to !== undefined && kind[from] !== 'node'; from = to, to = next[from]) {
      const segment = this.joined.get(pair(from, to)) ?? this.joined.get(pair(to, from));
      if (segment === undefined || segments[segment]!.weight >= weight) {
        return;
      }
      segments[segment]!.weight = weight;
    }
  }

  private item(kind: Items['kind'][number], row: number, size: Size, rising = false, aside = false): number {
    const { items } = this;
    items.row.push(row);
    items.kind.push(kind);
    items.width.push(size.width);
    items.height.push(size.height);
    items.up.push([]);
    items.down.push([]);
    items.next.push(undefined);
    items.rising.push(rising);
    items.aside.push(aside);
    return items.row.length - 1;
  }

  /** Connects two items that follow each other on an arc; returns the second. */
  private link(from: number, to: number, weight: number, back: boolean): number {
    const { row, flats, kind } = this.items;
    if (row[from] === row[to]) {
      flats.push(kind[from] === 'node' ? { node: from, item: to } : { node: to, item: from });
    } else if (back) {
      this.join(to, from, weight);
    } else {
      this.join(from, to, weight);
    }
    return to;
  }

  private join(upper: number, lower: number, weight: number): void {
    const known = this.joined.get(pair(upper, lower));
    if (known !== undefined) {
      this.items.segments[known]!.weight = Math.max(this.items.segments[known]!.weight, weight);
      return;
    }
    const index = this.items.segments.push({ upper, lower, weight }) - 1;
    this.joined.set(pair(upper, lower), index);
    this.items.down[upper]!.push(index);
    this.items.up[lower]!.push(index);
  }
}

/** Two item numbers as one key. */
function pair(upper: number, lower: number): number {
  return upper * 2 ** 26 + lower;
}
