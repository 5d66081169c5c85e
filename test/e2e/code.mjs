#!/usr/bin/env node
// Looks like the `code` executable to @vscode/test-electron (vscodeExecutablePath) and runs the tests in code-server.
// Understands what runTests() passes: --extensionDevelopmentPath=, --extensionTestsPath= and a folder to open.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { here } from './lib/paths.mjs';

const value = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? process.cwd();
const args = [
  path.join(here, 'run-host-tests.mjs'),
  ...['--ext', value('extensionDevelopmentPath'), '--tests', value('extensionTestsPath'), '--workspace', folder],
];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exit(status ?? 1);
