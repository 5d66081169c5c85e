import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, analyzeBatch } from '../../server/src/analysis/analyze';
import type { Finding, WorkflowType } from '../../server/src/analysis/analysis';
import { formatOf } from '../../server/src/cli/checkDocument';
import { check } from '../../server/src/rules';

/** Published and labelled definitions. They are no part of the project: where they are not, there is nothing to test. */
const corpus = join(__dirname, '../../../shared/corpus');

interface Labelled {
  readonly file: string;
  readonly expected: string;
  readonly confidence?: string;
  readonly workflowType?: WorkflowType;
  readonly operation?: string;
  readonly testPlaceholders?: unknown;
}

function labelled(folder: string): Labelled[] {
  return JSON.parse(readFileSync(join(corpus, folder, 'index.json'), 'utf8')) as Labelled[];
}

function errors(findings: readonly Finding[]): string[] {
  return findings.filter((f) => f.severity === 'error').map((f) => `${f.code} ${f.pointer}: ${f.message}`);
}

function findingsOf(folder: string, { file, workflowType }: Labelled): Finding[] {
  const text = readFileSync(join(corpus, folder, file), 'utf8');
  return check(analyze(text, { format: formatOf(file), type: workflowType }));
}

function checkFile(folder: string, each: Labelled): string[] {
  return errors(findingsOf(folder, each));
}

/** The definition's name as docs/verdicts.md writes it: without what tells the format. */
function nameOf(file: string): string {
  return file.replace(/\.asl\.\w+$/, '');
}

/** The cells of the table under a heading of docs/verdicts.md. */
function rowsOf(heading: string): string[][] {
  const page = readFileSync(join(__dirname, '../../docs/verdicts.md'), 'utf8');
  const chapter = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return chapter
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
}

describe('real definitions', function () {
  before(function () {
    if (!existsSync(corpus)) {
      console.log('      the corpus is not here: skipped');
      this.skip();
    }
  });

  it('raise no error where they are valid, and one where they are not', () => {
    for (const each of labelled('asl-real')) {
      const found = checkFile('asl-real', each);
      if (each.expected.startsWith('valid')) {
        assert.deepEqual(found, [], each.file);
      } else {
        assert.notDeepEqual(found, [], each.file);
      }
    }
  });

  it('raise no warning beside those that docs/verdicts.md tells of', () => {
    const expected = rowsOf('Warnings of published definitions').map(([file, code]) => `${file} ${code}`);
    const found = new Set<string>();
    for (const each of labelled('asl-real').filter((e) => e.expected.startsWith('valid'))) {
      for (const { code, severity } of findingsOf('asl-real', each)) {
        if (severity === 'warning') {
          found.add(`${nameOf(each.file)} ${code}`);
        }
      }
    }
    assert.deepEqual([...found].sort(), expected.sort());
  });

  it('that AWS has refused are refused here', () => {
    let refused = 0;
    for (const each of labelled('asl-verdicts')) {
      if (each.expected === 'invalid' && /^(strong|documented)/.test(each.confidence ?? '')) {
        assert.notDeepEqual(checkFile('asl-verdicts', each), [], each.file);
        refused++;
      }
    }
    assert.ok(refused >= 25, String(refused));
  });

  it('that others call valid or invalid are so here, but for those that docs/verdicts.md tells of', () => {
    const exceptions = rowsOf('Verdicts of other tools that AWS contradicts').map(([file]) => file!);
    const templates = rowsOf('Templates of tests that are no definitions').map(([file]) => file!);
    const wrong: string[] = [];
    for (const each of labelled('asl-verdicts').filter(({ expected }) => expected !== 'unknown')) {
      if ((checkFile('asl-verdicts', each).length === 0) !== (each.expected === 'valid')) {
        wrong.push(nameOf(each.file));
      }
    }
    assert.deepEqual(wrong.sort(), [...exceptions, ...templates].sort());
  });

  it('with a verdict are all read, whatever is in them', () => {
    for (const each of labelled('asl-verdicts')) {
      checkFile('asl-verdicts', each);
    }
  });

  it('of AWS Batch raise no error where they are valid', () => {
    let found = 0;
    for (const each of labelled('batch-real').filter((e) => e.operation === 'RegisterJobDefinition')) {
      const wrong = errors(check(analyzeBatch(readFileSync(join(corpus, 'batch-real', each.file), 'utf8'))));
      if (each.expected === 'valid') {
        assert.deepEqual(wrong, [], each.file);
      } else if (wrong.length > 0) {
        found++;
      }
    }
    assert.ok(found >= 16, `${found} of the faulty job definitions are found by their structure`);
  });

  it('may be cut off anywhere', () => {
    for (const each of labelled('asl-real').filter((_, index) => index % 29 === 0)) {
      const text = readFileSync(join(corpus, 'asl-real', each.file), 'utf8');
      for (let end = 0; end < text.length; end += text.length > 4000 ? 41 : 7) {
        for (const { start, end: stop } of check(analyze(text.slice(0, end), { format: formatOf(each.file) }))) {
          assert.ok(0 <= start && start <= stop && stop <= end, `${each.file} cut at ${end}`);
        }
      }
    }
  });
});

