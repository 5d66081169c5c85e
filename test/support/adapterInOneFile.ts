import * as path from 'node:path';
import { inOneFile } from './inOneFile';

/** The debug adapter as it is shipped, in one file, for the tests of the suite that asks: a process of its own for each session starts quickly. */
export function adapterInOneFile(): { readonly file: string } {
  const adapter = { file: '' };
  let done: () => void;
  before(async () => {
    await new Promise<void>((ready) => {
      void inOneFile(path.join(__dirname, '../../server/src/debugAdapter.ts'), (file) => {
        adapter.file = file;
        ready();
        return new Promise<void>((resolve) => (done = resolve));
      });
    });
  });
  after(() => done());
  return adapter;
}
