import type { Items } from './chains';
import type { Arc, Layered, Point, Size } from './layered';
import { assignTracks, type Piece, type Pin } from './tracks';

/** Height of one track of horizontal lines between two rows, in CSS pixels. */
const trackHeight = 12;
const laneWidth = 12;

/** Turns rows and columns into coordinates: lines run vertically through rows and change sides on tracks between them. */
export function routeArcs(items: Items, x: Float64Array, sizes: readonly Size[], arcs: readonly Arc[]): Layered {
  const shift = leftEdge(items, x);
  const centre = Float64Array.from(x, (value) => value - shift);
  const lanes = placeLanes(items, centre, arcs);
  const ports = portsOf(items, centre, arcs);
  const { gaps, legs } = piecesOf(items, arcs, ports, centre);
  const tracks = gaps.map(assignTracks);
  const rowHeights = items.rows.map((row) => row.reduce((most, item) => Math.max(most, items.height[item]!), 0));
  const { rowTops, gapTops, gapHeights } = stack(items, rowHeights, tracks);

  const nodes = sizes.map((size, node) => ({ x: Math.round(centre[node]! - size.width / 2), y: rowTops[items.row[node]!]! }));
  const trackY = (gap: number, level: number): number => {
    const { levels } = tracks[gap]!;
    const [before, after] = padding(items, gap);
    const free = gapHeights[gap]! - before - after - (levels - 1) * trackHeight;
    return Math.round(gapTops[gap]! + before + free / 2 + level * trackHeight);
  };
  const routed = arcs.map((arc, index) => {
    const path = items.paths[index]!;
    const pins: Point[] = [];
    for (const { gap, piece } of legs[index]!) {
      const { from, to } = gaps[gap]![piece]!;
      const level = tracks[gap]!.levelOf[piece]!;
      if (level < 0) {
        pins.push({ x: from.x, y: NaN }, { x: to.x, y: NaN });
      } else {
        const y = trackY(gap, level);
        pins.push({ x: from.x, y }, { x: to.x, y });
      }
    }
    const start = { x: pins[0]!.x, y: nodes[arc.from]!.y + sizes[arc.from]!.height };
    const end = { x: pins[pins.length - 1]!.x, y: nodes[arc.to]!.y };
    const label = arc.label && path[1]!;
    const labelRow = label === undefined ? 0 : items.row[label]!;
    const labelAt = label === undefined ? undefined : { x: centre[label]!, y: Math.round(rowTops[labelRow]! + rowHeights[labelRow]! / 2) };
    return { points: simplified([start, ...pins.filter((pin) => !Number.isNaN(pin.y)), end]), ...(labelAt && { labelAt }) };
  });

  const last = rowTops.length - 1;
  const height = Math.max(rowTops[last]! + rowHeights[last]!, gapTops[last + 1]! + gapHeights[last + 1]!);
  const right = items.row.reduce((most, row, item) => (row < 0 ? most : Math.max(most, centre[item]! + items.width[item]! / 2)), 0);
  const width = Math.ceil(lanes > 0 ? right + (lanes + 1) * laneWidth : right);
  return { width, height, nodes, arcs: routed };
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
    const lane = path.find((item) => items.kind[item] === 'lane');
    if (lane !== undefined) {
      const [a, b] = [items.row[arcs[index]!.from]!, items.row[arcs[index]!.to]!];
      const [top, bottom] = stretch.get(lane) ?? [Infinity, -1];
      stretch.set(lane, [Math.min(top, a, b), Math.max(bottom, a, b)]);
    }
  });
  const right = items.row.reduce((most, row, item) => (row < 0 ? most : Math.max(most, centre[item]! + items.width[item]! / 2)), 0);
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

type Port = (node: number, arc: Arc, side: 'in' | 'out') => number;

