import type { StateId } from '../asl/ast';
import { type Json, type JsonObject, draft } from '../source/json';
import { type Children, type Execution, type ExecutionStatus, type Strand, copyOfStrand, descendants } from './execution';
import type { Change, Child, Handling, HistoryEvent } from './history';
import { setPhase } from './phase';
import { StateEntered, StateExited } from './stateEvents';
import { isoTime } from './timestamp';

/** Works `event` into `execution`, which its owner holds. Needs nothing but the event. */
export function evolve(execution: Execution, event: HistoryEvent): void {
  execution.lastEvent = event.id;
  // Most events are these, and what makes their details costs more than all else here.
  if (event instanceof StateEntered) {
    const strand = execution.strands.get(event.strand);
    if (strand) {
      enterState(execution, strand, event.id, event.timestamp, event.input);
    }
    return;
  }
  if (event instanceof StateExited) {
    const strand = execution.strands.get(event.strand);
    if (strand) {
      leaveState(execution, strand, event.id, event.output, event.way.next, event.assignment?.variables);
    }
    return;
  }
  const { local, details } = event;
  const strand = execution.strands.get(local.strand);
  switch (event.type) {
    case 'ExecutionStarted':
      execution.status = 'RUNNING';
      execution.startedAt = event.timestamp;
      execution.input = details?.input ?? null;
      execution.due = local.executionDue;
      execution.context = local.context ?? draft();
      begin(
        execution,
        { strand: local.strand, parent: -1, index: 0, startAt: local.next!, input: execution.input },
        'main',
        0,
        draft(),
      );
      return;
    case 'ExecutionRedriven':
      goOn(execution, event);
      return;
    case 'ExecutionSucceeded':
      end(execution, 'SUCCEEDED', event);
      execution.output = details?.output ?? null;
      return;
    case 'ExecutionFailed':
      end(execution, 'FAILED', event);
      return;
    case 'ExecutionTimedOut':
      end(execution, 'TIMED_OUT', event);
      return;
    case 'ExecutionAborted':
      end(execution, 'ABORTED', event);
      return;
    case 'MapIterationStarted': {
      const child = local.children![0]!;
      const parent = execution.strands.get(child.parent)!;
      const children = parent.children!;
      begin(execution, child, 'iteration', event.id, parent.variables);
      children.active.add(child.strand);
      children.next++;
      children.freed.shift();
      setPhase(execution, parent, mayStart(children) ? 'starting' : 'waiting');
      return;
    }
    default:
  }
  if (strand === undefined) {
    return;
  }
  switch (event.type) {
    case 'PassStateEntered':
    case 'ChoiceStateEntered':
    case 'WaitStateEntered':
    case 'SucceedStateEntered':
    case 'FailStateEntered':
    case 'TaskStateEntered':
    case 'ParallelStateEntered':
    case 'MapStateEntered':
      enterState(execution, strand, event.id, event.timestamp, details?.input ?? null);
      break;
    case 'PassStateExited':
    case 'ChoiceStateExited':
    case 'WaitStateExited':
    case 'SucceedStateExited':
    case 'TaskStateExited':
    case 'ParallelStateExited':
    case 'MapStateExited':
      leaveState(execution, strand, event.id, details?.output ?? null, local.next, local.variables);
      break;
    case 'WaitStarted':
      strand.due = local.due;
      setPhase(execution, strand, 'waiting');
      break;
    case 'TaskScheduled':
    case 'LambdaFunctionScheduled':
    case 'ActivityScheduled':
      strand.cause = event.id;
      strand.due = undefined;
      strand.failure = undefined;
      strand.task = {
        scheduled: event.id,
        resource: local.resource ?? '',
        parameters: details?.parameters ?? details?.input ?? null,
        started: false,
        submitted: false,
        taskToken: local.taskToken,
        timeoutDue: local.timeoutDue,
        heartbeatDue: local.heartbeatDue,
        heartbeatSeconds: details?.heartbeatInSeconds,
      };
      setPhase(execution, strand, 'waiting');
      break;
    case 'TaskStarted':
    case 'LambdaFunctionStarted':
    case 'ActivityStarted':
      strand.cause = event.id;
      strand.task = strand.task && { ...strand.task, started: true };
      break;
    case 'TaskSubmitted':
      strand.cause = event.id;
      strand.task = strand.task && { ...strand.task, submitted: true };
      break;
    case 'TaskHeartbeat':
      strand.task = strand.task && { ...strand.task, heartbeatDue: local.heartbeatDue };
      break;
    case 'TaskSucceeded':
    case 'LambdaFunctionSucceeded':
    case 'ActivitySucceeded':
      strand.cause = event.id;
      strand.task = undefined;
      strand.result = details?.output ?? null;
      setPhase(execution, strand, 'returned');
      break;
    case 'ParallelStateStarted':
    case 'MapStateStarted': {
      strand.cause = event.id;
      strand.due = undefined;
      strand.failure = undefined;
      if (!local.iterations && !local.children) {
        // A distributed Map: its run starts next.
        break;
      }
      const started = local.children ?? [];
      const children: Children = {
        kind: local.iterations ? 'iterations' : 'branches',
        count: local.iterations?.items.length ?? started.length,
        iterations: local.iterations,
        started: event.id,
        active: new Set(started.map((child) => child.strand)),
        next: 0,
        finished: 0,
        results: [],
        freed: [],
        lastEnd: event.id,
      };
      strand.children = children;
      for (const child of started) {
        begin(execution, child, 'branch', event.id, strand.variables);
      }
      setPhase(execution, strand, mayStart(children) ? 'starting' : 'waiting');
      break;
    }
    case 'MapIterationSucceeded': {
      const parent = execution.strands.get(strand.parent!)!;
      finish(execution, parent, strand, event.id, strand.cause);
      setPhase(execution, parent, mayStart(parent.children!) ? 'starting' : 'waiting');
      break;
    }
    case 'MapRunStarted':
    case 'MapRunRedriven':
      strand.cause = event.id;
      strand.mapRun = local.mapRun && { started: event.id, plan: local.mapRun };
      setPhase(execution, strand, 'waiting');
      break;
    case 'MapRunSucceeded':
      strand.mapRun = undefined;
      strand.result = local.result ?? null;
      // What MapStateExited names as its cause differs between AWS's recordings: see docs/fidelity.md.
      strand.cause = local.exitCause ?? strand.cause;
      break;
    case 'MapRunFailed':
      strand.mapRun = undefined;
      break;
    case 'MapStateSucceeded':
    case 'ParallelStateSucceeded':
      if (!strand.children) {
        // Of a distributed Map: its run has put the result there.
        setPhase(execution, strand, 'returned');
        break;
      }
      strand.result = strand.children.results as Json[];
      strand.cause = strand.children.lastEnd;
      strand.children = undefined;
      setPhase(execution, strand, 'returned');
      break;
    case 'UserChange':
      change(execution, strand, local.change ?? {});
      break;
    case 'MapIterationFailed':
    case 'MapIterationAborted':
      // Branches within have no event of their own that ends them.
      abandonChildren(execution, strand);
      removeStrand(execution, strand.id);
      break;
    default:
  }
  if (local.handling) {
    fail(execution, strand, event, local.handling);
  }
}

