import { type Axis, TimelineModel, type Window, duration } from '../../server/src/graph/timeline';
import type { TimelineBody } from '../../server/src/protocol';
import {
  type Palette,
  type Scene,
  drawTimeline,
  gutter,
  nameIn,
  readPalette,
  rowHeight,
  rulerHeight,
  valueAt,
} from './timelineCanvas';
import { button } from './toolbar';

/** How the timeline is shown: what a reload brings back. */
export interface TimelineState {
  readonly axis: Axis;
  readonly isFolded: boolean;
}

export interface TimelineActions {
  /** Goes to the point behind so many events. */
  readonly seek: (events: number) => void;
  /** It is as high as this now, in CSS pixels; 0 while there is nothing to show. */
  readonly resized: (height: number) => void;
  readonly changed: (state: TimelineState) => void;
}

const headHeight = 28;
/** More rows than this are scrolled. */
const seenRows = 7;
/** Milliseconds after which the next seek is sent although nothing was heard of the one before. */
const patience = 1000;
/** Milliseconds within which VS Code shows in the text where the debugger stopped. */
const stopDelay = 2000;
/** Milliseconds without another key after which the debugger is moved: meanwhile the focus may be elsewhere. */
const keyDelay = 150;
/** Places that Page Up and Page Down go. */
const page = 10;

/** The strip under the graph: rows of states by event or by time, and the cursor of the debugger, which it moves. */
export class TimelineStrip {
  readonly element = document.createElement('section');
  private model = new TimelineModel();
  private readonly track = document.createElement('div');
  private readonly canvas = document.createElement('canvas');
  private readonly space = document.createElement('div');
  private readonly clock = document.createElement('span');
  private readonly where = document.createElement('span');
  private readonly fold: HTMLButtonElement;
  private readonly axes: HTMLButtonElement;
  private palette: Palette | undefined;
  private axis: Axis;
  private isFolded: boolean;
  /** The debugger can be moved. */
  private isOpen = false;
  private window: Window | undefined;
  private aimed: number | undefined;
  /** Where to go once the last seek was heard of. */
  private waiting: number | undefined;
  private sentAt = -Infinity;
  /** When somebody moved the debugger here last. */
  private movedAt = -Infinity;
  private isDrawing = false;
  /** What is seen goes along with the cursor when it is drawn next: until then nobody knows how much there is to scroll. */
  private follows = false;
  private typing = 0;
  private height = 0;

  constructor(
    private readonly actions: TimelineActions,
    restored: TimelineState | undefined,
  ) {
    this.axis = restored?.axis ?? 'events';
    this.isFolded = restored?.isFolded ?? false;
    this.element.className = 'stepwise timeline hidden';
    this.element.setAttribute('aria-label', 'Timeline of the execution');
    this.fold = button('Fold the timeline', 'M4 6l4 4 4-4', () => this.foldOrUnfold());
    this.axes = button('', undefined, () => this.changeAxis());
    this.clock.className = 'clock';
    this.where.className = 'where';
    const head = document.createElement('div');
    head.className = 'head';
    head.append(this.fold, this.clock, this.where, this.axes);
    this.canvas.setAttribute('aria-hidden', 'true');
    this.space.className = 'space';
    this.track.className = 'track';
    this.track.tabIndex = 0;
    this.track.setAttribute('role', 'slider');
    this.track.setAttribute('aria-label', 'Point in the execution');
    this.track.setAttribute('aria-valuemin', '0');
    this.track.append(this.canvas, this.space);
    this.element.append(head, this.track);
    this.listen();
  }

  /** Takes what was told of the execution; nothing told, there is none. */
  take(told: readonly TimelineBody[], isOpen: boolean): void {
    told.forEach((body) => this.model.take(body));
    if (told.length > 0) {
      this.sentAt = -Infinity;
    }
    this.isOpen = isOpen;
    if (!isOpen) {
      this.waiting = undefined;
    }
    if (this.waiting === undefined) {
      this.aimed = undefined;
    }
    this.element.classList.toggle('hidden', this.model.rows.length === 0);
    this.follows = true;
    this.refresh();
    if (this.waiting !== undefined) {
      const next = this.waiting;
      this.waiting = undefined;
      this.seek(next);
    }
  }

  /** The execution is no longer looked at. */
  clear(): void {
    this.model = new TimelineModel();
    this.window = undefined;
    this.element.classList.add('hidden');
    this.refresh();
  }

  private refresh(): void {
    const isShown = !this.element.classList.contains('hidden');
    const rows = Math.min(seenRows, this.model.rows.length);
    const most = Math.max(headHeight + rulerHeight + rowHeight, window.innerHeight * 0.45);
    const height = !isShown ? 0 : this.isFolded ? headHeight : Math.min(headHeight + rulerHeight + rows * rowHeight + 6, most);
    this.track.classList.toggle('hidden', this.isFolded);
    this.element.style.height = `${height}px`;
    if (height !== this.height) {
      this.height = height;
      this.actions.resized(height);
    }
    this.fold.classList.toggle('folded', this.isFolded);
    this.fold.setAttribute('aria-expanded', String(!this.isFolded));
    this.axes.textContent = this.axis === 'events' ? 'By event' : 'By time';
    this.axes.title =
      this.axis === 'events'
        ? 'Each event is as wide as the other: show by time'
        : 'By the clock of the execution: show by event';
    this.axes.setAttribute('aria-label', this.axes.title);
    this.tell();
    this.drawSoon();
  }

