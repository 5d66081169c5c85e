import type { Member, Node, ObjectNode, StringNode } from '../source/node';

/**
 * The state machine as written: forgiving (any part may be missing or mistyped), every leaf with its node.
 * `lower` makes it from a node; rules, features, the graph and the program all read it.
 */

export type QueryLanguage = 'JSONPath' | 'JSONata';

/** The eight state types. https://states-language.net/#state-types */
export const stateTypes = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const;
export type StateType = (typeof stateTypes)[number];

/**
 * Where a state stands: its name behind the scope's path, `Fan/0/Job` (branch 0 of `Fan`), `Each/Work` (item processor of `Each`).
 * `~` and `/` inside a name are written `~0` and `~1`, as in a JSON pointer. Equal in graph, breakpoints, frames, history, coverage.
 */
export type StateId = string;

export interface Located<T> {
  readonly value: T;
  readonly node: Node;
}

/** A set of states among which transitions may go: the machine, a Branch, an ItemProcessor (or legacy Iterator). */
export interface Scope {
  readonly kind: 'machine' | 'branch' | 'processor';
  /** Prefix of the StateIds of its states: '' for the machine, 'Fan/0', 'Each'. */
  readonly path: string;
  /** The object with StartAt and States. */
  readonly node: ObjectNode;
  /** The Parallel or Map state that contains it; absent for the machine. */
  readonly owner: State | undefined;
  readonly queryLanguage: QueryLanguage;
  readonly startAt: Located<string> | undefined;
  /** The member `States`, when it is there. */
  readonly statesMember: Member | undefined;
  /** In text order, duplicates included. */
  readonly states: readonly State[];
  /** What is remembered about it; see `Facts`. */
  readonly facts: unknown[];
}

export interface StateMachine extends Scope {
  readonly kind: 'machine';
}

export interface State {
  readonly id: StateId;
  readonly name: string;
  /** The key in States. */
  readonly key: StringNode;
  readonly member: Member;
  /** The state's object; absent while it is missing or no object. */
  readonly node: ObjectNode | undefined;
  readonly scope: Scope;
  /** As written: may be a type that does not exist. */
  readonly type: Located<string> | undefined;
  readonly queryLanguage: QueryLanguage;
  readonly transitions: readonly Transition[];
  /** `End: true`, or a type that ends (Succeed, Fail). */
  readonly isEnd: boolean;
  /** Branches of a Parallel, the processor of a Map. */
  readonly scopes: readonly Scope[];
  readonly retriers: readonly Clause[];
  readonly catchers: readonly Clause[];
  /** Of a Choice: the top-level rules. */
  readonly choices: readonly Clause[];
  /** What is remembered about it; see `Facts`. */
  readonly facts: unknown[];
}

/** One element of Retry, Catch or Choices. */
export interface Clause {
  readonly index: number;
  readonly node: ObjectNode;
  /** Of a Retrier or Catcher; strings only. */
  readonly errorEquals: readonly Located<string>[];
}

/** What leads from a state to another. `target` is as written and may name no state. */
export interface Transition {
  readonly kind: 'next' | 'default' | 'choice' | 'catch';
  /** Of a choice or catch: index in Choices or Catch. */
  readonly index: number | undefined;
  readonly target: Located<string>;
}

/** `name` as one segment of a StateId. */
export function idSegment(name: string): string {
  return name.includes('/') || name.includes('~') ? name.replace(/~/g, '~0').replace(/\//g, '~1') : name;
}

/** The StateId of the state `name` in the scope with that path. */
export function stateId(scopePath: string, name: string): StateId {
  return scopePath === '' ? idSegment(name) : `${scopePath}/${idSegment(name)}`;
}

/** The state's own name, the last segment of its id. */
export function nameOf(id: StateId): string {
  return id
    .slice(id.lastIndexOf('/') + 1)
    .replace(/~1/g, '/')
    .replace(/~0/g, '~');
}
