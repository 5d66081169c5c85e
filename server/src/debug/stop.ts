import type { StateId } from '../asl/ast';
import type { Failure, Handling } from '../execution/history';
import type { Breakpoint } from './breakpoints';
import type { Standing } from './moments';

/** Why the cursor stands where it does. */
export interface Stop {
  readonly reason:
    | 'entry'
    | 'breakpoint'
    | 'function breakpoint'
    | 'data breakpoint'
    | 'instruction breakpoint'
    | 'step'
    | 'exception'
    | 'pause'
    | 'goto'
    | 'restart';
  /** The strand that it is about. */
  readonly strand: number;
  /** The state that the strand is in. */
  readonly state: StateId | undefined;
  readonly failure?: Failure & { readonly handling: Handling };
  /** Breakpoints that stopped it. */
  readonly ids?: readonly number[];
  /** What the user should know, in words. */
  readonly text?: string;
}

/** A point in a history: behind so many events, and so many moments into the next one. */
export interface Position {
  readonly events: number;
  readonly inner: number;
}

/** The stop that breakpoints at one place make together. */
export function stopOf(
  matches: readonly Breakpoint[],
  { strand, state }: Standing,
  failure: Stop['failure'],
  text?: string,
): Stop {
  const kinds = new Set(matches.map(({ kind }) => kind));
  const reason = kinds.has('failure')
    ? 'exception'
    : kinds.has('source')
      ? 'breakpoint'
      : kinds.has('function')
        ? 'function breakpoint'
        : kinds.has('event')
          ? 'instruction breakpoint'
          : 'data breakpoint';
  return {
    reason,
    strand,
    state,
    ids: matches.map(({ id }) => id),
    ...(failure ? { failure } : {}),
    ...(text === undefined ? {} : { text }),
  };
}

/** Whether a point lies before another. */
export function isBefore(a: Position, b: Position): boolean {
  return a.events < b.events || (a.events === b.events && a.inner < b.inner);
}
