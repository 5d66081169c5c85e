import type { Json } from '../../source/json';
import type { ChildRecord } from './childRecord';
import type { Counts } from './counts';

/** What UpdateMapRun may change. */
export interface Settings {
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number | undefined;
  readonly toleratedFailurePercentage: number | undefined;
}

/** What there is to know of a map run; once it has ended, also all that a redrive goes on from. Times are epoch milliseconds. */
export interface MapRunRecord extends Settings {
  readonly arn: string;
  readonly executionArn: string;
  readonly label: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  /** How often it was redriven, and when at last. */
  readonly redriveCount: number;
  readonly redrivenAt: number | undefined;
  readonly itemCounts: Readonly<Counts>;
  readonly executionCounts: Readonly<Counts>;
  /** The last children that have ended, the latest last. */
  readonly ended: readonly ChildRecord[];
  /** How many children were begun in all attempts, and the places of those that have not succeeded. */
  readonly begun: number;
  readonly unsuccessful: readonly number[];
  /** What its children have made so far; `Results` reads it. */
  readonly results: Json | undefined;
}
