import type { Expression } from '../analysis/expressions';
import { expressionSpan } from '../analysis/expressions';
import { select, type Shape, shapeInWords } from '../analysis/shape';
import { errorOutput } from '../analysis/types';
import { factsOfStates } from '../asl/facts';
import type { IntrinsicCall } from '../asl/intrinsics';
import type { Path } from '../asl/jsonPath';
import type { Span } from '../source/span';
import type { Report, Surroundings } from './rule';
import { nothing, rule } from './rule';

export const pathNeverExists = rule({
  id: 'path-never-exists',
  severity: 'warning',
  summary: 'A path reads what cannot be there.',
  why: 'What comes to the state is known here, because a state before it makes its output anew, or replaces its input by its result, or because the service that a Task calls answers so: the path selects nothing in any execution, and the execution fails with States.Runtime or States.ParameterPathFailure. The message says where the data was made. ResultPath keeps the input beside the result.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html',
  invalid: [
    `{
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Parameters": { "order": { "id.$": "$.id" } }, "Next": "Ship" },
    "Ship": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Parameters": { "id.$": "$.order.id", "address.$": "$.order.address" },
//                                                               ^^^^^^^^ "$.order.address" is never there: "$.order" is an object with id, made by Parameters of "Prepare".
      "Retry": [{ "ErrorEquals": ["States.ALL"] }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Tell" }],
      "End": true
    },
    "Tell": { "Type": "Fail", "ErrorPath": "$.Error", "CausePath": "States.Format('Order {} failed', $.order.id)" }
//                                                                                                    ^^^^^^ "$.order" is never there: "$" is an object with Error, Cause, made by the error that was caught.
  }
}`,
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Output": { "id": "{% $states.input.id %}" }, "Next": "Decide" },
    "Decide": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $states.input.status = 'new' %}", "Next": "Tell" }],
//                                                 ^^^^^^ "$states.input.status" is never there: "$states.input" is an object with id, made by Output of "Prepare".
      "Default": "Tell"
    },
    "Tell": { "Type": "Pass", "Output": "{% 'Order of ' & $states.input.name %}", "End": true }
//                                                                      ^^^^ "$states.input.name" is never there: "$states.input" is an object with id, made by Output of "Prepare".
  }
}`,
    `{
  "StartAt": "Call",
  "States": {
    "Call": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "work" },
      "ResultSelector": { "order.$": "$.Payload.order", "status.$": "$.statusCode" },
//                                                                    ^^^^^^^^^^^ "$.statusCode" is never there: "$" is an object with ExecutedVersion, Payload, StatusCode, FunctionError, LogResult, DurableExecutionArn …, which is what lambda:invoke answers.
      "Next": "Both"
    },
    "Both": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "One", "States": { "One": { "Type": "Pass", "End": true } } },
        { "StartAt": "Two", "States": { "Two": { "Type": "Pass", "End": true } } }
      ],
      "Next": "Tell"
    },
    "Tell": { "Type": "Pass", "Parameters": { "first.$": "$[0]", "second.$": "$[2].order" }, "End": true }
