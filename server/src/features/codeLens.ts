import type { Analysis } from '../analysis/analysis';
import type { Span } from '../source/span';

/** A line above the definition that does something with it. */
export interface CodeLens {
  readonly span: Span;
  readonly action: 'graph' | 'run' | 'debug';
}

/** The lenses of a state machine: above its opening brace, as soon as it has states. */
export function codeLenses(analysis: Analysis): CodeLens[] {
  const { machine } = analysis;
  if (!machine?.statesMember) {
    return [];
  }
  const span = { start: machine.node.start, end: machine.node.start + 1 };
  return [
    { span, action: 'graph' },
    { span, action: 'run' },
    { span, action: 'debug' },
  ];
}
