import { givenParameters } from '../analysis/givenParameters';
import { taskOf } from '../analysis/tasks';
import type { State } from '../asl/ast';
import { parametersOf } from '../integrations/parameters';
import { member } from '../source/node';
import { nearest } from '../source/nearest';
import type { Report } from './rule';
import { nothing, rule } from './rule';
import { faultOfCall } from './unknownIntegration';

export const missingParameter = rule({
  id: 'missing-parameter',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'A service integration lacks a parameter that it needs.',
  why: 'A service is called with Parameters (in JSONata, Arguments), even if they are empty. Of optimized integrations AWS also knows what the action needs, and refuses a definition that does not give it, as a value or as a path ("QueueUrl" or "QueueUrl.$"). Runs on this machine go on all the same: what answers Tasks here does not ask for it.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html',
  invalid: [
    `{
  "StartAt": "Send",
  "States": {
    "Send": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage",
      "Parameters": { "MessageBody.$": "$.order" },
//    ^^^^^^^^^^^^ sqs:sendMessage needs "QueueUrl" in "Parameters".
      "End": true
    }
  }
}`,
    `{
  "StartAt": "Tell",
  "States": {
    "Tell": { "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Next": "List" },
//                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sns:publish needs the field "Parameters" with "Message".
    "List": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "End": true }
//                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ aws-sdk:s3:listBuckets needs the field "Parameters", even if it is empty: {}.
  }
}`,
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Keep",
  "States": {
    "Keep": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:putItem",
      "Arguments": {},
//    ^^^^^^^^^^^ dynamodb:putItem needs "Item" and "TableName" in "Arguments".
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Send",
  "States": {
    "Send": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage",
      "Parameters": { "QueueUrl.$": "$.queue", "MessageBody": { "order.$": "$.order" } },
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  check(state): Iterable<Report> {
    const task = givenParameters(state);
    if (!member(state.node, 'Parameters') && !member(state.node, 'Arguments')) {
      return withoutAny(state);
    }
    if (!task || task.isIncomplete) {
      return nothing;
    }
    const missing = task.known.required.filter((name) => !task.given.has(name));
    if (missing.length === 0) {
      return nothing;
    }
    const { field, given, known, action } = task;
    // One that is misspelt is told of as such.
    const others = [...given.keys()].filter((name) => !known.byName.has(name));
    const isConsequence = missing.every((name) => others.some((other) => nearest(other, known.byName.keys()) === name));
    const message = `${action} needs ${inWords(missing)} in "${field.key.value}".`;
    return [{ at: field.key, about: field.value, message, isConsequence }];
  },
});

function withoutAny(state: State): Iterable<Report> {
  const { read, resource, action } = taskOf(state) ?? {};
  // What is no integration at all is told of as such.
  if (read?.kind !== 'integration' || faultOfCall(read)) {
    return nothing;
  }
  const { required } = parametersOf(read.sdk ? `aws-sdk:${read.service}` : read.service, read.action);
  const field = state.queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters';
  const what = required.length > 0 ? ` with ${inWords(required)}` : ', even if it is empty: {}';
  return [{ at: resource!, message: `${action!} needs the field "${field}"${what}.` }];
}

/** `"A", "B" and "C"`. */
function inWords(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)!}`;
}
