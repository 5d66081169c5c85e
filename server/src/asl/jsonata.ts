import jsonata from 'jsonata';
import {
  Decimal,
  type Json,
  type JsonArray,
  type JsonObject,
  draft,
  fromNumber,
  isArray,
  readJson,
  toNumber,
} from '../source/json';
import { hash } from './digest';
import type { ExpressionProblem } from './jsonPath';
import { LinearRegExp } from './linearRegExp';

/**
 * JSONata as AWS Step Functions has it: the language with $partition, $range, $hash, $random, $uuid and $parse, without $eval.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */

/** What an evaluation gives. Undefined is JSONata's nothing; `unsupported` a result that is no data, such as a function. */
export type JsonataResult = { readonly value: Json | undefined } | { readonly error: string } | { readonly unsupported: true };

/** Called after each step of an evaluation: may hold it up, or end it by throwing. */
export type JsonataPause = () => Promise<void> | undefined;

export interface JsonataRequest {
  readonly expression: string;
  readonly bindings: JsonObject;
  /** Epoch milliseconds that $now and $millis tell. */
  readonly now: number;
  /** At least 0, less than 1: what $random and $uuid take. */
  readonly random: () => number;
}

/**
 * Milliseconds, calls within calls, and items of a sequence that one evaluation may take. Whoever evaluates with a pause has a closer eye
 * on the time.
 */
const bounds = {
  timeout: 60_000,
  // Values that are made side by side count as calls within calls, as the library has it.
  stack: 100_000,
  sequence: 1_000_000,
  RegexEngine: LinearRegExp as unknown as RegExpConstructor,
};

/** Characters of a text that an evaluation makes at most. */
const maxText = 1_048_576;

/** Characters that $pad makes at most: more than any payload holds. */
const maxPadded = 262_144;

const compiled = new Map<string, jsonata.Expression>();
const maxCompiled = 1000;

/** Faults of an expression (the text between `{%` and `%}`); offsets count from its beginning. */
export function checkJsonata(expression: string): readonly ExpressionProblem[] {
  try {
    compile(expression);
    return [];
  } catch (error) {
    const { position, token } = error as { position?: number; token?: string };
    const end = Math.min(position ?? 0, expression.length);
    return [{ message: errorText(error), start: Math.max(0, end - (typeof token === 'string' ? token.length : 1)), end }];
  }
}

interface Environment {
  readonly base: { lookup(name: string): unknown };
}

/** Under this name, which no expression can say, an evaluation finds its `pause`. */
const pauseName = ' pause';

/** The library calls it after each step of an evaluation, and waits for what it answers. */
function afterStep(_expression: unknown, _input: unknown, { base }: Environment, made: unknown): Promise<void> | undefined {
  if (typeof made === 'string' && made.length > maxText) {
    throw new Error(`A text of more than ${maxText} characters was made.`);
  }
  return (base.lookup(pauseName) as JsonataPause | undefined)?.();
}

function compile(expression: string): jsonata.Expression {
  let found = compiled.get(expression);
  if (!found) {
    found = jsonata(expression, bounds);
    found.assign(Symbol.for('jsonata.__evaluate_exit') as unknown as string, afterStep);
    if (compiled.size >= maxCompiled) {
      compiled.delete(compiled.keys().next().value!);
    }
    compiled.set(expression, found);
  }
  return found;
}

/**
 * Evaluates an expression. Never rejects; bounded in time, depth and size.
 */
export async function evaluateJsonata(request: JsonataRequest, pause?: JsonataPause): Promise<JsonataResult> {
  try {
    const expression = compile(request.expression);
    const bindings: Record<string, unknown> = {};
    const own = added(request);
    for (const name in own) {
      if (mentions(request.expression, name)) {
        bindings[name] = own[name];
      }
    }
    if (mentions(request.expression, 'now')) {
      bindings['now'] = await nowFunction(request.now);
    }
    for (const name in request.bindings) {
      if (mentions(request.expression, name)) {
        bindings[name] = toPlain(request.bindings[name]!, name === 'states');
      }
    }
    bindings[pauseName] = pause;
    const result: unknown = await expression.evaluate(undefined, bindings);
    if (isCode(result)) {
      return { unsupported: true };
    }
    return { value: result === undefined ? undefined : fromResult(result) };
  } catch (error) {
    return error instanceof Unsupported ? { unsupported: true } : { error: errorText(error) };
  }
}

