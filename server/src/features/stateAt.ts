import type { Analysis } from '../analysis/analysis';
import type { Scope, State } from '../asl/ast';
import { touches, type Span } from '../source/span';

/** The innermost state whose member (name and object) touches `offset`. */
export function stateAt(analysis: Analysis, offset: number): State | undefined {
  let found: State | undefined;
  let scopes: readonly Scope[] = analysis.machine ? [analysis.machine] : [];
  while (scopes.length > 0) {
    const scope = scopes.find((s) => touches(s.node, offset));
    const state = scope?.states.find((s) => touches(s.member, offset));
    found = state ?? found;
    scopes = state?.scopes ?? [];
  }
  return found;
}

/** The innermost scope around `offset`: its states are those that a transition written there may name. */
export function scopeAt(analysis: Analysis, offset: number): Scope | undefined {
  const state = stateAt(analysis, offset);
  if (!state) {
    return analysis.machine;
  }
  return state.scopes.find((s) => s.node.start < offset && offset < s.node.end) ?? state.scope;
}

/** The text of a string node without its quotes, where it has some. */
export function contentOf(text: string, string: Span): Span {
  const quote = text[string.start];
  if (quote !== '"' && quote !== "'") {
    return { start: string.start, end: string.end };
  }
  const closed = string.end - string.start >= 2 && text[string.end - 1] === quote;
  return { start: string.start + 1, end: closed ? string.end - 1 : string.end };
}
