import type { Environment, Evaluate, Evaluated } from '../../execution/command';
import type { PendingTask } from '../../execution/pending';
import type { RunnerOptions } from '../runnerOptions';
import type { TaskAnswer, TaskBinding, TaskProgress, TaskRequest } from './binding';
import { unboundTask } from './unbound';

/** A task as bindings see it. */
export function requestOf(
  { strand, resource, parameters, taskToken, scheduled }: PendingTask,
  stateName: string,
  invocation: number,
  { executionArn, region, account }: Pick<TaskRequest, 'executionArn' | 'region' | 'account'>,
): TaskRequest {
  return {
    state: strand.state,
    stateName,
    resource,
    parameters,
    attempt: strand.retryCount,
    strand: strand.id,
    scheduled,
    invocation,
    taskToken,
    executionArn,
    region,
    account,
  };
}

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
  let asked = request;
  for (const binding of tasks) {
    const answer = binding.perform(asked, signal, progress);
    if (answer) {
      return answer;
    }
    const reason = binding.whyNot?.(asked);
    asked = reason === undefined ? asked : { ...asked, reason };
  }
  return unbound ? unbound(asked, signal).then((answer) => answer ?? unboundTask(asked)) : unboundTask(asked);
}
