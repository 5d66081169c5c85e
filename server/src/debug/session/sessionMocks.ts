import type { TaskAnswer, TaskBinding, TaskRequest } from '../../runner/tasks/binding';

/** Answers that the user gave while debugging: they go before all others, as long as the session lasts. */
export class SessionMocks implements TaskBinding {
  readonly answers = new Map<string, TaskAnswer>();

  perform({ stateName }: TaskRequest): TaskAnswer | undefined {
    return this.answers.get(stateName);
  }
}
