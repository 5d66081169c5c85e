import type { Problem } from './node';

/**
 * JSON data as AWS keeps it: 1 and 1.0 are different, integers have any size, `__proto__` is a key like any other.
 * A number is a `number` where the text is an integer within ±(2^53−1), otherwise a `Decimal`. Objects have no prototype.
 * Values are shared and never changed once made.
 */
export type Json = null | boolean | number | string | Decimal | JsonArray | JsonObject;
export type JsonArray = readonly Json[];
export interface JsonObject {
  readonly [key: string]: Json;
}

/** An object while it is being made. */
export type JsonDraft = Record<string, Json>;

/** A number that a double does not hold exactly or whose spelling counts: `1.0`, `1e2`, `-0`, 30 digits. */
export class Decimal {
  constructor(readonly text: string) {
    Object.freeze(this);
  }
  toString(): string {
    return this.text;
  }
}

/** The nearest double of a number. */
export function toNumber(value: number | Decimal): number {
  return typeof value === 'number' ? value : Number(value.text);
}

/** A double as data: integers within ±(2^53−1) are numbers, all others Decimals in JavaScript's spelling. */
export function fromNumber(value: number): number | Decimal {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? value : new Decimal(Object.is(value, -0) ? '0' : String(value));
}

/** A new object without prototype. */
export function draft(): JsonDraft {
  return Object.create(null) as JsonDraft;
}

/** An object of these entries. */
export function object(entries: Iterable<readonly [string, Json]>): JsonObject {
  const made = draft();
  for (const [key, value] of entries) {
    made[key] = value;
  }
  return made;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);
}

export function isArray(value: Json | undefined): value is JsonArray {
  return Array.isArray(value);
}

export function isNumber(value: Json | undefined): value is number | Decimal {
  return typeof value === 'number' || value instanceof Decimal;
}

/** Containers deeper than this are refused before any recursive code sees them. */
export const maxDepth = 1500;

/** What `readJson` answers: either a value or at least one problem. */
export interface Read {
  readonly value: Json | undefined;
  readonly problems: readonly Problem[];
}

/** Text of the documents that were read, by their root: what is only passed through keeps its whitespace. */
const texts = new WeakMap<object, string>();

