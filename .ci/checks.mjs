// The checks of .ci/run: runs each, counts (test suites count their tests), prints what failed and the totals.
//   node .ci/checks.mjs [--only NAME ...] [--report FILE]      names are printed by --list; the report is JSON, for `beside`
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const shared = path.join(root, '..', 'shared');
const out = path.join(root, 'e2e-out');
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    report: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});

const minute = 60_000;
let passed = 0;
const failures = [];
const open = [];

/** Runs a program, echoing what it prints; resolves with `{status, output}`. Its whole process group is ended after `timeout` ms (status 124). */
function run(command, args, { timeout = 10 * minute, env = {}, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // already gone
      }
    }, timeout);
    const read = (data) => {
      output += data;
      if (!quiet) {
        process.stdout.write(data);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ status: 127, output: output + error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ status: late ? 124 : (code ?? 1), output });
    });
  });
}

function pass(count = 1) {
  passed += count;
}

function fail(title, why = '') {
  failures.push(why ? `${title}: ${why}` : title);
}

/** A command that must end with status 0: one check. */
async function must(title, command, args, settings) {
  const { status, output } = await run(command, args, settings);
  if (status === 0) {
    pass();
  } else {
    if (settings?.quiet) {
      process.stdout.write(output);
    }
    fail(title, status === 124 ? 'took too long' : `status ${status}`);
  }
  return output;
}

/** A mocha run that writes its JSON report to `file`: every test counts; one that was skipped counts as failed where it could have run. */
async function mocha(title, command, args, file) {
  fs.rmSync(file, { force: true });
  const { status } = await run(command, args, { timeout: 15 * minute });
  let report;
  try {
    report = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    fail(title, `status ${status}, no report was written`);
    return;
  }
  pass(report.passes.length);
  for (const test of report.failures) {
    fail(`${title}: ${test.fullTitle}`, test.err?.message);
  }
  for (const test of report.pending) {
    if (fs.existsSync(shared)) {
      fail(`${title}: ${test.fullTitle}`, 'was skipped');
    } else {
      console.log(`skipped, for want of ../shared: ${test.fullTitle}`);
    }
  }
  if (status !== 0 && report.failures.length === 0) {
    fail(title, `status ${status} although no test failed`);
  }
  if (report.passes.length === 0) {
    fail(title, 'no test passed');
  }
}

