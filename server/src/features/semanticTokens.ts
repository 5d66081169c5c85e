import type { Analysis } from '../analysis/analysis';
import { expressionSpan, expressionsOf } from '../analysis/expressions';
import type { Span } from '../source/span';
import { contentOf } from './stateAt';

/** What a word is, apart from how it is written. */
export interface SemanticToken extends Span {
  readonly kind: 'state' | 'path' | 'intrinsic';
  /** The state is declared here, not only named. */
  readonly isDeclaration: boolean;
}

/** State names, paths and intrinsic functions, in text order; none reaches over the end of a line. */
export function semanticTokens(analysis: Analysis): SemanticToken[] {
  const { text, symbols } = analysis;
  const tokens: SemanticToken[] = [];
  const add = (kind: SemanticToken['kind'], { start, end }: Span, isDeclaration = false): void => {
    if (end > start && !/[\r\n]/.test(text.slice(start, end))) {
      tokens.push({ kind, start, end, isDeclaration });
    }
  };
  for (const { startAt } of symbols.scopes) {
    if (startAt) {
      add('state', contentOf(text, startAt.node));
    }
  }
  for (const state of symbols.states) {
    add('state', contentOf(text, state.key), true);
    for (const { target } of state.transitions) {
      add('state', contentOf(text, target.node));
    }
    for (const expression of expressionsOf(state)) {
      if (expression.kind === 'path') {
        add('path', contentOf(text, expression.node));
      } else if (expression.kind === 'intrinsic') {
        for (const found of expression.node.value.matchAll(/'(?:[^'\\]|\\.)*'|(States\.\w+)|(\$[\w$.[\]]*)/g)) {
          const [all, name, path] = found;
          const part = { start: found.index, end: found.index + all.length };
          if (name ?? path) {
            add(name ? 'intrinsic' : 'path', expressionSpan(expression, part, text));
          }
        }
      }
    }
  }
  tokens.sort((a, b) => a.start - b.start);
  return tokens.filter(({ start }, index) => index === 0 || start >= tokens[index - 1]!.end);
}
