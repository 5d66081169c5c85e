import { parseTree } from 'jsonc-parser';
import { analyze } from '../../server/src/analysis/analyze';
import { check } from '../../server/src/rules/check';
import { flat, nested } from './machines';
import { median, ms, table, times } from './measure';
import { aslValidator, toolkitValidation } from './peers';

/** Peers are left out where one validation takes longer than this: milliseconds. */
const patience = 3000;

/** Full analysis with all rules beside the floor (jsonc-parser's tree of the same text) and the peers. */
export async function analysisBench(): Promise<string> {
  const toolkit = toolkitValidation();
  const validator = aslValidator();
  const rows = [['machine', 'KB', 'parseTree ms', 'Stepwise ms', 'Stepwise', 'Toolkit', 'asl-validator']];
  // What was just compiled is not compared with what has run for long: the first machines are small.
  const warmUp = flat(1000);
  for (let round = 0; round < 15; round++) {
    parseTree(warmUp);
    check(analyze(warmUp));
  }
  const slow = { toolkit: false, validator: false };
  for (const [name, make] of [
    ['flat', flat],
    ['nested', nested],
  ] as const) {
    slow.toolkit = slow.validator = false;
    for (const count of [10, 100, 1000, 10_000]) {
      const text = make(count);
      const rounds = count >= 10_000 ? 5 : 20;
      const floor = await median(() => parseTree(text), rounds);
      const own = await median(() => check(analyze(text)), rounds);
      const other = async (run: ((text: string) => unknown) | undefined, key: keyof typeof slow): Promise<string> => {
        if (!run || slow[key]) {
          return run ? `over ${patience} ms` : 'not installed';
        }
        const time = await median(() => run(text), 3, 1);
        slow[key] = time > patience / 10;
        return times(time / floor);
      };
      rows.push([
        `${name} ${count}`,
        (text.length / 1024).toFixed(0),
        ms(floor),
        ms(own),
        times(own / floor),
        await other(toolkit, 'toolkit'),
        await other(validator, 'validator'),
      ]);
    }
  }
  return `Analysis with all rules, as a multiple of jsonc-parser's parseTree of the same text (medians)\n\n${table(rows)}`;
}
