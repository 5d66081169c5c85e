import type { TimelineBar, TimelineBody, TimelineMark } from '../protocol';

/** By what the horizontal axis goes: by events, each as wide as the other, or by the execution's own clock. */
export type Axis = 'events' | 'time';

/** A row as it is drawn: `depth` is how many rows are around it. */
export interface Row {
  readonly row: number;
  readonly name: string;
  /** Its own name behind those of the rows around it. */
  readonly path: string;
  readonly depth: number;
}

/** The part of the axis that is seen: in events, or in milliseconds since the beginning. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What is known of a history: its rows, the stays in states by row, and where the debugger can stand. */
export class TimelineModel {
  cursor = 0;
  /** When the event of that index happened: epoch milliseconds. */
  times: number[] = [];
  /** Behind how many events the debugger can stand, ascending. */
  stops: number[] = [];
  marks: TimelineMark[] = [];
  readonly #rows = new Map<number, { readonly name: string; readonly parent: number | undefined }>();
  readonly #bars = new Map<number, TimelineBar[]>();
  #ordered: readonly Row[] | undefined;

  /** Takes what the debugger tells. */
  take({ from, times, stops, rows, bars, marks, cursor }: TimelineBody): void {
    if (from === 0) {
      this.times = [];
      this.stops = [];
      this.marks = [];
      this.#rows.clear();
      this.#bars.clear();
      this.#ordered = undefined;
    }
    this.times = this.times.slice(0, from).concat(times);
    this.stops.push(...stops);
    this.marks.push(...marks);
    this.cursor = cursor;
    for (const { row, parent, name } of rows) {
      this.#rows.set(row, { name, parent });
      this.#ordered = undefined;
    }
    for (const bar of bars) {
      const list = this.#bars.get(bar.row) ?? [];
      // What goes on was among the last that were told of its row.
      const at = list.findLastIndex((each) => each.from <= bar.from);
      if (list[at]?.from === bar.from) {
        list[at] = bar;
      } else {
        list.splice(at + 1, 0, bar);
      }
      this.#bars.set(bar.row, list);
    }
  }

  /** The rows in the order in which they are drawn: what a Parallel or Map runs stands under the row that it is in. */
  get rows(): readonly Row[] {
    if (this.#ordered) {
      return this.#ordered;
    }
    const below = new Map<number | undefined, number[]>();
    for (const [row, { parent }] of this.#rows) {
      below.set(parent, [...(below.get(parent) ?? []), row]);
    }
    const ordered: Row[] = [];
    const pending = (below.get(undefined) ?? []).map((row) => ({ row, depth: 0, around: '' })).reverse();
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { row, depth, around } = next;
      const { name } = this.#rows.get(row)!;
      const path = around === '' ? name : `${around} › ${name}`;
      ordered.push({ row, depth, name, path });
      const inner = (below.get(row) ?? []).map((each) => ({ row: each, depth: depth + 1, around: depth === 0 ? '' : path }));
      pending.push(...inner.reverse());
    }
    return (this.#ordered = ordered);
  }

  /** The stays of a row that reach into a part of the axis, in order. */
  bars(row: number, axis: Axis, { from, to }: Window): readonly TimelineBar[] {
    const list = this.#bars.get(row) ?? [];
    // Stays of one row follow each other, so that their ends ascend as well.
    const first = lowest(list.length, (index) => this.end(list[index]!, axis) >= from);
    const behind = lowest(list.length, (index) => this.at(list[index]!.from, axis) > to);
    return list.slice(first, behind);
  }

  /** The stay of a row at a point of the axis. */
  barAt(row: number, axis: Axis, value: number): TimelineBar | undefined {
    return this.bars(row, axis, { from: value, to: value }).at(-1);
  }

  /** Where the point behind so many events is on the axis. */
  at(events: number, axis: Axis): number {
    return axis === 'events' ? events : (this.times[Math.max(0, events - 1)] ?? 0) - (this.times[0] ?? 0);
  }

  /** Where a stay ends on the axis; one that goes on ends where the history does. */
  end(bar: TimelineBar, axis: Axis): number {
    return this.at(bar.to, axis);
  }

