import type { Analysis } from '../analysis/analysis';
import type { Scope, State } from '../asl/ast';
import { isStateType, spec } from '../asl/spec';
import type { Language } from '../fields/fieldTable';
import type { Node } from '../source/node';
import type { Container } from './container';
import { describe, type Described } from './describe';

/** What the innermost container is to the state machine. */
export type Role =
  /** An object with StartAt and States. */
  | { readonly kind: 'scope'; readonly scope: Scope }
  /** The object States. */
  | { readonly kind: 'states'; readonly scope: Scope }
  | { readonly kind: 'state'; readonly scope: Scope; readonly state: State }
  /** Deeper inside a state's fields; `path` leads there from the state, from the scope where there is no state. */
  | {
      readonly kind: 'field';
      readonly scope: Scope;
      readonly state: State | undefined;
      readonly path: readonly (string | number)[];
    };

/** The role of the last of `containers`; absent when the document is no state machine. */
export function roleOf(analysis: Pick<Analysis, 'machine'>, containers: readonly Container[]): Role | undefined {
  if (!analysis.machine || containers.length === 0) {
    return undefined;
  }
  let role: Role = { kind: 'scope', scope: analysis.machine };
  for (const { node, via } of containers.slice(1)) {
    role = enter(role, node, via!);
  }
  return role;
}

function enter(role: Role, node: Container['node'], via: string | number): Role {
  const { scope } = role;
  if (role.kind === 'scope') {
    return via === 'States' && (node === scope.statesMember?.value || !isCollection(scope.statesMember?.value))
      ? { kind: 'states', scope }
      : { kind: 'field', scope, state: undefined, path: [via] };
  }
  if (role.kind === 'states') {
    const state = scope.states.find((s) => s.node === node) ?? scope.states.findLast((s) => !s.node && s.name === via);
    return state ? { kind: 'state', scope, state } : { kind: 'field', scope, state: undefined, path: ['States', via] };
  }
  const inner = role.state?.scopes.find((s) => s.node === node);
  if (inner) {
    return { kind: 'scope', scope: inner };
  }
  return { kind: 'field', scope, state: role.state, path: role.kind === 'field' ? [...role.path, via] : [via] };
}

/** What has no object yet is given one of its own by who completes YAML: there nothing need be written between a key and what is below it. */
function isCollection(node: Node | undefined): boolean {
  return node?.kind === 'object' || node?.kind === 'array';
}

/** What the field table says about a place with that role; absent where it says nothing, as inside free JSON. */
export function describeRole(role: Role): Described | undefined {
  switch (role.kind) {
    case 'scope':
      return describe(spec, scopeSpec(role.scope), [], undefined);
    case 'states':
      return undefined;
    case 'state':
      return describe(spec, stateSpec(role.state), [], role.state.queryLanguage);
    case 'field':
      return role.state
        ? describe(spec, stateSpec(role.state), role.path, role.state.queryLanguage)
        : describe(spec, scopeSpec(role.scope), role.path, undefined);
  }
}

/** The query language that chooses the fields there. */
export function languageOfRole(role: Role): Language {
  return role.kind === 'state' || role.kind === 'field' ? role.state?.queryLanguage : undefined;
}

function scopeSpec({ kind }: Scope) {
  return kind === 'machine' ? spec.StateMachine : kind === 'branch' ? spec.Branch : spec.ItemProcessor;
}

function stateSpec({ type }: State) {
  return isStateType(type?.value) ? spec[type.value] : spec.State;
}
