import { type Expression, expressionSpan } from '../analysis/expressions';
import type { State } from '../asl/ast';
import type { IntrinsicCall } from '../asl/intrinsics';
import type { Path } from '../asl/jsonPath';
import { nearest } from '../source/nearest';
import type { Span } from '../source/span';
import type { Report } from './rule';
import { nothing, rule } from './rule';

/** What the context object holds, as far as its names are fixed. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
const members: Readonly<Record<string, readonly string[] | undefined>> = {
  '': ['Execution', 'State', 'StateMachine', 'Task', 'Map'],
  Execution: ['Id', 'Input', 'Name', 'RoleArn', 'StartTime', 'RedriveCount', 'RedriveTime'],
  State: ['EnteredTime', 'Name', 'RetryCount'],
  StateMachine: ['Id', 'Name'],
  Task: ['Token'],
  Map: ['Item'],
  'Map.Item': ['Index', 'Value', 'Key', 'Source'],
};

export const unknownContextField = rule({
  id: 'unknown-context-field',
  severity: 'warning',
  summary: 'The context object has no such field.',
  why: 'The context object holds Execution, State, StateMachine, Task and Map, each with a few fields; letter case counts. In JSONPath a path to anything else makes the execution fail, in JSONata it gives nothing.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html',
  invalid: [
    `{
  "StartAt": "Tell",
  "States": {
    "Tell": {
      "Type": "Pass",
      "Parameters": { "id.$": "$$.Execution.ID", "machine.$": "$$.Machine.Name" },
//                                         ^^^ Execution of the context object has no field "ID". Did you mean "Id"?
//                                                               ^^^^^^^^ The context object has no field "Machine"; it has Execution, State, StateMachine, Task, Map.
      "Next": "Ask"
    },
    "Ask": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.context.State.EntryTime %}", "Next": "Last" },
//                                                                                           ^^^^^^^^^ State of the context object has no field "EntryTime". Did you mean "EnteredTime"?
    "Last": { "Type": "Pass", "Parameters": { "item.$": "$$.Map.Item.Value", "token.$": "$$.Task.Token" }, "End": true }
//                                                         ^^^^ The context object has "Map" only in a Map state and in the states inside of one.
//                                                                                              ^^^^^^ There is a task token only in a Task.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Tell",
  "States": {
    "Tell": {
      "Type": "Pass",
      "Parameters": { "id.$": "$$.Execution.Id", "order.$": "$$.Execution.Input.order", "entered.$": "$$.State.EnteredTime" },
      "Next": "Ask"
    },
    "Ask": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.context.State.EnteredTime %}", "End": true }
  }
}`,
  ],
  of: 'expression',
  kinds: ['path', 'intrinsic', 'jsonata'],
  check(expression, { text }): Iterable<Report> {
    const { kind, node } = expression;
    const mayRead =
      kind === 'path'
        ? expression.path?.root.kind === 'context'
        : node.kind === 'string' && node.value.includes(kind === 'jsonata' ? 'context' : '$$');
    return mayRead ? reports(expression, text) : nothing;
  },
});

function reports(expression: Expression, text: string): readonly Report[] {
  let found: Report[] | undefined;
  for (const names of contextPaths(expression)) {
    const fault = faultOf(names) ?? missingHere(names, expression.state);
    if (fault) {
      (found ??= []).push({ at: expressionSpan(expression, fault.at, text), message: fault.message });
    }
  }
  return found ?? nothing;
}

type Name = Span & { readonly name: string };

function contextPaths(expression: Expression): readonly (readonly Name[])[] {
  if (expression.kind === 'path' && expression.path) {
    // Whether it is there may be what a Choice asks for; a ResultPath is no path into the context object at all.
    return expression.field.name === 'Variable' || expression.field.name === 'ResultPath' ? [] : [namesOf(expression.path)];
  }
  if (expression.kind === 'intrinsic' && expression.call) {
    return pathsIn(expression.call);
  }
  return expression.kind === 'jsonata'
    ? expression.reading.variables
        .filter(({ name, path }) => name === 'states' && path[0]?.name === 'context')
        .map(({ path }) => path.slice(1))
    : [];
}

/** Recursion is as deep as calls are nested, which their parser bounds. */
function pathsIn(call: IntrinsicCall): readonly (readonly Name[])[] {
  return call.arguments.flatMap((argument) =>
    argument.kind === 'call' ? pathsIn(argument) : argument.kind === 'path' ? [namesOf(argument.path)] : [],
  );
}

/** The names that a path into the context object begins with, up to the first step that is no name. */
function namesOf({ root, segments }: Path): readonly Name[] {
  const names: Name[] = [];
  for (const segment of root.kind === 'context' ? segments : []) {
    if (segment.kind !== 'names' || segment.names.length !== 1) {
      break;
    }
    names.push({ name: segment.names[0]!, start: segment.start, end: segment.end });
  }
  return names;
}

/** What is there in some states only: the item within a Map, the token where somebody is waited for. */
function missingHere(names: readonly Name[], state: State): { readonly at: Span; readonly message: string } | undefined {
  const [first, second] = names;
  if (first?.name === 'Map' && !isInMap(state)) {
    return { at: first, message: 'The context object has "Map" only in a Map state and in the states inside of one.' };
  }
  // Recorded: a Task that waits for a job has a token, too.
  if (first?.name === 'Task' && second?.name === 'Token' && state.type?.value !== 'Task') {
    return { at: second, message: 'There is a task token only in a Task.' };
  }
  return undefined;
}

function isInMap(state: State): boolean {
  for (let each: State | undefined = state; each; each = each.scope.owner) {
    if (each.type?.value === 'Map') {
      return true;
    }
  }
  return false;
}

function faultOf(names: readonly Name[]): { readonly at: Span; readonly message: string } | undefined {
  let owner = '';
  for (const at of names) {
    const known = members[owner];
    if (known && !known.includes(at.name)) {
      const meant = nearest(at.name, known);
      const where = owner === '' ? 'The context object' : `${owner} of the context object`;
      return {
        at,
        message: `${where} has no field "${at.name}"${meant === undefined ? `; it has ${known.join(', ')}.` : `. Did you mean "${meant}"?`}`,
      };
    }
    owner = owner === '' ? at.name : `${owner}.${at.name}`;
  }
  return undefined;
}
