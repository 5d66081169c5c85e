import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { S3Folder } from '../../../server/src/runner/tasks/s3Folder';
import { writeJson } from '../../../server/src/source/json';
import { runnerOf } from '../../support/machine';

describe('the folder that plays S3', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 's3-'));
  const file = (key: string): string => path.join(folder, 'b', key);
  mkdirSync(file('in'), { recursive: true });
  writeFileSync(file('in/a b.txt'), 'hello');
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Output as JSON text, or the error. */
  async function call(action: string, Parameters: object): Promise<string> {
    const task = { Type: 'Task', Resource: `arn:aws:states:::${action}`, Parameters, End: true };
    const runner = runnerOf({ StartAt: 'A', States: { A: task } }, '{}', { tasks: [new S3Folder(folder)] });
    const outcome = (await runner.run())!;
    return outcome.status === 'SUCCEEDED' ? writeJson(outcome.output!) : `${outcome.error}: ${outcome.cause}`;
  }
  const sdk = 'aws-sdk:s3:';

  it('gives, tells of, copies and deletes objects', async () => {
    assert.match(await call(`${sdk}getObject`, { Bucket: 'b', Key: 'in/a b.txt' }), /"Body":"hello","ContentLength":5,/);
    const head = await call(`${sdk}headObject`, { Bucket: 'b', Key: 'in/a b.txt' });
    assert.match(head, /"ContentLength":5,.*"ETag":"\\"5d41402abc4b2a76b9719d911017c592\\""/);
    assert.doesNotMatch(head, /Body/);
    const copied = await call(`${sdk}copyObject`, { Bucket: 'b', Key: 'out/c', CopySource: 'b/in/a%20b.txt' });
    assert.match(copied, /^\{"CopyObjectResult":\{"ETag":/);
    assert.equal(readFileSync(file('out/c'), 'utf8'), 'hello');
    assert.equal(await call(`${sdk}deleteObject`, { Bucket: 'b', Key: 'out/c' }), '{}');
    assert.ok(!existsSync(file('out/c')));
    await call(`${sdk}putObject`, { Bucket: 'b', Key: 'out/d', Body: { n: 1 } });
    assert.equal(readFileSync(file('out/d'), 'utf8'), '{"n":1}');
    const deleted = await call(`${sdk}deleteObjects`, { Bucket: 'b', Delete: { Objects: [{ Key: 'out/d' }, { Key: 'none' }] } });
    assert.equal(deleted, '{"Deleted":[{"Key":"out/d"},{"Key":"none"}]}');
    assert.ok(!existsSync(file('out/d')));
  });

  it('lists page by page', async () => {
    for (const key of ['p/1', 'p/2', 'p/3']) {
      await call(`${sdk}putObject`, { Bucket: 'b', Key: key, Body: '' });
    }
    const first = await call(`${sdk}listObjectsV2`, { Bucket: 'b', Prefix: 'p/', MaxKeys: 2 });
    assert.match(first, /"IsTruncated":true,"KeyCount":2,.*"NextContinuationToken":"p\/2"/);
    const second = await call(`${sdk}listObjectsV2`, { Bucket: 'b', Prefix: 'p/', ContinuationToken: 'p/2' });
    assert.match(second, /"Key":"p\/3".*"IsTruncated":false,"KeyCount":1,/);
  });

  it('refuses in the words of S3', async () => {
    for (const action of ['getObject', 'headObject']) {
      assert.match(await call(`${sdk}${action}`, { Bucket: 'b', Key: 'none' }), /^S3.NoSuchKeyException: .*Status Code: 404/);
    }
    assert.match(await call(`${sdk}getObject`, { Bucket: 'none', Key: 'k' }), /^S3.NoSuchBucketException: /);
    assert.match(await call(`${sdk}copyObject`, { Bucket: 'b', Key: 'k', CopySource: 'b/none' }), /^S3.NoSuchKeyException: /);
    assert.match(await call(`${sdk}putObject`, { Bucket: 'b' }), /^S3.S3Exception: The parameter 'Key'/);
  });

  it('never leaves its folder', async () => {
    for (const Key of ['../x', '../../x', 'a/../../../x', 'x\u0000y']) {
      for (const [action, more] of [
        ['getObject', {}],
        ['putObject', { Body: 'x' }],
        ['deleteObject', {}],
        ['copyObject', { CopySource: 'b/in/a b.txt' }],
      ] as const) {
        assert.match(await call(`${sdk}${action}`, { Bucket: 'b', Key, ...more }), /^S3\./, `${action} ${Key}`);
      }
    }
    assert.match(await call(`${sdk}getObject`, { Bucket: '..', Key: 'x' }), /^S3.S3Exception: .*leads out/);
    assert.ok(!existsSync(path.join(folder, 'x')));
  });
});
