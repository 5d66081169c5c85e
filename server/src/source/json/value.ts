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

/** What objects are made by: with it they inherit nothing, and V8 does not keep them as hash tables, as it does with `Object.create(null)`. */
const Bare = function () {} as unknown as new () => JsonDraft;
Bare.prototype = Object.freeze(Object.create(null) as object);

/** A new object that inherits nothing. */
export function draft(): JsonDraft {
  return new Bare();
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

/** The number that a JSON number's text says. */
export function numberOf(text: string): number | Decimal {
  const value = Number(text);
  return /^-?\d+$/.test(text) && Number.isSafeInteger(value) && text !== '-0' ? value : new Decimal(text);
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
