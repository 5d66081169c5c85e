import type { Analysis } from '../analysis/analysis';
import type { State } from '../asl/ast';

/** Most answers that an editor shows with sense. */
const mostSymbols = 500;

/** The states whose names have the letters of `query` in this order, as Quick Open searches; all of them for an empty query. */
export function matchingStates({ symbols }: Analysis, query: string): State[] {
  const wanted = [...query.toLowerCase()].filter((letter) => letter !== ' ');
  const matches = (name: string): boolean => {
    let at = 0;
    for (const letter of name.toLowerCase()) {
      at += letter === wanted[at] ? 1 : 0;
    }
    return at === wanted.length;
  };
  return symbols.states.filter(({ name }) => matches(name)).slice(0, mostSymbols);
}
