import type { Analysis } from '../analysis/analysis';
import type { Located, Scope, State } from '../asl/ast';
import { touches } from '../source/span';
import { scopeAt, stateAt } from './stateAt';

/** A place that names a state: its key in States, or a StartAt, Next or Default. */
export interface StateName {
  readonly scope: Scope;
  readonly name: string;
  readonly located: Located<string>;
  /** Absent when no state of the scope has that name. */
  readonly state: State | undefined;
}

/** The state name under `offset`, be it a key in States or a transition's target. */
export function stateNameAt(analysis: Analysis, offset: number): StateName | undefined {
  const scope = scopeAt(analysis, offset);
  if (scope?.startAt && touches(scope.startAt.node, offset)) {
    return nameIn(scope, scope.startAt);
  }
  const state = stateAt(analysis, offset);
  if (!state) {
    return undefined;
  }
  if (touches(state.key, offset)) {
    return { scope: state.scope, name: state.name, located: { value: state.name, node: state.key }, state };
  }
  const target = state.transitions.find((t) => touches(t.target.node, offset))?.target;
  return target && nameIn(state.scope, target);
}

function nameIn(scope: Scope, located: Located<string>): StateName {
  return { scope, name: located.value, located, state: stateNamed(scope, located.value) };
}

/** The state of that name in `scope`: the last one when the key stands twice, as a JSON reader takes it. */
export function stateNamed(scope: Scope, name: string): State | undefined {
  return scope.states.findLast((s) => s.name === name);
}

/** Every place in `scope` that leads to the state `name`: StartAt and the transitions, in text order. */
export function referencesTo(scope: Scope, name: string): Located<string>[] {
  const found = scope.states.flatMap((s) => s.transitions.map((t) => t.target).filter((t) => t.value === name));
  if (scope.startAt?.value === name) {
    found.push(scope.startAt);
  }
  return found.sort((a, b) => a.node.start - b.node.start);
}

/** The states of `scope` that lead to the state `name`, each once, in text order. */
export function predecessors(scope: Scope, name: string): State[] {
  return scope.states.filter((s) => s.transitions.some((t) => t.target.value === name));
}
