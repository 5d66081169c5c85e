import type { Command, Environment } from '../../execution/command';
import { decide } from '../../execution/decide';
import { type Execution, type Strand, newExecution } from '../../execution/execution';
import { evolve } from '../../execution/evolve';
import { failWithEvent } from '../../execution/failures';
import { type Steps } from '../../execution/flow';
import type { EventDetails, HistoryEvent } from '../../execution/history';
import type { Program } from '../../execution/program';
import { StateFailure, Turn, Visit } from '../../execution/turn';
import { evaluateInTurns } from '../../runner/evaluate';
import type { Json, JsonObject } from '../../source/json';

export interface DriveOptions {
  readonly program: Program;
  readonly input: Json;
  readonly context: JsonObject;
  readonly variables: JsonObject | undefined;
  readonly retryCount: number;
  readonly roleArn: string | undefined;
  readonly environment: Environment;
}

/** Lets the core take one state through its paces, step by step. */
export class Drive {
  readonly execution: Execution = newExecution();
  readonly events: HistoryEvent[] = [];

  private constructor(private readonly options: DriveOptions) {}

  /** An execution that is about to enter the state. */
  static async begin(options: DriveOptions): Promise<Drive> {
    const drive = new Drive(options);
    const { input, roleArn, context, variables, retryCount } = options;
    await drive.perform({ type: 'start', input, roleArn: roleArn ?? '', context });
    const { execution } = drive;
    execution.exactContext = context;
    const strand = drive.strand!;
    strand.variables = variables ?? strand.variables;
    const state = options.program.states.get(strand.state)!;
    if ('retriers' in state) {
      strand.retries = state.retriers.map(() => retryCount);
      strand.retryCount = retryCount;
    }
    return drive;
  }

  /** The one strand; undefined when it has ended with the execution. */
  get strand(): Strand | undefined {
    return this.execution.strands.get(0);
  }

  get visit(): Visit {
    const strand = this.strand!;
    const turn = new Turn(this.options.program, this.execution, this.options.environment);
    return new Visit(turn, strand, this.options.program.states.get(strand.state)!);
  }

  async perform(command: Command): Promise<readonly HistoryEvent[]> {
    const { program, environment } = this.options;
    return this.record(await settle(decide(program, this.execution, command, environment)));
  }

  /** The strand's next step. */
  advance(): Promise<readonly HistoryEvent[]> {
    return this.perform({ type: 'advance', strand: 0 });
  }

  /** Works out something of the state's own outside its steps; a failure becomes the state's. */
  async evaluate<T>(steps: (visit: Visit) => Steps<T>): Promise<T | undefined> {
    const { visit } = this;
    try {
      return await settle(steps(visit));
    } catch (failure) {
      if (!(failure instanceof StateFailure)) {
        throw failure;
      }
      this.fail({ error: failure.errorName, cause: failure.errorCause });
      return undefined;
    }
  }

  /** The state's work fails. */
  fail(details: EventDetails): void {
    const { visit } = this;
    failWithEvent(visit.turn, visit.strand, 'TaskFailed', visit.strand.cause, details);
    this.record(visit.turn.events);
  }

  /** The state's work succeeds. */
  succeed(output: Json): void {
    const { visit } = this;
    visit.strand.children = undefined;
    visit.strand.mapRun = undefined;
    visit.turn.emit('TaskSucceeded', visit.strand.cause, { output }, { strand: 0, state: visit.strand.state });
    this.record(visit.turn.events);
  }

  private record(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
    for (const event of events) {
      this.events.push(event);
      evolve(this.execution, event);
    }
    return events;
  }
}

async function settle<T>(steps: Steps<T>): Promise<T> {
  let step = steps.next();
  while (!step.done) {
    step = steps.next(await evaluateInTurns(step.value));
  }
  return step.value;
}
