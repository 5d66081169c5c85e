import type { Analysis } from '../analysis/analysis';
import type { Scope, State } from '../asl/ast';
import type { Node } from '../source/node';
import type { Span } from '../source/span';

/** One line of the outline. */
export interface DocumentSymbol {
  readonly name: string;
  /** A state's type as written, 'scope' for a branch, 'field' for the rest. */
  readonly kind: string;
  readonly detail: string;
  readonly span: Span;
  readonly selection: Span;
  readonly children: readonly DocumentSymbol[];
}

/** The outline of a state machine: its states with their types, those of branches and processors below their container. */
export function documentSymbols(analysis: Analysis): DocumentSymbol[] {
  return analysis.machine ? analysis.machine.states.map(stateSymbol) : fieldSymbols(analysis.root);
}

function stateSymbol(state: State): DocumentSymbol {
  return {
    // The protocol wants a name that is not empty.
    name: state.name.trim() === '' ? '""' : state.name,
    kind: state.type?.value ?? 'state',
    detail: state.type?.value ?? '',
    span: state.member,
    selection: state.key,
    // A branch has no name: its number stands for it. A Map has one scope only, so that its states need no line between.
    children:
      state.scopes.length === 1 && state.scopes[0]!.kind === 'processor'
        ? state.scopes[0]!.states.map(stateSymbol)
        : state.scopes.map(scopeSymbol),
  };
}

function scopeSymbol(scope: Scope, index: number): DocumentSymbol {
  return {
    name: scope.kind === 'branch' ? `Branch ${index}` : 'Processor',
    kind: 'scope',
    detail: scope.startAt?.value ?? '',
    span: scope.node,
    selection: scope.startAt?.node ?? { start: scope.node.start, end: scope.node.start + 1 },
    children: scope.states.map(stateSymbol),
  };
}

/** The outline of another document: the fields of its objects, as they stand. */
export function fieldSymbols(root: Node | undefined): DocumentSymbol[] {
  if (root?.kind !== 'object') {
    return [];
  }
  return root.members.map((m) => ({
    name: m.key.value.trim() === '' ? '""' : m.key.value,
    kind: 'field',
    detail: m.value?.kind === 'string' ? m.value.value : m.value?.kind === 'number' ? m.value.text : '',
    span: m,
    selection: m.key,
    children: fieldSymbols(m.value),
  }));
}
