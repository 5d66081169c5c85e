import type { ExecutionOverlay, Picture, PictureEdge, PictureNode } from '../protocol';
import { iconPath, iconTone } from './icons';
import type { Point } from './layered/layered';
import { shape } from './shape';
import { standaloneStyle, type Theme } from './style';

/** A file that stands alone: colours inside, light or dark or as the reader's system is. */
export function svgFile(
  picture: Picture,
  options: { readonly theme?: Theme; readonly title: string; readonly overlay?: ExecutionOverlay },
): string {
  const { width, height } = picture;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" class="stepwise" role="img">`,
    `<title>${escaped(options.title)}</title>`,
    `<style>${standaloneStyle(options.theme ?? 'auto')}</style>`,
    `<rect class="canvas" width="${width}" height="${height}"/>`,
    drawPicture(picture, { overlay: options.overlay }),
    '</svg>\n',
  ].join('\n');
}

export interface DrawOptions {
  /** States take the focus, and have a place to set a breakpoint. */
  readonly interactive?: boolean;
  readonly overlay?: ExecutionOverlay;
}

/** The content of the picture: frames first, then lines, labels, cards. Ids are in `data-id`, for who looks for elements. */
export function drawPicture(picture: Picture, options: DrawOptions = {}): string {
  const frames = picture.nodes.filter((node) => node.kind === 'container' || node.kind === 'scope');
  const cards = picture.nodes.filter((node) => node.kind !== 'container' && node.kind !== 'scope');
  const labelled = picture.edges.filter((edge) => edge.labelAt && edge.lines);
  const taken = takenEdges(picture, options.overlay);
  return [
    '<g class="frames">',
    ...frames.map((node) => drawNode(node, options)),
    '</g><g class="edges">',
    // What was taken is drawn last, over the lines that it shares its way with.
    ...picture.edges.filter((edge) => !taken.has(edge.id)).map((edge) => drawEdge(edge, false)),
    ...picture.edges.filter((edge) => taken.has(edge.id)).map((edge) => drawEdge(edge, true)),
    '</g><g class="labels">',
    ...labelled.map((edge) => drawLabel(edge, taken.has(edge.id))),
    '</g><g class="cards">',
    ...cards.map((node) => drawNode(node, options)),
    '</g>',
  ].join('\n');
}

function drawNode(node: PictureNode, { interactive, overlay }: DrawOptions): string {
  const { x, y, kind } = node;
  const isState = kind === 'state' || kind === 'container';
  const state = overlay && Object.hasOwn(overlay.states, node.id) ? overlay.states[node.id] : undefined;
  const classes = [kind, node.unreachable && 'unreachable', node.flaw && 'flawed', state && `status-${state.status}`];
  const focus = interactive && isState ? ` tabindex="0" role="button" aria-label="${escaped(spoken(node))}"` : '';
  return [
    `<g class="node ${classes.filter(Boolean).join(' ')}" data-id="${escaped(node.id)}" transform="translate(${x} ${y})"${focus}>`,
    body(node),
    interactive && isState ? breakpointPlace(node) : '',
    isState ? `<g class="status">${state ? statusMark(node, state) : ''}</g>` : '',
    '</g>',
  ].join('');
}

/** What a screen reader says for a state. */
export function spoken(node: PictureNode): string {
  const parts = [node.label, node.detail ?? node.type, node.retry, node.catch, node.flaw];
  return parts.filter((part) => part !== undefined).join(', ');
}

function body(node: PictureNode): string {
  const { width, height } = node;
  switch (node.kind) {
    case 'start':
    case 'end':
      return marker(node);
    case 'scope':
      return node.label === ''
        ? `<rect class="frame" width="${width}" height="${height}" rx="8"/>`
        : `<rect class="frame" width="${width}" height="${height}" rx="8"/><text class="frame-title" x="14" y="21">${escaped(node.label)}</text>`;
    case 'container': {
      const many =
        node.type === 'Map'
          ? [8, 4]
              .map((d) => `<rect class="many" x="${d}" y="${d}" width="${width - 2 * d}" height="${height}" rx="10"/>`)
              .join('')
          : '';
      return `${many}<rect class="card" width="${width}" height="${height}" rx="10"/>${content(node, shape.header)}`;
    }
    case 'state':
    case 'missing':
      return `<rect class="shade" y="2" width="${width}" height="${height}" rx="9"/><rect class="card" width="${width}" height="${height}" rx="9"/>${content(node, height)}`;
  }
}

