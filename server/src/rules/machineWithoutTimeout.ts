import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const machineWithoutTimeout = rule({
  id: 'machine-without-timeout',
  severity: 'hint',
  pillar: 'operational excellence',
  summary: 'The state machine has no TimeoutSeconds.',
  why: 'Without a limit of its own an execution of a standard workflow may run for a year before somebody notices that it hangs. TimeoutSeconds at the top ends it, and an alarm on failed executions tells of it.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html',
  invalid: [
    `{
  "StartAt": "Work",
//^^^^^^^^^ The state machine has no TimeoutSeconds: an execution that hangs may run for a year.
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "TimeoutSeconds": 3600,
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true }
  }
}`,
  ],
  of: 'machine',
  *check({ node }, { symbols, type }): Iterable<Report> {
    const startAt = member(node, 'StartAt');
    // An express workflow ends after five minutes by itself; states that call nothing and wait for nothing take no time.
    const takesTime = symbols.states.some((state) => state.type?.value === 'Task' || state.type?.value === 'Wait');
    if (type !== 'EXPRESS' && startAt && takesTime && !member(node, 'TimeoutSeconds')) {
      yield { at: startAt.key, message: 'The state machine has no TimeoutSeconds: an execution that hangs may run for a year.' };
    }
  },
});
