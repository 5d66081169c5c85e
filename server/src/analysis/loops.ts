import type { Scope, State } from '../asl/ast';
import { member, type Node } from '../source/node';
import { comparisonOf, counters } from './counters';
import { cyclesOf } from './cycles';

/** States that take one record after the other, until a Choice finds that there is none left. */
export interface SerialLoop {
  readonly choice: State;
  /** The first state of an iteration. */
  readonly entry: State;
  /** All of it, the Choice included, in text order. */
  readonly states: readonly State[];
}

/** A Task (or container) that is tried again after a Wait when it has failed. */
export interface RetryLoop {
  readonly tried: State;
  readonly wait: State;
  readonly states: readonly State[];
}

/** The loops of a scope that go through records one by one: counting up to a bound that is not a number in the text, or eating up a list. */
export function serialLoops(scope: Scope, text: string): SerialLoop[] {
  return cyclesOf(scope).flatMap((states): SerialLoop[] => {
    const works = states.some((s) => ['Task', 'Map', 'Parallel'].includes(s.type?.value ?? ''));
    // With a Wait it is polling.
    if (!works || states.some((s) => s.type?.value === 'Wait')) {
      return [];
    }
    const inside = new Set(states.map(({ name }) => name));
    const leaving = states.filter(
      (s) => s.type?.value === 'Choice' && s.transitions.some(({ target }) => !inside.has(target.value)),
    );
    if (leaving.length !== 1) {
      return [];
    }
    const [choice] = leaving;
    const entryName = choice!.transitions.find(({ target }) => inside.has(target.value))?.target.value;
    const entry = states.find(({ name }) => name === entryName);
    return entry && goesThroughRecords(choice!, states, text) ? [{ choice: choice!, entry, states }] : [];
  });
}

function goesThroughRecords(choice: State, states: readonly State[], text: string): boolean {
  const compared = choice.choices.flatMap(({ node }) => {
    const comparison = comparisonOf(node);
    return comparison && !comparison.isConstant ? [comparison.left, comparison.bound] : [];
  });
  const written = states.map((state) => ownText(state, text)).join('\n');
  // `$.orders[1:]`: the list without its first element.
  if (/\$[\w.]*\[1:\]/.test(written)) {
    return true;
  }
  if (compared.length === 0) {
    return false;
  }
  const counted = new Set([
    ...counters(states).map(({ name }) => name),
    ...[...written.matchAll(/States\.MathAdd\(\s*\$[\w.]*?(\w+)\s*,\s*1\s*\)|\$[\w.]*?(\w+)\s*\+\s*1\s*[%,})]/g)].map(
      (m) => (m[1] ?? m[2])!,
    ),
  ]);
  return compared.some((side) => counted.has(/(\w+)$/.exec(side)?.[1] ?? ''));
}

/** The text of a state without that of the states inside it. */
function ownText({ member: { start, end }, scopes }: State, text: string): string {
  let from = start;
  const parts = scopes.map(({ node }) => {
    const part = text.slice(from, node.start);
    from = node.end;
    return part;
  });
  return [...parts, text.slice(from, end)].join('');
}

/** The loops of a scope that only try again, after a pause, what has failed. */
export function retryLoops(scope: Scope): RetryLoop[] {
  return cyclesOf(scope).flatMap((states): RetryLoop[] => {
    const inside = new Set(states.map(({ name }) => name));
    const tried = states.filter((s) => !['Wait', 'Choice', 'Pass'].includes(s.type?.value ?? ''));
    const wait = states.find((s) => s.type?.value === 'Wait');
    const [only] = tried;
    const onlyAfterErrors = only?.transitions.every(({ kind, target }) => kind === 'catch' || !inside.has(target.value));
    return tried.length === 1 && wait && onlyAfterErrors ? [{ tried: only!, wait, states }] : [];
  });
}

/** Whether what the state does and puts out is the same whatever its input is. */
export function ignoresInput(state: State, text: string): boolean {
  const { node, type, queryLanguage } = state;
  const has = (field: string): boolean => member(node, field) !== undefined;
  if (!node || (type?.value !== 'Task' && type?.value !== 'Pass')) {
    return false;
  }
  const written = text.slice(node.start, node.end);
  if (queryLanguage === 'JSONata') {
    return (
      (type.value === 'Task' || has('Output')) &&
      !/\$states\.input|\$states\b(?!\.)/.test(written) &&
      has(type.value === 'Task' ? 'Arguments' : 'Output')
    );
  }
  const replaces = (owner: Node): boolean => {
    const path = member(owner, 'ResultPath')?.value;
    return !path || (path.kind === 'string' && path.value === '$');
  };
  return (
    (has('Parameters') || (type.value === 'Pass' && has('Result'))) &&
    replaces(node) &&
    state.catchers.every((clause) => replaces(clause.node)) &&
    node.members.every(({ key, value }) => ['ResultSelector', 'OutputPath'].includes(key.value) || !readsInput(value))
  );
}

/** Whether a path into the input stands in the value: `$`, `$.x`, also as an argument; not `$$.x`, and not the variable `$x`. */
function readsInput(value: Node | undefined): boolean {
  switch (value?.kind) {
    case 'string':
      return /(?<!\$)\$(?![\w$])/.test(value.value);
    case 'object':
      return value.members.some((m) => (m.key.value.endsWith('.$') || m.value?.kind !== 'string' ? readsInput(m.value) : false));
    case 'array':
      return value.items.some(readsInput);
    default:
      return false;
  }
}
