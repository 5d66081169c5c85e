import { Decimal, type Json, isArray, isObject } from '../source/json';

/** Longest text that a value is shown with in a list; the whole is there on request. */
const longestText = 1000;
/** Longest one-line view of a container. */
const longestPreview = 100;

/** A value in one line: scalars as JSON writes them, containers with what fits. */
export function preview(value: Json, limit = longestPreview): string {
  if (isArray(value)) {
    return `(${value.length}) ${enclosed(
      '[',
      ']',
      value.map((item) => [undefined, item] as const),
      limit,
    )}`;
  }
  if (isObject(value)) {
    return enclosed('{', '}', Object.entries(value), limit);
  }
  const text = scalarText(value);
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}

function enclosed(open: string, close: string, entries: readonly (readonly [string | undefined, Json])[], limit: number): string {
  let text = open;
  for (const [index, [key, value]] of entries.entries()) {
    const separator = index > 0 ? ', ' : '';
    const inner = isArray(value) ? `(${value.length}) […]` : isObject(value) ? '{…}' : scalarText(value);
    const part = `${separator}${key === undefined ? '' : `${key}: `}${inner}`;
    if (text.length + part.length + close.length > limit) {
      return `${text}${separator}…${close}`;
    }
    text += part;
  }
  return text + close;
}

function scalarText(value: Json): string {
  return value instanceof Decimal ? value.text : JSON.stringify(value);
}

/** What kind of value it is, in JSON's words. */
export function typeOf(value: Json): string {
  return value === null
    ? 'null'
    : isArray(value)
      ? 'array'
      : isObject(value)
        ? 'object'
        : value instanceof Decimal
          ? 'number'
          : typeof value;
}

/** The expression for a member of what `base` names: `$.a`, `$['a b']`, `$[0]`; in JSONata ``$states.input.`a b` ``. */
export function memberPath(base: string, key: string | number): string {
  if (typeof key === 'number') {
    return `${base}[${key}]`;
  }
  if (/^[A-Za-z_]\w*$/.test(key)) {
    return `${base}.${key}`;
  }
  return /^\$states\b/.test(base) ? `${base}.\`${key}\`` : `${base}['${key.replace(/[\\']/g, '\\$&')}']`;
}
