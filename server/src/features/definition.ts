import type { Analysis } from '../analysis/analysis';
import type { Span } from '../source/span';
import { stateNameAt } from './stateReferences';

export interface Definition {
  /** The word that was asked for. */
  readonly origin: Span;
  /** The whole state. */
  readonly target: Span;
  /** Its key. */
  readonly selection: Span;
}

/** From a StartAt, Next or Default (also in Choices and Catch) to the state that it names. */
export function definition(analysis: Analysis, offset: number): Definition | undefined {
  const found = stateNameAt(analysis, offset);
  return found?.state && { origin: found.located.node, target: found.state.member, selection: found.state.key };
}