//                                                                             ^^^ "$[2]" is never there: "$" is an array of 2 items.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Parameters": { "order": { "id.$": "$.id" } }, "Next": "Ship" },
    "Ship": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Parameters": { "id.$": "$.order.id" },
      "Retry": [{ "ErrorEquals": ["States.ALL"] }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Tell" }],
      "End": true
    },
    "Tell": { "Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "States.Format('Order {} failed', $.order.id)" }
  }
}`,
  ],
  of: 'expression',
  kinds: ['path', 'intrinsic', 'jsonata'],
  check(expression, around): Iterable<Report> {
    if (expression.kind === 'jsonata') {
      return reportOfJsonata(expression, around);
    }
    const data = dataFor(expression, around);
    return data && data.kind !== 'any' ? reports(expression, data, around.text) : nothing;
  },
});

function* reports(expression: Expression, data: Shape, text: string): Iterable<Report> {
  for (const { path, at } of pathsOf(expression)) {
    const found = path.root.kind === 'input' ? select(data, path.segments) : undefined;
    if (found && 'lost' in found) {
      const { lost, from } = found;
      // Offsets are those of the whole expression, of which the path may be an argument.
      yield {
        at: expressionSpan(expression, lost, text),
        message: neverThere(path.text.slice(0, lost.end - at), path.text.slice(0, lost.start - at), from),
      };
    }
  }
}

function neverThere(path: string, owner: string, from: Shape): string {
  const origin =
    from.kind === 'object' && from.origin !== undefined
      ? from.origin.startsWith('what ')
        ? `, which is ${from.origin}`
        : `, made by ${from.origin}`
      : '';
  return `"${path}" is never there: "${owner}" is ${shapeInWords(from)}${origin}.`;
}

/** Words by which an expression asks whether something is there at all. */
const guards = /\?|\$(?:exists|not|boolean|type|lookup)\b|\b(?:and|or|in)\b/;

/** In JSONata such a path gives nothing: alone it makes the expression fail, within a text or an object the value is lost without a word, a comparison is false. */
function* reportOfJsonata(expression: Extract<Expression, { kind: 'jsonata' }>, { types, text }: Surroundings): Iterable<Report> {
  const { reading, clause, state, node } = expression;
  if (guards.test(node.value)) {
    return;
  }
  for (const { name, path } of reading.variables) {
    const root = name === 'states' ? path[0]?.name : undefined;
    const data =
      clause?.kind === 'catch'
        ? root === 'errorOutput'
          ? errorOutput
          : undefined
        : root === 'input'
          ? types.inputTypeOf(state)
          : root === 'result'
            ? types.resultTypeOf(state)
            : undefined;
    const lost = data && lostIn(data, path.slice(1), `$states.${root!}`);
    if (lost) {
      yield { at: expressionSpan(expression, lost.at, text), message: lost.message };
    }
  }
}

/** The first of the names that cannot be there. */
function lostIn(
  input: Shape,
  names: readonly (Span & { readonly name: string })[],
  of: string,
): { readonly at: Span; readonly message: string } | undefined {
  let shape = input;
  let owner = of;
  for (const at of names) {
    if (shape.kind !== 'object') {
      return undefined;
    }
    const next = shape.fields.get(at.name);
    if (!next) {
      return shape.isOpen ? undefined : { at, message: neverThere(`${owner}.${at.name}`, owner, shape) };
    }
    shape = next;
    owner += `.${at.name}`;
  }
  return undefined;
}

function* pathsOf(expression: Expression): Iterable<{ readonly path: Path; readonly at: number }> {
  if (expression.kind === 'path' && expression.path) {
    yield { path: expression.path, at: 0 };
  } else if (expression.kind === 'intrinsic' && expression.call) {
    yield* pathsIn(expression.call);
  }
}

/** Recursion is as deep as calls are nested, which their parser bounds. */
function* pathsIn(call: IntrinsicCall): Iterable<Span & { readonly path: Path; readonly at: number }> {
  for (const argument of call.arguments) {
    if (argument.kind === 'call') {
      yield* pathsIn(argument);
    } else if (argument.kind === 'path') {
      yield { path: argument.path, at: argument.start, start: argument.start, end: argument.end };
    }
  }
}

/** What the field's paths select from; absent where that is not known, or a missing value is what is asked for. */
function dataFor({ state, field, clause }: Expression, { types, text }: Surroundings): Shape | undefined {
  switch (field.name) {
    case 'InputPath':
      return types.inputTypeOf(state);
    case 'OutputPath':
      return types.combinedTypeOf(state);
    case 'ResultSelector':
      return types.resultTypeOf(state);
    case 'ResultPath':
    case 'Assign':
      return undefined;
    default: {
      const data = clause?.kind === 'catch' ? undefined : types.effectiveTypeOf(state);
      return data && data.kind !== 'any' && !asksForPresence(state, text) ? data : undefined;
    }
  }
}

const asking = factsOfStates<boolean>();

function asksForPresence(state: Expression['state'], text: string): boolean {
  const { type, node } = state;
  if (type?.value !== 'Choice' || !node) {
    return false;
  }
  let asks = asking.get(state);
  if (asks === undefined) {
    asks = text.slice(node.start, node.end).includes('IsPresent');
    asking.set(state, asks);
  }
  return asks;
}
