import type { Items } from './chains';
import type { Arc, Layered, Point, Size } from './layered';
import { assignTracks, type Piece, type Pin, type Tracks } from './tracks';

/** Height of one track of horizontal lines between two rows, in CSS pixels. */
const trackHeight = 12;
const laneWidth = 12;

/** Turns rows and columns into coordinates: lines run vertically through rows and change sides on tracks between them. */
export function routeArcs(items: Items, x: Float64Array, sizes: readonly Size[], arcs: readonly Arc[]): Layered {
  const shift = leftEdge(items, x);
  const centre = Float64Array.from(x, (value) => value - shift);
  const lanes = placeLanes(items, centre, arcs);
  const { gaps, heads, tails } = piecesOf(items, arcs, centre);
  const tracks = gaps.map(assignTracks);
  const pads = gaps.map((_, gap) => padding(items, gap));
  const rowHeights = items.rows.map((row) => row.reduce((most, item) => Math.max(most, items.height[item]!), 0));
  const { rowTops, gapTops, gapHeights } = stack(rowHeights, tracks, pads);

  const nodes = sizes.map((size, node) => ({ x: Math.round(centre[node]! - size.width / 2), y: rowTops[items.row[node]!]! }));
  const pinsOf = ({ gap, piece }: Leg): Point[] => {
    const { from, to } = gaps[gap]![piece]!;
    const level = tracks[gap]!.levelOf[piece]!;
    const [before, after] = pads[gap]!;
    const free = gapHeights[gap]! - before - after - (tracks[gap]!.levels - 1) * trackHeight;
    // A straight piece has no track; its height does not matter, for it becomes part of a vertical line.
    const y = Math.round(gapTops[gap]! + before + (level < 0 ? 0 : free / 2 + level * trackHeight));
    return from.x === to.x
      ? [{ x: from.x, y }]
      : [
          { x: from.x, y },
          { x: to.x, y },
        ];
  };
  const trail = trails(items, tails, pinsOf);
  const routed = arcs.map((arc, index) => {
    const path = items.paths[index]!;
    const pins = heads[index]!.flatMap(pinsOf);
    for (let at = trail(path[path.length - 1]!); at; at = at.next) {
      pins.push(...at.pins);
    }
    const start = { x: pins[0]!.x, y: nodes[arc.from]!.y + sizes[arc.from]!.height };
    const end = { x: pins[pins.length - 1]!.x, y: nodes[arc.to]!.y };
    const label = arc.label && path[1]!;
    const labelRow = label === undefined ? 0 : items.row[label]!;
    const labelAt =
      label === undefined ? undefined : { x: centre[label]!, y: Math.round(rowTops[labelRow]! + rowHeights[labelRow]! / 2) };
    return { points: simplified([start, ...pins, end]), ...(labelAt && { labelAt }) };
  });

  const last = rowTops.length - 1;
  const height = Math.max(rowTops[last]! + rowHeights[last]!, gapTops[last + 1]! + gapHeights[last + 1]!);
  const right = rightEdge(items, centre);
  const width = Math.ceil(lanes > 0 ? right + (lanes + 1) * laneWidth : right);
  return { width, height, nodes, arcs: routed };
}

/** What follows from an item of a trunk to the target; straight stretches are left out, and arcs on one trunk share it. */
interface Trail {
  readonly pins: readonly Point[];
  readonly next: Trail | undefined;
}

function trails(
  items: Items,
  tails: ReadonlyMap<number, Leg>,
  pinsOf: (leg: Leg) => Point[],
): (item: number) => Trail | undefined {
  const known = new Map<number, Trail | undefined>();
  return (item) => {
    const open: number[] = [];
    let at: number | undefined = item;
    for (; at !== undefined && tails.has(at) && !known.has(at); at = items.next[at]) {
      open.push(at);
    }
    let trail = at === undefined ? undefined : known.get(at);
    for (const each of open.reverse()) {
      const pins = pinsOf(tails.get(each)!);
      if (pins.length > 1 || !trail) {
        trail = { pins, next: trail };
      }
      known.set(each, trail);
    }
    return trail;
  };
}

