import type { Outcome } from '../runner';

/** How many children or items are in which state. */
export interface Counts {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
  total: number;
  resultsWritten: number;
}

/** Nothing counted yet. */
export function newCounts(): Counts {
  return { pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, total: 0, resultsWritten: 0 };
}

/** Among which a child that has ended counts. */
export function kindOf({ status }: Outcome): 'succeeded' | 'failed' | 'timedOut' | 'aborted' {
  return status === 'SUCCEEDED' ? 'succeeded' : status === 'TIMED_OUT' ? 'timedOut' : status === 'ABORTED' ? 'aborted' : 'failed';
}
