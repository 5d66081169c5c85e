import { Decimal, type Json, type JsonArray, type JsonObject, isArray } from './value';

/** Text of the documents that were read, by their root: what is only passed through keeps its whitespace. */
const texts = new WeakMap<object, string>();

/** Remembers how a document was written. */
export function keepText(root: object, text: string): void {
  texts.set(root, text);
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
