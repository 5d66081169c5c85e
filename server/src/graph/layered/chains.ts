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
  /** By arc: the items it passes, source first. */
  readonly paths: number[][];
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
  private readonly returned = new Set<number>();
  private readonly joined = new Map<number, Segment>();

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
    };
    sizes.forEach((size, index) => this.item('node', row[index]!, size));
  }

  add(arc: Arc, back: boolean, key: number, outside: boolean): void {
    const trunk = this.trunks.get(key) ?? new Map<number, number>();
    this.trunks.set(key, trunk);
    this.items.paths.push(back ? this.upwards(arc, trunk, outside) : this.downwards(arc, trunk, outside));
  }

  private downwards(arc: Arc, trunk: Map<number, number>, outside: boolean): number[] {
    const { row } = this.items;
    const end = row[arc.to]!;
    const path = [arc.from];
    let at = row[arc.from]! + 1;
    const step = (item: number): void => {
      this.join(path[path.length - 1]!, item, arc.weight);
      path.push(item);
    };
    if (arc.label) {
      step(this.item('label', at++, arc.label));
    }
    if (outside && at < end) {
      path.push(this.onTrunk(trunk, -1), arc.to);
      return path;
    }
    for (; at < end; at++) {
      step(this.onTrunk(trunk, at));
    }
    step(arc.to);
    return path;
  }

  private upwards(arc: Arc, trunk: Map<number, number>, outside: boolean): number[] {
    const { row } = this.items;
    const end = row[arc.to]!;
    const path = [arc.from];
    let at = row[arc.from]!;
    const step = (item: number): void => {
      const below = path[path.length - 1]!;
      if (below === arc.from) {
        this.flat(arc.from, item);
      } else {
        this.join(item, below, arc.weight);
      }
      path.push(item);
    };
    if (arc.label) {
      step(this.item('label', at--, arc.label));
    }
    if (outside && at >= end) {
      path.push(this.onTrunk(trunk, -1), arc.to);
      return path;
    }
    for (; at >= end; at--) {
      step(this.onTrunk(trunk, at));
    }
    const last = path[path.length - 1]!;
    if (!this.returned.has(last)) {
      this.returned.add(last);
      this.flat(arc.to, last);
    }
    path.push(arc.to);
    return path;
  }

  private flat(node: number, item: number): void {
    this.items.flats.push({ node, item });
  }

  private onTrunk(trunk: Map<number, number>, row: number): number {
    let item = trunk.get(row);
    if (item === undefined) {
      item = this.item(row < 0 ? 'lane' : 'bend', row, { width: 0, height: 0 });
      trunk.set(row, item);
    }
    return item;
  }

  private item(kind: Items['kind'][number], row: number, size: Size): number {
    const { items } = this;
    items.row.push(row);
    items.kind.push(kind);
    items.width.push(size.width);
    items.height.push(size.height);
    items.up.push([]);
    items.down.push([]);
    return items.row.length - 1;
  }

  private join(upper: number, lower: number, weight: number): void {
    const key = upper * 2 ** 26 + lower;
    const known = this.joined.get(key);
    if (known) {
      known.weight = Math.max(known.weight, weight);
      return;
    }
    const segment = { upper, lower, weight };
    this.joined.set(key, segment);
    const index = this.items.segments.push(segment) - 1;
    this.items.down[upper]!.push(index);
    this.items.up[lower]!.push(index);
  }
}
