import type { Expression } from '../analysis/expressions';
import { expressionSpan } from '../analysis/expressions';
import type { VariableUse } from '../asl/jsonataReading';
import type { Report } from './rule';
import { rule } from './rule';

export const unsupportedJsonata = rule({
  id: 'unsupported-jsonata',
  severity: 'error',
  awsCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
  summary: 'A JSONata expression refers to what is not there.',
  why: 'An expression is evaluated without a context item: a bare name, $ or $$ select nothing, and AWS refuses the definition. Data is reached through $states.input, $states.context, variables, and $states.result (after a Task, Parallel or Map) or $states.errorOutput (in a catcher). $eval does not exist; $parse reads JSON text.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#reserved-variable-states',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Call",
  "States": {
    "Call": {
      "Type": "Pass",
      "Output": {
        "phone": "{% phone %}",
//                   ^^^^^ Reference to 'phone' at the top level is not supported. Data is reached through $states.input or a variable.
        "names": "{% $states.input.people[age > 17].(first & ' ' & $$.last) %}",
//                                                                 ^^ Reference to '$$' is not supported. Data is reached through $states.input or a variable.
        "answer": "{% $states.result.answer %}",
//                            ^^^^^^ Field '$states.result' does not exist here: only Output and Assign of a Task, Parallel or Map state have it.
        "reason": "{% $states.errorOutput.Cause %}",
//                            ^^^^^^^^^^^ Field '$states.errorOutput' does not exist here: only Output and Assign of a catcher have it.
        "data": "{% $eval($states.input.text) %}",
//                  ^^^^^ $eval is not available; $parse reads JSON text.
        "who": "{% $states.contxt.Execution.Id %}"
//                         ^^^^^^ $states has no 'contxt': there are input, result, errorOutput and context.
      },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Call",
  "States": {
    "Call": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": { "FunctionName": "call", "Payload": { "phone": "{% $states.input.phone %}" } },
      "Assign": { "adults": "{% $states.input.people[age > 17].name %}" },
      "Output": "{% $states.result.Payload %}",
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput.Cause %}", "Next": "Done" }],
      "End": true
    },
    "Done": { "Type": "Succeed", "Output": "{% $states.context.Execution.Id %}" }
  }
}`,
  ],
  of: 'expression',
  kinds: ['jsonata'],
  *check(expression, { text }): Iterable<Report> {
    if (expression.kind !== 'jsonata') {
      return;
    }
    for (const use of expression.reading.contextUses) {
      const top = use.text === '$$' ? '' : ' at the top level';
      yield {
        at: expressionSpan(expression, use, text),
        message: `Reference to '${use.text}'${top} is not supported. Data is reached through $states.input or a variable.`,
      };
    }
    for (const use of expression.reading.variables) {
      const message =
        use.name === 'states'
          ? faultOfStates(use, expression)
          : use.name === 'eval'
            ? '$eval is not available; $parse reads JSON text.'
            : undefined;
      if (message !== undefined) {
        yield { at: expressionSpan(expression, use.name === 'states' ? use.path[0]! : use, text), message };
      }
    }
  },
});

/** States that get a result to work on. */
const withResult = new Set(['Task', 'Parallel', 'Map']);

/** Attempting to access a member where it is not there is refused at creation, says the page that `link` names. */
function faultOfStates({ path }: VariableUse, { state, field, clause }: Expression): string | undefined {
  const name = path[0]?.name;
  switch (name) {
    case undefined:
    case 'input':
    case 'context':
      return undefined;
    case 'result': {
      const isAfter = !clause && (field.name === 'Output' || field.name === 'Assign');
      return isAfter && withResult.has(state.type?.value ?? '')
        ? undefined
        : `Field '$states.result' does not exist here: only Output and Assign of a Task, Parallel or Map state have it${clause?.kind === 'catch' ? '; a catcher has $states.errorOutput' : ''}.`;
    }
    case 'errorOutput':
      return clause?.kind === 'catch'
        ? undefined
        : "Field '$states.errorOutput' does not exist here: only Output and Assign of a catcher have it.";
    default:
      return `$states has no '${name}': there are input, result, errorOutput and context.`;
  }
}
