import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { lower } from '../../../server/src/asl/lower';
import { compile } from '../../../server/src/execution/compile';
import { VirtualClock } from '../../../server/src/runner/clock';
import { csvRows } from '../../../server/src/runner/distributed/csv';
import { type Outcome, Runner, type RunnerOptions } from '../../../server/src/runner/runner';
import { S3Folder } from '../../../server/src/runner/tasks/s3Folder';
import { fromPlain, writeJson } from '../../../server/src/source/json';
import { parse } from '../../../server/src/source/parse';

const pass = { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } };
const config = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };

function runnerOf(map: object, input: unknown, options: Partial<RunnerOptions> = {}): Runner {
  const processor = { ...pass, ...(map as { ItemProcessor?: object }).ItemProcessor, ProcessorConfig: config };
  const definition = { StartAt: 'Each', States: { Each: { Type: 'Map', End: true, ...map, ItemProcessor: processor } } };
  const { program, problems } = compile(lower(parse(JSON.stringify(definition), 'json').root)!);
  assert.deepEqual(problems, []);
  return new Runner({ program: program!, input: fromPlain(input), clock: new VirtualClock(0), seed: 1, ...options });
}

async function outputOf(map: object, input: unknown, options?: Partial<RunnerOptions>): Promise<unknown> {
  const outcome: Outcome | undefined = await runnerOf(map, input, options).run();
  assert.equal(outcome?.status, 'SUCCEEDED', `${outcome?.error}: ${outcome?.cause}`);
  return JSON.parse(writeJson(outcome.output!)) as unknown;
}

