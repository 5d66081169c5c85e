import type { Scope, State, StateId, StateMachine } from '../asl/ast';
import type { Symbols } from './analysis';

/** Collects every scope and state of the machine, in text order, inner ones behind their container. */
export function collectSymbols(machine: StateMachine | undefined): Symbols {
  const scopes: Scope[] = [];
  const states: State[] = [];
  const byId = new Map<StateId, State>();
  const visit = (scope: Scope): void => {
    scopes.push(scope);
    for (const state of scope.states) {
      states.push(state);
      // Of two states of the same name in one scope the last one counts, as everywhere in JSON.
      byId.set(state.id, state);
      state.scopes.forEach(visit);
    }
  };
  if (machine) {
    visit(machine);
  }
  return { scopes, states, byId };
}
