import { nameOf } from '../../asl/ast';
import type { HistoryEvent } from '../../execution/history';
import type { TaskAnswer, TaskBinding, TaskRequest } from './binding';

/**
 * Tasks answer what a history says they did: the first try of a state's name as the first was answered, the second as the second.
 * A task that the history does not have so often, or that had no answer there, is left to others.
 */
export class RecordedTasks implements TaskBinding {
  /** Answers by state name, one for each try. */
  readonly #answers = new Map<string, (TaskAnswer | undefined)[]>();

  constructor(history: readonly HistoryEvent[]) {
    /** By strand: the try that is under way. */
    const open = new Map<
      number,
      { readonly tries: (TaskAnswer | undefined)[]; readonly index: number; readonly since: number }
    >();
    for (const { type, local, details, timestamp } of history) {
      if (local.state === undefined) {
        continue;
      }
      if (type.endsWith('Scheduled')) {
        const name = nameOf(local.state);
        const tries = this.#answers.get(name) ?? [];
        this.#answers.set(name, tries);
        open.set(local.strand, { tries, index: tries.push(undefined) - 1, since: timestamp });
        continue;
      }
      const tried = open.get(local.strand);
      if (!tried || !/^(Task|LambdaFunction|Activity)/.test(type)) {
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
  }

  perform({ stateName, invocation = 0 }: TaskRequest): TaskAnswer | undefined {
    return this.#answers.get(stateName)?.[invocation];
  }
}
