import type { Analysis } from '../analysis/analysis';
import type { State, Transition } from '../asl/ast';
import { stateNameAt, stateNamed } from './stateReferences';

/** A state at the other end of transitions. */
export interface Neighbour {
  readonly state: State;
  /** The transitions between, in text order. */
  readonly transitions: readonly Transition[];
}

/** The state whose name is under `offset`: its key, or what leads to it. */
export function hierarchyRoot(analysis: Analysis, offset: number): State | undefined {
  return stateNameAt(analysis, offset)?.state;
}

/** The states that lead to a state. */
export function leadingHere(state: State): Neighbour[] {
  return state.scope.states
    .map((other) => ({ state: other, transitions: other.transitions.filter(({ target }) => target.value === state.name) }))
    .filter(({ transitions }) => transitions.length > 0);
}

/** The states that a state leads to. */
export function leadingOn(state: State): Neighbour[] {
  const names = [...new Set(state.transitions.map(({ target }) => target.value))];
  return names.flatMap((name) => {
    const found = stateNamed(state.scope, name);
    return found ? [{ state: found, transitions: state.transitions.filter(({ target }) => target.value === name) }] : [];
  });
}
