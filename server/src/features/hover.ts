import type { Analysis } from '../analysis/analysis';
import type { State } from '../asl/ast';
import { member } from '../source/node';
import type { Span } from '../source/span';
import { predecessors, stateNameAt } from './stateReferences';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** What is under the cursor: of a state's name (its key or a target) the state. */
export function hover(analysis: Analysis, offset: number): Hover | undefined {
  const found = stateNameAt(analysis, offset);
  if (found?.state) {
    return { span: found.located.node, markdown: stateSummary(found.state) };
  }
  return undefined;
}

/** Type, resource, comment, and who comes before and after. */
export function stateSummary(state: State): string {
  const comment = stringOf(state, 'Comment');
  const resource = stringOf(state, 'Resource');
  const before = [
    ...(state.scope.startAt?.value === state.name ? ['the start'] : []),
    ...predecessors(state.scope, state.name).map((s) => code(s.name)),
  ];
  const after = [
    ...new Set(state.transitions.map((t) => `${code(t.target.value)}${t.kind === 'next' ? '' : ` (${t.kind})`}`)),
    ...(state.isEnd ? ['the end'] : []),
  ];
  return [
    `**${escape(state.name)}** — ${state.type ? `${escape(state.type.value)} state` : 'state without a Type'}`,
    ...(comment === undefined ? [] : [escape(comment)]),
    ...(resource === undefined ? [] : [`Resource: ${code(resource)}`]),
    `After: ${listed(before, 'nothing leads here')}  \nThen: ${listed(after, 'nowhere yet')}`,
  ].join('\n\n');
}

/** Enough names to see where one is. */
const mostNames = 12;

function listed(names: readonly string[], none: string): string {
  if (names.length === 0) {
    return none;
  }
  return names.length <= mostNames
    ? names.join(', ')
    : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
}

function stringOf(state: State, key: string): string | undefined {
  const value = member(state.node, key)?.value;
  return value?.kind === 'string' ? value.value : undefined;
}

function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map((m) => m[0].length)) + 1);
  return fence.length > 1 ? `${fence} ${text} ${fence}` : `\`${text}\``;
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~]/g, '\\$&');
}
