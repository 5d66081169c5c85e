import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as path from 'node:path';

describe('language server process', () => {
  const entry = path.resolve(__dirname, '../../server/src/languageServer.ts');
  const start = (...args: string[]) => spawn(process.execPath, ['--require', 'tsx/cjs', entry, ...args]);
  const ended = (child: ReturnType<typeof start>) => new Promise<number | null>((resolve) => child.on('exit', resolve));

  it('speaks over stdio and ends when told', async () => {
    const child = start('--stdio');
    const send = (message: object) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    };
    let out = '';
    const answered = new Promise<void>((resolve) =>
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (out.includes('"id":1') && out.includes('hoverProvider')) {
          resolve();
        }
      }),
    );
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    await answered;
    send({ id: 2, method: 'shutdown' });
    send({ method: 'exit' });
    assert.equal(await ended(child), 0);
  });

  it('says how it is started when it is started otherwise', async () => {
    const child = start();
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    assert.equal(await ended(child), 2);
    assert.match(err, /--stdio/);
  });
});
