import type { JsonObject } from '../source/json';
import type { DataFolder } from './dataFolder';
import type { Launcher } from './launch';
import type { OperationName } from './shapes';
import type { Store } from './store';

/** What operations work on. */
export interface Endpoint {
  readonly store: Store;
  readonly launcher: Launcher;
  /** Keeps what there is across restarts. */
  readonly folder: DataFolder | undefined;
  /** Now, on the endpoint's clock: epoch milliseconds. */
  readonly now: () => number;
  /** Aborts when the endpoint closes. */
  readonly closing: AbortSignal;
}

/** One operation of the API: a checked request in, an answer out. Throws ApiError. */
export type Operation = (endpoint: Endpoint, request: JsonObject, signal: AbortSignal) => JsonObject | Promise<JsonObject>;

export type Operations = { readonly [name in OperationName]?: Operation };
