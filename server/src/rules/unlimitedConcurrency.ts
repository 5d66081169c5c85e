import { isDistributed } from '../analysis/variables';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const unlimitedConcurrency = rule({
  id: 'unlimited-concurrency',
  severity: 'information',
  pillar: 'performance efficiency',
  summary: 'A distributed Map has no MaxConcurrency.',
  why: 'Up to 10,000 child executions then run at once, which functions, tables and other services behind them may not bear: they throttle, and the Map fails.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
//  ^^^^^^ "Work" calls services from up to 10,000 child executions at once: add MaxConcurrency.
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "StartAt": "Call",
        "States": { "Call": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true } }
      },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Map",
      "MaxConcurrency": 100,
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "StartAt": "Call",
        "States": { "Call": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true } }
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
    if (!scope || !isDistributed(scope) || member(state.node, 'MaxConcurrencyPath')) {
      return;
    }
    const limit = member(state.node, 'MaxConcurrency')?.value;
    if (
      (!limit || (limit.kind === 'number' && Number(limit.text) === 0)) &&
      scope.states.some(({ type }) => type?.value === 'Task')
    ) {
      yield {
        at: state.key,
        message: `"${state.name}" calls services from up to 10,000 child executions at once: add MaxConcurrency.`,
      };
    }
  },
});
