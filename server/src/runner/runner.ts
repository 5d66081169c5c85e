import { setImmediate } from 'node:timers/promises';
import { evaluateJsonata } from '../asl/jsonata';
import type { Command, Environment, Evaluate, Evaluated } from '../execution/command';
import { decide } from '../execution/decide';
import { type Execution, type ExecutionStatus, type Strand, newExecution } from '../execution/execution';
import { evolve } from '../execution/evolve';
import type { HistoryEvent } from '../execution/history';
import { type Pending, type PendingTask, type Timer, nextRunnable, pending } from '../execution/pending';
import type { Program } from '../execution/program';
import { resourceOf } from '../execution/resource';
import { type Json, type JsonObject, object } from '../source/json';
import { type Clock, VirtualClock } from './clock';
import { identityOf, limited } from './identity';
import { type RandomSource, seededRandom } from './random';
import { boundary, invocations, recordedAnswer } from './recorded';
import type { TaskAnswer, TaskBinding, TaskProgress, TaskRequest } from './tasks/binding';
import { unboundTask } from './tasks/unbound';
import type { Arrived, Progress, UnderWay } from './underWay';

export interface RunnerOptions {
  readonly program: Program;
  readonly input: Json;
  /** What happened already: the execution goes on from there. */
  readonly history?: readonly HistoryEvent[];
  /** Name of the state machine; `local` when absent. */
  readonly machineName?: string;
  /** Name of the execution; a UUID when absent. */
  readonly name?: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly region?: string;
  readonly account?: string;
  readonly roleArn?: string;
  /** Virtual, from the real now, when absent. */
  readonly clock?: Clock;
  /** Same seed, same randomness; random when absent. */
  readonly seed?: number;
  /** Asked in this order; the first that performs a task counts. */
  readonly tasks?: readonly TaskBinding[];
  /** Asked about a task that nothing is bound to; without it, or when it answers undefined, the execution fails and says how to bind the task. */
  readonly unbound?: (request: TaskRequest, signal: AbortSignal) => Promise<TaskAnswer | undefined>;
  /** `off` lifts the limits on events and payloads. */
  readonly limits?: 'aws' | 'off';
  /** Hears every batch of events after it is recorded. */
  readonly listener?: (events: readonly HistoryEvent[]) => void;
  /** Evaluates JSONata; in this process when absent. */
  readonly evaluate?: (request: Evaluate) => Promise<Evaluated>;
  /** Members put over the context object's own. */
  readonly context?: JsonObject;
}