describe('texts that nobody would write', () => {
  it('5 MB of one state machine', () => {
    const states = Array.from({ length: 40_000 }, (_, i) => `"State number ${i}": {"Type": "Pass", "Comment": "${'x'.repeat(60)}", "Next": "State number ${i + 1}"}`);
    const text = `{"StartAt": "State number 0", "States": {${states.join(',\n')}, "State number 40000": {"Type": "Succeed"}}}`;
    assert.ok(text.length > 5_000_000);
    assert.deepEqual(errors(check(analyze(text))), []);
  });

  it('very many faults of the same kind', () => {
    const states = Array.from({ length: 5000 }, (_, i) => `"S${i}": {"Type": "Pass", "Next": "Missing ${i}", "Foo${i}": 1}`);
    const analysis = analyze(`{"StartAt": "S0", "States": {${states.join(',\n')}}}`);
    // Behind the first faulty transition all others are a consequence.
    assert.equal(check(analysis).filter((f) => f.code === 'unreachable-state').length, 0);
    const findings = check(analysis, { consequences: true });
    assert.equal(findings.filter((f) => f.code === 'unknown-target').length, 5000);
    assert.equal(findings.filter((f) => f.code === 'unreachable-state').length, 4999);
  });

  it('10,000 levels, closed or not, of every kind', () => {
    const parallel = '{"StartAt":"S","States":{"S":{"Type":"Parallel","End":true,"Branches":[';
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
      [parallel, ']}}}'],
      ['{"StartAt":"S","States":{"S":{"Type":"Choice","Choices":[{"Not":', '}]}}}'],
    ] as const) {
      for (const text of [open.repeat(10_000), `${open.repeat(10_000)}1${close.repeat(10_000)}`]) {
        assert.ok(check(analyze(text)).some((f) => f.code === 'too-deeply-nested'));
      }
    }
  });

  it('the deepest nesting that is read', () => {
    const depth = 1490;
    const text = `{"StartAt": "S", "States": {"S": {"Type": "Choice", "Choices": [${'{"Not": '.repeat(depth)}1${'}'.repeat(depth)}]}}}`;
    assert.ok(check(analyze(text)).length > 0);
  });

  it('names that are properties of every object', () => {
    const text = '{"StartAt": "__proto__", "States": {"__proto__": {"Type": "Pass", "Next": "constructor"}, "constructor": {"Type": "Succeed", "toString": 1, "__proto__": {}}}}';
    assert.deepEqual(
      check(analyze(text))
        .filter(({ severity }) => severity === 'error')
        .map((f) => `${f.code} ${f.pointer}`),
      ['unknown-field /States/constructor/toString', 'unknown-field /States/constructor/__proto__'],
    );
  });
});
