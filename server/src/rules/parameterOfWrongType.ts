import { givenParameters } from '../analysis/givenParameters';
import type { Parameter } from '../integrations/parameters';
import { hasPlaceholder } from '../asl/placeholder';
import { nearest } from '../source/nearest';
import type { Node } from '../source/node';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';

export const parameterOfWrongType = rule({
  id: 'parameter-of-wrong-type',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'A parameter of an optimized integration has a value that it does not take.',
  why: 'AWS compares values that are written down with what the action takes, and refuses the definition. What a path or an expression gives is seen only by the execution.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html',
  invalid: [
    `{
  "StartAt": "Read",
  "States": {
    "Read": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": { "TableName": "orders", "Key": "17" },
//                                                  ^^^^ "Key" of dynamodb:getItem must be an object.
      "ResultPath": "$.order",
      "Next": "Call"
    },
    "Call": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "work", "InvocationType": "Evnt" },
//                                                              ^^^^^^ "InvocationType" of lambda:invoke must be one of RequestResponse, Event, DryRun. Did you mean "Event"?
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Read",
  "States": {
    "Read": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": { "TableName": "orders", "Key": { "id": { "S": "17" } }, "ConsistentRead.$": "$.sure" },
      "ResultPath": "$.order",
      "Next": "Call"
    },
    "Call": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "work", "InvocationType": "\${Type}" },
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
    let reports: Report[] | undefined;
    for (const { key, value } of task?.given.values() ?? []) {
      const parameter = task!.known.byName.get(key.value);
      if (parameter && value && !mayBe(value, parameter)) {
        (reports ??= []).push(report(value, parameter, task!.action, text));
      }
    }
    return reports ?? nothing;
  },
});

/** Whether it fits, or only the deployment or the execution makes a value of it. */
function mayBe(value: Node, { kind, values }: Parameter): boolean {
  // In YAML null is what is still to be written.
  if (value.kind === 'placeholder' || value.kind === 'invalid' || value.kind === 'null') {
    return true;
  }
  if (value.kind === 'string' && (hasPlaceholder(value.value) || value.value.startsWith('{%'))) {
    return true;
  }
  return kind === undefined || (value.kind === kind && (!values || (value.kind === 'string' && values.includes(value.value))));
}

const kindsInWords = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
};

function report(at: Node, { name, kind, values }: Parameter, action: string, text: string): Report {
  const meant = at.kind === 'string' && values ? nearest(at.value, values) : undefined;
  const wanted = values ? `one of ${values.join(', ')}` : kindsInWords[kind!];
  const message = `"${name}" of ${action} must be ${wanted}.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`;
  return {
    at,
    message,
    fixes: meant === undefined ? [] : [replacement(`Change to "${meant}"`, at, stringLiteral(meant, at, text))],
  };
}
