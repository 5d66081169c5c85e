import { expressionSpan } from '../analysis/expressions';
import { jsonataFunctions } from '../asl/jsonataFunctions';
import type { VariableUse } from '../asl/jsonataReading';
import { nearest } from '../source/nearest';
import type { Report } from './rule';
import { replacement, rule } from './rule';

export const unknownFunction = rule({
  id: 'unknown-function',
  severity: 'warning',
  summary: 'A JSONata expression calls a function that does not exist, or with a number of arguments that it does not take.',
  why: 'AWS accepts the definition, and the call fails with States.QueryEvaluationError in every execution. Functions are those of JSONata 2.0.6 without $eval, and $partition, $range, $hash, $random, $uuid and $parse, which AWS adds.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Split",
  "States": {
    "Split": {
      "Type": "Pass",
      "Output": { "parts": "{% $partitoin($states.input.items, 10) %}", "id": "{% $uuid(4) %}" },
//                             ^^^^^^^^^^ There is no function $partitoin. Did you mean "$partition"?
//                                                                                ^^^^^ $uuid takes 0 arguments, not 1: $uuid().
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Split",
  "States": {
    "Split": {
      "Type": "Pass",
      "Output": { "parts": "{% ($of := function($n) { $partition($states.input.items, $n) }; $of(10)) %}", "id": "{% $uuid() %}" },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['jsonata'],
  *check(expression, { text }): Iterable<Report> {
    if (expression.kind === 'jsonata') {
      for (const use of expression.reading.variables) {
        const found = use.argumentCount === undefined || use.name === 'eval' ? undefined : faultOf(use, use.argumentCount);
        if (found) {
          const at = expressionSpan(expression, use, text);
          const { message, meant } = found;
          yield { at, message, fixes: meant === undefined ? [] : [replacement(`Change to "$${meant}"`, at, `$${meant}`)] };
        }
      }
    }
  },
});

function faultOf({ name }: VariableUse, count: number): { readonly message: string; readonly meant?: string } | undefined {
  const known = jsonataFunctions.get(name);
  if (!known) {
    const meant = nearest(name, jsonataFunctions.keys());
    return {
      message: `There is no function $${name}.${meant === undefined ? '' : ` Did you mean "$${meant}"?`}`,
      meant,
    };
  }
  const { min, max, signature } = known;
  if (count >= min && count <= max) {
    return undefined;
  }
  const wanted = max === Infinity ? `${min} or more` : min === max ? `${min}` : `${min} to ${max}`;
  return { message: `$${name} takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${count}: ${signature}.` };
}
