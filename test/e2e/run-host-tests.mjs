// Runs the mocha suite INSIDE the extension host of a real VS Code server.
//   node run-host-tests.mjs [--ext DIR] [--tests FILE] [--workspace DIR] [--timeout MS] [--out DIR] [--env K=V ...] [--vsix FILE ...]
// Exit status: 0 only if VS Code reported success AND the result file says that some tests passed and none failed.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs, format } from 'node:util';
import { root } from './lib/paths.mjs';
import { judge } from './lib/verdict.mjs';
import { makeProfile, removeProfile, keepLogs, startServer, installVsix, openBrowser, workbenchUrl } from './lib/vscode.mjs';

const { values: options } = parseArgs({
  options: {
    ext: { type: 'string', default: root },
    tests: { type: 'string', default: path.join(root, 'out/test/e2e/suite/index.js') },
    workspace: { type: 'string', default: path.join(root, 'test/workspace') },
    out: { type: 'string', default: path.join(root, 'e2e-out') },
    timeout: { type: 'string', default: '180000' },
    env: { type: 'string', multiple: true, default: [] },
    vsix: { type: 'string', multiple: true, default: [] },
    verbose: { type: 'boolean', default: false },
  },
});
const out = path.resolve(options.out);
fs.mkdirSync(out, { recursive: true });
const resultFile = process.env.E2E_RESULT ?? path.join(out, 'host-tests.json');
fs.rmSync(resultFile, { force: true });
const start = Date.now();
const at = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;

/** What the workbench and its parts print of themselves: of no interest here. */
const noise =
  /^(Resolv|Creating a socket|\[reconnection|\[Service Worker|\[AccountPolicy|\[ChatModel|\[AgentHost|Updating additional|Ignoring fetching additional|\[Extension Host\]|\[uncaught exception in main\]: Canceled)/;

/** Environment variables of the extension host: those given, and every STEPWISE_ and E2E_ variable of this process. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([key]) => /^(STEPWISE|E2E)_/.test(key))),
  ...Object.fromEntries(options.env.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
  E2E_RESULT: resultFile,
  E2E_HOST: 'code-server',
};

/** Opens the workbench with the test payload and resolves with how the run ended. */
function runInPage({ server, browser, page, profile }) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve({ code: 124, why: `no end after ${options.timeout} ms` }), Number(options.timeout));
    timer.unref?.();
    page.on('crash', () => resolve({ code: 1, why: 'the page crashed' }));
    browser.on('disconnected', () => resolve({ code: 1, why: 'the browser went away' }));
    page.on('pageerror', (error) => console.error('[page error]', error.message));
    const payload = [
      ['extensionDevelopmentPath', server.uri(options.ext)],
      ['extensionTestsPath', server.uri(options.tests)],
      ['extensionEnvironment', JSON.stringify(environment)],
    ];
    // The functions must be there before the page loads, else early lines are lost.
    // Everything the extension host's console prints arrives here, with printf-style arguments kept apart.
    const log = page.exposeFunction('codeAutomationLog', (type, args) => {
      const line = format(...args);
      if (/terminated unexpectedly/.test(line)) {
        resolve({ code: 1, why: line });
      }
      if (options.verbose || !noise.test(line)) {
        (console[type] ?? console.log)(line);
      }
    });
    const exit = page.exposeFunction('codeAutomationExit', (code) => {
      clearTimeout(timer);
      resolve({ code, why: 'VS Code ended the run' });
    });
    Promise.all([log, exit])
      .then(() => page.goto(workbenchUrl(server, { folder: profile.workspace, payload })))
      .catch(reject);
  });
}

const profile = makeProfile({ workspace: options.workspace });
let server, browser, page, verdict;
try {
  for (const vsix of options.vsix) {
    installVsix(profile, vsix);
  }
  server = await startServer(profile);
  console.log(`[e2e] code-server at ${server.url} after ${at()}`);
  ({ browser, page } = await openBrowser());
  verdict = await runInPage({ server, browser, page, profile });
  if (verdict.code !== 0) {
    await page.screenshot({ path: path.join(out, 'host-tests-failed.png') }).catch(() => {});
  }
} catch (error) {
  verdict = { code: 1, why: error.stack };
} finally {
  await browser?.close().catch(() => {});
  await server?.stop();
}

const exit = judge(verdict.code, `${verdict.why}, ${at()}`, resultFile);
if (exit !== 0) {
  keepLogs(profile, out);
}
removeProfile(profile);
process.exit(exit);
