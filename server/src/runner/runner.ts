import { setImmediate } from 'node:timers/promises';
import { evaluateJsonata } from '../asl/jsonata';
import type { Command, Environment, Evaluate, Evaluated } from '../execution/command';
import { decide } from '../execution/decide';
import { expressSeconds } from '../execution/express';
import { type Execution, type ExecutionStatus, type Strand, evolve, newExecution } from '../execution/execution';
import type { HistoryEvent } from '../execution/history';
import { type Pending, type PendingTask, type Timer, nextRunnable, pending } from '../execution/pending';
import type { Program } from '../execution/program';
import { resourceOf } from '../execution/resource';
import { type Json, type JsonObject, object } from '../source/json';
import { type Clock, VirtualClock } from './clock';
import { type RandomSource, seededRandom, uuid } from './random';
import type { TaskAnswer, TaskBinding, TaskProgress, TaskRequest } from './tasks/binding';
import { unboundTask } from './tasks/unbound';

export interface RunnerOptions {
  readonly program: Program;
  readonly input: Json;
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

interface UnderWay {
  readonly strand: number;
  readonly abort: AbortController;
  readonly settled: Promise<void> | undefined;
}

/** What a task tells before its answer. */
type Progress =
  | { readonly kind: 'started'; readonly workerName: string | undefined }
  | { readonly kind: 'submitted'; readonly output: Json }
  | { readonly kind: 'heartbeat' };

interface Arrived {
  readonly task: PendingTask;
  readonly answer: TaskAnswer | Progress;
  /** Epoch milliseconds: when it counts as arrived. */
  readonly due: number;
}

/**
 * Performs what the core asks for: the one loop behind the command line, the debugger and the tests.
 * Pull style: nothing happens unless `advance`, `wait` or `run` is called.
 */
export class Runner {
  readonly program: Program;
  readonly execution: Execution = newExecution();
  readonly history: HistoryEvent[] = [];
  readonly clock: Clock;
  readonly executionArn: string;
  readonly #options: RunnerOptions;
  readonly #random: RandomSource;
  readonly #region: string;
  readonly #account: string;
  readonly #start: Command;
  /** Tasks under way by the id of their scheduling event. */
  readonly #underWay = new Map<number, UnderWay>();
  readonly #arrived: Arrived[] = [];
  #wake: () => void = () => undefined;
  #awake: Promise<void> = Promise.resolve();

  constructor(options: RunnerOptions) {
    this.#options = options;
    const { program } = options;
    this.program =
      options.type === 'EXPRESS'
        ? { ...program, timeoutSeconds: Math.min(program.timeoutSeconds ?? expressSeconds, expressSeconds) }
        : program;
    this.clock = options.clock ?? new VirtualClock();
    this.#random = seededRandom(options.seed);
    this.#region = options.region ?? 'us-east-1';
    this.#account = options.account ?? '123456789012';
    const machine = options.machineName ?? 'local';
    const name = options.name ?? uuid(this.#random);
    const arn = `arn:aws:states:${this.#region}:${this.#account}`;
    this.executionArn =
      options.type === 'EXPRESS'
        ? `${arn}:express:${machine}:${name}:${uuid(this.#random)}`
        : `${arn}:execution:${machine}:${name}`;
    const roleArn = options.roleArn ?? `arn:aws:iam::${this.#account}:role/stepwise-local`;
    const context = object([
      [
        'Execution',
        object([
          ['Id', this.executionArn],
          ['Name', name],
          ['RoleArn', roleArn],
          ['RedriveCount', 0],
        ]),
      ],
      [
        'StateMachine',
        object([
          ['Id', `${arn}:stateMachine:${machine}`],
          ['Name', machine],
        ]),
      ],
      ...Object.entries(options.context ?? {}),
    ]);
    this.#start = { type: 'start', input: options.input, roleArn, context };
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

  /** Who would go next. Starts the execution when that has not happened. */
  next(): Strand | 'waiting' | 'ended' {
    this.#begin();
    return nextRunnable(this.execution) ?? (this.execution.status === 'RUNNING' ? 'waiting' : 'ended');
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
    // The task of an activity is started by the worker that takes it.
    const isActivity = resourceOf(task.resource).kind === 'activity';
    const events = isActivity ? [] : await this.#perform({ type: 'taskStarted', strand: strand.id });
    const request: TaskRequest = {
      state: strand.state,
      stateName: state.name,
      resource: task.resource,
      parameters: task.parameters,
      attempt: strand.retryCount,
      strand: strand.id,
      taskToken: task.taskToken,
      executionArn: this.executionArn,
      region: this.#region,
      account: this.#account,
    };
    const tell = (progress: Progress): void => {
      this.#arrived.push({ task, answer: progress, due: this.clock.now() });
      this.#wake();
    };
    const answer = this.#ask(request, abort.signal, {
      started: (workerName) => tell({ kind: 'started', workerName }),
      submitted: (output) => tell({ kind: 'submitted', output }),
      heartbeat: () => tell({ kind: 'heartbeat' }),
    });
    if (!(answer instanceof Promise)) {
      this.#underWay.set(task.scheduled, { strand: strand.id, abort, settled: undefined });
      this.#arrive(task, answer);
      return events;
    }
    const settled = answer.then(
      (a) => this.#arrive(task, a),
      (problem: unknown) =>
        this.#arrive(task, { kind: 'failure', error: 'Stepwise.Internal', cause: String(problem), local: true }),
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

  #arrive(task: PendingTask, answer: TaskAnswer): void {
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
