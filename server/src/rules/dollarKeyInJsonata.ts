import { isStateType, spec } from '../asl/spec';
import { fieldOf } from '../fields/fieldTable';
import type { Node } from '../source/node';
import { stringLiteral } from '../source/stringLiteral';
import type { Fix } from '../source/edit';
import type { Report } from './rule';
import { asJsonata } from './asJsonata';
import { rule } from './rule';

export const dollarKeyInJsonata = rule({
  id: 'dollar-key-in-jsonata',
  severity: 'warning',
  awsCode: 'NO_PATH',
  summary: 'A key ends in .$ in a state whose query language is JSONata.',
  why: 'The ending .$ means something to JSONPath states only. Here it becomes part of the name, and a service refuses a parameter of that name; leave it away, and write the value as {% … %}.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html',
  mentions: ['JSONata'],
  invalid: [
    `{
  "StartAt": "Greet",
  "QueryLanguage": "JSONata",
  "States": {
    "Greet": { "Type": "Pass", "Output": { "name.$": "{% $states.input.name %}" }, "End": true }
//                                         ^^^^^^^^ "name.$" is taken literally: keys that end in .$ belong to JSONPath. Call it "name".
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Greet",
  "QueryLanguage": "JSONata",
  "States": {
    "Greet": { "Type": "Pass", "Output": { "name": "{% $states.input.name %}" }, "End": true }
  }
}`,
  ],
  of: 'state',
  *check(state, { text }): Iterable<Report> {
    const type = state.type?.value;
    if (state.queryLanguage !== 'JSONata' || !state.node || !isStateType(type)) {
      return;
    }
    const open: (Node | undefined)[] = state.node.members.flatMap(({ key, value }) => {
      const field = fieldOf(spec[type], key.value, 'JSONata')?.value.type;
      return field === 'template' || field === 'objectTemplate' ? [value] : [];
    });
    while (open.length > 0) {
      const node = open.pop();
      if (node?.kind === 'array') {
        open.push(...node.items);
      } else if (node?.kind === 'object') {
        for (const { key, value } of node.members) {
          if (key.value.endsWith('.$') && key.value.length > 2) {
            const name = key.value.slice(0, -2);
            const isExpression = value?.kind === 'string' && value.value.startsWith('{%');
            const meant = value?.kind === 'string' ? asJsonata(value.value) : undefined;
            const renamed = { start: key.start, end: key.end, text: stringLiteral(name, key, text) };
            const fixes: Fix[] = isExpression
              ? [{ title: `Change to "${name}"`, edits: [renamed] }]
              : meant === undefined
                ? []
                : [
                    {
                      title: `Change to "${name}" with the value "${meant}"`,
                      edits: [renamed, { start: value!.start, end: value!.end, text: stringLiteral(meant, value!, text) }],
                    },
                  ];
            yield {
              at: key,
              message: `"${key.value}" is taken literally: keys that end in .$ belong to JSONPath. Call it "${name}"${isExpression ? '' : ' and write the value as {% … %}'}.`,
              fixes,
            };
          }
          open.push(value);
        }
      }
    }
  },
});
