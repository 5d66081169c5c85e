import type { Outcome } from '../runner';
import type { Settings } from './mapRunRecord';

/** How many children or items are in which state. */
export interface Counts {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
  /** Those that did not succeed in an attempt before, and have not begun anew. */
  pendingRedrive: number;
  total: number;
  resultsWritten: number;
}

/** Nothing counted yet. */
export function newCounts(): Counts {
  return {
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    pendingRedrive: 0,
    total: 0,
    resultsWritten: 0,
  };
}

/** What stays of the counts when a map run is redriven: what succeeded; the others are to be redriven. */
export function carriedOver({ succeeded, failed, timedOut, aborted, resultsWritten }: Readonly<Counts>): Partial<Counts> {
  return {
    succeeded,
    total: succeeded,
    resultsWritten: Math.min(resultsWritten, succeeded),
    pendingRedrive: failed + timedOut + aborted,
  };
}

/** Among which a child that has ended counts. */
export function kindOf({ status }: Outcome): 'succeeded' | 'failed' | 'timedOut' | 'aborted' {
  return status === 'SUCCEEDED' ? 'succeeded' : status === 'TIMED_OUT' ? 'timedOut' : status === 'ABORTED' ? 'aborted' : 'failed';
}

/** Whether more items have failed than a map run tolerates; `isComplete`: all items have been read. */
export function exceedsThreshold(
  { failed, timedOut, total }: Readonly<Counts>,
  { toleratedFailureCount: count, toleratedFailurePercentage: percentage }: Settings,
  isComplete: boolean,
): boolean {
  const bad = failed + timedOut;
  if (count === undefined && percentage === undefined) {
    return bad > 0;
  }
  // The percentage is one of all items, which are known when all have been read.
  return (count !== undefined && bad > count) || (percentage !== undefined && isComplete && bad * 100 > percentage * total);
}
