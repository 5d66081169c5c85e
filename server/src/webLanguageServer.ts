import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startLanguageServer } from './lsp/server';

// The global scope of the worker that this bundle runs in; the server is compiled without the DOM's types.
const worker = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];

startLanguageServer(createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker)), {
  // A worker has no file system.
  files: { readFile: () => Promise.resolve(undefined), listFiles: () => Promise.resolve([]) },
  pathOf: () => undefined,
});
