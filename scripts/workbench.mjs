// Opens an example with the extension in a real VS Code.
//   npm run workbench [-- --folder DIR] [--code-server] [--port N]
// Where `code` is on the PATH, in desktop VS Code (a window of its own, your settings and theme). Else, or with --code-server, the
// code-server workbench is set up once (Linux x64, about a minute) and served at a printed address until Ctrl+C.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    folder: { type: 'string', default: path.join(root, 'examples', 'donut-order') },
    'code-server': { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
  },
});
const folder = path.resolve(options.folder);
if (!fs.existsSync(folder)) {
  console.error(`There is no folder ${folder}.`);
  process.exit(2);
}

/** Runs a program of this repository and ends with its status when it fails. */
function must(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    console.error(`${path.basename(command)} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
    process.exit(status || 1);
  }
}

const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const vsix = path.join(root, `${name}-${version}.vsix`);
if (!fs.existsSync(path.join(root, 'node_modules'))) {
  must(npm[0], [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

const desktop = options['code-server'] ? undefined : desktopCode();
if (desktop) {
  if (!fs.existsSync(path.join(root, 'dist', 'extension.js'))) {
    must(npm[0], [...npm.slice(1), 'run', '--silent', 'build']);
  }
  // The window of an extension under development: nothing is installed into your own VS Code.
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  const { status } = spawnSync(desktop, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status === 0) {
    console.log(`Opened ${path.relative(process.cwd(), folder) || '.'} in VS Code (${desktop}).`);
  }
  process.exit(status ?? 1);
}

if (!fs.existsSync(vsix)) {
  must(npm[0], [...npm.slice(1), 'run', '--silent', 'package']);
}
must(process.execPath, [path.join(root, 'test', 'e2e', 'setup.mjs')]);
const { makeProfile, removeProfile, installVsix, startServer } = await import('../test/e2e/lib/vscode.mjs');
const profile = makeProfile({ workspace: folder, copy: false });
process.once('exit', () => removeProfile(profile));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => process.exit(0));
}
installVsix(profile, vsix);
const server = await startServer(profile, { testDriver: false, port: Number(options.port), lost });
console.log(`
VS Code with Stepwise is at

    ${server.url}?folder=${encodeURIComponent(folder)}

Open it in a browser on this machine; it listens on no other network. Ctrl+C ends it.`);
setInterval(() => {}, 1 << 30); // the server's process group is detached: stay until a signal comes

/** The server has ended by itself: say so and end. */
function lost(text) {
  console.error(`code-server has ended:\n${text.slice(-2000)}`);
  process.exit(1);
}

/** The `code` of a desktop VS Code on the PATH. Inside a remote terminal `code` is another program, which knows no development windows. */
function desktopCode() {
  if (process.env.VSCODE_IPC_HOOK_CLI) {
    return undefined;
  }
  const names = process.platform === 'win32' ? ['code.cmd', 'code-insiders.cmd'] : ['code', 'code-insiders'];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return names.flatMap((file) => folders.map((dir) => path.join(dir, file))).find((file) => fs.existsSync(file));
}
