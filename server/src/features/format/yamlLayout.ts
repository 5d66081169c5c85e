import { Parser, type CST } from 'yaml';
import type { Edit } from '../../source/edit';
import type { Span } from '../../source/span';

type Token = CST.Token;
type SourceToken = CST.SourceToken;

/**
 * The edits that lay out YAML: indentation by `step` columns, one space behind a colon or dash, no spaces at the end of lines, one empty line at most.
 * Text within quotes and blocks, comments, anchors and the style of values stay. With `range` only what is whole in it moves; what is
 * around it keeps its columns.
 */
export function yamlLayout(text: string, step: number, range?: Span): Edit[] {
  const layout = new YamlLayout(text, step, range);
  for (const token of new Parser().parse(text)) {
    layout.token(token);
  }
  return layout.edits();
}

interface Line extends Span {
  /** Columns of white space that it begins with. */
  readonly indent: number;
  /** Where it is to begin; absent: where it does. */
  to?: number;
  /** Part of text that stays as it is, apart from its indentation. */
  isText?: boolean;
}

class YamlLayout {
  private readonly lines: Line[] = [];
  /** Spaces within lines that become one. */
  private readonly gaps: Span[] = [];

  constructor(
    private readonly text: string,
    private readonly step: number,
    private readonly range: Span | undefined,
  ) {
    for (let start = 0; start <= text.length;) {
      const found = text.indexOf('\n', start);
      const end = found < 0 ? text.length : found;
      this.lines.push({ start, end, indent: /^[ \t]*/.exec(text.slice(start, end))![0].length });
      start = end + 1;
    }
  }

  token(token: Token): void {
    if (token.type === 'document') {
      this.properties(token.start, 0);
      this.value(token.value, 0, 0);
      this.properties(token.end, 0);
    } else if (token.type === 'comment') {
      this.place(token.offset, 0);
    }
  }

  edits(): Edit[] {
    const edits: Edit[] = this.gaps.map(({ start, end }) => ({ start, end, text: ' ' }));
    let empty = 0;
    let shift = 0;
    const last = this.lines.findLastIndex((line) => !this.isEmpty(line));
    for (const [index, line] of this.lines.entries()) {
      const { start, end, indent, isText, to } = line;
      const content = this.text.slice(start, end).replace(/\r$/, '');
      const isEmpty = content.trim() === '';
      empty = isEmpty && !isText ? empty + 1 : 0;
      if (isEmpty && !isText) {
        if (index > last && !this.lines[last]?.isText) {
          continue;
        }
        if (index < last && (empty > 1 || index === 0)) {
          edits.push({ start, end: end + 1, text: '' });
        } else if (content !== '') {
          edits.push({ start, end: start + content.length, text: '' });
        }
        continue;
      }
      if (isEmpty) {
        // Spaces beyond the indentation of a block are part of its text.
        if (to !== undefined && to !== indent) {
          edits.push({ start, end: start + indent, text: ' '.repeat(to) });
        }
        continue;
      }
      shift = to === undefined ? shift : to - indent;
      const column = to ?? Math.max(0, indent + shift);
      if (column !== indent) {
        edits.push({ start, end: start + indent, text: ' '.repeat(column) });
      }
      const trailing = isText || index === last ? 0 : content.length - content.trimEnd().length;
      if (trailing > 0) {
        edits.push({ start: start + content.length - trailing, end: start + content.length, text: '' });
      }
    }
    const lastLine = this.lines[last];
    // What follows text of several lines may be part of it.
    if (lastLine && !lastLine.isText) {
      const start = lastLine.start + this.text.slice(lastLine.start, lastLine.end).trimEnd().length;
      const lineEnd = this.text.includes('\r\n') ? '\r\n' : '\n';
      if (this.text.slice(start) !== lineEnd) {
        edits.push({ start, end: this.text.length, text: lineEnd });
      }
    }
    const { range } = this;
    return range ? edits.filter(({ start, end }) => range.start <= start && end <= range.end) : edits;
  }

  private isEmpty({ start, end, isText }: Line): boolean {
    return !isText && this.text.slice(start, end).trim() === '';
  }

  /** Recursion is as deep as the document, which parsers bound. `column`: where it stands when it begins a line; `outer`: that of what holds it. */
  private value(token: Token | null | undefined, column: number, outer: number): void {
    switch (token?.type) {
      case 'block-map':
        this.map(token, column);
        return;
      case 'block-seq':
        this.sequence(token, column);
        return;
      case 'flow-collection':
        this.place(token.start.offset, column);
        this.flow(token, outer);
        return;
      case 'block-scalar':
        this.block(token, column, outer);
        return;
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        this.place(token.offset, column);
        this.further(token, () => column);
        this.properties(token.end, outer);
        return;
      case 'alias':
        this.place(token.offset, column);
        this.properties(token.end, outer);
        return;
      default:
    }
  }

