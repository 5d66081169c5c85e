import type { Edit } from './edit';
import type { Span } from './span';

/** Writes decoded text the way its host spells it; `undefined` where the host cannot. */
export type Spelling = (text: string) => string | undefined;

/** How a stretch of decoded text stands in its host: letter for letter, spelled otherwise (an escape, a folded line break), or not as text at all. */
export type SegmentKind = 'literal' | 'spelled' | 'opaque';

/** One stretch: so many decoded characters stand between these offsets of the host. */
export interface Segment extends Span {
  readonly length: number;
  readonly kind: SegmentKind;
  readonly spelling: Spelling;
}

/**
 * Where each character of a decoded text is written in the document around it (its host): through escapes, folded lines, block indentation and
 * the parts of a joined text. Decoded and host offsets are UTF-16.
 */
export class SegmentMap {
  private constructor(
    /** The host's place of the whole. */
    readonly host: Span,
    /** Decoded offset of each segment, then the decoded length. */
    private readonly offsets: readonly number[],
    private readonly starts: readonly number[],
    private readonly ends: readonly number[],
    private readonly kinds: readonly SegmentKind[],
    private readonly spellings: readonly Spelling[],
  ) {}

  /** Starts an empty map of a text that is written in `host`. */
  static builder(host: Span): SegmentMapBuilder {
    return new SegmentMapBuilder((offsets, starts, ends, kinds, spellings) => {
      return new SegmentMap(host, offsets, starts, ends, kinds, spellings);
    });
  }

  /** Length of the decoded text. */
  get length(): number {
    return this.offsets.at(-1)!;
  }

  /** The segments in the order of the text. */
  *segments(): Iterable<Segment> {
    for (let index = 0; index < this.starts.length; index++) {
      yield {
        length: this.offsets[index + 1]! - this.offsets[index]!,
        start: this.starts[index]!,
        end: this.ends[index]!,
        kind: this.kinds[index]!,
        spelling: this.spellings[index]!,
      };
    }
  }

  /** The part of the map that holds the decoded text between two offsets; a segment that is not literal belongs to it as a whole. */
  slice(start: number, end: number): SegmentMap {
    const part = SegmentMap.builder(this.toHostSpan({ start, end }));
    for (let index = 0; index < this.starts.length; index++) {
      const from = Math.max(start, this.offsets[index]!);
      const to = Math.min(end, this.offsets[index + 1]!);
      if (from < to) {
        part.spelling = this.spellings[index]!;
        const isLiteral = this.kinds[index] === 'literal';
        const hostStart = isLiteral ? this.placeIn(index, from) : this.starts[index]!;
        part.add(to - from, hostStart, isLiteral ? this.placeIn(index, to) : this.ends[index]!, this.kinds[index]!);
      }
    }
    return part.build();
  }

  /** Where the character at a decoded offset begins in the host; of the decoded end, where the text ends. */
  toHost(offset: number): number {
    const count = this.starts.length;
    if (count === 0) {
      return this.host.start;
    }
    if (offset >= this.length) {
      return this.ends[count - 1]!;
    }
    const index = this.segmentAt(Math.max(offset, 0));
    return this.kinds[index] === 'literal' ? this.starts[index]! + offset - this.offsets[index]! : this.starts[index]!;
  }

  /** The host's range of a decoded range; it covers whatever stands between the segments that it crosses. */
  toHostSpan({ start, end }: Span): Span {
    const hostStart = this.toHost(start);
    return { start: hostStart, end: end > start ? Math.max(this.endOf(end), hostStart) : hostStart };
  }

