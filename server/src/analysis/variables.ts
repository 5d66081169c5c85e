import type { Scope, State } from '../asl/ast';
import { factsOfStates, factsOfSymbols } from '../asl/facts';
import type { IntrinsicCall } from '../asl/intrinsics';
import { jsonataFunctions } from '../asl/jsonataFunctions';
import { member, type ObjectNode, type StringNode } from '../source/node';
import type { Span } from '../source/span';
import type { Analysis } from './analysis';
import { type Expression, expressionsOf } from './expressions';
import { statesByName } from './statesByName';

/**
 * Variables: who assigns and who reads them, by scope and flow. A state of an inner scope (Branch, ItemProcessor) reads what the scopes around it
 * have assigned before; it cannot assign those, and what it assigns itself ends with its scope. A distributed Map sees none of the outer ones.
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope
 */
export interface Variables {
  readonly assignments: readonly Assignment[];
  readonly reads: readonly VariableRead[];
  /** Names that are assigned in the scope and those around it whose variables it sees. */
  visibleIn(scope: Scope): ReadonlySet<string>;
  /** Whether a variable that is read somewhere, or assigned in several scopes, has a value when the state is entered; `undefined` where that is not worked out. */
  assignedBefore(state: State, name: string): 'always' | 'sometimes' | 'never' | undefined;
}

export interface Assignment {
  /** Without the `.$` that its key may end in. */
  readonly name: string;
  readonly key: StringNode;
  readonly state: State;
  /** Which transitions carry it: those of the state itself, a rule of a Choice, or a catcher. */
  readonly via: { readonly kind: 'state' } | { readonly kind: 'choice' | 'catch'; readonly index: number };
}

export interface VariableRead {
  readonly name: string;
  readonly expression: Expression;
  /** Within the expression's text. */
  readonly span: Span;
}

const known = factsOfSymbols<Variables>();

/** The variables of a state machine; worked out once for each analysis. */
export function variablesOf({ symbols }: Pick<Analysis, 'symbols'>): Variables {
  let variables = known.get(symbols);
  if (!variables) {
    variables = collect(symbols);
    known.set(symbols, variables);
  }
  return variables;
}

function collect({ scopes, states }: Analysis['symbols']): Variables {
  const assignments: Assignment[] = [];
  const reads: VariableRead[] = [];
  for (const state of states) {
    const own = variablesIn(state);
    if (own !== noVariables) {
      assignments.push(...own.assignments);
      reads.push(...own.reads);
    }
  }
  const byScope = new Map<Scope, Set<string>>();
  for (const { name, state } of assignments) {
    const names = byScope.get(state.scope);
    if (names) {
      names.add(name);
    } else {
      byScope.set(state.scope, new Set([name]));
    }
  }
  const visible = new Map<Scope, ReadonlySet<string>>();
  const visibleIn = (scope: Scope): ReadonlySet<string> => {
    let names = visible.get(scope);
    if (!names) {
      const own = byScope.get(scope);
      const outer = scope.owner && !isDistributed(scope) ? visibleIn(scope.owner.scope) : undefined;
      names = own && outer && outer.size > 0 ? new Set([...own, ...outer]) : (own ?? outer ?? new Set());
      visible.set(scope, names);
    }
    return names;
  };
  let flow: ReturnType<typeof flowOf> | undefined;
  return {
    assignments,
    reads,
    visibleIn,
    assignedBefore: (state, name) => {
      flow ??= flowOf(scopes, assignments, reads);
      return flow?.(state, name);
    },
  };
}

const noVariables: Pick<Variables, 'assignments' | 'reads'> = { assignments: [], reads: [] };
const inStates = factsOfStates<Pick<Variables, 'assignments' | 'reads'>>();

/** What one state assigns and reads; worked out once for each state. */
function variablesIn(state: State): Pick<Variables, 'assignments' | 'reads'> {
  let own = inStates.get(state);
  if (!own) {
    const assignments: Assignment[] = [];
    const reads: VariableRead[] = [];
    addAssignments(state, assignments);
    for (const expression of expressionsOf(state)) {
      addReads(expression, reads);
    }
    own = assignments.length + reads.length > 0 ? { assignments, reads } : noVariables;
    inStates.set(state, own);
  }
  return own;
}