/** Whether an expression may use the variable: what it does not mention need not be there. */
function mentions(expression: string, name: string): boolean {
  return expression.includes(`$${name}`);
}

class Unsupported extends Error {}

function errorText(error: unknown): string {
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return 'D1011: Stack overflow. Check for non-terminating recursive function.  Consider rewriting as tail-recursive';
  }
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? String(message) : `${code}: ${message ?? ''}`;
}

/** Functions that AWS adds, and those whose answer must be recorded rather than taken from the clock. */
function added({ now, random }: JsonataRequest): Record<string, unknown> {
  const fault = (code: string, message: string): Error => Object.assign(new Error(message), { code });
  return {
    eval: undefined,
    millis: () => now,
    random: (seed?: unknown) => (typeof seed === 'number' ? seeded(seed) : random()),
    uuid: () =>
      'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (c) => {
        const digit = Math.floor(random() * 16);
        return (c === 'x' ? digit : (digit & 3) | 8).toString(16);
      }),
    pad: (text: unknown, width: unknown, char: unknown = ' ') => {
      if (text === undefined) {
        return undefined;
      }
      if (typeof text !== 'string' || typeof width !== 'number' || typeof char !== 'string') {
        throw fault('T0410', 'The arguments of function "pad" must be a string, a number and a string');
      }
      if (Math.abs(width) > maxPadded) {
        throw fault('D3141', `The width of function "pad" must not exceed ${maxPadded}`);
      }
      const missing = Math.max(0, Math.trunc(Math.abs(width)) - [...text].length);
      const filled = [...(char === '' ? ' ' : char).repeat(missing)].slice(0, missing).join('');
      return width < 0 ? filled + text : text + filled;
    },
    partition: (array: unknown, size: unknown) => {
      if (array === undefined || array === null) {
        return undefined;
      }
      const items: unknown[] = Array.isArray(array) ? array : [array];
      if (typeof size !== 'number' || size < 1) {
        throw fault('T0410', 'Argument 2 of function "partition" must be a positive number');
      }
      const step = Math.floor(size);
      return Array.from({ length: Math.ceil(items.length / step) }, (_, i) => items.slice(i * step, (i + 1) * step));
    },
    range: (first: unknown, last: unknown, step: unknown) => {
      if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number' || step === 0) {
        throw fault('T0410', 'The arguments of function "range" must be numbers, the last one not 0');
      }
      const length = Math.max(0, Math.floor((last - first) / step) + 1);
      if (length > 1000) {
        throw fault('D2014', 'The size of the sequence allocated by the function "range" must not exceed 1000');
      }
      const items = Array.from({ length }, (_, i) => first + i * step);
      // A sequence of one is the one (seen on AWS).
      return items.length === 1 ? items[0] : items;
    },
    distinct,
    shuffle: (items: unknown) => (items === undefined ? undefined : shuffled(Array.isArray(items) ? items : [items], random)),
    hash: (data: unknown, algorithm: unknown) => {
      const text = typeof data === 'string' ? data : JSON.stringify(data);
      const digest = typeof algorithm === 'string' ? hash(text, algorithm) : undefined;
      if (digest === undefined) {
        throw fault('T0410', 'Argument 2 of function "hash" must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512');
      }
      return digest;
    },
    parse: (text: unknown) => {
      if (text === undefined) {
        return undefined;
      }
      const { value, problems } = readJson(typeof text === 'string' ? text : '');
      if (value === undefined) {
        throw fault('D3120', `Unable to parse JSON: ${problems[0]!.message}`);
      }
      return toPlain(value);
    },
  };
}

