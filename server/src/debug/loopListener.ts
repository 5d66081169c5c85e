import type { Position, Stop } from './stop';

/** Stands at the stop of another execution, which tells it. */
export type Way = () => void;

/** What a movement answers that ends there. */
export function elsewhere(way: Way): true {
  way();
  return true;
}

/** Where it comes past an execution that has ended. */
export interface Passage {
  /** Before its answer. */
  readonly at: Position;
  /** The way to its first stop; undefined where it has none. */
  find(): Promise<Way | undefined>;
}

/** Executions that have ended, which Tasks have started and waited for, on the way over what has happened. */
export interface PastExecutions {
  /** The first whose answer lies behind a point. */
  ahead(from: Position): Passage | undefined;
  /** The way to the last stop in those between two points; undefined where there is none. */
  within(from: Position, to: Position): Promise<Way | undefined>;
  /** It has been taken back to its beginning: whether the one that has started it is taken back instead. */
  begun(): boolean;
}

/** Who hears how far a run has come. */
export interface LoopListener {
  stopped(stop: Stop): void;
  /** The execution waits for what nobody here can give: no task is under way, no timer is set. */
  stuck(): void;
  /** `again`: it had ended before, and was gone through once more. */
  ended(again?: boolean): void;
  /** From time to time while it runs. */
  progress(): void;
  failed(error: unknown): void;
  /** It stands now, or it goes on. */
  standing?(stands: boolean): void;
  /** It is about to wait for what strands wait for. */
  waits?(): void;
  /** The history was cut behind its event of that id: so many events that were known are gone. */
  cut?(event: number, gone: number): void;
  readonly past?: PastExecutions;
}