function marker({ kind, width, height, label }: PictureNode): string {
  if (height >= 24) {
    return `<rect class="card" width="${width}" height="${height}" rx="${height / 2}"/><text x="${width / 2}" y="${height / 2 + 4}">${escaped(label)}</text>`;
  }
  const r = height / 2;
  return kind === 'start'
    ? `<circle class="card" cx="${r}" cy="${r}" r="${r - 2}"><title>Start</title></circle>`
    : `<circle class="ring" cx="${r}" cy="${r}" r="${r - 1}"/><circle class="card" cx="${r}" cy="${r}" r="${r - 4}"><title>End</title></circle>`;
}

/** Icon, name, second line and badges of a card or a container's header. */
function content(node: PictureNode, height: number): string {
  const { card } = shape;
  const lines = node.lines ?? [node.label];
  const rows = lines.length + (node.detail === undefined ? 0 : 1);
  const first = height / 2 - (rows * card.line) / 2 + 12;
  const icon = card.icon;
  const parts = [
    `<title>${escaped([node.label, node.type, node.flaw].filter(Boolean).join('\n'))}</title>`,
    `<g class="tone tone-${iconTone(node.icon)}" transform="translate(${card.inset} ${(height - icon) / 2})">`,
    `<rect class="tile" width="${icon}" height="${icon}" rx="7"/><path class="icon" transform="translate(6 6)" d="${iconPath(node.icon)}"/></g>`,
    ...lines.map((line, index) => `<text x="${card.text}" y="${first + index * card.line}">${escaped(line)}</text>`),
  ];
  if (node.detail !== undefined) {
    parts.push(`<text class="detail" x="${card.text}" y="${first + lines.length * card.line}">${escaped(node.detail)}</text>`);
  }
  let x = node.width - card.right + 2;
  for (const [name, text] of [
    ['catch', node.catch],
    ['retry', node.retry],
  ] as const) {
    if (text !== undefined) {
      x -= card.badge;
      parts.push(badge(name, text, x, height / 2 - 7));
    }
  }
  if (node.flaw !== undefined) {
    parts.push(
      `<g class="flaw-mark" transform="translate(${node.width - 12} -9)"><title>${escaped(node.flaw)}</title><circle cx="9" cy="10" r="11"/><path class="icon" transform="scale(0.9)" d="${iconPath('flaw')}"/></g>`,
    );
  }
  return parts.join('');
}

function badge(name: string, text: string, x: number, y: number): string {
  // The empty square catches the pointer, so that the title shows.
  return `<g class="badge" transform="translate(${x} ${y}) scale(0.7)"><title>${escaped(text)}</title><rect width="20" height="20" fill="none" pointer-events="all"/><path class="icon" d="${iconPath(name)}"/></g>`;
}

function breakpointPlace(node: PictureNode): string {
  const y = node.kind === 'container' ? shape.header / 2 : node.height / 2;
  return `<g class="breakpoint" transform="translate(0 ${y})"><title>Breakpoint (F9)</title><circle class="reach" r="11"/><circle class="dot" r="5.5"/></g>`;
}

const glyphs: Record<string, string> = {
  running: 'M-3-4.5 4.5 0l-7.5 4.5z',
  stopped: 'M-2.5-4v8M2.5-4v8',
  succeeded: 'M-4 .3-1.2 3 4-3',
  failed: 'M-3.2-3.2l6.4 6.4M3.2-3.2l-6.4 6.4',
  caught: 'M-4-1.5c2-3 6-3 7.5 0v4M.8.4l2.7 2.6L6 .4',
  aborted: 'M-3.5 0h7',
};

/** The mark of an execution on a state: a sign for its status, and how often it was entered where that is more than once. */
export function statusMark(node: PictureNode, state: ExecutionOverlay['states'][string]): string {
  const count = state.entered > 1 ? `×${state.entered}` : '';
  const width = 14 + count.length * 7;
  const times =
    count &&
    `<g transform="translate(${node.width - 26 - width} -9)"><rect width="${width}" height="18" rx="9"/><text x="${width / 2}" y="13">${count}</text></g>`;
  return `<g class="mark">${times}<g transform="translate(${node.width - 10} 0)"><title>${state.status}</title><circle r="11"/><path transform="scale(0.9)" d="${glyphs[state.status] ?? ''}"/></g></g>`;
}

