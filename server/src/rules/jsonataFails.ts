import { expressionSpan } from '../analysis/expressions';
import { type JsonataNode, nodesOf } from '../asl/jsonataReading';
import { readJson } from '../source/json';
import type { Report } from './rule';
import { rule } from './rule';

const algorithms = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

export const jsonataFails = rule({
  id: 'jsonata-fails',
  severity: 'warning',
  summary: 'A function of JSONata is called with a value that it refuses in every execution.',
  why: '$hash takes MD5, SHA-1, SHA-256, SHA-384 or SHA-512; the step of $range is not 0, and it makes at most 1,000 numbers; parts of $partition have at least one item; $number, $parse and $toMillis take text of their format. Otherwise the execution fails with States.QueryEvaluationError.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn',
  mentions: ['$hash', '$range', '$parti', '$numbe', '$parse', '$toMil'],
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Sign",
  "States": {
    "Sign": {
      "Type": "Pass",
      "Output": {
        "hash": "{% $hash($states.input.text, 'SHA256') %}",
//                  ^^^^^ $hash has no algorithm "SHA256": there are MD5, SHA-1, SHA-256, SHA-384, SHA-512.
        "range": "{% $range(1, 10, 0) %}",
//                   ^^^^^^ The step of $range, its third argument, must not be 0.
        "parts": "{% $partition($states.input.items, 0) %}",
//                   ^^^^^^^^^^ The size of the parts, the second argument of $partition, must be at least 1.
        "price": "{% $number('12,50') %}",
//                   ^^^^^^^ "12,50" is no number that $number reads, such as 12.5.
        "order": "{% $parse('[1, 2') %}",
//                   ^^^^^^ The text of $parse is no valid JSON: Expected ',' or ']', found the end of the text.
        "start": "{% $toMillis('31 January 2030') %}"
//                   ^^^^^^^^^ "31 January 2030" is no ISO 8601 timestamp, which $toMillis reads without a picture.
      },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Sign",
  "States": {
    "Sign": {
      "Type": "Pass",
      "Output": {
        "hash": "{% $hash($states.input.text, 'SHA-256') %}",
        "range": "{% $range(1, 10, 2) %}",
        "parts": "{% $partition($states.input.items, 10) %}",
        "price": "{% $number('-1.25e3') + $number('0x1f') %}",
        "order": "{% $parse('[1, 2]') %}",
        "start": "{% $toMillis('2030-01-31') - $toMillis('31 January 2030', '[D] [MNn] [Y]') %}"
      },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['jsonata'],
  *check(expression, { text }): Iterable<Report> {
    if (expression.kind !== 'jsonata') {
      return;
    }
    const { reading } = expression;
    const { tree } = reading;
    if (!tree || !reading.variables.some(({ name }) => checked.has(name))) {
      return;
    }
    for (const { name, values, at } of callsIn(tree)) {
      const use = reading.variables.find((each) => each.name === name && each.end === at);
      const message = use && faultOf(name, values);
      if (message !== undefined) {
        yield { at: expressionSpan(expression, use!, text), message };
      }
    }
  },
});

const checked: ReadonlySet<string> = new Set(['hash', 'range', 'partition', 'number', 'parse', 'toMillis']);

interface Call {
  readonly name: string;
  /** Literal arguments; undefined for others. */
  readonly values: readonly unknown[];
  /** Where the function's name ends. */
  readonly at: number | undefined;
}

function* callsIn(tree: JsonataNode): Iterable<Call> {
  for (const { type, procedure, arguments: given } of nodesOf(tree)) {
    if (type === 'function' && procedure?.type === 'variable') {
      const values = (given ?? []).map((each) => (each.type === 'string' || each.type === 'number' ? each.value : undefined));
      yield { name: String(procedure.value), values, at: procedure.position };
    }
  }
}

function faultOf(name: string, values: readonly unknown[]): string | undefined {
  const [first, second, third] = values;
  switch (name) {
    case 'hash':
      return typeof second === 'string' && !algorithms.includes(second)
        ? `$hash has no algorithm "${second}": there are ${algorithms.join(', ')}.`
        : undefined;
    case 'range': {
      if (third === 0) {
        return 'The step of $range, its third argument, must not be 0.';
      }
      const count =
        typeof first === 'number' && typeof second === 'number' && typeof third === 'number'
          ? Math.floor((second - first) / third) + 1
          : 0;
      return count > 1000 ? `$range makes at most 1,000 numbers; these are ${count.toLocaleString('en')}.` : undefined;
    }
    case 'partition':
      return typeof second === 'number' && second < 1
        ? 'The size of the parts, the second argument of $partition, must be at least 1.'
        : undefined;
    case 'number':
      return typeof first === 'string' && !numeral.test(first)
        ? `"${first}" is no number that $number reads, such as 12.5.`
        : undefined;
    case 'parse': {
      const problem = typeof first === 'string' ? readJson(first).problems[0] : undefined;
      return problem && `The text of $parse is no valid JSON: ${problem.message}`;
    }
    case 'toMillis':
      return typeof first === 'string' && values.length === 1 && !isoTimestamp.test(first)
        ? `"${first}" is no ISO 8601 timestamp, which $toMillis reads without a picture.`
        : undefined;
    default:
      return undefined;
  }
}

/** https://docs.jsonata.org/2.0.0/numeric-functions#number */
const numeral = /^(?:-?\d+(?:\.\d+)?(?:[Ee][-+]?\d+)?|0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][01]+)$/;
/** https://docs.jsonata.org/2.0.0/date-time-functions#tomillis */
const isoTimestamp = /^\d{4}(?:-[01]\d)?(?:-[0-3]\d)?(?:T[0-2]\d:[0-5]\d:[0-5]\d)?(?:\.\d+)?(?:[+-][0-2]\d:?[0-5]\d|Z)?$/;
