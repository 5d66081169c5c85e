import { type Json, numberOf } from '../source/json';
import type { Span } from '../source/span';
import { type ExpressionProblem, type Path, PathParser, maxExpressionDepth } from './jsonPath';

/**
 * Intrinsic functions: parsed with positions (offsets from the beginning of the text); `evaluateIntrinsic` calls them.
 * https://states-language.net/#appendix-b
 */
export interface IntrinsicCall extends Span {
  readonly kind: 'call';
  /** `States.Format` */
  readonly name: string;
  readonly arguments: readonly Argument[];
}

export type Argument =
  | IntrinsicCall
  | (Span & { readonly kind: 'path'; readonly path: Path })
  | (Span & { readonly kind: 'value'; readonly value: Json });

/** The functions by name with how many arguments they take. */
export const intrinsicFunctions: Readonly<
  Record<string, { readonly min: number; readonly max: number; readonly signature: string; readonly summary: string }>
> = {
  'States.Array': { min: 0, max: Infinity, signature: 'States.Array(value, …)', summary: 'An array of its arguments.' },
  'States.ArrayContains': {
    min: 2,
    max: 2,
    signature: 'States.ArrayContains(array, value)',
    summary: 'Whether the array holds the value.',
  },
  'States.ArrayGetItem': {
    min: 2,
    max: 2,
    signature: 'States.ArrayGetItem(array, index)',
    summary: 'The item at the index, counted from 0.',
  },
  'States.ArrayLength': { min: 1, max: 1, signature: 'States.ArrayLength(array)', summary: 'How many items the array has.' },
  'States.ArrayPartition': {
    min: 2,
    max: 2,
    signature: 'States.ArrayPartition(array, size)',
    summary: 'The array cut into arrays of at most that size.',
  },
  'States.ArrayRange': {
    min: 3,
    max: 3,
    signature: 'States.ArrayRange(first, last, step)',
    summary: 'Numbers from first to last, both included; 1,000 at most.',
  },
  'States.ArrayUnique': { min: 1, max: 1, signature: 'States.ArrayUnique(array)', summary: 'The array without repeated items.' },
  'States.Base64Decode': {
    min: 1,
    max: 1,
    signature: 'States.Base64Decode(string)',
    summary: 'The text that a Base64 string of at most 10,000 characters stands for.',
  },
  'States.Base64Encode': {
    min: 1,
    max: 1,
    signature: 'States.Base64Encode(string)',
    summary: 'A string of at most 10,000 characters in Base64.',
  },
  'States.Format': {
    min: 1,
    max: Infinity,
    signature: "States.Format('{} …', value, …)",
    summary: 'The template with each {} replaced by the next value.',
  },
  'States.Hash': {
    min: 2,
    max: 2,
    signature: "States.Hash(value, 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512')",
    summary: 'The hash of a value of at most 10,000 characters, hexadecimal.',
  },
  'States.JsonMerge': {
    min: 3,
    max: 3,
    signature: 'States.JsonMerge(object, object, false)',
    summary: 'One object with the keys of both; the second wins.',
  },
  'States.JsonToString': { min: 1, max: 1, signature: 'States.JsonToString(value)', summary: 'The value as JSON text.' },
  'States.MathAdd': { min: 2, max: 2, signature: 'States.MathAdd(number, number)', summary: 'The sum of two integers.' },
  'States.MathRandom': {
    min: 2,
    max: 3,
    signature: 'States.MathRandom(first, end, seed?)',
    summary: 'A random integer of at least first and less than end.',
  },
  'States.StringSplit': {
    min: 2,
    max: 2,
    signature: 'States.StringSplit(string, delimiters)',
    summary: 'The parts of the string between any of the delimiter characters.',
  },
  'States.StringToJson': {
    min: 1,
    max: 1,
    signature: 'States.StringToJson(string)',
    summary: 'The value that JSON text stands for.',
  },
  'States.UUID': { min: 0, max: 0, signature: 'States.UUID()', summary: 'A random UUID (version 4).' },
};

/** Parses a whole text as an intrinsic function call. */
export function parseIntrinsic(text: string): {
  readonly call: IntrinsicCall | undefined;
  readonly problems: readonly ExpressionProblem[];
} {
  const parser = new IntrinsicParser(text);
  const call = parser.call(0);
  if (call && parser.problems.length === 0) {
    parser.space();
    if (parser.at < text.length) {
      parser.fail(`Unexpected '${text[parser.at]}' after the function call.`, parser.at, text.length);
    }
  }
  return { call: parser.problems.length > 0 ? undefined : call, problems: parser.problems };
}

