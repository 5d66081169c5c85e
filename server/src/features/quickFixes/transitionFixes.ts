import type { Analysis } from '../../analysis/analysis';
import type { State } from '../../asl/ast';
import { member } from '../../source/node';
import { fields } from '../refactor/draft';
import { insertMember, lastOf, removeMembers } from '../refactor/memberEdits';
import { freeName } from '../refactor/names';
import { leadTo } from '../refactor/stateEdits';
import type { QuickFix } from './quickFix';

const linked = new Set(['Task', 'Pass', 'Wait', 'Parallel', 'Map']);

/** Where a state leads: a Next or End that is missing, a Choice without Default. */
export function transitionFixes(analysis: Analysis, state: State): QuickFix[] {
  const { text } = analysis;
  const type = state.type?.value ?? '';
  const pair = ['Next', 'End'].map((name) => member(state.node, name));
  const end = pair[1]?.value;
  if (pair[0] && pair[1] && !(end?.kind === 'boolean' && !end.value) && state.node && linked.has(type)) {
    const { node } = state;
    return [pair[1], pair[0]].map((each) => ({
      title: `Remove "${each.key.value}"`,
      edits: removeMembers(text, node, new Set([each])),
      solves: { codes: ['conflicting-fields'], at: node },
    }));
  }
  if (linked.has(type) && !state.isEnd && !member(state.node, 'Next')) {
    const solves = { codes: ['missing-field'], at: state.key };
    const { states } = state.scope;
    const following = states[states.indexOf(state) + 1];
    return [
      ...(following
        ? [{ title: `Add "Next": "${following.name}"`, edits: leadTo(text, state, { next: following.name }), solves }]
        : []),
      { title: 'Add "End": true', edits: leadTo(text, state, 'end'), solves },
    ];
  }
  const object = state.scope.statesMember?.value;
  if (type === 'Choice' && state.choices.length > 0 && !member(state.node, 'Default') && object?.kind === 'object') {
    const name = freeName(analysis, 'No choice matched');
    const fail = fields({ Type: 'Fail', Error: 'States.NoChoiceMatched', Cause: `No rule of "${state.name}" holds.` });
    return [
      {
        title: `Add a Default that fails in "${name}"`,
        edits: [
          insertMember(text, state.node!, ['Default', name], lastOf(state.node!, ['Choices'])),
          insertMember(text, object, [name, fail], state.member),
        ],
        solves: { codes: ['choice-without-default'], at: state.key },
      },
    ];
  }
  return [];
}
