import type { Scope, State } from '../asl/ast';
import { factsOfScopes } from '../asl/facts';

const known = factsOfScopes<ReadonlyMap<string, State>>();

/** The states of a scope by name, made once; of two states of the same name the last one counts, as everywhere in JSON. */
export function statesByName(scope: Scope): ReadonlyMap<string, State> {
  let states = known.get(scope);
  if (!states) {
    const map = new Map<string, State>();
    for (const state of scope.states) {
      map.set(state.name, state);
    }
    states = map;
    known.set(scope, states);
  }
  return states;
}
