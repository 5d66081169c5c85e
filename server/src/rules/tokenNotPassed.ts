import { expressionsOf } from '../analysis/expressions';
import { taskOf } from '../analysis/tasks';
import type { State } from '../asl/ast';
import type { Argument, IntrinsicCall } from '../asl/intrinsics';
import type { Path } from '../asl/jsonPath';
import { hasPlaceholder } from '../asl/placeholder';
import type { Node } from '../source/node';
import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const tokenNotPassed = rule({
  id: 'token-not-passed',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'A Task waits for its task token, but does not pass it to anyone.',
  why: 'With .waitForTaskToken the Task ends only when someone calls SendTaskSuccess or SendTaskFailure with its token. Pass $$.Task.Token (in JSONata $states.context.Task.Token) in the parameters; else the Task waits until it times out, up to a year.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token',
  invalid: [
    `{
  "StartAt": "Ask",
  "States": {
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Nobody gets the task token: pass $$.Task.Token in the parameters, else this Task waits until it times out.
      "Parameters": { "QueueUrl": "\${Queue}", "MessageBody": { "question.$": "$.question" } },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Ask",
  "States": {
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Parameters": { "QueueUrl": "\${Queue}", "MessageBody": { "token.$": "$$.Task.Token" } },
      "End": true
    }
  }
}`,
    `{
  "StartAt": "Ask",
  "QueryLanguage": "JSONata",
  "States": {
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Arguments": { "QueueUrl": "\${Queue}", "MessageBody": "{% $string({ 'token': $states.context.Task.Token }) %}" },
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  check(state): Iterable<Report> {
    const task = taskOf(state);
    if (task?.waits !== 'token' || mayPassToken(state)) {
      return nothing;
    }
    const token = state.queryLanguage === 'JSONata' ? '$states.context.Task.Token' : '$$.Task.Token';
    const message = `Nobody gets the task token: pass ${token} in the parameters, else this Task waits until it times out.`;
    return [{ at: task.resource, message }];
  },
});

/** Whether something of the parameters holds the token, or may: the whole context, a variable, a placeholder, or no parameters that are known. */
function mayPassToken(state: State): boolean {
  const parameters = member(state.node, state.queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters');
  if (!parameters?.value || parameters.value.kind === 'placeholder' || holdsPlaceholder(parameters.value)) {
    return parameters !== undefined;
  }
  return expressionsOf(state).some((expression) => {
    if (expression.field.name !== parameters.key.value) {
      return false;
    }
    switch (expression.kind) {
      case 'path':
        return !expression.path || pathMay(expression.path);
      case 'intrinsic':
        return !expression.call || callMay(expression.call);
      case 'jsonata':
        return (
          expression.reading.problem !== undefined ||
          expression.reading.variables.some(
            ({ name, path, argumentCount }) =>
              argumentCount === undefined &&
              (name !== 'states' ||
                path.length === 0 ||
                (path[0]!.name === 'context' && covers(path.slice(1).map((p) => p.name)))),
          )
        );
      default:
        return false;
    }
  });
}

/** Whether names that are selected from the context object lead to the token or to something that holds it. */
function covers([first, second]: readonly string[]): boolean {
  return first === undefined || (first === 'Task' && (second === undefined || second === 'Token'));
}

function pathMay({ root, segments }: Path): boolean {
  if (root.kind === 'variable') {
    return true;
  }
  const names = segments.map((segment) =>
    segment.kind === 'names' && segment.names.length === 1 ? segment.names[0]! : undefined,
  );
  const cut = names.indexOf(undefined);
  return root.kind === 'context' && covers((cut < 0 ? names : names.slice(0, cut)) as string[]);
}

function callMay(call: IntrinsicCall): boolean {
  return call.arguments.some((argument: Argument) =>
    argument.kind === 'call' ? callMay(argument) : argument.kind === 'path' && pathMay(argument.path),
  );
}

function holdsPlaceholder(root: Node): boolean {
  const open: (Node | undefined)[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (node?.kind === 'object') {
      open.push(...node.members.map(({ value }) => value));
    } else if (node?.kind === 'array') {
      open.push(...node.items);
    } else if (
      node?.kind === 'placeholder' ||
      (node?.kind === 'string' && hasPlaceholder(node.value) && /token/i.test(node.value))
    ) {
      return true;
    }
  }
  return false;
}
