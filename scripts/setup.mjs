// The first command in a fresh clone: installs, builds, packages, runs the example, and says what to type next.
//   npm run setup          (plain Node, no dependency: it is what runs before there is a node_modules)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { name, version, engines } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Stepwise is built with Node ${engines.node}; this is Node ${process.versions.node}.`);
  process.exit(2);
}

/** Runs one step with npm (or node); ends this program with the step's status when it fails. */
function step(title, command, args) {
  console.log(`\n▸ ${title}`);
  const start = Date.now();
  // npm is a .cmd on Windows: run its script by node where npm told where that is.
  const npm = process.env.npm_execpath;
  const [program, rest] = command === 'npm' && npm ? [process.execPath, [npm, ...args]] : [command, args];
  const { status, error } = spawnSync(program, rest, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    console.error(`\n${title}: failed${error ? ` (${error.message})` : ''}`);
    process.exit(status || 1);
  }
  console.log(`  ${((Date.now() - start) / 1000).toFixed(0)} s`);
}

step('Install what the build needs (npm ci)', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
step('Build and package the extension (npm run package)', 'npm', ['run', '--silent', 'package']);
step('Run the example examples/donut-order (npm run example)', process.execPath, [path.join(root, 'scripts', 'example.mjs')]);

console.log(`
Ready: ${name}-${version}.vsix
  In VS Code, "Extensions: Install from VSIX…" installs it.
  To see the example in VS Code now, type:

      npm run workbench
`);
