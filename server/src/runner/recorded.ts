import { nameOf } from '../asl/ast';
import type { Execution } from '../execution/execution';
import type { HistoryEvent } from '../execution/history';
import { type PendingTask, pending } from '../execution/pending';
import type { TaskAnswer } from './tasks/binding';

/** How often the tasks of each state's name were started; those that are scheduled only and not under way do not count. */
export function invocations(
  history: readonly HistoryEvent[],
  execution: Execution,
  isUnderWay: (scheduled: number) => boolean,
): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (name: string, by: number): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  for (const { type, local } of history) {
    if (local.state !== undefined && type.endsWith('Scheduled')) {
      count(nameOf(local.state), 1);
    }
  }
  for (const { scheduled, strand } of pending(execution).tasks) {
    if (!isUnderWay(scheduled)) {
      count(nameOf(strand.state), -1);
    }
  }
  return counts;
}

/** What became of a task that was under way, by the events that followed; undefined when nothing is recorded. `due`: epoch milliseconds. */
export function recordedAnswer(
  task: PendingTask,
  following: readonly HistoryEvent[],
): { readonly answer: TaskAnswer; readonly due: number } | undefined {
  const own = following.filter(({ local }) => local.strand === task.strand.id);
  const end = own.find(({ type }) => /(Succeeded|Failed|TimedOut|Aborted|Change)$/.test(type));
  switch (end?.type) {
    case 'TaskSucceeded':
    case 'LambdaFunctionSucceeded':
    case 'ActivitySucceeded':
      return { answer: { kind: 'success', output: end.details?.output ?? null }, due: end.timestamp };
    case 'TaskFailed':
    case 'LambdaFunctionFailed':
    case 'ActivityFailed': {
      const { error, cause } = end.details ?? {};
      const unsubmitted = !task.submitted && !own.some(({ type }) => type === 'TaskSubmitted');
      return {
        answer: { kind: 'failure', error, unsubmitted, ...(cause === undefined ? {} : { cause }) },
        due: end.timestamp,
      };
    }
    default:
      return undefined;
  }
}

/** Whether an event comes of a timer, by the execution before it. */
export function isOfTimer({ type, local }: HistoryEvent, execution: Execution): boolean {
  const strand = execution.strands.get(local.strand);
  return strand?.phase === 'waiting' && (strand.task ? type.endsWith('TimedOut') : strand.due !== undefined);
}

/** Events that come together with those before them, as one decision. */
const following =
  /^(ExecutionSucceeded|ExecutionFailed|(Map|Parallel)State(Succeeded|Failed)|MapIteration(Succeeded|Failed))$|Aborted$/;

/** The last moment up to `events` between two decisions: what was decided at once is not taken apart. */
export function boundary(history: readonly HistoryEvent[], events: number): number {
  let at = Math.max(0, Math.min(events, history.length));
  while (at > 0 && at < history.length && goesWithPrevious(history[at]!, history[at - 1]!)) {
    at--;
  }
  return at;
}

function goesWithPrevious({ type }: HistoryEvent, previous: HistoryEvent): boolean {
  return type === 'StateFailed'
    ? previous.type === 'EvaluationFailed' || following.test(previous.type)
    : following.test(type) && type !== 'ExecutionAborted';
}
