import type { StateId } from '../asl/ast';
import { evaluatePath } from '../asl/evaluatePath';
import type { Path } from '../asl/jsonPath';
import { type Execution, copyOf, newExecution } from '../execution/execution';
import { evolve } from '../execution/evolve';
import type { DataFlow, HistoryEvent } from '../execution/history';
import { type Json, type JsonObject, equal } from '../source/json';

/** What a state made of its data, as far as the cursor has come. */
export interface Flow {
  readonly state: StateId;
  readonly phases: DataFlow;
  /** What it handed on, once it is left. */
  readonly output?: Json;
}

/** What a strand's state made of its data so far, and what the state before it did. */
export interface Flows {
  readonly now: Flow | undefined;
  readonly before: Flow | undefined;
}

/** What a strand had when it entered its state. */
export interface Seen {
  readonly input: Json;
  readonly variables: JsonObject;
}

/** What the beginning of a history amounts to, as the debugger looks at it. */
export class Fold {
  readonly execution: Execution;
  readonly #flows: Map<number, Flows>;
  readonly #seen: Map<number, { readonly now: Seen; readonly before: Seen | undefined }>;

  constructor(from?: Fold) {
    this.execution = from ? copyOf(from.execution) : newExecution();
    this.#flows = new Map(from ? from.#flows : []);
    this.#seen = new Map(from ? from.#seen : []);
  }

  flows(strand: number): Flows {
    return this.#flows.get(strand) ?? { now: undefined, before: undefined };
  }

  /** What the strand had when it entered its state, and when it entered the one before. */
  seen(strand: number): { readonly now: Seen; readonly before: Seen | undefined } | undefined {
    return this.#seen.get(strand);
  }

  /** Works the next event in. */
  add(event: HistoryEvent): void {
    const { type, local, details } = event;
    evolve(this.execution, event);
    const { strand: id, state } = local;
    if (state === undefined) {
      return;
    }
    const strand = this.execution.strands.get(id);
    if (!strand) {
      this.#flows.delete(id);
      this.#seen.delete(id);
      return;
    }
    const { now, before } = this.flows(id);
    if (type.endsWith('StateEntered')) {
      this.#flows.set(id, { now: { state, phases: local.phases ?? {} }, before });
      this.#seen.set(id, { now: { input: strand.input, variables: strand.variables }, before: this.#seen.get(id)?.now });
    } else if (type.endsWith('StateExited')) {
      this.#flows.set(id, {
        now: undefined,
        before: now && { ...now, phases: { ...now.phases, ...local.phases }, output: details?.output },
      });
    } else if (local.phases && now?.state === state) {
      this.#flows.set(id, { now: { ...now, phases: { ...now.phases, ...local.phases } }, before });
    }
  }
}

interface Checkpoint {
  readonly events: number;
  readonly fold: Fold;
}

/** Checkpoints of a fold: going back re-folds only what lies behind the nearest one. */
export class Checkpoints {
  readonly #kept: Checkpoint[] = [{ events: 0, fold: new Fold() }];
  /** Closer ones around the place that was last gone back to. */
  #near: Checkpoint[] = [];

  /** `wide` and `close`: how many events lie between two checkpoints that stay, and between two that are made on the way back. */
  constructor(
    readonly wide = 256,
    readonly close = 16,
  ) {}

  /** Offers a fold of `events` events: it is copied where a checkpoint is due. */
  offer(events: number, fold: Fold): void {
    if (events % this.wide === 0 && events > this.#kept.at(-1)!.events) {
      this.#kept.push({ events, fold: new Fold(fold) });
    }
  }

  /** A fold of the first `events` events of `history`. */
  foldOf(history: readonly HistoryEvent[], events: number): Fold {
    const nearest = (list: readonly Checkpoint[]): Checkpoint | undefined =>
      list.findLast((checkpoint) => checkpoint.events <= events);
    const near = nearest(this.#near);
    const kept = nearest(this.#kept)!;
    const isNear = near && near.events >= kept.events && events - near.events < this.close * 2;
    const from = isNear ? near : kept;
    const fold = new Fold(from.fold);
    const made: Checkpoint[] = [];
    for (let at = from.events; at < events; at++) {
      fold.add(history[at]!);
      if (!isNear && (at + 1) % this.close === 0) {
        made.push({ events: at + 1, fold: new Fold(fold) });
      }
      this.offer(at + 1, fold);
    }
    if (!isNear) {
      this.#near = made;
    }
    return fold;
  }

  /** Where checkpoints stand, from the last before `events` to the first, 0. */
  before(events: number): number[] {
    return this.#kept
      .map((checkpoint) => checkpoint.events)
      .filter((at) => at < events)
      .reverse();
  }

  /** Forgets what lies behind `events`: the history was cut there. */
  cut(events: number): void {
    const end = this.#kept.findLastIndex((checkpoint) => checkpoint.events <= events) + 1;
    this.#kept.splice(end);
    this.#near = [];
  }
}

/** Whether a path names something else in the second than in the first. */
export function hasChanged(path: Path, before: Seen, now: Seen): boolean {
  const [old, fresh] = [valueOf(path, before), valueOf(path, now)];
  return old === undefined || fresh === undefined ? old !== fresh : old !== fresh && !equal(old, fresh);
}

function valueOf(path: Path, { input, variables }: Seen): Json | undefined {
  const root = path.root.kind === 'variable' ? variables[path.root.name] : input;
  const found = root === undefined ? undefined : evaluatePath(path, root);
  return found && 'value' in found ? found.value : undefined;
}
