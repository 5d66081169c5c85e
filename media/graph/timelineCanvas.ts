import {
  type Axis,
  type Row,
  type TimelineModel,
  type Window,
  duration,
  shortened,
  ticks,
} from '../../server/src/graph/timeline';
import type { StateStatus, TimelineMark } from '../../server/src/protocol';

/** Lengths in CSS pixels. */
export const rulerHeight = 18;
export const rowHeight = 20;
const bar = { top: 3, height: 14, least: 2, radius: 3 };
const tickDistance = 90;
/** So much of a name is seen before rows are indented. */
const leastName = 60;

/** What is drawn: the rows from `top` (scrolled away above), on an axis that begins behind the names. */
export interface Scene {
  readonly model: TimelineModel;
  readonly axis: Axis;
  readonly window: Window;
  readonly width: number;
  readonly height: number;
  readonly top: number;
  /** Where the debugger would go: while the pointer is down. */
  readonly aimed: number | undefined;
}

/** How wide the names of the rows are. */
export function gutter(width: number): number {
  return Math.round(Math.min(190, width * 0.28));
}

export function xOf(value: number, { window: { from, to }, width }: Pick<Scene, 'window' | 'width'>): number {
  const left = gutter(width);
  return left + ((value - from) / (to - from)) * (width - left - 8);
}

export function valueAt(x: number, { window: { from, to }, width }: Pick<Scene, 'window' | 'width'>): number {
  const left = gutter(width);
  return from + ((x - left) / Math.max(1, width - left - 8)) * (to - from);
}

/** The colours of the theme, as the page's styles have them now. */
export interface Palette {
  readonly font: string;
  readonly text: string;
  readonly muted: string;
  readonly border: string;
  readonly background: string;
  readonly cursor: string;
  readonly aim: string;
  readonly status: Readonly<Record<StateStatus, string>>;
  readonly marks: Readonly<Record<TimelineMark['kind'], string>>;
  /** High contrast: outlines, no tinted surfaces. */
  readonly isContrast: boolean;
}

export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  element.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const palette: Palette = {
    font: getComputedStyle(element).fontFamily,
    text: colour('--sw-text'),
    muted: colour('--sw-muted'),
    border: colour('--sw-border'),
    background: colour('--sw-canvas'),
    cursor: colour('--sw-stopped'),
    aim: colour('--sw-focus'),
    status: {
      running: colour('--sw-blue'),
      stopped: colour('--sw-blue'),
      succeeded: colour('--sw-green'),
      failed: colour('--sw-red'),
      caught: colour('--sw-orange'),
      aborted: colour('--sw-grey'),
    },
    marks: {
      failed: colour('--sw-red'),
      caught: colour('--sw-orange'),
      retried: colour('--sw-orange'),
      changed: colour('--sw-purple'),
    },
    isContrast: document.body.classList.contains('vscode-high-contrast'),
  };
  probe.remove();
  return palette;
}

/** Draws what is seen and no more: bars that would fall on the same pixel are drawn once, so that a long history takes no longer than a wide one. */
export function drawTimeline(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { model, width, height, top } = scene;
  context.clearRect(0, 0, width, height);
  context.font = `11px ${palette.font}`;
  context.textBaseline = 'middle';
  drawRuler(context, scene, palette);
  const { rows } = model;
  const first = Math.floor(top / rowHeight);
  const last = Math.min(rows.length, Math.ceil((top + height - rulerHeight) / rowHeight));
  context.save();
  context.beginPath();
  context.rect(0, rulerHeight, width, height - rulerHeight);
  context.clip();
  const places = new Map<number, number>();
  const current = model.stayAt(model.cursor)?.row;
  for (let index = first; index < last; index++) {
    const y = rulerHeight + index * rowHeight - top;
    places.set(rows[index]!.row, y);
    drawName(context, rows[index]!, y, scene, palette, rows[index] === current);
    drawBars(context, rows[index]!, y, scene, palette);
  }
  drawMarks(context, places, scene, palette);
  context.restore();
  const cursor = xOf(model.at(model.cursor, scene.axis), scene);
  drawCursor(context, cursor, scene, palette.cursor, true);
  if (scene.aimed !== undefined && scene.aimed !== model.cursor) {
    drawCursor(context, xOf(model.at(scene.aimed, scene.axis), scene), scene, palette.aim, false);
  }
}

function drawRuler(context: CanvasRenderingContext2D, scene: Scene, { muted, border }: Palette): void {
  const { axis, window, width, height } = scene;
  const left = gutter(width);
  context.strokeStyle = border;
  context.fillStyle = muted;
  context.lineWidth = 1;
  context.textAlign = 'left';
  for (const tick of ticks(axis, window, Math.max(1, Math.floor((width - left) / tickDistance)))) {
    const x = Math.round(xOf(tick, scene)) + 0.5;
    const text = axis === 'events' ? `#${tick}` : `+${duration(tick)}`;
    line(context, x, rulerHeight - 5, x, height);
    if (x + context.measureText(text).width < width) {
      context.fillText(text, x + 3, rulerHeight / 2);
    }
  }
  line(context, 0, rulerHeight - 0.5, width, rulerHeight - 0.5);
  line(context, left - 0.5, 0, left - 0.5, height);
}

