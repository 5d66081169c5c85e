import {
  type DebugHost,
  GuestTasks,
  type HostedExecution,
  type Overseer,
  type Oversight,
  type StartedBy,
} from '../runner/overseer';
import { type RandomSource, seededRandom, uuid } from '../runner/random';
import { reachedBy } from '../runner/reached';
import { type Outcome, Runner, type RunnerOptions } from '../runner/runner';
import type { ObjectStore } from '../runner/distributed/objectStore';
import type { TaskBinding } from '../runner/tasks/binding';
import type { MockConfig } from '../runner/tasks/mockFile';
import { selectMocks } from '../runner/tasks/mocks';
import { type Json, readJson } from '../source/json';
import { validation } from './apiError';
import type { DataFolder } from './dataFolder';
import { mapRunsOf } from './mapRuns';
import { paced } from './paced';
import type { ExecutionRecord, Machine, Revision, Store } from './store';
import { type Calls, type Seat, type Timeline, RealTimeline, VirtualTimeline } from './timeline';

export interface LaunchOptions {
  readonly clock: 'virtual' | 'real';
  /** Epoch milliseconds at which the virtual clock begins; it follows the real one while nothing runs when absent. */
  readonly startTime: number | undefined;
  readonly seed: number | undefined;
  readonly limits: 'aws' | 'off';
  readonly mocks: MockConfig | undefined;
  /** The test case of a state machine's executions whose ARN names none. */
  readonly testCaseOf?: (machineName: string) => string | undefined;
  /** Plays S3 for distributed Maps. */
  readonly objects?: ObjectStore;
  /** Hears of each execution that has ended. */
  readonly ended?: (record: ExecutionRecord) => void;
  /** Hears what a user should know: a task that nobody performs, a fault of the endpoint itself. */
  readonly log: (line: string) => void;
}

/** What StartExecution has made of its request. */
export interface Launch {
  readonly machine: Machine;
  readonly revision: Revision;
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
  readonly name: string | undefined;
  readonly input: string;
  readonly value: Json;
  readonly traceHeader: string | undefined;
  readonly testCase: string | undefined;
  /** Of the execution that starts this one; a time of its own when absent. */
  readonly timeline: Timeline | undefined;
  readonly startedBy?: StartedBy;
}

/** What an execution has for itself. */
interface Place {
  readonly seat: Seat;
  readonly timeline: Timeline;
  readonly guests: GuestTasks;
}

/** What performs the tasks of one execution, in the order in which they are asked. */
export type Bindings = (execution: { readonly seat: Seat; readonly timeline: Timeline }) => readonly TaskBinding[];

/** Starts executions, lets them run, or a debugger in its place, and tells the endpoint's time. */
export class Launcher implements DebugHost {
  #bindings: Bindings = () => [];
  readonly #random: RandomSource;
  #started = 0;
  /** Where the virtual time of any execution has come to. */
  #latest: number;
  #overseer: Overseer | undefined;
  /** Executions that run, as a debugger sees them, and what stops this launcher from letting them run. */
  readonly #hosted = new Map<Runner, { readonly execution: HostedExecution; own: AbortController }>();
  #calls: Calls = { any: performance.now(), answering: performance.now() };

  constructor(
    private readonly store: Store,
    readonly options: LaunchOptions,
    private readonly folder: DataFolder | undefined,
  ) {
    this.#random = seededRandom(options.seed);
    this.#latest = options.startTime ?? Date.now();
  }

  /** Sets what performs tasks: bindings start executions themselves, so they come after the launcher. */
  bind(bindings: Bindings): void {
    this.#bindings = bindings;
  }

  /** An API call has come in; `answering`: of somebody who answers tasks. */
  called(answering: boolean): void {
    const now = performance.now();
    this.#calls = { any: now, answering: answering ? now : this.#calls.answering };
  }

  /** Epoch milliseconds. Never before a moment that it has told or that an execution has reached. */
  now(): number {
    if (this.options.clock === 'real') {
      return Date.now();
    }
    if (this.options.startTime === undefined) {
      this.#latest = Math.max(this.#latest, Date.now());
    }
    return this.#latest;
  }

