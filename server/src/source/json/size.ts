import { Decimal, type Json, type JsonArray, type JsonObject, isArray } from './value';

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
