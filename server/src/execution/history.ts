import type { StateId } from '../asl/ast';
import { type Json, type JsonObject, draft, fromNumber, object, textOf, writeJson } from '../source/json';
import type { Strand } from './execution';
import type { Transition } from './program';

/** Event types of `GetExecutionHistory` that the engine makes, each with the name of its details on the wire. */
export const detailsKeys = {
  ExecutionStarted: 'executionStartedEventDetails',
  ExecutionSucceeded: 'executionSucceededEventDetails',
  ExecutionFailed: 'executionFailedEventDetails',
  ExecutionAborted: 'executionAbortedEventDetails',
  ExecutionTimedOut: 'executionTimedOutEventDetails',
  ExecutionRedriven: 'executionRedrivenEventDetails',
  PassStateEntered: 'stateEnteredEventDetails',
  PassStateExited: 'stateExitedEventDetails',
  ChoiceStateEntered: 'stateEnteredEventDetails',
  ChoiceStateExited: 'stateExitedEventDetails',
  WaitStateEntered: 'stateEnteredEventDetails',
  WaitStateExited: 'stateExitedEventDetails',
  WaitStateAborted: undefined,
  SucceedStateEntered: 'stateEnteredEventDetails',
  SucceedStateExited: 'stateExitedEventDetails',
  FailStateEntered: 'stateEnteredEventDetails',
  TaskStateEntered: 'stateEnteredEventDetails',
  TaskStateExited: 'stateExitedEventDetails',
  TaskStateAborted: undefined,
  TaskScheduled: 'taskScheduledEventDetails',
  TaskStarted: 'taskStartedEventDetails',
  TaskStartFailed: 'taskStartFailedEventDetails',
  TaskSubmitted: 'taskSubmittedEventDetails',
  TaskSubmitFailed: 'taskSubmitFailedEventDetails',
  TaskSucceeded: 'taskSucceededEventDetails',
  TaskFailed: 'taskFailedEventDetails',
  TaskTimedOut: 'taskTimedOutEventDetails',
  LambdaFunctionScheduled: 'lambdaFunctionScheduledEventDetails',
  LambdaFunctionScheduleFailed: 'lambdaFunctionScheduleFailedEventDetails',
  LambdaFunctionStarted: undefined,
  LambdaFunctionStartFailed: 'lambdaFunctionStartFailedEventDetails',
  LambdaFunctionSucceeded: 'lambdaFunctionSucceededEventDetails',
  LambdaFunctionFailed: 'lambdaFunctionFailedEventDetails',
  LambdaFunctionTimedOut: 'lambdaFunctionTimedOutEventDetails',
  ActivityScheduled: 'activityScheduledEventDetails',
  ActivityScheduleFailed: 'activityScheduleFailedEventDetails',
  ActivityStarted: 'activityStartedEventDetails',
  ActivitySucceeded: 'activitySucceededEventDetails',
  ActivityFailed: 'activityFailedEventDetails',
  ActivityTimedOut: 'activityTimedOutEventDetails',
  ParallelStateEntered: 'stateEnteredEventDetails',
  ParallelStateStarted: undefined,
  ParallelStateSucceeded: undefined,
  ParallelStateFailed: undefined,
  ParallelStateAborted: undefined,
  ParallelStateExited: 'stateExitedEventDetails',
  MapStateEntered: 'stateEnteredEventDetails',
  MapStateStarted: 'mapStateStartedEventDetails',
  MapIterationStarted: 'mapIterationStartedEventDetails',
  MapIterationSucceeded: 'mapIterationSucceededEventDetails',
  MapIterationFailed: 'mapIterationFailedEventDetails',
  MapIterationAborted: 'mapIterationAbortedEventDetails',
  MapStateSucceeded: undefined,
  MapStateFailed: undefined,
  MapStateAborted: undefined,
  MapStateExited: 'stateExitedEventDetails',
  MapRunStarted: 'mapRunStartedEventDetails',
  MapRunSucceeded: undefined,
  MapRunFailed: 'mapRunFailedEventDetails',
  MapRunAborted: undefined,
  MapRunRedriven: 'mapRunRedrivenEventDetails',
  EvaluationFailed: 'evaluationFailedEventDetails',
  // Local only: AWS records nothing there. They have the id of the event before them and are left out of exports.
  WaitStarted: null,
  TaskHeartbeat: null,
  UserChange: null,
  StateFailed: null,
} as const;

