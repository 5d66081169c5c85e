import { JsonParser } from './jsonParser';
import type { Parsed } from './node';
import type { Span } from './span';

export { maxDepth } from './jsonParser';

/** Reads JSON, however broken, into nodes; what is wrong is told as problems. Never throws, in time linear to the text. */
export function parseJson(text: string): Parsed {
  const parser = new JsonParser(text, false);
  const parsed = parser.parse();
  if (!parser.isUnbalanced) {
    return parsed;
  }
  // A bracket that is not there yet makes what follows part of something else. Where the lines are indented they tell what belongs together.
  const byLines = new JsonParser(text, true).parse();
  return { ...(byLines.problems.length <= parsed.problems.length ? byLines : parsed), isGuessed: true };
}

/**
 * Reads the object from `start` to `end` of a text as `parseJson` of all of it would, where that can be told: absent unless its brackets are balanced and the
 * last one is its own. `depth` is the number of objects and arrays around it.
 */
export function parseJsonObject(text: string, { start, end }: Span, depth: number): Parsed | undefined {
  const parser = new JsonParser(text.slice(0, end), false, depth);
  const parsed = parser.parse(start);
  return !parser.isUnbalanced && parsed.root?.kind === 'object' && parsed.root.end === end ? parsed : undefined;
}
