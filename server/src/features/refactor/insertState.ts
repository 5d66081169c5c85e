import type { Analysis } from '../../analysis/analysis';
import type { State } from '../../asl/ast';
import type { ObjectNode } from '../../source/node';
import { fields } from './draft';
import { insertMember } from './memberEdits';
import { freeName } from './names';
import type { Refactoring } from './refactoring';
import { isPlain, leadTo, onwardOf, relink } from './stateEdits';

/** A new Pass state in the way that leads on from a state. */
export function insertAfter(analysis: Analysis, state: State): Refactoring | undefined {
  const onward = onwardOf(state);
  if (!onward || !isPlain(state.scope)) {
    return undefined;
  }
  const name = freeName(analysis, 'New state');
  const written = fields({ Type: 'Pass', ...(onward === 'end' ? { End: true } : { Next: onward.next }) });
  const object = state.scope.statesMember!.value as ObjectNode;
  return {
    title: `Insert a state after "${state.name}"`,
    kind: 'rewrite',
    edits: [...leadTo(analysis.text, state, { next: name }), insertMember(analysis.text, object, [name, written], state.member)],
  };
}

/** A new Pass state in every way that leads to a state. */
export function insertBefore(analysis: Analysis, state: State): Refactoring | undefined {
  const { scope } = state;
  if (!isPlain(scope)) {
    return undefined;
  }
  const name = freeName(analysis, 'New state');
  const object = scope.statesMember!.value as ObjectNode;
  const index = scope.states.indexOf(state);
  return {
    title: `Insert a state before "${state.name}"`,
    kind: 'rewrite',
    edits: [
      ...relink(analysis.text, scope, new Map([[state.name, name]])),
      insertMember(analysis.text, object, [name, fields({ Type: 'Pass', Next: state.name })], scope.states[index - 1]?.member),
    ],
  };
}
