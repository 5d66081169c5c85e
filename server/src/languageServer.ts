import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Host } from './lsp/host';
import { startLanguageServer } from './lsp/server';
import { findFiles, projectFiles } from './runner/projectFiles';

const host: Host = {
  files: projectFiles,
  findFiles,
  pathOf: (uri) => {
    try {
      return fileURLToPath(uri);
    } catch {
      return undefined;
    }
  },
  uriOf: (path) => pathToFileURL(path).toString(),
};

const transports = ['--stdio', '--node-ipc', '--pipe', '--socket'];
if (!process.argv.slice(2).some((argument) => transports.includes(argument.split('=')[0]!))) {
  process.stderr.write('The language server of Stepwise is started by an editor: languageServer.js --stdio\n');
  process.exit(2);
}

// Another editor starts it as `languageServer.js --stdio`; VS Code forks it and talks over the channel of the fork (`--node-ipc`).
startLanguageServer(createConnection(ProposedFeatures.all), host);
