// Drives the real workbench with the PACKAGED extension (.vsix) installed, as a user would; leaves a screenshot of every step.
//   node run-ui-tests.mjs [--vsix FILE] [--out DIR] [--only ID ...]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { here, root, vsixPath } from './lib/paths.mjs';
import { runScenarios } from './lib/scenario.mjs';

const { values: options } = parseArgs({
  options: {
    vsix: { type: 'string', default: vsixPath() },
    out: { type: 'string', default: path.join(root, 'e2e-out', 'ui') },
    only: { type: 'string', multiple: true, default: [] },
  },
});
if (!fs.existsSync(options.vsix)) {
  console.error(`There is no ${options.vsix}: npm run package makes it.`);
  process.exit(2);
}
const out = path.resolve(options.out);
if (options.only.length === 0) {
  fs.rmSync(out, { recursive: true, force: true });
}
fs.mkdirSync(out, { recursive: true });
const start = Date.now();
const scenarios = [];
for (const file of fs.readdirSync(path.join(here, 'ui')).sort()) {
  const { scenario } = await import(path.join(here, 'ui', file));
  if (options.only.length === 0 || options.only.includes(scenario.id)) {
    scenarios.push(scenario);
  }
}
const results = await runScenarios(scenarios, { vsix: options.vsix, out });
fs.writeFileSync(path.join(out, 'ui-tests.json'), JSON.stringify({ results }, null, 1));
for (const { before } of results.filter((result) => result.before)) {
  console.log(`\nTried twice: ${before.split('\n')[0]}`);
}
const failed = results.filter((result) => result.state === 'failed').length;
console.log(
  `\n[e2e] ${failed > 0 || results.length === 0 ? 'FAILED' : 'PASSED'}: ${results.length - failed} steps passed, ${failed} failed, ` +
    `${((Date.now() - start) / 1000).toFixed(0)} s; screenshots in ${path.relative(process.cwd(), out)}`,
);
process.exit(failed > 0 || results.length === 0 ? 1 : 0);
