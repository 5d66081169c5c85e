import { byteOrderMark } from './decodeUtf8';
import type { Problem, ProblemCode, StringNode } from './node';

/** Behind so many problems more of them help nobody. */
export const maxProblems = 200;

/** What is wrong with a JSON text, in words. Offsets are UTF-16. */
export class JsonProblems {
  private readonly problems: Problem[] = [];
  private isTooDeepTold = false;

  add(code: ProblemCode, message: string, start: number, end: number): void {
    if (this.problems.length < maxProblems) {
      this.problems.push({ code, message, start, end });
    }
  }

  byteOrderMark(): void {
    this.problems.push(byteOrderMark(0, 1));
  }

  empty(end: number): void {
    this.add('empty-document', 'The document is empty: an object with "StartAt" and "States" is expected.', 0, end);
  }

  /** Text behind the document's value. */
  secondValue(start: number, end: number): void {
    this.add('invalid-json', 'The document ends before this: only one value may stand in it.', start, end);
  }

  missingValue(key: StringNode, end: number): void {
    this.add('invalid-json', `A value is missing after "${key.value}".`, key.start, end);
  }

  missingColon(key: StringNode): void {
    this.add('invalid-json', 'A colon and a value are expected after this key.', key.start, key.end);
  }

  trailingComma(start: number, end: number): void {
    this.add('invalid-json', 'A comma before the closing bracket: JSON allows none, and AWS refuses it.', start, end);
  }

  /** The bracket at `start` is closed by nothing; `missing` are the closing brackets that its end lacks. */
  unclosed(bracket: string, missing: string, start: number): void {
    const what = missing.length > 1 ? `${missing} are` : `the ${missing} is`;
    this.add('invalid-json', `This ${bracket} is not closed: ${what} missing.`, start, start + 1);
  }

  /** The text ends at `end` while `missing` is still to come. */
  endsTooEarly(missing: string, end: number): void {
    const brackets = missing.length > 20 ? `${missing.slice(0, 20)}…` : missing;
    this.add(
      'invalid-json',
      missing.length === 1
        ? `The text ends too early: the closing ${missing} is missing.`
        : `The text ends too early: ${missing.length} closing brackets are missing: ${brackets}`,
      Math.max(end - 1, 0),
      end,
    );
  }

  missingComma(start: number, end: number): void {
    this.add('invalid-json', 'A comma is expected after this.', start, end);
  }

  /** A bare word where a value should be. */
  noValue(word: string, start: number, end: number): void {
    const message = word.startsWith("'")
      ? 'A string stands in double quotes in JSON.'
      : /^[-+.]?\d|^-/.test(word)
        ? `${word} is no JSON number: digits without leading zeros, then an optional fraction and exponent, as in -0.5 or 1e3.`
        : `${word} is no JSON value: text stands in double quotes, the only words are true, false and null.`;
    this.add('invalid-json', message, start, end);
  }

  /** Told once. */
  tooDeep(maxDepth: number, start: number): void {
    if (this.isTooDeepTold) {
      return;
    }
    this.isTooDeepTold = true;
    const message = `The document is nested too deeply: more than ${maxDepth} objects and arrays within each other.`;
    this.add('too-deeply-nested', message, start, start + 1);
  }

  inOrder(): Problem[] {
    return this.problems.sort((a, b) => a.start - b.start);
  }
}

/** How far what begins at `start` is indented; -1 where something stands before it on its line. */
export function indentationAt(text: string, start: number): number {
  let column = start;
  while (column > 0 && (text[column - 1] === ' ' || text[column - 1] === '\t')) {
    column--;
  }
  return column === 0 || text[column - 1] === '\n' ? start - column : -1;
}
