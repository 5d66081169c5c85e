import type { Analysis } from '../analysis/analysis';
import type { Span } from '../source/span';
import { contentOf } from './stateAt';
import { referencesTo, stateNameAt } from './stateReferences';

/** A place that names the state under the cursor; spans without quotes, in text order. */
export interface Reference extends Span {
  readonly kind: 'declaration' | 'reference';
}

/** Every place that names the state under `offset`: its keys in States and what leads to it. */
export function references(analysis: Analysis, offset: number): Reference[] {
  const found = stateNameAt(analysis, offset);
  if (!found) {
    return [];
  }
  const { scope, name } = found;
  return [
    ...scope.states.filter((s) => s.name === name).map((s) => ({ kind: 'declaration' as const, node: s.key })),
    ...referencesTo(scope, name).map(({ node }) => ({ kind: 'reference' as const, node })),
  ]
    .map(({ kind, node }) => ({ kind, ...contentOf(analysis.text, node) }))
    .sort((a, b) => a.start - b.start);
}
