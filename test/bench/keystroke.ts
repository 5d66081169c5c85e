import type { Analysis } from '../../server/src/analysis/analysis';
import { bundled } from './bundled';
import type * as Language from './language';
import { flat, jsonataFlat, nested } from './machines';
import { compareRuns, cpuTime, ms, numbers, percentile, printTable, tell, times } from './measure';

const states = 10_000;
const warmUps = 10;
const keystrokes = 100;

/** What a keystroke in a document of 10,000 states takes, from the new text to its problems, and to what can be completed at the cursor. */
export async function keystrokeBench(): Promise<void> {
  const language = bundled('language') as typeof Language;
  const print = printTable(
    `A keystroke in a document of ${states} states, as a multiple of jsonc-parser's parseTree (processor time)`,
    [
      ['keystroke', 42],
      ['count', 0],
      ['parseTree ms', 0],
      ['median ms', 0],
      ['p95 ms', 7],
      ['median', 7],
      ['p95', 7],
    ],
  );
  for (const [name, text] of [
    ['flat', flat(states)],
    ['nested', nested(states)],
    ['JSONata', jsonataFlat(states, 0)],
  ] as const) {
    tell(`keystrokes in ${name} ${states}`);
    const { floor } = await compareRuns({ floor: () => language.parseTree(text) });
    const add = (what: string, found: readonly number[]): void => {
      const [half, most] = [percentile(found, 0.5), percentile(found, 0.95)];
      print([`${name}: ${what}`, String(found.length), ms(floor), ms(half), ms(most), times(half / floor), times(most / floor)]);
    };
    const { whole, broken, completion } = typeAnywhere(language, text);
    add('problems, all', [...whole, ...broken]);
    add('problems, syntax broken', broken);
    add('completion', completion);
    add('completion behind the dot of a path', typePaths(language, text));
    if (name === 'flat') {
      add('problems, types change in all states', changeTypes(language, text));
    }
  }
}

/** One character more, less or another one within random states; it is taken back before the next. */
function typeAnywhere(
  { analyze, check, complete, reanalyze }: typeof Language,
  text: string,
): Record<'whole' | 'broken' | 'completion', number[]> {
  const next = numbers(42);
  const found: Record<'whole' | 'broken' | 'completion', number[]> = { whole: [], broken: [], completion: [] };
  let analysis = analyze(text);
  check(analysis);
  const places = analysis.symbols.states
    .filter(({ node, scopes }) => node && scopes.length === 0)
    .map(({ node }) => ({ ...node! }));
  for (let round = 0; round < warmUps + keystrokes; round++) {
    const { start, end } = places[next(places.length)]!;
    const at = start + 1 + next(end - start - 2);
    const put = next(3) === 0 ? '' : characters[next(characters.length)]!;
    const edited = text.slice(0, at) + put + text.slice(put !== '' && next(2) === 0 ? at : at + 1);
    const problems = cpuTime(() => {
      analysis = reanalyze(analysis, edited);
      check(analysis);
    });
    const list = analysis.problems.length > 0 ? found.broken : found.whole;
    analysis = back(reanalyze(analysis, text));
    const completion = cpuTime(() => {
      analysis = reanalyze(analysis, edited);
      complete(analysis, at + put.length);
    });
    analysis = back(reanalyze(analysis, text));
    if (round >= warmUps) {
      list.push(problems);
      found.completion.push(completion);
    }
  }
  return found;

  function back(before: Analysis): Analysis {
    check(before);
    return before;
  }
}

/** A path in a random state is begun anew: what follows its first dot comes from the data that flows. */
function typePaths({ analyze, check, complete, reanalyze }: typeof Language, text: string): number[] {
  const next = numbers(43);
  const paths = [...text.matchAll(/"(?:\{% )?(\$(?:states\.input)?\.)[^"]*"/g)];
  const found: number[] = [];
  let analysis = analyze(text);
  check(analysis);
  for (let round = 0; round < warmUps + keystrokes; round++) {
    const path = paths[next(paths.length)]!;
    const [written, begun] = path as unknown as [string, string];
    const cursor = path.index + written.indexOf(begun) + begun.length;
    const edited = text.slice(0, cursor) + text.slice(path.index + written.length - (written.endsWith(' %}"') ? 4 : 1));
    const time = cpuTime(() => {
      analysis = reanalyze(analysis, edited);
      complete(analysis, cursor);
    });
    analysis = reanalyze(analysis, text);
    check(analysis);
    if (round >= warmUps) {
      found.push(time);
    }
  }
  return found;
}

/** A state near the beginning puts its result elsewhere: another shape flows through all that follow. */
function changeTypes({ analyze, check, reanalyze }: typeof Language, text: string): number[] {
  const edited = text.replace('"ResultPath": "$.step"', '"ResultPath": "$.steps"');
  const found: number[] = [];
  let analysis = analyze(text);
  check(analysis);
  for (let round = 0; round < 25; round++) {
    const time = cpuTime(() => {
      analysis = reanalyze(analysis, round % 2 === 0 ? edited : text);
      check(analysis);
    });
    if (round >= 5) {
      found.push(time);
    }
  }
  return found;
}

const characters = [...'abcXYZ019_$.-" ,:{}[]\\\n'];