/** The library's own takes its chances from where nobody records them. */
function shuffled(items: readonly unknown[], random: () => number): unknown[] {
  const made = [...items];
  for (let i = made.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [made[i], made[other]] = [made[other], made[i]];
  }
  return made;
}

/** The library's own compares each item with all before it. */
function distinct(items: unknown): unknown {
  if (!Array.isArray(items) || items.length <= 1) {
    return items;
  }
  const values = new Set<unknown>();
  const containers = new Set<string>();
  const kept = items.filter((item: unknown) => {
    const known = values.size + containers.size;
    if (typeof item === 'object' && item !== null && !isCode(item)) {
      containers.add(canonical(item));
    } else {
      values.add(item);
    }
    return values.size + containers.size > known;
  });
  // The library keeps sequences and arrays that were written apart by this mark.
  return 'sequence' in items ? Object.assign(kept, { sequence: items.sequence }) : kept;
}

/** One text for all containers that are deeply equal. */
function canonical(value: object): string {
  const sorted = (_key: string, v: unknown): unknown =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? { object: Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)) }
      : v;
  return JSON.stringify(value, sorted);
}

let formatNow: Promise<unknown> | undefined;

/** $now over a given clock: the formatting is the library's own. */
async function nowFunction(now: number): Promise<unknown> {
  formatNow ??= jsonata('function($m) { function($p, $z) { $fromMillis($m, $p, $z) } }').evaluate(undefined);
  const make = await formatNow;
  return jsonata('$make($m)').evaluate(undefined, { make, m: now });
}

function seeded(seed: number): number {
  let t = (Math.trunc(seed) * 0x9e3779b1 + 0x6d2b79f5) >>> 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** Containers as the library takes them, and what each was made from: data is shared and never changed, so this is done once. */
const plains = new WeakMap<object, object>();
const originals = new WeakMap<object, Json>();

/** Data as the library takes it: Decimals as doubles. `isFresh`: it will not be seen again. Recursion is as deep as the data. */
function toPlain(value: Json, isFresh = false): unknown {
  if (value instanceof Decimal) {
    return toNumber(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const known = plains.get(value);
  if (known) {
    return known;
  }
  let plain: object;
  if (isArray(value)) {
    plain = value.map((item) => toPlain(item));
  } else {
    plain = {};
    for (const key in value) {
      define(plain as Record<string, unknown>, key, toPlain(value[key]!));
    }
  }
  if (!isFresh && !isFlat(value)) {
    plains.set(value, plain);
    originals.set(plain, value);
  }
  return plain;
}

/** Whether it is so small that making it anew costs less than remembering it; nothing of it is lost on the way and back. */
function isFlat(value: JsonArray | JsonObject): boolean {
  const members: readonly Json[] = isArray(value) ? value : Object.values(value);
  return members.length <= 8 && members.every((member) => typeof member !== 'object' || member === null);
}

function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

function isCode(value: unknown): boolean {
  return (
    typeof value === 'function' ||
    (typeof value === 'object' &&
      value !== null &&
      ('_jsonata_lambda' in value || '_jsonata_function' in value || value instanceof RegExp))
  );
}

/** A result as data; what was only passed through is the very value that went in, its numbers as they were. */
function fromResult(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? fromNumber(value) : null;
    case 'object': {
      if (value === null) {
        return null;
      }
      const original = originals.get(value);
      if (original !== undefined) {
        return original;
      }
      if (isCode(value)) {
        throw new Unsupported();
      }
      if (Array.isArray(value)) {
        return value.map((v) => (v === undefined ? null : fromResult(v)));
      }
      const made = draft();
      for (const [key, v] of Object.entries(value)) {
        if (v !== undefined) {
          made[key] = fromResult(v);
        }
      }
      return made;
    }
    default:
      throw new Unsupported();
  }
}