/** Adds what the state assigns, in any of its Assign fields. */
export function addAssignments(state: State, assignments: Assignment[]): void {
  addAssign(state.node, state, ofState, assignments);
  for (const { node, index } of state.choices) {
    addAssign(node, state, { kind: 'choice', index }, assignments);
  }
  for (const { node, index } of state.catchers) {
    addAssign(node, state, { kind: 'catch', index }, assignments);
  }
}

const ofState: Assignment['via'] = { kind: 'state' };

function addAssign(node: ObjectNode | undefined, state: State, via: Assignment['via'], assignments: Assignment[]): void {
  const assign = member(node, 'Assign')?.value;
  if (assign?.kind === 'object') {
    for (const { key } of assign.members) {
      const isPath = state.queryLanguage === 'JSONPath' && key.value.endsWith('.$');
      assignments.push({ name: isPath ? key.value.slice(0, -2) : key.value, key, state, via });
    }
  }
}

function addReads(expression: Expression, reads: VariableRead[]): void {
  switch (expression.kind) {
    case 'jsonata':
      for (const { name, start, end, argumentCount } of expression.reading.variables) {
        // A call is the business of the functions: variables hold data only.
        if (name !== 'states' && argumentCount === undefined && !jsonataFunctions.has(name)) {
          reads.push({ name, expression, span: { start, end } });
        }
      }
      break;
    case 'path':
      if (expression.path?.root.kind === 'variable') {
        const { name } = expression.path.root;
        reads.push({ name, expression, span: { start: 0, end: name.length + 1 } });
      }
      break;
    case 'intrinsic':
      if (expression.call) {
        addArguments(expression.call, expression, reads);
      }
      break;
    default:
  }
}

/** Recursion is as deep as calls are nested, which their parser bounds. */
function addArguments(call: IntrinsicCall, expression: Expression, reads: VariableRead[]): void {
  for (const argument of call.arguments) {
    if (argument.kind === 'call') {
      addArguments(argument, expression, reads);
    } else if (argument.kind === 'path' && argument.path.root.kind === 'variable') {
      const { name } = argument.path.root;
      reads.push({ name, expression, span: { start: argument.start, end: argument.start + name.length + 1 } });
    }
  }
}

/** Whether the scope is the processor of a distributed Map. */
export function isDistributed(scope: Scope): boolean {
  const mode = scope.kind === 'processor' ? member(member(scope.node, 'ProcessorConfig')?.value, 'Mode')?.value : undefined;
  return mode?.kind === 'string' && mode.value === 'DISTRIBUTED';
}

/** Words of 32 names × states that are worked on at most; beyond it nothing is said. */
const maxWork = 20_000_000;

/**
 * Follows all transitions, scope by scope: which names that are read, or assigned in several scopes, may have been assigned when a state is entered, and which must.
 * Sets of names are rows of bits.
 */
