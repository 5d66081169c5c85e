import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { ProjectFiles } from '../project/samples';

/** The file system as a project reads it; a file or folder that cannot be read counts as absent. */
export const projectFiles: ProjectFiles = {
  readFile: (path) => fs.readFile(path, 'utf8').catch(() => undefined),
  listFiles: async (folder) => {
    const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  },
};

/** A workspace larger than this is searched in part. */
const mostFolders = 5000;
const mostFiles = 2000;

/** Paths of the files below a folder whose names match; hidden folders and node_modules are left out. */
export async function findFiles(folder: string, name: RegExp): Promise<string[]> {
  const found: string[] = [];
  const open = [folder];
  for (let seen = 0; open.length > 0 && seen < mostFolders && found.length < mostFiles; seen++) {
    const here = open.shift()!;
    for (const entry of await fs.readdir(here, { withFileTypes: true }).catch(() => [])) {
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
        open.push(path.join(here, entry.name));
      } else if (entry.isFile() && name.test(entry.name)) {
        found.push(path.join(here, entry.name));
      }
    }
  }
  return found;
}
