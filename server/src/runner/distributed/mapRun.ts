import { setImmediate } from 'node:timers/promises';
import type { Failure, MapItem, MapRunPlan } from '../../execution/history';
import type { PendingMapRun } from '../../execution/pending';
import type { MapState } from '../../execution/program';
import type { Json } from '../../source/json';
import type { Outcome, Runner } from '../runner';
import type { ChildAnswer } from '../runnerOptions';
import { type ChildRecord, recordOf } from './childRecord';
import { type ChildInput, SelectorFailure, childInputs } from './childInputs';
import { type Counts, carriedOver, exceedsThreshold, kindOf, newCounts } from './counts';
import { DueQueue } from './dueQueue';
import type { ObjectStore } from './objectStore';
import { ItemReaderFailure, type ReadItem, readItems } from './readItems';
import type { MapRunRecord, Settings } from './mapRunRecord';
import { type Results, openResults } from './results';
import { unlessAborted } from '../unlessAborted';

/** What a map run needs of the runner whose execution it belongs to. */
export interface MapRunHost {
  readonly objects: ObjectStore | undefined;
  readonly executionArn: string;
  /** Epoch milliseconds. */
  now(): number;
  /** A runner for a child; it calls `wake` when something has come for it from outside. With `earlier` it goes on from what that child did. */
  child(input: Json, wake: (child: Runner) => void, earlier: ChildRecord | undefined): Runner;
  /** What ItemSelector makes of an item. */
  select(item: MapItem): Promise<{ readonly value: Json } | { readonly failure: Failure }>;
  /** Before a child takes a step, as `ChildWatch` has it. */
  beforeStep?(child: Runner, index: number): Promise<ChildAnswer> | undefined;
  /** A child has ended, or was ended. */
  ended?(child: Runner): void;
  /** Something has come for a child: `drive` has work to do. */
  wake(): void;
}

/** AWS runs so many children at once when nothing else is said. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const mostAtOnce = 10_000;
/** Of how many ended children something is kept, and of how many the history as well. */
const keptChildren = 1000;
const keptHistories = 100;

interface Running {
  readonly index: number;
  readonly input: ChildInput;
}

/** One run of a distributed Map: a child execution for each item or batch, in bounded memory. Read it freely. */
export class MapRun implements MapRunRecord {
  readonly arn: string;
  readonly executionArn: string;
  readonly plan: MapRunPlan;
  readonly startedAt: number;
  readonly redriveCount: number;
  readonly redrivenAt: number | undefined;
  stoppedAt: number | undefined;
  status: MapRunRecord['status'] = 'RUNNING';
  readonly itemCounts: Counts = newCounts();
  readonly executionCounts: Counts = newCounts();
  /** UpdateMapRun may change these. */
  maxConcurrency: number;
  toleratedFailureCount: number | undefined;
  toleratedFailurePercentage: number | undefined;
  /** The last children that have ended, the latest last. */
  readonly ended: ChildRecord[] = [];
  readonly #running = new Map<Runner, Running>();
  readonly #outside = new Set<Runner>();
  readonly #timers = new DueQueue<Runner>();
  /** Those that can go on, in the order in which they do. */
  readonly #ready = new Set<Runner>();
  #inputs: AsyncGenerator<ChildInput, void> | undefined;
  #exhausted = false;
  /** How many children's inputs were read. */
  #read = 0;
  /** Which children have not succeeded. */
  readonly #unsuccessful = new Set<number>();
  readonly #unsuccessfulBefore: ReadonlySet<number>;
  #results: Results | undefined;
  #end: { readonly result: Json } | { readonly failure: Failure } | undefined;

