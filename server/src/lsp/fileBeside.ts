import { folderOf, resolveFrom } from '../project/paths';

/** The URI of a file that a document names by its path, relative to the document's own folder. */
export function fileBeside(uri: string, path: string): string {
  return resolveFrom(folderOf(uri), path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/'));
}
