// One way to judge a run, whatever VS Code it ran in.
import fs from 'node:fs';

/**
 * Judges a run by VS Code's exit code and by the result file, prints one line, and returns the exit code (124: it never ended).
 * The exit code alone is not enough: when the extension host dies, VS Code in the browser reports code 0.
 */
export function judge(code, why, resultFile) {
  let report;
  try {
    report = JSON.parse(fs.readFileSync(resultFile, 'utf8'));
  } catch {
    // judged below
  }
  const count = (state) => report?.results.filter((result) => result.state === state).length ?? 0;
  let exit = code === 0 || code === 124 ? code : 1;
  if (exit === 0 && !report) {
    exit = 1;
    why = 'no result file was written';
  }
  if (exit === 0 && (report.failures > 0 || count('failed') > 0 || count('passed') === 0)) {
    exit = 1;
    why = 'failures, or no test passed';
  }
  for (const result of report?.results ?? []) {
    const mark = { passed: 'ok  ', failed: 'FAIL', pending: 'open' }[result.state];
    console.log(`  ${mark} ${result.title}${result.error ? `\n       ${result.error}` : ''}`);
  }
  console.log(
    `[e2e] ${exit === 0 ? 'PASSED' : 'FAILED'} (${why}): ${count('passed')} passed, ${count('failed')} failed, ` +
      `${count('pending')} pending; VS Code ${report?.vscode ?? '?'}`,
  );
  return exit;
}
