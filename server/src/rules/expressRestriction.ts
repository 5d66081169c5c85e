import { taskOf } from '../analysis/tasks';
import { isDistributed } from '../analysis/variables';
import type { Scope, State } from '../asl/ast';
import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

/** What a Resource may not hold in an express workflow, and how AWS calls it: recorded from CreateStateMachine and ValidateStateMachineDefinition. */
const restrictions: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\.waitForTaskToken$/, "'.waitForTaskToken' service integration"],
  [/\.sync(:\d+)?$/, "'.sync' service integration"],
];

export const expressRestriction = rule({
  id: 'express-restriction',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'An express workflow cannot wait for a job, a callback or an activity, nor run a distributed Map.',
  why: 'Express workflows support only the request-response pattern: AWS refuses .sync, .waitForTaskToken, activities and the distributed mode of Map in them. Use a standard workflow, or start the job and let another workflow look for its end. This is checked when the type of the workflow is known to be EXPRESS, and in the child executions of a distributed Map whose ExecutionType is EXPRESS.',
  exampleType: 'EXPRESS',
  invalid: [
    `{
  "StartAt": "Transform",
  "States": {
    "Transform": {
      "Type": "Task",
      "Resource": "arn:aws:states:::glue:startJobRun.sync",
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Express state machine does not support '.sync' service integration.
      "Parameters": { "JobName": "transform" },
      "Next": "Ask"
    },
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Express state machine does not support '.waitForTaskToken' service integration.
      "Parameters": { "QueueUrl": "https://example.com/queue", "MessageBody": { "Token.$": "$$.Task.Token" } },
      "Next": "Each"
    },
    "Each": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
//                                   ^^^^^^^^^^^^^ Express state machine does not support the distributed mode of a Map.
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
  types: ['Task', 'Map'],
  check(state, { type }): Iterable<Report> {
    return type === 'EXPRESS' || isInExpressChild(state) ? reports(state) : nothing;
  },
});

function* reports(state: State): Iterable<Report> {
  const [scope] = state.scopes;
  if (state.type?.value === 'Map' && scope && isDistributed(scope)) {
    // https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
    const mode = member(member(scope.node, 'ProcessorConfig')?.value, 'Mode')!.value!;
    yield { at: mode, message: 'Express state machine does not support the distributed mode of a Map.' };
  }
  const resource = state.type?.value === 'Task' ? member(state.node, 'Resource')?.value : undefined;
  if (resource?.kind === 'string') {
    for (const [pattern, what] of restrictions) {
      if (pattern.test(resource.value)) {
        yield { at: resource, message: `Express state machine does not support ${what}.` };
      }
    }
    if (taskOf(state)?.read?.kind === 'activity') {
      yield { at: resource, message: 'Express state machine does not support Activity ARN.' };
    }
  }
}

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
