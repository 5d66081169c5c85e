import type { Parsed } from './node';
import { parseJson } from './parseJson';
import { parseYaml } from './parseYaml';

/** What a document is written in. */
export type DocumentFormat = 'json' | 'yaml';

/** Reads a document of that format into nodes. Never throws. */
export function parse(text: string, format: DocumentFormat): Parsed {
  return format === 'yaml' ? parseYaml(text) : parseJson(text);
}
