import type { State } from '../asl/ast';
import type { Member, Node, StringNode } from '../source/node';

/** A string value in a state, with the member that it is the value of, or an element of. */
export interface StringAt {
  readonly node: StringNode;
  readonly via: Member;
}

const known = new WeakMap<State, readonly StringAt[]>();
/** Parts that are states of their own. */
const inner = new Set(['Branches', 'ItemProcessor', 'Iterator']);

/** The string values in a state, those of the states inside it not among them. */
export function stringsOf(state: State): readonly StringAt[] {
  let strings = known.get(state);
  if (!strings) {
    strings = collect(state);
    known.set(state, strings);
  }
  return strings;
}

function collect({ node }: State): StringAt[] {
  const found: StringAt[] = [];
  const open: [Member, Node][] = [];
  for (const each of node?.members ?? []) {
    if (each.value && !inner.has(each.key.value)) {
      open.push([each, each.value]);
    }
  }
  for (let next = open.pop(); next; next = open.pop()) {
    const [via, value] = next;
    if (value.kind === 'string') {
      found.push({ node: value, via });
    } else if (value.kind === 'object') {
      for (const each of value.members) {
        if (each.value) {
          open.push([each, each.value]);
        }
      }
    } else if (value.kind === 'array') {
      for (const item of value.items) {
        open.push([via, item]);
      }
    }
  }
  return found;
}