function flowOf(
  scopes: readonly Scope[],
  assignments: readonly Assignment[],
  reads: readonly VariableRead[],
): ((state: State, name: string) => 'always' | 'sometimes' | 'never') | undefined {
  const index = new Map<string, number>();
  const add = (name: string): void => {
    if (!index.has(name)) {
      index.set(name, index.size);
    }
  };
  reads.forEach(({ name }) => add(name));
  const scopeOf = new Map<string, Scope>();
  for (const { name, state } of assignments) {
    if (scopeOf.has(name) && scopeOf.get(name) !== state.scope) {
      add(name);
    }
    scopeOf.set(name, state.scope);
  }
  const words = (index.size + 31) >> 5;
  const count = scopes.reduce((sum, scope) => sum + scope.states.length, 0);
  if (words * count > maxWork) {
    return undefined;
  }
  const assigned = new Map<State, Assignment[]>();
  for (const assignment of assignments) {
    if (index.has(assignment.name)) {
      const list = assigned.get(assignment.state);
      if (list) {
        list.push(assignment);
      } else {
        assigned.set(assignment.state, [assignment]);
      }
    }
  }
  const may = new Map<State, Uint32Array>();
  const must = new Map<State, Uint32Array>();
  const empty = new Uint32Array(words);
  // Scopes come before those inside them, so what their owner sees is known.
  for (const scope of scopes) {
    const owner = isDistributed(scope) ? undefined : scope.owner;
    const entry = {
      may: (owner && may.get(owner)) ?? empty,
      must: (owner && must.get(owner)) ?? empty,
    };
    flowThrough(scope, entry, { index, assigned, may, must });
  }
  return (state, name) => {
    const bit = index.get(name);
    const has = (rows: Map<State, Uint32Array>): boolean => {
      const row = rows.get(state);
      return bit !== undefined && row !== undefined && (row[bit >> 5]! & (1 << (bit & 31))) !== 0;
    };
    // A state that nothing leads to is told of as that; what it would read does not matter.
    return !may.has(state) || has(must) ? 'always' : has(may) ? 'sometimes' : 'never';
  };
}

interface Rows {
  readonly index: ReadonlyMap<string, number>;
  readonly assigned: ReadonlyMap<State, readonly Assignment[]>;
  readonly may: Map<State, Uint32Array>;
  readonly must: Map<State, Uint32Array>;
}

function flowThrough(scope: Scope, entry: { may: Uint32Array; must: Uint32Array }, rows: Rows): void {
  const { index, assigned, may, must } = rows;
  const byName = statesByName(scope);
  const start = scope.startAt && byName.get(scope.startAt.value);
  if (!start) {
    return;
  }
  may.set(start, entry.may.slice());
  must.set(start, entry.must.slice());
  const open = [start];
  const queued = new Set(open);
  for (let state = open.pop(); state; state = open.pop()) {
    queued.delete(state);
    const own = assigned.get(state);
    for (const { kind, index: clause, target } of state.transitions) {
      const next = byName.get(target.value);
      if (!next) {
        continue;
      }
      const carried = own?.filter(({ via }) => carries(via, kind, clause, own)) ?? [];
      const outMay = withNames(may.get(state)!, carried, index);
      const outMust = withNames(must.get(state)!, carried, index);
      const isNew = !may.has(next);
      if (isNew) {
        may.set(next, outMay.slice());
        must.set(next, outMust.slice());
      }
      if ((isNew || merge(may.get(next)!, outMay, must.get(next)!, outMust)) && !queued.has(next)) {
        open.push(next);
        queued.add(next);
      }
    }
  }
}

/** The Assign of a rule takes the place of the state's own (recorded); a catcher has only its own. */
function carries(via: Assignment['via'], kind: string, clause: number | undefined, own: readonly Assignment[]): boolean {
  switch (kind) {
    case 'choice':
      return via.kind === 'choice'
        ? via.index === clause
        : via.kind === 'state' && !own.some((each) => each.via.kind === 'choice' && each.via.index === clause);
    case 'catch':
      return via.kind === 'catch' && via.index === clause;
    default:
      return via.kind === 'state';
  }
}

function withNames(row: Uint32Array, added: readonly Assignment[], index: ReadonlyMap<string, number>): Uint32Array {
  if (added.length === 0) {
    return row;
  }
  const result = row.slice();
  for (const { name } of added) {
    const bit = index.get(name)!;
    result[bit >> 5]! |= 1 << (bit & 31);
  }
  return result;
}

/** Unites what may be, intersects what must be; whether something changed. */
function merge(may: Uint32Array, moreMay: Uint32Array, must: Uint32Array, moreMust: Uint32Array): boolean {
  let isChanged = false;
  for (let word = 0; word < may.length; word++) {
    const united = (may[word]! | moreMay[word]!) >>> 0;
    const common = (must[word]! & moreMust[word]!) >>> 0;
    if (united !== may[word] || common !== must[word]) {
      may[word] = united;
      must[word] = common;
      isChanged = true;
    }
  }
  return isChanged;
}
