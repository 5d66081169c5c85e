import { type ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** The plainest client of the language server: a process, messages framed by hand, and no capability of its own. */
export class StdioClient {
  /** Capabilities, as the server told them. */
  capabilities: Record<string, unknown> = {};
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #diagnostics = new Map<string, unknown[]>();
  #wake: () => void = () => undefined;
  #data = Buffer.alloc(0);
  #id = 0;
  /** What the server wrote beside the protocol: nothing is right. */
  stderr = '';

  constructor() {
    this.#child = spawn(process.execPath, ['--require', 'tsx/cjs', 'server/src/languageServer.ts', '--stdio'], { cwd: root });
    this.#child.stdout!.on('data', (data: Buffer) => this.#read(data));
    this.#child.stderr!.on('data', (data: Buffer) => (this.stderr += data.toString()));
  }

  async initialize(): Promise<void> {
    const answer = (await this.ask('initialize', { processId: null, rootUri: null, capabilities: {} })) as {
      capabilities: Record<string, unknown>;
    };
    this.capabilities = answer.capabilities;
    this.tell('initialized', {});
  }

  open(uri: string, languageId: string, text: string): void {
    this.tell('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** The problems that the server told of a document, as soon as it has. */
  async diagnostics(uri: string): Promise<unknown[]> {
    for (;;) {
      const found = this.#diagnostics.get(uri);
      if (found) {
        return found;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async ask(method: string, params: object | null = null): Promise<unknown> {
    const id = ++this.#id;
    const answer = new Promise<Message>((resolve) => this.#answers.set(id, resolve));
    this.#write({ id, method, ...(params && { params }) });
    const { result, error } = await answer;
    if (error) {
      throw new Error(`${method}: ${error.message}`);
    }
    return result;
  }

  tell(method: string, params?: object): void {
    this.#write({ method, ...(params && { params }) });
  }

  /** Ends the server as the protocol wants it; answers its exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    await this.ask('shutdown');
    this.tell('exit');
    return ended;
  }

  #write(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(data: Buffer): void {
    this.#data = Buffer.concat([this.#data, data]);
    for (;;) {
      const head = this.#data.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.#data.subarray(0, Math.max(head, 0)).toString())?.[1]);
      if (head < 0 || this.#data.length < head + 4 + length) {
        return;
      }
      const message = JSON.parse(this.#data.subarray(head + 4, head + 4 + length).toString()) as Message;
      this.#data = this.#data.subarray(head + 4 + length);
      if (message.method === 'textDocument/publishDiagnostics') {
        const { uri, diagnostics } = message.params as { uri: string; diagnostics: unknown[] };
        this.#diagnostics.set(uri, diagnostics);
        this.#wake();
      } else if (message.method !== undefined && message.id !== undefined) {
        throw new Error(`The server asked for ${message.method}, which this client has not offered.`);
      } else if (message.id !== undefined) {
        this.#answers.get(message.id)?.(message);
        this.#answers.delete(message.id);
      }
    }
  }
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
