import { nameOf } from '../../asl/ast';
import type { HistoryEvent } from '../../execution/history';
import type { TaskAnswer, TaskBinding, TaskRequest } from './binding';

/** What the tasks of each state's name answered, one answer for each try in order of their beginning; undefined: that try had none. */
export function answersOf(history: readonly HistoryEvent[]): Map<string, (TaskAnswer | undefined)[]> {
  const answers = new Map<string, (TaskAnswer | undefined)[]>();
  /** By strand: the try that is under way. */
  const open = new Map<number, { readonly tries: (TaskAnswer | undefined)[]; readonly index: number; readonly since: number }>();
  for (const { type, local, details, timestamp } of history) {
    if (local.state === undefined || !/^(Task|LambdaFunction|Activity)/.test(type)) {
      continue;
    }
    if (type.endsWith('Scheduled')) {
      const name = nameOf(local.state);
      const tries = answers.get(name) ?? [];
      answers.set(name, tries);
      open.set(local.strand, { tries, index: tries.push(undefined) - 1, since: timestamp });
      continue;
    }
    const tried = open.get(local.strand);
    if (!tried) {
      continue;
    }
    const delay = Math.max(0, timestamp - tried.since);
    if (type.endsWith('Succeeded')) {
      tried.tries[tried.index] = { kind: 'success', output: details?.output ?? null, delay };
    } else if (/(Failed|TimedOut)$/.test(type)) {
      const { error, cause } = details ?? {};
      tried.tries[tried.index] = { kind: 'failure', error, delay, ...(cause === undefined ? {} : { cause }) };
    }
  }
  return answers;
}

/**
 * Tasks answer what a history says they did: the first try of a state's name as the first was answered, the second as the second.
 * A task that the history does not have so often, or that had no answer there, is left to others.
 */
export class RecordedTasks implements TaskBinding {
  readonly #answers: ReadonlyMap<string, readonly (TaskAnswer | undefined)[]>;

  constructor(history: readonly HistoryEvent[]) {
    this.#answers = answersOf(history);
  }

  perform({ stateName, invocation = 0 }: TaskRequest): TaskAnswer | undefined {
    return this.#answers.get(stateName)?.[invocation];
  }
}
