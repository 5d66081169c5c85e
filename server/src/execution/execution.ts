import type { StateId } from '../asl/ast';
import { type Json, type JsonObject, draft } from '../source/json';
import type { Failure, Handling, Iterations, MapItem, MapRunPlan } from './history';

export type ExecutionStatus = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/**
 * - `ready`: about to enter `state` with `input`
 * - `entered`: in the state, its work not begun
 * - `starting`: a Map that may start another iteration
 * - `waiting`: for a task's answer, a timer or the strands it started
 * - `returned`: `result` is there, not yet worked into the output
 * - `failed`: `failure` is there and no Retrier takes it: a Catcher does, or the strand fails
 * - `ended`
 */
export type Phase = 'ready' | 'entered' | 'starting' | 'waiting' | 'returned' | 'failed' | 'ended';

/** One line of control. Read it freely; only `evolve` changes it. */
export interface Strand {
  readonly id: number;
  readonly kind: 'main' | 'branch' | 'iteration';
  readonly parent: number | undefined;
  /** Of a branch or iteration. */
  readonly index: number;
  /** `$$.Map.Item` of an iteration. */
  readonly item: MapItem | undefined;
  state: StateId;
  phase: Phase;
  /** Raw input of the state. */
  input: Json;
  /** Visible variables: those of the strands around it and its own. */
  variables: JsonObject;
  /** The event that caused what comes next: its `previousEventId`. */
  cause: number;
  /** Id and time of the state's Entered event, and what stood in `cause` before it. */
  entered: { readonly id: number; readonly time: number; readonly cause: number } | undefined;
  /** Retries so far: by Retrier, and in all (`$$.State.RetryCount`). */
  retries: readonly number[];
  retryCount: number;
  /** The task that is scheduled or under way. */
  task: Task | undefined;
  /** When a Wait or a retry's backoff is over: epoch milliseconds. */
  due: number | undefined;
  result: Json | undefined;
  failure: (Failure & { readonly handling: Handling }) | undefined;
  /** Of a distributed Map that is under way. */
  mapRun: MapRun | undefined;
  /** Of a Parallel or Map that is under way. */
  children: Children | undefined;
  /** What it ended with. */
  output: Json | undefined;
}

export interface Task {
  /** Id of the TaskScheduled (LambdaFunctionScheduled …) event: one per attempt. */
  readonly scheduled: number;
  /** The Resource as the definition has it. */
  readonly resource: string;
  readonly parameters: Json;
  readonly started: boolean;
  readonly submitted: boolean;
  readonly taskToken: string | undefined;
  readonly timeoutDue: number | undefined;
  readonly heartbeatDue: number | undefined;
  /** Seconds between two heartbeats at most. */
  readonly heartbeatSeconds: number | undefined;
}

/** A map run that is under way. */
export interface MapRun {
  /** Id of MapRunStarted. */
  readonly started: number;
  readonly plan: MapRunPlan;
}

export interface Children {
  readonly kind: 'branches' | 'iterations';
  readonly count: number;
  readonly iterations: Iterations | undefined;
  /** Id of ParallelStateStarted or MapStateStarted. */
  readonly started: number;
  /** Ids of the strands that run. */
  readonly active: Set<number>;
  /** Of a Map: index of the next iteration to start. */
  next: number;
  finished: number;
  /** By index. */
  readonly results: (Json | undefined)[];
  /** Last inner events of finished iterations whose slot is free. */
  readonly freed: number[];
  /** The event that ended the last finished child. */
  lastEnd: number;
}

/** The state of a run: what its history amounts to. */
export interface Execution {
  status: ExecutionStatus;
  /** Id of the last event. */
  lastEvent: number;
  /** How often it was redriven. */
  redriveCount: number;
  readonly strands: Map<number, Strand>;
  /** Ids of the strands that can go on, ascending; those with a failure to pass on stand in `failing`. */
  readonly runnable: number[];
  readonly failing: number[];
  nextStrand: number;
  /** How many states were entered. */
  entered: number;
  input: Json;
  output: Json | undefined;
  error: string | undefined;
  cause: string | undefined;
  /** Epoch milliseconds. */
  startedAt: number;
  stoppedAt: number | undefined;
  /** When the execution as a whole times out: epoch milliseconds. */
  due: number | undefined;
  /** The context object's `Execution` and `StateMachine`. */
  context: JsonObject;
  /** The whole context object as it is to be seen (a state under test), instead of one that is made from the rest. */
  exactContext?: JsonObject;
}

/** An execution that has not begun. */
export function newExecution(): Execution {
  return {
    status: 'PENDING',
    lastEvent: 0,
    redriveCount: 0,
    strands: new Map(),
    runnable: [],
    failing: [],
    nextStrand: 0,
    entered: 0,
    input: null,
    output: undefined,
    error: undefined,
    cause: undefined,
    startedAt: 0,
    stoppedAt: undefined,
    due: undefined,
    context: draft(),
  };
}

/** An independent copy: a checkpoint. Data values are shared. */
export function copyOf(execution: Execution): Execution {
  return {
    ...execution,
    strands: new Map(Array.from(execution.strands, ([id, strand]) => [id, copyOfStrand(strand)])),
    runnable: [...execution.runnable],
    failing: [...execution.failing],
  };
}

export function copyOfStrand(strand: Strand): Strand {
  return { ...strand, children: copyOfChildren(strand.children) };
}

function copyOfChildren(children: Children | undefined): Children | undefined {
  return (
    children && { ...children, active: new Set(children.active), results: [...children.results], freed: [...children.freed] }
  );
}

/** Strands under `id`, in order of their ids. */
export function descendants(execution: Execution, id: number): number[] {
  const found: number[] = [];
  const within = new Set([id]);
  // A child's id is greater than its parent's, and the table is in order of creation.
  for (const strand of execution.strands.values()) {
    if (strand.parent !== undefined && within.has(strand.parent)) {
      within.add(strand.id);
      found.push(strand.id);
    }
  }
  return found;
}
