import type { Span } from './span';

/** What was replaced to make one text of another. */
export interface Change {
  /** Equal in both texts. */
  readonly start: number;
  /** End of what was replaced, in the text before. */
  readonly end: number;
  /** How much longer the text is now. */
  readonly delta: number;
}

/** Characters that are compared at once. */
const step = 4096;

/** The smallest single change that makes `after` of `before`; several edits lie within it. */
export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start + step <= shorter && before.slice(start, start + step) === after.slice(start, start + step)) {
    start += step;
  }
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) {
    start++;
  }
  const delta = after.length - before.length;
  const least = Math.max(start, start - delta);
  let { length: end } = before;
  while (end - step >= least && before.slice(end - step, end) === after.slice(end - step + delta, end + delta)) {
    end -= step;
  }
  while (end > least && before.charCodeAt(end - 1) === after.charCodeAt(end - 1 + delta)) {
    end--;
  }
  return { start, end, delta };
}

/** Where a span of the text before, outside of the change, lies in the text after. */
export function afterChange<T extends Span>(span: T, { end, delta }: Change): T {
  return span.start >= end ? { ...span, start: span.start + delta, end: span.end + delta } : span;
}
