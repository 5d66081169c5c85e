import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapFolder, ended } from '../support/dapFolder';
import type { DebugClient } from '../support/debugClient';

describe('debug adapter: functions', () => {
  const dap = new DapFolder();
  const start = (): DebugClient => dap.start();
  const spawn = (): DebugClient => dap.spawn();
  const write = (name: string, content: string | object): string => dap.write(name, content);
  const definition = JSON.stringify({
    StartAt: 'Call',
    States: { Call: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:endless', End: true } },
  });
  const prepare = (code: string): { program: string; functions: string; input: object } => {
    write('code/index.js', code);
    const functions = write('functions.json', {
      endless: { runtime: 'nodejs20.x', codeUri: 'code', handler: 'index.handler' },
    });
    return { program: write('call.asl.json', definition), functions, input: {} };
  };
  const endless = `exports.handler = () => { require('fs').writeFileSync(__dirname + '/pid', String(process.pid)); console.log('begun'); for (;;); };`;
  const endlessPython = `import os
def handler(event, context):
  open(os.path.join(os.path.dirname(__file__), 'pid'), 'w').write(str(os.getpid()))
  print('begun')
  while True: pass
`;
  const begun = async (client: DebugClient): Promise<number> => {
    for (;;) {
      const { output } = await client.until<DebugProtocol.OutputEvent>('output');
      if (output.includes('begun')) {
        return Number(fs.readFileSync(path.join(dap.path, 'code/pid'), 'utf8'));
      }
    }
  };
  const gone = async (pid: number): Promise<void> => {
    for (;;) {
      try {
        process.kill(pid, 0);
      } catch {
        return;
      }
      // An ended process whose new parent does not ask after it is still listed, as a zombie.
      const stat = `/proc/${pid}/stat`;
      if (fs.existsSync(stat) && / Z /.test(fs.readFileSync(stat, 'utf8'))) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('shows what a function writes and what it answers', async () => {
    const client = start();
    await client.launch(
      prepare(
        `exports.handler = async (event) => { console.log('got', event); console.error('careful'); return { fine: true }; };`,
      ),
    );
    const { result } = await ended(client);
    assert.deepEqual(JSON.parse(result!.output!), { fine: true });
    assert.ok(
      client.transcript.some((line) => /^\* stdout: endless: got {}/.test(line)),
      client.transcript.join('\n'),
    );
    assert.ok(
      client.transcript.some((line) => /^\* stderr: endless: careful/.test(line)),
      client.transcript.join('\n'),
    );
    await client.disconnect();
  });

  it('ends a function that never ends, when the session is stopped', async () => {
    const client = start();
    await client.launch(prepare(endless));
    const pid = await begun(client);
    await client.send('terminate');
    assert.equal((await ended(client)).overlay.status, 'ABORTED');
    await gone(pid);
    await client.disconnect();
  });

  it('leaves no process behind when the adapter is killed or its client goes', async function () {
    this.timeout(120_000);
    for (const end of [
      (client: DebugClient) => client.process!.kill('SIGTERM'),
      (client: DebugClient) => client.process!.stdin!.end(),
      (client: DebugClient) => client.process!.kill('SIGKILL'),
    ]) {
      const client = spawn();
      await client.launch(prepare(endless));
      const pid = await begun(client);
      end(client);
      await gone(pid);
    }
    const client = spawn();
    write('code/index.py', endlessPython);
    await client.launch({
      ...prepare(''),
      functions: write('python.json', { endless: { runtime: 'python3.12', codeUri: 'code', handler: 'index.handler' } }),
    });
    const pid = await begun(client);
    client.process!.kill('SIGKILL');
    await gone(pid);
  });

  it('runs no function in a workspace that is not trusted', async () => {
    assert.match(await dap.refused({ ...prepare(endless), trusted: false }), /not trusted/);
    assert.equal(fs.existsSync(path.join(dap.path, 'code/pid')), false);
  });
});
