import type { Scope, State, StateMachine } from '../asl/ast';
import { noFactsOfScope } from '../asl/facts';
import { lowerState } from '../asl/lower';
import { afterChange, type Change, changeBetween } from '../source/change';
import { maxProblems } from '../source/jsonProblems';
import { parseJsonObject } from '../source/parseJson';
import { replaceValue } from '../source/replaceValue';
import type { Analysis } from './analysis';
import { analysisOf, analyze } from './analyze';
import { keepLinks } from './links';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Analyses whose nodes belong to a later version. */
const spent = new WeakSet<Analysis>();

/** The newest analysis that a change can be made to, of those whose own text is too broken for it. */
const sound = new WeakMap<Analysis, Analysis>();

/**
 * The analysis of `text`, an edited version of the text of `previous`: equal to what `analyze` makes of it. Where the edit lies within one state, only that one is
 * read; all other nodes and states are taken over and moved, with what is remembered about them. **`previous` must not be used any more.**
 */
export function reanalyze(previous: Analysis, text: string): Analysis {
  const kept = isSound(previous) ? previous : sound.get(previous);
  const base = kept && isSound(kept) ? kept : undefined;
  const edited = base && (base.text === text ? base : edit(base, text));
  if (edited) {
    return edited;
  }
  const anew = analyze(text, previous);
  if (base && !isSound(anew)) {
    sound.set(anew, base);
  }
  return anew;
}

/** Whether each state of the text stands for itself: another text of it changes nothing about the others. */
function isSound(analysis: Analysis): boolean {
  const { kind, format, machine, root, isGuessed, problems } = analysis;
  return (
    !spent.has(analysis) &&
    kind === 'state-machine' &&
    format === 'json' &&
    machine !== undefined &&
    machine.node === root &&
    !isGuessed &&
    problems.length < maxProblems
  );
}

function edit(base: Analysis, text: string): Analysis | undefined {
  const change = changeBetween(base.text, text);
  const machine = base.machine!;
  const around = statesAround(machine, change);
  const place = around.at(-1);
  if (!place) {
    return undefined;
  }
  const { state, depth } = place;
  const { start, end } = state.node!;
  const parsed = parseJsonObject(text, { start, end: end + change.delta }, depth);
  if (!parsed) {
    return undefined;
  }
  const problems = [
    // What is told at its brackets is about what stands around it.
    ...base.problems.filter((each) => each.start <= start || each.end >= end).map((each) => afterChange(each, change)),
    ...parsed.problems,
  ].sort((a, b) => a.start - b.start);
  if (problems.length >= maxProblems) {
    return undefined;
  }
  spent.add(base);
  replaceValue(machine.node, state.member, parsed.root!, change);
  const { format, type } = base;
  return analysisOf({ text, parsed: { root: machine.node, problems }, format, type, machine: machineWithReread(state) });
}

/** The states that the change lies within, outermost first, each with the number of objects and arrays around its own. */
function statesAround(machine: Scope, { start, end }: Change): { readonly state: State; readonly depth: number }[] {
  const found: { state: State; depth: number }[] = [];
  // The machine's object and its States.
  let depth = 2;
  for (let scope: Scope | undefined = machine; scope;) {
    const state: State | undefined = scope.states[lastBefore(scope.states, start)];
    if (!state?.node || start <= state.node.start || end >= state.node.end) {
      break;
    }
    found.push({ state, depth });
    scope = state.scopes.find(({ node }) => node.start < start && end < node.end);
    // Of a branch the object, its States, and the list that it stands in.
    depth += scope?.kind === 'branch' ? 4 : 3;
  }
  return found;
}

/** Index of the last state whose member begins before `offset`; -1 for none. */
function lastBefore(states: readonly State[], offset: number): number {
  let low = -1;
  let high = states.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (states[middle]!.member.start < offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/**
 * The machine, with what the state's member says now in the place of the state. The scopes around it are others now: what is remembered about them was
 * found of what they held before.
 */
function machineWithReread(state: State): StateMachine {
  let { scope: before } = state;
  let scope = renewed(before);
  const now = lowerState(state.member, scope);
  (scope.states as State[])[scope.states.indexOf(state)] = now;
  keepLinks(before, scope, { old: state, now });
  for (let { owner } = scope; owner; { owner } = scope) {
    const inner = scope;
    const replaced = before;
    (owner as Mutable<State>).scopes = owner.scopes.map((each) => (each === replaced ? inner : each));
    before = owner.scope;
    scope = renewed(before);
    keepLinks(before, scope);
  }
  return scope as StateMachine;
}

/** A scope of the same states. */
function renewed(scope: Scope): Scope {
  const copy: Scope = { ...scope, states: [...scope.states], facts: noFactsOfScope() };
  for (const state of copy.states) {
    (state as Mutable<State>).scope = copy;
  }
  return copy;
}
