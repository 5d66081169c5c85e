import type { State } from '../asl/ast';
import { factsOfStates } from '../asl/facts';
import type { Member, Node, StringNode } from '../source/node';

/** A string value in a state, with the member that it is the value of, or an element of. */
export interface StringAt {
  readonly node: StringNode;
  readonly via: Member;
}

const known = factsOfStates<readonly StringAt[]>();
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
  if (node) {
    for (const each of node.members) {
      if (each.value && !inner.has(each.key.value)) {
        add(each.value, each, found);
      }
    }
  }
  return found;
}

/** Recursion is as deep as values are nested, which the parser bounds. */
function add(value: Node, via: Member, found: StringAt[]): void {
  if (value.kind === 'string') {
    found.push({ node: value, via });
  } else if (value.kind === 'object') {
    for (const each of value.members) {
      if (each.value) {
        add(each.value, each, found);
      }
    }
  } else if (value.kind === 'array') {
    for (const item of value.items) {
      add(item, via, found);
    }
  }
}
