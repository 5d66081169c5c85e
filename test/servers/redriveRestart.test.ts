import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestEndpoint, openEndpoint } from '../support/endpoint';
import { distributed, ended, flaky, roleArn, task } from '../support/redrives';

describe('stepwise serve: redriving after a restart', () => {
  const broken = new Set<string>();
  const asked: string[] = [];
  beforeEach(() => {
    broken.clear();
    asked.length = 0;
  });

  it('redrives after a restart what is kept in the data folder', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'stepwise-redrive-'));
    try {
      broken.add('2');
      const first = await openEndpoint({ tasks: [flaky(broken, asked)], dataDir });
      const definition = JSON.stringify({
        StartAt: 'Each',
        States: { Each: { Type: 'Map', ItemProcessor: { StartAt: 'Do', States: { Do: task() } }, End: true } },
      });
      const { stateMachineArn } = await first.client.send(new CreateStateMachineCommand({ name: 'kept', definition, roleArn }));
      const started = await first.client.send(new StartExecutionCommand({ stateMachineArn, input: '[1,2,3.0]' }));
      const { executionArn } = started;
      assert.equal((await ended(first.client, executionArn!)).status, 'FAILED');
      await first.close();
      for (const expected of ['FAILED', 'SUCCEEDED']) {
        if (expected === 'SUCCEEDED') {
          broken.clear();
        }
        asked.length = 0;
        const next = await openEndpoint({ tasks: [flaky(broken, asked)], dataDir });
        await next.client.send(new RedriveExecutionCommand({ executionArn }));
        const described = await ended(next.client, executionArn!);
        assert.equal(described.status, expected, described.cause);
        assert.deepEqual(asked.includes('1'), false);
        await next.close();
        if (expected === 'SUCCEEDED') {
          assert.equal(described.output, '["did 1","did 2","did 3.0"]');
          assert.equal(described.redriveCount, 2);
        }
      }
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  it('tells of map runs after a restart, and redrives only the children that failed', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'stepwise-map-run-'));
    try {
      broken.add('2');
      const endpoints = [await openEndpoint({ tasks: [flaky(broken, asked)], dataDir })];
      const send = (): TestEndpoint['client'] => endpoints.at(-1)!.client;
      const restart = async (): Promise<void> => {
        await endpoints.at(-1)!.close();
        endpoints.push(await openEndpoint({ tasks: [flaky(broken, asked)], dataDir }));
      };
      const definition = JSON.stringify({
        StartAt: 'Each',
        States: distributed(
          { StartAt: 'Same', States: { Same: { Type: 'Pass', Next: 'Do' }, Do: task() } },
          { MaxConcurrency: 1 },
        ),
      });
      const { stateMachineArn } = await send().send(new CreateStateMachineCommand({ name: 'kept', definition, roleArn }));
      const { executionArn } = await send().send(new StartExecutionCommand({ stateMachineArn, input: '[1,2,3]' }));
      const over = () => ended(send(), executionArn!);
      const tell = async () => {
        const { mapRuns } = await send().send(new ListMapRunsCommand({ executionArn }));
        const { mapRunArn } = mapRuns![0]!;
        const { executions } = await send().send(new ListExecutionsCommand({ mapRunArn }));
        const children = executions!.map(({ executionArn: child }) => child!);
        return {
          run: await send().send(new DescribeMapRunCommand({ mapRunArn })),
          children: await Promise.all(
            children.map((child) => send().send(new DescribeExecutionCommand({ executionArn: child }))),
          ),
          histories: await Promise.all(
            children.map((child) => send().send(new GetExecutionHistoryCommand({ executionArn: child }))),
          ),
        };
      };
      const told = async (): Promise<string> =>
        JSON.stringify(await tell(), (key, value: unknown) => (key === '$metadata' ? undefined : value), 1);
      assert.equal((await over()).status, 'FAILED');
      const before = await told();
      assert.equal((await tell()).children.length, 2);
      await restart();
      assert.equal(await told(), before);

      asked.length = 0;
      await send().send(new RedriveExecutionCommand({ executionArn }));
      assert.equal((await over()).status, 'FAILED');
      const again = await tell();
      assert.deepEqual([again.run.redriveCount, again.run.itemCounts!.succeeded, again.run.itemCounts!.failed], [1, 1, 1]);
      await restart();
      broken.clear();
      await send().send(new RedriveExecutionCommand({ executionArn }));
      const done = await over();
      assert.equal(done.output, '["did 1","did 2","did 3"]');
      assert.deepEqual(asked, ['2', '2', '3']);
      const { itemCounts } = (await tell()).run;
      assert.deepEqual([itemCounts!.succeeded, itemCounts!.failed, itemCounts!.pendingRedrive, itemCounts!.total], [3, 0, 0, 3]);
      await endpoints.at(-1)!.close();
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});
