/**
 * Writes docs/comparison.md from one run: what Stepwise and other tools find in labelled definitions, where they raise false alarms, and how long
 * they take. Needs the corpora beside the project (../shared/corpus) and the peers of test/bench.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../server/src/analysis/analyze';
import { formatOf } from '../../server/src/cli/checkDocument';
import { check } from '../../server/src/rules';
import { bundled } from './bundled';
import type * as Language from './language';
import { flat } from './machines';
import { compareRuns, tell, times } from './measure';
import { aslValidator, installPeers, toolkitValidation } from './peers';

const root = join(__dirname, '../..');
const corpus = join(root, '../shared/corpus');

interface Labelled {
  readonly file: string;
  readonly expected: string;
  readonly confidence?: string;
  readonly workflowType?: 'STANDARD' | 'EXPRESS';
  readonly testPlaceholders?: unknown;
}

/** Whether a tool calls a definition faulty; `undefined` where it does not read the format. A tool that throws finds a fault. */
type Verdict = (text: string, entry: Labelled) => Promise<boolean | undefined>;

interface Tool {
  readonly name: string;
  readonly verdict: Verdict;
  /** One validation of a JSON definition, parsing included. */
  readonly run: (text: string) => unknown;
}

/** What is timed: one file, as it is shipped. */
const language = bundled('language') as typeof Language;

function tools(): Tool[] {
  const list: Tool[] = [
    {
      name: 'Stepwise',
      verdict: (text, { file, workflowType }) =>
        Promise.resolve(check(analyze(text, { format: formatOf(file), type: workflowType })).some((f) => f.severity === 'error')),
      run: (text) => language.check(language.analyze(text)),
    },
  ];
  const toolkit = toolkitValidation();
  if (toolkit) {
    list.push({
      name: 'amazon-states-language-service',
      verdict: async (text, { file }) => (formatOf(file) === 'json' ? (await toolkit(text)).some(isError) : undefined),
      run: toolkit,
    });
  }
  const validator = aslValidator();
  if (validator) {
    list.push({
      name: 'asl-validator',
      verdict: (text, { file }) =>
        Promise.resolve(formatOf(file) === 'json' ? (validator(text) as { isValid: boolean }).isValid === false : undefined),
      run: validator,
    });
  }
  return list;
}

/** Of the Toolkit's diagnostics, those that are errors (1) or have no severity. */
function isError(diagnostic: unknown): boolean {
  return ((diagnostic as { severity?: number }).severity ?? 1) === 1;
}

const sets: readonly (readonly [name: string, folder: string, belongs: (entry: Labelled) => boolean])[] = [
  ['published definitions', 'asl-real', () => true],
  ['refused or accepted by AWS (recorded or documented)', 'asl-verdicts', (e) => /^(strong|documented)/.test(e.confidence ?? '')],
  ['used in tests that ran against AWS', 'asl-verdicts', (e) => e.confidence === 'weak' && !e.testPlaceholders],
  ['opinions of other tools', 'asl-verdicts', (e) => e.confidence?.startsWith('peer') === true],
];

async function main(): Promise<void> {
  if (!existsSync(corpus)) {
    console.error(`${corpus} is not there: nothing to compare with.`);
    process.exitCode = 2;
    return;
  }
  installPeers();
  const compared = tools();
  const rows: string[] = [];
  for (const [name, folder, belongs] of sets) {
    const entries = (JSON.parse(readFileSync(join(corpus, folder, 'index.json'), 'utf8')) as Labelled[]).filter(belongs);
    const cells = [];
    for (const { name: tool, verdict } of compared) {
      tell(`${tool}: ${name}`);
      cells.push(await score(entries, folder, verdict));
    }
    const valid = entries.filter(({ expected }) => expected.startsWith('valid')).length;
    const invalid = entries.filter(({ expected }) => expected.startsWith('invalid')).length;
    rows.push(`| ${name} (${valid} valid, ${invalid} faulty) | ${cells.join(' | ')} |`);
  }
  const speeds: string[] = [];
  // Compiled code is compared with compiled code: each is run on another machine first.
  for (let round = 0; round < 15; round++) {
    language.parseTree(flat(300));
    for (const { run } of compared) {
      await run(flat(300));
    }
  }
  for (const count of [10, 100, 1000]) {
    const text = flat(count);
    tell(`${count} states`);
    const cells = [];
    for (const { run } of compared) {
      // Each beside the floor alone: a slow tool would leave its garbage for the others to collect.
      const { floor, own } = await compareRuns({ floor: () => language.parseTree(text), own: () => run(text) }, 10);
      cells.push(times(own / floor));
    }
    speeds.push(`| ${count} states, ${(text.length / 1024).toFixed(0)} KB | ${cells.join(' | ')} |`);
  }
  const head = `| ${compared.map(({ name }) => name).join(' | ')} |`;
  const line = `|---|${compared.map(() => '---|').join('')}`;
  writeFileSync(
    join(root, 'docs/comparison.md'),
    `# Stepwise and other validators

<!-- Generated by \`npm run comparison\`. -->

All figures are of one run of \`npm run comparison\` on one machine. The AWS Toolkit's engine is \`amazon-states-language-service\` 1.16.1; \`asl-validator\` is 4.0.0, with its default options.

## Defects found, false alarms

\`found / alarms\`: how many of the faulty definitions are called faulty, and how many of the valid ones are too. The labels of the last row are the opinions that the other
tools' own tests hold; [where AWS contradicts them](verdicts.md) Stepwise disagrees. Definitions in YAML are counted only for tools that were asked for them.

| Definitions ${head}
${line}
${rows.join('\n')}

## Time

One validation, parsing included, as a multiple of the time of the processor that jsonc-parser's \`parseTree\` takes for the same text (medians).

| Generated machine ${head}
${line}
${speeds.join('\n')}
`,
  );
  console.log('docs/comparison.md');
}

async function score(entries: readonly Labelled[], folder: string, verdict: Verdict): Promise<string> {
  let found = 0;
  let alarms = 0;
  let skipped = 0;
  for (const entry of entries) {
    const text = readFileSync(join(corpus, folder, entry.file), 'utf8');
    let isFaulty: boolean | undefined;
    try {
      isFaulty = await verdict(text, entry);
    } catch {
      isFaulty = true;
    }
    if (isFaulty === undefined) {
      skipped++;
    } else if (isFaulty && entry.expected.startsWith('invalid')) {
      found++;
    } else if (isFaulty && entry.expected.startsWith('valid')) {
      alarms++;
    }
  }
  return `${found} / ${alarms}${skipped > 0 ? ` (${skipped} in YAML not asked)` : ''}`;
}

void main();
