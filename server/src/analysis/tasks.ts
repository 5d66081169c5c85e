import type { State } from '../asl/ast';
import { hasPlaceholder } from '../asl/placeholder';
import { readResource, type TaskResource } from '../integrations/integrations';
import { member, type Node, type StringNode } from '../source/node';

/** What a Task calls. */
export interface Task {
  readonly resource: StringNode;
  /** Absent where the Resource holds a placeholder. */
  readonly read: TaskResource | undefined;
  /** The end of the Resource says how it waits; a placeholder before it does not hide that. */
  readonly waits: 'sync' | 'token' | undefined;
  readonly isLambda: boolean;
  /** Parameters or Arguments. */
  readonly parameters: Node | undefined;
}

const known = new WeakMap<State, Task | null>();

/** What the state calls, where it is a Task with a Resource. */
export function taskOf(state: State): Task | undefined {
  let task = known.get(state);
  if (task === undefined) {
    task = readTask(state) ?? null;
    known.set(state, task);
  }
  return task ?? undefined;
}

function readTask(state: State): Task | undefined {
  const resource = state.type?.value === 'Task' ? member(state.node, 'Resource')?.value : undefined;
  if (resource?.kind !== 'string') {
    return undefined;
  }
  const { value } = resource;
  const read = hasPlaceholder(value) ? undefined : readResource(value);
  return {
    resource,
    read,
    waits: value.endsWith('.waitForTaskToken') ? 'token' : /\.sync(?::2)?$/.test(value) ? 'sync' : undefined,
    isLambda: /^arn:[^:]*:lambda:|:states:::lambda:invoke/.test(value),
    parameters: member(state.node, state.queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters')?.value,
  };
}

/** `service:action`, and `aws-sdk:service:action`, of an integration. */
export function actionOf(state: State): string | undefined {
  const read = taskOf(state)?.read;
  return read?.kind === 'integration' ? `${read.sdk ? 'aws-sdk:' : ''}${read.service}:${read.action}` : undefined;
}
