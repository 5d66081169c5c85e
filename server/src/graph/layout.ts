import type { Picture, PictureEdge, PictureNode } from '../protocol';
import type { GraphEdge, GraphNode, GraphScope } from './graph';
import { layered, type Arc, type Layered, type Size } from './layered/layered';
import { fitLine, textWidth, wrapLines, type Font } from './measure';
import { shape } from './shape';

const nameFont: Font = { size: 13, bold: true };
const detailFont: Font = { size: 11, bold: false };
const labelFont: Font = { size: 11, bold: false };

/** Layouts of scopes by their content: an edit lays out its scope and those around it again, nothing else. */
export interface LayoutCache {
  get(key: string): Layered | undefined;
  set(key: string, value: Layered): void;
  /** Forgets what the last drawing has not used. */
  sweep(): void;
}

export function createLayoutCache(): LayoutCache {
  let used = new Map<string, Layered>();
  let before = new Map<string, Layered>();
  return {
    get(key) {
      const known = used.get(key) ?? before.get(key);
      if (known) {
        used.set(key, known);
      }
      return known;
    },
    set: (key, value) => void used.set(key, value),
    sweep() {
      before = used;
      used = new Map();
    },
  };
}

/** A scope with all sizes: laid out by itself, its containers being single nodes. */
interface PlacedScope {
  readonly scope: GraphScope;
  readonly nodes: readonly SizedNode[];
  readonly labels: readonly (SizedLabel | undefined)[];
  readonly layout: Layered;
}

interface SizedNode extends Size {
  readonly node: GraphNode;
  readonly lines: readonly string[];
  readonly detail?: string;
  readonly frames: readonly Frame[];
}

interface Frame extends Size {
  readonly x: number;
  readonly y: number;
  readonly inner: PlacedScope;
}

interface SizedLabel extends Size {
  readonly lines: readonly string[];
}

/** Places a graph: every scope by itself, inside out, a container being one node of the scope around it. */
export function layoutGraph(graph: GraphScope, cache: LayoutCache): Picture {
  const root = placeScope(graph, cache);
  cache.sweep();
  const nodes: PictureNode[] = [];
  const edges: PictureEdge[] = [];
  emit(root, shape.margin, shape.margin, nodes, edges);
  const { width, height } = root.layout;
  return { width: width + 2 * shape.margin, height: height + 2 * shape.margin, nodes, edges };
}

function placeScope(scope: GraphScope, cache: LayoutCache): PlacedScope {
  const nodes = scope.nodes.map((node) => sizeNode(node, scope, cache));
  const labels = scope.edges.map(sizeLabel);
  const root = scope.nodes[0]?.kind === 'start' ? 0 : undefined;
  const main = mainNodes(scope);
  const arcs = scope.edges.map((edge, index): Arc => ({ ...arcOf(edge, main.has(edge.from)), label: labels[index] }));
  const key = [
    root ?? '',
    ...nodes.map(({ width, height }) => `${width}x${height}`),
    ...arcs.map(({ from, to, weight, label }) => `${from}>${to} ${weight} ${label ? `${label.width}x${label.height}` : ''}`),
  ].join(',');
  let layout = cache.get(key);
  if (!layout) {
    layout = layered(nodes, arcs, root);
    cache.set(key, layout);
  }
  return { scope, nodes, labels, layout };
}

/** What is reached without an error: its lines are drawn straight before those of the rest. */
function mainNodes({ nodes, edges }: GraphScope): Set<number> {
  const out = nodes.map((): number[] => []);
  edges.forEach(({ from, to, kind }) => kind !== 'catch' && out[from]!.push(to));
  const main = new Set([0]);
  for (const node of main) {
    out[node]?.forEach((to) => main.add(to));
  }
  return main;
}

function arcOf({ from, to, kind }: GraphEdge, main: boolean): Omit<Arc, 'label'> {
  const weight = { start: 12, next: 10, choice: 4, default: 4, end: 3, catch: 1 }[kind];
  return { from, to, weight: main ? weight : Math.min(weight, 2), aside: kind === 'catch' };
}

function sizeNode(node: GraphNode, scope: GraphScope, cache: LayoutCache): SizedNode {
  if (node.kind === 'start' || node.kind === 'end') {
    const size = scope.kind === 'machine' ? { width: 72, height: 30 } : { width: 16, height: 16 };
    return { node, ...size, lines: [node.name], frames: [] };
  }
  const { card } = shape;
  const badges = (node.retry ? card.badge : 0) + (node.catch ? card.badge : 0);
  const around = card.text + card.right + badges;
  const detail = node.detail;
  const wish = Math.max(textWidth(node.name, nameFont), detail === undefined ? 0 : textWidth(detail, detailFont)) + around;
  const width = Math.min(Math.max(even(Math.ceil(wish / 8) * 8), card.least), card.most + badges);
  const lines = wrapLines(node.name, width - around, 2, nameFont);
  const height = card.height + Math.max(0, lines.length - 1) * card.line;
  const shown = detail === undefined ? undefined : fitLine(detail, width - around, detailFont);
  if (node.scopes.length === 0) {
    return { node, width, height, lines, detail: shown, frames: [] };
  }
  return sizeContainer(node, around, cache);
}

