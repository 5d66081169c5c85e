import type { Json, JsonObject } from '../source/json';
import type { DataFlow, EventDetails, EventType, HistoryEvent, LocalDetails } from './history';
import type { ProgramState, Way } from './program';

/**
 * That states are entered and left is most of any history. These events hold what they tell of and make `details` and `local` when somebody
 * looks: a long history takes half the memory that way, and the garbage collector half the time.
 */
export class StateEntered implements HistoryEvent {
  readonly type: EventType;

  constructor(
    readonly id: number,
    readonly previousEventId: number,
    readonly timestamp: number,
    readonly strand: number,
    readonly state: ProgramState,
    readonly input: Json,
  ) {
    this.type = enteredEvents[state.type];
  }

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
  readonly type: EventType;

  constructor(
    readonly id: number,
    readonly previousEventId: number,
    readonly timestamp: number,
    readonly strand: number,
    readonly state: ProgramState,
    readonly output: Json,
    readonly way: Way,
    /** Undefined: nothing happened to the data on its way through the state. */
    readonly phases: DataFlow | undefined,
    readonly assignment: Assignment | undefined,
  ) {
    this.type = exitedEvents[state.type];
  }

  get details(): EventDetails {
    const { output, assignment } = this;
    const { name } = this.state;
    return assignment ? { name, output, assignedVariables: assignment.assigned } : { name, output };
  }

  get local(): LocalDetails {
    const { strand, assignment } = this;
    const { id: state } = this.state;
    const { next = null, transition } = this.way;
    const phases = this.phases ?? passedOn(this.state, this.output);
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

/** The data flow of a Pass state that changes nothing. */
function passedOn({ queryLanguage }: ProgramState, data: Json): DataFlow {
  return queryLanguage === 'JSONata' ? { result: data } : { afterInputPath: data, result: data };
}

const enteredEvents = {
  Pass: 'PassStateEntered',
  Task: 'TaskStateEntered',
  Choice: 'ChoiceStateEntered',
  Wait: 'WaitStateEntered',
  Succeed: 'SucceedStateEntered',
  Fail: 'FailStateEntered',
  Parallel: 'ParallelStateEntered',
  Map: 'MapStateEntered',
} as const;

const exitedEvents = {
  Pass: 'PassStateExited',
  Task: 'TaskStateExited',
  Choice: 'ChoiceStateExited',
  Wait: 'WaitStateExited',
  Succeed: 'SucceedStateExited',
  // It has no event of its own for that, and makes none.
  Fail: 'SucceedStateExited',
  Parallel: 'ParallelStateExited',
  Map: 'MapStateExited',
} as const;
