import type { Program } from '../execution/program';
import type { Clock } from '../runner/clock';
import type { DebugHost, Oversight, Overseer } from '../runner/overseer';
import type { TaskAnswer, TaskBinding, TaskRequest } from '../runner/tasks/binding';
import type { Endpoint } from './endpoint';
import { type LaunchOptions, Launcher } from './launch';
import { type MachineSource, nestedExecutions } from './nestedExecutions';
import { paced } from './paced';
import { type ExecutionRecord, type Machine, type MachineType, type Revision, Store } from './store';
import type { Seat, Timeline } from './timeline';

/** A state machine that a Task starts. */
export interface FoundMachine {
  readonly name: string;
  readonly type: MachineType;
  /** The text of its definition. */
  readonly definition: string;
  readonly program: Program;
}

/** Finds the state machine that a Task means by this text, an ARN as a rule; `starter` is the name of the state machine that the Task is in. */
export type FindMachine = (reference: string, starter: string) => Promise<FoundMachine | { readonly problem: string }>;

export interface StartedOptions extends Omit<LaunchOptions, 'mocks'>, Partial<Pick<LaunchOptions, 'mocks'>> {
  readonly find: FindMachine;
  /** What performs the Tasks of the executions that are started, beyond mocks and executions. */
  readonly tasks: readonly TaskBinding[];
  /** Hears of each execution that has ended. */
  readonly ended?: (record: ExecutionRecord) => void;
  /** Answers a Task that waits for its token; undefined when nobody does. */
  readonly answer?: (request: TaskRequest, signal: AbortSignal) => Promise<TaskAnswer | undefined>;
}

/** The executions that the Tasks of one execution start, in its time: what an endpoint does for its own, without a server. */
export class StartedExecutions implements DebugHost {
  readonly #launcher: Launcher;
  readonly #endpoint: Endpoint;
  readonly #timeline: Timeline;
  readonly #seat: Seat;
  readonly #source: MachineSource;
  readonly #closing = new AbortController();

  constructor(options: StartedOptions) {
    const { find, tasks, answer } = options;
    const store = new Store('us-east-1', '123456789012');
    this.#launcher = new Launcher(store, { mocks: undefined, ...options }, undefined);
    this.#endpoint = {
      store,
      launcher: this.#launcher,
      folder: undefined,
      now: () => this.#launcher.now(),
      closing: this.#closing.signal,
    };
    this.#source = {
      find: async (reference, { executionArn }) => {
        const machine = await find(reference, machineIn(executionArn));
        return 'problem' in machine ? machine : { arn: `${this.#admit(machine)}${/#.*$/.exec(reference)?.[0] ?? ''}` };
      },
      answer: (request, signal) => (answer ? this.under(answer(request, signal)) : Promise.resolve(undefined)),
    };
    this.#launcher.bind(({ seat, timeline }) => [
      nestedExecutions(this.#endpoint, timeline, this.#source),
      ...tasks.map((binding) => paced(binding, seat)),
    ]);
    this.#timeline = this.#launcher.timeline();
    this.#seat = this.#timeline.seat();
  }

  /** The time of the execution whose Tasks start the others. */
  get clock(): Clock {
    return this.#seat;
  }

  /** Tells where that execution has come to (epoch milliseconds). */
  follow(reached: () => number): void {
    this.#seat.follow(reached);
  }

  /** Starts executions for Tasks of that one. */
  get binding(): TaskBinding {
    return nestedExecutions(this.#endpoint, this.#timeline, this.#source);
  }

  /** A binding of that one, whose tasks take real time. */
  paced(binding: TaskBinding): TaskBinding {
    return paced(binding, this.#seat);
  }

  /** Somebody is asked: time keeps real pace until the answer is there. */
  under<T>(answer: Promise<T>): Promise<T> {
    const end = this.#seat.under('real');
    const ended = (): void => void setImmediate(end);
    answer.then(ended, ended);
    return answer;
  }

  /** Time stands still until the function that is returned is called. */
  hold(): () => void {
    return this.#timeline.hold();
  }

  admit(overseer: Overseer): Oversight | undefined {
    return this.#launcher.admit(overseer);
  }

  /** The execution whose Tasks have started others has ended: their time goes on without it. Ends when they have ended; undefined when none runs. */
  rest(): Promise<unknown> | undefined {
    const running = [...this.#endpoint.store.executions.values()].filter(({ outcome }) => outcome === undefined);
    this.#seat.leave();
    // One that runs may start another.
    return running.length === 0 ? undefined : Promise.all(running.map(({ ended }) => ended)).then(() => this.rest());
  }

  /** What an execution has started behind its event `event` never was: its history was cut there. Names are free again. */
  forget(executionArn: string, event: number): void {
    const { executions } = this.#endpoint.store;
    for (const [arn, record] of [...executions]) {
      if (record.startedBy?.executionArn === executionArn && record.startedBy.scheduled > event) {
        executions.delete(arn);
        this.forget(arn, 0);
        void this.#launcher.stop(record, undefined, undefined);
      }
    }
  }

  /** Ends what runs. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#launcher.stopAll();
  }

  /** Answers the ARN. */
  #admit({ name, type, definition, program }: FoundMachine): string {
    const { store, launcher } = this.#endpoint;
    const arn = store.arn('stateMachine', name);
    const known = store.machines.get(arn);
    const now = launcher.now();
    const revision: Revision = {
      id: launcher.uuid(),
      definition,
      program,
      roleArn: 'arn:aws:iam::123456789012:role/stepwise-local',
      configuration: { loggingConfiguration: null, tracingConfiguration: null, encryptionConfiguration: null },
      updatedAt: now,
    };
    if (known) {
      known.revision = revision;
      return arn;
    }
    const machine: Machine = {
      arn,
      name,
      type,
      createdAt: now,
      published: false,
      versionDescription: undefined,
      revision,
      firstRevision: revision,
      versions: [],
      lastVersion: 0,
      aliases: new Map(),
      tags: new Map(),
    };
    store.machines.set(arn, machine);
    return arn;
  }
}

/** The name of the state machine in an execution's ARN. */
function machineIn(executionArn: string): string {
  return (executionArn.split(':')[6] ?? '').replace(/\/.*$/, '');
}
