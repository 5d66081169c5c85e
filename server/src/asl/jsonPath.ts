import type { Span } from '../source/span';
import { type Filter, FilterParser } from './jsonPathFilter';

/**
 * JSONPath as AWS Step Functions understands it (the Jayway dialect): parsed with positions for the editor, evaluated in
 * `evaluatePath`. Offsets count from the beginning of the path's text.
 * https://states-language.net/#path · https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */
export interface Path {
  readonly text: string;
  /** `$`: the state's data; `$$`: the context object; `$name`: a variable. */
  readonly root: { readonly kind: 'input' | 'context' } | { readonly kind: 'variable'; readonly name: string };
  readonly segments: readonly Segment[];
  /** Names at most one value. Other paths give an array of what they find, which may be empty. */
  readonly definite: boolean;
}

export type Segment = Span &
  (
    | { readonly kind: 'names'; readonly names: readonly string[] }
    | { readonly kind: 'indices'; readonly indices: readonly number[] }
    | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
    | { readonly kind: 'wildcard' }
    | { readonly kind: 'filter'; readonly filter: Filter }
    /** `..`: the value and everything in it; the next segment applies to each. */
    | { readonly kind: 'descendants' }
  );

/** A fault of an expression's text; offsets count from its beginning. */
export interface ExpressionProblem extends Span {
  readonly message: string;
}

export interface ParsedPath {
  readonly path: Path | undefined;
  readonly problems: readonly ExpressionProblem[];
}

/** Deepest nesting of brackets and parentheses in a path or an intrinsic function. */
export const maxExpressionDepth = 100;

/** Parses a whole text as a path (`$.a[0]`, `$$.Execution.Id`, `$variable.x`). */
export function parsePath(text: string): ParsedPath {
  const parser = new PathParser(text, 0, 0);
  const path = parser.path();
  if (path && parser.at < text.length) {
    return { path: undefined, problems: [problem(parser.at, text.length, `Unexpected '${text[parser.at]}' in the path.`)] };
  }
  return { path, problems: parser.problems };
}

function problem(start: number, end: number, message: string): ExpressionProblem {
  return { start, end, message };
}

/** Reads a path from `at` on; stops in front of what cannot belong to it. */
export class PathParser {
  readonly problems: ExpressionProblem[] = [];

  /** `stops`: characters that end the path outside brackets, beside white space. */
  constructor(
    readonly text: string,
    public at: number,
    private readonly depth: number,
    private readonly stops: string = '',
    private readonly sigil: '$' | '@' = '$',
  ) {}

  path(): Path | undefined {
    const start = this.at;
    if (this.text[this.at] !== this.sigil) {
      return this.fail(`A path begins with '${this.sigil}'.`, this.at, this.at + 1);
    }
    if (this.depth > maxExpressionDepth) {
      return this.fail('Nested too deeply.', this.at, this.at + 1);
    }
    this.at++;
    let root: Path['root'] = { kind: 'input' };
    if (this.sigil === '$' && this.text[this.at] === '$') {
      this.at++;
      root = { kind: 'context' };
    } else if (this.sigil === '$') {
      const name = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(this.text.slice(this.at, this.at + 200))?.[0];
      if (name) {
        this.at += name.length;
        root = { kind: 'variable', name };
      }
    }
    const segments: Segment[] = [];
    while (this.at < this.text.length) {
      const before = this.at;
      const char = this.text[this.at];
      if (char === '.') {
        this.at++;
        if (this.text[this.at] === '.') {
          this.at++;
          segments.push({ kind: 'descendants', start: before, end: this.at });
        }
        // A dot before a bracket means nothing: deployed definitions write `$.[0]` for `$[0]`.
        if (this.text[this.at] === '[') {
          continue;
        }
        const segment = this.dotted(before);
        if (!segment) {
          return undefined;
        }
        segments.push(segment);
      } else if (char === '[') {
        const segment = this.bracketed();
        if (!segment) {
          return undefined;
        }
        segments.push(segment);
      } else {
        break;
      }
    }
    if (segments.at(-1)?.kind === 'descendants') {
      return this.fail("A path cannot end with '..'.", this.at - 2, this.at);
    }
    const definite = segments.every(
      (s, i) =>
        (s.kind === 'names' && (s.names.length === 1 || i === segments.length - 1)) ||
        (s.kind === 'indices' && s.indices.length === 1),
    );
    return { text: this.text.slice(start, this.at), root, segments, definite };
  }

