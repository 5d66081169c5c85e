import * as fs from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';

/** What one test came to; `error` is the stack of a failure. */
interface Result {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'pending';
  readonly ms?: number;
  readonly error?: string;
}

/**
 * Runs the suite inside the extension host, on the desktop as in code-server.
 * E2E_RESULT names the file for the results, E2E_GREP chooses tests; rejects when a test has failed.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, grep: process.env.E2E_GREP || undefined });
  for (const file of fs.readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.js')) {
      mocha.addFile(path.join(__dirname, file));
    }
  }
  const results: Result[] = [];
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      if (process.env.E2E_RESULT) {
        const report = { vscode: vscode.version, node: process.version, failures, results };
        fs.writeFileSync(process.env.E2E_RESULT, JSON.stringify(report, null, 1));
      }
      if (failures > 0) {
        reject(new Error(`${failures} test(s) failed`));
      } else {
        resolve();
      }
    });
    runner.on('pass', (test) => results.push({ title: test.fullTitle(), state: 'passed', ms: test.duration }));
    runner.on('fail', (test, error: Error) =>
      results.push({ title: test.fullTitle(), state: 'failed', error: error.stack ?? String(error) }),
    );
    runner.on('pending', (test) => results.push({ title: test.fullTitle(), state: 'pending' }));
  });
}
