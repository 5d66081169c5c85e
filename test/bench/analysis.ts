import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsonata from 'jsonata';
import { stringify } from 'yaml';
import { bundled } from './bundled';
import type * as Language from './language';
import { flat, jsonataFlat, nested, wideChoice } from './machines';
import { compareRuns, median, ms, printTable, tell, times } from './measure';
import { aslValidator, toolkitValidation } from './peers';

/** Peers are left out where one validation takes longer than this: milliseconds. */
const patience = 3000;
const sizes = [10, 100, 1000, 10_000];

/** Full analysis with all rules beside the floors and the peers. */
export async function analysisBench(): Promise<void> {
  const language = bundled('language') as typeof Language;
  const { analyze, check, parseTree } = language;
  // What was just compiled is not compared with what has run for long: the first machines are small.
  const warmUp = flat(1000);
  for (let round = 0; round < 15; round++) {
    parseTree(warmUp);
    check(analyze(warmUp));
  }
  await jsonPathTable(language);
  await jsonataTable(language);
  await yamlTable(language);
}

async function jsonPathTable({ analyze, check, parseTree }: typeof Language): Promise<void> {
  const toolkit = toolkitValidation();
  const validator = aslValidator();
  const print = printTable(
    "Analysis with all rules, as a multiple of jsonc-parser's parseTree of the same text (processor time, medians of 20)",
    [
      ['machine', 25],
      ['KB', 5],
      ['parseTree ms', 0],
      ['Stepwise ms', 0],
      ['Stepwise', 0],
      ['Toolkit', 13],
      ['asl-validator', 0],
    ],
  );
  const slow = { toolkit: false, validator: false };
  const add = async (name: string, texts: readonly string[]): Promise<void> => {
    tell(name);
    const each = (run: (text: string) => unknown) => (): void => texts.forEach((text) => void run(text));
    const { floor, own } = await compareRuns({ floor: each(parseTree), own: each((text) => check(analyze(text))) });
    const other = async (run: ((text: string) => unknown) | undefined, key: keyof typeof slow): Promise<string> => {
      if (!run || slow[key] || texts.length > 1) {
        return !run ? 'not installed' : texts.length > 1 ? '' : `over ${patience} ms`;
      }
      const time = await median(() => run(texts[0]!), 3, 1);
      slow[key] = time > patience / 10;
      return times(time / floor);
    };
    const kilobytes = texts.reduce((sum, text) => sum + text.length, 0) / 1024;
    const peers = [await other(toolkit, 'toolkit'), await other(validator, 'validator')];
    print([name, kilobytes.toFixed(0), ms(floor), ms(own), times(own / floor), ...peers]);
  };
  for (const [name, make] of [
    ['flat', flat],
    ['nested', nested],
  ] as const) {
    slow.toolkit = slow.validator = false;
    for (const count of sizes) {
      await add(`${name} ${count}`, [make(count)]);
    }
  }
  await add('one Choice with 1000 rules', [wideChoice(1000)]);
  const real = realDefinitions();
  if (real.length > 0) {
    await add(`${real.length} published definitions`, real);
  }
}

/** Published definitions beside the project, where they are there. */
function realDefinitions(): string[] {
  const folder = join(__dirname, '../../../shared/corpus/asl-real');
  const index = join(folder, 'index.json');
  const entries = existsSync(index) ? (JSON.parse(readFileSync(index, 'utf8')) as { file: string; queryLanguage: string }[]) : [];
  return entries
    .filter(({ file, queryLanguage }) => file.endsWith('.json') && !queryLanguage.startsWith('JSONata'))
    .map(({ file }) => readFileSync(join(folder, file), 'utf8'));
}

async function jsonataTable({ analyze, check, parseTree }: typeof Language): Promise<void> {
  const print = printTable('\nJSONata: as a multiple of parseTree and the jsonata library reading each expression once', [
    ...([
      ['machine', 25],
      ['KB', 5],
      ['parseTree ms', 0],
      ['jsonata ms', 0],
      ['Stepwise ms', 0],
      ['Stepwise', 0],
    ] as const),
  ]);
  for (const count of sizes) {
    tell(`JSONata ${count}`);
    const text = jsonataFlat(count, 0);
    const expressions = [...new Set(text.match(/(?<="\{%).*(?=%\}")/g))];
    const { tree, parsed, own } = await compareRuns({
      tree: () => parseTree(text),
      parsed: () => expressions.forEach((expression) => void jsonata(expression)),
      // Other expressions each time: they must be read anew.
      own: (round) => check(analyze(jsonataFlat(count, round))),
    });
    // Making the text is no part of it.
    const { made } = await compareRuns({ made: (round) => jsonataFlat(count, round) });
    const time = own - made;
    print([`flat ${count}`, (text.length / 1024).toFixed(0), ms(tree), ms(parsed), ms(time), times(time / (tree + parsed))]);
  }
}

async function yamlTable({ analyze, check, parseDocument }: typeof Language): Promise<void> {
  const print = printTable("\nYAML: as a multiple of yaml's parseDocument", [
    ...([
      ['machine', 25],
      ['KB', 5],
      ['parseDocument ms', 0],
      ['Stepwise ms', 0],
      ['Stepwise', 0],
    ] as const),
  ]);
  for (const count of sizes) {
    tell(`YAML ${count}`);
    const text = stringify(JSON.parse(flat(count)));
    const { floor, own } = await compareRuns({
      floor: () => parseDocument(text),
      own: () => check(analyze(text, { format: 'yaml' })),
    });
    print([`flat ${count}`, (text.length / 1024).toFixed(0), ms(floor), ms(own), times(own / floor)]);
  }
}
