import { expressionSpan } from '../analysis/expressions';
import { type CallEnvironment, evaluateIntrinsic } from '../asl/evaluateIntrinsic';
import type { Argument, IntrinsicCall } from '../asl/intrinsics';
import { Decimal } from '../source/json';
import type { Span } from '../source/span';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const intrinsicFails = rule({
  id: 'intrinsic-fails',
  severity: 'warning',
  summary: 'A call of an intrinsic function fails in every execution.',
  why: 'AWS accepts the call, but the function refuses these values when it runs: the execution fails with States.IntrinsicFailure or States.Runtime. States.Format has one {} for each value behind its template; States.ArrayRange makes at most 1,000 numbers; States.StringToJson and States.Base64Decode take text of their format.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html',
  invalid: [
    `{
  "StartAt": "Greet",
  "States": {
    "Greet": {
      "Type": "Pass",
      "Parameters": {
        "text.$": "States.Format('Dear {} {}', $.name)",
//                               ^^^^^^^^^^^^ The template of States.Format has 2 places {}, but there is 1 value for them.
        "parts.$": "States.ArrayPartition($.items, 0)",
//                                                 ^ Argument 2 of States.ArrayPartition must be at least 1.
        "range.$": "States.ArrayRange(1, 5000, 1)",
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ States.ArrayRange makes at most 1000 numbers; these are 5000.
        "item.$": "States.ArrayGetItem($.items, -1)",
//                                              ^^ Argument 2 of States.ArrayGetItem is an index, which counts from 0.
        "dice.$": "States.MathRandom(6, 1)",
//                                      ^ Argument 2 of States.MathRandom, the end, must be larger than 6, the start.
        "json.$": "States.StringToJson('yes')",
//                                     ^^^^^ States.StringToJson always fails here: the string is no valid JSON: Expected a JSON value, found 'y'.
        "list.$": "States.Format('Items: {}', States.StringSplit($.items, ','))"
//                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Argument 2 of States.Format must be text, a number, true, false or null: write arrays and objects with States.JsonToString.
      },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Greet",
  "States": {
    "Greet": {
      "Type": "Pass",
      "Parameters": {
        "text.$": "States.Format('Dear {} {}, in braces: \\\\{ \\\\}', $.title, $.name)",
        "parts.$": "States.ArrayPartition($.items, 4)",
        "range.$": "States.ArrayRange(1, 1000, 1)",
        "dice.$": "States.MathRandom(1, 6)",
        "json.$": "States.StringToJson('[1, true]')"
      },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['intrinsic'],
  check(expression, { text }): Iterable<Report> {
    let reports: Report[] | undefined;
    if (expression.kind === 'intrinsic' && expression.call) {
      for (const { at, message } of faultsOf(expression.call)) {
        (reports ??= []).push({ at: expressionSpan(expression, at, text), message });
      }
    }
    return reports ?? nothing;
  },
});

interface Fault {
  readonly at: Span;
  readonly message: string;
}

/** States.ArrayRange makes at most so many numbers. */
const maxRange = 1000;

/** Recursion is as deep as calls are nested, which their parser bounds. */
function* faultsOf(call: IntrinsicCall): Iterable<Fault> {
  const [first, second, third] = call.arguments;
  switch (call.name) {
    case 'States.Format':
      yield* faultOfFormat(call);
      break;
    case 'States.MathAdd':
      yield* notIntegers(call);
      break;
    case 'States.ArrayPartition':
      if (numberOf(second) !== undefined && !(numberOf(second)! >= 1)) {
        yield { at: second!, message: 'Argument 2 of States.ArrayPartition must be at least 1.' };
      }
      break;
    case 'States.ArrayGetItem':
      if (first?.kind === 'call' && first.name === 'States.Array' && numberOf(second)! >= first.arguments.length) {
        yield {
          at: second!,
          message: `The array of States.ArrayGetItem has no item ${numberOf(second)!}; they are counted from 0.`,
        };
      } else if (numberOf(second) !== undefined && numberOf(second)! < 0) {
        yield { at: second!, message: 'Argument 2 of States.ArrayGetItem is an index, which counts from 0.' };
      }
      break;
    case 'States.ArrayRange': {
      const [from, to, step] = [numberOf(first), numberOf(second), numberOf(third)];
      if (step === 0) {
        yield { at: third!, message: 'Argument 3 of States.ArrayRange, the step, must not be 0.' };
      } else if (from !== undefined && to !== undefined && step !== undefined && Math.floor((to - from) / step) + 1 > maxRange) {
        yield {
          at: call,
          message: `States.ArrayRange makes at most ${maxRange} numbers; these are ${Math.floor((to - from) / step) + 1}.`,
        };
      }
      break;
    }
    case 'States.MathRandom': {
      const [from, to] = [numberOf(first), numberOf(second)];
      if (from !== undefined && to !== undefined && from >= to) {
        yield { at: second!, message: `Argument 2 of States.MathRandom, the end, must be larger than ${from}, the start.` };
      }
      break;
    }
    case 'States.StringToJson':
    case 'States.Base64Decode':
      if (first?.kind === 'value' && typeof first.value === 'string') {
        const called = evaluateIntrinsic(call, withoutData);
        if ('error' in called) {
          const why = called.error.charAt(0).toLowerCase() + called.error.slice(1);
          yield { at: first, message: `${call.name} always fails here: ${why}` };
        }
      }
      break;
    default:
  }
  for (const argument of call.arguments) {
    if (argument.kind === 'call') {
      yield* faultsOf(argument);
    }
  }
}

/** For calls whose arguments all are literals. */
const withoutData: CallEnvironment = { resolve: () => ({ missing: '' }), random: () => 0 };

/** What gives an array or an object, which States.Format does not take. */
const givesMany: ReadonlySet<string> = new Set([
  'States.Array',
  'States.ArrayPartition',
  'States.ArrayRange',
  'States.ArrayUnique',
  'States.JsonMerge',
  'States.StringSplit',
]);

function* faultOfFormat(call: IntrinsicCall): Iterable<Fault> {
  const [template, ...values] = call.arguments;
  for (const [index, value] of values.entries()) {
    if (value.kind === 'call' && givesMany.has(value.name)) {
      yield {
        at: value,
        message: `Argument ${index + 2} of States.Format must be text, a number, true, false or null: write arrays and objects with States.JsonToString.`,
      };
    }
  }
  if (template?.kind === 'value' && typeof template.value === 'string') {
    const places = template.value.split('{}').length - 1;
    if (places !== values.length) {
      yield {
        at: template,
        message: `The template of States.Format has ${places} ${places === 1 ? 'place' : 'places'} {}, but there ${values.length === 1 ? 'is 1 value' : `are ${values.length} values`} for them.`,
      };
    }
  }
}

function* notIntegers({ name, arguments: all }: IntrinsicCall): Iterable<Fault> {
  for (const [index, argument] of all.entries()) {
    const value = numberOf(argument);
    if (value !== undefined && !Number.isInteger(value)) {
      yield { at: argument, message: `Argument ${index + 1} of ${name} must be an integer.` };
    }
  }
}

function numberOf(argument: Argument | undefined): number | undefined {
  if (argument?.kind !== 'value') {
    return undefined;
  }
  const { value } = argument;
  return typeof value === 'number' ? value : value instanceof Decimal ? Number(value.text) : undefined;
}
