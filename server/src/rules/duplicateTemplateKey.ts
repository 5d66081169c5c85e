import { isStateType, spec } from '../asl/spec';
import { fieldOf } from '../fields/fieldTable';
import type { Node } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const duplicateTemplateKey = rule({
  id: 'duplicate-template-key',
  severity: 'warning',
  summary: 'A template has a key twice, once with the ending .$ and once without.',
  why: 'The ending .$ only says that the value is a path or a call: both keys make the same field, so one of the two values is lost.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html',
  mentions: /\.\$["']?\s*:/,
  invalid: [
    `{
  "StartAt": "Greet",
  "States": {
    "Greet": { "Type": "Pass", "Parameters": { "name": "nobody", "name.$": "$.name" }, "End": true }
//                                                               ^^^^^^^^ "name.$" makes the field "name", which is there already: one of the two values is lost.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Greet",
  "States": {
    "Greet": { "Type": "Pass", "Parameters": { "name.$": "$.name", "title": "Dr" }, "End": true }
  }
}`,
  ],
  of: 'state',
  *check(state): Iterable<Report> {
    const type = state.type?.value;
    if (state.queryLanguage !== 'JSONPath' || !state.node || !isStateType(type)) {
      return;
    }
    const open: (Node | undefined)[] = state.node.members.flatMap(({ key, value }) => {
      const field = fieldOf(spec[type], key.value, 'JSONPath')?.value.type;
      return field === 'template' || field === 'objectTemplate' ? [value] : [];
    });
    while (open.length > 0) {
      const node = open.pop();
      if (node?.kind === 'array') {
        open.push(...node.items);
      } else if (node?.kind === 'object') {
        const names = new Set(node.members.map(({ key }) => key.value));
        for (const { key, value } of node.members) {
          const name = key.value.slice(0, -2);
          if (key.value.endsWith('.$') && names.has(name)) {
            yield {
              at: key,
              message: `"${key.value}" makes the field "${name}", which is there already: one of the two values is lost.`,
            };
          }
          open.push(value);
        }
      }
    }
  },
});
