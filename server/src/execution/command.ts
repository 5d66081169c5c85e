import type { Json, JsonObject } from '../source/json';
import type { Execution } from './execution';
import type { Change } from './history';

/** What may happen to an execution from outside; `decide` answers with the events that follow. */
export type Command =
  | {
      readonly type: 'start';
      readonly input: Json;
      readonly roleArn: string;
      /** The context object's `Execution` (without Input and StartTime) and `StateMachine`. */
      readonly context: JsonObject;
    }
  /** The strand takes its next step: enters its state, works, leaves, starts an iteration, passes a failure on. */
  | { readonly type: 'advance'; readonly strand: number }
  /** `workerName`: who has taken an activity's task. */
  | { readonly type: 'taskStarted'; readonly strand: number; readonly workerName?: string }
  /** A job or a callback is under way: what the call that began it answered. */
  | { readonly type: 'taskSubmitted'; readonly strand: number; readonly output: Json }
  | { readonly type: 'taskHeartbeat'; readonly strand: number }
  | { readonly type: 'taskSucceeded'; readonly strand: number; readonly output: Json }
  | {
      readonly type: 'taskFailed';
      readonly strand: number;
      readonly error: string | undefined;
      readonly cause: string | undefined;
      /** A fault of the local setup: no Retrier or Catcher takes it. */
      readonly local: boolean;
    }
  /** A distributed Map has come to its end. */
  | { readonly type: 'mapRunSucceeded'; readonly strand: number; readonly result: Json }
  | { readonly type: 'mapRunFailed'; readonly strand: number; readonly error: string; readonly cause: string | undefined }
  | { readonly type: 'timerFired'; readonly kind: 'wait' | 'retry' | 'timeout' | 'heartbeat'; readonly strand: number }
  | { readonly type: 'timerFired'; readonly kind: 'execution'; readonly strand: undefined }
  /** A user sets something by hand. */
  | { readonly type: 'change'; readonly strand: number; readonly change: Change }
  /** A user lets the state fail. */
  | { readonly type: 'fail'; readonly strand: number; readonly error: string | undefined; readonly cause: string | undefined }
  /** An execution that did not succeed goes on; `before`: as it stood just before it failed, was stopped or timed out. */
  | { readonly type: 'redrive'; readonly before: Execution }
  | { readonly type: 'stop'; readonly error: string | undefined; readonly cause: string | undefined };

/** What `decide` takes from the world, to be recorded in the events it makes. */
export interface Environment {
  /** Epoch milliseconds. */
  readonly now: number;
  /** At least 0, less than 1. */
  readonly random: () => number;
  readonly limits: 'aws' | 'off';
  readonly region: string;
}

/** A JSONata expression that `decide` needs a value for; bindings are visible as `$name`. */
export interface Evaluate {
  /** The text between `{%` and `%}`. */
  readonly expression: string;
  readonly bindings: JsonObject;
  /** Epoch milliseconds for $now and $millis. */
  readonly now: number;
  readonly random: () => number;
}

/**
 * Undefined as a value is JSONata's nothing; `unsupported`: a result that is no data (a function, a regular expression).
 * `error` is what the evaluator says, with JSONata's code in front where it has one.
 */
export type Evaluated = { readonly value: Json | undefined } | { readonly error: string } | { readonly unsupported: true };
