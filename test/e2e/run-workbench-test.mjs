// `npm run workbench` both ways: with a `code` on the PATH that one is started, else code-server answers at the printed address until a signal.
//   node run-workbench-test.mjs [--out DIR]        (needs the packaged extension)
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './lib/paths.mjs';

const { values: options } = parseArgs({ options: { out: { type: 'string', default: path.join(root, 'e2e-out') } } });
const script = path.join(root, 'scripts', 'workbench.mjs');
const example = path.join(root, 'examples', 'donut-order');
const results = [];

async function test(title, act) {
  try {
    await act();
    results.push({ title, state: 'passed' });
    console.log(`  ok   ${title}`);
  } catch (error) {
    results.push({ title, state: 'failed', error: error.stack });
    console.log(`  FAIL ${title}\n${error.stack}`);
  }
}

await test('starts the `code` of the PATH on the example, with the extension of this folder', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'e2e-code-'));
  fs.writeFileSync(path.join(dir, 'code'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
  const env = { ...process.env, PATH: dir + path.delimiter + process.env.PATH };
  delete env.VSCODE_IPC_HOOK_CLI;
  const { status, stdout } = spawnSync(process.execPath, [script], { encoding: 'utf8', env });
  fs.rmSync(dir, { recursive: true });
  assert.equal(status, 0);
  assert.deepEqual(stdout.split('\n').slice(0, 3), ['--new-window', `--extensionDevelopmentPath=${root}`, example]);
});

await test('else serves the workbench at the printed address, and ends with everything on SIGTERM', async () => {
  const child = spawn(process.execPath, [script, '--code-server'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  let printed = '';
  const address = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address was printed within two minutes:\n${printed}`)), 120_000);
    child.once('exit', () => reject(new Error(`ended before an address was printed:\n${printed}`)));
    child.stdout.on('data', (data) => {
      printed += data;
      const match = /http:\/\/127\.0\.0\.1:\d+\/\?folder=\S+/.exec(printed);
      if (match) {
        clearTimeout(timer);
        resolve(match[0]);
      }
    });
  });
  assert.equal(new URL(address).searchParams.get('folder'), example);
  const answer = await fetch(address);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /vscode-workbench-web-configuration/);
  child.kill('SIGTERM');
  assert.deepEqual(await ended, { code: 0, signal: null });
  await assert.rejects(fetch(address), 'the server still answers');
});

await test('refuses a folder that is not there', async () => {
  const { status, stderr } = spawnSync(process.execPath, [script, '--folder', 'no/such/folder'], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stderr, /There is no folder .*no\/such\/folder/);
});

fs.mkdirSync(options.out, { recursive: true });
fs.writeFileSync(path.join(options.out, 'workbench-tests.json'), JSON.stringify({ results }, null, 1));
process.exit(results.every(({ state }) => state === 'passed') ? 0 : 1);
