import type { ProjectFiles } from '../project/samples';

/** What the server needs of the machine it runs on; given by its entry, so that it runs in a web worker too. */
export interface Host {
  readonly files: ProjectFiles;
  /** The path by which `files` knows a document; absent for documents that are no files, or where there are none. */
  pathOf(uri: string): string | undefined;
}
