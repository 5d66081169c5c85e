import type { Member, Node, ObjectNode } from '../source/node';
import { nearest } from '../source/nearest';
import { member } from '../source/node';
import type { Clause, Located, QueryLanguage, Scope, State, StateMachine, Transition } from './ast';
import { stateId } from './ast';
import { noFactsOfScope, noFactsOfState } from './facts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The state machine that an object describes, as far as it does: whatever is missing or mistyped is left out.
 * Absent when `root` is no object. Recursion is as deep as the document, which parsers bound.
 */
export function lower(root: Node | undefined): StateMachine | undefined {
  if (root?.kind !== 'object') {
    return undefined;
  }
  return lowerScope(root, 'machine', '', undefined, 'JSONPath') as StateMachine;
}

const queryLanguages: readonly QueryLanguage[] = ['JSONPath', 'JSONata'];

/** Says which query language a `QueryLanguage` field chooses; JSONPath by default. https://states-language.net/#toplevelfields */
function queryLanguageOf(node: ObjectNode, inherited: QueryLanguage): QueryLanguage {
  const value = member(node, 'QueryLanguage')?.value;
  if (value?.kind !== 'string') {
    return inherited;
  }
  // What is misspelt is one mistake, not one more in every field of the language that was meant.
  const meant = queryLanguages.some((each) => each === value.value) ? value.value : nearest(value.value, queryLanguages);
  return (meant as QueryLanguage | undefined) ?? inherited;
}

function lowerScope(
  node: ObjectNode,
  kind: Scope['kind'],
  path: string,
  owner: State | undefined,
  machineLanguage: QueryLanguage,
): Scope {
  const statesMember = member(node, 'States');
  const states: State[] = [];
  const scope: Scope = {
    kind,
    path,
    node,
    owner,
    queryLanguage: kind === 'machine' ? queryLanguageOf(node, 'JSONPath') : machineLanguage,
    startAt: locatedString(member(node, 'StartAt')?.value),
    statesMember,
    states,
    facts: noFactsOfScope(),
  };
  if (statesMember?.value?.kind === 'object') {
    for (const each of statesMember.value.members) {
      states.push(lowerState(each, scope));
    }
  }
  return scope;
}

/** The state that a member of `States` describes. */
export function lowerState(stateMember: Member, scope: Scope): State {
  const { key, value } = stateMember;
  const node = value?.kind === 'object' ? value : undefined;
  const state: Mutable<State> = {
    id: stateId(scope.path, key.value),
    name: key.value,
    key,
    member: stateMember,
    node,
    scope,
    type: undefined,
    queryLanguage: scope.queryLanguage,
    transitions: [],
    isEnd: false,
    scopes: [],
    retriers: [],
    catchers: [],
    choices: [],
    facts: noFactsOfState(),
  };
  if (!node) {
    return state;
  }
  let branches: Node | undefined;
  let processor: Node | undefined;
  let iterator: Node | undefined;
  let next: Located<string> | undefined;
  let fallback: Located<string> | undefined;
  // One pass over the members instead of a look-up per field: states are many, their fields few.
  for (const each of node.members) {
    const field = each.value;
    switch (each.key.value) {
      case 'Type':
        state.type = locatedString(field);
        break;
      case 'Next':
        next = locatedString(field);
        break;
      case 'Default':
        fallback = locatedString(field);
        break;
      case 'End':
        state.isEnd = field?.kind === 'boolean' && field.value;
        break;
      case 'Choices':
        state.choices = clauses(field);
        break;
      case 'Retry':
        state.retriers = clauses(field);
        break;
      case 'Catch':
        state.catchers = clauses(field);
        break;
      case 'Branches':
        branches = field;
        break;
      case 'ItemProcessor':
        processor = field;
        break;
      case 'Iterator':
        iterator = field;
        break;
      case 'QueryLanguage':
        state.queryLanguage = queryLanguageOf(node, scope.queryLanguage);
        break;
    }
  }
  state.isEnd ||= state.type?.value === 'Succeed' || state.type?.value === 'Fail';
  state.transitions = transitions(next, fallback, state);
  state.scopes = lowerScopes(state, branches, processor ?? iterator);
  return state;
}

function lowerScopes(state: State, branches: Node | undefined, processor: Node | undefined): Scope[] {
  const scopes: Scope[] = [];
  // The states inside fall back to the machine's language, not to that of the state around them.
  const language = state.scope.queryLanguage;
  if (branches?.kind === 'array') {
    branches.items.forEach((branch, index) => {
      if (branch.kind === 'object') {
        scopes.push(lowerScope(branch, 'branch', `${state.id}/${index}`, state, language));
      }
    });
  }
  if (processor?.kind === 'object') {
    scopes.push(lowerScope(processor, 'processor', state.id, state, language));
  }
  return scopes;
}

function transitions(next: Located<string> | undefined, fallback: Located<string> | undefined, state: State): Transition[] {
  const list: Transition[] = [];
  if (next) {
    list.push({ kind: 'next', index: undefined, target: next });
  }
  for (const choice of state.choices) {
    const target = locatedString(member(choice.node, 'Next')?.value);
    if (target) {
      list.push({ kind: 'choice', index: choice.index, target });
    }
  }
  if (fallback) {
    list.push({ kind: 'default', index: undefined, target: fallback });
  }
  for (const catcher of state.catchers) {
    const target = locatedString(member(catcher.node, 'Next')?.value);
    if (target) {
      list.push({ kind: 'catch', index: catcher.index, target });
    }
  }
  return list;
}

function clauses(node: Node | undefined): Clause[] {
  const list: Clause[] = [];
  if (node?.kind === 'array') {
    node.items.forEach((item, index) => {
      if (item.kind === 'object') {
        const errors = member(item, 'ErrorEquals')?.value;
        list.push({
          index,
          node: item,
          errorEquals: errors?.kind === 'array' ? errors.items.flatMap((e) => locatedString(e) ?? []) : [],
        });
      }
    });
  }
  return list;
}

function locatedString(node: Node | undefined): Located<string> | undefined {
  return node?.kind === 'string' ? { value: node.value, node } : undefined;
}
