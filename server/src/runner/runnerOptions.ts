import type { StateId } from '../asl/ast';
import type { Evaluate, Evaluated } from '../execution/command';
import type { ExecutionStatus } from '../execution/execution';
import type { HistoryEvent } from '../execution/history';
import type { Program } from '../execution/program';
import type { Json, JsonObject } from '../source/json';
import type { Clock } from './clock';
import type { MapRunRecord } from './distributed/mapRunRecord';
import type { ObjectStore } from './distributed/objectStore';
import type { Runner } from './runner';
import type { Inspection, TaskAnswer, TaskBinding, TaskRequest } from './tasks/binding';

/** How an execution ended. */
export interface Outcome {
  readonly status: Exclude<ExecutionStatus, 'PENDING' | 'RUNNING'>;
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/**
 * What a map run does with a child whose step was not its own: it looks anew at what the child does next; or the child takes no step
 * before something comes that it waits for; or others go first.
 */
export type ChildAnswer = 'look' | 'waits' | 'later';

/** Who looks after child executions, such as a debugger. */
export interface ChildWatch {
  /** Before a child takes a step: its map run stands still until the answer is there. Undefined: the child takes its step. */
  beforeStep(child: Runner, place: ChildPlace): Promise<ChildAnswer> | undefined;
  /** Asked when a Task of a child is performed, as `RunnerOptions.inspect` is. */
  inspect(child: Runner, strand: number): Inspection | undefined;
  /** A child has ended, or was ended. */
  ended(child: Runner): void;
}

/** Whose child it is: the execution and its strand that is in the Map state, that state, and the place of the item or batch, from 0. */
export interface ChildPlace {
  readonly executionArn: string;
  readonly strand: number;
  readonly state: StateId;
  readonly index: number;
}

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
  /** Asked when a Task of a strand is performed: who wants to look into the function that does. */
  readonly inspect?: (strand: number, runner: Runner) => Inspection | undefined;
  /** `off` lifts the limits on events and payloads. */
  readonly limits?: 'aws' | 'off';
  /** Evaluates JSONata; in this process when absent. */
  readonly evaluate?: (request: Evaluate) => Promise<Evaluated>;
  /** Members put over the context object's own. */
  readonly context?: JsonObject;
  /** Map runs of the attempts before, when the execution is redriven. */
  readonly mapRuns?: readonly MapRunRecord[];
  /** Plays S3 for distributed Maps. */
  readonly objects?: ObjectStore;
  /** Looks after the children of distributed Maps. */
  readonly children?: ChildWatch;
  /** Of a child: hears that something has come for it. */
  readonly wake?: (runner: Runner) => void;
  /** Of a child: how often tasks of a state's name were started in the whole execution. */
  readonly invocations?: Map<string, number>;
}
