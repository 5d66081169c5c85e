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
  /** Id of the event that scheduled it. */
  readonly scheduled?: number;
  /** Why what performs tasks of this kind does not perform this one, where that is known: a sentence for the user. */
  readonly reason?: string;
  /** How often Tasks of this name were started before in the execution; who performs tasks counts himself where it is absent. */
  readonly invocation?: number;
  readonly taskToken: string | undefined;
  readonly executionArn: string;
  readonly region: string;
  readonly account: string;
  /** Somebody wants to look into the function that performs the task. */
  readonly inspection?: Inspection;
}

/** A function whose process waits for a debugger. */
export interface WaitingFunction {
  readonly name: string;
  readonly language: 'node' | 'python';
  /** Of Node its inspector (`ws://…`), of Python the host and port of debugpy. */
  readonly address: string;
  /** Absolute path of the directory with the code. */
  readonly codeUri: string;
}

/** Hears how a function comes along that is to be looked into. */
export interface Inspection {
  /** Why functions in Python cannot be looked into; undefined where they can. */
  readonly noPython?: string;
  /** It is being called: its execution's time stands still until it has answered. */
  begins(): void;
  waits(waiting: WaitingFunction): void;
  /** The debugger that it waited for is there. */
  came(): void;
  /** It cannot be looked into, and runs without. */
  refused(reason: string): void;
  /** It has answered, or was ended. */
  ended(): void;
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
  /** Why it does not perform a task of its kind: a sentence for the user that says what to do. */
  whyNot?(request: TaskRequest): string | undefined;
  /** The name of the local function that would perform such a task; a function can be looked into. */
  functionOf?(resource: string, parameters: Json | undefined): string | undefined;
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
