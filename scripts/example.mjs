// Runs the examples with all their inputs from the command line and prints what comes of each beside what should; then ships orders one after
// the other and at the same time, and prints both makespans. Exit code 1 when something differs.
//   npm run example                              (needs `npm run build`)
//   node scripts/example.mjs --orders 30000      ships so many orders instead, with the limits off
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-example-'));
process.once('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));
let differing = 0;

/** One execution from the command line: the result, and the states that it went through. */
function run(folder, definition, flags, environment = {}) {
  const history = path.join(temporary, 'history.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'dist', 'cli.js'), 'run', definition, ...flags, '--format', 'json'],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, ...environment }, maxBuffer: 2 ** 30 },
  );
  if (status !== 0 && status !== 1) {
    throw new Error(`stepwise run ${definition} ${flags.join(' ')} ended with ${status}:\n${stderr}`);
  }
  const { events } = flags.includes('--history') ? JSON.parse(fs.readFileSync(history, 'utf8')) : { events: [] };
  const result = JSON.parse(stdout);
  const seconds = (Date.parse(result.stopDate) - Date.parse(result.startDate)) / 1000;
  return { ...result, seconds, path: events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []) };
}

function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const [index, row] of rows.entries()) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column]));
    console.log(cells.join('  ').trimEnd());
    if (index === 0) {
      console.log(widths.map((width) => '─'.repeat(width)).join('  '));
    }
  }
  console.log();
}

/** `5 h 0 min`: the two largest units of a duration. */
function duration(seconds) {
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ];
  let left = Math.round(seconds);
  const parts = units.map(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return [count, unit];
  });
  const first = parts.findIndex(([count]) => count > 0);
  return first < 0
    ? '0 s'
    : parts
        .slice(first, first + 2)
        .flatMap(([count, unit]) => (count > 0 ? [`${count} ${unit}`] : []))
        .join(' ');
}

/** A way of at most seven states: what is in between is counted. */
function shortened(states) {
  return states.length <= 7 ? states : [...states.slice(0, 3), `… ${states.length - 6} more …`, ...states.slice(-3)];
}

/** Every sample of an example: with each of these variants (a name, a definition, more flags). */
function outcomes(example, variants) {
  const folder = path.join(root, 'examples', example);
  const read = (file) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
  const { samples } = read('stepwise.config.json');
  const rows = [[example, '', 'status', 'virtual', 'way through the workflow', 'as expected']];
  for (const expected of read('outcomes.json')) {
    const { name, inputFile, testCase } = samples.find((sample) => sample.name === expected.sample);
    for (const { label, definition, flags = [] } of variants) {
      const cases = testCase === undefined ? [] : ['--test-case', testCase];
      const history = ['--history', path.join(temporary, 'history.json')];
      const actual = run(folder, definition, ['--input', `@${inputFile}`, ...cases, ...flags, ...history]);
      const equal =
        actual.status === expected.status &&
        actual.error === expected.error &&
        (expected.path === undefined || actual.path.join() === expected.path.join()) &&
        (expected.last === undefined || actual.path.at(-1) === expected.last) &&
        (expected.output === undefined || JSON.stringify(actual.output) === JSON.stringify(expected.output)) &&
        actual.seconds >= (expected.seconds ?? 0);
      differing += equal ? 0 : 1;
      const way = shortened(actual.path).join(' → ') + (actual.error ? ` (${actual.error})` : '');
      rows.push([
        name,
        label,
        actual.status,
        duration(actual.seconds),
        way,
        equal ? 'yes' : `NO, expected ${JSON.stringify(expected)}`,
      ]);
    }
  }
  print(rows);
}

/** A file of orders like those of the example. */
function ordersFile(bucket, count) {
  const lines = ['order,zip,grams,length,width,height'];
  for (let i = 0; i < count; i++) {
    lines.push(
      [`A-${i + 1}`, String(10_000 + ((i * 7919) % 89_999)), 200 + ((i * 37) % 9000), 20 + (i % 20), 10, 5 + (i % 9)].join(),
    );
  }
  fs.writeFileSync(path.join(bucket, `orders-${count}.csv`), `${lines.join('\n')}\n`);
  return { bucket: 'order-files', key: `orders-${count}.csv` };
}

/** Ships orders one after the other and at the same time: how long each takes on the clock of the execution, and that both come to the same. */
function makespans(count, large) {
  const folder = path.join(root, 'examples', 'order-shipping');
  const s3 = path.join(temporary, 's3');
  fs.cpSync(path.join(folder, 's3'), s3, { recursive: true });
  const input = large ? ordersFile(path.join(s3, 'order-files'), count) : { bucket: 'order-files', key: `orders-${count}.csv` };
  const more = large ? ['--limits', 'off', '--mocks', 'large.mocks.yaml', '--test-case', 'Large'] : [];
  const flags = ['--input', JSON.stringify(input), '--s3-dir', s3, ...more];
  const environment = { S3_DIR: s3, TABLE: path.join(temporary, 'orders.sqlite') };
  const rows = [['order-shipping', 'definition', 'makespan', 'events', 'output', '']];
  const definitions = {
    serial: 'one after the other',
    ...(large ? {} : { inline: '40 at the same time' }),
    parallel: '1,000 at the same time',
  };
  const outputs = new Set();
  for (const [name, how] of Object.entries(definitions)) {
    const result = run(folder, `${name}.asl.json`, flags, environment);
    outputs.add(JSON.stringify(result.output));
    const output = result.output ? JSON.stringify(result.output) : `${result.error}: ${result.cause}`;
    rows.push([
      `${count.toLocaleString('en')} orders`,
      `${name} (${how})`,
      duration(result.seconds),
      String(result.events),
      output,
      result.beyondLimits ?? '',
    ]);
  }
  print(rows);
  const same = outputs.size === 1 && !outputs.has(undefined);
  console.log(same ? 'All come to the same output.' : 'The outputs DIFFER.');
  differing += same ? 0 : 1;
}

const at = process.argv.indexOf('--orders');
if (at >= 0) {
  const count = Number(process.argv[at + 1]);
  if (!Number.isInteger(count) || count < 1) {
    throw new Error('--orders needs a number of orders, such as 30000.');
  }
  makespans(count, true);
} else {
  outcomes('donut-order', [
    { label: 'Python', definition: 'donut-order.asl.json', flags: ['--functions', 'functions.json'] },
    { label: 'Node', definition: 'donut-order.asl.json', flags: ['--functions', 'functions.node.json'] },
  ]);
  outcomes('customer-credit-line', [{ label: '', definition: 'customer-credit-line.asl.json' }]);
  outcomes('machine-data-load', [{ label: '', definition: 'machine-data-load.asl.json' }]);
  outcomes('inventory-retry', [
    { label: 'Wait', definition: 'inventory-wait.asl.json' },
    { label: 'Retry', definition: 'inventory-retry.asl.json' },
  ]);
  makespans(300, false);
}
process.exitCode = differing > 0 ? 1 : 0;
