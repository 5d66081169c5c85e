import type { Command } from './command';
import { evolve } from './evolve';
import { type Execution, type Strand, newExecution } from './execution';
import type { HistoryEvent } from './history';
import type { Program, ProgramState } from './program';
import type { Turn } from './turn';

/**
 * How many events of a history come before the failure, stop or time-out that ended the execution: those after them only pass it on.
 * What is folded up to there still has all strands.
 */
export function failurePoint(history: readonly HistoryEvent[]): number {
  let at = history.length;
  while (at > 0 && belongsToEnd(history[at - 1]!)) {
    at--;
  }
  return at;
}

/** The command that lets the execution of this history go on from where it failed, was stopped or timed out. */
export function redriveAfter(history: readonly HistoryEvent[]): Command {
  const before = newExecution();
  for (const event of history.slice(0, failurePoint(history))) {
    evolve(before, event);
  }
  return { type: 'redrive', before };
}

function belongsToEnd({ type, local }: HistoryEvent): boolean {
  return local.handling
    ? local.handling.kind === 'fail'
    : /^(Execution(Failed|Aborted|TimedOut)|MapIteration(Failed|Aborted)|MapRun(Failed|Aborted)|EvaluationFailed)$|StateAborted$/.test(
        type,
      );
}

/**
 * Lets an execution that failed, was stopped or timed out go on from where `before`, the execution just before that, stood. Results of
 * what succeeded are kept; whatever stood in a state begins that state's work anew, with no retries behind it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function redrive(turn: Turn, before: Execution): void {
  const { program, execution, environment } = turn;
  const redriveCount = execution.redriveCount + 1;
  const id = turn.nextId;
  const strands = [...before.strands.values()].map((strand) =>
    resumed(strand, program.states.get(strand.state)!, id, execution.error),
  );
  // What a Parallel or Map that is begun anew had started goes with it.
  const kept = new Map(strands.map((strand) => [strand.id, strand]));
  for (const strand of strands) {
    if (strand.parent !== undefined && kept.get(strand.parent)?.children === undefined) {
      kept.delete(strand.id);
    }
  }
  turn.emit(
    'ExecutionRedriven',
    execution.lastEvent,
    { redriveCount },
    {
      strand: 0,
      strands: [...kept.values()],
      ...executionDue(program, environment.now),
    },
  );
  for (const strand of kept.values()) {
    if (strand.mapRun) {
      const plan = { ...strand.mapRun.plan, redriveCount: (strand.mapRun.plan.redriveCount ?? 0) + 1 };
      const details = { mapRunArn: plan.mapRunArn, redriveCount: plan.redriveCount };
      turn.emit('MapRunRedriven', id, details, { strand: strand.id, state: strand.state, mapRun: plan });
    }
  }
}

function executionDue(program: Program, now: number): { readonly executionDue?: number } {
  return program.timeoutSeconds === undefined ? {} : { executionDue: now + program.timeoutSeconds * 1000 };
}

/** A strand as it goes on. */
function resumed(strand: Strand, state: ProgramState, cause: number, error: string | undefined): Strand {
  const fresh: Strand = { ...strand, retries: [], retryCount: 0, task: undefined, due: undefined, failure: undefined };
  switch (strand.phase) {
    case 'ready':
      return { ...fresh, cause };
    case 'starting':
      return fresh;
    case 'waiting':
      if (strand.children || strand.mapRun) {
        return fresh;
      }
      break;
    case 'returned':
      // Of a Parallel or Map the branches have succeeded: they run again only where their results were too large together.
      if (state.type !== 'Task' && error !== 'States.DataLimitExceeded') {
        return { ...fresh, cause };
      }
      break;
    case 'entered':
    case 'failed':
    case 'ended':
  }
  // A Fail state is entered again (and fails again); all others do their work again.
  const phase = state.type === 'Fail' ? 'ready' : 'entered';
  return { ...fresh, phase, cause, result: undefined, children: undefined, mapRun: undefined };
}
