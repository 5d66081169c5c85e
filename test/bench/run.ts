import { analysisBench } from './analysis';
import { debuggingBench } from './debugging';
import { executionBench } from './execution';
import { keystrokeBench } from './keystroke';
import { memoryBench } from './memory';
import { installPeers } from './peers';

/** `npm run bench [-- <name>]`: prints tables; asserts nothing. */
const benches: Record<string, () => Promise<void>> = {
  analysis: analysisBench,
  keystroke: keystrokeBench,
  memory: memoryBench,
  execution: executionBench,
  debugging: debuggingBench,
};

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  installPeers();
  for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) {
    await benches[name]!();
    console.log();
  }
}

void main();
