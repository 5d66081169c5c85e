import type { Analysis } from '../analysis/analysis';
import { touches, type Span } from '../source/span';
import { references } from './references';
import { stateNameAt } from './stateReferences';

/**
 * The places that change together while a state's key is edited: the key and all that leads to it. At a Next there are none, because
 * who edits it wants to lead elsewhere; nor where the name is spelled in different ways.
 */
export function linkedEditing(analysis: Analysis, offset: number): Span[] | undefined {
  const found = stateNameAt(analysis, offset);
  if (!found?.state || found.located.node !== found.state.key || !touches(found.state.key, offset)) {
    return undefined;
  }
  const spans = references(analysis, offset).map(({ start, end }) => ({ start, end }));
  const spellings = new Set(spans.map(({ start, end }) => analysis.text.slice(start, end)));
  return spellings.size === 1 ? spans : undefined;
}
