// Drives the real workbench with the PACKAGED extension (.vsix) installed; screenshots of each step.
//   node run-ui-tests.mjs --vsix FILE --workspace DIR [--out DIR]
import assert from 'node:assert/strict';
import path from 'node:path';
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { makeProfile, startServer, installVsix, openBrowser, workbenchUrl } from './lib/vscode.mjs';
import { Workbench } from './lib/ui.mjs';

const { values: o } = parseArgs({
  options: { vsix: { type: 'string' }, workspace: { type: 'string' }, out: { type: 'string', default: 'e2e-out' } },
});
const t0 = Date.now();
const step = (s) => console.log(`  ok ${((Date.now() - t0) / 1000).toFixed(1).padStart(5)} s  ${s}`);
const profile = makeProfile({ workspace: o.workspace });
let server, browser, page, wb, failed;
try {
  installVsix(profile, o.vsix);
  step('vsix installed');
  server = await startServer(profile);
  step('server up');
  ({ browser, page } = await openBrowser());
  page.setDefaultTimeout(20_000);
  const refused = [];
  page.on('requestfailed', (r) => {
    if (!r.url().startsWith(server.url)) {
      refused.push(r.url());
    }
  });
  wb = new Workbench(page, path.resolve(o.out));
  await wb.open(workbenchUrl(server, { folder: profile.workspace }));
  step('workbench restored');
  await wb.snap('0-workbench');

  await wb.openFile('demo.toy');
  await page.locator('.squiggly-error').first().waitFor();
  step('squiggle');
  await (await wb.problems()).filter({ hasText: 'BAD is not allowed' }).waitFor();
  step('problems panel');
  await wb.snap('1-problems');

  await wb.openFile('demo.toy', 5);
  await wb.key('End');
  await (await wb.suggest()).filter({ hasText: 'toyComplete' }).waitFor();
  step('completion list');
  await wb.snap('2-completion');
  await wb.key('Escape');

  await wb.breakpoint(3);
  step('breakpoint set');
  await wb.debugUntilStopped();
  step('stopped');
  assert.deepEqual(await wb.variables(), { lineNumber: '3', lineText: '"print a"' });
  step('variables');
  await wb.snap('3-debug');
  await wb.continueToEnd();
  step('debug session ended');

  await wb.command('Toy: Show Picture');
  await wb.webview().getByText('script ran').waitFor();
  assert.equal(await wb.webview().locator('svg#pic circle').count(), 1);
  step('webview');
  await wb.snap('4-webview');

  await wb.command('Testing: Focus on Test Explorer View');
  const tests = page.locator('.test-explorer .monaco-list-row');
  await tests.filter({ hasText: 'good toy test' }).waitFor();
  await wb.command('Test: Run All Tests');
  await tests.filter({ hasText: 'bad toy test' }).locator('.codicon-testing-failed-icon').waitFor();
  await tests.filter({ hasText: 'good toy test' }).locator('.codicon-testing-passed-icon').waitFor();
  step('test explorer');
  await wb.snap('5-tests');
  console.log('  outside requests refused:', [...new Set(refused.map((u) => new URL(u).host))].join(' ') || 'none');
} catch (e) {
  failed = e;
  console.error(e);
  await wb?.snap('failed').catch(() => {});
} finally {
  await browser?.close().catch(() => {});
  await server?.stop();
}
console.log(failed ? '[e2e] FAILED' : '[e2e] PASSED', `${((Date.now() - t0) / 1000).toFixed(1)} s`);
if (failed) {
  fs.cpSync(profile.userData + '/logs', path.join(o.out, 'vscode-logs'), { recursive: true, force: true });
}
fs.rmSync(profile.root, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