  constructor(
    run: PendingMapRun,
    private readonly state: MapState,
    private readonly host: MapRunHost,
    /** The same map run before it was redriven. */
    private readonly earlier?: MapRunRecord,
  ) {
    const { plan } = run;
    this.plan = plan;
    this.arn = plan.mapRunArn;
    this.executionArn = host.executionArn;
    this.startedAt = earlier?.startedAt ?? host.now();
    this.redriveCount = plan.redriveCount ?? 0;
    this.redrivenAt = this.redriveCount > 0 ? host.now() : undefined;
    this.maxConcurrency = plan.maxConcurrency;
    this.toleratedFailureCount = plan.toleratedFailureCount;
    this.toleratedFailurePercentage = plan.toleratedFailurePercentage;
    this.#unsuccessfulBefore = new Set(earlier?.unsuccessful);
    if (earlier) {
      this.#takeOver(earlier);
    }
  }

  /** What succeeded before a redrive stays; settings that were changed stay as well. */
  #takeOver(earlier: MapRunRecord): void {
    this.maxConcurrency = earlier.maxConcurrency;
    this.toleratedFailureCount = earlier.toleratedFailureCount;
    this.toleratedFailurePercentage = earlier.toleratedFailurePercentage;
    this.ended.push(...earlier.ended.filter(({ outcome }) => outcome.status === 'SUCCEEDED'));
    Object.assign(this.itemCounts, carriedOver(earlier.itemCounts));
    Object.assign(this.executionCounts, carriedOver(earlier.executionCounts));
  }

  /** Changes what may change while it runs; what is undefined stays. */
  update({ maxConcurrency, toleratedFailureCount, toleratedFailurePercentage }: Partial<Settings>): void {
    this.maxConcurrency = maxConcurrency ?? this.maxConcurrency;
    this.toleratedFailureCount = toleratedFailureCount ?? this.toleratedFailureCount;
    this.toleratedFailurePercentage = toleratedFailurePercentage ?? this.toleratedFailurePercentage;
    this.host.wake();
  }

  get label(): string {
    return this.plan.label;
  }

  get begun(): number {
    return Math.max(this.#read, this.earlier?.begun ?? 0);
  }

  get unsuccessful(): readonly number[] {
    const before = this.earlier?.unsuccessful.filter((index) => index >= this.#read) ?? [];
    return [...this.#unsuccessful, ...before];
  }

  get results(): Json | undefined {
    return this.#results ? this.#results.record : this.earlier?.results;
  }

  /** The children that run. */
  get running(): readonly Runner[] {
    return [...this.#running.keys()];
  }

  /** How many items a child that runs has. */
  itemsOf(child: Runner): number {
    return this.#running.get(child)?.input.items ?? 0;
  }

  /** How it ended. */
  get end(): { readonly result: Json } | { readonly failure: Failure } | undefined {
    return this.#end;
  }

  /** When a child goes on by itself: epoch milliseconds. */
  get due(): number | undefined {
    return this.#timers.due;
  }

  /** Whether a child waits for something outside. */
  get isOutside(): boolean {
    return this.#outside.size > 0;
  }

  /** Lets the children go on as far as they can at this moment, and starts others in their place. */
  async drive(signal?: AbortSignal): Promise<void> {
    let yielded = performance.now();
    const now = this.host.now();
    while (this.#timers.due !== undefined && this.#timers.due <= now) {
      this.#ready.add(this.#timers.take()!);
    }
    while (!this.#end && !signal?.aborted) {
      if (performance.now() - yielded > 10) {
        await setImmediate();
        yielded = performance.now();
      }
      await this.#fill();
      const [child] = this.#ready;
      if (child) {
        await this.#go(child, signal);
      } else if (this.#exhausted && this.#running.size === 0) {
        await this.#finish();
      } else {
        return;
      }
    }
  }

  /** Ends what runs; ends when that has ended. */
  async abort(): Promise<void> {
    if (this.status === 'RUNNING') {
      this.#stopped('ABORTED');
      this.#end = { failure: { error: undefined, cause: undefined } };
      await this.#abortChildren();
    }
  }

  /** Starts children while there is room. */
  async #fill(): Promise<void> {
    const room = this.maxConcurrency > 0 ? Math.min(this.maxConcurrency, mostAtOnce) : mostAtOnce;
    // Enough to keep going; others start when these wait.
    while (!this.#end && !this.#exhausted && this.#running.size < room && this.#ready.size === 0) {
      const next = await this.#nextInput();
      if (!next || this.end) {
        return;
      }
      const { index, input } = next;
      const earlier = this.earlier?.ended.find((record) => record.index === index);
      const wake = (woken: Runner): void => {
        this.#ready.add(woken);
        this.host.wake();
      };
      const child = this.host.child(input.input, wake, earlier);
      this.#running.set(child, { index, input });
      if (child.log.length > 0) {
        await child.redrive();
      }
      this.#ready.add(child);
      this.#count('total', input.items);
      this.#count('running', input.items);
      if (this.earlier && index < this.earlier.begun) {
        this.#count('pendingRedrive', -input.items);
      }
    }
  }

  async #nextInput(): Promise<Running | undefined> {
    try {
      this.#results ??= openResults(this.state, this.plan, () => this.#store('ResultWriter'), this.earlier?.results);
      this.#inputs ??= childInputs(this.plan, this.#items(), async (item) => {
        const selected = await this.host.select(item);
        if ('failure' in selected) {
          throw new SelectorFailure(selected.failure);
        }
        return selected.value;
      });
      for (;;) {
        const next: IteratorResult<ChildInput, void> = await this.#inputs.next();
        if (next.done) {
          this.#exhausted = true;
          return undefined;
        }
        const index = this.#read++;
        if (!this.#hasSucceededBefore(index)) {
          return { index, input: next.value };
        }
      }
    } catch (problem) {
      if (this.end) {
        // Stopped while an item was made.
        return undefined;
      }
      await this.#fail(
        problem instanceof SelectorFailure
          ? problem.failure
          : problem instanceof ItemReaderFailure
            ? { error: 'States.ItemReaderFailed', cause: problem.message }
            : problem instanceof NoStore
              ? { error: 'Stepwise.NoS3', cause: problem.message }
              : { error: 'Stepwise.Internal', cause: String(problem) },
      );
      return undefined;
    }
  }

  /** Whether the child at this place has succeeded in an attempt before. */
  #hasSucceededBefore(index: number): boolean {
    return this.earlier !== undefined && index < this.earlier.begun && !this.#unsuccessfulBefore.has(index);
  }

  #items(): Iterable<ReadItem> | AsyncIterable<ReadItem> {
    const { items, reader } = this.plan;
    if (items) {
      return items.map((value) => ({ value, source: 'STATE_DATA' }));
    }
    return readItems(this.#store('ItemReader'), this.state.distributed!.reader!, reader ?? {});
  }

  #store(field: string): ObjectStore {
    const { objects } = this.host;
    if (!objects) {
      throw new NoStore(
        `The ${field} of the Map state '${this.state.name}' uses S3, and nothing plays it: name a folder with --s3-dir.`,
      );
    }
    return objects;
  }

  /** Lets one child go on until it waits or has ended. */
  async #go(child: Runner, signal: AbortSignal | undefined): Promise<void> {
    const running = this.#running.get(child);
    for (let steps = 0; running && !signal?.aborted && !this.#end; steps++) {
      const next = child.next();
      if (next === 'ended') {
        this.#ready.delete(child);
        await this.#childEnded(child, running);
        return;
      }
      const paused = next === 'waiting' ? undefined : this.host.beforeStep?.(child, running.index);
      const answer = paused && (await unlessAborted(paused, signal));
      if (paused && (!answer || this.#end)) {
        return;
      }
      if (answer === 'later') {
        this.#ready.delete(child);
        this.#ready.add(child);
        return;
      }
      if (next === 'waiting' || answer === 'waits') {
        const events = await child.poll(signal);
        if (events.length > 0) {
          continue;
        }
        const { due, isOutside } = child.outlook;
        if (due !== undefined && due <= this.host.now()) {
          continue;
        }
        this.#ready.delete(child);
        if (due !== undefined) {
          this.#timers.add(due, child);
        }
        if (isOutside) {
          this.#outside.add(child);
        } else {
          this.#outside.delete(child);
        }
        return;
      }
      if (answer) {
        continue;
      }
      const stepped = child.step(next);
      if (stepped instanceof Promise) {
        await stepped;
      }
      if (steps % 1000 === 999) {
        await setImmediate();
      }
    }
    if (!running) {
      this.#ready.delete(child);
    }
  }

  async #childEnded(child: Runner, { index, input }: Running): Promise<void> {
    this.#running.delete(child);
    this.#outside.delete(child);
    this.host.ended?.(child);
    const outcome = child.outcome!;
    this.#count('running', -input.items);
    this.#count(kindOf(outcome), input.items);
    const record = this.#keep(child, outcome, { index, input });
    try {
      await this.#results!.add(index, record);
      this.#count('resultsWritten', this.plan.writer ? input.items : 0);
    } catch (problem) {
      await this.#fail({ error: 'States.ResultWriterFailed', cause: (problem as Error).message });
      return;
    }
    if (outcome.error?.startsWith('Stepwise.')) {
      // A fault of the local setup is no failure that a threshold may hide.
      await this.#fail({ error: outcome.error, cause: outcome.cause });
    } else if (outcome.status !== 'SUCCEEDED' && this.#exceedsThreshold()) {
      await this.#fail({
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
      });
    }
  }

  #exceedsThreshold(): boolean {
    return exceedsThreshold(this.itemCounts, this, this.#exhausted);
  }

  #keep(child: Runner, outcome: Outcome, { index, input: { input, items } }: Running): ChildRecord {
    if (outcome.status !== 'SUCCEEDED') {
      this.#unsuccessful.add(index);
    }
    const type = this.state.distributed!.executionType;
    const record = recordOf(child, { index, type, input, outcome, items }, this.arn);
    this.ended.push(record);
    if (this.ended.length > keptChildren * 2) {
      this.ended.splice(0, this.ended.length - keptChildren);
    }
    const old = this.ended.length - keptHistories - 1;
    if (old >= 0) {
      this.ended[old] = { ...this.ended[old]!, log: undefined };
    }
    return record;
  }

  async #finish(): Promise<void> {
    if (this.#exceedsThreshold() && this.itemCounts.failed + this.itemCounts.timedOut > 0) {
      await this.#fail({
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
      });
      return;
    }
    try {
      const result = await this.#results!.finish();
      this.#stopped('SUCCEEDED');
      this.#end = { result };
    } catch (problem) {
      await this.#fail({ error: 'States.ResultWriterFailed', cause: (problem as Error).message });
    }
  }

  async #fail(failure: Failure): Promise<void> {
    this.#end = { failure };
    this.#stopped('FAILED');
    await this.#abortChildren();
    if (this.plan.writer && failure.error === 'States.ExceedToleratedFailureThreshold') {
      await this.#results?.finish().catch(() => undefined);
    }
  }

  async #abortChildren(): Promise<void> {
    const running = [...this.#running];
    this.#running.clear();
    this.#outside.clear();
    this.#ready.clear();
    await Promise.all(
      running.map(async ([child, { index, input }]) => {
        await child.stop();
        this.host.ended?.(child);
        this.#count('running', -input.items);
        this.#count('aborted', input.items);
        this.#keep(child, child.outcome!, { index, input });
      }),
    );
    await this.#inputs?.return(undefined);
  }

  #stopped(status: 'SUCCEEDED' | 'FAILED' | 'ABORTED'): void {
    this.status = status;
    this.stoppedAt = this.host.now();
  }

  #count(kind: keyof Counts, items: number): void {
    this.itemCounts[kind] += items;
    this.executionCounts[kind] += Math.sign(items);
  }
}

class NoStore extends Error {}