  /** A name for what has none. */
  uuid(): string {
    return uuid(this.#random);
  }

  random(): number {
    return this.#random();
  }

  /** A time of its own for an execution that nobody else's time moves. */
  timeline(): Timeline {
    return this.options.clock === 'real'
      ? new RealTimeline()
      : new VirtualTimeline(
          this.now(),
          () => this.#calls,
          (now) => (this.#latest = Math.max(this.#latest, now)),
        );
  }

  /** Starts an execution and answers at once. Throws ApiError when its mocks are not there. */
  start(launch: Launch): ExecutionRecord {
    const { machine, revision, input, value } = launch;
    const timeline = launch.timeline ?? this.timeline();
    const name = launch.name ?? this.uuid();
    const seat = timeline.seat();
    const guests = new GuestTasks();
    const runner = new Runner({ ...this.#options(launch, name, { seat, timeline, guests }), input: value });
    seat.follow(() => reachedBy(runner));
    // The execution has begun when StartExecution answers.
    runner.next();
    const record: ExecutionRecord = {
      arn: runner.executionArn,
      name,
      machine,
      revision,
      versionArn: launch.versionArn,
      aliasArn: launch.aliasArn,
      input,
      traceHeader: launch.traceHeader,
      ...(launch.startedBy ? { startedBy: launch.startedBy } : {}),
      testCase: launch.testCase,
      startedAt: runner.execution.startedAt,
      stoppedAt: undefined,
      runner,
      log: runner.log,
      redrive: undefined,
      mapRuns: [],
      outcome: undefined,
      ended: Promise.resolve({ status: 'FAILED', output: undefined, error: undefined, cause: undefined }),
    };
    this.#go(record, runner, { seat, timeline, guests });
    this.store.executions.set(record.arn, record);
    this.#keep(record);
    return record;
  }

  /** Lets an execution that did not succeed go on from where it failed. Answers when that was: epoch milliseconds. */
  async redrive(record: ExecutionRecord, token: string | undefined): Promise<number> {
    const timeline = this.timeline();
    const seat = timeline.seat();
    const guests = new GuestTasks();
    const history = record.readBack ? (this.folder?.events(record) ?? []) : record.log.events;
    const runner = new Runner({
      ...this.#options(record, record.name, { seat, timeline, guests }),
      input: readJson(record.input).value ?? null,
      history,
      mapRuns: mapRunsOf(record),
    });
    seat.follow(() => reachedBy(runner));
    const at = seat.now();
    record.mapRuns = mapRunsOf(record);
    record.redrive = { count: (record.redrive?.count ?? 0) + 1, at, token };
    record.readBack = false;
    record.outcome = undefined;
    record.stoppedAt = undefined;
    record.runner = runner;
    record.log = runner.log;
    await runner.redrive();
    this.#go(record, runner, { seat, timeline, guests });
    return at;
  }

  #options(
    launch: Pick<Launch, 'machine' | 'revision' | 'testCase'>,
    name: string,
    { seat, timeline, guests }: Place,
  ): Omit<RunnerOptions, 'input'> {
    const { machine, revision, testCase = this.options.testCaseOf?.(launch.machine.name) } = launch;
    const mocks = testCase === undefined ? undefined : this.#mocks(launch, testCase);
    const { seed, limits, objects } = this.options;
    this.#started++;
    return {
      program: revision.program,
      machineName: machine.name,
      name,
      type: machine.type,
      region: this.store.region,
      account: this.store.account,
      roleArn: revision.roleArn,
      clock: seat,
      ...(seed === undefined ? {} : { seed: seed + this.#started }),
      tasks: [guests.first, ...(mocks ? [mocks] : []), ...this.#bindings({ seat, timeline }), paced(guests.last, seat)],
      ...(objects ? { objects } : {}),
      inspect: (strand, asked) => guests.inspect?.(strand, asked),
      children: guests.children,
      limits,
    };
  }

  admit(overseer: Overseer): Oversight | undefined {
    if (this.#overseer) {
      return undefined;
    }
    const again = (): void => this.#hosted.forEach(({ own }) => own.abort());
    this.#overseer = overseer;
    again();
    return {
      again,
      end: () => {
        if (this.#overseer === overseer) {
          this.#overseer = undefined;
        }
      },
    };
  }

  /** Lets the runner run, and its outcome become the record's. */
  #go(record: ExecutionRecord, runner: Runner, place: Place): void {
    const { seat } = place;
    record.ended = new Promise((resolve) => {
      setImmediate(() => {
        void this.#run(record, runner, place).then((outcome) => {
          record.outcome = outcome;
          record.stoppedAt = runner.execution.stoppedAt ?? seat.now();
          record.mapRuns = mapRunsOf(record);
          record.runner = undefined;
          // Written before anybody hears of it: nothing else of the endpoint runs in between.
          this.#keep(record);
          this.options.ended?.(record);
          resolve(outcome);
          // Who waits for this execution goes on before time does.
          setImmediate(() => seat.leave());
        });
      });
    });
  }

  #keep(record: ExecutionRecord): void {
    // Express executions cannot be named afterwards.
    if (this.folder && record.machine.type === 'STANDARD') {
      try {
        this.folder.saveExecution(record);
      } catch (problem) {
        this.options.log(`${record.arn} cannot be kept: ${(problem as Error).message}`);
      }
    }
  }

  /** Stops an execution that runs; ends when it has ended. */
  async stop(record: ExecutionRecord, error: string | undefined, cause: string | undefined): Promise<void> {
    const { runner } = record;
    if (runner) {
      await runner.stop(error, cause);
      const hosted = this.#hosted.get(runner);
      if (hosted) {
        await this.#overseer?.ended(hosted.execution);
      }
      await record.ended;
    }
  }

  /** Stops every execution of a machine that is deleted, or all there are. */
  async stopAll(machine?: Machine): Promise<void> {
    const running = [...this.store.executions.values()].filter(
      (record) => record.runner && (!machine || record.machine === machine),
    );
    await Promise.all(running.map((record) => this.stop(record, undefined, undefined)));
  }

  async #run(record: ExecutionRecord, runner: Runner, { timeline, guests }: Place): Promise<Outcome> {
    const lost = (cause: string): Outcome => {
      this.options.log(`${record.arn}: ${cause}`);
      return { status: 'FAILED', output: undefined, error: 'Stepwise.Internal', cause };
    };
    const { name, machine, revision } = record;
    const execution: HostedExecution = {
      name,
      machineName: machine.name,
      machineArn: machine.arn,
      definition: revision.definition,
      runner,
      ...(record.startedBy ? { startedBy: record.startedBy } : {}),
      guests,
      hold: () => timeline.hold(),
    };
    const hosted = { execution, own: new AbortController() };
    this.#hosted.set(runner, hosted);
    try {
      for (;;) {
        hosted.own = new AbortController();
        const { signal } = hosted.own;
        const isForeign = (await this.#overseer?.oversee(execution)) ?? false;
        const outcome = isForeign ? runner.outcome : await runner.run(signal);
        if (outcome) {
          return outcome;
        }
        if (!isForeign && !signal.aborted) {
          return lost('The execution waits for something that can never happen.');
        }
      }
    } catch (problem) {
      return lost(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
    } finally {
      this.#hosted.delete(runner);
    }
  }

  #mocks({ machine, revision }: Pick<Launch, 'machine' | 'revision'>, testCase: string): TaskBinding {
    const { mocks } = this.options;
    if (!mocks) {
      throw validation(
        `The test case '${testCase}' needs mocks: start the endpoint with --mock-config FILE, or name the file in SFN_MOCK_CONFIG`,
      );
    }
    const stateNames = new Set([...revision.program.states.values()].map((state) => state.name));
    const { tasks, problems } = selectMocks(mocks, { machineName: machine.name, testCase, stateNames });
    if (!tasks) {
      throw validation(problems.join(' '));
    }
    return tasks;
  }
}
