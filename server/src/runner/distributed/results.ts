import type { MapRunPlan } from '../../execution/history';
import type { MapState, ResultWriter } from '../../execution/program';
import { type Json, type JsonObject, isArray, object, writeJson } from '../../source/json';
import { type ChildRecord, toldInFull } from './childRecord';
import type { ObjectStore } from './objectStore';

/** What the children of a map run have made. */
export interface Results {
  /** A child has ended; `index` is its place among the children. */
  add(index: number, child: ChildRecord): Promise<void>;
  /** What the children that succeeded have made, as data. */
  readonly record: Json;
  /** Goes on from the record of an attempt before; children that did not succeed will be told again. */
  reopen(record: Json): void;
  /** What the Map state goes on with. Rejects when it cannot be written. */
  finish(): Promise<Json>;
}

/** The results of a map run, which go on from the `record` of an attempt before; `store` throws where nothing plays S3. */
export function openResults(
  { distributed }: MapState,
  { writer: parameters, mapRunArn }: MapRunPlan,
  store: () => ObjectStore,
  record: Json | undefined,
): Results {
  const writer = distributed?.writer;
  const results =
    writer && parameters ? new WrittenResults(store(), writer, parameters, mapRunArn) : new OutputResults(writer?.transformation);
  if (record !== undefined) {
    results.reopen(record);
  }
  return results;
}

/** How a child stands in the results: its output, or all that there is to tell; a failed one is told in full in any case. */
function shown(child: ChildRecord, transformation: ResultWriter['transformation']): readonly Json[] {
  const { output } = child.outcome;
  if (transformation === 'NONE' || output === undefined) {
    return [toldInFull(child)];
  }
  return transformation === 'FLATTEN' && isArray(output) ? output : [output];
}

/** Results that become the state's output, in the order of the items. */
class OutputResults implements Results {
  readonly #shown: (readonly Json[])[] = [];

  constructor(private readonly transformation: ResultWriter['transformation'] = 'COMPACT') {}

  add(index: number, child: ChildRecord): Promise<void> {
    while (this.#shown.length < index) {
      this.#shown.push([]);
    }
    this.#shown[index] = shown(child, this.transformation);
    return Promise.resolve();
  }

  get record(): Json {
    return this.#shown;
  }

  reopen(record: Json): void {
    // What a child makes replaces what it made before.
    this.#shown.push(...(record as readonly (readonly Json[])[]));
  }

  finish(): Promise<Json> {
    return Promise.resolve(this.#shown.flat());
  }
}

/** Characters of results that are held before they are written. */
const chunk = 8 * 1024 * 1024;

interface ResultFile {
  readonly lines: string[];
  size: number;
  readonly written: JsonObject[];
}

/** Results that are written to S3, with a manifest; held in memory only up to a file's worth. */
class WrittenResults implements Results {
  readonly #files: Readonly<Record<'FAILED' | 'PENDING' | 'SUCCEEDED', ResultFile>> = {
    FAILED: { lines: [], size: 0, written: [] },
    PENDING: { lines: [], size: 0, written: [] },
    SUCCEEDED: { lines: [], size: 0, written: [] },
  };
  readonly #bucket: string;
  readonly #folder: string;

  constructor(
    private readonly store: ObjectStore,
    private readonly writer: ResultWriter,
    parameters: JsonObject,
    private readonly mapRunArn: string,
  ) {
    const { Bucket: bucket, Prefix: prefix } = parameters;
    this.#bucket = typeof bucket === 'string' ? bucket : '';
    const id = mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1);
    this.#folder = typeof prefix === 'string' && prefix !== '' ? `${prefix.replace(/\/$/, '')}/${id}` : id;
  }

  async add(_index: number, child: ChildRecord): Promise<void> {
    const { status } = child.outcome;
    const kind = status === 'SUCCEEDED' ? 'SUCCEEDED' : status === 'ABORTED' ? 'PENDING' : 'FAILED';
    const file = this.#files[kind];
    for (const value of shown(child, this.writer.transformation ?? 'NONE')) {
      const line = writeJson(value);
      file.lines.push(line);
      file.size += line.length;
    }
    if (file.size > chunk) {
      await this.#write(kind);
    }
  }

  get record(): Json {
    const { lines, written } = this.#files.SUCCEEDED;
    return object([
      ['lines', [...lines]],
      ['written', [...written]],
    ]);
  }

  reopen(record: Json): void {
    const { lines, written } = record as unknown as ResultFile;
    const file = this.#files.SUCCEEDED;
    file.lines.push(...lines);
    file.written.push(...written);
    file.size = lines.reduce((size, line) => size + line.length, 0);
  }

  async finish(): Promise<Json> {
    for (const kind of ['FAILED', 'PENDING', 'SUCCEEDED'] as const) {
      if (this.#files[kind].lines.length > 0) {
        await this.#write(kind);
      }
    }
    const key = `${this.#folder}/manifest.json`;
    const { FAILED: failed, PENDING: pending, SUCCEEDED: succeeded } = this.#files;
    const manifest = object([
      ['DestinationBucket', this.#bucket],
      ['MapRunArn', this.mapRunArn],
      [
        'ResultFiles',
        object([
          ['FAILED', failed.written],
          ['PENDING', pending.written],
          ['SUCCEEDED', succeeded.written],
        ]),
      ],
    ]);
    await this.store.put(this.#bucket, key, writeJson(manifest));
    return object([
      ['MapRunArn', this.mapRunArn],
      [
        'ResultWriterDetails',
        object([
          ['Bucket', this.#bucket],
          ['Key', key],
        ]),
      ],
    ]);
  }

  async #write(kind: 'FAILED' | 'PENDING' | 'SUCCEEDED'): Promise<void> {
    const file = this.#files[kind];
    const lines = this.writer.outputType === 'JSONL';
    const key = `${this.#folder}/${kind}_${file.written.length}.${lines ? 'jsonl' : 'json'}`;
    const body = lines ? `${file.lines.join('\n')}\n` : `[${file.lines.join(',')}]`;
    await this.store.put(this.#bucket, key, body);
    file.written.push(
      object([
        ['Key', key],
        ['Size', Buffer.byteLength(body)],
      ]),
    );
    file.lines.length = 0;
    file.size = 0;
  }
}
