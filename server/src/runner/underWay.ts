import type { PendingTask } from '../execution/pending';
import type { Json } from '../source/json';
import type { TaskAnswer } from './tasks/binding';

/** A task that somebody performs. */
export interface UnderWay {
  readonly strand: number;
  readonly abort: AbortController;
  readonly settled: Promise<void> | undefined;
}

/** What a task tells before its answer. */
export type Progress =
  | { readonly kind: 'started'; readonly workerName: string | undefined }
  | { readonly kind: 'submitted'; readonly output: Json }
  | { readonly kind: 'heartbeat' };

/** What has come of a task, until the execution takes it. */
export interface Arrived {
  readonly task: PendingTask;
  readonly answer: TaskAnswer | Progress;
  /** Epoch milliseconds: when it counts as arrived. */
  readonly due: number;
}
