import { setImmediate } from 'node:timers/promises';
import type { Command, Environment, Evaluate, Evaluated } from '../execution/command';
import { decide, decideAtOnce } from '../execution/decide';
import { type Execution, type Strand, newExecution } from '../execution/execution';
import { EventLog } from '../execution/eventLog';
import { evolve } from '../execution/evolve';
import type { HistoryEvent } from '../execution/history';
import { type Pending, type PendingTask, type Timer, nextRunnable, pending } from '../execution/pending';
import type { Program } from '../execution/program';
import { redriveAfter } from '../execution/redrive';
import { resourceOf } from '../execution/resource';
import { stride, usualEffort } from '../execution/stride';
import { type Json, object } from '../source/json';
import { type Clock, VirtualClock } from './clock';
import { evaluateInTurns } from './evaluate';
import type { MapRun } from './distributed/mapRun';
import { MapRuns } from './distributed/mapRuns';
import { type Identity, identityOf, limited } from './identity';
import { type RandomSource, seededRandom } from './random';
import type { Outcome, RunnerOptions } from './runnerOptions';
import { boundary, invocations, isOfTimer, recordedAnswer } from './recorded';
import { askTask, prepareTask, requestOf } from './tasks/askTask';
import { type Arrived, TasksUnderWay } from './underWay';

export type { Outcome, RunnerOptions } from './runnerOptions';

/** After so much effort it is time to look whether others wait. */
const enough = 16 * usualEffort;

/**
 * Performs what the core asks for: the one loop behind the command line, the debugger and the tests.
 * Pull style: nothing happens unless `step`, `wait` or `run` is called.
 */
