import { expressionSpan } from '../analysis/expressions';
import { type Shape, shapeInWords } from '../analysis/shape';
import { errorOutput, partShape } from '../analysis/types';
import { type JsonataNode, nodesOf } from '../asl/jsonataReading';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';

export const arithmeticWithText = rule({
  id: 'arithmetic-with-text',
  severity: 'warning',
  summary: 'A JSONata expression calculates with what is no number.',
  why: 'The operators + - * / % take numbers only: with anything else the execution fails with States.QueryEvaluationError. Text is joined by &, and $number makes a number of text.',
  link: 'https://docs.jsonata.org/2.0.0/numeric-operators',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Output": { "count": "3" }, "Next": "Greet" },
    "Greet": {
      "Type": "Pass",
      "Output": {
        "text": "{% 'Hello, ' + $states.context.Execution.Name %}",
//                            ^ This always fails: "+" adds numbers, but its left side is a string. Text is joined by "&".
        "next": "{% $states.input.count * 2 %}"
//                                      ^ This always fails: "*" takes numbers, but its left side is a string.
      },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Output": { "count": "3" }, "Next": "Greet" },
    "Greet": {
      "Type": "Pass",
      "Output": {
        "text": "{% 'Hello, ' & $states.context.Execution.Name %}",
        "next": "{% $number($states.input.count) * 2 %}",
        "sum": "{% $sum($states.context.Execution.Input.items.(price * amount)) + 1 %}"
      },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['jsonata'],
  check(expression, { types, text }): Iterable<Report> {
    if (expression.kind !== 'jsonata' || !expression.reading.tree || !signs.test(expression.node.value.slice(2, -2))) {
      return nothing;
    }
    const { reading, state } = expression;
    const states = { input: types.inputTypeOf(state), result: types.resultTypeOf(state), errorOutput };
    let reports: Report[] | undefined;
    for (const node of nodesOf(reading.tree!)) {
      if (node.type !== 'binary' || !operators.has(node.value)) {
        continue;
      }
      const sign = String(node.value);
      const sides = [node.lhs, node.rhs] as (JsonataNode | undefined)[];
      const shapes = sides.map((side) => (side ? partShape(reading, states, side) : undefined));
      const wrong = shapes.findIndex((shape) => shape && shape.kind !== 'any' && shape.kind !== 'number');
      if (wrong >= 0 && node.position !== undefined) {
        const at = expressionSpan(expression, { start: node.position - sign.length, end: node.position }, text);
        (reports ??= []).push(report(at, sign, wrong === 0 ? 'left' : 'right', shapes[wrong]!));
      }
    }
    return reports ?? nothing;
  },
});

const signs = /[+*/%-]/;
const operators: ReadonlySet<unknown> = new Set(['+', '-', '*', '/', '%']);

function report(at: Report['at'], sign: string, side: string, shape: Shape): Report {
  const joins = sign === '+' && shape.kind === 'string';
  return {
    at,
    message: `This always fails: "${sign}" ${joins ? 'adds' : 'takes'} numbers, but its ${side} side is ${shapeInWords(shape)}.${joins ? ' Text is joined by "&".' : ''}`,
    fixes: joins ? [replacement('Change to "&", which joins text', at, '&')] : [],
  };
}
