import { combine } from './dataFlow';
import type { Command, Environment, Evaluate, Evaluated } from './command';
import type { Execution, Strand } from './execution';
import { failQuietly, failWithEvent, handlingOf, passOn } from './failures';
import { type Steps, errorOutput, fillTemplate, leave, leaveWith } from './flow';
import type { Handling, HistoryEvent } from './history';
import type { Catcher, ChoiceState, PassState, Program, ProgramState, Way } from './program';
import type { JsonObject } from '../source/json';
import { redrive } from './redrive';
import { choice, choiceByPath } from './states/choice';
import { map, parallel, startIteration } from './states/containers';
import { distributedMap, mapRunFailed, mapRunSucceeded } from './states/distributedMap';
import { fail, pass, passByPath, passOnUnchanged, succeed } from './states/simple';
import { task, taskAnswered, taskTimedOut } from './states/task';
import { wait, waited } from './states/wait';
import { StateFailure, Turn, Visit } from './turn';

/**
 * The events that follow from a command: a pure function of program, execution and environment, as a generator that
 * yields where it needs JSONata. Does not change the execution: `evolve` does that with the events. A command that no
 * longer applies (an answer to a task that was aborted) has no consequence.
 */
export function* decide(
  program: Program,
  execution: Execution,
  command: Command,
  environment: Environment,
): Generator<Evaluate, readonly HistoryEvent[], Evaluated> {
  const turn = new Turn(program, execution, environment);
  if (command.type === 'start') {
    start(turn, command);
    return turn.events;
  }
  if (command.type === 'redrive') {
    if (execution.status === 'FAILED' || execution.status === 'ABORTED' || execution.status === 'TIMED_OUT') {
      redrive(turn, command.before);
    }
    return turn.events;
  }
  if (execution.status !== 'RUNNING') {
    return [];
  }
  if (command.type === 'stop') {
    turn.emit(
      'ExecutionAborted',
      0,
      {
        ...(command.error === undefined ? {} : { error: command.error }),
        ...(command.cause === undefined ? {} : { cause: command.cause }),
      },
      { strand: 0 },
    );
    return turn.events;
  }
  if (command.strand === undefined) {
    turn.emit('ExecutionTimedOut', 0, {}, { strand: 0 });
    return turn.events;
  }
  const strand = execution.strands.get(command.strand);
  if (!strand || strand.phase === 'ended') {
    return [];
  }
  const visit = new Visit(turn, strand, turn.stateOf(strand));
  try {
    if (!(command.type === 'advance' && advanceAtOnce(visit))) {
      yield* carryOut(visit, command);
    }
  } catch (failure) {
    if (!(failure instanceof StateFailure)) {
      throw failure;
    }
    failed(visit, failure);
  }
  return withinLimit(turn);
}

function start(turn: Turn, command: Extract<Command, { type: 'start' }>): void {
  const { program, environment } = turn;
  const { input, roleArn, context } = command;
  turn.emit(
    'ExecutionStarted',
    0,
    { input, roleArn },
    {
      strand: turn.newStrand(),
      next: program.start,
      context,
      ...(program.timeoutSeconds === undefined ? {} : { executionDue: environment.now + program.timeoutSeconds * 1000 }),
    },
  );
}

function* carryOut(visit: Visit, command: Exclude<Command, { type: 'start' | 'stop' | 'redrive' }>): Steps<void> {
  const { turn, strand } = visit;
  switch (command.type) {
    case 'advance':
      yield* advance(visit);
      return;
    case 'taskStarted':
    case 'taskSubmitted':
    case 'taskHeartbeat':
    case 'taskSucceeded':
    case 'taskFailed':
      if (strand.task) {
        taskAnswered(turn, strand, command);
      }
      return;
    case 'mapRunSucceeded':
      mapRunSucceeded(turn, strand, command.result);
      return;
    case 'mapRunFailed':
      mapRunFailed(turn, strand, command);
      return;
    case 'change':
      turn.emit('UserChange', strand.cause, undefined, { strand: strand.id, state: strand.state, change: command.change });
      return;
    case 'fail':
      if (strand.phase !== 'ready' && strand.phase !== 'failed') {
        failQuietly(turn, strand, strand.cause, { error: command.error, cause: command.cause });
      }
      return;
    case 'timerFired':
      if (strand.phase !== 'waiting') {
        return;
      }
      if (command.kind === 'timeout' || command.kind === 'heartbeat') {
        if (strand.task) {
          taskTimedOut(turn, strand, command.kind);
        }
      } else if (strand.due !== undefined) {
        yield* visit.state.type === 'Wait' ? waited(visit as Visit<Extract<ProgramState, { type: 'Wait' }>>) : work(visit);
      }
  }
}

/**
 * The events that follow when a strand takes a step that needs no JSONata, and that nothing else can come of; undefined when `decide`
 * must be asked. Most steps are such, and a generator costs more than all the rest of them.
 */
export function decideAtOnce(
  program: Program,
  execution: Execution,
  strand: Strand,
  /** The strand's. */
  state: ProgramState,
  environment: Environment,
): readonly HistoryEvent[] | undefined {
  if (execution.status !== 'RUNNING') {
    return undefined;
  }
  const turn = new Turn(program, execution, environment);
  const visit = new Visit(turn, strand, state);
  try {
    return advanceAtOnce(visit) ? withinLimit(turn) : undefined;
  } catch (failure) {
    if (!(failure instanceof StateFailure)) {
      throw failure;
    }
    failed(visit, failure);
    return withinLimit(turn);
  }
}

