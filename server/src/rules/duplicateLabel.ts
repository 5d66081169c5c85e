import { hasPlaceholder } from '../asl/placeholder';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const duplicateLabel = rule({
  id: 'duplicate-label',
  severity: 'error',
  awsCode: 'DUPLICATE_LABEL_NAME',
  summary: 'Two distributed Maps have the same Label.',
  why: 'The label is part of the ARN of the Map Run; it is unique in the state machine.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html',
  invalid: [
    `{
  "StartAt": "First",
  "States": {
    "First": {
      "Type": "Map",
      "Label": "orders",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "StartAt": "A",
        "States": { "A": { "Type": "Succeed" } }
      },
      "Next": "Second"
    },
    "Second": {
      "Type": "Map",
      "Label": "orders",
//             ^^^^^^^^ The label "orders" is taken by "First": labels are unique in the state machine.
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "StartAt": "B",
        "States": { "B": { "Type": "Succeed" } }
      },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "First",
  "States": {
    "First": {
      "Type": "Map",
      "Label": "orders",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "StartAt": "A",
        "States": { "A": { "Type": "Succeed" } }
      },
      "End": true
    }
  }
}`,
  ],
  of: 'machine',
  *check(_machine, { symbols }): Iterable<Report> {
    let owners: Map<string, string> | undefined;
    for (const { type, node, name } of symbols.states) {
      const label = type?.value === 'Map' ? member(node, 'Label')?.value : undefined;
      if (label?.kind === 'string' && !hasPlaceholder(label.value)) {
        const other = owners?.get(label.value);
        if (other !== undefined) {
          yield {
            at: label,
            message: `The label "${label.value}" is taken by "${other}": labels are unique in the state machine.`,
          };
        }
        (owners ??= new Map()).set(label.value, name);
      }
    }
  },
});
