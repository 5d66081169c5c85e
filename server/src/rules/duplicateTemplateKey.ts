import type { Node } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const duplicateTemplateKey = rule({
  id: 'duplicate-template-key',
  severity: 'warning',
  summary: 'A template has a key twice, once with the ending .$ and once without.',
  why: 'The ending .$ only says that the value is a path or a call: both keys make the same field, so one of the two values is lost.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html',
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
    if (state.queryLanguage !== 'JSONPath' || !state.node) {
      return;
    }
    const open: (Node | undefined)[] = [];
    for (const { key, value } of state.node.members) {
      if (value?.kind === 'object' && templates.has(key.value)) {
        open.push(value);
      }
    }
    while (open.length > 0) {
      const node = open.pop();
      if (node?.kind === 'array') {
        open.push(...node.items);
      } else if (node?.kind === 'object') {
        let names: ReadonlySet<string> | undefined;
        for (const { key, value } of node.members) {
          const name = key.value.endsWith('.$') && node.members.length > 1 ? key.value.slice(0, -2) : undefined;
          if (name !== undefined && (names ??= new Set(node.members.map((each) => each.key.value))).has(name)) {
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

const templates = new Set(['Parameters', 'ResultSelector', 'ItemSelector', 'Assign']);