/** Takes a step that needs no JSONata; answers false when it is none. */
function advanceAtOnce(visit: Visit): boolean {
  const { turn, strand, state } = visit;
  if (strand.phase === 'ready') {
    turn.enter(visit);
    return true;
  }
  if (strand.phase !== 'entered') {
    return false;
  }
  if (state.type === 'Pass' && state.passesOn) {
    passOnUnchanged(visit as Visit<PassState>);
    return true;
  }
  if (state.queryLanguage !== 'JSONPath') {
    return false;
  }
  switch (state.type) {
    case 'Pass':
      passByPath(visit as Visit<PassState>);
      return true;
    case 'Choice':
      choiceByPath(visit as Visit<ChoiceState>);
      return true;
    default:
      return false;
  }
}

function* advance(visit: Visit): Steps<void> {
  const { turn, strand, state } = visit;
  switch (strand.phase) {
    case 'entered':
      yield* work(visit);
      return;
    case 'starting':
      yield* startIteration(visit as Visit<Extract<ProgramState, { type: 'Map' }>>);
      return;
    case 'returned':
      if (state.type === 'Task' || state.type === 'Parallel' || state.type === 'Map') {
        yield* leaveWith(visit, state, strand.result ?? null);
      }
      return;
    case 'failed': {
      const { failure } = strand;
      if (failure?.handling.kind === 'catch' && 'catchers' in state) {
        yield* leaveByCatcher(visit, state.catchers[failure.handling.index]!, failure.handling.index);
      } else {
        const { error, cause, alias } = failure ?? {};
        passOn(turn, strand, strand.cause, { error, cause, ...(alias === undefined ? {} : { alias }) });
      }
      return;
    }
    case 'ready':
    case 'waiting':
    case 'ended':
  }
}

/** Does what the state is there for, or begins it. */
function* work(visit: Visit): Steps<void> {
  const { state } = visit;
  const as = <T extends ProgramState['type']>(_type: T): Visit<Extract<ProgramState, { type: T }>> =>
    visit as unknown as Visit<Extract<ProgramState, { type: T }>>;
  switch (state.type) {
    case 'Pass':
      return yield* pass(as('Pass'));
    case 'Task':
      return yield* task(as('Task'));
    case 'Choice':
      return yield* choice(as('Choice'));
    case 'Wait':
      return yield* wait(as('Wait'));
    case 'Succeed':
      return yield* succeed(as('Succeed'));
    case 'Fail':
      return yield* fail(as('Fail'));
    case 'Parallel':
      return yield* parallel(as('Parallel'));
    case 'Map':
      return yield* state.mode === 'DISTRIBUTED' ? distributedMap(as('Map')) : map(as('Map'));
  }
}

/** https://states-language.net/#fallback-states */
function* leaveByCatcher(visit: Visit, catcher: Catcher, index: number): Steps<void> {
  const { strand, state } = visit;
  const error = errorOutput(strand.failure!);
  const members = { errorOutput: error };
  const assigned = catcher.assign && (yield* fillTemplate(visit, catcher.assign, error, members));
  const output =
    state.queryLanguage === 'JSONPath'
      ? combine(visit, catcher.resultPath, catcher.resultPathText, error)
      : catcher.output
        ? yield* fillTemplate(visit, catcher.output, strand.input, members)
        : error;
  const way: Way = { next: catcher.next, to: undefined, transition: { kind: 'catch', index } };
  leave(visit, output, assigned as JsonObject | undefined, {}, way);
}

function failed(visit: Visit, failure: StateFailure): void {
  const { turn, strand, state } = visit;
  const said = { error: failure.errorName, cause: failure.errorCause };
  // What fails on the way out by a Catcher is not caught again by the same state.
  const handled: Handling | undefined = strand.phase === 'failed' || failure.isFinal ? { kind: 'fail' } : undefined;
  if (failure.location === undefined) {
    // What was told of the state in this turn is what the failure comes from.
    failQuietly(turn, strand, turn.events.at(-1)?.id ?? strand.cause, said, handled);
    return;
  }
  // EvaluationFailed names the event before the state was entered, except in Wait states (seen on AWS).
  const previous = state.type === 'Wait' || strand.entered === undefined ? strand.cause : strand.entered.cause;
  const details = { ...said, state: state.name, ...(failure.location === '' ? {} : { location: failure.location }) };
  if (state.type !== 'Map' || strand.phase === 'returned' || strand.phase === 'failed') {
    failWithEvent(turn, strand, 'EvaluationFailed', previous, details, handled && { handling: handled });
    return;
  }
  // A Map that does not get to its items fails as a Map as well (seen on AWS), unless it is tried again.
  const where = { strand: strand.id, state: state.id };
  const event = turn.emit('EvaluationFailed', previous, details, where);
  const handling = handlingOf(turn, strand, said);
  if (handling.kind === 'retry') {
    turn.emit('StateFailed', event, undefined, { ...where, handling, failure: said, failureCause: event });
  } else {
    turn.emit('MapStateFailed', event, undefined, { ...where, handling, failure: said });
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const maxEvents = 25_000;

/** The last event that a history may hold ends the execution. */
function withinLimit(turn: Turn): readonly HistoryEvent[] {
  const { events, execution, environment } = turn;
  const last = events.at(-1);
  if (environment.limits === 'off' || !last || last.id < maxEvents || (last.id === maxEvents && endsExecution(last))) {
    return events;
  }
  const kept = events.filter((e) => e.id < maxEvents);
  kept.push({
    id: maxEvents,
    previousEventId: kept.at(-1)?.id ?? execution.lastEvent,
    timestamp: environment.now,
    type: 'ExecutionFailed',
    details: { error: 'States.Runtime', cause: `The execution reached the maximum number of history events (${maxEvents}).` },
    local: { strand: 0 },
  });
  return kept;
}

function endsExecution(event: HistoryEvent): boolean {
  return event.type === 'ExecutionSucceeded' || event.type === 'ExecutionFailed';
}
