import type { PendingTask } from '../execution/pending';
import type { Json } from '../source/json';
import type { TaskAnswer, TaskProgress } from './tasks/binding';

/** What a task tells before its answer. */
export type Progress =
  | { readonly kind: 'started'; readonly workerName: string | undefined }
  | { readonly kind: 'submitted'; readonly output: Json }
  | { readonly kind: 'heartbeat' };

/** What has come of a task. */
export interface Arrived {
  readonly task: PendingTask;
  readonly answer: TaskAnswer | Progress;
  /** Epoch milliseconds: when it counts as arrived. */
  readonly due: number;
}

interface UnderWay {
  readonly strand: number;
  readonly abort: AbortController;
  readonly settled: Promise<void> | undefined;
}

/** What the tasks of one execution belong to. */
export interface TaskSite {
  /** Epoch milliseconds. */
  now(): number;
  /** Whether the strand still waits for the task that was scheduled by this event. */
  isWaitedFor(strand: number, scheduled: number): boolean;
  /** Something has arrived. */
  wake(): void;
}

/** Tasks that are under way outside the core, and the answers that have come of them. */
export class TasksUnderWay {
  /** By the id of their scheduling event. */
  readonly #underWay = new Map<number, UnderWay>();
  readonly #arrived: Arrived[] = [];

  constructor(private readonly site: TaskSite) {}

  has(scheduled: number): boolean {
    return this.#underWay.has(scheduled);
  }

  /** Whether something runs outside. */
  get isOutside(): boolean {
    for (const { settled } of this.#underWay.values()) {
      if (settled !== undefined) {
        return true;
      }
    }
    return false;
  }

  /** When the first answer that is there counts: epoch milliseconds. */
  get due(): number | undefined {
    return this.#arrived.reduce<number | undefined>((first, { due }) => Math.min(first ?? due, due), undefined);
  }

  /** Lets `ask` perform the task; its answer and what it tells on the way arrive here. */
  start(task: PendingTask, ask: (signal: AbortSignal, progress: TaskProgress) => TaskAnswer | Promise<TaskAnswer>): void {
    const abort = new AbortController();
    const strand = task.strand.id;
    const tell = (progress: Progress): void => {
      if (!abort.signal.aborted) {
        this.#arrived.push({ task, answer: progress, due: this.site.now() });
        this.site.wake();
      }
    };
    const answer = ask(abort.signal, {
      started: (workerName) => tell({ kind: 'started', workerName }),
      submitted: (output) => tell({ kind: 'submitted', output }),
      heartbeat: () => tell({ kind: 'heartbeat' }),
    });
    if (!(answer instanceof Promise)) {
      this.#underWay.set(task.scheduled, { strand, abort, settled: undefined });
      this.#arrive(task, answer, abort.signal);
      return;
    }
    const settled = answer.then(
      (a) => this.#arrive(task, a, abort.signal),
      (problem: unknown) =>
        this.#arrive(task, { kind: 'failure', error: 'Stepwise.Internal', cause: String(problem), local: true }, abort.signal),
    );
    this.#underWay.set(task.scheduled, { strand, abort, settled });
  }

  /** A task counts as under way whose answer is known already. */
  recall(task: PendingTask, recorded: { readonly answer: TaskAnswer; readonly due: number }): void {
    this.#underWay.set(task.scheduled, { strand: task.strand.id, abort: new AbortController(), settled: undefined });
    this.#arrived.push({ task, ...recorded });
  }

  #arrive(task: PendingTask, answer: TaskAnswer, signal: AbortSignal): void {
    if (signal.aborted) {
      return;
    }
    this.#arrived.push({ task, answer, due: this.site.now() + (answer.delay ?? 0) });
    const underWay = this.#underWay.get(task.scheduled);
    if (underWay) {
      // Nothing of it runs outside any more.
      this.#underWay.set(task.scheduled, { ...underWay, settled: undefined });
    }
    this.site.wake();
  }

  /** Takes the answer that has arrived and comes first, unless a timer (at `timer`) comes before it. Answers nobody waits for are dropped. */
  take(timer: number | undefined): Arrived | undefined {
    if (this.#arrived.length === 0) {
      return undefined;
    }
    const alive = this.#arrived.filter(({ task }) => this.site.isWaitedFor(task.strand.id, task.scheduled));
    const first = alive.reduce<Arrived | undefined>((a, b) => (a && a.due <= b.due ? a : b), undefined);
    this.#arrived.splice(0, this.#arrived.length, ...alive);
    if (!first || first.due > this.site.now() || (timer !== undefined && timer < first.due)) {
      return undefined;
    }
    this.#arrived.splice(this.#arrived.indexOf(first), 1);
    return first;
  }

  /** The task has answered. */
  end(scheduled: number): void {
    this.#underWay.delete(scheduled);
  }

  /** Ends those that nobody waits for any more, and forgets what came of them. */
  prune(): void {
    if (this.#underWay.size === 0) {
      return;
    }
    for (const [scheduled, { strand, abort }] of this.#underWay) {
      if (!this.site.isWaitedFor(strand, scheduled)) {
        abort.abort();
        this.#underWay.delete(scheduled);
      }
    }
  }

  /** Forgets answers of tasks that are not under way. */
  forget(): void {
    this.#arrived.splice(0, this.#arrived.length, ...this.#arrived.filter(({ task }) => this.#underWay.has(task.scheduled)));
  }

  /** Tells all to end; ends when they have. */
  async stop(): Promise<void> {
    const all = [...this.#underWay.values()];
    this.#underWay.clear();
    for (const { abort } of all) {
      abort.abort();
    }
    await Promise.allSettled(all.flatMap(({ settled }) => settled ?? []));
  }
}