export type EventType = keyof typeof detailsKeys;

/** Whether AWS knows no such event: it shares its id with the event before it. */
export function isLocal(type: EventType): boolean {
  return localTypes.has(type);
}

const localTypes: ReadonlySet<string> = new Set(
  Object.entries(detailsKeys).flatMap(([type, key]) => (key === null ? [type] : [])),
);

/** One thing that happened, as AWS records it: names, ids and causes are AWS's. Never changed once made. */
export interface HistoryEvent {
  /** 1, 2, 3 …; an event that is only local has the id of the one before it. */
  readonly id: number;
  /** The event that caused this one (not: the one before it); 0 for none. */
  readonly previousEventId: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly type: EventType;
  /** AWS's details of the type; payloads (input, output, parameters, assigned variables) are data, not text. */
  readonly details: EventDetails | undefined;
  /** What AWS does not record: stripped on export. */
  readonly local: LocalDetails;
}

export interface EventDetails {
  readonly name?: string;
  readonly input?: Json;
  readonly output?: Json;
  readonly parameters?: Json;
  /** New values of the variables that the state assigned. */
  readonly assignedVariables?: JsonObject;
  readonly error?: string;
  readonly cause?: string;
  readonly resource?: string;
  readonly resourceType?: string;
  readonly region?: string;
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
  readonly taskCredentials?: JsonObject;
  readonly workerName?: string;
  readonly roleArn?: string;
  /** Map: iteration index; number of items. */
  readonly index?: number;
  readonly length?: number;
  readonly mapRunArn?: string;
  readonly redriveCount?: number;
  /** EvaluationFailed: state name and place of the expression, `Output/result`. */
  readonly state?: string;
  readonly location?: string;
}

/** An event with members of its own only, to be written and read back. */
export function plainEvent({ id, previousEventId, timestamp, type, details, local }: HistoryEvent): HistoryEvent {
  return { id, previousEventId, timestamp, type, details, local };
}

/** What `evolve` and the debugger need beyond AWS's event. */
export interface LocalDetails {
  /** The strand that the event belongs to. */
  readonly strand: number;
  /** The state that the event belongs to; absent for events of the execution. */
  readonly state?: StateId;
  /** Where the strand goes from here; null: it has come to its end. */
  readonly next?: StateId | null;
  /** On an Exited event: which way it was left. */
  readonly transition?: Transition;
  /** Values between the steps of the data flow, in AWS's order. */
  readonly phases?: DataFlow;
  /** Variables of the strand from here on, when the event changed them. */
  readonly variables?: JsonObject;
  /** When the strand goes on by itself (Wait): epoch milliseconds. */
  readonly due?: number;
  /** Due times of a scheduled task's timeout and of a started one's heartbeat. */
  readonly timeoutDue?: number;
  readonly heartbeatDue?: number;
  /** Of a failure: what becomes of it. */
  readonly handling?: Handling;
  readonly failure?: Failure;
  /** What the next event names as its cause after this failure, where it is not this event. */
  readonly failureCause?: number;
  /** UserChange: what a user set by hand while the execution stood. */
  readonly change?: Change;
  /** ParallelStateStarted, MapIterationStarted: the strands that begin here. */
  readonly children?: readonly Child[];
  /** MapStateStarted: what its iterations start from. */
  readonly iterations?: Iterations;
  /** ExecutionRedriven: the strands that go on from here. */
  readonly strands?: readonly Strand[];
  /** MapRunStarted, MapRunRedriven: what the map run does. */
  readonly mapRun?: MapRunPlan;
  /** MapRunSucceeded: the event that the Map's Exited event names as its cause. */
  readonly exitCause?: number;
  /** MapRunSucceeded: what the Map state goes on with. */
  readonly result?: Json;
  /** The resource as the definition names it, of a scheduled task. */
  readonly resource?: string;
  readonly taskToken?: string;
  /** On ExecutionStarted: the values of the context object. */
  readonly context?: JsonObject;
  /** Epoch milliseconds at which the execution as a whole times out. */
  readonly executionDue?: number;
}

/** `afterInputPath` is the effective input's first form; a key is absent where the state has no such step. */
export interface DataFlow {
  readonly afterInputPath?: Json;
  readonly afterParameters?: Json;
  readonly result?: Json;
  readonly afterResultSelector?: Json;
  readonly afterResultPath?: Json;
  /** JSONata. */
  readonly afterArguments?: Json;
  readonly afterAssign?: JsonObject;
}

