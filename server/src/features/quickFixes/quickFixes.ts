import type { Analysis } from '../../analysis/analysis';
import type { Span } from '../../source/span';
import { stateAt } from '../stateAt';
import { errorFixes } from './errorFixes';
import { memberFixes } from './memberFixes';
import type { QuickFix } from './quickFix';
import { transitionFixes } from './transitionFixes';
import { unreachableFixes } from './unreachableFixes';

/** The repairs and improvements for the place where `span` begins, and for the state around it. */
export function quickFixes(analysis: Analysis, { start }: Span): QuickFix[] {
  const state = analysis.kind === 'state-machine' ? stateAt(analysis, start) : undefined;
  return [
    ...memberFixes(analysis, start),
    ...(state?.node
      ? [...transitionFixes(analysis, state), ...unreachableFixes(analysis, state), ...errorFixes(analysis, state)]
      : []),
  ];
}