/** Where lines leave a node's bottom and enter its top: in the middle; beside it what is caught, when something else uses the middle. */
function portsOf(items: Items, centre: Float64Array, arcs: readonly Arc[]): Port {
  const use = Array.from({ length: arcs.length === 0 ? 0 : items.row.length }, () => ({ in: [0, 0, 0], out: [0, 0, 0] }));
  arcs.forEach((arc, index) => {
    const path = items.paths[index]!;
    const out = use[arc.from]!.out;
    const into = use[arc.to]!.in;
    out[arc.aside ? 1 : 0]!++;
    into[arc.aside ? 1 : 0]!++;
    if (arc.aside) {
      out[2]! += centre[path[1]!]! - centre[arc.from]!;
      into[2]! += centre[path[path.length - 2]!]! - centre[arc.to]!;
    }
  });
  return (node, arc, side) => {
    const [plain, , lean] = use[node]![side] as [number, number, number];
    if (!arc.aside || plain === 0) {
      return centre[node]!;
    }
    const reach = Math.round(Math.min(items.width[node]! / 4, side === 'in' ? 28 : 56));
    return centre[node]! + (lean < 0 ? -reach : reach);
  };
}

interface Legs {
  /** By gap (0 is above the first row): pieces, each once. */
  readonly gaps: Piece[][];
  /** By arc: the pieces it consists of. */
  readonly legs: { readonly gap: number; readonly piece: number }[][];
}

function piecesOf(items: Items, arcs: readonly Arc[], ports: Port, centre: Float64Array): Legs {
  const gaps: Piece[][] = Array.from({ length: items.rows.length + 1 }, () => []);
  const known = gaps.map(() => new Map<string, number>());
  const legs = arcs.map((arc, index) => {
    const path = items.paths[index]!;
    let fromTop = false;
    return path.slice(1).map((to, i) => {
      const from = path[i]!;
      const [a, b] = [items.row[from]!, items.row[to]!];
      const first = i === 0;
      const last = i === path.length - 2;
      // A line leaves a node below and enters it above; in between it goes on in its direction.
      const gap = first ? a + 1 : last && to === arc.to ? b : fromTop ? a : a + 1;
      const fromSide: Pin['side'] = items.kind[from] === 'lane' ? 'side' : first || !fromTop ? 'above' : 'below';
      let toSide: Pin['side'];
      if (items.kind[to] === 'lane') {
        toSide = 'side';
      } else if (last) {
        toSide = 'below';
      } else {
        toSide = b >= gap ? 'below' : 'above';
        fromTop = toSide === 'above';
      }
      const fromPin: Pin = pin(from, fromSide, first ? ports(from, arc, 'out') : centre[from]!, first && arc.aside, items);
      const toPin: Pin = pin(to, toSide, last ? ports(to, arc, 'in') : centre[to]!, last && arc.aside, items);
      const key = `${fromPin.key} ${toPin.key}`;
      let piece = known[gap]!.get(key);
      if (piece === undefined) {
        piece = gaps[gap]!.push({ from: fromPin, to: toPin }) - 1;
        known[gap]!.set(key, piece);
      }
      return { gap, piece };
    });
  });
  return { gaps, legs };
}

function pin(item: number, side: Pin['side'], x: number, aside: boolean, items: Items): Pin {
  return { key: (item * 2 + (aside ? 1 : 0)) * 4 + (side === 'above' ? 0 : side === 'below' ? 1 : 2), side, x, reach: items.kind[item] === 'node' ? Math.min(12, Math.max(0, items.width[item]! / 2 - 14)) : 0 };
}

function padding(items: Items, gap: number): [number, number] {
  const above = items.rows[gap - 1];
  const below = items.rows[gap];
  const before = above?.some((item) => items.kind[item] === 'node') ? 14 : 8;
  const after = below?.some((item) => items.kind[item] === 'node') ? 22 : 8;
  return [before, after];
}

function stack(
  items: Items,
  rowHeights: readonly number[],
  tracks: readonly { readonly levels: number }[],
): { rowTops: number[]; gapTops: number[]; gapHeights: number[] } {
  const rowTops: number[] = [];
  const gapTops: number[] = [];
  const gapHeights: number[] = [];
  let y = 0;
  tracks.forEach(({ levels }, gap) => {
    const outer = gap === 0 || gap === items.rows.length;
    const [before, after] = padding(items, gap);
    const plain = outer ? 0 : Math.max(before + after, 20);
    const height = levels === 0 ? (outer ? 0 : plain) : Math.max(plain, before + after + (levels - 1) * trackHeight);
    gapTops.push(y);
    gapHeights.push(height);
    y += height;
    if (gap < items.rows.length) {
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