function sizeContainer(node: GraphNode, around: number, cache: LayoutCache): SizedNode {
  const { frame, header } = shape;
  const inner = node.scopes.map((scope) => placeScope(scope, cache));
  const sizes = inner.map(({ scope, layout, nodes }): Size => {
    const empty = nodes.length === 0;
    const top = scope.kind === 'branch' ? frame.top : frame.side;
    return {
      width: even((empty ? frame.empty.width : layout.width) + 2 * frame.side),
      height: even((empty ? frame.empty.height : layout.height) + top + frame.bottom),
    };
  });
  const area = sizes.reduce((sum, size) => sum + size.width * size.height, 0);
  const total = sizes.reduce((sum, size) => sum + size.width + frame.gap, 0);
  // Rows of about the same length, so that the last one does not hold a single branch.
  const count = Math.ceil(total / Math.max(shape.wide, Math.sqrt(area) * 1.5));
  const limit = total / count + sizes.reduce((most, size) => Math.max(most, size.width), 0);
  const rows = shelves(sizes, limit);
  const rowWidth = (row: readonly number[]): number =>
    row.reduce((sum, index) => sum + sizes[index]!.width, 0) + (row.length - 1) * frame.gap;
  const content = rows.reduce((most, row) => Math.max(most, rowWidth(row)), 0);
  const name = Math.min(textWidth(node.name, nameFont), 420);
  const detail = Math.min(textWidth(node.detail ?? '', detailFont), 420);
  const width = even(Math.max(content + 2 * frame.around, Math.max(name, detail) + around, shape.card.least));
  const frames: Frame[] = [];
  let y = header;
  for (const row of rows) {
    const height = row.reduce((most, index) => Math.max(most, sizes[index]!.height), 0);
    let x = (width - rowWidth(row)) / 2;
    for (const index of row) {
      // A frame that stands alone takes all the room there is, so that it looks like the container's body.
      const alone = rows.length === 1 && row.length === 1;
      const own = alone ? width - 2 * frame.around : sizes[index]!.width;
      frames.push({ x: alone ? frame.around : x, y, width: own, height, inner: inner[index]! });
      x += own + frame.gap;
    }
    y += height + frame.gap;
  }
  const room = width - around;
  return {
    node,
    width,
    height: even(y - frame.gap + frame.around),
    lines: [fitLine(node.name, room, nameFont)],
    detail: node.detail === undefined ? undefined : fitLine(node.detail, room, detailFont),
    frames,
  };
}

/** Indices in rows of at most `limit`. */
function shelves(sizes: readonly Size[], limit: number): number[][] {
  const rows: number[][] = [];
  let used = Infinity;
  sizes.forEach(({ width }, index) => {
    if (used + shape.frame.gap + width > limit) {
      rows.push([]);
      used = -shape.frame.gap;
    }
    rows[rows.length - 1]!.push(index);
    used += shape.frame.gap + width;
  });
  return rows;
}

function sizeLabel({ labels }: GraphEdge): SizedLabel | undefined {
  if (labels.length === 0) {
    return undefined;
  }
  const { most, line, height, side, lines: limit } = shape.label;
  let lines: string[];
  if (labels.length === 1) {
    lines = wrapLines(labels[0]!, most, 2, labelFont);
  } else {
    const shown = labels.length > limit ? labels.slice(0, limit - 1) : labels;
    lines = shown.map((label) => fitLine(label, most, labelFont));
    if (labels.length > limit) {
      lines.push(`and ${labels.length - shown.length} more`);
    }
  }
  const widest = lines.reduce((sum, text) => Math.max(sum, textWidth(text, labelFont)), 0);
  return { lines, width: even(widest + 2 * side), height: height + (lines.length - 1) * line };
}

/** Whole and even, so that middles fall on whole pixels. */
function even(length: number): number {
  return Math.ceil(length / 2) * 2;
}

function emit(placed: PlacedScope, left: number, top: number, nodes: PictureNode[], edges: PictureEdge[]): void {
  const { scope, layout } = placed;
  placed.nodes.forEach((sized, index) => {
    const { node, width, height, lines, detail, frames } = sized;
    const at = layout.nodes[index]!;
    const x = left + at.x;
    const y = top + at.y;
    nodes.push({
      id: node.id,
      kind: frames.length > 0 ? 'container' : node.kind,
      x,
      y,
      width,
      height,
      label: node.name,
      lines,
      ...(node.icon && { icon: node.icon }),
      ...(node.type !== undefined && { type: node.type }),
      ...(detail !== undefined && { detail }),
      ...(node.retry && { retry: node.retry }),
      ...(node.catch && { catch: node.catch }),
      ...(node.flaw && { flaw: node.flaw }),
      ...(node.unreachable && { unreachable: true }),
    });
    for (const frame of frames) {
      const { inner } = frame;
      const box = { x: x + frame.x, y: y + frame.y, width: frame.width, height: frame.height };
      const label = inner.nodes.length === 0 ? 'no states yet' : inner.scope.title;
      nodes.push({ id: inner.scope.id, kind: 'scope', ...box, label });
      const head = inner.scope.kind === 'branch' ? shape.frame.top : shape.frame.side;
      emit(inner, box.x + Math.round((frame.width - inner.layout.width) / 2), box.y + head, nodes, edges);
    }
  });
  scope.edges.forEach((edge, index) => {
    const [from, to] = [scope.nodes[edge.from]!.id, scope.nodes[edge.to]!.id];
    const { points, labelAt } = layout.arcs[index]!;
    const label = placed.labels[index];
    edges.push({
      id: `${edge.kind} ${from}>${to}`,
      from,
      to,
      kind: edge.kind,
      points: points.map((point) => ({ x: left + point.x, y: top + point.y })),
      ...(label &&
        labelAt && {
          label: edge.labels.join('\n'),
          lines: label.lines,
          labelAt: { x: left + labelAt.x, y: top + labelAt.y },
          labelSize: { width: label.width, height: label.height },
        }),
    });
  });
}
