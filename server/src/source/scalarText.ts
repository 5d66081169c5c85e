import type { SegmentMapBuilder } from './segmentMap';

/** Told of an escape that does not exist: its place. */
export type OnBadEscape = (start: number, end: number) => void;

/** Escapes of a double-quoted YAML scalar (YAML 1.2.2, section 5.7); JSON's are among them. */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};

/** Text as it is decoded, and, where asked for, the map of where each piece is written. */
class Decoded {
  value = '';

  constructor(
    private readonly text: string,
    private readonly map: SegmentMapBuilder | undefined,
  ) {}

  literal(start: number, end: number): void {
    this.value += this.text.slice(start, end);
    this.map?.add(end - start, start, end, 'literal');
  }

  spelled(value: string, start: number, end: number): void {
    this.value += value;
    this.map?.add(
      value.length,
      start,
      end,
      value.length === end - start && this.text.startsWith(value, start) ? 'literal' : 'spelled',
    );
  }
}

/**
 * Decodes what stands between `start` and `end` of a flow scalar: plain (`quote` is empty), in single or in double quotes (which themselves lie outside).
 * Line breaks fold as in YAML 1.2.2, section 6.5; JSON strings have none. Linear in the text.
 */
export function decodeFlowScalar(
  text: string,
  start: number,
  end: number,
  quote: '' | "'" | '"',
  map?: SegmentMapBuilder,
  onBadEscape?: OnBadEscape,
): string {
  const out = new Decoded(text, map);
  /** Where the run of ordinary characters that is being read begins. */
  let run = start;
  /** Where the white space at its end begins; it is dropped before a line break. */
  let space = -1;
  let at = start;
  while (at < end) {
    const char = text.charCodeAt(at);
    if (char === 10 || (char === 13 && text.charCodeAt(at + 1) === 10 && at + 1 < end)) {
      const from = space < 0 ? at : space;
      out.literal(run, from);
      const { breaks, next } = skipLineBreaks(text, at, end);
      out.spelled(breaks > 1 ? '\n'.repeat(breaks - 1) : ' ', from, next);
      at = run = next;
      space = -1;
    } else if (char === 32 || char === 9) {
      space = space < 0 ? at : space;
      at++;
    } else if (char === 92 && quote === '"') {
      out.literal(run, at);
      at = run = decodeEscape(text, at, end, out, onBadEscape);
      space = -1;
    } else if (char === 39 && quote === "'") {
      out.literal(run, at);
      out.spelled("'", at, Math.min(at + 2, end));
      at = run = Math.min(at + 2, end);
      space = -1;
    } else {
      space = -1;
      at++;
    }
  }
  out.literal(run, end);
  return out.value;
}

/** Steps over a line break, the blank lines behind it and the indentation of the next line. */
function skipLineBreaks(text: string, start: number, end: number): { readonly breaks: number; readonly next: number } {
  let breaks = 0;
  let at = start;
  for (;;) {
    let next = at;
    while (next < end && (text[next] === ' ' || text[next] === '\t')) {
      next++;
    }
    if (text[next] === '\n' && next < end) {
      next++;
    } else if (text[next] === '\r' && text[next + 1] === '\n' && next + 1 < end) {
      next += 2;
    } else {
      return { breaks, next };
    }
    breaks++;
    at = next;
  }
}

/** Decodes the escape at `at`; answers where the text goes on. */
function decodeEscape(text: string, at: number, end: number, out: Decoded, onBadEscape?: OnBadEscape): number {
  const letter = at + 1 < end ? text.charAt(at + 1) : '';
  const escaped = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (escaped !== undefined) {
    out.spelled(escaped, at, at + 2);
    return at + 2;
  }
  const isBreak = letter === '\n' || (letter === '\r' && text[at + 2] === '\n');
  if (isBreak) {
    let next = at + (letter === '\n' ? 2 : 3);
    while (next < end && (text[next] === ' ' || text[next] === '\t')) {
      next++;
    }
    return Math.min(next, end);
  }
  const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  const code = text.slice(at + 2, Math.min(at + 2 + digits, end));
  if (digits > 0 && code.length === digits && /^[0-9a-fA-F]+$/.test(code) && parseInt(code, 16) <= 0x10ffff) {
    out.spelled(String.fromCodePoint(parseInt(code, 16)), at, at + 2 + digits);
    return at + 2 + digits;
  }
  const next = Math.min(at + 2, end);
  out.literal(at, next);
  onBadEscape?.(at, next);
  return next;
}

/** What the header of a block scalar says (`|`, `>-`, `|2+`). */
export interface BlockHeader {
  readonly isFolded: boolean;
  readonly chomp: '' | '-' | '+';
  /** The digit that gives the indentation relative to the parent; 0: as the first line has it. */
  readonly indent: number;
  /** Length of the header itself. */
  readonly length: number;
}