  /** The whole of the axis. */
  whole(axis: Axis): Window {
    return { from: 0, to: Math.max(1, this.at(this.times.length, axis)) };
  }

  /** Behind how many events the debugger can stand that is nearest to a point of the axis. */
  nearest(axis: Axis, value: number): number | undefined {
    const { stops } = this;
    const behind = lowest(stops.length, (index) => this.at(stops[index]!, axis) >= value);
    const [before, after] = [stops[behind - 1], stops[behind]];
    if (before === undefined || after === undefined) {
      return before ?? after;
    }
    return value - this.at(before, axis) <= this.at(after, axis) - value ? before : after;
  }

  /** Behind how many events the debugger stands so many places after (before: negative) the point behind `events`; the last or first where there are not as many. */
  step(events: number, places: number): number | undefined {
    const { stops } = this;
    const here = lowest(stops.length, (index) => stops[index]! >= events);
    // Between two places the next one on either side is one place away.
    const from = places > 0 && stops[here] !== events ? here - 1 : here;
    return stops[Math.max(0, Math.min(stops.length - 1, from + places))];
  }

  /** The stay that the event before the point is of, and its row. */
  stayAt(events: number): { readonly row: Row; readonly bar: TimelineBar } | undefined {
    let found: { readonly row: Row; readonly bar: TimelineBar } | undefined;
    for (const row of this.rows) {
      const bar = this.bars(row.row, 'events', { from: events, to: events }).at(-1);
      if (bar && bar.from <= events && (!found || bar.from > found.bar.from)) {
        found = { row, bar };
      }
    }
    return found;
  }
}

/** The first index from 0 for which `holds`, where that holds for all behind it; `length` when for none. */
function lowest(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** Steps of a ruler that people read easily, in milliseconds. */
const timeSteps = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  1e3,
  2e3,
  5e3,
  10e3,
  15e3,
  30e3,
  60e3,
  2 * 60e3,
  5 * 60e3,
  10 * 60e3,
  30 * 60e3,
];
const hour = 3_600_000;

/** Where a ruler of a window has its marks: at most `most` of them. */
export function ticks(axis: Axis, { from, to }: Window, most: number): number[] {
  const least = (to - from) / Math.max(1, most);
  const decimal = 10 ** Math.ceil(Math.log10(Math.max(1, least)));
  const round = [decimal / 5, decimal / 2, decimal].find((each) => each >= least && each >= 1) ?? decimal;
  const hours = [1, 2, 6, 12, 24].map((each) => each * hour).find((each) => each >= least);
  const days = 24 * hour * 10 ** Math.ceil(Math.log10(Math.max(1, least / (24 * hour))));
  const step = axis === 'events' ? round : (timeSteps.find((each) => each >= least) ?? hours ?? days);
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    found.push(at);
  }
  return found;
}

/** A length of time in words: `1 d 2 h`, `3 min 20 s`, `1.5 s`, `20 ms`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) {
    return `${milliseconds} ms`;
  }
  if (milliseconds < 60_000) {
    return `${Math.floor(milliseconds) / 1000} s`;
  }
  const units = [
    [24 * hour, 'd'],
    [hour, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ] as const;
  const first = units.findIndex(([length]) => milliseconds >= length);
  const [length, name] = units[first]!;
  const rest = Math.floor((milliseconds % length) / (units[first + 1]?.[0] ?? 1));
  return `${Math.floor(milliseconds / length)} ${name}${rest > 0 ? ` ${rest} ${units[first + 1]![1]}` : ''}`;
}

/** A row's name as far as there is room for it: without what stands before its last part, which tells it from others, then cut. */
export function shortened(name: string, fits: (text: string) => boolean): string {
  const last = name.split(' · ').at(-1) ?? name;
  const whole = [name, `…${last}`, last].find(fits);
  if (whole !== undefined) {
    return whole;
  }
  let end = last.length;
  while (end > 1 && !fits(`${last.slice(0, end)}…`)) {
    end--;
  }
  return `${last.slice(0, end)}…`;
}