/** Which edges an execution has taken. */
export function takenEdges(picture: Picture, overlay: ExecutionOverlay | undefined): Set<string> {
  const taken = new Set<string>();
  if (!overlay) {
    return taken;
  }
  const entered = (id: string): boolean => Object.hasOwn(overlay.states, id);
  const pairs = new Map<string, number>();
  for (const edge of picture.edges) {
    pairs.set(`${edge.from}>${edge.to}`, (pairs.get(`${edge.from}>${edge.to}`) ?? 0) + 1);
  }
  for (const edge of picture.edges) {
    const pair = `${edge.from}>${edge.to}`;
    let on = Object.hasOwn(overlay.transitions, pair);
    if (edge.kind === 'start') {
      on ||= entered(edge.to);
    } else if (edge.kind === 'end') {
      on ||= entered(edge.from) && overlay.states[edge.from]!.status === 'succeeded';
    } else if (on && pairs.get(pair) !== 1) {
      // Where both a success and an error lead to the same state, the state's status tells which it was.
      on = (edge.kind === 'catch') === (overlay.states[edge.from]?.status === 'caught');
    }
    if (on) {
      taken.add(edge.id);
    }
  }
  return taken;
}

function drawEdge(edge: PictureEdge, taken: boolean): string {
  const end = edge.points[edge.points.length - 1];
  if (!end) {
    return '';
  }
  const head = `M${end.x - 4.5} ${end.y - 9}h9L${end.x} ${end.y - 1}z`;
  return `<g class="edge ${edge.kind}${taken ? ' taken' : ''}" data-id="${escaped(edge.id)}" data-from="${escaped(edge.from)}" data-to="${escaped(edge.to)}"><path class="line" d="${linePath(edge)}"/><path class="head" d="${head}"/></g>`;
}

/**
 * The line with round corners, its dashes counted from both ends towards the label: lines that part behind one source, or
 * join on their way to one target, then have their dashes in the same places and look like one.
 */
function linePath({ points, labelAt }: PictureEdge): string {
  const end = points[points.length - 1]!;
  const line = [...points.slice(0, -1), { x: end.x, y: end.y - 6 }];
  const at = labelAt ? line.findIndex((point, i) => i > 0 && passes(line[i - 1]!, point, labelAt)) : -1;
  if (at < 0) {
    return rounded(line.reverse());
  }
  return rounded([...line.slice(0, at), labelAt!]) + rounded([labelAt!, ...line.slice(at)].reverse());
}

function passes(a: Point, b: Point, at: Point): boolean {
  return a.x === at.x && b.x === at.x && (a.y - at.y) * (b.y - at.y) <= 0;
}

function rounded(points: readonly Point[]): string {
  const parts = [`M${points[0]!.x} ${points[0]!.y}`];
  for (let i = 1; i < points.length; i++) {
    const [before, at, after] = [points[i - 1]!, points[i]!, points[i + 1]];
    const [into, out] = after ? [length(before, at), length(at, after)] : [0, 0];
    const r = Math.min(8, into / 2, out / 2);
    if (!after || r === 0) {
      parts.push(`L${at.x} ${at.y}`);
      continue;
    }
    const from = { x: at.x + ((before.x - at.x) / into) * r, y: at.y + ((before.y - at.y) / into) * r };
    const to = { x: at.x + ((after.x - at.x) / out) * r, y: at.y + ((after.y - at.y) / out) * r };
    parts.push(`L${short(from.x)} ${short(from.y)}Q${at.x} ${at.y} ${short(to.x)} ${short(to.y)}`);
  }
  return parts.join('');
}

function length(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}

function drawLabel(edge: PictureEdge, taken: boolean): string {
  const { x, y } = edge.labelAt!;
  const { width, height } = edge.labelSize ?? { width: 0, height: 0 };
  const lines = edge.lines ?? [];
  const first = y - ((lines.length - 1) * shape.label.line) / 2 + 4;
  const text = lines
    .map((line, index) => `<text x="${x}" y="${first + index * shape.label.line}">${escaped(line)}</text>`)
    .join('');
  return `<g class="label ${edge.kind}${taken ? ' taken' : ''}" data-id="${escaped(edge.id)}"><title>${escaped(edge.label ?? '')}</title><rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="${Math.min(10, height / 2)}"/>${text}</g>`;
}

/** Control characters, halves of surrogate pairs, and what is no character at all. https://www.w3.org/TR/xml/#charsets */
const unwritable = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;

/** Text for XML: names are the user's, and may hold anything, also what XML cannot. */
function escaped(text: string): string {
  return text
    .replace(unwritable, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