export interface Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Another name by which Retriers and Catchers take the error. */
  readonly alias?: string;
}

/** A Retrier tries again at `due` (epoch milliseconds); a Catcher takes it; or the strand fails. */
export type Handling =
  | { readonly kind: 'retry'; readonly index: number; readonly attempt: number; readonly due: number }
  | { readonly kind: 'catch'; readonly index: number }
  | { readonly kind: 'fail' };

/** Set by hand on a strand; what is absent stays. */
export interface Change {
  readonly input?: Json;
  readonly variables?: JsonObject;
  /** Retries so far, by Retrier. */
  readonly retries?: readonly number[];
  /** The state has this result now: what it waited for is given up. */
  readonly result?: Json;
  /** The strand goes to this state of its scope instead. */
  readonly goTo?: StateId;
}

/** A strand that begins. `item` is what `$$.Map.Item` shows in an iteration. */
export interface Child {
  readonly strand: number;
  readonly parent: number;
  readonly index: number;
  readonly startAt: StateId;
  readonly input: Json;
  readonly item?: MapItem;
}

export interface Iterations {
  readonly startAt: StateId;
  /** The Map state's effective input: what ItemSelector reads. */
  readonly input: Json;
  readonly items: readonly Json[];
  /** Keys of the items, where the Map goes over an object. */
  readonly keys?: readonly string[];
  /** How many may run at once; 0: as many as there are. */
  readonly maxConcurrency: number;
}

/** What a distributed Map does, its fields evaluated. */
export interface MapRunPlan {
  readonly mapRunArn: string;
  readonly label: string;
  /** How often it has been redriven. */
  readonly redriveCount?: number;
  /** The Map state's effective input: what ItemSelector reads. */
  readonly input: Json;
  /** Absent: they are read from S3. */
  readonly items?: readonly Json[];
  /** Parameters of ItemReader. */
  readonly reader?: JsonObject;
  /** How many items count at most. */
  readonly maxItems?: number;
  readonly batch?: {
    readonly maxItems: number | undefined;
    /** Of a child's input. */
    readonly maxBytes: number | undefined;
    readonly input: Json | undefined;
  };
  /** How many children run at once; 0: as many as AWS lets. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
  /** Parameters of ResultWriter. */
  readonly writer?: JsonObject;
}

/** `$$.Map.Item`. */
export interface MapItem {
  /** Where an item of a distributed Map comes from: `STATE_DATA`, or a URI of S3. */
  readonly source?: string;
  readonly index: number;
  readonly value: Json;
  readonly key?: string;
}

/** The details of an event in one object on the wire, payloads as text. */
function wireDetails(event: HistoryEvent): JsonObject | undefined {
  const { details } = event;
  const wire = draft();
  if (details === undefined) {
    return undefined;
  }
  for (const [key, value] of Object.entries(details) as [keyof EventDetails, Json | undefined][]) {
    if (value === undefined) {
      continue;
    }
    switch (key) {
      case 'input':
      case 'output':
      case 'parameters':
        wire[key] = textOf(value);
        if (key !== 'parameters') {
          wire[`${key}Details`] = notTruncated;
        }
        break;
      case 'assignedVariables':
        wire[key] = object(Object.entries(value as JsonObject).map(([name, v]) => [name, textOf(v)]));
        wire['assignedVariablesDetails'] = notTruncated;
        break;
      default:
        wire[key] = value;
    }
  }
  return wire;
}

const notTruncated = object([['truncated', false]]);

/** One event as `GetExecutionHistory` answers it: timestamps in epoch seconds, nothing local. */
export function exportEvent(event: HistoryEvent): JsonObject {
  const wire = draft();
  wire['timestamp'] = seconds(event.timestamp);
  wire['type'] = event.type;
  wire['id'] = event.id;
  wire['previousEventId'] = event.previousEventId;
  const key = detailsKeys[event.type];
  const details = wireDetails(event);
  if (key && details) {
    wire[key] = details;
  }
  return wire;
}

/** The whole answer of `GetExecutionHistory` with execution data, as JSON text. */
export function exportHistory(events: readonly HistoryEvent[]): string {
  return writeJson(object([['events', events.filter(({ type }) => !isLocal(type)).map(exportEvent)]]));
}

/** Epoch seconds with milliseconds, as data. */
export function seconds(milliseconds: number): Json {
  return fromNumber(Math.round(milliseconds) / 1000);
}
