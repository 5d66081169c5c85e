import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { ItemFormat, ItemReader } from '../../execution/program';
import { Decimal, type Json, type JsonObject, isArray, isObject, object, readJson } from '../../source/json';
import { csvRows } from './csv';
import type { ObjectStore } from './objectStore';
import { parquetRows } from './parquet';

/** Why items cannot be read, in the words of States.ItemReaderFailed. */
export class ItemReaderFailure extends Error {}

/** An item, and where it comes from. */
export interface ReadItem {
  readonly value: Json;
  /** `s3://bucket/key` */
  readonly source: string;
}

/**
 * The items of a data set in S3, one by one. Rejects with ItemReaderFailure.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export async function* readItems(store: ObjectStore, reader: ItemReader, parameters: JsonObject): AsyncGenerator<ReadItem> {
  const bucket = text(parameters, 'Bucket');
  try {
    if (reader.action === 'listObjectsV2') {
      yield* listed(store, bucket, parameters, reader.format);
    } else if (reader.format.inputType === 'MANIFEST' || reader.format.manifestType) {
      yield* manifest(store, bucket, text(parameters, 'Key'), reader.format);
    } else {
      yield* objectItems(store, bucket, text(parameters, 'Key'), reader.format);
    }
  } catch (problem) {
    throw problem instanceof ItemReaderFailure ? problem : new ItemReaderFailure((problem as Error).message);
  }
}

function text(parameters: JsonObject, name: string): string {
  const value = parameters[name];
  if (typeof value !== 'string' || value === '') {
    throw new ItemReaderFailure(`The ItemReader's '${name}' must be a text that is not empty.`);
  }
  return value;
}

async function* listed(
  store: ObjectStore,
  bucket: string,
  { Prefix: prefix }: JsonObject,
  format: ItemFormat,
): AsyncGenerator<ReadItem> {
  for (const { key, size, modified } of await store.list(bucket, typeof prefix === 'string' ? prefix : '')) {
    if (format.flatten) {
      yield* objectItems(store, bucket, key, format);
      continue;
    }
    const digest = createHash('md5')
      .update(await store.get(bucket, key))
      .digest('hex');
    const value = object([
      ['Etag', `"${digest}"`],
      ['Key', key],
      ['LastModified', scientific(Math.floor(modified / 1000))],
      ['Size', size],
      ['StorageClass', 'STANDARD'],
    ]);
    yield { value, source: `s3://${bucket}` };
  }
}

/** Epoch seconds in Java's spelling of a double, as children get them: 1.789180622E9 (seen on AWS). */
function scientific(seconds: number): Decimal {
  const digits = String(seconds);
  return new Decimal(`${digits[0]}.${digits.slice(1).replace(/0+$/, '') || '0'}E${digits.length - 1}`);
}

/** What of an object are items. */
async function* objectItems(store: ObjectStore, bucket: string, key: string, format: ItemFormat): AsyncGenerator<ReadItem> {
  const source = `s3://${bucket}/${key}`;
  const stored = await store.get(bucket, key);
  const bytes = key.endsWith('.gz') ? gunzipSync(stored) : stored;
  const values = format.inputType === 'PARQUET' ? await parquetRows(bytes) : valuesOf(bytes, format, source);
  for (const value of values) {
    yield { value, source };
  }
}

function* valuesOf(bytes: Buffer, format: ItemFormat, source: string): Generator<Json> {
  switch (format.inputType) {
    case 'CSV':
      yield* records(bytes.toString('utf8'), format.delimiter, format.headers);
      return;
    case 'JSONL':
      for (const line of bytes.toString('utf8').split(/\r?\n/)) {
        if (line.trim() !== '') {
          yield parsed(line, source);
        }
      }
      return;
    default: {
      const value = at(parsed(bytes.toString('utf8'), source), format.itemsPointer);
      if (value === undefined) {
        throw new ItemReaderFailure(
          'The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.',
        );
      }
      if (!isArray(value)) {
        throw new ItemReaderFailure('Attempting to map over non-iterable node.');
      }
      yield* value;
    }
  }
}

/** Rows as objects: missing fields are empty, those beyond the headers are left out (seen on AWS). */
function* records(csv: string, delimiter: string, given: readonly string[] | undefined): Generator<JsonObject> {
  let headers = given;
  for (const row of csvRows(csv, delimiter)) {
    if (headers) {
      yield object(headers.map((header, i) => [header, row[i] ?? '']));
    } else {
      headers = row;
    }
  }
}

function parsed(json: string, source: string): Json {
  const { value, problems } = readJson(json);
  if (value === undefined) {
    throw new ItemReaderFailure(`${source} is no JSON: ${problems[0]!.message}`);
  }
  return value;
}

/** What a JSON pointer names. RFC 6901 */
function at(value: Json, pointer: string | undefined): Json | undefined {
  let found: Json | undefined = value;
  for (const token of pointer?.split('/').slice(1) ?? []) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    found = isArray(found) ? found[Number(name)] : isObject(found) ? found[name] : undefined;
  }
  return found;
}

/** A manifest names the objects that hold the items: an Amazon S3 inventory, or what an Athena UNLOAD wrote. */
async function* manifest(store: ObjectStore, bucket: string, key: string, format: ItemFormat): AsyncGenerator<ReadItem> {
  const content = (await store.get(bucket, key)).toString('utf8');
  if (format.manifestType === 'ATHENA_DATA') {
    for (const [uri = ''] of csvRows(content, ',')) {
      const found = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri);
      if (!found) {
        throw new ItemReaderFailure(`The manifest s3://${bucket}/${key} names '${uri}', which is no URI of an S3 object.`);
      }
      yield* objectItems(store, found[1]!, found[2]!, format);
    }
    return;
  }
  const inventory = parsed(content, `s3://${bucket}/${key}`);
  const { fileSchema, files } = isObject(inventory) ? inventory : object([]);
  if (typeof fileSchema !== 'string' || !isArray(files)) {
    throw new ItemReaderFailure(`s3://${bucket}/${key} is no manifest of an S3 inventory: it needs 'fileSchema' and 'files'.`);
  }
  const headers = fileSchema.split(',').map((name) => name.trim());
  for (const file of files) {
    const name = isObject(file) ? file['key'] : undefined;
    yield* objectItems(store, bucket, typeof name === 'string' ? name : '', { ...format, inputType: 'CSV', headers });
  }
}
