import { readJson } from '../source/json';

/** Why a text is no JSON, in the words of AWS's parser, Jackson (one recorded from ValidateStateMachineDefinition). */
export interface JsonProblem {
  readonly message: string;
  /** `[Source: (String)"…"; line: 1, column: 4]` */
  readonly location: string;
}

const values = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";

/** What our reader expects where Jackson says what it does. */
const expectations: readonly (readonly [RegExp, string])[] = [
  [/^Expected a key/, 'was expecting double-quote to start field name'],
  [/^Expected ':'/, 'was expecting a colon to separate field name and value'],
  [/^Expected ',' or '}'/, 'was expecting comma to separate Object entries'],
  [/^Expected ',' or ']'/, 'was expecting comma to separate Array entries'],
  [/^Expected a JSON value/, `expected a valid value (${values})`],
];

/** What is wrong with the JSON of `text`; undefined when nothing is. */
export function jacksonProblem(text: string): JsonProblem | undefined {
  const [problem] = readJson(text).problems;
  if (!problem) {
    return undefined;
  }
  const { start, message } = problem;
  if (start >= text.trimEnd().length || message === 'This string has no end.') {
    return told(text, text.length, endOfInput(text, message));
  }
  const word = message.startsWith('Expected a JSON value') ? /^[\p{L}\p{N}_$]+/u.exec(text.slice(start))?.[0] : undefined;
  if (word !== undefined && !/^\d/.test(word)) {
    return told(text, start + word.length, `Unrecognized token '${word}': was expecting (${values})`);
  }
  const expected = expectations.find(([pattern]) => pattern.test(message))?.[1];
  // Jackson has read the character that it does not like.
  return expected === undefined
    ? told(text, start, message)
    : told(text, start + 1, `Unexpected character (${described(text.codePointAt(start)!)}): ${expected}`);
}

function told(text: string, at: number, message: string): JsonProblem {
  const location = place(text, at);
  return { message: `${message}\n at ${location}`, location };
}

/** Lines and columns are counted from 1. */
function place(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `[Source: (String)${sourceOf(text)}; line: ${before.length}, column: ${before.at(-1)!.length + 1}]`;
}

function described(code: number): string {
  return code < 32
    ? `(CTRL-CHAR, code ${code})`
    : `'${String.fromCodePoint(code)}' (code ${code}${code > 255 ? ` / 0x${code.toString(16)}` : ''})`;
}

function endOfInput(text: string, message: string): string {
  if (message === 'This string has no end.') {
    return 'Unexpected end-of-input: was expecting closing quote for a string value';
  }
  const open = lastOpen(text);
  const kind = text[open] === '[' ? 'Array' : 'Object';
  return /[,:]\s*$/.test(text) || message.startsWith("Expected ':'")
    ? `Unexpected end-of-input within/between ${kind} entries`
    : `Unexpected end-of-input: expected close marker for ${kind} (start marker at ${place(text, open)})`;
}

/** Where the innermost container begins that `text` does not close. */
function lastOpen(text: string): number {
  const open: number[] = [];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '{' || token === '[') {
      open.push(index);
    } else if (token === '}' || token === ']') {
      open.pop();
    }
  }
  return open.at(-1) ?? 0;
}

/** Jackson quotes at most 500 characters of its source. */
function sourceOf(text: string): string {
  return text.length > 500 ? `"${text.slice(0, 500)}"[truncated ${text.length - 500} chars]` : `"${text}"`;
}
