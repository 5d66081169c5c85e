import type { Scope, State } from '../asl/ast';
import { linksOf } from './links';

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
  const { states } = scope;
  const { targets } = linksOf(scope);
  // Numbers from 1; 0 for a state that was not entered yet.
  const order = new Int32Array(states.length);
  const low = new Int32Array(states.length);
  const next = new Int32Array(states.length);
  const isOnStack = new Uint8Array(states.length);
  const stack: number[] = [];
  const open: number[] = [];
  const found: State[][] = [];
  let count = 0;
  const enter = (index: number): void => {
    order[index] = low[index] = ++count;
    stack.push(index);
    isOnStack[index] = 1;
    open.push(index);
  };
  for (let root = 0; root < states.length; root++) {
    if (order[root] !== 0) {
      continue;
    }
    enter(root);
    while (open.length > 0) {
      const index = open.at(-1)!;
      const target = targets[index]![next[index]!++];
      if (target !== undefined) {
        if (target >= 0 && order[target] === 0) {
          enter(target);
        } else if (target >= 0 && isOnStack[target] === 1) {
          low[index] = Math.min(low[index]!, order[target]!);
        }
        continue;
      }
      open.pop();
      const above = open.at(-1);
      if (above !== undefined) {
        low[above] = Math.min(low[above]!, low[index]!);
      }
      if (low[index] === order[index]) {
        const component: number[] = [];
        for (let last = stack.pop()!; ; last = stack.pop()!) {
          component.push(last);
          isOnStack[last] = 0;
          if (last === index) {
            break;
          }
        }
        if (component.length > 1 || targets[index]!.includes(index)) {
          found.push(component.sort((a, b) => a - b).map((each) => states[each]!));
        }
      }
    }
  }
  return found;
}