/** How an execution ended. */
export interface Outcome {
  readonly status: Exclude<ExecutionStatus, 'PENDING' | 'RUNNING'>;
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/**
 * Performs what the core asks for: the one loop behind the command line, the debugger and the tests.
 * Pull style: nothing happens unless `advance`, `wait` or `run` is called.
 */
export class Runner {
  #program: Program;
  #execution: Execution = newExecution();
  readonly history: HistoryEvent[] = [];
  readonly clock: Clock;
  readonly executionArn: string;
  readonly #options: RunnerOptions;
  readonly #random: RandomSource;
  readonly #region: string;
  readonly #account: string;
  readonly #start: Command;
  /** How often tasks of a state's name were started. */
  #invocations = new Map<string, number>();
  /** Tasks under way by the id of their scheduling event. */
  readonly #underWay = new Map<number, UnderWay>();
  readonly #arrived: Arrived[] = [];
  #wake: () => void = () => undefined;
  #awake: Promise<void> = Promise.resolve();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#program = limited(options.program, options.type);
    this.clock = options.clock ?? new VirtualClock();
    this.#random = seededRandom(options.seed);
    const { region, account, executionArn, start } = identityOf(options, this.#random);
    this.#region = region;
    this.#account = account;
    this.executionArn = executionArn;
    this.#start = start;
    for (const event of options.history ?? []) {
      this.history.push(event);
      evolve(this.#execution, event);
    }
    this.#invocations = invocations(this.history, this.#execution, (scheduled) => this.#underWay.has(scheduled));
  }

  get program(): Program {
    return this.#program;
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
    return nextRunnable(this.execution, among) ?? (this.execution.status === 'RUNNING' ? 'waiting' : 'ended');
  }

  /** Lets one strand take one step and tells what happened. */
  async advance(strand: Strand): Promise<readonly HistoryEvent[]> {
    return this.#perform({ type: 'advance', strand: strand.id });
  }

  /**
   * Starts what is to be performed and waits for the first answer or timer; records what came.
   * Answers no event when `signal` aborted the wait.
   */
  async wait(signal?: AbortSignal): Promise<readonly HistoryEvent[]> {
    this.#begin();
    const events: HistoryEvent[] = [];
    for (const task of this.pending.tasks) {
      if (!this.#underWay.has(task.scheduled)) {
        events.push(...(await this.#startTask(task)));
      }
    }
    while (!signal?.aborted && this.execution.status === 'RUNNING') {
      const timers = this.pending.timers;
      const arrived = this.#takeArrived(timers[0]?.due);
      if (arrived) {
        events.push(...(await this.#answer(arrived)));
        if (events.length > 0) {
          return events;
        }
        // A heartbeat of a task that needs none.
        continue;
      }
      const due = this.#earliest(timers);
      if (due !== undefined && due <= this.clock.now()) {
        for (const timer of timers.filter((t) => t.due === timers[0]!.due && t.due <= this.clock.now())) {
          events.push(...(await this.#fire(timer)));
        }
        if (events.length > 0) {
          return events;
        }
      }
      const outside = [...this.#underWay.values()].some((u) => u.settled !== undefined);
      if (!outside && due === undefined) {
        // Nothing can ever happen: only an answer from outside would help, and nobody can give one.
        return events;
      }
      this.#awake = new Promise((resolve) => (this.#wake = resolve));
      await this.clock.wait(due, outside ? this.#awake : undefined, signal);
    }
    return events;
  }

  /** Runs to the end, or until `signal` aborts. Lets other work of the process through every few milliseconds. */
  async run(signal?: AbortSignal): Promise<Outcome | undefined> {
    let yielded = performance.now();
    while (!signal?.aborted) {
      const next = this.next();
      if (next === 'ended') {
        break;
      }
      if (next === 'waiting') {
        const before = this.history.length;
        await this.wait(signal);
        if (this.history.length === before && !signal?.aborted) {
          break;
        }
        continue;
      }
      const events = this.#perform({ type: 'advance', strand: next.id });
      if (events instanceof Promise) {
        await events;
      }
      if (performance.now() - yielded > 10) {
        await setImmediate();
        yielded = performance.now();
      }
    }
    return this.outcome;
  }

  /** Aborts the execution and ends what is under way; ends when that has ended. */
  async stop(error?: string, cause?: string): Promise<readonly HistoryEvent[]> {
    const settled = [...this.#underWay.values()].flatMap((u) => u.settled ?? []);
    const events = this.outcome ? [] : await this.#perform({ type: 'stop', error, cause });
    for (const { abort } of this.#underWay.values()) {
      abort.abort();
    }
    this.#underWay.clear();
    this.#wake();
    await Promise.allSettled(settled);
    return events;
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
    const dropped = this.history.splice(boundary(this.history, events));
    this.#program = limited(program, this.#options.type);
    this.#execution = newExecution();
    for (const event of this.history) {
      evolve(this.#execution, event);
    }
    const waiting = this.pending.tasks;
    for (const [scheduled, { abort }] of this.#underWay) {
      if (!waiting.some((task) => task.scheduled === scheduled)) {
        abort.abort();
        this.#underWay.delete(scheduled);
      }
    }
    this.#arrived.splice(0, this.#arrived.length, ...this.#arrived.filter(({ task }) => this.#underWay.has(task.scheduled)));
    for (const task of waiting) {
      const answer = task.started && !this.#underWay.has(task.scheduled) ? recordedAnswer(task, dropped) : undefined;
      if (answer) {
        this.#underWay.set(task.scheduled, { strand: task.strand.id, abort: new AbortController(), settled: undefined });
        this.#arrived.push({ task, ...answer });
      }
    }
    this.#invocations = invocations(this.history, this.#execution, (scheduled) => this.#underWay.has(scheduled));
    const time = (this.history.at(-1) ?? dropped[0])?.timestamp;
    if (time !== undefined) {
      this.clock.rewind?.(time);
    }
    this.#wake();
    return this.history.length;
  }

  #begin(): void {
    if (this.execution.status === 'PENDING') {
      void this.#perform(this.#start);
    }
  }

  #perform(command: Command): readonly HistoryEvent[] | Promise<readonly HistoryEvent[]> {
    const environment: Environment = {
      now: this.clock.now(),
      random: this.#random,
      limits: this.#options.limits ?? 'aws',
      region: this.#region,
    };
    const decision = decide(this.program, this.execution, command, environment);
    const step = decision.next();
    return step.done ? this.#record(step.value) : this.#evaluate(decision, step.value);
  }

  async #evaluate(decision: Generator<Evaluate, HistoryEvent[], Evaluated>, first: Evaluate): Promise<readonly HistoryEvent[]> {
    const evaluate = this.#options.evaluate ?? evaluateJsonata;
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

  #record(events: HistoryEvent[]): readonly HistoryEvent[] {
    for (const event of events) {
      this.history.push(event);
      evolve(this.execution, event);
    }
    if (this.#underWay.size > 0) {
      for (const [scheduled, { strand, abort }] of this.#underWay) {
        if (this.execution.strands.get(strand)?.task?.scheduled !== scheduled) {
          abort.abort();
          this.#underWay.delete(scheduled);
        }
      }
    }
    if (events.length > 0) {
      this.#options.listener?.(events);
    }
    return events;
  }

  async #startTask(task: PendingTask): Promise<readonly HistoryEvent[]> {
    const abort = new AbortController();
    const { strand } = task;
    const state = this.program.states.get(strand.state)!;
    const invocation = this.#invocations.get(state.name) ?? 0;
    this.#invocations.set(state.name, invocation + 1);
    // The task of an activity is started by the worker that takes it.
    const isActivity = resourceOf(task.resource).kind === 'activity';
    const events = isActivity || task.started ? [] : await this.#perform({ type: 'taskStarted', strand: strand.id });
    const request: TaskRequest = {
      state: strand.state,
      stateName: state.name,
      resource: task.resource,
      parameters: task.parameters,
      attempt: strand.retryCount,
      strand: strand.id,
      invocation,
      taskToken: task.taskToken,
      executionArn: this.executionArn,
      region: this.#region,
      account: this.#account,
    };
    const tell = (progress: Progress): void => {
      if (!abort.signal.aborted) {
        this.#arrived.push({ task, answer: progress, due: this.clock.now() });
        this.#wake();
      }
    };
    const answer = this.#ask(request, abort.signal, {
      started: (workerName) => tell({ kind: 'started', workerName }),
      submitted: (output) => tell({ kind: 'submitted', output }),
      heartbeat: () => tell({ kind: 'heartbeat' }),
    });
    if (!(answer instanceof Promise)) {
      this.#underWay.set(task.scheduled, { strand: strand.id, abort, settled: undefined });
      this.#arrive(task, answer, abort.signal);
      return events;
    }
    const settled = answer.then(
      (a) => this.#arrive(task, a, abort.signal),
      (problem: unknown) =>
        this.#arrive(task, { kind: 'failure', error: 'Stepwise.Internal', cause: String(problem), local: true }, abort.signal),
    );
    this.#underWay.set(task.scheduled, { strand: strand.id, abort, settled });
    return events;
  }

  #ask(request: TaskRequest, signal: AbortSignal, progress: TaskProgress): TaskAnswer | Promise<TaskAnswer> {
    for (const binding of this.#options.tasks ?? []) {
      const answer = binding.perform(request, signal, progress);
      if (answer) {
        return answer;
      }
    }
    const { unbound } = this.#options;
    return unbound ? unbound(request, signal).then((answer) => answer ?? unboundTask(request)) : unboundTask(request);
  }

  #arrive(task: PendingTask, answer: TaskAnswer, signal: AbortSignal): void {
    if (signal.aborted) {
      return;
    }
    this.#arrived.push({ task, answer, due: this.clock.now() + (answer.delay ?? 0) });
    const underWay = this.#underWay.get(task.scheduled);
    if (underWay) {
      // Nothing of it runs outside any more.
      this.#underWay.set(task.scheduled, { ...underWay, settled: undefined });
    }
    this.#wake();
  }

  /** The answer that has arrived and comes first, unless a timer (at `timer`) comes before it. Answers nobody waits for any more are dropped. */
  #takeArrived(timer: number | undefined): Arrived | undefined {
    const alive = this.#arrived.filter(
      ({ task }) => this.execution.strands.get(task.strand.id)?.task?.scheduled === task.scheduled,
    );
    const first = alive.reduce<Arrived | undefined>((a, b) => (a && a.due <= b.due ? a : b), undefined);
    this.#arrived.splice(0, this.#arrived.length, ...alive);
    if (!first || first.due > this.clock.now() || (timer !== undefined && timer < first.due)) {
      return undefined;
    }
    this.#arrived.splice(this.#arrived.indexOf(first), 1);
    return first;
  }

  #earliest(timers: readonly Timer[]): number | undefined {
    const dues = [...timers.slice(0, 1), ...this.#arrived].map(({ due }) => due);
    return dues.length > 0 ? Math.min(...dues) : undefined;
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
        this.#underWay.delete(task.scheduled);
        return [
          ...(await this.#submit(task, answer.output)),
          ...(await this.#perform({ type: 'taskSucceeded', strand, output: answer.output })),
        ];
      case 'failure': {
        this.#underWay.delete(task.scheduled);
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

  async #fire(timer: Timer): Promise<readonly HistoryEvent[]> {
    const { kind, strand } = timer;
    if (kind === 'execution') {
      return this.#perform({ type: 'timerFired', kind, strand: undefined });
    }
    return this.#perform({ type: 'timerFired', kind, strand: strand!.id });
  }
}
