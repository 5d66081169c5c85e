import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';

/** A module of this folder with all it imports in one file, as it is shipped: what the loader of TypeScript adds to each import would be measured otherwise. */
export function bundled(entry: string): unknown {
  const load = createRequire(require.resolve('tsx/package.json'));
  const esbuild = load('esbuild') as { readonly buildSync: (this: void, options: object) => void };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const outfile = path.join(folder, `${entry}.js`);
  const entryPoints = [path.join(__dirname, `${entry}.ts`)];
  esbuild.buildSync({ entryPoints, outfile, bundle: true, platform: 'node', mainFields: ['module', 'main'] });
  const made: unknown = createRequire(outfile)(outfile);
  fs.rmSync(folder, { recursive: true });
  return made;
}
