import type { Scope, State, StateId } from '../asl/ast';
import { factsOfScopes, factsOfStates } from '../asl/facts';
import { hasPlaceholder } from '../asl/placeholder';
import type { Flow } from './analysis';
import { linksOf } from './links';

/** Searches each scope from its StartAt along all transitions. */
export function searchFlow(scopes: readonly Scope[]): Flow {
  const all = new Set<StateId>();
  for (const scope of scopes) {
    let unreachable = known.get(scope);
    if (!unreachable) {
      unreachable = unreachableIn(scope);
      known.set(scope, unreachable);
    }
    for (const id of unreachable) {
      all.add(id);
    }
  }
  return { unreachable: all };
}

const known = factsOfScopes<readonly StateId[]>();

function unreachableIn(scope: Scope): readonly StateId[] {
  const reached = reachable(scope);
  if (!reached) {
    return [];
  }
  const { meant } = linksOf(scope);
  return scope.states.filter((_, index) => reached[meant ? meant[index]! : index] === 0).map(({ id }) => id);
}

/** Which states some path from StartAt reaches; absent when StartAt names none, or a placeholder may lead anywhere. */
function reachable(scope: Scope): Uint8Array | undefined {
  const { start, targets, first } = linksOf(scope);
  if (start < 0) {
    return undefined;
  }
  const { states } = scope;
  const reached = new Uint8Array(states.length);
  reached[start] = 1;
  const open = [start];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (mayLeadAnywhere(states[index]!)) {
      return undefined;
    }
    for (let at = first[index]!; at < first[index + 1]!; at++) {
      const target = targets[at]!;
      if (target >= 0 && reached[target] === 0) {
        reached[target] = 1;
        open.push(target);
      }
    }
  }
  return reached;
}

const leadAnywhere = factsOfStates<boolean>();

/** Whether a `${Placeholder}` stands where a transition, or the state itself, is written. */
function mayLeadAnywhere(state: State): boolean {
  let may = leadAnywhere.get(state);
  if (may === undefined) {
    may = hasOpenTransition(state);
    leadAnywhere.set(state, may);
  }
  return may;
}

function hasOpenTransition(state: State): boolean {
  if (!state.node) {
    return state.member.value?.kind === 'placeholder';
  }
  for (const { key, value } of state.node.members) {
    switch (key.value) {
      case 'Next':
      case 'Default':
      case 'Choices':
      case 'Catch':
        if (
          value?.kind === 'placeholder' ||
          (value?.kind === 'array' && value.items.some((item) => item.kind === 'placeholder'))
        ) {
          return true;
        }
    }
  }
  return state.transitions.some(({ target }) => hasPlaceholder(target.value));
}
