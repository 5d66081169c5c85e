import { nameOf } from '../../asl/ast';
import type { Program } from '../program';
import type { Recording } from './recording';

/** How the states of a recording differ from those of a definition, in words; empty where it can be of that definition. */
export function differences({ events }: Recording, program: Program): string[] {
  const types = new Map<string, Set<string>>();
  for (const { id, type } of program.states.values()) {
    const known = types.get(nameOf(id));
    types.set(nameOf(id), (known ?? new Set()).add(type));
  }
  const found = new Set<string>();
  for (const { type, details } of events) {
    const name = details?.name;
    if (!type.endsWith('StateEntered') || name === undefined) {
      continue;
    }
    const recorded = type.slice(0, -'StateEntered'.length);
    const defined = types.get(name);
    if (!defined) {
      found.add(`'${name}' (${recorded}) is not in the definition`);
    } else if (!defined.has(recorded)) {
      found.add(`'${name}' was a ${recorded} and is a ${[...defined].join(' or ')} in the definition`);
    }
  }
  return [...found];
}
