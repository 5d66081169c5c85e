import type { Scope, State } from '../asl/ast';
import { statesByName } from './statesByName';

const known = new WeakMap<Scope, readonly State[][]>();

/** The sets of states of a scope that lead to one another, each of two states or more, or of one that leads to itself. Linear (Tarjan), without recursion. */
export function cyclesOf(scope: Scope): readonly State[][] {
  let cycles = known.get(scope);
  if (!cycles) {
    cycles = findCycles(scope);
    known.set(scope, cycles);
  }
  return cycles;
}

function findCycles(scope: Scope): State[][] {
  const byName = statesByName(scope);
  const order = new Map<State, number>();
  const low = new Map<State, number>();
  const stack: State[] = [];
  const onStack = new Set<State>();
  const found: State[][] = [];
  for (const root of scope.states) {
    if (order.has(root)) {
      continue;
    }
    const open: { state: State; next: number }[] = [];
    const enter = (state: State): void => {
      order.set(state, order.size);
      low.set(state, order.get(state)!);
      stack.push(state);
      onStack.add(state);
      open.push({ state, next: 0 });
    };
    enter(root);
    while (open.length > 0) {
      const top = open.at(-1)!;
      const { state } = top;
      const transition = state.transitions[top.next++];
      if (transition) {
        const target = byName.get(transition.target.value);
        if (target && !order.has(target)) {
          enter(target);
        } else if (target && onStack.has(target)) {
          low.set(state, Math.min(low.get(state)!, order.get(target)!));
        }
        continue;
      }
      open.pop();
      const above = open.at(-1)?.state;
      if (above) {
        low.set(above, Math.min(low.get(above)!, low.get(state)!));
      }
      if (low.get(state) === order.get(state)) {
        const component: State[] = [];
        for (let last = stack.pop(); last; last = last === state ? undefined : stack.pop()) {
          component.push(last);
          onStack.delete(last);
        }
        if (component.length > 1 || state.transitions.some(({ target }) => target.value === state.name)) {
          found.push(component.sort((a, b) => a.member.start - b.member.start));
        }
      }
    }
  }
  return found;
}
