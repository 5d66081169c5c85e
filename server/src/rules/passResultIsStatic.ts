import type { Node } from '../source/node';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const passResultIsStatic = rule({
  id: 'pass-result-is-static',
  severity: 'warning',
  awsCode: 'PASS_RESULT_IS_STATIC',
  summary: 'The Result of a Pass state holds a path, which is not evaluated.',
  why: 'Result is passed on as it stands. To put data of the input into it, use Parameters instead, or the query language JSONata with Output. AWS warns of it as well.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html',
  invalid: [
    `{
  "StartAt": "Greet",
  "States": {
    "Greet": { "Type": "Pass", "Result": { "name.$": "$.name", "id": "$$.Execution.Id" }, "Next": "Tell" },
//                                                   ^^^^^^^^ This is not evaluated: a Result is passed on as it stands. Use Parameters to select data.
//                                                                   ^^^^^^^^^^^^^^^^^ This is not evaluated: a Result is passed on as it stands. Use Parameters to select data.
    "Tell": { "Type": "Pass", "Result": "{% $states.input.name %}", "End": true }
//                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ This is not evaluated: a Result is passed on as it stands, and the query language here is JSONPath.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Greet",
  "States": {
    "Greet": { "Type": "Pass", "Parameters": { "name.$": "$.name" }, "End": true }
  }
}`,
  ],
  of: 'state',
  types: ['Pass'],
  fields: ['Result'],
  *check(state): Iterable<Report> {
    if (state.type?.value !== 'Pass' || state.queryLanguage !== 'JSONPath') {
      return;
    }
    const open: (Node | undefined)[] = [member(state.node, 'Result')?.value];
    while (open.length > 0) {
      const node = open.pop();
      if (node?.kind === 'object') {
        open.push(...node.members.map(({ value }) => value));
      } else if (node?.kind === 'array') {
        open.push(...node.items);
      } else if (node?.kind === 'string' && /^(?:\$$|\$\$?[.[]|States\.[A-Z]\w+\(|\{%[^]*%\}$)/.test(node.value)) {
        const why = node.value.startsWith('{%')
          ? ', and the query language here is JSONPath.'
          : '. Use Parameters to select data.';
        yield { at: node, message: `This is not evaluated: a Result is passed on as it stands${why}` };
      }
    }
  },
});
