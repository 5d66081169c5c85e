import type { QueryLanguage } from '../asl/ast';
import type { Node } from '../source/node';
import { member } from '../source/node';
import { hasPlaceholder } from '../asl/placeholder';
import type { Span } from '../source/span';
import { missingFields } from './missingFields';
import type { Report } from './rule';
import { rule } from './rule';

export const itemReaderConfig = rule({
  id: 'item-reader-config',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'The fields of an ItemReader do not fit each other.',
  why: 'Items are read by s3:getObject (a file; Bucket and Key say which) or s3:listObjectsV2 (a list of objects; Bucket says where). A file that s3:getObject reads needs an InputType; a list of objects (s3:listObjectsV2) has none, unless the objects are loaded and flattened. CSV… fields belong to CSV files, ManifestType to manifests, ItemsPointer to JSON.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html',
  mentions: /ItemReader/,
  invalid: [
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": { "InputType": "JSON", "CSVHeaderLocation": "FIRST_ROW" },
//                                             ^^^^^^^^^^^^^^^^^^^ "CSVHeaderLocation" belongs to "InputType": "CSV", but the type here is JSON.
        "Parameters": { "Bucket": "data", "Key": "orders.json" }
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
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ItemReader": {
//    ^^^^^^^^^^^^ To read a file, "ReaderConfig" needs the field "InputType".
        "Resource": "arn:aws:states:::s3:getObject",
        "Parameters": { "Bucket": "data", "Key": "orders.csv" }
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
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ItemReader": {
        "Resource": "arn:aws:states:::s3:listObjects",
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "Resource" of an ItemReader must be arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2.
        "Parameters": { "Bucket": "data" }
      },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "Work",
        "States": { "Work": { "Type": "Succeed" } }
      },
      "Next": "Again"
    },
    "Again": {
      "Type": "Map",
      "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": { "InputType": "JSON" },
        "Parameters": { "Bucket": "data" }
//      ^^^^^^^^^^^^ s3:getObject needs "Key" in "Parameters".
      },
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
      "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": { "InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["id", "price"] },
        "Parameters": { "Bucket": "data", "Key": "orders.csv" }
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
  *check(state): Iterable<Report> {
    const reader = state.type?.value === 'Map' ? member(state.node, 'ItemReader') : undefined;
    const config = member(reader?.value, 'ReaderConfig');
    const resource = textOf(member(reader?.value, 'Resource')?.value);
    if (reader?.value?.kind !== 'object' || (config && config.value?.kind !== 'object')) {
      return;
    }
    yield* faultsOfSource(reader.value, resource, reader.key, state.queryLanguage);
    yield* reports(resource, config?.value, config?.key ?? reader.key);
  },
});

/** What each action needs to know. */
const needed: readonly (readonly [action: string, fields: readonly string[]])[] = [
  ['s3:getObject', ['Bucket', 'Key']],
  ['s3:listObjectsV2', ['Bucket']],
];

function* faultsOfSource(reader: Node, resource: string | undefined, key: Span, language: QueryLanguage): Iterable<Report> {
  if (resource === undefined) {
    return;
  }
  const action = needed.find(([name]) => new RegExp(`^arn:[^:]*:states:[^:]*:[^:]*:${name}$`).test(resource));
  if (!action) {
    yield {
      at: member(reader, 'Resource')!.value!,
      message: '"Resource" of an ItemReader must be arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2.',
    };
    return;
  }
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters';
  yield* missingFields(reader, field, action[1], key, action[0]);
}

/** The fields of ReaderConfig that go with one InputType only. */
const fieldsByType: Readonly<Record<string, readonly string[]>> = {
  CSV: ['CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter'],
  MANIFEST: ['ManifestType'],
  JSON: ['ItemsPointer'],
};

function* reports(resource: string | undefined, config: Node | undefined, key: Span): Iterable<Report> {
  const typeMember = member(config, 'InputType');
  const type = textOf(typeMember?.value);
  const loads = textOf(member(config, 'Transformation')?.value) === 'LOAD_AND_FLATTEN';
  if (resource?.endsWith(':s3:getObject') && !typeMember) {
    yield { at: key, message: 'To read a file, "ReaderConfig" needs the field "InputType".' };
  } else if (resource?.endsWith(':s3:listObjectsV2') && typeMember && !loads) {
    yield { at: typeMember.key, message: '"InputType" says how a file is read; s3:listObjectsV2 lists objects and takes none.' };
  }
  for (const [only, fields] of Object.entries(fieldsByType)) {
    for (const field of fields) {
      const found = member(config, field);
      if (found && type !== undefined && type !== only && !(loads && resource?.endsWith(':s3:listObjectsV2'))) {
        yield { at: found.key, message: `"${field}" belongs to "InputType": "${only}", but the type here is ${type}.` };
      }
    }
  }
  const location = member(config, 'CSVHeaderLocation');
  const headers = member(config, 'CSVHeaders');
  const where = textOf(location?.value);
  if (where === 'GIVEN' && !headers) {
    yield { at: location!.key, message: '"CSVHeaderLocation": "GIVEN" needs the field "CSVHeaders".' };
  } else if (where === 'FIRST_ROW' && headers) {
    yield {
      at: headers.key,
      message: '"CSVHeaders" are for "CSVHeaderLocation": "GIVEN", but the headers are in the first row here.',
    };
  }
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'string' && !hasPlaceholder(node.value) ? node.value : undefined;
}
