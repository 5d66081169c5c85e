import { givenParameters } from '../analysis/givenParameters';
import { nearest } from '../source/nearest';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const missingParameter = rule({
  id: 'missing-parameter',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'An optimized integration lacks a parameter that it needs.',
  why: 'AWS knows what the action needs and refuses a definition that does not give it, as a value or as a path ("QueueUrl" or "QueueUrl.$"). Runs on this machine go on all the same: what answers Tasks here does not ask for it.',
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
  fields: ['Parameters', 'Arguments'],
  check(state): Iterable<Report> {
    const task = givenParameters(state);
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

/** `"A", "B" and "C"`. */
function inWords(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)!}`;
}
