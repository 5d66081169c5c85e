import { calledBy } from '../analysis/tasks';
import { member } from '../source/node';
import { missingFields } from './missingFields';
import type { Report } from './rule';
import { rule } from './rule';

export const resultWriterConfig = rule({
  id: 'result-writer-config',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'The fields of a ResultWriter do not fit each other.',
  why: 'A ResultWriter is not empty: WriterConfig says how the results look, Resource (s3:putObject) and Parameters or Arguments (with the Bucket) say together where they go.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html',
  invalid: [
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ResultWriter": { "Resource": "arn:aws:states:::s3:putObject" },
//    ^^^^^^^^^^^^^^ s3:putObject needs the field "Parameters" with "Bucket".
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "Work",
        "States": { "Work": { "Type": "Succeed" } }
      },
      "Next": "Again"
    },
    "Again": {
      "Type": "Map",
      "ResultWriter": {},
//    ^^^^^^^^^^^^^^ A ResultWriter needs "WriterConfig", or "Resource" and "Parameters".
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "Work again",
        "States": { "Work again": { "Type": "Succeed" } }
      },
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
      "ResultWriter": {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": { "Bucket": "results", "Prefix": "orders" },
        "WriterConfig": { "Transformation": "COMPACT", "OutputType": "JSONL" }
      },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
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
  fields: ['ResultWriter'],
  *check(state): Iterable<Report> {
    const writer = member(state.node, 'ResultWriter');
    if (writer?.value?.kind !== 'object') {
      return;
    }
    const { key, value } = writer;
    const field = state.queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters';
    const resource = member(value, 'Resource')?.value;
    if (value.members.length === 0) {
      yield { at: key, message: `A ResultWriter needs "WriterConfig", or "Resource" and "${field}".` };
    } else if (!resource && member(value, field)) {
      yield { at: key, message: `Beside "${field}" a ResultWriter needs "Resource": "arn:aws:states:::s3:putObject".` };
    } else if (resource) {
      const action = calledBy(resource);
      if (action === 's3:putObject') {
        yield* missingFields(value, field, ['Bucket'], key, action);
      } else if (action !== undefined) {
        yield { at: resource, message: '"Resource" of a ResultWriter must be arn:aws:states:::s3:putObject.' };
      }
    }
  },
});
