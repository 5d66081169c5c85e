import type { Analysis } from '../../analysis/analysis';
import type { Scope, State } from '../../asl/ast';
import type { Edit } from '../../source/edit';
import type { ObjectNode } from '../../source/node';
import { removeMembers } from './memberEdits';
import type { Refactoring } from './refactoring';
import { isPlain, leadTo, onwardOf, retarget } from './stateEdits';
import { isMissed } from './variables';

/** Takes a state out and links those that lead to it with the one behind it; what only it leads to goes with it. */
export function deleteState(analysis: Analysis, state: State): Refactoring | undefined {
  const { scope } = state;
  if (!isPlain(scope) || scope.states.length < 2) {
    return undefined;
  }
  const { text } = analysis;
  const object = scope.statesMember!.value as ObjectNode;
  if (analysis.flow.unreachable.has(state.id)) {
    const others = scope.states.some((s) => s !== state && s.transitions.some(({ target }) => target.value === state.name));
    return others
      ? undefined
      : { title: `Delete "${state.name}"`, kind: 'rewrite', edits: removeMembers(text, object, new Set([state.member])) };
  }
  const after = successorOf(state);
  if (after === undefined) {
    return undefined;
  }
  const edits: Edit[] = [];
  if (scope.startAt!.value === state.name) {
    if (after === 'end') {
      return undefined;
    }
    edits.push(retarget(text, scope.startAt!.node, after.next));
  }
  const orphans = orphansOf(scope, state, after);
  if (isMissed(text, [state, ...orphans])) {
    return undefined;
  }
  for (const other of scope.states.filter((s) => s !== state && !orphans.has(s))) {
    for (const { kind, target } of other.transitions) {
      if (target.value !== state.name) {
        continue;
      }
      if (after !== 'end') {
        edits.push(retarget(text, target.node, after.next));
      } else if (kind === 'next') {
        edits.push(...leadTo(text, other, 'end'));
      } else {
        // A rule, a default or a catcher must name a state.
        return undefined;
      }
    }
  }
  edits.push(...removeMembers(text, object, new Set([state, ...orphans].map((s) => s.member))));
  const [orphan] = orphans;
  const also =
    orphans.size === 0
      ? ''
      : orphans.size === 1
        ? ` and "${orphan!.name}", where only it leads`
        : ` and ${orphans.size} states where only it leads`;
  const link = after === 'end' ? 'end before it' : `link to "${after.next}"`;
  return { title: `Delete "${state.name}"${also}; ${link}`, kind: 'rewrite', edits };
}

/** The one state behind it: by Next, or the only one that a Choice leads to. */
function successorOf(state: State): { readonly next: string } | 'end' | undefined {
  if (state.type?.value === 'Choice') {
    const targets = new Set(state.transitions.map(({ target }) => target.value).filter((name) => name !== state.name));
    const [only] = targets;
    return targets.size === 1 ? { next: only! } : undefined;
  }
  if (state.type?.value === 'Succeed') {
    return 'end';
  }
  const onward = onwardOf(state);
  return onward !== undefined && onward !== 'end' && onward.next === state.name ? undefined : onward;
}

/** The states that nothing leads to any more when `gone` is left out. */
function orphansOf(scope: Scope, gone: State, after: { readonly next: string } | 'end'): Set<State> {
  const byName = new Map(scope.states.map((state) => [state.name, state]));
  const follow = (name: string): string | undefined => (name !== gone.name ? name : after === 'end' ? undefined : after.next);
  const reached = new Set<State>();
  const open = [follow(scope.startAt!.value)];
  while (open.length > 0) {
    const name = open.pop();
    const state = name === undefined ? undefined : byName.get(name);
    if (state && !reached.has(state)) {
      reached.add(state);
      open.push(...state.transitions.map(({ target }) => follow(target.value)));
    }
  }
  return new Set(scope.states.filter((state) => state !== gone && !reached.has(state)));
}
