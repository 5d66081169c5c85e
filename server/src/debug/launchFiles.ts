import { readFile } from 'node:fs/promises';

/** Why a launch is refused, in words for the user. */
export class LaunchProblem extends Error {}

/** A launch is refused because the definition is faulty: the editor shows the same faults as problems. */
export class FaultyDefinition extends LaunchProblem {}

/** What makes VS Code offer its problems beside the message of an error. */
export const openProblems = { url: 'command:workbench.actions.view.problems', urlLabel: 'Open Problems' };

/** Reads a file that the user named; `what` says what it is for. Throws a LaunchProblem. */
export async function readText(path: string, what: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
    throw new LaunchProblem(`${path} (${what}) cannot be read: ${why}.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new LaunchProblem(`${path} (${what}) is not written in UTF-8.`);
  }
}
