/** Where in the text of a path or of an intrinsic function call a cursor stands; also in text that is not finished. */
export interface IntrinsicCursor {
  /** The calls around the cursor, innermost last. */
  readonly calls: readonly OpenCall[];
  /** Where the argument, or the whole, that is being written begins. */
  readonly start: number;
  /** In a text in quotes, where nothing is read. */
  readonly isInString: boolean;
}

/** A call that is not closed before the cursor. */
export interface OpenCall {
  /** As written: `States.Format`; of JSONata without the `$`. */
  readonly name: string;
  readonly start: number;
  /** Which argument the cursor is in, counted from 0. */
  readonly argument: number;
}

/** Reads `text` up to `cursor`. */
export function intrinsicCursor(text: string, cursor: number): IntrinsicCursor {
  const calls: { name: string; start: number; argument: number }[] = [];
  let start = 0;
  let at = 0;
  while (at < cursor) {
    const char = text[at]!;
    if (char === "'") {
      const end = endOfString(text, at);
      if (end === undefined || end > cursor) {
        return { calls, start: at, isInString: true };
      }
      at = end;
    } else if (char === '[') {
      // Of a path: what stands in it separates no arguments.
      at = endOfBracket(text, at, cursor);
    } else if (char === '(') {
      const name = /[\w.]*$/.exec(text.slice(start, at))![0];
      calls.push({ name, start: at - name.length, argument: 0 });
      start = skipSpace(text, ++at, cursor);
    } else if (char === ',') {
      const call = calls.at(-1);
      if (call) {
        call.argument++;
      }
      start = skipSpace(text, ++at, cursor);
    } else if (char === ')') {
      calls.pop();
      start = ++at;
    } else {
      at++;
    }
  }
  return { calls, start, isInString: false };
}

function skipSpace(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && /\s/.test(text[at]!)) {
    at++;
  }
  return at;
}

/** Behind the closing quote; absent where there is none. */
function endOfString(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
    } else if (text[at] === text[from]) {
      return at + 1;
    }
  }
  return undefined;
}

function endOfBracket(text: string, from: number, limit: number): number {
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const char = text[at]!;
    if (char === "'" || char === '"') {
      at = (endOfString(text, at) ?? limit) - 1;
    } else if (char === '[') {
      depth++;
    } else if (char === ']' && --depth === 0) {
      return at + 1;
    }
  }
  return limit;
}
