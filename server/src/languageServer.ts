import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Host } from './lsp/host';
import { startLanguageServer } from './lsp/server';
import { findFiles, projectFiles } from './runner/projectFiles';

function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

const host: Host = {
  files: projectFiles,
  findFiles: async (folder, name) => {
    const path = pathOf(folder);
    const found = path === undefined ? [] : await findFiles(path, name);
    return found.map((file) => ({ path: file, uri: pathToFileURL(file).toString() }));
  },
  pathOf,
};

const transports = ['--stdio', '--node-ipc', '--pipe', '--socket'];
if (!process.argv.slice(2).some((argument) => transports.includes(argument.split('=')[0]!))) {
  process.stderr.write('The language server of Stepwise is started by an editor: languageServer.js --stdio\n');
  process.exit(2);
}

// Another editor starts it as `languageServer.js --stdio`; VS Code forks it and talks over the channel of the fork (`--node-ipc`).
startLanguageServer(createConnection(ProposedFeatures.all), host);
