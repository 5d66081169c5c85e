import type { Node } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

const templates = new Set(['Parameters', 'ResultSelector', 'ItemSelector', 'Assign']);

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
  fields: [...templates],
  check(state): Iterable<Report> {
    if (state.queryLanguage !== 'JSONPath' || !state.node) {
      return nothing;
    }
    let reports: Report[] | undefined;
    for (const { key, value } of state.node.members) {
      if (value?.kind === 'object' && templates.has(key.value)) {
        reports = addReports(value, reports);
      }
    }
    return reports ?? nothing;
  },
});

/** Of so many names each is compared with each sooner than a set of them is made. */
const few = 8;

/** Whether the name is the other one without its `.$`. */
function isPlain(name: string, other: string): boolean {
  return name.length === other.length - 2 && other.startsWith(name);
}

/** Recursion is as deep as values are nested, which the parser bounds. */
function addReports(node: Node | undefined, reports: Report[] | undefined): Report[] | undefined {
  if (node?.kind === 'array') {
    for (const item of node.items) {
      reports = addReports(item, reports);
    }
  } else if (node?.kind === 'object') {
    const { members } = node;
    let names: ReadonlySet<string> | undefined;
    for (const { key, value } of members) {
      if (members.length > 1 && key.value.endsWith('.$')) {
        if (members.length > few) {
          names ??= new Set(members.map((each) => each.key.value));
        }
        if (names ? names.has(key.value.slice(0, -2)) : members.some((each) => isPlain(each.key.value, key.value))) {
          const name = key.value.slice(0, -2);
          const message = `"${key.value}" makes the field "${name}", which is there already: one of the two values is lost.`;
          (reports ??= []).push({ at: key, message });
        }
      }
      if (value?.kind === 'object' || value?.kind === 'array') {
        reports = addReports(value, reports);
      }
    }
  }
  return reports;
}