export class Runner {
  #program: Program;
  #execution: Execution = newExecution();
  /** The history as it is written. */
  readonly log = new EventLog();
  readonly clock: Clock;
  readonly executionArn: string;
  readonly #options: RunnerOptions;
  readonly #random: RandomSource;
  readonly #identity: Identity;
  /** How often tasks of a state's name were started. */
  readonly #invocations: Map<string, number>;
  readonly #tasks: TasksUnderWay;
  readonly #mapRuns: MapRuns;
  #moment: Environment | undefined;
  /** Whether timers that are due fire before any strand goes on: the history was cut while those of one moment fired. */
  #isFiring = false;
  #wake: () => void = () => undefined;
  #awake: Promise<void> = Promise.resolve();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#program = limited(options.program, options.type);
    this.clock = options.clock ?? new VirtualClock();
    this.#invocations = options.invocations ?? new Map<string, number>();
    this.#random = seededRandom(options.seed);
    this.#identity = identityOf(options, this.#random);
    this.executionArn = this.#identity.executionArn;
    this.#tasks = new TasksUnderWay({
      now: () => this.clock.now(),
      isWaitedFor: (strand, scheduled) => this.execution.strands.get(strand)?.task?.scheduled === scheduled,
      wake: () => this.stir(),
    });
    this.#mapRuns = new MapRuns({
      options,
      executionArn: this.executionArn,
      invocations: this.#invocations,
      random: this.#random,
      runner: (child) => new Runner(child),
      program: () => this.program,
      execution: () => this.execution,
      environment: () => this.#environment(),
      evaluate: (request) => this.#evaluator(request),
      clock: this.clock,
      wake: () => this.stir(),
    });
    for (const event of options.history ?? []) {
      this.log.push(event);
      evolve(this.#execution, event);
    }
    if (options.history && !options.invocations) {
      this.#count();
    }
  }

  get program(): Program {
    return this.#program;
  }

  /** The events so far: always the same array. */
  get history(): readonly HistoryEvent[] {
    return this.log.events;
  }

  get execution(): Execution {
    return this.#execution;
  }

  /** Set when the execution has ended. */
  get outcome(): Outcome | undefined {
    const { status, output, error, cause } = this.execution;
    return status === 'PENDING' || status === 'RUNNING' ? undefined : { status, output, error, cause };
  }

  /** What the execution waits for. */
  get pending(): Pending {
    return pending(this.execution);
  }

  /** Who would go next, of those that `among` lets go. Starts the execution when that has not happened. */
  next(among?: (strand: Strand) => boolean): Strand | 'waiting' | 'ended' {
    this.#begin();
    if (this.#isFiring && (this.#isFiring = this.#isDue)) {
      return 'waiting';
    }
    return nextRunnable(this.execution, among) ?? (this.execution.status === 'RUNNING' ? 'waiting' : 'ended');
  }

  /** Lets one strand take one step and tells what happened, without a promise where none is needed. */
  step({ id }: Strand): readonly HistoryEvent[] | Promise<readonly HistoryEvent[]> {
    const strand = this.#execution.strands.get(id);
    const state = strand && this.#program.states.get(strand.state);
    const events = state && decideAtOnce(this.#program, this.#execution, strand, state, this.#environment());
    return events ? this.#record(events) : this.#perform({ type: 'advance', strand: id });
  }

  /**
   * Starts what is to be performed and waits for the first answer or timer; records what came.
   * Answers no event when `signal` aborted the wait.
   */
  async wait(signal?: AbortSignal): Promise<readonly HistoryEvent[]> {
    this.#begin();
    const events: HistoryEvent[] = [...(await this.#startTasks())];
    while (!signal?.aborted && this.execution.status === 'RUNNING') {
      const now = await this.#settle(signal);
      events.push(...now);
      if (now.length > 0) {
        return events;
      }
      const { due, isOutside } = this.outlook;
      if (signal?.aborted || (due !== undefined && due <= this.clock.now())) {
        // A heartbeat of a task that needs none, or a child that can go on.
        continue;
      }
      if (!isOutside && due === undefined) {
        // Nothing can ever happen: only an answer from outside would help, and nobody can give one.
        return events;
      }
      this.#awake = new Promise((resolve) => (this.#wake = resolve));
      // On the clock on the wall, a map run's settings may change while its children wait.
      const isOpen = isOutside || (this.clock.kind === 'real' && this.pending.mapRuns.length > 0);
      await this.clock.wait(due, isOpen ? this.#awake : undefined, signal);
    }
    return events;
  }

  /** Like `wait`, but takes only what is there now, and answers no event when that is nothing. */
  async poll(signal?: AbortSignal): Promise<readonly HistoryEvent[]> {
    const started = await this.#startTasks();
    return [...started, ...(await this.#settle(signal))];
  }

  /** When the execution goes on by itself (epoch milliseconds), and whether it waits for something outside. */
  get outlook(): { readonly due: number | undefined; readonly isOutside: boolean } {
    const dues = [this.pending.timers[0]?.due, this.#tasks.due, this.#mapRuns.due].filter((due) => due !== undefined);
    return {
      due: dues.length > 0 ? Math.min(...dues) : undefined,
      isOutside: this.#tasks.isOutside || this.#mapRuns.isOutside,
    };
  }

  /** Whoever waits for what the execution waits for looks anew: something has come, or somebody has let it go on. */
  stir(): void {
    this.#wake();
    this.#options.wake?.(this);
  }

  /** The map runs of the execution, the latest last. */
  get mapRuns(): readonly MapRun[] {
    return this.#mapRuns.all;
  }

  async #startTasks(): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    for (const task of this.pending.tasks) {
      if (!this.#tasks.has(task.scheduled)) {
        events.push(...(await this.#startTask(task)));
      }
    }
    return events;
  }

  /** What has come until now: the end of a map run, an answer, or all timers of the earliest time. */
  async #settle(signal: AbortSignal | undefined): Promise<readonly HistoryEvent[]> {
    const { mapRuns, timers } = this.pending;
    if (mapRuns.length > 0) {
      const ended = await this.#mapRuns.drive(mapRuns, signal);
      if (ended) {
        return this.#perform(ended);
      }
    }
    const arrived = this.#tasks.take(timers[0]?.due);
    if (arrived) {
      return this.#answer(arrived);
    }
    const events: HistoryEvent[] = [];
    const now = this.clock.now();
    for (const timer of timers.filter(({ due }) => due === timers[0]!.due && due <= now)) {
      events.push(...(await this.#fire(timer)));
    }
    return events;
  }

  /** Runs to the end, or until `signal` aborts. Lets other work of the process through every few milliseconds. */
  async run(signal?: AbortSignal): Promise<Outcome | undefined> {
    let yielded = performance.now();
    for (let effort = 0; !signal?.aborted;) {
      // Asking for the time costs as much as a step.
      if (effort >= enough) {
        effort = 0;
        if (performance.now() - yielded > 10) {
          await setImmediate();
          yielded = performance.now();
        }
      }
      if (!this.#isFiring) {
        effort += stride(this.#program, this.#execution, this.#environment(), this.log, enough - effort);
        this.#prune();
      }
      if (effort >= enough) {
        continue;
      }
      const next = this.next();
      if (next === 'ended') {
        break;
      }
      if (next === 'waiting') {
        const before = this.log.length;
        await this.wait(signal);
        if (this.log.length === before && !signal?.aborted) {
          break;
        }
        continue;
      }
      const events = this.#perform({ type: 'advance', strand: next.id });
      if (events instanceof Promise) {
        await events;
      }
      effort += usualEffort;
    }
    return this.outcome;
  }

  /** Aborts the execution and ends what is under way; ends when that has ended. */
  async stop(error?: string, cause?: string): Promise<readonly HistoryEvent[]> {
    const events = this.outcome ? [] : await this.#perform({ type: 'stop', error, cause });
    const stopped = [this.#tasks.stop(), this.#mapRuns.stop()];
    this.stir();
    await Promise.all(stopped);
    return events;
  }

  /** The name of the local function that would perform such a task. */
  functionOf(resource: string, parameters: Json | undefined): string | undefined {
    return this.#options.tasks?.map((each) => each.functionOf?.(resource, parameters)).find((name) => name !== undefined);
  }

  /** Lets an execution that failed, was stopped or timed out go on from there; answers no event when it has not. */
  async redrive(): Promise<readonly HistoryEvent[]> {
    return this.#perform(redriveAfter(this.history));
  }

  /** Changes something by hand: the core decides what follows. */
  async change(
    command: Extract<Command, { type: 'change' | 'fail' | 'taskSucceeded' | 'taskFailed' }>,
  ): Promise<readonly HistoryEvent[]> {
    return this.#perform(command);
  }

  /**
   * Takes the history back to its first `events` events, or to the last moment before between two decisions, so that another future
   * begins; with `program`, by another definition. Answers how many events are left. A task that was under way there is not
   * performed again: it goes on, or answers what is recorded of it.
   */
  cut(events: number, program: Program = this.#program): number {
    const dropped = this.log.cut(boundary(this.history, events));
    this.#program = limited(program, this.#options.type);
    this.#execution = newExecution();
    for (const event of this.history) {
      evolve(this.#execution, event);
    }
    this.#prune();
    this.#tasks.forget();
    for (const task of this.pending.tasks) {
      const answer = task.started && !this.#tasks.has(task.scheduled) ? recordedAnswer(task, dropped) : undefined;
      if (answer) {
        this.#tasks.recall(task, answer);
      }
    }
    this.#count();
    const time = (this.history.at(-1) ?? dropped[0])?.timestamp;
    if (time !== undefined) {
      this.clock.rewind?.(time);
    }
    this.#isFiring = this.#isDue && dropped[0] !== undefined && isOfTimer(dropped[0], this.#execution);
    this.stir();
    return this.history.length;
  }

  /** Whether a timer is due. */
  get #isDue(): boolean {
    const [first] = this.pending.timers;
    return first !== undefined && first.due <= this.clock.now();
  }

  /** How often each state's tasks were started, by the history. */
  #count(): void {
    this.#invocations.clear();
    for (const [name, times] of invocations(this.history, this.#execution, (scheduled) => this.#tasks.has(scheduled))) {
      this.#invocations.set(name, times);
    }
  }

  #begin(): void {
    if (this.execution.status === 'PENDING') {
      void this.#perform(this.#identity.start);
    }
  }

  #perform(command: Command): readonly HistoryEvent[] | Promise<readonly HistoryEvent[]> {
    const decision = decide(this.program, this.execution, command, this.#environment());
    const step = decision.next();
    return step.done ? this.#record(step.value) : this.#evaluate(decision, step.value);
  }

  /** One for all decisions of a moment. */
  #environment(): Environment {
    const now = this.clock.now();
    if (this.#moment?.now !== now) {
      this.#moment = { now, random: this.#random, limits: this.#options.limits ?? 'aws', region: this.#identity.region };
    }
    return this.#moment;
  }

  get #evaluator(): NonNullable<RunnerOptions['evaluate']> {
    return this.#options.evaluate ?? ((request) => evaluateInTurns(request, () => this.outcome !== undefined));
  }

  async #evaluate(
    decision: Generator<Evaluate, readonly HistoryEvent[], Evaluated>,
    first: Evaluate,
  ): Promise<readonly HistoryEvent[]> {
    const evaluate = this.#evaluator;
    for (let request = first; ;) {
      const answer = await evaluate(request);
      if (this.outcome) {
        // Stopped meanwhile: what was being decided has no consequence.
        return [];
      }
      const step = decision.next(answer);
      if (step.done) {
        return this.#record(step.value);
      }
      request = step.value;
    }
  }

  #record(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
    for (const event of events) {
      this.log.push(event);
      evolve(this.execution, event);
    }
    this.#prune();
    return events;
  }

  /** Ends what is under way and no longer waited for. */
  #prune(): void {
    this.#tasks.prune();
    this.#mapRuns.prune(this.execution);
  }

  async #startTask(task: PendingTask): Promise<readonly HistoryEvent[]> {
    const { strand } = task;
    const state = this.program.states.get(strand.state)!;
    const invocation = this.#invocations.get(state.name) ?? 0;
    this.#invocations.set(state.name, invocation + 1);
    // The task of an activity is started by the worker that takes it.
    const isActivity = resourceOf(task.resource).kind === 'activity';
    const events = isActivity || task.started ? [] : await this.#perform({ type: 'taskStarted', strand: strand.id });
    const inspection = this.#options.inspect?.(strand.id, this);
    const request = { ...requestOf(task, state.name, invocation, this.#identity), ...(inspection && { inspection }) };
    await prepareTask(this.#options.tasks, request, this.#evaluator, this.#environment());
    if (this.outcome) {
      return events;
    }
    this.#tasks.start(task, (signal, progress) => askTask(this.#options, request, signal, progress));
    return events;
  }

  async #answer({ task, answer }: Arrived): Promise<readonly HistoryEvent[]> {
    const strand = task.strand.id;
    switch (answer.kind) {
      case 'started':
        return this.#perform({ type: 'taskStarted', strand, workerName: answer.workerName });
      case 'submitted':
        return this.#perform({ type: 'taskSubmitted', strand, output: answer.output });
      case 'heartbeat':
        return this.#perform({ type: 'taskHeartbeat', strand });
      case 'success':
        this.#tasks.end(task.scheduled);
        return [
          ...(await this.#submit(task, answer.output)),
          ...(await this.#perform({ type: 'taskSucceeded', strand, output: answer.output })),
        ];
      case 'failure': {
        this.#tasks.end(task.scheduled);
        const { error, cause, local = false } = answer;
        const submitted = local || answer.unsubmitted ? [] : await this.#submit(task, object([]));
        return [...submitted, ...(await this.#perform({ type: 'taskFailed', strand, error, cause, local }))];
      }
    }
  }

  /** Activities, jobs and callbacks that were answered at once (by a mock) count as started and submitted before. */
  async #submit(task: PendingTask, output: Json): Promise<readonly HistoryEvent[]> {
    const resource = resourceOf(task.resource);
    const strand = this.execution.strands.get(task.strand.id);
    if (!strand?.task) {
      return [];
    }
    if (resource.kind === 'activity') {
      return strand.task.started ? [] : this.#perform({ type: 'taskStarted', strand: strand.id });
    }
    if (resource.kind !== 'service' || resource.pattern === 'request' || strand.task.submitted) {
      return [];
    }
    return this.#perform({ type: 'taskSubmitted', strand: strand.id, output });
  }

  async #fire({ kind, strand }: Timer): Promise<readonly HistoryEvent[]> {
    return this.#perform(
      kind === 'execution' ? { type: 'timerFired', kind, strand: undefined } : { type: 'timerFired', kind, strand: strand!.id },
    );
  }
}
