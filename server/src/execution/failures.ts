import { type Strand, descendants } from './execution';
import type { EventDetails, EventType, Failure, Handling, LocalDetails } from './history';
import type { ProgramState, Retrier, WithErrors } from './program';
import type { Turn } from './turn';

/** What becomes of failures: Retriers, Catchers, and the way up through Parallel and Map. https://states-language.net/#errors */

/** Errors that nothing takes: the execution fails. */
function isTerminal(error: string | undefined): boolean {
  return error === 'States.Runtime' || error?.startsWith('Stepwise.') === true;
}

/** Whether the names that a Retrier or Catcher lists take an error, or one by its other name. */
export function takes(errorEquals: readonly string[], error: string | undefined, alias?: string): boolean {
  return errorEquals.some(
    (name) =>
      name === error ||
      name === 'States.ALL' ||
      (name === 'States.TaskFailed' && error !== 'States.Timeout') ||
      (alias !== undefined && name === alias),
  );
}

/** Which Retrier or Catcher of its state takes a failure of the strand. */
export function handlingOf(turn: Turn, strand: Strand, { error, alias }: Pick<Failure, 'error' | 'alias'>): Handling {
  const state = turn.stateOf(strand);
  if (isTerminal(error) || !hasErrors(state)) {
    return { kind: 'fail' };
  }
  const retrier = state.retriers.findIndex((r) => takes(r.errorEquals, error, alias));
  if (retrier >= 0) {
    const attempt = (strand.retries[retrier] ?? 0) + 1;
    if (attempt <= state.retriers[retrier]!.maxAttempts) {
      const delay = delayOf(state.retriers[retrier]!, attempt, turn.environment.random);
      return { kind: 'retry', index: retrier, attempt, due: turn.environment.now + delay };
    }
  }
  const catcher = state.catchers.findIndex((c) => takes(c.errorEquals, error, alias));
  return catcher >= 0 ? { kind: 'catch', index: catcher } : { kind: 'fail' };
}

function hasErrors(state: ProgramState): state is ProgramState & WithErrors {
  return state.type === 'Task' || state.type === 'Parallel' || state.type === 'Map';
}

/** Milliseconds before the attempt: interval × rate^(n−1), capped, with full jitter anything from 0 to that. */
function delayOf(retrier: Retrier, attempt: number, random: () => number): number {
  const seconds = Math.min(retrier.interval * retrier.backoffRate ** (attempt - 1), retrier.maxDelay ?? Infinity, 31_622_400);
  return Math.round(seconds * 1000 * (retrier.jitter === 'FULL' ? random() : 1));
}

/** A failure that AWS records as an event of its own (TaskFailed, EvaluationFailed …). */
export function failWithEvent(
  turn: Turn,
  strand: Strand,
  type: EventType,
  previous: number,
  details: EventDetails,
  local?: Partial<LocalDetails>,
  alias?: string,
): void {
  const failure: Failure = { error: details.error, cause: details.cause, ...(alias === undefined ? {} : { alias }) };
  const handling = handlingOf(turn, strand, failure);
  turn.emit(type, previous, details, { strand: strand.id, state: strand.state, handling, failure, ...local });
}

/** A failure that AWS has no event for: it is noted locally, then a Retrier or Catcher takes it or it is passed on. */
export function failQuietly(
  turn: Turn,
  strand: Strand,
  previous: number,
  failure: Failure,
  handling: Handling = handlingOf(turn, strand, failure),
): void {
  turn.emit('StateFailed', previous, undefined, {
    strand: strand.id,
    state: strand.state,
    handling,
    failure,
    failureCause: previous,
  });
  if (handling.kind === 'fail') {
    passOn(turn, strand, previous, failure);
  }
}

/** The strand fails: so does what contains it, unless that has a Retrier or Catcher for it. `previous` is the failing event. */
export function passOn(turn: Turn, strand: Strand, previous: number, failure: Failure): void {
  const { execution } = turn;
  if (strand.parent === undefined) {
    turn.emit('ExecutionFailed', previous, { error: failure.error, cause: failure.cause }, { strand: strand.id });
    return;
  }
  const parent = execution.strands.get(strand.parent)!;
  const state = turn.stateOf(parent);
  const where = { strand: parent.id, state: parent.state };
  if (strand.kind === 'iteration') {
    turn.emit(
      'MapIterationFailed',
      previous,
      { name: state.name, index: strand.index },
      { strand: strand.id, state: parent.state },
    );
  } else if (turn.stateOf(strand).type === 'Task') {
    // The failing Task of a branch is told as aborted too (seen on AWS).
    abortState(turn, strand, previous);
  }
  abortSiblings(turn, parent, strand, previous);
  const handling = handlingOf(turn, parent, failure);
  if (handling.kind === 'retry') {
    // Retrying a Map or Parallel is told by its next Started event only, which names the inner failing event.
    turn.emit('StateFailed', previous, undefined, { ...where, handling, failure, failureCause: previous });
    return;
  }
  const type = strand.kind === 'iteration' ? 'MapStateFailed' : 'ParallelStateFailed';
  turn.emit(type, previous, undefined, { ...where, handling, failure });
}

function abortSiblings(turn: Turn, parent: Strand, failing: Strand, previous: number): void {
  const { execution } = turn;
  // Innermost first: children have greater ids than their parents.
  for (const id of descendants(execution, parent.id).reverse()) {
    const strand = execution.strands.get(id)!;
    if (strand === failing || isUnder(turn, strand, failing)) {
      continue;
    }
    abortState(turn, strand, previous);
    if (strand.kind === 'iteration') {
      const map = execution.strands.get(strand.parent!)!;
      const details = { name: turn.stateOf(map).name, index: strand.index };
      turn.emit('MapIterationAborted', previous, details, { strand: strand.id, state: map.state });
    }
  }
}

function isUnder(turn: Turn, strand: Strand, above: Strand): boolean {
  for (let at: number | undefined = strand.parent; at !== undefined; at = turn.execution.strands.get(at)?.parent) {
    if (at === above.id) {
      return true;
    }
  }
  return false;
}

const abortedEvents = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Parallel: 'ParallelStateAborted',
  Map: 'MapStateAborted',
} as const;

function abortState(turn: Turn, strand: Strand, previous: number): void {
  const { type } = turn.stateOf(strand);
  if (strand.phase !== 'ready' && strand.phase !== 'ended' && type in abortedEvents) {
    turn.emit(abortedEvents[type as keyof typeof abortedEvents], previous, undefined, { strand: strand.id, state: strand.state });
  }
}
