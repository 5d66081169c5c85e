import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { nodeBootstrap, pythonBootstrap } from '../../../server/src/runner/tasks/bootstraps';

describe('a function whose runner is gone', () => {
  /** A process that waits for its request, which never comes, and whose parent is another than it was told. */
  const orphan = async (command: string, options: string[]): Promise<unknown> => {
    const child = spawn(command, [...options, '1000000000'], { detached: true, stdio: ['pipe', 'ignore', 'ignore', 'pipe'] });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return signal;
  };

  before(function () {
    if (process.platform === 'win32') {
      this.skip();
    }
  });

  it('is ended: Node', async () => assert.equal(await orphan(process.execPath, ['-e', nodeBootstrap]), 'SIGKILL'));
  it('is ended: Python', async () => assert.equal(await orphan('python3', ['-u', '-c', pythonBootstrap]), 'SIGKILL'));
});