/** Reads one JSON document (RFC 8259, strictly). Iterative; never throws; the last of duplicate keys counts. */
export function readJson(text: string): Read {
  const reader = new Reader(text);
  const value = reader.read();
  if (reader.problem) {
    return { value: undefined, problems: [reader.problem] };
  }
  if (typeof value === 'object' && value !== null && !(value instanceof Decimal)) {
    texts.set(value, text.trim());
  }
  return { value, problems: [] };
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- control characters are what a JSON string may not hold
const plain = /[^"\\\u0000-\u001f]*/y;
const escapes: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

class Reader {
  problem: Problem | undefined;
  #at = 0;

  constructor(private readonly text: string) {}

  read(): Json | undefined {
    /** Open containers, innermost last; `keys` runs beside it. */
    const stack: (Json[] | JsonDraft)[] = [];
    const keys: string[] = [];
    if (this.text.charCodeAt(0) === 0xfeff) {
      this.#at = 1;
    }
    for (;;) {
      this.#space();
      let value: Json | undefined;
      const char = this.text[this.#at];
      if (char === '{' || char === '[') {
        if (stack.length >= maxDepth) {
          return this.#fail(`Nested too deeply: more than ${maxDepth} levels.`, 'too-deeply-nested');
        }
        this.#at++;
        const container: Json[] | JsonDraft = char === '[' ? [] : draft();
        this.#space();
        if (this.text[this.#at] === (char === '[' ? ']' : '}')) {
          this.#at++;
          value = container;
        } else {
          stack.push(container);
          keys.push(char === '[' ? '' : (this.#key() ?? ''));
          if (this.problem) {
            return undefined;
          }
          continue;
        }
      } else {
        value = this.#scalar();
        if (value === undefined) {
          return undefined;
        }
      }
      for (;;) {
        const container = stack.at(-1);
        if (container === undefined) {
          this.#space();
          return this.#at < this.text.length ? this.#fail(`${this.#seen()} after the end of the JSON document.`) : value;
        }
        const inArray = Array.isArray(container);
        if (inArray) {
          container.push(value);
        } else {
          container[keys.at(-1)!] = value;
        }
        this.#space();
        const next = this.text[this.#at];
        if (next === ',') {
          this.#at++;
          if (!inArray) {
            this.#space();
            keys[keys.length - 1] = this.#key() ?? '';
          }
          if (this.problem) {
            return undefined;
          }
          break;
        }
        if (next !== (inArray ? ']' : '}')) {
          return this.#fail(`Expected ',' or '${inArray ? ']' : '}'}', found ${this.#seen()}.`);
        }
        this.#at++;
        value = container;
        stack.pop();
        keys.pop();
      }
    }
  }

  #space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
        return;
      }
      this.#at++;
    }
  }

  /** `"key" :`; undefined after a problem. */
  #key(): string | undefined {
    if (this.text[this.#at] !== '"') {
      return this.#fail(`Expected a key in double quotes, found ${this.#seen()}.`);
    }
    const key = this.#string();
    if (key === undefined) {
      return undefined;
    }
    this.#space();
    if (this.text[this.#at] !== ':') {
      return this.#fail(`Expected ':' after the key ${JSON.stringify(key)}, found ${this.#seen()}.`);
    }
    this.#at++;
    return key;
  }

  #scalar(): Json | undefined {
    const char = this.text[this.#at];
    if (char === '"') {
      return this.#string();
    }
    for (const [word, value] of words) {
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    number.lastIndex = this.#at;
    const match = number.exec(this.text);
    if (!match) {
      return this.#fail(`Expected a JSON value, found ${this.#seen()}.`);
    }
    this.#at += match[0].length;
    return numberOf(match[0]);
  }

  #string(): string | undefined {
    const start = this.#at++;
    let value = '';
    for (;;) {
      plain.lastIndex = this.#at;
      const run = plain.exec(this.text)![0];
      value += run;
      this.#at += run.length;
      const char = this.text[this.#at];
      if (char === '"') {
        this.#at++;
        return value;
      }
      if (char === undefined) {
        this.#at = start;
        return this.#fail('This string has no end.');
      }
      if (char !== '\\') {
        return this.#fail(
          `A control character stands in a string; write it as \\u${this.#code().toString(16).padStart(4, '0')}.`,
        );
      }
      const escape = this.text[this.#at + 1] ?? '';
      if (escape === 'u') {
        const digits = this.text.slice(this.#at + 2, this.#at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
          return this.#fail('Expected four hexadecimal digits after \\u.');
        }
        value += String.fromCharCode(parseInt(digits, 16));
        this.#at += 6;
      } else if (Object.hasOwn(escapes, escape)) {
        value += escapes[escape];
        this.#at += 2;
      } else {
        return this.#fail(`Unknown escape '\\${escape}' in a string.`);
      }
    }
  }

  #code(): number {
    return this.text.charCodeAt(this.#at);
  }

  #seen(): string {
    const code = this.text.codePointAt(this.#at);
    return code === undefined ? 'the end of the text' : `'${String.fromCodePoint(code)}'`;
  }

  #fail(message: string, code: Problem['code'] = 'invalid-json'): undefined {
    this.problem = { code, message, start: this.#at, end: Math.min(this.#at + 1, this.text.length) };
    return undefined;
  }
}

const words: readonly (readonly [string, Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** The number that a JSON number's text says. */
export function numberOf(text: string): number | Decimal {
  const value = Number(text);
  return /^-?\d+$/.test(text) && Number.isSafeInteger(value) && text !== '-0' ? value : new Decimal(text);
}

/** The text of a document as it was read (whitespace included), else compact JSON. */
export function textOf(value: Json): string {
  return (typeof value === 'object' && value !== null && texts.get(value)) || writeJson(value);
}

/** Compact JSON. Lone surrogates are written as escapes, so that they survive UTF-8. Iterative. */
export function writeJson(value: Json): string {
  const scalar = writeScalar(value);
  if (scalar !== undefined) {
    return scalar;
  }
  let text = '';
  /** Open containers with the keys (undefined: an array) and the position of the next child. */
  const stack: { container: JsonArray | JsonObject; keys: string[] | undefined; at: number }[] = [];
  const open = (container: JsonArray | JsonObject): void => {
    const keys = isArray(container) ? undefined : Object.keys(container);
    text += keys ? '{' : '[';
    stack.push({ container, keys, at: 0 });
  };
  open(value as JsonArray | JsonObject);
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!;
    const length = top.keys ? top.keys.length : (top.container as JsonArray).length;
    if (top.at === length) {
      text += top.keys ? '}' : ']';
      stack.pop();
      continue;
    }
    if (top.at > 0) {
      text += ',';
    }
    let child: Json;
    if (top.keys) {
      const key = top.keys[top.at]!;
      text += JSON.stringify(key) + ':';
      child = (top.container as JsonObject)[key]!;
    } else {
      child = (top.container as JsonArray)[top.at]!;
    }
    top.at++;
    const simple = writeScalar(child);
    if (simple === undefined) {
      open(child as JsonArray | JsonObject);
    } else {
      text += simple;
    }
  }
  return text;
}

function writeScalar(value: Json): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return value === null ? 'null' : value instanceof Decimal ? value.text : undefined;
  }
}

const sizes = new WeakMap<object, number>();

/**
 * Length of the compact JSON text in UTF-8 bytes. Containers remember theirs, so a value made of known parts
 * costs as much as its own members. Iterative in depth.
 */
export function sizeOf(value: Json): number {
  const known = knownSize(value);
  if (known !== undefined) {
    return known;
  }
  const stack = [value as JsonArray | JsonObject];
  while (stack.length > 0) {
    const container = stack[stack.length - 1]!;
    const before = stack.length;
    let size = 2;
    if (isArray(container)) {
      size += Math.max(0, container.length - 1);
      for (const child of container) {
        const part = knownSize(child);
        if (part === undefined) {
          stack.push(child as JsonArray | JsonObject);
        } else {
          size += part;
        }
      }
    } else {
      let count = 0;
      for (const key in container) {
        count++;
        const child = container[key]!;
        const part = knownSize(child);
        if (part === undefined) {
          stack.push(child as JsonArray | JsonObject);
        } else {
          size += part + stringSize(key) + 1;
        }
      }
      size += Math.max(0, count - 1);
    }
    if (stack.length === before) {
      sizes.set(container, size);
      stack.pop();
    }
  }
  return sizes.get(value as object)!;
}

function knownSize(value: Json): number | undefined {
  switch (typeof value) {
    case 'string':
      return stringSize(value);
    case 'number':
      return String(value).length;
    case 'boolean':
      return value ? 4 : 5;
    default:
      return value === null ? 4 : value instanceof Decimal ? value.text.length : sizes.get(value);
  }
}

/** Bytes of a string as JSON, its quotes included. */
function stringSize(value: string): number {
  let size = 2 + value.length;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code >= 0x80) {
      if (code < 0x800) {
        size += 1;
      } else if (code >= 0xd800 && code <= 0xdbff && isLow(value.charCodeAt(i + 1))) {
        size += 2;
        i++;
      } else {
        // A lone surrogate is written as \udXXX.
        size += code >= 0xd800 && code <= 0xdfff ? 5 : 2;
      }
    } else if (code < 0x20) {
      size += code === 8 || code === 9 || code === 10 || code === 12 || code === 13 ? 1 : 5;
    } else if (code === 0x22 || code === 0x5c) {
      size += 1;
    }
  }
  return size;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Whether two values are the same data: kinds of numbers count (1 is not 1.0), the order of keys does not. */
export function equal(a: Json, b: Json): boolean {
  const pairs: [Json, Json][] = [[a, b]];
  while (pairs.length > 0) {
    const [x, y] = pairs.pop()!;
    if (x === y) {
      continue;
    }
    if (x instanceof Decimal || y instanceof Decimal) {
      if (!(x instanceof Decimal && y instanceof Decimal && x.text === y.text)) {
        return false;
      }
    } else if (isArray(x) && isArray(y)) {
      if (x.length !== y.length) {
        return false;
      }
      x.forEach((child, i) => pairs.push([child, y[i]!]));
    } else if (isObject(x) && isObject(y)) {
      const keys = Object.keys(x);
      if (keys.length !== Object.keys(y).length) {
        return false;
      }
      for (const key of keys) {
        const other = y[key];
        if (other === undefined) {
          return false;
        }
        pairs.push([x[key]!, other]);
      }
    } else {
      return false;
    }
  }
  return true;
}

/** Ordinary JavaScript data (of an API, a config file) as Json: objects lose their prototype, functions and undefined vanish. */
export function fromPlain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value instanceof Decimal) {
    return value;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? fromNumber(value) : null;
  }
  if (Array.isArray(value)) {
    return value.map(fromPlain);
  }
  if (typeof value === 'object') {
    return object(
      Object.entries(value)
        .filter(([, v]) => v !== undefined && typeof v !== 'function')
        .map(([k, v]) => [k, fromPlain(v)] as const),
    );
  }
  return null;
}

/** JSON with two spaces of indentation, numbers as they are. */
export function prettyJson(value: Json): string {
  const compact = writeJson(value);
  let text = '';
  let depth = 0;
  for (let i = 0; i < compact.length; i++) {
    const char = compact[i]!;
    if (char === '"') {
      const start = i++;
      while (compact[i] !== '"') {
        i += compact[i] === '\\' ? 2 : 1;
      }
      text += compact.slice(start, i + 1);
    } else if (char === '{' || char === '[') {
      const empty = compact[i + 1] === '}' || compact[i + 1] === ']';
      text += empty ? char + compact[++i]! : `${char}\n${'  '.repeat(++depth)}`;
    } else if (char === '}' || char === ']') {
      text += `\n${'  '.repeat(--depth)}${char}`;
    } else {
      text += char === ',' ? `,\n${'  '.repeat(depth)}` : char === ':' ? ': ' : char;
    }
  }
  return text;
}