const noRetries: readonly number[] = [];

/** How many iterations of an inline Map run at once at most. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
export const inlineConcurrency = 40;

function mayStart(children: Children): boolean {
  const { iterations } = children;
  if (!iterations || children.next >= children.count) {
    return false;
  }
  const limit = iterations.maxConcurrency === 0 ? inlineConcurrency : Math.min(iterations.maxConcurrency, inlineConcurrency);
  return children.active.size < limit;
}

function begin(execution: Execution, child: Child, kind: Strand['kind'], cause: number, variables: JsonObject): void {
  const strand: Strand = {
    id: child.strand,
    kind,
    parent: kind === 'main' ? undefined : child.parent,
    index: child.index,
    item: child.item,
    state: child.startAt,
    phase: 'waiting',
    input: child.input,
    variables,
    cause,
    entered: undefined,
    retries: noRetries,
    retryCount: 0,
    task: undefined,
    due: undefined,
    result: undefined,
    failure: undefined,
    mapRun: undefined,
    children: undefined,
    output: undefined,
  };
  execution.strands.set(strand.id, strand);
  execution.nextStrand = Math.max(execution.nextStrand, strand.id + 1);
  setPhase(execution, strand, 'ready');
}

/** What the event `id` does: the strand enters its state. */
export function enterState(execution: Execution, strand: Strand, id: number, time: number, input: Json): void {
  execution.entered++;
  strand.entered = { id, time, cause: strand.cause };
  strand.cause = id;
  strand.input = input;
  setPhase(execution, strand, 'entered');
}

