import type { Scope, State } from '../../asl/ast';
import { hasPlaceholder } from '../../asl/placeholder';
import type { Edit } from '../../source/edit';
import { member, type Node } from '../../source/node';
import { stringLiteral } from '../../source/stringLiteral';
import { insertMember, replaceMember } from './memberEdits';

/** Where a state leads when it is done: the name of a state of its scope, or the end of the scope. */
export type Onward = { readonly next: string } | 'end';

/** The types that have Next or End. */
const linked = new Set(['Task', 'Pass', 'Wait', 'Parallel', 'Map']);

/** Where a state with Next or End leads; absent for other types, and where it is not said or depends on the deployment. */
export function onwardOf(state: State): Onward | undefined {
  if (!linked.has(state.type?.value ?? '')) {
    return undefined;
  }
  const next = state.transitions.find(({ kind }) => kind === 'next')?.target.value;
  if (next !== undefined) {
    return state.isEnd || hasPlaceholder(next) ? undefined : { next };
  }
  return state.isEnd && !member(state.node, 'Next') ? 'end' : undefined;
}

/** The edit that makes a state with Next or End lead elsewhere. */
export function leadTo(text: string, state: State, onward: Onward): Edit[] {
  const next = member(state.node, 'Next');
  const written = onward === 'end' ? (['End', true] as const) : (['Next', onward.next] as const);
  if (next?.value?.kind === 'string' && onward !== 'end') {
    return [retarget(text, next.value, onward.next)];
  }
  const old = next ?? member(state.node, 'End');
  return old
    ? [replaceMember(text, state.node!, old, written)]
    : [insertMember(text, state.node!, written, state.node!.members.at(-1))];
}

/** The edit that writes another state's name in the place of one. */
export function retarget(text: string, place: Node, name: string): Edit {
  return { start: place.start, end: place.end, text: stringLiteral(name, place, text) };
}

/** The edits that make what leads to a state lead to another one, by name; what stands in the states `except` is left as it is. */
export function relink(
  text: string,
  scope: Scope,
  redirected: ReadonlyMap<string, string>,
  except: readonly State[] = [],
): Edit[] {
  const left = new Set(except);
  const places = [
    ...(scope.startAt ? [scope.startAt] : []),
    ...scope.states.filter((s) => !left.has(s)).flatMap((s) => s.transitions.map((t) => t.target)),
  ];
  return places.flatMap(({ value, node }) => {
    let name = value;
    for (let next = redirected.get(name); next !== undefined && next !== name; next = redirected.get(name)) {
      name = next;
    }
    return name === value ? [] : [retarget(text, node, name)];
  });
}

/** Whether the scope can be rewritten: its states have different names, and nothing leads where only the deployment knows. */
export function isPlain(scope: Scope): boolean {
  const names = new Set(scope.states.map(({ name }) => name));
  return (
    names.size === scope.states.length &&
    scope.startAt !== undefined &&
    names.has(scope.startAt.value) &&
    scope.states.every((state) => state.node !== undefined && state.transitions.every(({ target }) => names.has(target.value)))
  );
}
