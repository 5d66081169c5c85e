import type { Analysis } from '../../analysis/analysis';

/** https://states-language.net/#states-fields: at most 80 characters. */
const longest = 80;

/** A state name that is still free in the whole machine: `wanted`, or `wanted` with a number. */
export function freeName({ symbols }: Analysis, wanted: string): string {
  const taken = new Set(symbols.states.map(({ name }) => name));
  const short = (ending: string): string => [...wanted].slice(0, longest - ending.length).join('') + ending;
  let name = short('');
  for (let i = 2; taken.has(name); i++) {
    name = short(` ${i}`);
  }
  return name;
}