/** A run of the end-to-end harness, which writes `{results: [{title, state, error?, before?}]}`; what passed at the second try only is told. */
async function endToEnd(title, args, file, settings) {
  fs.rmSync(file, { force: true });
  const { status } = await run(process.execPath, args, { timeout: 14 * minute, ...settings });
  let results;
  try {
    ({ results } = JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    fail(title, `status ${status}, no results were written`);
    return;
  }
  pass(results.filter(({ state }) => state === 'passed').length);
  const bad = results.filter(({ state }) => state !== 'passed');
  for (const result of bad) {
    fail(`${title}: ${result.title}`, result.state === 'pending' ? 'was skipped' : result.error?.split('\n')[0]);
  }
  for (const { before } of results.filter((result) => result.before)) {
    open.push(`${title}: passed at the second try only: ${before.split('\n')[0]}`);
  }
  if (status !== 0 && bad.length === 0) {
    fail(title, `status ${status}`);
  }
}

/** Files that the package may hold; anything else is a mistake. */
const packaged =
  /^(?:extension\.vsixmanifest|\[Content_Types\]\.xml|extension\/(?:package\.json|readme\.md|changelog\.md|LICENSE\.txt|dist\/[\w./-]+\.(?:js|css|txt)|dist\/catalogue\.bin|media\/icons\/[\w-]+\.(?:png|svg)|schemas\/[\w.-]+\.json|syntaxes\/[\w.-]+\.json|docs\/pictures\/\w+\.png|examples\/donut-order\/[\w./-]+\.(?:json|md|py|js)))$/;

const checks = {
  /** README: the first command. */
  setup: () => must('npm run setup', 'npm', ['run', 'setup']),
  /** README: the second command. */
  test: () =>
    mocha(
      'npm test',
      'npm',
      ['test', '--', '--reporter', 'json', '--reporter-option', `output=${path.join(out, 'mocha.json')}`],
      path.join(out, 'mocha.json'),
    ),
  async lint() {
    await must('eslint', 'npx', ['eslint', '.']);
    await must('prettier', 'npx', ['prettier', '--check', '.']);
  },
  types: () => must('type check', 'npm', ['run', 'typecheck']),
  docs: () => must('generated documentation', 'npm', ['run', 'docs', '--', '--check']),
  package: checkPackage,
  async workbench() {
    await must('setup of the workbench', process.execPath, ['test/e2e/setup.mjs']);
    await endToEnd('npm run workbench', ['test/e2e/run-workbench-test.mjs'], path.join(out, 'workbench-tests.json'));
  },
  host: () => endToEnd('inside VS Code', ['test/e2e/run-host-tests.mjs'], path.join(out, 'host-tests.json')),
  desktop: () =>
    endToEnd('desktop launcher', ['test/e2e/run-desktop-tests.mjs'], path.join(out, 'desktop-tests.json'), {
      env: { E2E_CODE: path.join(root, 'test/e2e/code.mjs') },
    }),
  ui: () => endToEnd('user', ['test/e2e/run-ui-tests.mjs'], path.join(out, 'ui', 'ui-tests.json')),
  worker: () => must('language server in a web worker', process.execPath, ['test/e2e/run-worker-test.mjs']),
  corpus: checkCorpus,
  conformance: checkConformance,
  clients: checkClients,
};

/** What is in the .vsix, and that its bundles run without node_modules. */
async function checkPackage() {
  const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const vsix = path.join(root, `${name}-${version}.vsix`);
  if (!fs.existsSync(vsix)) {
    fail('package', `${path.basename(vsix)} was not made`);
    return;
  }
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-vsix-'));
  await must('the package unpacks', 'python3', ['-m', 'zipfile', '-e', vsix, dir], { quiet: true });
  const files = fs
    .readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  const strangers = files.filter((file) => !packaged.test(file));
  console.log(`${path.basename(vsix)}: ${files.length} files, ${(fs.statSync(vsix).size / 1024).toFixed(0)} KiB`);
  if (strangers.length > 0) {
    fail('package', `holds ${strangers.join(', ')}`);
  } else {
    pass();
  }
  const cli = path.join(dir, 'extension', 'dist', 'cli.js');
  const definition = path.join(root, 'examples', 'donut-order', 'donut-order.asl.json');
  await must('the packaged command line runs alone', process.execPath, [cli, 'lint', definition]);
  const task = path.join(dir, 'task.json');
  fs.writeFileSync(
    task,
    '{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:s3:getObject","Parameters":{"Bucket":"any","Key":"any"},"End":true}',
  );
  const mock = ['--mock', '{"result":{"ContentLength":9000}}'];
  await must('the packaged service catalogue is found', process.execPath, [cli, 'test-state', task, ...mock]);
  fs.rmSync(dir, { recursive: true, force: true });
}

/** Lints documents that others have published: whatever is found, linting itself must not fail. */
async function checkCorpus() {
  if (!fs.existsSync(shared)) {
    console.log('skipped: no ../shared');
    return;
  }
  for (const pattern of ['asl-real/**/*.asl.*', 'asl-verdicts/**/*.asl.*', 'batch-real/labelled/**/*.json']) {
    const args = ['dist/cli.js', 'lint', '--format', 'json', `../shared/corpus/${pattern}`];
    const { status, output } = await run(process.execPath, args, { quiet: true });
    try {
      const { files, summary } = JSON.parse(output.slice(output.indexOf('{')));
      console.log(`${pattern}: ${files.length} documents, status ${status}, ${JSON.stringify(summary)}`);
      if ((status === 0 || status === 1) && files.length > 0) {
        pass();
      } else {
        fail(`corpus ${pattern}`, `status ${status}, ${files.length} documents`);
      }
    } catch (error) {
      fail(`corpus ${pattern}`, `status ${status}: ${error.message}`);
    }
  }
}

/**
 * Recorded executions against the local endpoint. Recordings that the engine does not match yet are listed, with the reason, in
 * `.ci/conformance-open.json`; any other that differs is a failure, and so is a listed one that no longer differs.
 */
async function checkConformance() {
  if (!fs.existsSync(shared)) {
    console.log('skipped: no ../shared');
    return;
  }
  const file = path.join(out, 'conformance.json');
  const { status } = await run(
    process.execPath,
    [
      ...['../shared/conformance/check.mjs', '--cases', '../shared/conformance/cases', '--with', 's3,nested'],
      ...['--serve', 'node dist/cli.js serve', '--json', file],
    ],
    { quiet: true },
  );
  let results;
  try {
    ({ results } = JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    fail('conformance', `status ${status}, no results were written`);
    return;
  }
  const known = JSON.parse(fs.readFileSync(path.join(root, '.ci', 'conformance-open.json'), 'utf8'));
  const reasons = new Map(Object.entries(known).flatMap(([reason, ids]) => ids.map((id) => [id, reason])));
  for (const { id, passed: same } of results) {
    if (same === reasons.has(id)) {
      fail(`conformance: ${id}`, same ? 'is listed as open and no longer differs' : 'the recording differs');
    } else if (same) {
      pass();
    }
  }
  for (const [reason, ids] of Object.entries(known)) {
    open.push(`conformance: open, ${ids.length} recordings: ${reason}`);
  }
}

/** AWS's own clients, as Debian has them, against the local endpoint. */
async function checkClients() {
  const serve = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), 'serve', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await new Promise((resolve, reject) => {
      serve.stdout.on('data', (data) => {
        const found = /http:\S+/.exec(String(data));
        if (found) {
          resolve(found[0]);
        }
      });
      serve.once('exit', (code) => reject(new Error(`stepwise serve ended with ${code}`)));
    });
    await must('boto3', '/usr/bin/python3', ['test/clients/boto3_client.py', url], { timeout: 2 * minute });
    await must('AWS CLI', '/usr/bin/python3', ['test/clients/aws_cli.py', url, '/usr/bin/aws'], { timeout: 5 * minute });
  } finally {
    serve.kill();
  }
}

