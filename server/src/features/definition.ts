import type { Analysis } from '../analysis/analysis';
import type { Span } from '../source/span';
import { stateNameAt } from './stateReferences';
import { variableAt } from './variableReferences';

export interface Definition {
  /** The word that was asked for. */
  readonly origin: Span;
  /** The whole state; of a variable the key of its Assign. */
  readonly target: Span;
  /** Its key. */
  readonly selection: Span;
}

/** From a StartAt, Next or Default (also in Choices and Catch) to the state that it names; from a variable to what assigns it. */
export function definition(analysis: Analysis, offset: number): Definition[] {
  const found = stateNameAt(analysis, offset);
  if (found) {
    return found.state ? [{ origin: found.located.node, target: found.state.member, selection: found.state.key }] : [];
  }
  const variable = variableAt(analysis, offset);
  const origin = [...(variable?.reads ?? []), ...(variable?.assignments ?? [])].find(
    ({ span }) => span.start - 1 <= offset && offset <= span.end,
  );
  return (variable?.assignments ?? []).map(({ span }) => ({ origin: origin?.span ?? span, target: span, selection: span }));
}
