import type { Analysis } from '../analysis/analysis';
import { type Expression, expressionsOf } from '../analysis/expressions';
import { variablesOf } from '../analysis/variables';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';

export const variableAsText = rule({
  id: 'variable-as-text',
  severity: 'warning',
  summary: 'What looks like a variable is passed on as plain text.',
  why: 'In JSONata a variable is read in {% … %} only, in JSONPath only by keys that end in .$ and fields whose name ends in Path. It is told of where a variable of that name has been assigned.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html',
  mentions: [/["']\$[A-Za-z]\w*[."'[]/],
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Keep",
  "States": {
    "Keep": { "Type": "Pass", "Assign": { "order": "{% $states.input.order %}" }, "Next": "Tell" },
    "Tell": { "Type": "Succeed", "Output": { "id": "$order.id" } }
//                                                 ^^^^^^^^^^^ This is the text "$order.id", not the variable: expressions stand in {% %}.
  }
}`,
    `{
  "StartAt": "Keep",
  "States": {
    "Keep": { "Type": "Pass", "Assign": { "order.$": "$.order" }, "Next": "Tell" },
    "Tell": { "Type": "Pass", "Parameters": { "order": "$order" }, "End": true }
//                                                     ^^^^^^^^ This is the text "$order", not the variable: in JSONPath only the values of keys that end in .$ and of fields whose name ends in Path are read.
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Keep",
  "States": {
    "Keep": { "Type": "Pass", "Assign": { "order": "{% $states.input.order %}" }, "Next": "Tell" },
    "Tell": { "Type": "Succeed", "Output": { "id": "{% $order.id %}", "home": "$HOME" } }
  }
}`,
  ],
  of: 'machine',
  check(_machine, analysis): Iterable<Report> {
    return variablesOf(analysis).assignments.length === 0 ? nothing : reports(analysis);
  },
});

function* reports(analysis: Analysis): Iterable<Report> {
  const variables = variablesOf(analysis);
  for (const state of analysis.symbols.states) {
    for (const expression of expressionsOf(state)) {
      // That a Condition is no expression is told of by the field table.
      if (expression.kind === 'text' && expression.looksLike === 'variable' && expression.field.value.type !== 'expression') {
        const name = /^\$(\w+)/.exec(expression.node.value)![1]!;
        if (variables.visibleIn(state.scope).has(name)) {
          yield report(expression, analysis.text);
        }
      }
    }
  }
}

function report({ node, member, field, state }: Extract<Expression, { kind: 'text' }>, text: string): Report {
  const isJsonata = state.queryLanguage === 'JSONata';
  const why = isJsonata
    ? 'expressions stand in {% %}'
    : 'in JSONPath only the values of keys that end in .$ and of fields whose name ends in Path are read';
  const message = `This is the text "${node.value}", not the variable: ${why}.`;
  const { key } = member;
  const isOfTemplate = member.value === node && key.value !== field.name;
  const fixes = isJsonata
    ? [replacement(`Change to "{% ${node.value} %}"`, node, stringLiteral(`{% ${node.value} %}`, node, text))]
    : isOfTemplate
      ? [replacement(`Change to "${key.value}.$"`, key, stringLiteral(`${key.value}.$`, key, text))]
      : [];
  return { at: node, message, fixes };
}