  private map(token: CST.BlockMap, to: number): void {
    // Columns of what is only partly in the range stay.
    const column = this.isWhole(token) ? to : this.columnOf(token.offset);
    for (const { start, key, sep, value } of token.items) {
      this.properties(start, column);
      if (key) {
        this.value(key, column, column);
      }
      const isExplicit = start.some(({ type }) => type === 'explicit-key-ind');
      this.properties(sep ?? [], isExplicit ? column : column + this.step, column);
      this.oneSpace(sep, value);
      if (value) {
        this.value(value, column + this.step, column);
      }
    }
  }

  private sequence(token: CST.BlockSequence, to: number): void {
    const column = this.isWhole(token) ? to : this.columnOf(token.offset);
    for (const { start, value } of token.items) {
      this.properties(start, column);
      this.oneSpace(start, value);
      if (value) {
        this.value(value, column + 2, column);
      }
    }
  }

  private isWhole(token: Token): boolean {
    const { range } = this;
    if (!range) {
      return true;
    }
    const line = this.lines[this.lineOf(token.offset)]!;
    return range.start <= line.start && this.endOf(token) <= range.end;
  }

  /** One space between a colon or dash and what follows on its line. */
  private oneSpace(before: SourceToken[] | undefined, value: Token | undefined): void {
    const tokens = before ?? [];
    tokens.forEach((token, index) => {
      const previous = tokens[index - 1];
      const next = tokens[index + 1] ?? value;
      const isBehind = previous?.type === 'map-value-ind' || previous?.type === 'seq-item-ind';
      if (
        token.type === 'space' &&
        isBehind &&
        next &&
        next.type !== 'newline' &&
        next.type !== 'comment' &&
        token.source !== ' '
      ) {
        this.gaps.push({ start: token.offset, end: token.offset + token.source.length });
      }
    });
  }

  /** Comments, anchors, tags and indicators that begin a line. */
  private properties(tokens: readonly SourceToken[] | undefined, column: number, indicators = column): void {
    for (const { type, offset } of tokens ?? []) {
      if (type !== 'space' && type !== 'newline') {
        this.place(offset, type === 'map-value-ind' ? indicators : column);
      }
    }
  }

  private place(offset: number, column: number): void {
    const line = this.lines[this.lineOf(offset)]!;
    if (line.start + line.indent === offset) {
      line.to ??= column;
    }
  }

  /** The lines behind the first of a token. */
  private further({ offset, source }: { offset: number; source: string }, column: (line: Line) => number): void {
    const first = this.lineOf(offset);
    const last = this.lineOf(offset + source.length);
    for (const line of this.lines.slice(first + 1, last + 1)) {
      line.to ??= column(line);
      line.isText = true;
    }
  }

  /** Lines within brackets, by how many are open. */
  private flow(token: CST.FlowCollection, column: number, depth = 1): void {
    const within = column + this.step * depth;
    for (const { start, key, sep, value } of token.items) {
      this.properties(start, within);
      this.properties(sep, within);
      for (const part of [key, value]) {
        if (part?.type === 'flow-collection') {
          this.place(part.start.offset, within);
          this.flow(part, column, depth + 1);
        } else if (part && 'source' in part) {
          this.place(part.offset, within);
          this.further(part, () => within);
        }
      }
    }
    for (const { type, offset } of token.end) {
      if (type !== 'space' && type !== 'newline') {
        this.place(offset, type === 'comment' ? within : within - this.step);
      }
    }
  }

  private block(token: CST.BlockScalar, column: number, outer: number): void {
    this.properties(token.props as SourceToken[], column);
    const header = token.props.find(({ type }) => type === 'block-scalar-header');
    const start = header ? header.offset + (header as SourceToken).source.length : token.offset;
    const first = this.lineOf(start) + 1;
    const end = start + 1 + token.source.length;
    const body = this.lines.slice(first).filter((line) => line.start < end && line.start >= start);
    const written = body.find((line) => this.text.slice(line.start, line.end).trim() !== '');
    const isExplicit = /\d/.test((header as SourceToken | undefined)?.source ?? '');
    // With a digit in the header the content stands so many columns behind what holds it.
    const holder = this.lines[this.lineOf(token.offset)]!;
    const shift = isExplicit ? outer - holder.indent : written ? column - written.indent : 0;
    for (const line of body) {
      line.isText = true;
      if (this.text.slice(line.start, line.end).trim() !== '') {
        line.to ??= line.indent + shift;
      } else if (written && !isExplicit) {
        line.to ??= line.indent > written.indent ? line.indent + shift : 0;
      }
    }
  }

  private columnOf(offset: number): number {
    return offset - this.lines[this.lineOf(offset)]!.start;
  }

  private endOf(token: Token): number {
    let end = token.offset;
    const open: unknown[] = [token];
    for (let next = open.pop(); next; next = open.pop()) {
      const { offset, source } = next as { offset?: number; source?: string };
      if (offset !== undefined && source !== undefined && (next as Token).type !== 'newline' && source.trim() !== '') {
        end = Math.max(end, offset + source.trimEnd().length);
      }
      const { items, key, value, start, sep } = next as Readonly<Record<string, unknown>>;
      open.push(
        ...[items, start, sep].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : [])),
        ...[key, value].filter(Boolean),
      );
    }
    return end;
  }

  private lineOf(offset: number): number {
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lines[middle]!.start <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
