import type { Problem } from '../node';
import { Decimal, type Json, type JsonDraft, draft, numberOf } from './value';
import { keepText } from './write';

/** Containers deeper than this are refused before any recursive code sees them. */
export const maxDepth = 1500;

/** What `readJson` answers: either a value or at least one problem. */
export interface Read {
  readonly value: Json | undefined;
  readonly problems: readonly Problem[];
}

/** Reads one JSON document (RFC 8259, strictly). Iterative; never throws; the last of duplicate keys counts. */
export function readJson(text: string): Read {
  const reader = new Reader(text);
  const value = reader.read();
  if (reader.problem) {
    return { value: undefined, problems: [reader.problem] };
  }
  if (typeof value === 'object' && value !== null && !(value instanceof Decimal)) {
    keepText(value, text.trim());
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
