import type { StateId } from '../asl/ast';
import type { Path } from '../asl/jsonPath';
import type { Handling } from '../execution/history';
import type { Moment } from './moments';

/** Failures to stop at: by what becomes of them, by their name, or in a Fail state. */
export type FailureFilter = 'uncaught' | 'caught' | 'retried' | 'predefined' | 'fail';

/** What of a state a breakpoint on any of its lines means. */
export type BreakpointMode = 'enter' | 'exit' | 'edge';

/** What a breakpoint asks for beside its place. */
export interface Terms {
  readonly id: number;
  /** An expression in the state's own language; stops only when it is true. */
  readonly condition?: string;
  /** `3`, `=3`, `>3`, `>=3`, `<3`, `<=3`, `%3`: which of the hits counts. */
  readonly hits?: string;
  /** Is told instead of a stop; `{expressions}` are replaced by their values. */
  readonly log?: string;
}

/** Where to stop, and on which terms. */
export type Breakpoint =
  | (Terms & { readonly kind: 'source' | 'function'; readonly state: StateId; readonly moment: Moment })
  | (Terms & { readonly kind: 'event'; readonly event: number })
  | (Terms & { readonly kind: 'data'; readonly expression: string; readonly path: Path })
  | (Terms & {
      readonly kind: 'failure';
      readonly filter: FailureFilter | undefined;
      /** Patterns of error names; all when absent. */
      readonly names?: readonly string[];
    });

/** Whether the breakpoint stops, whatever the data are. */
export function isPlain({ condition, hits, log }: Terms): boolean {
  return condition === undefined && hits === undefined && log === undefined;
}

/** The test that a hit condition means (the number of the hit, from 1); undefined when it is none. */
export function parseHits(text: string): ((hit: number) => boolean) | undefined {
  const match = /^\s*(>=|<=|==|=|>|<|%)?\s*(\d{1,9})\s*$/.exec(text);
  const number = Number(match?.[2]);
  if (!match || number === 0) {
    return undefined;
  }
  switch (match[1]) {
    case '>':
      return (hit) => hit > number;
    case '>=':
      return (hit) => hit >= number;
    case '<':
      return (hit) => hit < number;
    case '<=':
      return (hit) => hit <= number;
    case '%':
      return (hit) => hit % number === 0;
    default:
      return (hit) => hit === number;
  }
}

/** Whether `text` fits a pattern in which `*` stands for anything and `?` for one character. */
export function fits(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}

/** Whether a failure is one that the filter means. */
export function meansFailure(
  { filter, names }: Extract<Breakpoint, { kind: 'failure' }>,
  {
    error,
    handling,
    isFailState,
  }: { readonly error: string | undefined; readonly handling: Handling; readonly isFailState: boolean },
): boolean {
  if (names && !names.some((name) => fits(name, error ?? ''))) {
    return false;
  }
  switch (filter) {
    case undefined:
      return true;
    case 'fail':
      return isFailState;
    case 'predefined':
      return !isFailState && (error ?? '').startsWith('States.');
    case 'uncaught':
      // A Fail state fails because that is its purpose.
      return !isFailState && handling.kind === 'fail';
    case 'caught':
      return handling.kind === 'catch';
    case 'retried':
      return handling.kind === 'retry';
  }
}

/** Breakpoints, found by where they stand. */
export class BreakpointTable {
  readonly #byMoment = new Map<string, Breakpoint[]>();
  /** States with a breakpoint that is not on their entry. */
  readonly #inner = new Set<StateId>();
  readonly failures: readonly Extract<Breakpoint, { kind: 'failure' }>[];
  readonly data: readonly Extract<Breakpoint, { kind: 'data' }>[];
  readonly #events: readonly Extract<Breakpoint, { kind: 'event' }>[];

  constructor(breakpoints: readonly Breakpoint[] = []) {
    this.failures = breakpoints.filter((breakpoint) => breakpoint.kind === 'failure');
    this.data = breakpoints.filter((breakpoint) => breakpoint.kind === 'data');
    this.#events = breakpoints.filter((breakpoint) => breakpoint.kind === 'event');
    for (const breakpoint of breakpoints) {
      if (breakpoint.kind === 'source' || breakpoint.kind === 'function') {
        const { state, moment } = breakpoint;
        const key = keyOf(state, moment);
        this.#byMoment.set(key, [...(this.#byMoment.get(key) ?? []), breakpoint]);
        if (moment !== 'entry') {
          this.#inner.add(state);
        }
      }
    }
  }

  at(state: StateId, moment: Moment): readonly Breakpoint[] {
    return this.#byMoment.get(keyOf(state, moment)) ?? [];
  }

  /** Those on an event of the history, by its id. */
  on(event: number): readonly Breakpoint[] {
    return this.#events.filter((each) => each.event === event);
  }

  hasInner(state: StateId): boolean {
    return this.#inner.has(state);
  }
}

function keyOf(state: StateId, moment: Moment): string {
  return `${state}\n${moment}`;
}
