import type { State } from '../asl/ast';
import { factsOfStates } from '../asl/facts';
import { hasPlaceholder } from '../asl/placeholder';
import { readOpenResource, readResource, type TaskResource } from '../integrations/integrations';
import { member, type Node, type StringNode } from '../source/node';
import { TextCache } from '../source/textCache';

/** What a Task calls. */
export interface Task {
  readonly resource: StringNode;
  /** Absent where a placeholder hides what is called; one for the partition, the region or the account does not. */
  readonly read: TaskResource | undefined;
  /** What is wrong with the ARN though its kind is clear. */
  readonly fault: string | undefined;
  /** The end of the Resource says how it waits; a placeholder before it does not hide that. */
  readonly waits: 'sync' | 'token' | undefined;
  readonly isLambda: boolean;
  /** `service:action`, and `aws-sdk:service:action`, of an integration. */
  readonly action: string | undefined;
  /** Parameters or Arguments. */
  readonly parameters: Node | undefined;
}

const known = factsOfStates<Task | null>();

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
  const { read, fault, waits, isLambda, action } = calls.of(resource.value);
  const parameters = member(state.node, state.queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters')?.value;
  return { resource, read, fault, waits, isLambda, action, parameters };
}

/** What the parts of an ARN may not be; what is plainly there to be filled in (`REGION`) is let pass. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function faultOfArn(text: string, { kind }: TaskResource): string | undefined {
  const [, partition = '', , region = '', account = '', ...rest] = text.split(':');
  if (!/^aws(?:-[a-z]+)*$/.test(partition)) {
    return `"${partition}" is no partition: there are aws, aws-cn, aws-us-gov and others`;
  }
  if (kind === 'integration') {
    // Neither region nor account belongs there, but published definitions have them.
    return undefined;
  }
  if (region === '' || account === '') {
    return `that of ${kind === 'function' ? 'a function' : 'an activity'} has a region and an account`;
  }
  if (/^\d+$/.test(account) && account.length !== 12) {
    return `the id of an account has 12 digits, not ${account.length}`;
  }
  return rest.length > 3 ? 'too much stands behind the version or alias of the function' : undefined;
}

/** What a Resource says, whose Task it ever is; few differ. */
const calls = new TextCache((text): Pick<Task, 'read' | 'fault' | 'waits' | 'isLambda' | 'action'> => {
  const isOpen = hasPlaceholder(text);
  const read = isOpen ? readOpenResource(text) : readResource(text);
  return {
    read,
    fault: read && read.kind !== 'unknown' && !isOpen ? faultOfArn(text, read) : undefined,
    waits: text.endsWith('.waitForTaskToken') ? 'token' : /\.sync(?::2)?$/.test(text) ? 'sync' : undefined,
    isLambda: read?.kind === 'function' || /^arn:[^:]*:lambda:|:states:::lambda:invoke/.test(text),
    action: read?.kind === 'integration' ? `${read.sdk ? 'aws-sdk:' : ''}${read.service}:${read.action}` : undefined,
  };
}, 200_000);

/** `service:action`, and `aws-sdk:service:action`, of an integration. */
export function actionOf(state: State): string | undefined {
  return taskOf(state)?.action;
}

/** `service:action` of the optimized integration that an ItemReader or ResultWriter calls; empty where it calls nothing of the kind, absent where that is not known. */
export function calledBy(resource: Node | undefined): string | undefined {
  const read = resource?.kind === 'string' ? calls.of(resource.value).read : undefined;
  return (
    read &&
    (read.kind === 'integration' && !read.sdk && read.pattern === 'request-response' ? `${read.service}:${read.action}` : '')
  );
}