describe('runner: distributed Maps', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'map-'));
  const objects = new S3Folder(folder);
  const put = (key: string, body: string | Buffer): void => {
    const file = path.join(folder, 'bucket', key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, body);
  };
  mkdirSync(path.join(folder, 'bucket'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const reader = (ReaderConfig: object, key: string, action = 'getObject') => ({
    ItemReader: {
      Resource: `arn:aws:states:::s3:${action}`,
      ReaderConfig,
      Parameters: { Bucket: 'bucket', [action === 'getObject' ? 'Key' : 'Prefix']: key },
    },
  });
  const read = (ReaderConfig: object, key: string, action?: string): Promise<unknown> =>
    outputOf(reader(ReaderConfig, key, action), {}, { objects });

  it('reads JSON arrays, at a pointer too', async () => {
    put('a.json', '[1,{"b":2}]');
    put('deep.json', '{"a/b":[{"items":["x"]}]}');
    assert.deepEqual(await read({ InputType: 'JSON' }, 'a.json'), [1, { b: 2 }]);
    assert.deepEqual(await read({ InputType: 'JSON', ItemsPointer: '/a~1b/0/items' }, 'deep.json'), ['x']);
  });

  it('reads JSON Lines, and as many as are wanted', async () => {
    put('a.jsonl', '{"n":1}\n\n{"n":2}\r\n{"n":3}');
    assert.deepEqual(await read({ InputType: 'JSONL', MaxItems: 2 }, 'a.jsonl'), [{ n: 1 }, { n: 2 }]);
  });

  it('reads CSV with given headers and another delimiter', async () => {
    put('a.csv', '1;"two; ""2"""\n3\n');
    const found = await read(
      { InputType: 'CSV', CSVDelimiter: 'SEMICOLON', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a', 'b'] },
      'a.csv',
    );
    assert.deepEqual(found, [
      { a: '1', b: 'two; "2"' },
      { a: '3', b: '' },
    ]);
  });

  it('splits rows as RFC 4180 says', () => {
    assert.deepEqual(
      [...csvRows('a,"b\nc",\r\n\n"",d', ',')],
      [
        ['a', 'b\nc', ''],
        ['', 'd'],
      ],
    );
  });

  it('lists objects, or reads those that are listed', async () => {
    put('many/1.json', '["one"]');
    put('many/2.json', '["two"]');
    const listed = (await read({}, 'many/', 'listObjectsV2')) as { Key: string; Size: number }[];
    assert.deepEqual(
      listed.map(({ Key, Size }) => [Key, Size]),
      [
        ['many/1.json', 7],
        ['many/2.json', 7],
      ],
    );
    assert.deepEqual(await read({ InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' }, 'many/', 'listObjectsV2'), [
      'one',
      'two',
    ]);
  });

  it('reads what manifests name', async () => {
    put('inventory/data.csv.gz', gzipSync('"bucket","a.txt","3"\n"bucket","b.txt","4"\n'));
    put(
      'inventory/manifest.json',
      JSON.stringify({ fileSchema: 'Bucket, Key, Size', files: [{ key: 'inventory/data.csv.gz' }] }),
    );
    assert.deepEqual(await read({ InputType: 'MANIFEST' }, 'inventory/manifest.json'), [
      { Bucket: 'bucket', Key: 'a.txt', Size: '3' },
      { Bucket: 'bucket', Key: 'b.txt', Size: '4' },
    ]);
    put('athena.csv', 's3://bucket/many/1.json\ns3://bucket/many/2.json\n');
    assert.deepEqual(await read({ InputType: 'JSON', ManifestType: 'ATHENA_DATA' }, 'athena.csv'), ['one', 'two']);
  });

  it('reads Parquet, integers of any size included', async () => {
    const file = [
      'UEFSMRUGFSQVKFwVBBUAFQQVABUEFQAAAAMDEDwBAAAAAAAAAAEAAAAAACAAFQYVGBUcXBUEFQAVBBUAFQQVAAAAAwMKJAEAAABh',
      'AQAAAGIVBhUkFSRcFQQVABUEFQAVBBUAAAADAxAAAAUBJPg/AAAAAAAAAEAVBhUGFQpcFQQVABUEFQAVBBUAAAADAwEAARUEGVxI',
      'BHJvb3QVCAAVBCUCGAJpZAAVDCUCGARuYW1lJQAAFQolAhgFcHJpY2UAFQAlAhgCb2sAFgQZHBlMJggcFQQZFQAZGAJpZBUCFgQW',
      'ThZSJgg8NgAoCAEAAAAAACAAGAgBAAAAAAAAAAAZHBUGFQAVAgAAACZaHBUMGRUAGRgEbmFtZRUCFgQWQhZGJlo8NgAoAWIYAWEA',
      'GRwVBhUAFQIAAAAmoAEcFQoZFQAZGAVwcmljZRUCFgQWThZOJqABPDYAKAgAAAAAAAAAQBgIAAAAAAAA+D82AAAZHBUGFQAVAgAA',
      'ACbuARwVABkVABkYAm9rFQIWBBYwFjQm7gE8NgAoAQEYAQAAGRwVBhUAFQIAAAAWjgIWBDaaAgAoCWh5cGFycXVldBlMHAAAHAAA',
      'HAAAHAAAADgBAABQQVIx',
    ];
    put('a.parquet', Buffer.from(file.join(''), 'base64'));
    const outcome = await runnerOf(reader({ InputType: 'PARQUET' }, 'a.parquet'), {}, { objects }).run();
    assert.equal(
      writeJson(outcome!.output!),
      '[{"id":1,"name":"a","price":1.5,"ok":true},{"id":9007199254740993,"name":"b","price":2,"ok":false}]',
    );
  });

  it('tells what cannot be read, and that nothing plays S3', async () => {
    const failed = async (map: object, options: Partial<RunnerOptions>): Promise<string> => {
      const { error, cause } = (await runnerOf(map, {}, options).run())!;
      return `${error}: ${cause}`;
    };
    assert.match(
      await failed(reader({ InputType: 'JSON' }, 'none.json'), { objects }),
      /^States\.ItemReaderFailed: .*does not exist/,
    );
    put('bad.json', '[1');
    assert.match(
      await failed(reader({ InputType: 'JSON' }, 'bad.json'), { objects }),
      /^States\.ItemReaderFailed: s3:\/\/bucket\/bad\.json is no JSON/,
    );
    put('bad.parquet', 'no');
    assert.match(
      await failed(reader({ InputType: 'PARQUET' }, 'bad.parquet'), { objects }),
      /^States\.ItemReaderFailed: .*parquet/i,
    );
    assert.match(await failed(reader({ InputType: 'JSON' }, 'a.json'), {}), /^Stepwise\.NoS3: .*'Each'.*--s3-dir/);
  });

  it('batches by number and by bytes', async () => {
    const batches = await outputOf(
      { ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { 'who.$': '$.who' } }, ItemsPath: '$.items' },
      { who: 'me', items: [1, 2, 3] },
    );
    assert.deepEqual(batches, [
      { BatchInput: { who: 'me' }, Items: [1, 2] },
      { BatchInput: { who: 'me' }, Items: [3] },
    ]);
    const small = (await outputOf({ ItemBatcher: { MaxInputBytesPerBatch: 40 } }, [
      'x'.repeat(10),
      'y'.repeat(10),
      'z'.repeat(10),
    ])) as unknown[];
    assert.equal(small.length, 2);
  });

  const failing = {
    StartAt: 'Test',
    States: {
      Test: { Type: 'Choice', Choices: [{ Variable: '$', NumericLessThan: 0, Next: 'Bad' }], Default: 'Good' },
      Bad: { Type: 'Fail', Error: 'Negative', Cause: 'below zero' },
      Good: { Type: 'Succeed' },
    },
  };

  it('tolerates as many failures as it may', async () => {
    const status = async (tolerated: object, input: readonly number[]): Promise<string | undefined> => {
      const outcome = await runnerOf({ ...tolerated, ItemProcessor: failing }, input).run();
      return outcome!.status === 'SUCCEEDED' ? 'SUCCEEDED' : outcome!.error;
    };
    const exceeded = 'States.ExceedToleratedFailureThreshold';
    assert.equal(await status({}, [1, -1]), exceeded);
    assert.equal(await status({ ToleratedFailureCount: 1 }, [1, -1]), 'SUCCEEDED');
    assert.equal(await status({ ToleratedFailureCount: 1 }, [-2, -1]), exceeded);
    assert.equal(await status({ ToleratedFailurePercentage: 50 }, [1, -1]), 'SUCCEEDED');
    assert.equal(await status({ ToleratedFailurePercentage: 49 }, [1, -1]), exceeded);
  });

  it('writes results with a manifest', async () => {
    const writer = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'bucket', Prefix: 'out/' } };
    const map = { ResultWriter: writer, ToleratedFailureCount: 1, Label: 'Numbers', ItemProcessor: failing };
    const told = (await outputOf(map, [1, -1, 2], { objects })) as { MapRunArn: string; ResultWriterDetails: { Key: string } };
    assert.match(told.MapRunArn, /:mapRun:local\/Numbers:[0-9a-f-]{36}$/);
    const manifest = JSON.parse(readFileSync(path.join(folder, 'bucket', told.ResultWriterDetails.Key), 'utf8')) as {
      ResultFiles: Record<string, { Key: string; Size: number }[]>;
    };
    assert.deepEqual(
      Object.entries(manifest.ResultFiles).map(([kind, files]) => [kind, files.length]),
      [
        ['FAILED', 1],
        ['PENDING', 0],
        ['SUCCEEDED', 1],
      ],
    );
    const body = readFileSync(path.join(folder, 'bucket', manifest.ResultFiles['SUCCEEDED']![0]!.Key), 'utf8');
    assert.equal(Buffer.byteLength(body), manifest.ResultFiles['SUCCEEDED']![0]!.Size);
    const records = JSON.parse(body) as { Output: string; Status: string; StateMachineArn: string }[];
    assert.deepEqual(
      records.map(({ Output, Status }) => [Output, Status]),
      [
        ['1', 'SUCCEEDED'],
        ['2', 'SUCCEEDED'],
      ],
    );
    assert.match(records[0]!.StateMachineArn, /:stateMachine:local\/Numbers$/);
    assert.ok(readdirSync(path.join(folder, 'bucket/out')).length > 0);
  });

  it('flattens results', async () => {
    assert.deepEqual(
      await outputOf({ ResultWriter: { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSON' } } }, [[1, 2], 3]),
      [1, 2, 3],
    );
  });

  it('keeps its concurrency in virtual time', async () => {
    const waits = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 10, End: true } } };
    const seconds = async (map: object): Promise<number> => {
      const runner = runnerOf({ ...map, ItemProcessor: waits }, [1, 2, 3, 4]);
      await runner.run();
      return (runner.execution.stoppedAt! - runner.execution.startedAt) / 1000;
    };
    assert.equal(await seconds({}), 10);
    assert.equal(await seconds({ MaxConcurrency: 2 }), 20);
    assert.equal(await seconds({ MaxConcurrency: 1 }), 40);
  });

  it('runs 20,000 children and keeps few of them', async () => {
    const runner = runnerOf(
      { ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'bucket' } } },
      Array.from({ length: 20_000 }, (_, i) => i),
      { objects, limits: 'off' },
    );
    assert.equal((await runner.run())?.status, 'SUCCEEDED');
    const [run] = runner.mapRuns;
    assert.equal(run!.executionCounts.succeeded, 20_000);
    assert.ok(run!.ended.length <= 2000);
    assert.ok(run!.ended.filter(({ log }) => log).length <= 100);
  }).timeout(60_000);

  it('gives each child a name of its own, also where the numbers that are drawn are alike', async () => {
    // Of the first 2,700 numbers of this seed two are the same.
    const named = {
      StartAt: 'Item',
      States: { Item: { Type: 'Pass', Parameters: { 'name.$': '$$.Execution.Name' }, End: true } },
    };
    const items = Array.from({ length: 2700 }, (_, index) => index);
    const output = await outputOf({ ItemsPath: '$', ItemProcessor: named }, items, { seed: 74, limits: 'off' });
    assert.equal(new Set((output as { name: string }[]).map(({ name }) => name)).size, items.length);
  });

  it('ends its children when it is stopped', async () => {
    const waits = {
      StartAt: 'W',
      States: { W: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', End: true } },
    };
    let ended = 0;
    const tasks = [
      {
        perform: (_: unknown, signal: AbortSignal) =>
          new Promise<never>((_resolve, reject) =>
            signal.addEventListener('abort', () => (ended++, reject(new Error('aborted')))),
          ),
      },
    ];
    const runner = runnerOf({ ItemProcessor: waits }, [1, 2, 3], { tasks });
    const done = runner.run();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await runner.stop();
    await done;
    assert.equal(ended, 3);
    assert.equal(runner.mapRuns[0]!.status, 'ABORTED');
  });
});
