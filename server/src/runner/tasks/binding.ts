import type { StateId } from '../../asl/ast';
import type { Evaluated } from '../../execution/command';
import type { Json, JsonObject } from '../../source/json';

/** A task that is to be performed. */
export interface TaskRequest {
  readonly state: StateId;
  readonly stateName: string;
  /** The Resource as the definition has it. */
  readonly resource: string;
  /** The task's effective input. */
  readonly parameters: Json;
  /** 0 for the first try, then 1, 2 …: retries of this visit to the state. */
  readonly attempt: number;
  readonly strand: number;
  /** How often Tasks of this name were started before in the execution; who performs tasks counts himself where it is absent. */
  readonly invocation?: number;
  readonly taskToken: string | undefined;
  readonly executionArn: string;
  readonly region: string;
  readonly account: string;
}

/** What a task answers. `delay`: milliseconds of the execution's clock that it takes. */
export type TaskAnswer =
  | { readonly kind: 'success'; readonly output: Json; readonly delay?: number }
  | {
      readonly kind: 'failure';
      /** SendTaskFailure may name none. */
      readonly error: string | undefined;
      readonly cause?: string;
      readonly delay?: number;
      /** A fault of the local setup, which no Retrier or Catcher may hide. */
      readonly local?: boolean;
      /** The job or callback was not even begun. */
      readonly unsubmitted?: boolean;
    };

/** What a binding may tell before its answer. */
export interface TaskProgress {
  /** A worker has taken the task of an activity, which does not count as started before. */
  started(workerName: string | undefined): void;
  /** The job (`.sync`) or the callback (`.waitForTaskToken`) is under way: what the call that began it answered. */
  submitted(output: Json): void;
  heartbeat(): void;
}

/** Evaluates JSONata (the text between `{%` and `%}`) with these variables. */
export type EvaluateExpression = (expression: string, bindings: JsonObject) => Promise<Evaluated>;

/** One way to perform tasks. Never throws; answers undefined for a task that it does not perform. */
export interface TaskBinding {
  /** Nothing more will be asked: gives back what is kept. */
  close?(): void;
  /**
   * Asked before `perform` about the same request, and waited for before anything else goes on: what is found here takes no time of
   * the execution's clock.
   */
  prepare?(request: TaskRequest, evaluate: EvaluateExpression): Promise<void> | undefined;
  perform(request: TaskRequest, signal: AbortSignal, progress: TaskProgress): TaskAnswer | Promise<TaskAnswer> | undefined;
}

/** A line that a function wrote. */
export interface LogLine {
  /** The function's name. */
  readonly source: string;
  readonly stream: 'stdout' | 'stderr';
  /** Without its line end. */
  readonly text: string;
  readonly strand: number;
}
