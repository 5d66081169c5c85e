import type { Scope, State } from '../asl/ast';
import { factsOfScopes } from '../asl/facts';

/** The transitions of a scope as numbers: states by their index in `scope.states`. Made once for each scope. */
export interface Links {
  /** Where the states lead, in the order of their transitions, all in one list; -1 for a target that is no state. */
  readonly targets: readonly number[];
  /** Where in `targets` those of each state begin, and at last where those of the last one end. */
  readonly first: readonly number[];
  /** Of each state the one that its name means: of two of the same name the last one, as everywhere in JSON. Absent where each means itself. */
  readonly meant: readonly number[] | undefined;
  /** Of StartAt; -1 where it names no state. */
  readonly start: number;
}

const known = factsOfScopes<Links>();

/** Who leads where in a scope. */
export function linksOf(scope: Scope): Links {
  let links = known.get(scope);
  if (!links) {
    links = link(scope);
    known.set(scope, links);
  }
  return links;
}

/** Who leads to each state, as numbers again. */
export interface Arrivals {
  /** The states that lead somewhere, by where: the index of each, as often as it has a transition there. */
  readonly sources: readonly number[];
  /** Which of the transitions of that state it is. */
  readonly transitions: readonly number[];
  /** Where in both lists those that lead to each state begin, and at last where those to the last one end. */
  readonly first: readonly number[];
}

const turned = new WeakMap<Links, Arrivals>();

/** Who leads to whom in a scope: its links the other way round. */
export function arrivalsOf(scope: Scope): Arrivals {
  const links = linksOf(scope);
  let arrivals = turned.get(links);
  if (!arrivals) {
    arrivals = turn(links);
    turned.set(links, arrivals);
  }
  return arrivals;
}

function turn({ targets, first }: Links): Arrivals {
  const count = first.length - 1;
  // How many lead to each, then where the next one of them has its place.
  const places = new Array<number>(count + 1).fill(0);
  for (const target of targets) {
    if (target >= 0) {
      places[target + 1]!++;
    }
  }
  for (let index = 0; index < count; index++) {
    places[index + 1]! += places[index]!;
  }
  const begin = [...places];
  const sources = new Array<number>(begin[count]!).fill(0);
  const transitions = [...sources];
  for (let source = 0; source < count; source++) {
    for (let at = first[source]!; at < first[source + 1]!; at++) {
      const target = targets[at]!;
      if (target >= 0) {
        const place = places[target]!++;
        sources[place] = source;
        transitions[place] = at - first[source]!;
      }
    }
  }
  return { sources, transitions, first: begin };
}

/** Takes the links of a scope over to a later version of it, in which at most one state is another one; where that leads elsewhere they are made anew. */
export function keepLinks(before: Scope, after: Scope, replaced?: { readonly old: State; readonly now: State }): void {
  const links = known.get(before);
  if (links && (!replaced || leadAlike(replaced.old, replaced.now))) {
    known.set(after, links);
  }
}

function leadAlike(a: State, b: State): boolean {
  return (
    a.name === b.name &&
    a.transitions.length === b.transitions.length &&
    a.transitions.every(({ target }, index) => target.value === b.transitions[index]!.target.value)
  );
}

function link({ states, startAt }: Scope): Links {
  const byName = new Map<string, number>();
  for (let index = 0; index < states.length; index++) {
    byName.set(states[index]!.name, index);
  }
  const find = (name: string): number => byName.get(name) ?? -1;
  const targets: number[] = [];
  const first: number[] = [0];
  for (const { transitions } of states) {
    for (const { target } of transitions) {
      targets.push(find(target.value));
    }
    first.push(targets.length);
  }
  const meant = byName.size === states.length ? undefined : states.map(({ name }) => find(name));
  return { targets, first, meant, start: startAt ? find(startAt.value) : -1 };
}
