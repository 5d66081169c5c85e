import { Decimal, type Json, type JsonArray, type JsonObject, draft, fromNumber, isArray, toNumber } from '../source/json';

/** Data on its way into the JSONata library and back. */

/** Thrown for a result that is no data. */
export class Unsupported extends Error {}

/** Containers as the library takes them, and what each was made from: data is shared and never changed, so this is done once. */
const plains = new WeakMap<object, object>();
const originals = new WeakMap<object, Json>();

/** Data as the library takes it: Decimals as doubles. `isFresh`: it will not be seen again. Recursion is as deep as the data. */
export function toPlain(value: Json, isFresh = false): unknown {
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

/** Whether a value of an expression is no data: a function, or a regular expression. */
export function isCode(value: unknown): boolean {
  return (
    typeof value === 'function' ||
    (typeof value === 'object' &&
      value !== null &&
      ('_jsonata_lambda' in value || '_jsonata_function' in value || value instanceof RegExp))
  );
}

/** A result as data; what was only passed through is the very value that went in, its numbers as they were. */
export function fromResult(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      // JSON has no such numbers: AWS writes what JavaScript calls them.
      return Number.isFinite(value) ? fromNumber(value) : String(value);
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