class IntrinsicParser {
  readonly problems: ExpressionProblem[] = [];
  at = 0;

  constructor(private readonly text: string) {}

  call(depth: number): IntrinsicCall | undefined {
    const start = this.at;
    const name = /^[A-Za-z][\w.]*/.exec(this.text.slice(start, start + 100))?.[0];
    if (!name) {
      return this.fail('Expected an intrinsic function such as States.Format(…).', start, start + 1);
    }
    if (depth > maxExpressionDepth) {
      return this.fail('Nested too deeply.', start, start + name.length);
    }
    this.at += name.length;
    const known = Object.hasOwn(intrinsicFunctions, name) ? intrinsicFunctions[name] : undefined;
    if (!known) {
      return this.fail(`There is no intrinsic function '${name}'.`, start, this.at);
    }
    this.space();
    if (this.text[this.at] !== '(') {
      return this.fail(`Expected '(' after '${name}'.`, this.at, this.at + 1);
    }
    this.at++;
    const args: Argument[] = [];
    this.space();
    if (this.text[this.at] === ')') {
      this.at++;
    } else {
      for (;;) {
        this.space();
        const argument = this.argument(depth);
        if (!argument) {
          return undefined;
        }
        args.push(argument);
        this.space();
        const next = this.text[this.at++];
        if (next === ')') {
          break;
        }
        if (next !== ',') {
          return this.fail("Expected ',' or ')'.", this.at - 1, this.at);
        }
      }
    }
    if (args.length < known.min || args.length > known.max) {
      const wanted =
        known.max === Infinity
          ? `${known.min} or more`
          : known.min === known.max
            ? `${known.min}`
            : `${known.min} or ${known.max}`;
      return this.fail(`${name} takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${args.length}.`, start, this.at);
    }
    return { kind: 'call', name, arguments: args, start, end: this.at };
  }

  private argument(depth: number): Argument | undefined {
    const start = this.at;
    const char = this.text[start];
    if (char === "'") {
      const value = this.string();
      return value === undefined ? undefined : { kind: 'value', value, start, end: this.at };
    }
    if (char === '$') {
      const parser = new PathParser(this.text, start, depth, ',');
      const path = parser.path();
      this.at = parser.at;
      this.problems.push(...parser.problems);
      return path && { kind: 'path', path, start, end: this.at };
    }
    const literal = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/.exec(
      this.text.slice(start, start + 400),
    )?.[0];
    if (literal !== undefined) {
      this.at += literal.length;
      const value = literal === 'true' ? true : literal === 'false' ? false : literal === 'null' ? null : numberOf(literal);
      return { kind: 'value', value, start, end: this.at };
    }
    return this.call(depth + 1);
  }

  /** A text in single quotes; `\'`, `\{`, `\}` and `\\` are its escapes. In a Format template the escapes of braces stay, to tell them from places. */
  private string(): string | undefined {
    const start = this.at++;
    let value = '';
    while (this.at < this.text.length) {
      const char = this.text[this.at++]!;
      if (char === "'") {
        return value;
      }
      if (char === '\\') {
        const escaped = this.text[this.at];
        if (escaped === "'" || escaped === '\\' || escaped === '{' || escaped === '}') {
          value += escaped === '{' ? openBrace : escaped === '}' ? closeBrace : escaped;
          this.at++;
          continue;
        }
        return this.fail("After '\\' only ', \\, { or } may stand.", this.at - 1, this.at + 1);
      }
      value += char;
    }
    this.at = start;
    return this.fail('This string has no closing quote.', start, this.text.length);
  }

  space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) {
      this.at++;
    }
  }

  fail(message: string, start: number, end: number): undefined {
    this.problems.push({ message, start: Math.min(start, this.text.length), end: Math.min(end, this.text.length) });
    return undefined;
  }
}

/** Stand for `\{` and `\}` inside parsed string literals (noncharacters of Unicode, which no text means). */
const openBrace = '\ufdd0';
const closeBrace = '\ufdd1';

/** A string literal's text: its escaped braces as braces. */
export function unescapeBraces(text: string): string {
  return text.replaceAll(openBrace, '{').replaceAll(closeBrace, '}');
}