  /** The decoded offset of a host offset; of one between two segments, where the later one begins. */
  fromHost(at: number): number {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! <= at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low === this.starts.length) {
      return this.length;
    }
    const inside = at - this.starts[low]!;
    return this.offsets[low]! + (this.kinds[low] === 'literal' ? Math.max(inside, 0) : 0);
  }

  /** The edit of the host that makes this edit of the decoded text; `undefined` where it would touch what is not written as text. */
  toHostEdit(edit: Edit): Edit | undefined {
    const { start, end, text } = edit;
    const count = this.starts.length;
    if (start < 0 || end > this.length || count === 0) {
      return undefined;
    }
    // An insertion between two segments belongs to the one before it, if that is text.
    let first = this.segmentAt(start);
    if (
      start === end &&
      (start === this.length || (this.offsets[first] === start && first > 0 && this.kinds[first] === 'opaque'))
    ) {
      first = start === this.length ? count - 1 : first - 1;
    }
    const last = end > start ? this.segmentAt(end - 1) : first;
    for (let index = first; index <= last; index++) {
      if (this.kinds[index] === 'opaque' || (index > first && this.starts[index] !== this.ends[index - 1])) {
        return undefined;
      }
    }
    if (!this.isBoundary(first, start) || !this.isBoundary(last, end)) {
      return undefined;
    }
    const spelled = text === '' ? '' : this.spellings[first]!(text);
    if (spelled === undefined || this.spellings[first] !== this.spellings[last]) {
      return undefined;
    }
    const hostStart = this.placeIn(first, start);
    return { start: hostStart, end: end > start ? this.placeIn(last, end) : hostStart, text: spelled };
  }

  /** Where a decoded offset that lies in, or just behind, that segment is in the host. */
  private placeIn(index: number, offset: number): number {
    const inside = offset - this.offsets[index]!;
    return inside >= this.offsets[index + 1]! - this.offsets[index]! ? this.ends[index]! : this.starts[index]! + inside;
  }

  private isBoundary(index: number, offset: number): boolean {
    return this.kinds[index] === 'literal' || offset === this.offsets[index] || offset === this.offsets[index + 1];
  }

  /** Where the character before a decoded offset ends in the host. */
  private endOf(offset: number): number {
    const index = this.segmentAt(Math.min(offset, this.length) - 1);
    return this.kinds[index] === 'literal' ? this.placeIn(index, Math.min(offset, this.length)) : this.ends[index]!;
  }

  /** Index of the segment that holds the character at `offset`. */
  private segmentAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.offsets[middle]! <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return Math.max(low, 0);
  }
}

type Build = (
  offsets: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  kinds: readonly SegmentKind[],
  spellings: readonly Spelling[],
) => SegmentMap;

/** Collects segments in the order of the decoded text; host ranges never overlap. */
export class SegmentMapBuilder {
  private readonly offsets = [0];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly kinds: SegmentKind[] = [];
  private readonly spellings: Spelling[] = [];
  /** How text that is put into the following segments is written. */
  spelling: Spelling = (text) => text;

  constructor(private readonly make: Build) {}

  /** Appends `length` decoded characters that stand in the host from `start` to `end`. */
  add(length: number, start: number, end: number, kind: SegmentKind): void {
    if (length === 0) {
      return;
    }
    const last = this.starts.length - 1;
    const isSame = last >= 0 && this.ends[last] === start && this.spellings[last] === this.spelling;
    if (isSame && kind === 'literal' && this.kinds[last] === 'literal') {
      this.ends[last] = end;
      this.offsets[last + 1]! += length;
      return;
    }
    this.offsets.push(this.offsets.at(-1)! + length);
    this.starts.push(start);
    this.ends.push(end);
    this.kinds.push(kind);
    this.spellings.push(this.spelling);
  }

  /** All segments so far are written so: what the indentation of a block scalar is, is known once it is read. */
  respell(spelling: Spelling): void {
    this.spelling = spelling;
    this.spellings.fill(spelling);
  }

  /** Appends the segments of another map of the same host. */
  append(map: SegmentMap): void {
    for (const { length, start, end, kind, spelling } of map.segments()) {
      this.spelling = spelling;
      this.add(length, start, end, kind);
    }
  }

  build(): SegmentMap {
    return this.make(this.offsets, this.starts, this.ends, this.kinds, this.spellings);
  }
}
