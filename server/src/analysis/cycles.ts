import type { Scope, State } from '../asl/ast';
import { factsOfScopes } from '../asl/facts';
import { type Links, linksOf } from './links';

const known = factsOfScopes<readonly State[][]>();

/** The sets of states of a scope that lead to one another, each of two states or more, or of one that leads to itself. Linear (Tarjan), without recursion. */
export function cyclesOf(scope: Scope): readonly State[][] {
  let cycles = known.get(scope);
  if (!cycles) {
    cycles = leadsForwardOnly(linksOf(scope)) ? none : findCycles(scope);
    known.set(scope, cycles);
  }
  return cycles;
}

const none: readonly State[][] = [];

/** Whether each state leads to later ones only, as most workflows are written: then there is no way back. */
function leadsForwardOnly({ targets, first }: Links): boolean {
  for (let index = 0; index + 1 < first.length; index++) {
    for (let at = first[index]!; at < first[index + 1]!; at++) {
      if (targets[at]! >= 0 && targets[at]! <= index) {
        return false;
      }
    }
  }
  return true;
}

function findCycles(scope: Scope): State[][] {
  const { states } = scope;
  const { targets, first } = linksOf(scope);
  // Numbers from 1; 0 for a state that was not entered yet.
  const order = new Array<number>(states.length).fill(0);
  const low = [...order];
  const next = [...first];
  const isOnStack = new Array<boolean>(states.length).fill(false);
  const stack: number[] = [];
  const open: number[] = [];
  const found: State[][] = [];
  let count = 0;
  const enter = (index: number): void => {
    order[index] = low[index] = ++count;
    stack.push(index);
    isOnStack[index] = true;
    open.push(index);
  };
  for (let root = 0; root < states.length; root++) {
    if (order[root] !== 0) {
      continue;
    }
    enter(root);
    while (open.length > 0) {
      const index = open.at(-1)!;
      if (next[index]! < first[index + 1]!) {
        const target = targets[next[index]!++]!;
        if (target >= 0 && order[target] === 0) {
          enter(target);
        } else if (target >= 0 && isOnStack[target]) {
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
          isOnStack[last] = false;
          if (last === index) {
            break;
          }
        }
        if (component.length > 1 || targets.slice(first[index], first[index + 1]).includes(index)) {
          found.push(component.sort((a, b) => a - b).map((each) => states[each]!));
        }
      }
    }
  }
  return found;
}
