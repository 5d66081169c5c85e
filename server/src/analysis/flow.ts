import type { Scope, State, StateId } from '../asl/ast';
import { hasPlaceholder } from '../asl/placeholder';
import type { Flow } from './analysis';
import { statesByName } from './statesByName';

/** Searches each scope from its StartAt along all transitions. */
export function searchFlow(scopes: readonly Scope[]): Flow {
  const unreachable = new Set<StateId>();
  for (const scope of scopes) {
    const reached = reachable(scope);
    if (reached && reached.size < scope.states.length) {
      for (const state of scope.states) {
        if (!reached.has(state.name)) {
          unreachable.add(state.id);
        }
      }
    }
  }
  return { unreachable };
}

/** Names of the states that some path from StartAt reaches; absent when StartAt names none, or a placeholder may lead anywhere. */
function reachable(scope: Scope): Set<string> | undefined {
  const byName = statesByName(scope);
  const start = scope.startAt && byName.get(scope.startAt.value);
  if (!start) {
    return undefined;
  }
  const reached = new Set([start.name]);
  const open = [start];
  for (let state = open.pop(); state; state = open.pop()) {
    if (mayLeadAnywhere(state)) {
      return undefined;
    }
    for (const { target } of state.transitions) {
      const next = byName.get(target.value);
      if (next && !reached.has(next.name)) {
        reached.add(next.name);
        open.push(next);
      }
    }
  }
  return reached;
}

/** Whether a `${Placeholder}` stands where a transition, or the state itself, is written. */
function mayLeadAnywhere(state: State): boolean {
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
