import type { Parsed } from './node';
import { parseJson } from './parseJson';

/** What a document is written in. */
export type DocumentFormat = 'json';

/** Reads a document of that format into nodes. Never throws. */
export function parse(text: string, _format: DocumentFormat): Parsed {
  return parseJson(text);
}