function drawName(
  context: CanvasRenderingContext2D,
  row: Row,
  y: number,
  { width }: Scene,
  { text, muted, font }: Palette,
  isCurrent: boolean,
): void {
  const room = gutter(width) - 8;
  // What tells the rows apart stands at the end of their names.
  const left = 8 + Math.min(Math.min(row.depth, 6) * 10, Math.max(0, room - leastName));
  context.save();
  context.beginPath();
  context.rect(0, y, gutter(width) - 4, rowHeight);
  context.clip();
  context.font = `${isCurrent ? 'bold ' : ''}11px ${font}`;
  context.fillStyle = row.depth === 0 || isCurrent ? text : muted;
  context.textAlign = 'left';
  const name = shortened(row.name, (tried) => context.measureText(tried).width <= room - left);
  context.fillText(name, left, y + rowHeight / 2);
  context.restore();
}

function drawBars(context: CanvasRenderingContext2D, { row }: Row, y: number, scene: Scene, palette: Palette): void {
  const { model, axis, window, width } = scene;
  const left = gutter(width);
  let filled = -Infinity;
  context.save();
  context.beginPath();
  context.rect(left, y, width - left, rowHeight);
  context.clip();
  for (const each of model.bars(row, axis, window)) {
    const start = Math.max(left - 4, xOf(model.at(each.from, axis), scene));
    const end = Math.min(width + 4, Math.max(start + bar.least, xOf(model.end(each, axis), scene) - 1));
    // A failure is seen even where it shares its pixel.
    if (end <= filled + 1 && each.status !== 'failed') {
      continue;
    }
    filled = end;
    const colour = palette.status[each.status];
    context.globalAlpha = each.from > model.cursor ? 0.45 : 1;
    context.beginPath();
    context.roundRect(
      start + 0.5,
      y + bar.top + 0.5,
      Math.max(1, end - start - 1),
      bar.height - 1,
      Math.min(bar.radius, (end - start) / 2),
    );
    const wide = end - start > 6;
    context.fillStyle = palette.isContrast && wide ? palette.background : wide ? tint(colour) : colour;
    context.fill();
    context.strokeStyle = colour;
    context.stroke();
    if (end - start > 26) {
      context.save();
      context.beginPath();
      context.rect(start + 2, y, end - start - 5, rowHeight);
      context.clip();
      context.fillStyle = palette.text;
      context.fillText(nameIn(each.state), Math.max(start, left) + 5, y + rowHeight / 2 + 0.5);
      context.restore();
    }
  }
  context.restore();
  context.globalAlpha = 1;
}

/** Each kind has its own shape: colour alone tells nobody everything. */
function drawMarks(
  context: CanvasRenderingContext2D,
  places: ReadonlyMap<number, number>,
  scene: Scene,
  { marks: colours, background }: Palette,
): void {
  const { model, axis, width } = scene;
  const left = gutter(width);
  const filled = new Map<string, number>();
  context.lineWidth = 2;
  for (const { row, event, kind } of model.marks) {
    const top = places.get(row);
    const x = top === undefined ? -1 : xOf(model.at(event, axis), scene);
    const key = `${row} ${kind}`;
    if (top === undefined || x < left || x > width || x < (filled.get(key) ?? -Infinity) + 3) {
      continue;
    }
    filled.set(key, x);
    const y = top + rowHeight / 2;
    context.globalAlpha = event > model.cursor ? 0.6 : 1;
    context.fillStyle = background;
    context.strokeStyle = colours[kind];
    context.beginPath();
    context.arc(x, y, 6, 0, 2 * Math.PI);
    context.fill();
    context.beginPath();
    if (kind === 'failed') {
      context.moveTo(x - 4, y - 4);
      context.lineTo(x + 4, y + 4);
      context.moveTo(x + 4, y - 4);
      context.lineTo(x - 4, y + 4);
    } else if (kind === 'caught') {
      context.moveTo(x - 5, y + 4);
      context.lineTo(x, y - 5);
      context.lineTo(x + 5, y + 4);
      context.closePath();
    } else if (kind === 'retried') {
      context.arc(x, y, 4, 0.3 * Math.PI, 1.9 * Math.PI);
      context.moveTo(x + 5, y - 5);
      context.lineTo(x + 4, y - 1);
      context.lineTo(x + 0.5, y - 2.5);
    } else {
      context.rect(x - 3.5, y - 3.5, 7, 7);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
  context.lineWidth = 1;
}

function drawCursor(context: CanvasRenderingContext2D, at: number, scene: Scene, colour: string, isSolid: boolean): void {
  const x = Math.round(at) + 0.5;
  if (x < gutter(scene.width) - 1 || x > scene.width) {
    return;
  }
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 2;
  context.setLineDash(isSolid ? [] : [3, 3]);
  line(context, x, 8, x, scene.height);
  context.setLineDash([]);
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x - 6, 2);
  context.lineTo(x + 6, 2);
  context.lineTo(x, 12);
  context.closePath();
  context.fill();
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** A surface of a status's colour, light enough for text on it. */
function tint(colour: string): string {
  return `color-mix(in srgb, ${colour} 22%, transparent)`;
}

/** The state's own name: the last segment of its id, with the signs that StateIds write otherwise. */
export function nameIn(state: string): string {
  return state
    .slice(state.lastIndexOf('/') + 1)
    .replace(/~1/g, '/')
    .replace(/~0/g, '~');
}
