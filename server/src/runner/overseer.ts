import type { Runner, RunnerOptions } from './runner';
import type { ChildWatch } from './runnerOptions';
import type { TaskBinding } from './tasks/binding';

/** An execution that was started elsewhere (by a client of the endpoint), and that a debugger may let run. */
export interface HostedExecution {
  readonly name: string;
  readonly machineName: string;
  readonly machineArn: string;
  /** The text of its definition. */
  readonly definition: string;
  readonly runner: Runner;
  /** Whose Task has started it; absent when a client has. */
  readonly startedBy?: StartedBy;
  /** Who is asked about its tasks besides those who always are. */
  readonly guests: GuestTasks;
  /** Its time stands still until the function that is returned is called. */
  hold(): () => void;
}

/** The Task that has started an execution. */
export interface StartedBy {
  readonly executionArn: string;
  readonly strand: number;
  /** Id of the event that scheduled it. */
  readonly scheduled: number;
  /** Whether the Task waits for the execution's end. */
  readonly isAwaited: boolean;
}

/** Lets executions run in their host's place. */
export interface Overseer {
  /** Lets an execution run; answers once it has ended or is given back. False: it is none of his, and he has not touched it. */
  oversee(execution: HostedExecution): Promise<boolean>;
  /** The host has ended an execution, whoever lets it run. */
  ended(execution: HostedExecution): Promise<void>;
}

/** What an overseer holds as long as he is there. */
export interface Oversight {
  /** Asks about all executions anew: he may want others now. */
  again(): void;
  /** The host lets all executions run itself again. */
  end(): void;
}

/** Who runs executions that an overseer may take. */
export interface DebugHost {
  /** Undefined while there is another overseer. */
  admit(overseer: Overseer): Oversight | undefined;
}

/** Places among the bindings of an execution that a debugger takes while it is there: before all others, and behind them. */
export class GuestTasks {
  before: TaskBinding | undefined;
  behind: TaskBinding | undefined;
  /** As RunnerOptions has it. */
  inspect: RunnerOptions['inspect'];
  /** As RunnerOptions has it. */
  watch: ChildWatch | undefined;

  readonly first: TaskBinding = { perform: (...asked) => this.before?.perform(...asked) };
  readonly last: TaskBinding = { perform: (...asked) => this.behind?.perform(...asked) };
  readonly children: ChildWatch = {
    beforeStep: (child, place) => this.watch?.beforeStep(child, place),
    inspect: (child, strand) => this.watch?.inspect(child, strand),
    ended: (child) => this.watch?.ended(child),
  };
}
