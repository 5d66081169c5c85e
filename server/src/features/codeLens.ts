import type { Analysis } from '../analysis/analysis';
import type { Span } from '../source/span';

/** What can be done with a state machine as a whole, in the order in which it is offered. */
export const codeLensActions = ['graph', 'run', 'debug'] as const;
export type CodeLensAction = (typeof codeLensActions)[number];

/** A line above the definition that does something with it. */
export interface CodeLens {
  readonly span: Span;
  readonly action: CodeLensAction;
}

/** A line above a state that tells how many transitions lead to it. */
export interface ReferenceLens {
  /** The key of the state. */
  readonly span: Span;
  readonly title: string;
  /** Where the transitions name it. */
  readonly places: readonly Span[];
}

/** The lenses of a state machine: above its opening brace, as soon as it has states. */
export function codeLenses(analysis: Analysis): CodeLens[] {
  const { machine } = analysis;
  if (!machine?.statesMember) {
    return [];
  }
  const span = { start: machine.node.start, end: machine.node.start + 1 };
  return codeLensActions.map((action) => ({ span, action }));
}

/** What leads to each state; StartAt counts as well. States that nothing leads to have a finding, and no lens. */
export function referenceLenses(analysis: Analysis): ReferenceLens[] {
  return analysis.symbols.scopes.flatMap((scope) => {
    const places = new Map<string, Span[]>();
    for (const { value, node } of [
      ...(scope.startAt ? [scope.startAt] : []),
      ...scope.states.flatMap((s) => s.transitions.map((t) => t.target)),
    ]) {
      const known = places.get(value);
      if (known) {
        known.push(node);
      } else {
        places.set(value, [node]);
      }
    }
    return scope.states.flatMap(({ name, key }) => {
      const found = places.get(name);
      const isStart = scope.startAt?.value === name;
      const count = (found?.length ?? 0) - (isStart ? 1 : 0);
      const title = `${isStart ? 'the start' : ''}${isStart && count > 0 ? ', and ' : ''}${count > 0 ? `${count} transition${count === 1 ? '' : 's'} lead${count === 1 ? 's' : ''} here` : ''}`;
      return found ? [{ span: key, title, places: found }] : [];
    });
  });
}
