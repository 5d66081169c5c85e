// The same suite in desktop VS Code (@vscode/test-electron). Needs the internet once (download), or E2E_CODE=/path/to/code.
//   [xvfb-run -a] node run-desktop-tests.mjs [--ext DIR] [--tests FILE] [--workspace DIR] [--out DIR]
// E2E_VSCODE_VERSION=1.100.0|stable|insiders chooses what is downloaded; E2E_CODE=test/e2e/code.mjs runs it in code-server instead.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { root } from './lib/paths.mjs';
import { judge } from './lib/verdict.mjs';

const { values: options } = parseArgs({
  options: {
    ext: { type: 'string', default: root },
    tests: { type: 'string', default: path.join(root, 'out/test/e2e/suite/index.js') },
    workspace: { type: 'string', default: path.join(root, 'test/workspace') },
    out: { type: 'string', default: path.join(root, 'e2e-out') },
  },
});
const out = path.resolve(options.out);
fs.mkdirSync(out, { recursive: true });
const resultFile = path.join(out, 'desktop-tests.json');
fs.rmSync(resultFile, { force: true });
const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'e2e-ws-'));
fs.cpSync(options.workspace, workspace, { recursive: true });
let code = 0;
let why = 'VS Code ended the run';
try {
  await runTests({
    version: process.env.E2E_VSCODE_VERSION ?? 'stable',
    vscodeExecutablePath: process.env.E2E_CODE ? path.resolve(process.env.E2E_CODE) : undefined,
    extensionDevelopmentPath: path.resolve(options.ext),
    extensionTestsPath: path.resolve(options.tests),
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
    extensionTestsEnv: { E2E_RESULT: resultFile, E2E_HOST: 'desktop' },
  });
} catch (error) {
  code = 1;
  why = error.message ?? String(error);
}
fs.rmSync(workspace, { recursive: true, force: true });
process.exit(judge(code, why, resultFile));
