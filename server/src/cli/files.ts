import { readFileSync } from 'node:fs';
import { decodeUtf8 } from '../source/decodeUtf8';

/** Something that the user can put right: a file that is not there, an option that makes no sense. Exit code 2, one line. */
export class UsageError extends Error {}

/** The text of a file, `-` being standard input. */
export function readText(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const name = file === '-' ? 'Standard input' : file;
    throw new UsageError(code === 'ENOENT' ? `${name} does not exist.` : `${name} cannot be read: ${message}`);
  }
  return decodeUtf8(bytes).text;
}
