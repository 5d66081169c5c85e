import type { Scope } from '../asl/ast';

/** The transitions of a scope as numbers: states by their index in `scope.states`. Made once for each scope. */
export interface Links {
  /** Where each state leads, in the order of its transitions; -1 for a target that is no state. */
  readonly targets: readonly (readonly number[])[];
  /** Of each state the one that its name means: of two of the same name the last one, as everywhere in JSON. */
  readonly meant: Int32Array;
  /** Of StartAt; -1 where it names no state. */
  readonly start: number;
}

const known = new WeakMap<Scope, Links>();

/** Who leads where in a scope. */
export function linksOf(scope: Scope): Links {
  let links = known.get(scope);
  if (!links) {
    links = link(scope);
    known.set(scope, links);
  }
  return links;
}

function link({ states, startAt }: Scope): Links {
  const byName = new Map<string, number>();
  states.forEach(({ name }, index) => byName.set(name, index));
  const isUnique = byName.size === states.length;
  const find = (name: string): number => byName.get(name) ?? -1;
  return {
    targets: states.map(({ transitions }) => transitions.map(({ target }) => find(target.value))),
    meant: Int32Array.from(states, ({ name }, index) => (isUnique ? index : find(name))),
    start: startAt ? find(startAt.value) : -1,
  };
}
