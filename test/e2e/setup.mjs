// Installs VS Code (code-server) for the end-to-end tests and the workbench. Safe to run again: a stamp file makes it a no-op.
//   node setup.mjs                (any Node >= 20; code-server itself always runs on the Node 24 fetched from npm)
//   E2E_NATIVE=0 node setup.mjs   skips the only compile step (then VS Code writes no log files; the tests run all the same)
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { here, codeServerDir, node24, node24Dir } from './lib/paths.mjs';

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('[setup] the code-server workbench is set up on Linux x64 only; elsewhere use desktop VS Code (CONTRIBUTING.md)');
  process.exit(1);
}

/** Runs a program in a folder, prints how it went, and tells whether it ended with status 0. */
function run(command, args, cwd, env = {}) {
  const start = Date.now();
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
  const shown = args.filter((argument) => !argument.startsWith('--')).map((argument) => path.basename(argument));
  console.log(
    `[setup] ${shown.join(' ')}: ${status === 0 ? 'done' : `failed (${status})`} in ${((Date.now() - start) / 1000).toFixed(1)} s`,
  );
  return status === 0;
}

function must(ok) {
  if (!ok) {
    process.exit(1);
  }
}

/** The fingerprint of what is to be installed: an equal stamp means that nothing is to do. */
function fingerprint() {
  const hash = createHash('sha256').update(process.env.E2E_NATIVE ?? '');
  for (const file of ['package.json', 'package-lock.json']) {
    hash.update(fs.readFileSync(path.join(here, file)));
  }
  return hash.digest('hex');
}

const stamp = path.join(here, 'node_modules', '.e2e-stamp');
if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === fingerprint()) {
  console.log('[setup] up to date');
  process.exit(0);
}

// npm's own entry script, so that Node 24 can run it as well.
const npmCli = fs.realpathSync(spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).stdout.trim());
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

// 1. The packages. Without scripts: code-server's own postinstall wants Node 24 first in PATH and compiles
//    kerberos, sqlite3, ... which need libkrb5-dev and minutes; the workbench does not need them.
must(run(process.execPath, [npmCli, 'ci', '--ignore-scripts', '--engine-strict=false', ...quiet], here));

// 2. VS Code's own dependencies, pinned by the npm-shrinkwrap.json inside code-server
//    (`npm ci` refuses that file, it is slightly out of step; `npm install` honours it).
const env = { PATH: path.join(node24Dir, 'bin') + path.delimiter + process.env.PATH, npm_config_nodedir: node24Dir };
const vscodeDir = path.join(codeServerDir, 'lib', 'vscode');
for (const dir of [vscodeDir, path.join(vscodeDir, 'extensions')]) {
  must(run(node24, [npmCli, 'install', '--omit=dev', '--ignore-scripts', '--no-save', ...quiet], dir, env));
}

// 3. Only two modules are worth compiling: without spdlog VS Code writes no log files (and prints an error per logger),
//    without native-watchdog it prints a stack trace per extension host.
//    Terminal (node-pty), file watcher (@parcel/watcher) and search (ripgrep) come prebuilt in their npm packages.
if (process.env.E2E_NATIVE !== '0') {
  const built = run(node24, [npmCli, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog', ...quiet], vscodeDir, env);
  if (!built) {
    console.warn('[setup] spdlog and native-watchdog were not built: VS Code writes no log files; the tests run all the same');
  }
}
fs.writeFileSync(stamp, fingerprint());
