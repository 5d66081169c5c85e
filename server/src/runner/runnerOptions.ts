import type { Evaluate, Evaluated } from '../execution/command';
import type { Strand } from '../execution/execution';
import type { HistoryEvent } from '../execution/history';
import type { Program } from '../execution/program';
import type { Json, JsonObject } from '../source/json';
import type { Clock } from './clock';
import type { MapRun } from './distributed/mapRun';
import type { ObjectStore } from './distributed/objectStore';
import type { Runner } from './runner';
import type { TaskAnswer, TaskBinding, TaskRequest } from './tasks/binding';

/** What an execution runs with. */
export interface RunnerOptions {
  readonly program: Program;
  readonly input: Json;
  /** What happened already: the execution goes on from there. */
  readonly history?: readonly HistoryEvent[];
  /** Name of the state machine; `local` when absent. */
  readonly machineName?: string;
  /** Name of the execution; a UUID when absent. */
  readonly name?: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly region?: string;
  readonly account?: string;
  readonly roleArn?: string;
  /** Virtual, from the real now, when absent. */
  readonly clock?: Clock;
  /** Same seed, same randomness; random when absent. */
  readonly seed?: number;
  /** Asked in this order; the first that performs a task counts. */
  readonly tasks?: readonly TaskBinding[];
  /** Asked about a task that nothing is bound to; without it, or when it answers undefined, the execution fails and says how to bind the task. */
  readonly unbound?: (request: TaskRequest, signal: AbortSignal) => Promise<TaskAnswer | undefined>;
  /** `off` lifts the limits on events and payloads. */
  readonly limits?: 'aws' | 'off';
  /** Hears every batch of events after it is recorded. */
  readonly listener?: (events: readonly HistoryEvent[]) => void;
  /** Evaluates JSONata; in this process when absent. */
  readonly evaluate?: (request: Evaluate) => Promise<Evaluated>;
  /** Members put over the context object's own. */
  readonly context?: JsonObject;
  /** Map runs of the attempts before, when the execution is redriven. */
  readonly mapRuns?: readonly MapRun[];
  /** Plays S3 for distributed Maps. */
  readonly objects?: ObjectStore;
  /** Before a child of a distributed Map takes a step: it waits for the answer. */
  readonly beforeChildStep?: (child: Runner, strand: Strand) => Promise<void> | undefined;
  /** Of a child: hears that something has come for it. */
  readonly wake?: (runner: Runner) => void;
  /** Of a child: how often tasks of a state's name were started in the whole execution. */
  readonly invocations?: Map<string, number>;
}
