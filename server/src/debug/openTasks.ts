import type { TaskAnswer, TaskRequest } from '../runner/tasks/binding';

/** Tasks that nothing performs: each waits until the user answers it. */
export class OpenTasks {
  readonly #waiting = new Map<
    number,
    { readonly request: TaskRequest; readonly answer: (answer: TaskAnswer | undefined) => void }
  >();

  /** `asked` is called when another task waits. */
  constructor(private readonly asked: () => void) {}

  /** Asks for the answer of a task; answers undefined when nobody waits for it any more. */
  ask(request: TaskRequest, signal: AbortSignal): Promise<TaskAnswer | undefined> {
    return new Promise((resolve) => {
      const answer = (given: TaskAnswer | undefined): void => {
        this.#waiting.delete(request.strand);
        resolve(given);
      };
      this.#waiting.set(request.strand, { request, answer });
      signal.addEventListener('abort', () => answer(undefined), { once: true });
      this.asked();
    });
  }

  /** Nobody will answer any more. */
  abandon(): void {
    for (const { answer } of [...this.#waiting.values()]) {
      answer(undefined);
    }
  }

  /** The task that has waited longest. */
  get first(): TaskRequest | undefined {
    return this.#waiting.values().next().value?.request;
  }

  /** The task that a strand waits for. */
  of(strand: number): TaskRequest | undefined {
    return this.#waiting.get(strand)?.request;
  }

  /** Answers the task of a strand; false when none waits there. */
  answer(strand: number, answer: TaskAnswer): boolean {
    const waiting = this.#waiting.get(strand);
    waiting?.answer(answer);
    return waiting !== undefined;
  }
}
