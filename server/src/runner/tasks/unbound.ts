import type { TaskAnswer, TaskRequest } from './binding';

/** The answer for a task that nothing performs: says which and what the user can do. */
export function unboundTask({ stateName, resource, reason }: TaskRequest): TaskAnswer {
  const lambda = /:lambda:/.test(resource);
  return {
    kind: 'failure',
    error: 'Stepwise.UnboundTask',
    cause:
      `Nothing local performs the Task state '${stateName}' (${resource}). ` +
      (reason !== undefined
        ? reason
        : lambda
          ? 'Name its function in functions.json (--functions), or give it a response in a MockConfigFile.json (--mocks and --test-case).'
          : 'Give it a response in a MockConfigFile.json (--mocks and --test-case).'),
    local: true,
  };
}
