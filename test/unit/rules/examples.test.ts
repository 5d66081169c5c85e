import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../../server/src/analysis/analyze';
import { analyzeTemplate } from '../../../server/src/analysis/analyzeTemplate';
import { checkTemplate } from '../../../server/src/rules/checkTemplate';
import { allRules, check } from '../../../server/src/rules';
import type { Rule } from '../../../server/src/rules';
import { readMarks, writeMarks } from '../../support/markedText';

/** The example with what is really found in it; a finding of another code names it. Advice of other rules does not count. */
function found(rule: Rule, example: string): string {
  const { text } = readMarks(example);
  const all =
    rule.of === 'template' ? checkTemplate(analyzeTemplate(text, 'yaml')) : check(analyze(text, { type: rule.exampleType }));
  const findings = all.filter(({ code, severity }) => code === rule.id || severity === 'error' || severity === 'warning');
  return writeMarks(
    text,
    findings.map((f) => ({ start: f.start, end: f.end, message: f.code === rule.id ? f.message : `${f.message} [${f.code}]` })),
  );
}

/** Marks in one canonical spelling, so that their own indentation does not count. */
function canonical(example: string): string {
  const { text, marks } = readMarks(example);
  return writeMarks(text, marks);
}

describe('rules', () => {
  for (const rule of allRules) {
    describe(rule.id, () => {
      it('has examples of both kinds, and says what and why', () => {
        assert.match(rule.id, /^[a-z]+(-[a-z]+)*$/);
        assert.ok(rule.invalid.length > 0 && rule.valid.length > 0);
        assert.ok(rule.summary.endsWith('.') && rule.why.endsWith('.'));
      });
      rule.invalid.forEach((example, index) => {
        it(`finds what invalid example ${index + 1} marks`, () => {
          assert.ok(
            readMarks(example).marks.some((mark) => !/\[[a-z-]+\]$/.test(mark.message)),
            'nothing is marked',
          );
          assert.equal(found(rule, example), canonical(example));
        });
      });
      rule.valid.forEach((example, index) => {
        it(`finds nothing in valid example ${index + 1}`, () => {
          assert.equal(found(rule, example), example);
        });
      });
    });
  }

  it('are all in the list, each in the file of its name', () => {
    const folder = join(__dirname, '../../../server/src/rules');
    const files = readdirSync(folder).filter((file) => readFileSync(join(folder, file), 'utf8').includes('= rule({'));
    const names = allRules.map((rule) => `${rule.id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}.ts`);
    assert.deepEqual(names.sort(), files.sort());
  });
});
