import { type Expression, expressionSpan } from '../analysis/expressions';
import type { IntrinsicCall } from '../asl/intrinsics';
import type { Path, Segment } from '../asl/jsonPath';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';

export const functionInPath = rule({
  id: 'function-in-path',
  severity: 'warning',
  summary: 'A path ends with a function of JSONPath, which AWS does not have.',
  why: 'AWS reads length(), sum(), min() and the like as the name of a field: it accepts the definition, and the execution fails because there is no such field. States.ArrayLength counts the items of an array; for sums and the like there are JSONata and Lambda functions.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html',
  mentions: [/\.[a-z]+\(/],
  invalid: [
    `{
  "StartAt": "Count",
  "States": {
    "Count": {
      "Type": "Pass",
      "Parameters": {
        "count.$": "$.order.items.length()",
//                               ^^^^^^^^^ "length()" is no function here: AWS looks for a field of that name. Use States.ArrayLength.
        "text.$": "States.Format('{} in all', $.prices.sum())"
//                                                    ^^^^^^ "sum()" is no function here: AWS looks for a field of that name.
      },
      "End": true
    }
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
        "count.$": "States.ArrayLength($.order.items)",
        "first.$": "$.order.items[?(@.price < 10)]",
        "odd.$": "$.order['length()']"
      },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['path', 'intrinsic'],
  check(expression, { text }): Iterable<Report> {
    if (expression.kind === 'path' && expression.path && expression.node.value.includes('(')) {
      const called = functionIn(expression.path);
      return called ? [report(expression, called, text, fixesFor(expression, expression.path, called, text))] : nothing;
    }
    return expression.kind === 'intrinsic' && expression.call
      ? pathsIn(expression.call).flatMap((path) => {
          const called = functionIn(path);
          return called ? [report(expression, called, text, [])] : [];
        })
      : nothing;
  },
});

type Called = Extract<Segment, { readonly kind: 'names' }>;

/** The segment of a path that is written as a call. */
function functionIn({ segments }: Path): Called | undefined {
  return segments.find(
    (segment): segment is Called =>
      segment.kind === 'names' && segment.end - segment.start === segment.names[0]!.length + 1 && segment.names[0]!.endsWith(')'),
  );
}

function report(expression: Expression, called: Called, text: string, fixes: Report['fixes']): Report {
  const [name] = called.names;
  const use = name === 'length()' ? ' Use States.ArrayLength.' : '';
  return {
    at: expressionSpan(expression, called, text),
    message: `"${name!}" is no function here: AWS looks for a field of that name.${use}`,
    fixes,
  };
}

function fixesFor({ node, member }: Expression, path: Path, called: Called, text: string): Report['fixes'] {
  if (called.names[0] !== 'length()' || called !== path.segments.at(-1) || !member.key.value.endsWith('.$')) {
    return [];
  }
  const meant = `States.ArrayLength(${path.text.slice(0, called.start)})`;
  return [replacement(`Change to "${meant}"`, node, stringLiteral(meant, node, text))];
}

/** Recursion is as deep as calls are nested, which their parser bounds. */
function pathsIn(call: IntrinsicCall): readonly Path[] {
  return call.arguments.flatMap((argument) =>
    argument.kind === 'call' ? pathsIn(argument) : argument.kind === 'path' ? [argument.path] : [],
  );
}