  private tell(): void {
    const { model } = this;
    const at = this.aimed ?? model.cursor;
    const count = model.times.length;
    const time = model.times[Math.max(0, at - 1)];
    this.clock.textContent = time === undefined ? '' : new Date(time).toISOString().slice(11, 23);
    this.clock.title = time === undefined ? '' : `The clock of the execution: ${new Date(time).toISOString()}`;
    const since = duration(model.at(at, 'time'));
    this.where.textContent =
      count === 0 ? 'Nothing has happened yet.' : `+${since} · event ${at} of ${count}${this.isOpen ? '' : ' · ended'}`;
    const stay = model.stayAt(at);
    this.track.setAttribute('aria-valuemax', String(count));
    this.track.setAttribute('aria-valuenow', String(at));
    this.track.setAttribute('aria-disabled', String(!this.isOpen));
    this.track.setAttribute(
      'aria-valuetext',
      [
        `Event ${at} of ${count}`,
        ...(stay ? [nameIn(stay.bar.state), stay.row.path] : []),
        ...(time === undefined ? [] : [`${since} after the start`]),
      ].join(', '),
    );
  }

  private get scene(): Scene {
    return {
      model: this.model,
      axis: this.axis,
      window: this.window ?? this.model.whole(this.axis),
      width: this.track.clientWidth,
      height: this.track.clientHeight,
      top: this.track.scrollTop,
      aimed: this.aimed,
    };
  }

  private drawSoon(): void {
    if (!this.isDrawing) {
      this.isDrawing = true;
      requestAnimationFrame(() => {
        this.isDrawing = false;
        this.draw();
      });
    }
  }

  private draw(): void {
    const { scene } = this;
    const { width, height } = scene;
    if (this.height === 0 || this.isFolded || width === 0) {
      return;
    }
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    this.space.style.height = `${Math.max(0, rulerHeight + this.model.rows.length * rowHeight - height)}px`;
    const context = this.canvas.getContext('2d');
    if (context) {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (this.follows) {
        this.follows = false;
        this.follow();
      }
      drawTimeline(context, this.scene, (this.palette ??= readPalette(this.element)));
    }
  }

