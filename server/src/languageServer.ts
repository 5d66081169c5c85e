import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Host } from './lsp/host';
import { startLanguageServer } from './lsp/server';
import { projectFiles } from './runner/projectFiles';

const host: Host = {
  files: projectFiles,
  pathOf: (uri) => {
    try {
      return fileURLToPath(uri);
    } catch {
      return undefined;
    }
  },
};

// Another editor starts it as `languageServer.js --stdio`; VS Code forks it and talks over the channel of the fork (`--node-ipc`).
startLanguageServer(createConnection(ProposedFeatures.all), host);
