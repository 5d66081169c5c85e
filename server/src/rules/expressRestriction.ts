import { isDistributed } from '../analysis/variables';
import type { Scope, State } from '../asl/ast';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

/** What a Resource may not hold in an express workflow, and how AWS calls it: recorded from CreateStateMachine and ValidateStateMachineDefinition. */
const restrictions: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\.waitForTaskToken$/, "'.waitForTaskToken' service integration"],
  [/\.sync(:\d+)?$/, "'.sync' service integration"],
  [/^arn:[^:]*:states:[^:]*:[^:]*:activity:/, 'Activity ARN'],
];

export const expressRestriction = rule({
  id: 'express-restriction',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'An express workflow cannot wait for a job, a callback or an activity.',
  why: 'Express workflows support only the request-response pattern: AWS refuses .sync, .waitForTaskToken and activities in them. Use a standard workflow, or start the job and let another workflow look for its end. This is checked when the type of the workflow is known to be EXPRESS, and in the child executions of a distributed Map whose ExecutionType is EXPRESS.',
  exampleType: 'EXPRESS',
  invalid: [
    `{
  "StartAt": "Transform",
  "States": {
    "Transform": {
      "Type": "Task",
      "Resource": "arn:aws:states:::glue:startJobRun.sync",
      //          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Express state machine does not support '.sync' service integration.
      "Parameters": { "JobName": "transform" },
      "Next": "Ask"
    },
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      //          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Express state machine does not support '.waitForTaskToken' service integration.
      "Parameters": { "QueueUrl": "https://example.com/queue", "MessageBody": { "Token.$": "$$.Task.Token" } },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Transform",
  "States": {
    "Transform": {
      "Type": "Task",
      "Resource": "arn:aws:states:::glue:startJobRun",
      "Parameters": { "JobName": "transform" },
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  *check(state, { type }): Iterable<Report> {
    if (state.type?.value !== 'Task' || (type !== 'EXPRESS' && !isInExpressChild(state))) {
      return;
    }
    const resource = member(state.node, 'Resource')?.value;
    if (resource?.kind === 'string') {
      for (const [pattern, what] of restrictions) {
        if (pattern.test(resource.value)) {
          yield { at: resource, message: `Express state machine does not support ${what}.` };
        }
      }
    }
  },
});

/** Whether the state runs in a child execution of a distributed Map that is an express one. */
function isInExpressChild(state: State): boolean {
  for (let scope: Scope | undefined = state.scope; scope; scope = scope.owner?.scope) {
    if (isDistributed(scope)) {
      const type = member(member(scope.node, 'ProcessorConfig')?.value, 'ExecutionType')?.value;
      return type?.kind === 'string' && type.value === 'EXPRESS';
    }
  }
  return false;
}
