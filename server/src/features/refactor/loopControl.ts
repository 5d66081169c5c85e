import { comparisonOf, mentions, type Comparison } from '../../analysis/counters';
import type { Analysis } from '../../analysis/analysis';
import type { State } from '../../asl/ast';
import { member, type Member, type ObjectNode } from '../../source/node';
import type { Edit } from '../../source/edit';
import { removeMembers } from './memberEdits';

/** How a Choice ends a loop: it goes round while the counter is below the bound. */
export interface LoopControl {
  readonly variable: string;
  /** As written: a number, or a variable with `$`. */
  readonly bound: string;
  /** The bound itself still goes round. */
  readonly isInclusive: boolean;
  /** The state behind the loop. */
  readonly exit: string;
}

/** A Choice that does nothing but end a loop or go round. */
interface BareChoice {
  readonly clause: State['choices'][number];
  /** Whether its rule leads into the loop. */
  readonly goesRound: boolean;
  readonly exit: string;
}

/** The Choice at the end of a loop, where it has one rule and a default of which one leads out, and writes nothing. */
export function bareChoice(choice: State, inside: ReadonlySet<string>): BareChoice | undefined {
  const [clause, ...others] = choice.choices;
  const next = choice.transitions.find(({ kind }) => kind === 'choice')?.target.value;
  const fallback = choice.transitions.find(({ kind }) => kind === 'default')?.target.value;
  const isBare =
    onlyHas(choice.node, ['Type', 'Comment', 'QueryLanguage', 'Choices', 'Default']) &&
    clause?.node.members.every(({ key }) => !['Assign', 'Output'].includes(key.value));
  if (others.length > 0 || next === undefined || fallback === undefined || !isBare || inside.has(next) === inside.has(fallback)) {
    return undefined;
  }
  const goesRound = inside.has(next);
  return { clause: clause!, goesRound, exit: goesRound ? fallback : next };
}

/** What the Choice at the end of a loop says; absent where it says more than one comparison with a variable. */
export function loopControl(choice: State, inside: ReadonlySet<string>): LoopControl | undefined {
  const bare = bareChoice(choice, inside);
  const comparison = bare && comparisonOf(bare.clause.node);
  if (!bare || !comparison) {
    return undefined;
  }
  const operator = bare.goesRound ? comparison.operator : opposite[comparison.operator];
  const [, variable] = /^\$(\w+)$/.exec(comparison.left) ?? [];
  if (variable === undefined || (operator !== '<' && operator !== '<=') || !/^(?:\d+|\$\w+)$/.test(comparison.bound)) {
    return undefined;
  }
  return { variable, bound: comparison.bound, isInclusive: operator === '<=', exit: bare.exit };
}

/** What holds when the comparison does not; a loop that ends at a number goes round below it. */
export const opposite: Readonly<Record<Comparison['operator'], string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '=': '<',
};

/** Where the counter gets its first value, which must be on every way into the loop. */
export interface CounterStart {
  readonly state: State;
  readonly assign: Member;
  readonly entry: Member;
  readonly value: number;
}

/** The only place outside of the loop that mentions the variable: an Assign of a number, in a state that the only way into the loop goes through. */
export function counterStart(analysis: Analysis, loop: readonly State[], variable: string): CounterStart | undefined {
  const [first] = loop;
  const { scope } = first!;
  const states = new Set(loop);
  const names = new Set(loop.map(({ name }) => name));
  let reached: readonly State[] = scope.states.filter(
    (s) => !states.has(s) && s.transitions.some(({ target }) => names.has(target.value)),
  );
  let found: CounterStart | undefined;
  for (let steps = 0; steps <= scope.states.length && reached.length === 1 && !names.has(scope.startAt?.value ?? ''); steps++) {
    const [state] = reached;
    found = startIn(state!, variable);
    if (found || state!.name === scope.startAt?.value) {
      break;
    }
    reached = scope.states.filter((s) => s.transitions.some(({ target }) => target.value === state!.name));
  }
  const others = analysis.symbols.states.filter((s) => s.scope === scope && !states.has(s));
  const isReadElsewhere = others.some(({ member: { start, end } }) => mentions(analysis.text.slice(start, end), variable));
  return isReadElsewhere ? undefined : found;
}

function startIn(state: State, variable: string): CounterStart | undefined {
  const assign = member(state.node, 'Assign');
  const entry = member(assign?.value, variable);
  return entry?.value?.kind === 'number' &&
    /^\d+$/.test(entry.value.text) &&
    state.transitions.every(({ kind }) => kind !== 'catch')
    ? { state, assign: assign!, entry, value: Number(entry.value.text) }
    : undefined;
}

/** Takes one variable out of an Assign; the Assign itself, when that is all it holds. */
export function unassign(text: string, owner: ObjectNode, assign: Member, variable: string): Edit[] {
  const object = assign.value as ObjectNode;
  const gone = object.members.filter(({ key }) => key.value === variable || key.value === `${variable}.$`);
  return gone.length === object.members.length
    ? removeMembers(text, owner, new Set([assign]))
    : removeMembers(text, object, new Set(gone));
}

/** Whether a state does nothing but give the counter its first value. */
export function onlyStarts({ state, assign }: CounterStart): boolean {
  return (
    state.type?.value === 'Pass' &&
    onlyHas(state.node, ['Type', 'Comment', 'QueryLanguage', 'Assign', 'Next']) &&
    (assign.value as ObjectNode).members.length === 1
  );
}

export function onlyHas(node: ObjectNode | undefined, keys: readonly string[]): boolean {
  return node !== undefined && node.members.every(({ key }) => keys.includes(key.value));
}
