import type { Analysis } from '../analysis/analysis';
import { expressionsOf } from '../analysis/expressions';
import { isStateType } from '../asl/spec';
import type { StringNode } from '../source/node';
import { segmentsOf } from '../source/segments';
import type { Span } from '../source/span';
import { expressionWords, type ExpressionWord } from './expressionWords';
import { placeholdersOf } from './placeholders';
import { contentOf } from './stateAt';

/** What a word is, apart from how it is written. */
export interface SemanticToken extends Span {
  readonly kind: 'state' | 'stateType' | 'placeholder' | ExpressionWord['kind'];
  /** The state is declared here, not only named. */
  readonly isDeclaration: boolean;
}

/** Names and types of states, placeholders, and the words of JSONPath, intrinsic functions and JSONata, in text order; none reaches over the end of a line. */
export function semanticTokens(analysis: Analysis): SemanticToken[] {
  const { text, symbols } = analysis;
  const tokens: SemanticToken[] = [];
  const add = (kind: SemanticToken['kind'], { start, end }: Span, isDeclaration = false): void => {
    if (end > start && !/[\r\n]/.test(text.slice(start, end))) {
      tokens.push({ kind, start, end, isDeclaration });
    }
  };
  /** Of what is left of the string's value when `before` and `behind` characters are taken from its ends. */
  const addWords = (node: StringNode, language: 'jsonata' | 'path', before: number, behind: number): void => {
    const { value } = node;
    const segments = segmentsOf(node, text);
    for (const { kind, start, end } of expressionWords(value.slice(before, value.length - behind), language)) {
      add(kind, segments.toHostSpan({ start: start + before, end: end + before }));
    }
  };
  for (const { startAt } of symbols.scopes) {
    if (startAt) {
      add('state', contentOf(text, startAt.node));
    }
  }
  for (const state of symbols.states) {
    add('state', contentOf(text, state.key), true);
    if (isStateType(state.type?.value)) {
      add('stateType', contentOf(text, state.type.node));
    }
    for (const { target } of state.transitions) {
      add('state', contentOf(text, target.node));
    }
    for (const expression of expressionsOf(state)) {
      if (expression.kind === 'jsonata') {
        addWords(expression.node, 'jsonata', expression.at, expression.at);
      } else if (expression.kind === 'path' || expression.kind === 'intrinsic') {
        addWords(expression.node, 'path', 0, 0);
      }
    }
  }
  for (const placeholder of placeholdersOf(analysis, { start: 0, end: text.length })) {
    add('placeholder', placeholder);
  }
  tokens.sort((a, b) => a.start - b.start);
  return tokens.filter(({ start }, index) => index === 0 || start >= tokens[index - 1]!.end);
}
