import type { ProjectFiles } from '../project/samples';

/** What the server needs of the machine it runs on; given by its entry, so that it runs in a web worker too. */
export interface Host {
  readonly files: ProjectFiles;
  /** Paths of the files below a folder whose names match, except in hidden folders and node_modules; some thousands at most. */
  findFiles(folder: string, name: RegExp): Promise<readonly string[]>;
  /** The path by which `files` knows a document; absent for documents that are no files, or where there are none. */
  pathOf(uri: string): string | undefined;
  /** The URI of a file that `files` knows by that path. */
  uriOf(path: string): string;
}
