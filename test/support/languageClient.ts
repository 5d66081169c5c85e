import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';
import { createConnection } from 'vscode-languageserver/node';
import { startLanguageServer } from '../../server/src/lsp/server';
import { findFiles, projectFiles } from '../../server/src/runner/projectFiles';
import { readCursor } from './markedText';

/** A language server and its client, connected by streams in this process; the client behaves as a plain editor does. */
export class TestLanguageClient {
  readonly connection: ProtocolConnection;
  /** What the server wrote to the client's log. */
  readonly log: string[] = [];
  /** What the server offers. */
  offered: InitializeResult['capabilities'] = {};
  private readonly told = new Map<string, PublishDiagnosticsParams>();
  private waiting: ((params: PublishDiagnosticsParams) => void)[] = [];

  constructor() {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    startLanguageServer(server, {
      files: projectFiles,
      uriOf: (path) => `file://${path}`,
      findFiles,
      pathOf: (uri) => (uri.startsWith('file:///') ? uri.slice('file://'.length) : undefined),
    });
    this.connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.told.set(params.uri, params);
      this.waiting.splice(0).forEach((wake) => wake(params));
    });
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => void this.log.push(message));
    this.connection.listen();
  }

  async initialize(initializationOptions: object = {}, capabilities: object = {}, more: object = {}): Promise<InitializeResult> {
    const result = await this.connection.sendRequest<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {
        textDocument: { completion: { completionItem: { snippetSupport: true } }, rename: { prepareSupport: true } },
        ...capabilities,
      },
      initializationOptions,
      ...more,
    });
    await this.connection.sendNotification('initialized', {});
    this.offered = result.capabilities;
    return result;
  }

  /** Opens a text; where it has a cursor `<|>`, answers its position. */
  async open(uri: string, marked: string, languageId = 'asl'): Promise<Position> {
    const { text, offset } = marked.includes('<|>') ? readCursor(marked) : { text: marked, offset: 0 };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    const before = text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)!.length };
  }

  /** Replaces the whole text. */
  async change(uri: string, version: number, text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  /** The problems of that version of a document, as soon as the server tells them. */
  async diagnostics(uri: string, version = 1): Promise<Diagnostic[]> {
    for (;;) {
      const last = this.told.get(uri);
      if (last && (last.version ?? version) >= version) {
        return last.diagnostics;
      }
      await this.nextDiagnostics();
    }
  }

  /** What the server tells next, about whatever document. */
  nextDiagnostics(): Promise<PublishDiagnosticsParams> {
    return new Promise((wake) => this.waiting.push(wake));
  }

  /** Asks about a place of a document. */
  at<R>(method: string, uri: string, position: Position, more: object = {}): Promise<R> {
    return this.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, position, ...more });
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }
}

/** Before each test of a suite, a server with a client of its own; behind it, nothing must have been written to the log. */
export function forEachTest(use: (client: TestLanguageClient) => void): void {
  let client: TestLanguageClient;
  beforeEach(async () => {
    client = new TestLanguageClient();
    use(client);
    await client.initialize({ openGraphCommand: 'stepwise.openGraph', debugCommand: 'stepwise.debug' });
  });
  afterEach(async () => {
    await client.stop();
    assert.deepEqual(client.log, []);
  });
}

export function codes(diagnostics: readonly Diagnostic[]): Diagnostic['code'][] {
  return diagnostics.map(({ code }) => code);
}

/** Errors and warnings: advice is no fault. */
export function faults(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => (severity ?? 1) <= 2);
}
