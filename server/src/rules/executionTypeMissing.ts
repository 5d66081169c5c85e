import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const executionTypeMissing = rule({
  id: 'execution-type-missing',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'A distributed Map does not say which type its child executions have.',
  why: 'Each child execution of a distributed Map is a standard or an express one; ExecutionType is required with "Mode": "DISTRIBUTED".',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html',
  invalid: [
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED" },
//      ^^^^^^^^^^^^^^^^^ A distributed Map needs the field "ExecutionType": "STANDARD" or "EXPRESS".
        "StartAt": "Work",
        "States": { "Work": { "Type": "Succeed" } }
      },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "StartAt": "Work",
        "States": { "Work": { "Type": "Succeed" } }
      },
      "End": true
    }
  }
}`,
  ],
  of: 'scope',
  check({ kind, node }): Iterable<Report> {
    if (kind !== 'processor') {
      return nothing;
    }
    const config = member(node, 'ProcessorConfig');
    const mode = member(config?.value, 'Mode')?.value;
    return mode?.kind === 'string' && mode.value === 'DISTRIBUTED' && !member(config!.value, 'ExecutionType')
      ? [{ at: config!.key, message: 'A distributed Map needs the field "ExecutionType": "STANDARD" or "EXPRESS".' }]
      : nothing;
  },
});
