import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { analyze } from '../../../server/src/analysis/analyze';
import { complete } from '../../../server/src/features/completion/complete';
import { definition } from '../../../server/src/features/definition';
import { documentSymbols } from '../../../server/src/features/documentSymbols';
import { hover } from '../../../server/src/features/hover';
import { references } from '../../../server/src/features/references';
import { rename } from '../../../server/src/features/rename';
import { selectionRanges } from '../../../server/src/features/selectionRanges';
import { stateAt } from '../../../server/src/features/stateAt';
import { applyEdits } from '../../../server/src/source/edit';
import { check } from '../../../server/src/rules';

const folder = path.resolve(__dirname, '../../../../shared/corpus/asl-real');

describe('features on real definitions', function () {
  this.timeout(60_000);
  let files: string[] = [];
  before(function () {
    files = fs.existsSync(folder)
      ? fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.json'))
      : [];
    if (files.length === 0) {
      console.log(`      skipped: no definitions in ${path.relative(process.cwd(), folder)}`);
      this.skip();
    }
  });

  it('answer everywhere, and stay inside the text', () => {
    for (const file of files) {
      const text = fs.readFileSync(path.join(folder, file), 'utf8');
      const analysis = analyze(text);
      documentSymbols(analysis);
      for (let offset = 0; offset <= text.length; offset += 23) {
        for (const span of [
          ...complete(analysis, offset).map((c) => c.replace),
          ...references(analysis, offset),
          ...selectionRanges(analysis, offset),
        ]) {
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, `${file} at ${offset}`);
        }
        hover(analysis, offset);
        definition(analysis, offset);
        stateAt(analysis, offset);
      }
    }
  });

  it('offer the targets that stand there, and rename states and back without a trace', () => {
    for (const file of files) {
      const text = fs.readFileSync(path.join(folder, file), 'utf8');
      const analysis = analyze(text);
      const errors = check(analysis).filter((f) => f.severity === 'error').length;
      for (const state of analysis.symbols.states) {
        for (const { target } of state.transitions) {
          const offset = target.node.start + 1;
          assert.equal(
            definition(analysis, offset)[0]?.selection,
            analysis.symbols.byId.get(state.id) && state.scope.states.findLast((s) => s.name === target.value)?.key,
          );
          assert.ok(
            complete(analysis, offset).some((c) => c.label === target.value) ||
              !state.scope.states.some((s) => s.name === target.value),
            `${file}: ${target.value} is not offered in ${state.id}`,
          );
        }
      }
      const [first] = analysis.symbols.states;
      if (first) {
        const there = rename(analysis, first.key.start + 1, 'Renamed "state"');
        assert.ok('edits' in there, file);
        const renamed = applyEdits(text, there.edits);
        const again = analyze(renamed);
        assert.equal(
          check(again).filter((f) => f.severity === 'error').length,
          errors,
          `${file}: a rename changes what is wrong`,
        );
        const back = rename(again, renamed.indexOf('Renamed \\"state\\"'), first.name);
        assert.equal('edits' in back && applyEdits(renamed, back.edits), text, file);
      }
    }
  });
});
