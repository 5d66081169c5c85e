// Runs examples/donut-order with each of its inputs, with the function in Python and in Node, and prints what comes of it beside what should:
// exit code 1 when one differs.
//   npm run example        (needs `npm run build`)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'examples', 'donut-order');
const read = (file) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-example-'));
process.once('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));
const languages = { Python: 'functions.json', Node: 'functions.node.json' };

/** One execution from the command line: its status, error and the states that it went through. */
function run(sample, functions) {
  const history = path.join(temporary, 'history.json');
  const args = ['run', 'donut-order.asl.json', '--input', `@${sample.inputFile}`, '--test-case', sample.testCase];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'dist', 'cli.js'), ...args, '--functions', functions, '--history', history, '--format', 'json'],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0 && status !== 1) {
    throw new Error(`stepwise ${args.join(' ')} ended with ${status}:\n${stderr}`);
  }
  const result = JSON.parse(stdout);
  const { events } = JSON.parse(fs.readFileSync(history, 'utf8'));
  const visited = events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
  return { status: result.status, error: result.error, path: visited.join(' → ') };
}

const { samples } = read('stepwise.config.json');
const rows = [['input', 'function', 'status', 'way through the workflow', 'as expected']];
let differing = 0;
for (const expected of read('outcomes.json')) {
  const sample = samples.find(({ name }) => name === expected.sample);
  for (const [language, functions] of Object.entries(languages)) {
    const actual = run(sample, functions);
    const equal =
      actual.status === expected.status && actual.error === expected.error && actual.path === expected.path.join(' → ');
    differing += equal ? 0 : 1;
    const way = actual.path + (actual.error ? ` (${actual.error})` : '');
    rows.push([sample.name, language, actual.status, way, equal ? 'yes' : `NO, expected ${JSON.stringify(expected)}`]);
  }
}

const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const [index, row] of rows.entries()) {
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
  if (index === 0) {
    console.log(widths.map((width) => '─'.repeat(width)).join('  '));
  }
}
process.exitCode = differing > 0 ? 1 : 0;
