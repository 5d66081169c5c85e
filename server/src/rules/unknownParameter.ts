import { givenParameters } from '../analysis/givenParameters';
import type { Parameters } from '../integrations/parameters';
import { nearest } from '../source/nearest';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';

export const unknownParameter = rule({
  id: 'unknown-parameter',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'The action of a service has no such parameter.',
  why: 'AWS compares the parameters with those of the action and refuses others: "The field … is not supported by Step Functions". Their names begin with a capital letter, whatever the API of the service has: Bucket, TableName. What a function is to get goes into Payload.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html',
  invalid: [
    `{
  "StartAt": "Call",
  "States": {
    "Call": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "functionName": "work", "order.$": "$.order" },
//                    ^^^^^^^^^^^^^^ lambda:invoke has no parameter "functionName". Did you mean "FunctionName"?
//                                            ^^^^^^^^^ lambda:invoke has no parameter "order".
      "ResultPath": "$.answer",
      "Next": "Read"
    },
    "Read": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
      "Parameters": { "Bucket": "data", "key.$": "$.key" },
//                                      ^^^^^^^ aws-sdk:s3:getObject has no parameter "key". Did you mean "Key"?
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Call",
  "States": {
    "Call": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "work", "Payload": { "order.$": "$.order" } },
      "ResultPath": "$.answer",
      "Next": "Read"
    },
    "Read": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
      "Parameters": { "Bucket": "data", "Key.$": "$.key" },
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  fields: ['Parameters', 'Arguments'],
  check(state, { text }): Iterable<Report> {
    const task = givenParameters(state);
    if (!task || task.isIncomplete) {
      return nothing;
    }
    let reports: Report[] | undefined;
    for (const [name, { key }] of task.given) {
      const isKnown = task.known.byName.has(name) || (task.known.isOpen && !/^[a-z]/.test(name));
      if (!isKnown) {
        const meant = meantBy(name, task.known, task.given);
        const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
        const fixes =
          meant === undefined
            ? []
            : [replacement(`Change to "${meant}"`, key, stringLiteral(meant + key.value.slice(name.length), key, text))];
        (reports ??= []).push({ at: key, message: `${task.action} has no parameter "${name}".${hint}`, fixes });
      }
    }
    return reports ?? nothing;
  },
});

function meantBy(name: string, { byName, isOpen }: Parameters, given: ReadonlyMap<string, unknown>): string | undefined {
  const free = [...byName.keys()].filter((each) => !given.has(each));
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return nearest(name, free) ?? (isOpen && !given.has(capital) ? capital : undefined);
}
