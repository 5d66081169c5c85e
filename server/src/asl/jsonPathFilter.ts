import { LinearRegExp } from './linearRegExp';
import type { Json } from '../source/json';
import { numberOf } from '../source/json';
import { type ExpressionProblem, type Path, PathParser, maxExpressionDepth, readQuoted } from './jsonPath';

/** The expression between the parentheses of `[?(…)]`. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly operand: Filter }
  | { readonly kind: 'exists'; readonly operand: Operand }
  | { readonly kind: 'compare'; readonly operator: FilterOperator; readonly left: Operand; readonly right: Operand };

export const filterOperators = [
  '==',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '=~',
  'in',
  'nin',
  'subsetof',
  'anyof',
  'noneof',
  'contains',
  'size',
  'empty',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

/** `@` paths start at the item that is tested, `$` paths at the root of the data. */
export type Operand =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'item' | 'root'; readonly path: Path }
  | { readonly kind: 'pattern'; readonly source: string; readonly flags: string };

/** Recursive descent over a filter; depth is bounded by `maxExpressionDepth`. */
export class FilterParser {
  readonly problems: ExpressionProblem[] = [];

  constructor(
    private readonly text: string,
    public at: number,
    private depth: number,
  ) {}

  /** `( filter )`. */
  parenthesised(): Filter | undefined {
    if (++this.depth > maxExpressionDepth) {
      return this.fail('Nested too deeply.');
    }
    this.at++;
    const filter = this.or();
    this.depth--;
    this.space();
    if (filter && this.text[this.at] !== ')') {
      return this.fail("Expected ')'.");
    }
    this.at++;
    return filter;
  }

  private or(): Filter | undefined {
    return this.chain('||', 'or', () => this.chain('&&', 'and', () => this.unary()));
  }

  private chain(sign: string, kind: 'and' | 'or', next: () => Filter | undefined): Filter | undefined {
    let left = next();
    for (;;) {
      this.space();
      if (!left || !this.text.startsWith(sign, this.at)) {
        return left;
      }
      this.at += 2;
      const right = next();
      left = right && { kind, left, right };
    }
  }

  private unary(): Filter | undefined {
    this.space();
    if (this.text[this.at] === '!') {
      this.at++;
      if (++this.depth > maxExpressionDepth) {
        return this.fail('Nested too deeply.');
      }
      const operand = this.unary();
      this.depth--;
      return operand && { kind: 'not', operand };
    }
    if (this.text[this.at] === '(') {
      return this.parenthesised();
    }
    const left = this.operand();
    if (!left) {
      return undefined;
    }
    this.space();
    const rest = this.text.slice(this.at, this.at + 12);
    const operator = filterOperators.find((o) =>
      /^[a-z]/.test(o) ? new RegExp(`^${o}\\b`, 'i').test(rest) : rest.startsWith(o),
    );
    if (!operator) {
      return rest.startsWith('=') ? this.fail("Equality is written '=='.") : { kind: 'exists', operand: left };
    }
    this.at += operator.length;
    const right = this.operand();
    return right && { kind: 'compare', operator, left, right };
  }

  private operand(): Operand | undefined {
    this.space();
    const char = this.text[this.at] ?? '';
    if (char === '@' || char === '$') {
      const parser = new PathParser(this.text, this.at, this.depth, ')=<>!&|,~', char);
      const path = parser.path();
      this.at = parser.at;
      this.problems.push(...parser.problems);
      return path && { kind: char === '@' ? 'item' : 'root', path };
    }
    if (char === "'" || char === '"') {
      const read = readQuoted(this.text, this.at);
      if (!read) {
        return this.fail('This text has no closing quote.');
      }
      this.at = read.end;
      return { kind: 'value', value: read.value };
    }
    if (char === '/') {
      const match = /^\/((?:[^/\\]|\\.)*)\/([a-z]*)/.exec(this.text.slice(this.at));
      if (!match || !isPattern(match[1]!, match[2]!)) {
        return this.fail('This is no valid regular expression.');
      }
      this.at += match[0].length;
      return { kind: 'pattern', source: match[1]!, flags: match[2]! };
    }
    if (char === '[') {
      return this.list();
    }
    const word = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(this.text.slice(this.at, this.at + 400))?.[0];
    if (word === undefined) {
      return this.fail('Expected a path, a number, a text in quotes, true, false or null.');
    }
    this.at += word.length;
    const words: Record<string, Json> = { true: true, false: false, null: null };
    return { kind: 'value', value: words[word] ?? (word === 'null' ? null : numberOf(word)) };
  }

  /** `['a', 1]`: a list of values. */
  private list(): Operand | undefined {
    this.at++;
    const items: Json[] = [];
    for (;;) {
      this.space();
      if (this.text[this.at] === ']') {
        this.at++;
        return { kind: 'value', value: items };
      }
      if (items.length > 0) {
        if (this.text[this.at] !== ',') {
          return this.fail("Expected ',' or ']'.");
        }
        this.at++;
      }
      this.space();
      if (this.text[this.at] === '[') {
        return this.fail('A list in a filter holds plain values only.');
      }
      const item = this.operand();
      if (item?.kind !== 'value') {
        return item ? this.fail('A list in a filter holds plain values only.') : undefined;
      }
      items.push(item.value);
    }
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) {
      this.at++;
    }
  }

  private fail(message: string): undefined {
    const start = Math.min(this.at, this.text.length);
    this.problems.push({ start, end: Math.min(start + 1, this.text.length), message });
    return undefined;
  }
}

function isPattern(source: string, flags: string): boolean {
  try {
    new LinearRegExp(new RegExp(source, flags));
    return true;
  } catch {
    return false;
  }
}
