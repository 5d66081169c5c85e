import type { Location, Position } from 'vscode-languageserver';
import { folderOf, resolveFrom } from '../project/paths';
import { touches } from '../source/span';
import type { OpenDocument } from './documents';

/** The URI of a file that a document names by its path, relative to the document's own folder. */
export function fileBeside(uri: string, path: string): string {
  return resolveFrom(folderOf(uri), path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/'));
}

/** The file that a template's DefinitionUri under the cursor names. */
export function definitionFile(document: OpenDocument | undefined, position: Position): Location | undefined {
  const offset = document?.text.offsetAt(position) ?? 0;
  for (const { definition } of document?.resources ?? []) {
    if (document && definition.kind === 'file' && touches(definition.node, offset)) {
      const start = { line: 0, character: 0 };
      return { uri: fileBeside(document.text.uri, definition.path), range: { start, end: start } };
    }
  }
  return undefined;
}
