import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { resourceOf } from '../../execution/resource';
import { type Json, type JsonObject, isArray, isNumber, isObject, object, toNumber, writeJson } from '../../source/json';
import type { TaskAnswer, TaskBinding, TaskRequest } from './binding';

/** An object as a listing tells of it. */
export interface S3Entry {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds. */
  readonly modified: number;
}

/** A folder that plays S3: the object `key` of `bucket` is the file `folder/bucket/key`. */
export class S3Folder implements TaskBinding {
  constructor(private readonly folder: string) {}

  perform(request: TaskRequest): Promise<TaskAnswer> | undefined {
    const resource = resourceOf(request.resource);
    const action = resource.kind === 'service' && /^(aws-sdk:)?s3$/.test(resource.type) ? resource.name : undefined;
    const parameters = isObject(request.parameters) ? request.parameters : object([]);
    switch (action) {
      case 'getObject':
        return answered(this.#getObject(parameters));
      case 'putObject':
        return answered(this.#putObject(parameters));
      case 'listObjectsV2':
        return answered(this.#listObjects(parameters));
      case 'deleteObject':
        return answered(this.#deleteObject(parameters));
      case 'deleteObjects':
        return answered(this.#deleteObjects(parameters));
      case 'headObject':
        return answered(this.#headObject(parameters));
      case 'copyObject':
        return answered(this.#copyObject(parameters));
      default:
        return undefined;
    }
  }

  /** The bytes of an object. Throws S3Failure. */
  async get(bucket: string, key: string): Promise<Buffer> {
    await this.#bucket(bucket);
    return fs.readFile(this.#file(bucket, key)).catch(() => {
      throw new S3Failure('NoSuchKeyException', 'The specified key does not exist.', 404);
    });
  }

  /** Writes an object, all of it or nothing; makes the bucket's folders that its key needs. Throws S3Failure. */
  async put(bucket: string, key: string, body: string | Buffer): Promise<void> {
    const file = this.#file(bucket, key);
    const part = `${file}.${randomUUID()}.part`;
    try {
      await fs.mkdir(path.dirname(file), { recursive: true });
      await fs.writeFile(part, body);
      await fs.rename(part, file);
    } catch (problem) {
      await fs.rm(part, { force: true });
      throw new S3Failure('S3Exception', `The object cannot be written: ${(problem as Error).message}`, 400);
    }
  }

  /** The objects whose key begins with `prefix`, by key. Throws S3Failure. */
  async list(bucket: string, prefix = ''): Promise<S3Entry[]> {
    const root = await this.#bucket(bucket);
    const entries: S3Entry[] = [];
    for (const entry of await fs.readdir(root, { withFileTypes: true, recursive: true })) {
      const file = path.join(entry.parentPath, entry.name);
      const key = path.relative(root, file).split(path.sep).join('/');
      if (entry.isFile() && key.startsWith(prefix)) {
        const { size, mtimeMs } = await fs.stat(file);
        entries.push({ key, size, modified: Math.floor(mtimeMs) });
      }
    }
    return entries.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async #getObject(parameters: JsonObject): Promise<Json> {
    const { Bucket: bucket, Key: key } = names(parameters, 'Bucket', 'Key');
    const bytes = await this.get(bucket!, key!);
    const told = await this.#told(bucket!, key!, bytes);
    return object([told[0]!, ['Body', bytes.toString('utf8')], ...told.slice(1)]);
  }

  async #headObject(parameters: JsonObject): Promise<Json> {
    const { Bucket: bucket, Key: key } = names(parameters, 'Bucket', 'Key');
    return object(await this.#told(bucket!, key!, await this.get(bucket!, key!)));
  }

  /** What S3 tells of an object beside its content. */
  async #told(bucket: string, key: string, bytes: Buffer): Promise<[string, Json][]> {
    return [
      ['AcceptRanges', 'bytes'],
      ['ContentLength', bytes.length],
      ['ContentType', 'binary/octet-stream'],
      ['ETag', etag(bytes)],
      ['LastModified', moment((await fs.stat(this.#file(bucket, key))).mtimeMs)],
      ['Metadata', object([])],
      ['ServerSideEncryption', 'AES256'],
    ];
  }

  async #copyObject(parameters: JsonObject): Promise<Json> {
    const { Bucket: bucket, Key: key, CopySource: source } = names(parameters, 'Bucket', 'Key', 'CopySource');
    // The source may be written as a part of a URL.
    const [, from = '', name = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(source!)) ?? [];
    const bytes = await this.get(from, name);
    await this.#bucket(bucket!);
    await this.put(bucket!, key!, bytes);
    const { mtimeMs } = await fs.stat(this.#file(bucket!, key));
    return object([
      [
        'CopyObjectResult',
        object([
          ['ETag', etag(bytes)],
          ['LastModified', moment(mtimeMs)],
        ]),
      ],
      ['ServerSideEncryption', 'AES256'],
    ]);
  }

  async #putObject(parameters: JsonObject): Promise<Json> {
    const { Bucket: bucket, Key: key } = names(parameters, 'Bucket', 'Key');
    const body = parameters['Body'];
    const bytes = Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : writeJson(body));
    await this.#bucket(bucket!);
    await this.put(bucket!, key!, bytes);
    return object([
      ['ETag', etag(bytes)],
      ['ServerSideEncryption', 'AES256'],
    ]);
  }

  async #deleteObject(parameters: JsonObject): Promise<Json> {
    const { Bucket: bucket, Key: key } = names(parameters, 'Bucket', 'Key');
    await this.#bucket(bucket!);
    await fs.rm(this.#file(bucket!, key), { force: true });
    return object([]);
  }

  async #deleteObjects(parameters: JsonObject): Promise<Json> {
    const { Bucket: bucket } = names(parameters, 'Bucket');
    await this.#bucket(bucket!);
    const wanted = isObject(parameters['Delete']) ? parameters['Delete']['Objects'] : undefined;
    const deleted: Json[] = [];
    for (const each of isArray(wanted) ? wanted : []) {
      const { Key: key } = names(isObject(each) ? each : object([]), 'Key');
      await fs.rm(this.#file(bucket!, key), { force: true });
      deleted.push(object([['Key', key!]]));
    }
    return object([['Deleted', deleted]]);
  }

  async #listObjects(parameters: JsonObject): Promise<Json> {
    const { Bucket: bucket } = names(parameters, 'Bucket');
    const prefix = typeof parameters['Prefix'] === 'string' ? parameters['Prefix'] : '';
    const after = parameters['ContinuationToken'] ?? parameters['StartAfter'];
    const wanted = parameters['MaxKeys'];
    const most = isNumber(wanted) ? Math.min(toNumber(wanted), 1000) : 1000;
    const all = (await this.list(bucket!, prefix)).filter((entry) => typeof after !== 'string' || entry.key > after);
    const page = all.slice(0, most);
    const truncated = all.length > page.length;
    return object([
      [
        'Contents',
        page.map(({ key, size, modified }) =>
          object([
            ['Key', key],
            ['LastModified', moment(modified)],
            ['Size', size],
            ['StorageClass', 'STANDARD'],
          ]),
        ),
      ],
      ['IsTruncated', truncated],
      ['KeyCount', page.length],
      ['MaxKeys', most],
      ['Name', bucket!],
      ['Prefix', prefix],
      ...(truncated ? ([['NextContinuationToken', page.at(-1)!.key]] as const) : []),
    ]);
  }

  async #bucket(bucket: string): Promise<string> {
    const root = this.#file(bucket);
    const stats = await fs.stat(root).catch(() => undefined);
    if (!stats?.isDirectory()) {
      throw new S3Failure('NoSuchBucketException', 'The specified bucket does not exist', 404);
    }
    return root;
  }

  /** The file of an object: never outside the folder, whatever the key holds. */
  #file(bucket: string, key = ''): string {
    const root = path.resolve(this.folder);
    const home = path.resolve(root, bucket);
    const file = path.resolve(home, ...key.split('/'));
    if (path.dirname(home) !== root || (file !== home && !file.startsWith(home + path.sep))) {
      throw new S3Failure(
        'S3Exception',
        `The key '${key}' of the bucket '${bucket}' leads out of the folder that plays S3.`,
        400,
      );
    }
    return file;
  }
}

/** What S3 refuses, by the name that Step Functions gives the error. */
export class S3Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

async function answered(work: Promise<Json>): Promise<TaskAnswer> {
  try {
    return { kind: 'success', output: await work };
  } catch (problem) {
    if (!(problem instanceof S3Failure)) {
      const cause = problem instanceof Error ? problem.message : String(problem);
      return { kind: 'failure', error: 'S3.S3Exception', cause };
    }
    const { code, message, status } = problem;
    return {
      kind: 'failure',
      error: `S3.${code}`,
      cause: `${message} (Service: S3, Status Code: ${status}, Request ID: ${randomUUID()})`,
    };
  }
}

function names(parameters: JsonObject, ...wanted: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of wanted) {
    const value = parameters[name];
    if (typeof value !== 'string' || value === '') {
      throw new S3Failure('S3Exception', `The parameter '${name}' must be a text that is not empty.`, 400);
    }
    found[name] = value;
  }
  return found;
}

function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function etag(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
