import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { asJsonata } from './asJsonata';
import { replacement, rule } from './rule';

export const expressionAsText = rule({
  id: 'expression-as-text',
  severity: 'warning',
  summary: 'What looks like a JSONata expression is passed on as plain text.',
  why: 'JSONata is evaluated only in a state whose query language is JSONata, and only in a string that begins with {% and ends with %}: with white space outside of them the string is text.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#writing-jsonata-expressions-in-json-strings',
  invalid: [
    `{
  "StartAt": "Old",
  "States": {
    "Old": { "Type": "Pass", "Parameters": { "name": "{% $states.input.name %}" }, "Next": "New" },
//                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^ This expression is not evaluated, it is passed on as text: the query language here is JSONPath.
    "New": {
      "Type": "Pass",
      "QueryLanguage": "JSONata",
      "Output": { "name": " {% $states.input.name %} " },
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This expression is not evaluated, it is passed on as text: white space stands before "{%" or behind "%}".
      "End": true
    }
  }
}`,
    `{
  "StartAt": "Greet",
  "QueryLanguage": "JSONata",
  "States": {
    "Greet": { "Type": "Pass", "Output": { "name": "$.name", "id": "$states.input.id", "at": "$now()" }, "End": true }
//                                                 ^^^^^^^^ This path is not evaluated, it is passed on as text: the query language here is JSONata, in which expressions stand in {% %}.
//                                                                 ^^^^^^^^^^^^^^^^^^ This path is not evaluated, it is passed on as text: the query language here is JSONata, in which expressions stand in {% %}.
//                                                                                           ^^^^^^^^ This call is not evaluated, it is passed on as text: the query language here is JSONata, in which expressions stand in {% %}.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "New",
  "States": {
    "New": {
      "Type": "Pass",
      "QueryLanguage": "JSONata",
      "Output": { "name": "{% $states.input.name %}" },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['text'],
  *check(expression, { text }): Iterable<Report> {
    if (
      expression.kind === 'text' &&
      expression.state.queryLanguage === 'JSONata' &&
      (expression.looksLike === 'path' || expression.looksLike === 'call')
    ) {
      if (expression.member.key.value.endsWith('.$') || expression.field.value.type === 'expression') {
        // Told of with its key, or by the field table.
        return;
      }
      const { value } = expression.node;
      const isCall = expression.looksLike === 'call';
      const meant = isCall ? `{% ${value} %}` : asJsonata(value);
      yield {
        at: expression.node,
        message: `This ${isCall ? 'call' : 'path'} is not evaluated, it is passed on as text: the query language here is JSONata, in which expressions stand in {% %}.`,
        fixes:
          meant === undefined
            ? []
            : [replacement(`Change to "${meant}"`, expression.node, stringLiteral(meant, expression.node, text))],
      };
    } else if (expression.kind === 'text' && expression.looksLike === 'jsonata') {
      const why =
        expression.state.queryLanguage === 'JSONata'
          ? 'white space stands before "{%" or behind "%}"'
          : 'the query language here is JSONPath';
      yield { at: expression.node, message: `This expression is not evaluated, it is passed on as text: ${why}.` };
    }
  },
});