if (options.list) {
  console.log(Object.keys(checks).join('\n'));
  process.exit(0);
}
/** Checks that are made while `npm test` runs, which keeps one of two cores busy; what they print comes when all have ended. */
const meanwhile = ['lint', 'types', 'docs', 'package', 'corpus', 'conformance', 'clients'];

/** Begins these checks in a process of their own; what it answers waits for them and counts them. */
function beside(names) {
  const file = path.join(out, 'beside.json');
  fs.rmSync(file, { force: true });
  const args = [fileURLToPath(import.meta.url), ...names.flatMap((name) => ['--only', name]), '--report', file];
  const ended = run(process.execPath, args, { timeout: 15 * minute, quiet: true });
  return async () => {
    const { status, output } = await ended;
    process.stdout.write(output);
    try {
      const report = JSON.parse(fs.readFileSync(file, 'utf8'));
      passed += report.passed;
      failures.push(...report.failures);
      open.push(...report.open);
    } catch {
      fail(names.join(', '), `status ${status}, no report was written`);
    }
  };
}

async function perform(name) {
  const before = { passed, failed: failures.length };
  const begun = Date.now();
  console.log(`\n=== ${name}`);
  try {
    await checks[name]();
  } catch (error) {
    fail(name, error.stack);
  }
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  console.log(`=== ${name}: ${passed - before.passed} passed, ${failures.length - before.failed} failed, ${seconds} s`);
}

fs.mkdirSync(out, { recursive: true });
const start = Date.now();
for (const name of Object.keys(checks)) {
  if (options.only.length > 0) {
    if (options.only.includes(name)) {
      await perform(name);
    }
  } else if (name === 'test') {
    const others = beside(meanwhile);
    await perform('test');
    await others();
  } else if (!meanwhile.includes(name)) {
    await perform(name);
  }
}
if (options.report) {
  fs.writeFileSync(options.report, JSON.stringify({ passed, failures, open }));
} else {
  console.log(`\n${((Date.now() - start) / minute).toFixed(1)} minutes`);
  for (const line of open) {
    console.log(line);
  }
  for (const line of failures) {
    console.log(`FAILED ${line}`);
  }
  console.log(`${passed} passed, ${failures.length} failed`);
}
process.exitCode = failures.length > 0 ? 1 : 0;
