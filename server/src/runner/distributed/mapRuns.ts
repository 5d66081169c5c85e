import type { Command, Environment, Evaluate, Evaluated } from '../../execution/command';
import type { Execution, Strand } from '../../execution/execution';
import type { Failure, MapItem } from '../../execution/history';
import type { PendingMapRun } from '../../execution/pending';
import type { MapState, Program } from '../../execution/program';
import { selectItem } from '../../execution/states/distributedMap';
import type { Json } from '../../source/json';
import type { Clock } from '../clock';
import type { RandomSource } from '../random';
import type { Runner, RunnerOptions } from '../runner';
import type { ChildWatch } from '../runnerOptions';
import type { ChildRecord } from './childRecord';
import { MapRun, type MapRunHost } from './mapRun';

/** The execution whose map runs these are. */
export interface MapRunsHost {
  readonly options: RunnerOptions;
  readonly executionArn: string;
  readonly invocations: Map<string, number>;
  readonly random: RandomSource;
  readonly clock: Clock;
  runner(options: RunnerOptions): Runner;
  program(): Program;
  execution(): Execution;
  environment(): Environment;
  evaluate(request: Evaluate): Promise<Evaluated>;
  wake(): void;
}

/** The map runs of one execution. */
export class MapRuns {
  /** All there were, the latest last. */
  readonly all: MapRun[] = [];
  /** Those that run, by the id of their MapRunStarted event. */
  readonly #running = new Map<number, { readonly run: MapRun; readonly strand: number }>();

  /** Of the child before. */
  #seed: number | undefined;

  constructor(private readonly host: MapRunsHost) {}

  get due(): number | undefined {
    let first: number | undefined;
    for (const { run } of this.#running.values()) {
      first = run.due === undefined ? first : Math.min(first ?? run.due, run.due);
    }
    return first;
  }

  get isOutside(): boolean {
    return [...this.#running.values()].some(({ run }) => run.isOutside);
  }

  /** Lets the children of these map runs go on as far as they can now; answers what follows when one has ended. */
  async drive(pending: readonly PendingMapRun[], signal: AbortSignal | undefined): Promise<Command | undefined> {
    for (const wanted of pending) {
      const { run } = this.#running.get(wanted.started) ?? this.#start(wanted);
      await run.drive(signal);
      const { end } = run;
      if (end && this.#running.delete(wanted.started)) {
        const strand = wanted.strand.id;
        return 'result' in end
          ? { type: 'mapRunSucceeded', strand, result: end.result }
          : { type: 'mapRunFailed', strand, error: end.failure.error ?? '', cause: end.failure.cause };
      }
    }
    return undefined;
  }

  /** Ends those that nobody waits for any more. */
  prune(execution: Execution): void {
    if (this.#running.size === 0) {
      return;
    }
    for (const [started, { run, strand }] of this.#running) {
      if (execution.strands.get(strand)?.mapRun?.started !== started) {
        this.#running.delete(started);
        void run.abort();
      }
    }
  }

  /** Ends all; ends when they have ended. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    this.#running.clear();
    await Promise.all(running.map(({ run }) => run.abort()));
  }

  #start(wanted: PendingMapRun): { readonly run: MapRun; readonly strand: number } {
    const { host } = this;
    const { options } = host;
    const { strand, plan } = wanted;
    const state = host.program().states.get(strand.state) as MapState;
    const earlier = options.mapRuns?.find(({ arn }) => arn === plan.mapRunArn);
    const site: MapRunHost = {
      objects: options.objects,
      executionArn: host.executionArn,
      now: () => host.clock.now(),
      wake: () => host.wake(),
      select: (item) => this.#select(strand, item),
      ...(options.children ? watching(options.children, host.executionArn, strand) : {}),
      child: (input, wake, before) => host.runner(this.#childOptions(state, plan.label, input, wake, before)),
    };
    const run = new MapRun(wanted, state, site, earlier);
    const started = { run, strand: strand.id };
    this.all.push(run);
    this.#running.set(wanted.started, started);
    return started;
  }

  #childOptions(
    state: MapState,
    label: string,
    input: Json,
    wake: (child: Runner) => void,
    earlier: ChildRecord | undefined,
  ): RunnerOptions {
    const { host } = this;
    const { options } = host;
    const program: Program = { ...host.program(), start: state.startAt, timeoutSeconds: undefined };
    // Names, ids and evaluators are its own; what the user's options say of the context is for the parent only.
    return {
      program,
      input,
      machineName: `${(options.machineName ?? 'local').replace(/\/.*$/, '')}/${label}`,
      type: state.distributed!.executionType,
      clock: host.clock,
      seed: this.#nextSeed(),
      invocations: host.invocations,
      wake,
      // Express children begin anew; so does a child whose history is no longer kept.
      ...(earlier?.log && earlier.type === 'STANDARD' ? { name: earlier.name, history: earlier.log.events } : {}),
      ...inspecting(options.children),
      ...pick(options, ['region', 'account', 'roleArn', 'tasks', 'unbound', 'limits', 'evaluate', 'objects', 'children']),
    };
  }

  /** Another one for each child, since its name is made of it: drawn ones are alike sooner or later among so many children. */
  #nextSeed(): number {
    const before = this.#seed ?? Math.floor(this.host.random() * 2 ** 32);
    this.#seed = (before + 1) >>> 0;
    return this.#seed;
  }

  async #select(strand: Strand, item: MapItem): Promise<{ readonly value: Json } | { readonly failure: Failure }> {
    const { host } = this;
    const selection = selectItem(host.program(), host.execution(), strand, item, host.environment());
    let step = selection.next();
    while (!step.done) {
      step = selection.next(await host.evaluate(step.value));
    }
    return step.value;
  }
}

function watching(children: ChildWatch, executionArn: string, { id, state }: Strand): Pick<MapRunHost, 'beforeStep' | 'ended'> {
  return {
    beforeStep: (child, index) => children.beforeStep(child, { executionArn, strand: id, state, index }),
    ended: (child) => children.ended(child),
  };
}

function inspecting(children: ChildWatch | undefined): Pick<RunnerOptions, 'inspect'> {
  return children ? { inspect: (strand, child) => children.inspect(child, strand) } : {};
}

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])) as Pick<T, K>;
}
