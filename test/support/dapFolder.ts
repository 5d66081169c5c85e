import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExecutionEventBody } from '../../server/src/protocol';
import { DebugClient } from './debugClient';

interface ExecutionEvent extends DebugProtocol.Event {
  body: ExecutionEventBody;
}

/** Debug sessions in a folder that each test has anew; to be made where tests are described. */
export class DapFolder {
  path = '';
  readonly #clients: DebugClient[] = [];

  constructor() {
    beforeEach(() => {
      this.path = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-dap-')));
    });
    afterEach(() => {
      for (const { process: child } of this.#clients.splice(0)) {
        child?.kill('SIGKILL');
      }
      fs.rmSync(this.path, { recursive: true, force: true });
    });
  }

  /** A session in this process. */
  start(): DebugClient {
    return this.#ready(DebugClient.inProcess());
  }

  /** The adapter as a process of its own. */
  spawn(): DebugClient {
    return this.#ready(DebugClient.start());
  }

  write(name: string, content: string | object): string {
    const file = path.join(this.path, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  /** Why a launch is refused. */
  async refused(args: object): Promise<string> {
    const client = this.start();
    await client.initialize();
    const response = await client.ask('launch', args);
    assert.equal(response.success, false);
    assert.equal((response.body as { error: { showUser: boolean } }).error.showUser, true);
    await client.disconnect();
    return response.message!.replaceAll(this.path, '<folder>');
  }

  #ready(client: DebugClient): DebugClient {
    this.#clients.push(client);
    client.mask(this.path, '<folder>');
    return client;
  }
}

/** What is told of an execution at its end. */
export async function ended(client: DebugClient): Promise<ExecutionEventBody> {
  for (;;) {
    const body = await client.until<ExecutionEvent>('stepwise/execution');
    if (body.result) {
      await client.until('terminated');
      return body;
    }
  }
}
