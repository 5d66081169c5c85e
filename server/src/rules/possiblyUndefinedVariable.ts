import { expressionSpan } from '../analysis/expressions';
import { variablesOf } from '../analysis/variables';
import type { Report } from './rule';
import { rule } from './rule';

export const possiblyUndefinedVariable = rule({
  id: 'possibly-undefined-variable',
  severity: 'information',
  pillar: 'reliability',
  summary: 'A variable is read that has no value on some of the ways that lead there.',
  why: 'Some path from StartAt reaches the state without passing an Assign of the variable. If the workflow ever takes it, the execution fails there. Assign a first value in a state that every path passes.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Member",
  "States": {
    "Member": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $states.input.member %}", "Assign": { "discount": 10 }, "Next": "Pay" }],
      "Default": "Pay"
    },
    "Pay": { "Type": "Pass", "Output": "{% $states.input.price - $discount %}", "End": true }
//                                                               ^^^^^^^^^ The variable $discount may have no value here: not every way to "Pay" assigns it.
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Member",
  "States": {
    "Member": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $states.input.member %}", "Assign": { "discount": 10 }, "Next": "Pay" }],
      "Assign": { "discount": 0 },
      "Default": "Pay"
    },
    "Pay": { "Type": "Pass", "Output": "{% $states.input.price - $discount %}", "End": true }
  }
}`,
  ],
  of: 'machine',
  *check(_machine, analysis): Iterable<Report> {
    const variables = variablesOf(analysis);
    for (const { name, expression, span } of variables.reads) {
      if (
        variables.visibleIn(expression.state.scope).has(name) &&
        variables.assignedBefore(expression.state, name) === 'sometimes'
      ) {
        yield {
          at: expressionSpan(expression, span, analysis.text),
          message: `The variable $${name} may have no value here: not every way to "${expression.state.name}" assigns it.`,
        };
      }
    }
  },
});
