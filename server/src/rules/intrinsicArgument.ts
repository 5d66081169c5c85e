import { expressionSpan } from '../analysis/expressions';
import type { Argument, IntrinsicCall } from '../asl/intrinsics';
import type { Span } from '../source/span';
import { isArray, isObject } from '../source/json';
import type { Report } from './rule';
import { rule } from './rule';

/** How deep calls may be nested. https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const maxNesting = 10;

export const intrinsicArgument = rule({
  id: 'intrinsic-argument',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'An intrinsic function is called with an argument that it cannot take.',
  why: 'A literal, or the result of another function, has a type that is known: where the function needs another one, every call fails with States.IntrinsicFailure. Calls can be nested ten levels deep.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html',
  invalid: [
    `{
  "StartAt": "Count",
  "States": {
    "Count": {
      "Type": "Pass",
      "Parameters": {
        "sum.$": "States.MathAdd($.count, '1')",
//                                        ^^^ Argument 2 of States.MathAdd must be a number; this is a string.
        "hash.$": "States.Hash($.text, 'SHA-3')",
//                                     ^^^^^^^ Argument 2 of States.Hash must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512.
        "parts.$": "States.ArrayLength(States.UUID())",
//                                     ^^^^^^^^^^^^^ Argument 1 of States.ArrayLength must be an array; this is a string.
        "merged.$": "States.JsonMerge($.a, $.b, true)"
//                                              ^^^^ Argument 3 of States.JsonMerge must be false: objects are merged at their top level only.
      },
      "End": true
    }
  }
}`,
    `{
  "StartAt": "Stop",
  "States": {
    "Stop": { "Type": "Fail", "ErrorPath": "$.error", "CausePath": "States.Array($.cause)" }
//                                                                  ^^^^^^^^^^^^ "CausePath" takes a function that gives a string: States.Format, States.JsonToString, States.ArrayGetItem, States.Base64Encode, States.Base64Decode, States.Hash, States.UUID.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Count",
  "States": {
    "Count": {
      "Type": "Pass",
      "Parameters": {
        "sum.$": "States.MathAdd($.count, -1)",
        "hash.$": "States.Hash(States.JsonToString($), 'SHA-256')",
        "parts.$": "States.ArrayLength(States.StringSplit($.text, ','))",
        "merged.$": "States.JsonMerge($.a, $.b, false)"
      },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['intrinsic'],
  *check(expression, { text }): Iterable<Report> {
    if (expression.kind === 'intrinsic' && expression.call) {
      const { call, field } = expression;
      if (
        field.value.type === 'path' &&
        !givingText.has(call.name) &&
        (field.name === 'ErrorPath' || field.name === 'CausePath')
      ) {
        const message = `"${field.name}" takes a function that gives a string: ${[...givingText].join(', ')}.`;
        yield { at: expressionSpan(expression, { start: call.start, end: call.start + call.name.length }, text), message };
      }
      for (const { at, message } of faultsOf(expression.call, 1)) {
        yield { at: expressionSpan(expression, at, text), message };
      }
    }
  },
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html: what ErrorPath and CausePath of a Fail state may call. */
const givingText = new Set([
  'States.Format',
  'States.JsonToString',
  'States.ArrayGetItem',
  'States.Base64Encode',
  'States.Base64Decode',
  'States.Hash',
  'States.UUID',
]);

type Kind = 'array' | 'string' | 'number' | 'object' | 'boolean' | 'null' | 'any';

/** What each function takes, and gives; the last kind of the parameters repeats. */
const kinds: Readonly<Record<string, readonly [parameters: readonly Kind[], result: Kind]>> = {
  'States.Array': [['any'], 'array'],
  'States.ArrayContains': [['array', 'any'], 'boolean'],
  'States.ArrayGetItem': [['array', 'number'], 'any'],
  'States.ArrayLength': [['array'], 'number'],
  'States.ArrayPartition': [['array', 'number'], 'array'],
  'States.ArrayRange': [['number'], 'array'],
  'States.ArrayUnique': [['array'], 'array'],
  'States.Base64Decode': [['string'], 'string'],
  'States.Base64Encode': [['string'], 'string'],
  'States.Format': [['string', 'any'], 'string'],
  'States.Hash': [['any', 'string'], 'string'],
  'States.JsonMerge': [['object', 'object', 'boolean'], 'object'],
  'States.JsonToString': [['any'], 'string'],
  'States.MathAdd': [['number'], 'number'],
  'States.MathRandom': [['number'], 'number'],
  'States.StringSplit': [['string'], 'array'],
  'States.StringToJson': [['string'], 'any'],
  'States.UUID': [[], 'string'],
};

const algorithms = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

/** Recursion is as deep as calls are nested, which their parser bounds. */
function* faultsOf(call: IntrinsicCall, depth: number): Iterable<{ readonly at: Span; readonly message: string }> {
  if (depth === maxNesting + 1) {
    yield { at: call, message: `Intrinsic functions can be nested ${maxNesting} levels deep, not more.` };
  }
  const [parameters = []] = kinds[call.name] ?? [];
  for (const [index, argument] of call.arguments.entries()) {
    const wanted = parameters[Math.min(index, parameters.length - 1)];
    const found = kindOf(argument);
    if (wanted && wanted !== 'any' && found !== 'any' && found !== wanted) {
      yield { at: argument, message: `Argument ${index + 1} of ${call.name} must be ${words[wanted]}; this is ${words[found]}.` };
    }
    if (argument.kind === 'call') {
      yield* faultsOf(argument, depth + 1);
    } else if (argument.kind === 'value') {
      if (call.name === 'States.Hash' && index === 1 && found === 'string' && !algorithms.includes(argument.value as string)) {
        yield { at: argument, message: `Argument 2 of States.Hash must be one of ${algorithms.join(', ')}.` };
      } else if (call.name === 'States.JsonMerge' && index === 2 && argument.value === true) {
        yield {
          at: argument,
          message: 'Argument 3 of States.JsonMerge must be false: objects are merged at their top level only.',
        };
      }
    }
  }
}

const words: Readonly<Record<Kind, string>> = {
  array: 'an array',
  string: 'a string',
  number: 'a number',
  object: 'an object',
  boolean: 'true or false',
  null: 'null',
  any: 'anything',
};

function kindOf(argument: Argument): Kind {
  switch (argument.kind) {
    case 'call':
      return kinds[argument.name]?.[1] ?? 'any';
    case 'path':
      return 'any';
    case 'value': {
      const { value } = argument;
      if (value === null) {
        return 'null';
      }
      if (typeof value === 'string' || typeof value === 'boolean') {
        return typeof value as 'string' | 'boolean';
      }
      return isArray(value) ? 'array' : isObject(value) ? 'object' : 'number';
    }
  }
}
