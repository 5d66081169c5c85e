import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bundled } from './bundled';
import type * as Language from './language';
import { flat } from './machines';
import { numbers, printTable, tell } from './measure';

const states = 200;
const edits = 10_000;

/** The heap while one document is edited: every edit another text, analysed, checked and completed as the language server does. */
export async function memoryBench(): Promise<void> {
  const { analyze, check, complete, reanalyze } = bundled('language') as typeof Language;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const next = numbers(7);
  const first = flat(states);
  let text = first;
  let analysis = analyze(text);
  const print = printTable(`Memory over ${edits} edits of a document of ${states} states`, [
    ['edits', 6],
    ['heap in use, MB', 0],
  ]);
  for (let count = 0; count <= edits; count++) {
    if (count % 2000 === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      collect();
      print([String(count), (process.memoryUsage().heapUsed / 2 ** 20).toFixed(1)]);
    }
    if (count % 500 === 0) {
      tell(`${count} edits`);
    }
    const at = next(text.length);
    // What was typed is taken back at times, or the text would soon be nothing but faults.
    text = count % 5 === 0 ? first : `${text.slice(0, at)}${String.fromCharCode(32 + next(94))}${text.slice(at + next(2))}`;
    analysis = reanalyze(analysis, text);
    check(analysis);
    complete(analysis, at);
  }
}