/** What the event `id` does: the strand leaves its state for `next`, or has come to its end. */
export function leaveState(
  execution: Execution,
  strand: Strand,
  id: number,
  output: Json,
  next: StateId | null | undefined,
  variables: JsonObject | undefined,
): void {
  strand.cause = id;
  strand.retries = noRetries;
  strand.retryCount = 0;
  strand.due = undefined;
  strand.result = undefined;
  strand.failure = undefined;
  strand.task = undefined;
  strand.children = undefined;
  if (variables) {
    strand.variables = variables;
  }
  if (next != null) {
    strand.input = output;
    strand.state = next;
    setPhase(execution, strand, 'ready');
    return;
  }
  strand.output = output;
  setPhase(execution, strand, 'ended');
  if (strand.kind === 'branch') {
    finish(execution, execution.strands.get(strand.parent!)!, strand, id, id);
  }
}

/** A child strand has come to its end: its result stays with its parent. */
function finish(execution: Execution, parent: Strand, child: Strand, lastEnd: number, lastInner: number): void {
  const children = parent.children!;
  while (children.results.length < child.index) {
    children.results.push(undefined);
  }
  children.results[child.index] = child.output;
  children.active.delete(child.id);
  children.finished++;
  children.freed.push(lastInner);
  children.lastEnd = lastEnd;
  removeStrand(execution, child.id);
}

function fail(execution: Execution, strand: Strand, event: HistoryEvent, handling: Handling): void {
  strand.cause = event.local.failureCause ?? event.id;
  strand.task = undefined;
  abandonChildren(execution, strand);
  const failure = event.local.failure ?? { error: event.details?.error, cause: event.details?.cause };
  strand.failure = { ...failure, handling };
  if (handling.kind === 'retry') {
    const retries = [...strand.retries];
    while (retries.length <= handling.index) {
      retries.push(0);
    }
    retries[handling.index] = handling.attempt;
    strand.retries = retries;
    strand.retryCount++;
    strand.due = handling.due;
    setPhase(execution, strand, 'waiting');
  } else {
    setPhase(execution, strand, 'failed');
  }
}

function abandonChildren(execution: Execution, strand: Strand): void {
  strand.mapRun = undefined;
  if (strand.children) {
    for (const id of descendants(execution, strand.id)) {
      removeStrand(execution, id);
    }
    strand.children = undefined;
  }
}

function change(execution: Execution, strand: Strand, { input, variables, retries, result, goTo }: Change): void {
  strand.input = input === undefined ? strand.input : input;
  strand.variables = variables ?? strand.variables;
  if (retries) {
    strand.retries = retries;
    strand.retryCount = retries.reduce((sum, n) => sum + n, 0);
  }
  if (result === undefined && goTo === undefined) {
    return;
  }
  abandonChildren(execution, strand);
  strand.task = undefined;
  strand.due = undefined;
  strand.failure = undefined;
  strand.result = result;
  if (goTo !== undefined) {
    strand.state = goTo;
    strand.entered = undefined;
    strand.retries = noRetries;
    strand.retryCount = 0;
  }
  setPhase(execution, strand, goTo === undefined ? 'returned' : 'ready');
}

function removeStrand(execution: Execution, id: number): void {
  const strand = execution.strands.get(id);
  if (strand) {
    setPhase(execution, strand, 'ended');
    execution.strands.delete(id);
  }
}

function end(execution: Execution, status: ExecutionStatus, event: HistoryEvent): void {
  execution.status = status;
  execution.stoppedAt = event.timestamp;
  execution.error = event.details?.error;
  execution.cause = event.details?.cause;
  execution.runnable.length = 0;
  execution.failing.length = 0;
  for (const strand of execution.strands.values()) {
    strand.phase = 'ended';
    strand.task = undefined;
    strand.due = undefined;
  }
}

/** An execution that had ended runs again. */
function goOn(execution: Execution, { timestamp, details, local }: HistoryEvent): void {
  execution.status = 'RUNNING';
  execution.redriveCount = details?.redriveCount ?? 0;
  execution.stoppedAt = undefined;
  execution.error = undefined;
  execution.cause = undefined;
  execution.due = local.executionDue;
  const context = Object.assign(draft(), execution.context);
  context['Execution'] = Object.assign(draft(), context['Execution'], {
    RedriveCount: execution.redriveCount,
    RedriveTime: isoTime(timestamp),
  });
  execution.context = context;
  execution.strands.clear();
  for (const strand of local.strands ?? []) {
    const copy = copyOfStrand(strand);
    const { phase } = copy;
    copy.phase = 'waiting';
    execution.strands.set(copy.id, copy);
    setPhase(execution, copy, phase);
  }
}
