import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../server/src/analysis/analyze';
import { formatOf } from '../../server/src/cli/checkDocument';
import { check } from '../../server/src/rules';

/** Published and labelled definitions. They are no part of the project: where they are not, there is nothing to test. */
const corpus = join(__dirname, '../../../shared/corpus');

/** The same numbers on every run: at least 0, less than `below`. */
function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What is put in: characters that mean something, and some that do not. */
const inserted = ['"', '{', '}', '[', ']', ':', ',', '$', '%', '\\', '\n', ' ', '-', '#', "'", '.', '(', ')', 'x', '0', '\u0000', '\ud83d', 'é'];

function mutated(text: string, next: (below: number) => number): string {
  const at = next(text.length);
  switch (next(3)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + inserted[next(inserted.length)]! + text.slice(at);
    default:
      return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
  }
}

/** Every finding lies within the text. */
function checkAll(text: string, file: string, what: string): void {
  for (const { start, end, message } of check(analyze(text, { format: formatOf(file) }))) {
    assert.ok(0 <= start && start <= end && end <= text.length, `${file}, ${what}: ${message} at ${start}-${end} of ${text.length}`);
  }
}

function filesOf(folder: string): string[] {
  return (JSON.parse(readFileSync(join(corpus, folder, 'index.json'), 'utf8')) as { file: string }[]).map(({ file }) =>
    join(corpus, folder, file),
  );
}

/** MUTATIONS=all takes every file and 200 places of each; else a sample. */
const isThorough = process.env['MUTATIONS'] === 'all';

describe('definitions that are being edited', function () {
  this.timeout(isThorough ? 3_600_000 : 120_000);

  before(function () {
    if (!existsSync(corpus)) {
      console.log('      the corpus is not here: skipped');
      this.skip();
    }
  });

  for (const folder of ['asl-real', 'asl-verdicts']) {
    it(`with one character deleted, inserted or swapped (${folder})`, () => {
      const next = numbers(20_261_123);
      const files = filesOf(folder).filter((_, index) => isThorough || index % 12 === 0);
      for (const file of files) {
        const text = readFileSync(file, 'utf8');
        for (let round = 0; round < (isThorough ? 200 : 12) && text.length > 1; round++) {
          checkAll(mutated(text, next), file, `mutation ${round}`);
        }
      }
    });

    it(`cut off anywhere (${folder})`, () => {
      for (const file of filesOf(folder).filter((_, index) => isThorough || index % 40 === 7)) {
        const text = readFileSync(file, 'utf8');
        const step = isThorough ? 1 : Math.max(1, Math.floor(text.length / 60));
        for (let end = 0; end < text.length; end += step) {
          checkAll(text.slice(0, end), file, `cut at ${end}`);
        }
      }
    });
  }

  it('random characters', () => {
    const next = numbers(7);
    for (let round = 0; round < (isThorough ? 5000 : 300); round++) {
      const text = Array.from({ length: next(120) }, () => inserted[next(inserted.length)]!).join('');
      checkAll(text, 'random.asl.json', JSON.stringify(text));
      checkAll(text, 'random.asl.yaml', JSON.stringify(text));
    }
  });
});
