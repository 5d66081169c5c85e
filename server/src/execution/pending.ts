import type { Execution, MapRun, Strand, Task } from './execution';

/** What an execution waits for, or who can go on. */
export interface Pending {
  /** Strands that can go on, in the order in which they do. */
  readonly runnable: readonly Strand[];
  readonly tasks: readonly PendingTask[];
  readonly mapRuns: readonly PendingMapRun[];
  /** By due time, then by cause. */
  readonly timers: readonly Timer[];
}

/** A task that is scheduled and has not answered; `started` tells whether it is under way. */
export interface PendingTask extends Task {
  readonly strand: Strand;
}

/** A distributed Map whose children run. */
export interface PendingMapRun extends MapRun {
  readonly strand: Strand;
}

export interface Timer {
  readonly kind: 'wait' | 'retry' | 'timeout' | 'heartbeat' | 'execution';
  /** Absent for the execution's own timeout. */
  readonly strand: Strand | undefined;
  /** Epoch milliseconds. */
  readonly due: number;
  /** Id of the event that set it. */
  readonly cause: number;
}

/** Who goes next, of those that `among` lets go: a strand with a failure to pass on first, then the oldest strand. */
export function nextRunnable(execution: Execution, among?: (strand: Strand) => boolean): Strand | undefined {
  if (among) {
    return [...execution.failing, ...execution.runnable].map((id) => execution.strands.get(id)!).find(among);
  }
  const id = execution.failing[0] ?? execution.runnable[0];
  return id === undefined ? undefined : execution.strands.get(id);
}

/** What is pending, derived from nothing but the execution. */
export function pending(execution: Execution): Pending {
  const tasks: PendingTask[] = [];
  const mapRuns: PendingMapRun[] = [];
  const timers: Timer[] = [];
  for (const strand of execution.strands.values()) {
    if (strand.phase !== 'waiting') {
      continue;
    }
    if (strand.due !== undefined) {
      timers.push({ kind: strand.failure ? 'retry' : 'wait', strand, due: strand.due, cause: strand.cause });
    }
    const { task, mapRun } = strand;
    if (mapRun) {
      mapRuns.push({ ...mapRun, strand });
    }
    if (task) {
      tasks.push({ ...task, strand });
      if (task.timeoutDue !== undefined) {
        timers.push({ kind: 'timeout', strand, due: task.timeoutDue, cause: strand.cause });
      }
      if (task.heartbeatDue !== undefined) {
        timers.push({ kind: 'heartbeat', strand, due: task.heartbeatDue, cause: strand.cause });
      }
    }
  }
  if (execution.due !== undefined && execution.status === 'RUNNING') {
    timers.push({ kind: 'execution', strand: undefined, due: execution.due, cause: 1 });
  }
  timers.sort((a, b) => a.due - b.due || a.cause - b.cause);
  const runnable = [...execution.failing, ...execution.runnable].map((id) => execution.strands.get(id)!);
  return { runnable, tasks, mapRuns, timers };
}
