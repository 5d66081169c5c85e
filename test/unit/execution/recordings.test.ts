import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Recording, readRecordings, recordings, replay } from '../../support/recordings';

/** What the engine does not perform yet: such recordings are counted, not compared. */
function unsupported({ definition, nested, s3, needs }: Recording): boolean {
  return (
    nested !== undefined ||
    s3 !== undefined ||
    needs !== undefined ||
    /DISTRIBUTED|"ItemReader"|states:startExecution|:dynamodb:|:sqs:|:sns:|:s3:/.test(definition)
  );
}

describe('executions recorded from AWS', () => {
  const all = readRecordings().filter(({ kind }) => kind === 'execution');
  if (all.length === 0) {
    it.skip(`are not here (${recordings})`);
    return;
  }
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'recordings-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));
  const topics = new Map<string, Recording[]>();
  for (const recording of all.filter((each) => !unsupported(each))) {
    topics.set(recording.topic, [...(topics.get(recording.topic) ?? []), recording]);
  }
  for (const [topic, list] of topics) {
    it(`${topic}: ${list.length} equal in every event`, async function () {
      this.timeout(120_000);
      const differences: string[] = [];
      for (const recording of list) {
        const difference = await replay(recording, scratch);
        if (difference) {
          differences.push(`${recording.id}\n  ${difference.path}: expected ${difference.expected}, got ${difference.actual}`);
        }
      }
      assert.deepEqual(differences, []);
    });
  }
});
