import type { Analysis } from '../../analysis/analysis';
import type { State } from '../../asl/ast';
import { removeMembers } from '../refactor/memberEdits';
import type { QuickFix } from './quickFix';

/** A state that nothing leads to can go: alone, where no other one names it, or with all of its kind in the scope. */
export function unreachableFixes({ flow, text }: Analysis, state: State): QuickFix[] {
  const { states, statesMember } = state.scope;
  if (!flow.unreachable.has(state.id) || statesMember?.value?.kind !== 'object') {
    return [];
  }
  const object = statesMember.value;
  const solves = { codes: ['unreachable-state'], at: state.key };
  const unreachable = states.filter(({ id }) => flow.unreachable.has(id));
  const isNamed = unreachable.some((s) => s !== state && s.transitions.some(({ target }) => target.value === state.name));
  return [
    ...(isNamed
      ? []
      : [{ title: `Delete "${state.name}"`, edits: removeMembers(text, object, new Set([state.member])), solves }]),
    ...(unreachable.length > 1
      ? [
          {
            title: `Delete the ${unreachable.length} states that are not reachable`,
            edits: removeMembers(text, object, new Set(unreachable.map(({ member }) => member))),
            solves,
          },
        ]
      : []),
  ];
}
