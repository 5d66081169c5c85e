import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze } from '../../../../server/src/analysis/analyze';
import { quickFixes } from '../../../../server/src/features/quickFixes/quickFixes';
import { refactorings } from '../../../../server/src/features/refactor/refactorings';
import { check } from '../../../../server/src/rules';
import { applyEdits } from '../../../../server/src/source/edit';

const corpus = path.join(__dirname, '../../../../../shared/corpus/asl-real');
/** Of each definition so many states are tried. */
const mostStates = 3;

describe('refactorings of real definitions', () => {
  it('leave no error where there was none', function () {
    // Some thousand analyses, on a machine that may be busy.
    this.timeout(120_000);
    if (!existsSync(corpus)) {
      this.skip();
    }
    let tried = 0;
    for (const file of readdirSync(corpus).filter((name) => /\.asl\.(json|ya?ml)$/.test(name))) {
      const text = readFileSync(path.join(corpus, file), 'utf8');
      const format = file.endsWith('.json') ? 'json' : 'yaml';
      const errors = (of: string) => check(analyze(of, { format })).filter(({ severity }) => severity === 'error');
      const analysis = analyze(text, { format });
      if (text.length > 10_000 || errors(text).length > 0) {
        continue;
      }
      for (const { key, member, scope } of analysis.symbols.states.slice(0, mostStates)) {
        const here = { start: key.start, end: key.start };
        const next = scope.states.find((s) => s.member.start > member.start)?.member.end ?? member.end;
        const found = [
          ...refactorings(analysis, here),
          ...refactorings(analysis, { start: member.start, end: next }),
          ...quickFixes(analysis, here),
        ];
        for (const { title, edits } of found) {
          tried++;
          const messages = errors(applyEdits(text, edits)).map(({ message }) => message);
          assert.deepEqual(messages, [], `${file}: ${title}`);
        }
      }
    }
    assert.ok(tried > 500, String(tried));
  });
});
