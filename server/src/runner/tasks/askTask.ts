import type { Environment, Evaluate, Evaluated } from '../../execution/command';
import type { RunnerOptions } from '../runnerOptions';
import type { TaskAnswer, TaskBinding, TaskProgress, TaskRequest } from './binding';
import { unboundTask } from './unbound';

/** Lets the bindings prepare for a task, before time goes on. */
export async function prepareTask(
  tasks: readonly TaskBinding[] = [],
  request: TaskRequest,
  evaluate: (request: Evaluate) => Promise<Evaluated>,
  environment: Environment,
): Promise<void> {
  for (const binding of tasks) {
    const ready = binding.prepare?.(request, (expression, bindings) => evaluate({ expression, bindings, ...environment }));
    if (ready) {
      await ready;
    }
  }
}

/** What the first binding that performs the task answers; without one, what is answered for unbound tasks. */
export function askTask(
  { tasks = [], unbound }: Pick<RunnerOptions, 'tasks' | 'unbound'>,
  request: TaskRequest,
  signal: AbortSignal,
  progress: TaskProgress,
): TaskAnswer | Promise<TaskAnswer> {
  for (const binding of tasks) {
    const answer = binding.perform(request, signal, progress);
    if (answer) {
      return answer;
    }
  }
  return unbound ? unbound(request, signal).then((answer) => answer ?? unboundTask(request)) : unboundTask(request);
}
