import assert from 'node:assert/strict';
import { analyze } from '../../../../server/src/analysis/analyze';
import { machineToJsonata } from '../../../../server/src/features/toJsonata/machine';
import { check } from '../../../../server/src/rules';
import { applyEdits } from '../../../../server/src/source/edit';
import { readJson } from '../../../../server/src/source/json';
import { assertSameEnding, ending } from '../../../support/equivalence';
import { readRecordings, recordings } from '../../../support/recordings';

const exceptions = new Set(['intrinsic_functions/test_generic::TestGeneric::test_format_2#exec_hist_resp_7']);

describe('definitions that ran on AWS, in JSONata', () => {
  const all = readRecordings().filter(
    ({ kind, definition }) => ['execution', 'express'].includes(kind) && !/DISTRIBUTED|"ItemReader"/.test(definition),
  );
  if (all.length === 0) {
    it.skip(`are not here (${recordings})`);
    return;
  }
  it('end as they do in JSONPath', async function () {
    this.timeout(300_000);
    let converted = 0;
    const differences: string[] = [];
    for (const { id, definition, input = '{}' } of all) {
      const before = analyze(definition, { format: 'json' });
      if (before.problems.length > 0 || before.machine?.queryLanguage !== 'JSONPath') {
        continue;
      }
      const { edits } = machineToJsonata(before);
      const after = analyze(applyEdits(definition, edits), { format: 'json' });
      const errors = (of: typeof after) => check(of).filter(({ severity }) => severity === 'error').length;
      try {
        const data = readJson(input).value ?? null;
        const was = await ending(before, data);
        assertSameEnding(await ending(after, data), was, after.text);
        assert.ok(
          errors(after) <= errors(before),
          check(after)
            .map((f) => f.message)
            .join('\n') + after.text,
        );
        converted++;
        // What has no equivalent is written so that it fails, rather than give something else: an object in States.Format.
        assert.ok(!exceptions.has(id), id);
      } catch (error) {
        if (exceptions.has(id)) {
          continue;
        }
        differences.push(`${id}\n${(error as Error).message}`);
      }
    }
    assert.equal(differences.length, 0, differences.slice(0, 3).join('\n=======\n'));
    assert.ok(converted > 100, String(converted));
  });
});
