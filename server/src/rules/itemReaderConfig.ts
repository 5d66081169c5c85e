import { calledBy } from '../analysis/tasks';
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
  why: 'Items are read by s3:getObject (a file; Bucket and Key say which) or s3:listObjectsV2 (a list of objects; Bucket says where). A file that s3:getObject reads needs an InputType; a list of objects (s3:listObjectsV2) has none, unless the objects are loaded and flattened: then it needs one. Of a CSV file CSVHeaderLocation says where the names of the columns are. CSV… fields belong to CSV files and manifests, ItemsPointer to JSON. The files that a manifest of Amazon Athena names are CSV, JSONL or PARQUET; those of an Amazon S3 inventory are CSV without being said so.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html',
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
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": { "InputType": "CSV", "CSVDelimiter": "TAB" },
//                                     ^^^^^ "InputType": "CSV" needs the field "CSVHeaderLocation", which says where the names of the columns are: FIRST_ROW or GIVEN.
        "Parameters": { "Bucket": "data", "Key": "orders.tsv" }
      },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "Read",
        "States": { "Read": { "Type": "Succeed" } }
      },
      "Next": "All"
    },
    "All": {
      "Type": "Map",
      "ItemReader": {
        "Resource": "arn:aws:states:::s3:listObjectsV2",
        "ReaderConfig": { "Transformation": "LOAD_AND_FLATTEN" },
//                                          ^^^^^^^^^^^^^^^^^^ "LOAD_AND_FLATTEN" reads the objects of the list: "InputType" must say how.
        "Parameters": { "Bucket": "data", "Prefix": "orders/" }
      },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "Work",
        "States": { "Work": { "Type": "Succeed" } }
      },
      "Next": "Inventory"
    },
    "Inventory": {
      "Type": "Map",
      "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": { "ManifestType": "S3_INVENTORY", "InputType": "CSV" },
//                                                                     ^^^^^ The files of an Amazon S3 inventory are CSV: beside "ManifestType": "S3_INVENTORY" there is no "InputType".
        "Parameters": { "Bucket": "data", "Key": "inventory/manifest.json" }
      },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "Count",
        "States": { "Count": { "Type": "Succeed" } }
      },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Report",
  "States": {
    "Report": {
      "Type": "Map",
      "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": { "ManifestType": "ATHENA_DATA", "InputType": "JSONL" },
        "Parameters": { "Bucket": "data", "Key": "report-manifest.csv" }
      },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "Work",
        "States": { "Work": { "Type": "Succeed" } }
      },
      "Next": "Inventory"
    },
    "Inventory": {
      "Type": "Map",
      "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": { "ManifestType": "S3_INVENTORY" },
        "Parameters": { "Bucket": "data", "Key": "inventory/manifest.json" }
      },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "Count",
        "States": { "Count": { "Type": "Succeed" } }
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
  fields: ['ItemReader'],
  *check(state): Iterable<Report> {
    const reader = state.type?.value === 'Map' ? member(state.node, 'ItemReader') : undefined;
    const config = member(reader?.value, 'ReaderConfig');
    const action = calledBy(member(reader?.value, 'Resource')?.value);
    if (reader?.value?.kind !== 'object' || (config && config.value?.kind !== 'object')) {
      return;
    }
    yield* faultsOfSource(reader.value, action, reader.key, state.queryLanguage);
    yield* reports(action, config?.value, config?.key ?? reader.key);
  },
});

/** What each action needs to know. */
const needed: ReadonlyMap<string, readonly string[]> = new Map([
  ['s3:getObject', ['Bucket', 'Key']],
  ['s3:listObjectsV2', ['Bucket']],
]);

function* faultsOfSource(reader: Node, action: string | undefined, key: Span, language: QueryLanguage): Iterable<Report> {
  if (action === undefined) {
    return;
  }
  const fields = needed.get(action);
  if (!fields) {
    yield {
      at: member(reader, 'Resource')!.value!,
      message: '"Resource" of an ItemReader must be arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2.',
    };
    return;
  }
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters';
  yield* missingFields(reader, field, fields, key, action);
}

/** The fields of ReaderConfig that go with some InputTypes only. */
const typesByField: Readonly<Record<string, readonly string[]>> = {
  CSVHeaderLocation: ['CSV', 'MANIFEST'],
  CSVHeaders: ['CSV', 'MANIFEST'],
  CSVDelimiter: ['CSV', 'MANIFEST'],
  ItemsPointer: ['JSON'],
};

/** What the files that a manifest names may be. */
const typesByManifest: Readonly<Record<string, readonly string[]>> = {
  ATHENA_DATA: ['CSV', 'JSONL', 'PARQUET', 'MANIFEST'],
  S3_INVENTORY: ['MANIFEST'],
};

function* reports(action: string | undefined, config: Node | undefined, key: Span): Iterable<Report> {
  const typeMember = member(config, 'InputType');
  const type = textOf(typeMember?.value);
  const loads = textOf(member(config, 'Transformation')?.value) === 'LOAD_AND_FLATTEN';
  const manifest = textOf(member(config, 'ManifestType')?.value);
  const types = manifest === undefined ? undefined : typesByManifest[manifest];
  if (action === 's3:getObject' && !typeMember && !member(config, 'ManifestType')) {
    yield { at: key, message: 'To read a file, "ReaderConfig" needs the field "InputType".' };
  } else if (loads && !typeMember) {
    yield {
      at: member(config, 'Transformation')!.value!,
      message: '"LOAD_AND_FLATTEN" reads the objects of the list: "InputType" must say how.',
    };
  } else if (type !== undefined && types && !types.includes(type)) {
    yield {
      at: typeMember!.value!,
      message:
        manifest === 'S3_INVENTORY'
          ? 'The files of an Amazon S3 inventory are CSV: beside "ManifestType": "S3_INVENTORY" there is no "InputType".'
          : `The files of a manifest of Amazon Athena are CSV, JSONL or PARQUET, not ${type}.`,
    };
  } else if (action === 's3:listObjectsV2' && typeMember && !loads) {
    yield { at: typeMember.key, message: '"InputType" says how a file is read; s3:listObjectsV2 lists objects and takes none.' };
  }
  for (const [field, [only, ...others]] of Object.entries(typesByField)) {
    const found = type !== undefined && type !== only && !others.includes(type) ? member(config, field) : undefined;
    if (found) {
      yield { at: found.key, message: `"${field}" belongs to "InputType": "${only!}", but the type here is ${type!}.` };
    }
  }
  const location = member(config, 'CSVHeaderLocation');
  const headers = member(config, 'CSVHeaders');
  const where = textOf(location?.value);
  if (type === 'CSV' && !location && !member(config, 'ManifestType')) {
    yield {
      at: typeMember!.value!,
      message:
        '"InputType": "CSV" needs the field "CSVHeaderLocation", which says where the names of the columns are: FIRST_ROW or GIVEN.',
    };
  } else if (where === 'GIVEN' && !headers) {
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
