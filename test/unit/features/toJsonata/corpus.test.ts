import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze } from '../../../../server/src/analysis/analyze';
import { lower } from '../../../../server/src/asl/lower';
import { compile } from '../../../../server/src/execution/compile';
import { canBeRewritten } from '../../../../server/src/features/refactor/refactorings';
import { machineToJsonata } from '../../../../server/src/features/toJsonata/machine';
import { check } from '../../../../server/src/rules';
import { applyEdits } from '../../../../server/src/source/edit';
import { object } from '../../../../server/src/source/json';
import { assertSameEnding, ending } from '../../../support/equivalence';

const corpus = path.join(__dirname, '../../../../../shared/corpus/asl-real');

describe('real definitions in JSONata', () => {
  it('have no error that they did not have, and end the same', async function () {
    this.timeout(120_000);
    if (!existsSync(corpus)) {
      this.skip();
    }
    let whole = 0;
    let ended = 0;
    for (const file of readdirSync(corpus).filter((name) => /\.asl\.(json|ya?ml)$/.test(name))) {
      const text = readFileSync(path.join(corpus, file), 'utf8');
      const format = file.endsWith('json') ? 'json' : 'yaml';
      const before = analyze(text, { format });
      if (!canBeRewritten(before) || before.machine?.queryLanguage !== 'JSONPath') {
        continue;
      }
      const { edits, refused } = machineToJsonata(before);
      const after = analyze(applyEdits(text, edits), { format });
      const errors = (of: typeof before) =>
        check(of)
          .filter(({ severity }) => severity === 'error')
          .map(({ message }) => message);
      const known = new Set(errors(before));
      assert.deepEqual(
        errors(after).filter((message) => !known.has(message)),
        [],
        file,
      );
      whole += refused.length === 0 ? 1 : 0;
      // Loops that wait for an answer which these tasks never give are left out, and what needs S3.
      const isEndless = /DISTRIBUTED|"?Wait"?\b/.test(text);
      if (!isEndless && compile(lower(before.root)!).program) {
        const input = object([]);
        const was = await ending(before, input);
        // What these tasks answer has not the shape that every definition expects.
        if (was.status === 'SUCCEEDED') {
          assertSameEnding(await ending(after, input), was, file);
          ended++;
        }
      }
    }
    assert.ok(whole > 150 && ended > 20, `${whole} ${ended}`);
  });
});