function rightEdge(items: Items, centre: Float64Array): number {
  return items.row.reduce((most, row, item) => (row < 0 ? most : Math.max(most, centre[item]! + items.width[item]! / 2)), 0);
}

function leftEdge(items: Items, x: Float64Array): number {
  let least = Infinity;
  for (let item = 0; item < x.length; item++) {
    if (items.row[item]! >= 0) {
      least = Math.min(least, x[item]! - items.width[item]! / 2);
    }
  }
  return Math.floor(least);
}

/** Gives each lane its place right of everything; lanes whose stretches do not meet share one. Returns how many there are. */
function placeLanes(items: Items, centre: Float64Array, arcs: readonly Arc[]): number {
  const stretch = new Map<number, [number, number]>();
  items.paths.forEach((path, index) => {
    const lane = path[path.length - 1]!;
    if (items.kind[lane] === 'lane') {
      const [a, b] = [items.row[arcs[index]!.from]!, items.row[arcs[index]!.to]!];
      const [top, bottom] = stretch.get(lane) ?? [Infinity, -1];
      stretch.set(lane, [Math.min(top, a, b), Math.max(bottom, a, b)]);
    }
  });
  const right = rightEdge(items, centre);
  const ends: number[] = [];
  for (const [lane, [top, bottom]] of [...stretch].sort((a, b) => a[1][0] - b[1][0] || a[0] - b[0])) {
    let at = ends.findIndex((end) => end < top);
    if (at < 0) {
      at = ends.length;
    }
    ends[at] = bottom + 1;
    centre[lane] = right + (at + 1) * laneWidth;
  }
  return ends.length;
}

interface Leg {
  readonly gap: number;
  readonly piece: number;
}

interface Legs {
  /** By gap (0 is above the first row): pieces, each once. */
  readonly gaps: Piece[][];
  /** By arc: the pieces up to its target or its trunk. */
  readonly heads: Leg[][];
  /** By item of a trunk: the piece to the next. */
  readonly tails: Map<number, Leg>;
}

function piecesOf(items: Items, arcs: readonly Arc[], centre: Float64Array): Legs {
  const { row, kind, rising, next, paths } = items;
  const ports = portsOf(items, centre, arcs);
  const gaps: Piece[][] = Array.from({ length: items.rows.length + 1 }, () => []);
  const known = gaps.map(() => new Map<number, number>());
  const leg = (from: number, to: number, aside: boolean): Leg => {
    // A line leaves a node below and enters it above; in between it goes on in its direction.
    const gap = kind[from] === 'node' ? row[from]! + 1 : kind[from] === 'lane' ? row[to]! : row[from]! + (rising[from] ? 0 : 1);
    const fromSide = kind[from] === 'lane' ? 'side' : rising[from] ? 'below' : 'above';
    const toSide = kind[to] === 'node' || row[to]! >= gap ? 'below' : kind[to] === 'lane' ? 'side' : 'above';
    const start = pin(items, from, fromSide, kind[from] === 'node' ? ports.out(from, aside) : centre[from]!, aside);
    const end = pin(items, to, toSide, kind[to] === 'node' ? ports.into(to, aside) : centre[to]!, aside);
    const key = start.key * 2 ** 26 + end.key;
    let piece = known[gap]!.get(key);
    if (piece === undefined) {
      piece = gaps[gap]!.push({ from: start, to: end }) - 1;
      known[gap]!.set(key, piece);
    }
    return { gap, piece };
  };
  const heads = arcs.map((arc, index) => paths[index]!.slice(1).map((to, i) => leg(paths[index]![i]!, to, arc.aside)));
  const tails = new Map<number, Leg>();
  next.forEach((to, item) => {
    if (to !== undefined) {
      tails.set(item, leg(item, to, items.aside[item]!));
    }
  });
  return { gaps, heads, tails };
}