  /** What follows a dot. */
  private dotted(start: number): Segment | undefined {
    if (this.text[this.at] === '*') {
      this.at++;
      return { kind: 'wildcard', start, end: this.at };
    }
    const from = this.at;
    while (this.at < this.text.length && !/[\s.[\]()]/.test(this.text[this.at]!) && !this.stops.includes(this.text[this.at]!)) {
      this.at++;
    }
    if (this.at === from) {
      return this.fail("Expected a field name or '*' after '.'.", start, Math.min(this.at + 1, this.text.length));
    }
    if (this.text[this.at] === '(') {
      // A name like any other, as AWS has it: "Property ['length()'] not found in path $['list']".
      const list = /^\([^()[\]'"]*\)/.exec(this.text.slice(this.at, this.at + 200))?.[0];
      if (list === undefined) {
        return this.fail("This '(' has no ')'.", this.at, this.at + 1);
      }
      this.at += list.length;
    }
    return { kind: 'names', names: [this.text.slice(from, this.at)], start, end: this.at };
  }

  private bracketed(): Segment | undefined {
    const start = this.at++;
    this.space();
    const char = this.text[this.at];
    if (char === undefined) {
      return this.fail("This '[' has no ']'.", start, start + 1);
    }
    if (char === '*') {
      this.at++;
      return this.close(start, { kind: 'wildcard' });
    }
    if (char === "'" || char === '"') {
      const names: string[] = [];
      do {
        this.space();
        const name = this.quoted();
        if (name === undefined) {
          return undefined;
        }
        names.push(name);
        this.space();
      } while (this.text[this.at] === ',' && ++this.at);
      return this.close(start, { kind: 'names', names });
    }
    if (char === '?') {
      this.at++;
      this.space();
      if (this.text[this.at] !== '(') {
        return this.fail("Expected '(' after '?'.", this.at, this.at + 1);
      }
      const parser = new FilterParser(this.text, this.at, this.depth + 1);
      const filter = parser.parenthesised();
      this.at = parser.at;
      if (!filter) {
        this.problems.push(...parser.problems);
        return undefined;
      }
      this.space();
      return this.close(start, { kind: 'filter', filter });
    }
    const inner = /^\s*(-?\d{1,15})?\s*(:)?\s*(-?\d{1,15})?\s*/.exec(this.text.slice(this.at, this.at + 80))!;
    if (inner[2]) {
      this.at += inner[0].length;
      const [from, to] = [inner[1], inner[3]].map((t) => (t === undefined ? undefined : Number(t)));
      if (from === undefined && to === undefined) {
        return this.fail('A slice needs a first or a last index.', start, this.at);
      }
      return this.close(start, { kind: 'slice', from, to });
    }
    const indices: number[] = [];
    do {
      this.space();
      const digits = /^-?\d{1,15}/.exec(this.text.slice(this.at, this.at + 17))?.[0];
      if (!digits) {
        return this.fail("Expected an index, a name in quotes, a slice, '*' or a filter '?(…)'.", this.at, this.at + 1);
      }
      indices.push(Number(digits));
      this.at += digits.length;
      this.space();
    } while (this.text[this.at] === ',' && ++this.at);
    return this.close(start, { kind: 'indices', indices });
  }

  private quoted(): string | undefined {
    const read = readQuoted(this.text, this.at);
    if (!read) {
      return this.fail('This name has no closing quote.', this.at, this.text.length);
    }
    this.at = read.end;
    return read.value;
  }

  private close<T extends object>(start: number, segment: T): (T & Span) | undefined {
    if (this.text[this.at] !== ']') {
      return this.fail("Expected ']'.", this.at, Math.min(this.at + 1, this.text.length));
    }
    this.at++;
    return { ...segment, start, end: this.at };
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) {
      this.at++;
    }
  }

  private fail(message: string, start: number, end: number): undefined {
    this.problems.push(problem(Math.min(start, this.text.length), Math.min(end, this.text.length), message));
    return undefined;
  }
}

/** A text in single or double quotes at `at`, backslash escapes taken off; undefined when it does not end. */
export function readQuoted(text: string, at: number): { value: string; end: number } | undefined {
  const quote = text[at];
  let value = '';
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i]!;
    if (char === quote) {
      return { value, end: i + 1 };
    }
    if (char === '\\' && i + 1 < text.length) {
      value += text[++i];
    } else {
      value += char;
    }
  }
  return undefined;
}
