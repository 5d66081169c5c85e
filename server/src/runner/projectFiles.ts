import * as fs from 'node:fs/promises';
import type { ProjectFiles } from '../project/samples';

/** The file system as a project reads it; a file or folder that cannot be read counts as absent. */
export const projectFiles: ProjectFiles = {
  readFile: (path) => fs.readFile(path, 'utf8').catch(() => undefined),
  listFiles: async (folder) => {
    const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  },
};
