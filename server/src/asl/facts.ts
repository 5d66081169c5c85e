import type { Scope, State } from './ast';

/** How many kinds of facts there are: places in the objects that the facts are about. */
const places = { ofState: 0, ofScope: 0, ofSymbols: 0 };

/**
 * One kind of fact about states or scopes, remembered as long as the object lives. It is used as a WeakMap is, but the fact stands in the object itself: each
 * state has several, and WeakMaps with tens of thousands of entries cost the collector more time than the facts do.
 */
export class Facts<K extends { readonly facts: unknown[] }, V> {
  constructor(private readonly place: number) {}

  get(about: K): V | undefined {
    return about.facts[this.place] as V | undefined;
  }

  set(about: K, fact: V): void {
    about.facts[this.place] = fact;
  }
}

/** Begins another kind of fact about states. */
export function factsOfStates<V>(): Facts<State, V> {
  return new Facts(places.ofState++);
}

/** Begins another kind of fact about scopes. */
export function factsOfScopes<V>(): Facts<Scope, V> {
  return new Facts(places.ofScope++);
}

/** Begins another kind of fact about all states of a machine. */
export function factsOfSymbols<V>(): Facts<{ readonly facts: unknown[] }, V> {
  return new Facts(places.ofSymbols++);
}

/** Room for the facts about a new state; of the size that is needed, since an array that grows takes several times as much. */
export function noFactsOfState(): unknown[] {
  return new Array<unknown>(places.ofState);
}

/** Room for the facts about a new scope. */
export function noFactsOfScope(): unknown[] {
  return new Array<unknown>(places.ofScope);
}

/** Room for the facts about all states of a new machine. */
export function noFactsOfSymbols(): unknown[] {
  return new Array<unknown>(places.ofSymbols);
}
