import type { Json, JsonObject } from '../source/json';
import type { DataFlow, EventDetails, EventType, HistoryEvent, LocalDetails } from './history';
import type { ProgramState, Way } from './program';

/**
 * That states are entered and left is most of any history. These events hold what they tell of and make `details` and `local` when somebody
 * looks: a long history takes half the memory that way, and the garbage collector half the time.
 */
export class StateEntered implements HistoryEvent {
  constructor(
    readonly id: number,
    readonly previousEventId: number,
    readonly timestamp: number,
    readonly type: EventType,
    private readonly strand: number,
    private readonly state: ProgramState,
    private readonly input: Json,
  ) {}

  get details(): EventDetails {
    return { name: this.state.name, input: this.input };
  }

  get local(): LocalDetails {
    return { strand: this.strand, state: this.state.id };
  }
}

/** What the variables of a strand are from here on, and which of them the state has assigned. */
export interface Assignment {
  readonly assigned: JsonObject;
  readonly variables: JsonObject;
}

export class StateExited implements HistoryEvent {
  constructor(
    readonly id: number,
    readonly previousEventId: number,
    readonly timestamp: number,
    readonly type: EventType,
    private readonly strand: number,
    private readonly state: ProgramState,
    private readonly output: Json,
    private readonly way: Way,
    private readonly phases: DataFlow,
    private readonly assignment: Assignment | undefined,
  ) {}

  get details(): EventDetails {
    const { output, assignment } = this;
    const { name } = this.state;
    return assignment ? { name, output, assignedVariables: assignment.assigned } : { name, output };
  }

  get local(): LocalDetails {
    const { strand, phases, assignment } = this;
    const { id: state } = this.state;
    const { next = null, transition } = this.way;
    return assignment
      ? {
          strand,
          state,
          next,
          transition,
          phases: { ...phases, afterAssign: assignment.assigned },
          variables: assignment.variables,
        }
      : { strand, state, next, transition, phases };
  }
}
