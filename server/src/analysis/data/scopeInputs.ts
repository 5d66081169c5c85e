import type { Scope, State, Transition } from '../../asl/ast';
import { factsOfScopes } from '../../asl/facts';
import { arrivalsOf, linksOf } from '../links';
import { any, isSame, type Shape } from '../shape';
import { statesByName } from '../statesByName';
import { either } from './likely';

/** A scope of at most so many states is worked out as a whole. */
const smallScope = 300;
/** In a larger one, so many states before the one that is asked about are looked at; what comes from further away is not known. */
const mostStates = 60;
/** So often a loop is gone through. */
const mostRounds = 3;

interface Way {
  readonly from: State;
  readonly transition: Transition;
}

/** Who leads to each state of a scope: looked up for those that are asked for, which in a large scope are few. */
class Ways {
  private readonly found = new Map<State, readonly Way[]>();
  private readonly indexes = new Map<State, number>();

  constructor(private readonly scope: Scope) {}

  to(state: State): readonly Way[] {
    let ways = this.found.get(state);
    if (!ways) {
      ways = this.look(state);
      this.found.set(state, ways);
    }
    return ways;
  }

  private look(state: State): readonly Way[] {
    const { states } = this.scope;
    const { sources, transitions, first } = arrivalsOf(this.scope);
    const index = this.indexes.get(state) ?? states.indexOf(state);
    const ways: Way[] = [];
    for (let place = first[index]!; place < first[index + 1]!; place++) {
      const source = sources[place]!;
      const from = states[source]!;
      this.indexes.set(from, source);
      ways.push({ from, transition: from.transitions[transitions[place]!]! });
    }
    return ways;
  }
}

const known = factsOfScopes<Ways>();

/** Who leads to each state of the scope. */
function waysIn(scope: Scope): Ways {
  let ways = known.get(scope);
  if (!ways) {
    ways = new Ways(scope);
    known.set(scope, ways);
  }
  return ways;
}

/** The state that a scope begins with. */
function startOf(scope: Scope): State | undefined {
  return scope.states[linksOf(scope).start];
}

/** The states of a small scope, or those that lead to `target` in a large one. */
function sliceFor(scope: Scope, target: State): readonly State[] {
  if (scope.states.length <= smallScope) {
    return scope.states;
  }
  const ways = waysIn(scope);
  const slice = new Set([target]);
  for (const state of slice) {
    for (const { from } of ways.to(state)) {
      if (slice.size >= mostStates) {
        break;
      }
      slice.add(from);
    }
  }
  return [...slice].reverse();
}

/**
 * Works out what comes to `target`, and, in a small scope, to all others: into `inputs`. `entry` is what the scope begins with, `passedOn` what a transition hands on.
 * A state that nothing is known to lead to has no entry afterwards.
 */
export function inferInputs(
  scope: Scope,
  target: State,
  entry: Shape,
  inputs: Map<State, Shape>,
  passedOn: (from: State, input: Shape, transition: Transition) => Shape,
): void {
  const ways = waysIn(scope);
  const start = startOf(scope);
  const slice = new Set(sliceFor(scope, target));
  for (let round = 0, isChanged = true; isChanged && round < mostRounds; round++) {
    isChanged = false;
    for (const state of ordered(slice, start, ways)) {
      let input: Shape | undefined = state === start ? entry : undefined;
      for (const { from, transition } of ways.to(state)) {
        // What comes from a state that is not looked at is not known.
        const before = slice.has(from) ? inputs.get(from) : any;
        if (before) {
          const passed = slice.has(from) ? passedOn(from, before, transition) : before;
          input = input ? either(input, passed) : passed;
        }
      }
      const known = inputs.get(state);
      if (input && (!known || !isSame(known, input))) {
        inputs.set(state, input);
        isChanged = true;
      }
    }
  }
}

/** The states of the slice from the start on, each behind one that leads to it. */
function ordered(slice: ReadonlySet<State>, start: State | undefined, ways: Ways): State[] {
  const open = [...slice].filter((state) => state === start || ways.to(state).every(({ from }) => !slice.has(from)));
  const next = new Map<State, State[]>();
  for (const state of slice) {
    for (const { from } of ways.to(state)) {
      next.set(from, [...(next.get(from) ?? []), state]);
    }
  }
  const found = new Set<State>(open);
  for (const state of found) {
    next.get(state)?.forEach((each) => slice.has(each) && found.add(each));
  }
  return [...found];
}

/** A state, and the ways that lead to it from states before it. */
export interface Arrival {
  readonly state: State;
  readonly from: readonly Way[];
}

/**
 * The states of the scope that lead to `target` from the start on, `target` last, each behind all that lead to it other than by going round a loop;
 * `undefined` when there are more than `most`.
 */
export function orderedFrom(scope: Scope, target: State, most: number): readonly Arrival[] | undefined {
  const ways = waysIn(scope);
  const leading = new Set([target]);
  for (const state of leading) {
    for (const { from } of ways.to(state)) {
      leading.add(from);
    }
    if (leading.size > most) {
      return undefined;
    }
  }
  const start = startOf(scope);
  if (!start || !leading.has(start)) {
    return [];
  }
  const byName = statesByName(scope);
  // Depth first; in the reverse order of leaving, each state stands before those that it leads to.
  const left: State[] = [];
  const entered = new Set([start]);
  const open = [{ state: start, next: 0 }];
  while (open.length > 0) {
    const top = open.at(-1)!;
    const transition = top.state.transitions[top.next++];
    if (!transition) {
      left.push(top.state);
      open.pop();
      continue;
    }
    const next = byName.get(transition.target.value);
    if (next && leading.has(next) && !entered.has(next)) {
      entered.add(next);
      open.push({ state: next, next: 0 });
    }
  }
  const order = left.reverse();
  const place = new Map(order.map((state, index) => [state, index]));
  return order.map((state, index) => ({
    state,
    from: ways.to(state).filter(({ from }) => (place.get(from) ?? Infinity) < index),
  }));
}
