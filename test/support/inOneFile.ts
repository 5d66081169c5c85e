import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';

/** Writes a module with all it imports into one file, which is gone when `use` has ended. */
export function inOneFile<R>(entry: string, use: (outfile: string) => R): R {
  const load = createRequire(require.resolve('tsx/package.json'));
  const esbuild = load('esbuild') as { readonly buildSync: (this: void, options: object) => void };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const outfile = path.join(folder, `${path.basename(entry, '.ts')}.js`);
  esbuild.buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', mainFields: ['module', 'main'] });
  const remove = (): void => fs.rmSync(folder, { recursive: true });
  const used = use(outfile);
  if (used instanceof Promise) {
    return used.finally(remove) as R;
  }
  remove();
  return used;
}