interface Ports {
  out(node: number, aside: boolean): number;
  into(node: number, aside: boolean): number;
}

/** Where lines leave a node's bottom and enter its top: in the middle; beside it what is caught, when something else uses the middle. */
function portsOf(items: Items, centre: Float64Array, arcs: readonly Arc[]): Ports {
  const { kind, next, paths, width } = items;
  const plainOut = new Set<number>();
  const plainInto = new Set<number>();
  const leanOut = new Map<number, number>();
  const leanInto = new Map<number, number>();
  const note = (node: number, other: number, aside: boolean, plain: Set<number>, lean: Map<number, number>): void => {
    if (aside) {
      lean.set(node, (lean.get(node) ?? 0) + centre[other]! - centre[node]!);
    } else {
      plain.add(node);
    }
  };
  arcs.forEach(({ from, aside }, index) => {
    const path = paths[index]!;
    note(from, path[1]!, aside, plainOut, leanOut);
    const last = path[path.length - 1]!;
    if (kind[last] === 'node') {
      note(last, path[path.length - 2]!, aside, plainInto, leanInto);
    }
  });
  next.forEach((to, item) => {
    if (to !== undefined && kind[to] === 'node') {
      note(to, item, items.aside[item]!, plainInto, leanInto);
    }
  });
  const port = (node: number, aside: boolean, plain: Set<number>, lean: Map<number, number>, most: number): number => {
    const reach = aside && plain.has(node) ? Math.round(Math.min(width[node]! / 4, most)) : 0;
    return centre[node]! + ((lean.get(node) ?? 0) < 0 ? -reach : reach);
  };
  return {
    out: (node, aside) => port(node, aside, plainOut, leanOut, 56),
    into: (node, aside) => port(node, aside, plainInto, leanInto, 28),
  };
}

function pin(items: Items, item: number, side: Pin['side'], x: number, aside: boolean): Pin {
  const node = items.kind[item] === 'node';
  const key = (item * 2 + (node && aside ? 1 : 0)) * 4 + (side === 'above' ? 0 : side === 'below' ? 1 : 2);
  return { key, side, x, reach: node ? Math.min(12, Math.max(0, items.width[item]! / 2 - 14)) : 0 };
}

function padding(items: Items, gap: number): [number, number] {
  const above = items.rows[gap - 1];
  const below = items.rows[gap];
  const before = above?.some((item) => items.kind[item] === 'node') ? 14 : 8;
  const after = below?.some((item) => items.kind[item] === 'node') ? 22 : 8;
  return [before, after];
}

function stack(
  rowHeights: readonly number[],
  tracks: readonly Tracks[],
  pads: readonly (readonly [number, number])[],
): { rowTops: number[]; gapTops: number[]; gapHeights: number[] } {
  const rowTops: number[] = [];
  const gapTops: number[] = [];
  const gapHeights: number[] = [];
  let y = 0;
  tracks.forEach(({ levels }, gap) => {
    const outer = gap === 0 || gap === rowHeights.length;
    const [before, after] = pads[gap]!;
    const plain = outer ? 0 : Math.max(before + after, 20);
    const height = levels === 0 ? plain : Math.max(plain, before + after + (levels - 1) * trackHeight);
    gapTops.push(y);
    gapHeights.push(height);
    y += height;
    if (gap < rowHeights.length) {
      rowTops.push(y);
      y += rowHeights[gap]!;
    }
  });
  return { rowTops, gapTops, gapHeights };
}

/** Without points that stand between two others of the same line. */
function simplified(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [a, b] = [kept[kept.length - 2], kept[kept.length - 1]];
    if (b && b.x === point.x && b.y === point.y) {
      continue;
    }
    if (a && b && ((a.x === b.x && b.x === point.x) || (a.y === b.y && b.y === point.y && b.x > a.x === point.x > b.x))) {
      kept.pop();
    }
    kept.push(point);
  }
  return kept;
}