/** Reads the header that begins at `start`. */
export function blockHeader(text: string, start: number): BlockHeader {
  let chomp: BlockHeader['chomp'] = '';
  let indent = 0;
  let at = start + 1;
  for (; at < text.length; at++) {
    const char = text.charAt(at);
    if (chomp === '' && (char === '-' || char === '+')) {
      chomp = char;
    } else if (indent === 0 && char >= '1' && char <= '9') {
      indent = Number(char);
    } else {
      break;
    }
  }
  return { isFolded: text[start] === '>', chomp, indent, length: at - start };
}

/** A line of a block scalar: where it begins, where its indentation ends, where it ends (its break excluded). */
interface Line {
  readonly start: number;
  readonly content: number;
  readonly end: number;
  /** Nothing but its indentation. */
  readonly isEmpty: boolean;
}

/**
 * Decodes the body of a block scalar (YAML 1.2.2, section 8.1), the lines from `start` to `end`. `parentIndent` counts where the header names an indentation.
 * Answers the value, the indentation of its lines, and where its last line with content ends.
 */
export function decodeBlockScalar(
  text: string,
  start: number,
  end: number,
  header: BlockHeader,
  parentIndent: number,
  map?: SegmentMapBuilder,
): { readonly value: string; readonly indent: number; readonly contentEnd: number } {
  const lines = linesOf(text, start, end);
  let last = lines.length;
  while (last > 0 && lines[last - 1]!.isEmpty) {
    last--;
  }
  const out = new Decoded(text, map);
  if (last === 0) {
    if (header.chomp === '+' && lines.length > 0) {
      out.spelled('\n'.repeat(Math.max(1, lines.length - 1)), start, end);
    }
    return { value: out.value, indent: Math.max(parentIndent, 0) + (header.indent || 2), contentEnd: start };
  }
  const first = lines.findIndex((line) => !line.isEmpty);
  const indent = header.indent > 0 ? Math.max(parentIndent, 0) + header.indent : lines[first]!.content - lines[first]!.start;
  // Blank lines that are indented deeper than the text belong to it.
  for (let index = lines.length - 1; index >= last; index--) {
    if (lines[index]!.content - lines[index]!.start > indent) {
      last = index + 1;
    }
  }
  const contentOf = (line: Line): number => Math.min(line.start + indent, line.content);
  for (let index = 0; index < first; index++) {
    const line = lines[index]!;
    out.literal(contentOf(line), line.content);
    out.spelled('\n', line.end, contentOf(lines[index + 1]!));
  }
  let separator = '';
  /** Where the text before the line ends. */
  let before = 0;
  let wasDeeper = false;
  for (let index = first; index < last; index++) {
    const line = lines[index]!;
    const from = contentOf(line);
    const isDeeper = line.content - line.start > indent || text[line.content] === '\t';
    if (header.isFolded && !isDeeper && line.isEmpty) {
      if (separator === '\n') {
        out.spelled('\n', before, line.end);
        before = line.end;
      } else {
        separator = '\n';
      }
      continue;
    }
    if (header.isFolded && isDeeper) {
      if (separator === ' ') {
        separator = '\n';
      } else if (!wasDeeper && separator === '\n') {
        separator = '\n\n';
      }
    }
    if (separator !== '') {
      out.spelled(separator, before, from);
    }
    out.literal(from, line.end);
    before = line.end;
    wasDeeper = isDeeper;
    separator = header.isFolded && !isDeeper ? ' ' : '\n';
  }
  const contentEnd = lines[last - 1]!.end;
  if (header.chomp !== '-') {
    let tail = '';
    if (header.chomp === '+') {
      for (let index = last; index < lines.length; index++) {
        const line = lines[index]!;
        tail += `\n${text.slice(contentOf(line), line.content)}`;
      }
    }
    if (header.chomp === '' || !(out.value + tail).endsWith('\n')) {
      tail += '\n';
    }
    out.spelled(tail, before, Math.max(end, before));
  }
  return { value: out.value, indent, contentEnd };
}

function linesOf(text: string, start: number, end: number): Line[] {
  const lines: Line[] = [];
  if (start >= end) {
    return lines;
  }
  for (let at = start; at <= end;) {
    const found = text.indexOf('\n', at);
    const next = found < 0 || found >= end ? end : found;
    let content = at;
    while (content < next && text[content] === ' ') {
      content++;
    }
    const lineEnd = next > content && next < end && text[next - 1] === '\r' ? next - 1 : next;
    lines.push({ start: at, content, end: lineEnd, isEmpty: content >= lineEnd });
    at = next + 1;
  }
  return lines;
}
