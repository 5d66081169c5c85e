import { expressionSpan } from '../analysis/expressions';
import type { Report } from './rule';
import { rule } from './rule';

export const invalidJsonata = rule({
  id: 'invalid-jsonata',
  severity: 'error',
  awsCode: 'INVALID_JSONATA_EXPRESSION',
  summary: 'A JSONata expression is not written correctly.',
  why: 'A string that begins with {% and ends with %} is parsed as JSONata (version 2.0.6) when the state machine is created; one that is opened and not closed, or closed and not opened, is refused as well.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#writing-jsonata-expressions-in-json-strings',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Add",
  "States": {
    "Add": {
      "Type": "Pass",
      "Output": {
        "sum": "{% $sum($states.input.numbers %}",
//                                          ^ The JSONata expression is not valid: expected ")" before end of expression
        "next": "{% 10 + * 2 %}",
//                         ^ The JSONata expression is not valid: unexpected "2"
        "open": "{% $states.input.name"
//              ^^^^^^^^^^^^^^^^^^^^^^^ The text begins with "{%" but does not end with "%}", so it is no JSONata expression.
      },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Add",
  "States": {
    "Add": {
      "Type": "Pass",
      "Output": { "sum": "{% $sum($states.input.numbers) %}", "unit": "%", "name": "{% \${NameFromTheTemplate} %}" },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['jsonata', 'other'],
  *check(expression, { text }): Iterable<Report> {
    if (expression.kind === 'jsonata' && expression.reading.problem) {
      const { problem } = expression.reading;
      yield {
        at: expressionSpan(expression, problem, text),
        message: `The JSONata expression is not valid: ${problem.message}`,
      };
    } else if (expression.kind === 'other' && expression.state.queryLanguage === 'JSONata' && expression.node.kind === 'string') {
      const missing = expression.node.value.startsWith('{%')
        ? 'begins with "{%" but does not end with "%}"'
        : 'ends with "%}" but does not begin with "{%"';
      yield { at: expression.node, message: `The text ${missing}, so it is no JSONata expression.` };
    }
  },
});