  /** Keeps the cursor in what is seen, and the row in which it stands. */
  private follow(): void {
    const { model, axis, window: seen } = this;
    const at = model.at(model.cursor, axis);
    if (seen && (at < seen.from || at > seen.to)) {
      const half = (seen.to - seen.from) / 2;
      this.show({ from: at - half, to: at + half });
    }
    const row = model.stayAt(model.cursor)?.row;
    const index = row ? model.rows.indexOf(row) : 0;
    const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight + rulerHeight - this.track.clientHeight];
    if (this.track.scrollTop > top || this.track.scrollTop < bottom) {
      this.track.scrollTop = this.track.scrollTop > top ? top : bottom;
    }
  }

  private show({ from, to }: Window): void {
    const whole = this.model.whole(this.axis);
    const size = Math.min(to - from, whole.to);
    const start = Math.max(0, Math.min(from, whole.to - size));
    this.window = size >= whole.to ? undefined : { from: start, to: start + size };
    this.drawSoon();
  }

  private zoom(factor: number, x: number): void {
    const { scene } = this;
    const { from, to } = scene.window;
    const at = Math.max(from, Math.min(to, valueAt(x, scene)));
    const size = Math.max(5, (to - from) * factor);
    this.show({ from: at - ((at - from) / (to - from)) * size, to: at + ((to - at) / (to - from)) * size });
  }

  private aim(events: number | undefined): boolean {
    if (events === undefined || !this.isOpen) {
      return false;
    }
    this.aimed = events;
    this.tell();
    this.drawSoon();
    return true;
  }

  /** Goes there by key: where several follow each other, once. */
  private walk(events: number | undefined): void {
    if (this.aim(events)) {
      clearTimeout(this.typing);
      this.typing = window.setTimeout(() => this.seek(this.aimed), keyDelay);
    }
  }

  private seek(events: number | undefined): void {
    if (events === undefined || !this.aim(events)) {
      return;
    }
    if (performance.now() - this.sentAt < patience) {
      this.waiting = events;
      return;
    }
    if (events === this.model.cursor) {
      this.aimed = undefined;
      return;
    }
    this.sentAt = performance.now();
    this.movedAt = this.sentAt;
    this.actions.seek(events);
  }

  private changeAxis(): void {
    this.axis = this.axis === 'events' ? 'time' : 'events';
    this.window = undefined;
    this.changed();
  }

  private foldOrUnfold(): void {
    this.isFolded = !this.isFolded;
    this.changed();
  }

  private changed(): void {
    this.actions.changed({ axis: this.axis, isFolded: this.isFolded });
    this.refresh();
  }

  private listen(): void {
    const { track } = this;
    const xOfEvent = (event: MouseEvent): number => event.clientX - track.getBoundingClientRect().left;
    const nearest = (event: MouseEvent): number | undefined =>
      this.model.nearest(this.axis, valueAt(xOfEvent(event), this.scene));
    let dragged: { readonly x: number; isMoved: boolean } | undefined;
    track.addEventListener('pointerdown', (event) => {
      // Not on the scroll bar.
      if (event.button === 0 && event.offsetX < track.clientWidth && xOfEvent(event) >= gutter(track.clientWidth)) {
        track.setPointerCapture(event.pointerId);
        dragged = { x: event.clientX, isMoved: false };
      }
    });
    track.addEventListener('pointermove', (event) => {
      if (dragged && (dragged.isMoved || Math.abs(event.clientX - dragged.x) > 3)) {
        dragged.isMoved = true;
        this.seek(nearest(event));
      } else {
        track.title = this.describe(event);
      }
    });
    track.addEventListener('pointerup', (event) => {
      // A click on a state means its beginning; elsewhere, and while it is dragged, the point counts.
      const bar = dragged && !dragged.isMoved ? this.hit(event)?.bar : undefined;
      if (dragged) {
        this.seek(bar?.from ?? nearest(event));
      }
      dragged = undefined;
    });
    track.addEventListener('pointercancel', () => (dragged = undefined));
    track.addEventListener('scroll', () => this.drawSoon());
    track.addEventListener(
      'wheel',
      (event) => {
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          this.zoom(event.deltaY > 0 ? 1.25 : 0.8, xOfEvent(event));
        } else if ((event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) && this.window) {
          event.preventDefault();
          const { from, to } = this.window;
          const by = ((to - from) * (event.deltaX || event.deltaY)) / Math.max(1, track.clientWidth);
          this.show({ from: from + by, to: to + by });
        }
      },
      { passive: false },
    );
    track.addEventListener('keydown', (event) => this.key(event));
    new ResizeObserver(() => this.drawSoon()).observe(track);
    window.addEventListener('resize', () => {
      this.follows = true;
      this.refresh();
    });
    // VS Code moves the focus to the text where the debugger stopped; given back, it is here again.
    window.addEventListener('focus', () => {
      if (performance.now() - this.movedAt < stopDelay) {
        track.focus({ preventScroll: true });
      }
    });
    // Themes change the body's class and the root's variables.
    const themes = new MutationObserver(() => {
      this.palette = undefined;
      this.drawSoon();
    });
    themes.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
    themes.observe(document.documentElement, { attributeFilter: ['style'] });
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { model } = this;
    const from = this.aimed ?? model.cursor;
    const middle = gutter(this.track.clientWidth) + (this.track.clientWidth - gutter(this.track.clientWidth)) / 2;
    const actions: Record<string, (() => void) | undefined> = {
      ArrowLeft: () => this.walk(model.step(from, -1)),
      ArrowDown: () => this.walk(model.step(from, -1)),
      ArrowRight: () => this.walk(model.step(from, 1)),
      ArrowUp: () => this.walk(model.step(from, 1)),
      PageDown: () => this.walk(model.step(from, -page)),
      PageUp: () => this.walk(model.step(from, page)),
      Home: () => this.walk(model.stops[0]),
      End: () => this.walk(model.stops.at(-1)),
      '+': () => this.zoom(0.8, middle),
      '=': () => this.zoom(0.8, middle),
      '-': () => this.zoom(1.25, middle),
    };
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }
  }

  /** The stay under the pointer. */
  private hit(event: MouseEvent): ReturnType<TimelineModel['stayAt']> {
    const { scene } = this;
    const box = this.track.getBoundingClientRect();
    const y = event.clientY - box.top - rulerHeight;
    const row = y < 0 ? undefined : this.model.rows[Math.floor((y + scene.top) / rowHeight)];
    const x = event.clientX - box.left;
    const bar = row && x >= gutter(scene.width) ? this.model.barAt(row.row, this.axis, valueAt(x, scene)) : undefined;
    return row && bar ? { row, bar } : undefined;
  }

  private describe(event: MouseEvent): string {
    const { model } = this;
    const found = this.hit(event);
    if (!found) {
      return '';
    }
    const { row, bar } = found;
    const [from, to] = [model.at(bar.from, 'time'), model.at(bar.to, 'time')];
    const marks = model.marks.filter((mark) => mark.row === row.row && mark.event >= bar.from && mark.event <= bar.to);
    return [
      `${nameIn(bar.state)} (${bar.status})`,
      row.path,
      `events ${bar.from} to ${bar.to}, from +${duration(from)}, ${duration(to - from)}`,
      ...marks.slice(0, 8).map(({ kind, text }) => `${kind}: ${text}`),
    ].join('\n');
  }
}
