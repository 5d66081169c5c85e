import { createRequire } from 'node:module';
import * as path from 'node:path';
import { inOneFile } from '../support/inOneFile';

/** A module of this folder with all it imports in one file, as it is shipped: what the loader of TypeScript adds to each import would be measured otherwise. */
export function bundled(entry: string): unknown {
  return inOneFile(path.join(__dirname, `${entry}.ts`), (outfile) => createRequire(outfile)(outfile) as unknown);
}
