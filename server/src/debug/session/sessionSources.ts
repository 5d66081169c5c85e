import { createHash } from 'node:crypto';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { baseName } from '../../project/paths';
import type { EditorSource } from '../editorSource';

/** A definition that is debugged as the client is told of it: the checksum is of the text that runs, so that an edited file is noticed. */
export function sourceOf({ definition: { name, program, analysis } }: EditorSource): DebugProtocol.Source {
  const checksum = createHash('sha256').update(analysis.text).digest('hex');
  return { name, path: program, checksums: [{ algorithm: 'SHA256', checksum }] };
}

/** What is loaded, as modules: the definitions, and the files of mocks, functions and histories beside them. */
export function modulesOf(sources: readonly EditorSource[], files: readonly string[]): DebugProtocol.Module[] {
  const definitions = sources.map(({ key, definition: { machineName, program } }) => ({
    id: key,
    name: machineName,
    path: program,
  }));
  return [...definitions, ...files.map((path) => ({ id: path, name: baseName(path), path }))];
}

/** A part of a list, as a client asks for it. */
export function pageOf<T>(list: readonly T[], start = 0, count = 0): T[] {
  return list.slice(start, count === 0 ? undefined : start + count);
}
