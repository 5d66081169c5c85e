import { isDistributed } from '../analysis/variables';
import type { Report } from './rule';
import { rule } from './rule';

export const toleratedFailureInline = rule({
  id: 'tolerated-failure-inline',
  severity: 'information',
  pillar: 'reliability',
  summary: 'ToleratedFailureCount and ToleratedFailurePercentage are documented for distributed Maps only.',
  why: 'AWS accepts the fields in an inline Map, but documents them for the distributed mode. To go on after a failed iteration of an inline Map, catch the error inside of it.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold',
  invalid: [
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ToleratedFailureCount": 5,
//    ^^^^^^^^^^^^^^^^^^^^^^^ "ToleratedFailureCount" is documented for distributed Maps only; this Map is inline.
      "ItemProcessor": { "StartAt": "Work", "States": { "Work": { "Type": "Succeed" } } },
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
      "ToleratedFailureCount": 5,
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
  of: 'state',
  types: ['Map'],
  *check(state): Iterable<Report> {
    const [scope] = state.scopes;
    if (state.type?.value === 'Map' && scope && !isDistributed(scope)) {
      for (const { key } of state.node?.members ?? []) {
        if (key.value.startsWith('ToleratedFailure')) {
          yield { at: key, message: `"${key.value}" is documented for distributed Maps only; this Map is inline.` };
        }
      }
    }
  },
});
