import { expressionSpan } from '../analysis/expressions';
import type { JsonataNode } from '../asl/jsonataReading';
import type { Report } from './rule';
import { rule } from './rule';

const algorithms = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

export const jsonataFails = rule({
  id: 'jsonata-fails',
  severity: 'warning',
  summary: 'A function of JSONata that AWS adds is called with a value that it refuses in every execution.',
  why: '$hash takes MD5, SHA-1, SHA-256, SHA-384 or SHA-512; the step of $range is not 0, and it makes at most 1,000 numbers; parts of $partition have at least one item. Otherwise the execution fails with States.QueryEvaluationError.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn',
  mentions: ['$hash', '$range', '$parti'],
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
        "parts": "{% $partition($states.input.items, 0) %}"
//                   ^^^^^^^^^^ The size of the parts, the second argument of $partition, must be at least 1.
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
        "parts": "{% $partition($states.input.items, 10) %}"
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
    if (!tree || !reading.variables.some(({ name }) => name === 'hash' || name === 'range' || name === 'partition')) {
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

interface Call {
  readonly name: string;
  /** Literal arguments; undefined for others. */
  readonly values: readonly unknown[];
  /** Where the function's name ends. */
  readonly at: number | undefined;
}

function callsIn(tree: JsonataNode): Call[] {
  const calls: Call[] = [];
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const node = open.pop();
    if (Array.isArray(node)) {
      open.push(...(node as unknown[]));
    } else if (typeof node === 'object' && node !== null) {
      const { type, procedure, arguments: given } = node as JsonataNode;
      if (type === 'function' && procedure?.type === 'variable') {
        const values = (given ?? []).map((each) => (each.type === 'string' || each.type === 'number' ? each.value : undefined));
        calls.push({ name: String(procedure.value), values, at: procedure.position });
      }
      open.push(...(Object.values(node) as unknown[]));
    }
  }
  return calls;
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
    default:
      return undefined;
  }
}
