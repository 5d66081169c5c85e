import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startLanguageServer } from './lsp/server';

// The worker that this bundle runs in; the server is compiled without the DOM's types, so that its type has no name here.
const worker = globalThis as never;

startLanguageServer(createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker)), {
  // A worker has no file system.
  files: { readFile: () => Promise.resolve(undefined), listFiles: () => Promise.resolve([]) },
  findFiles: () => Promise.resolve([]),
  pathOf: () => undefined,
  uriOf: (path) => path,
});
