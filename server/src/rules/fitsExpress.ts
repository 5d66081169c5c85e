import { taskOf } from '../analysis/tasks';
import { isDistributed } from '../analysis/variables';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

/** Seconds that an express execution may take. */
const limit = 300;

export const fitsExpress = rule({
  id: 'fits-express',
  severity: 'information',
  pillar: 'cost optimization',
  summary: 'A standard workflow that ends within five minutes could be an express one.',
  why: 'Standard workflows are paid for by state transition, express ones by number and duration of executions, which is far less for short workflows that run often. Nothing in this one needs a standard workflow: no job (.sync), callback, activity or distributed Map, and TimeoutSeconds is at most 300. Express executions may run more than once, and their history is only in the logs: where that is not acceptable, leave it.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html',
  invalid: [
    `{
  "StartAt": "Work",
  "TimeoutSeconds": 60,
//^^^^^^^^^^^^^^^^ Executions end after 60 seconds at most, and no state needs a standard workflow: an express one may cost less.
  "States": {
    "Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Ask",
  "TimeoutSeconds": 60,
  "States": {
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Parameters": { "QueueUrl": "\${Queue}", "MessageBody": { "token.$": "$$.Task.Token" } },
      "End": true
    }
  }
}`,
  ],
  of: 'machine',
  *check({ node }, { symbols, type }): Iterable<Report> {
    const timeout = member(node, 'TimeoutSeconds');
    if (type === 'EXPRESS' || timeout?.value?.kind !== 'number' || Number(timeout.value.text) > limit) {
      return;
    }
    const tasks = symbols.states.filter((state) => state.type?.value === 'Task').map(taskOf);
    const isOpen = tasks.some((task) => !task?.read && !task?.isLambda);
    const needsStandard = tasks.some((task) => task?.waits !== undefined || task?.read?.kind === 'activity');
    if (tasks.length > 0 && !isOpen && !needsStandard && !symbols.scopes.some(isDistributed)) {
      yield {
        at: timeout.key,
        message: `Executions end after ${timeout.value.text} seconds at most, and no state needs a standard workflow: an express one may cost less.`,
      };
    }
  },
});
