import type { Analysis } from '../analysis/analysis';
import type { Span } from '../source/span';
import { contentOf } from './stateAt';
import { referencesTo, stateNameAt } from './stateReferences';
import { variableAt, type VariableUses } from './variableReferences';

/** A place that names the state or variable under the cursor; spans without quotes, in text order. */
export interface Reference extends Span {
  readonly kind: 'declaration' | 'reference';
}

/** Every place that names the state under `offset`, its keys in States and what leads to it, or the variable there: what assigns and what reads it. */
export function references(analysis: Analysis, offset: number): Reference[] {
  const found = stateNameAt(analysis, offset);
  if (!found) {
    return placesOf(variableAt(analysis, offset));
  }
  const { scope, name } = found;
  return [
    ...scope.states.filter((s) => s.name === name).map((s) => ({ kind: 'declaration' as const, node: s.key })),
    ...referencesTo(scope, name).map(({ node }) => ({ kind: 'reference' as const, node })),
  ]
    .map(({ kind, node }) => ({ kind, ...contentOf(analysis.text, node) }))
    .sort((a, b) => a.start - b.start);
}

function placesOf(variable: VariableUses | undefined): Reference[] {
  return [
    ...(variable?.assignments ?? []).map(({ span }) => ({ kind: 'declaration' as const, ...span })),
    ...(variable?.reads ?? []).map(({ span }) => ({ kind: 'reference' as const, ...span })),
  ].sort((a, b) => a.start - b.start);
}
