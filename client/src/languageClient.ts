import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type ErrorHandler,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { languages } from './definitions';
import { servedDocumentsOnly } from './servedDocuments';

/** A server that ends this often within `restartWindow` is left alone until the user restarts it. */
const restartLimit = 4;
/** Milliseconds. */
const restartWindow = 3 * 60 * 1000;

/**
 * Makes the client of the language server; the server runs on VS Code's own runtime, never on a `node` of the user's PATH.
 * Not started yet, so that the other parts can register first.
 */
export function createLanguageClient(context: vscode.ExtensionContext): LanguageClient {
  const module = context.asAbsolutePath('dist/languageServer.js');
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6090'] } },
  };
  const output = vscode.window.createOutputChannel('Stepwise', { log: true });
  context.subscriptions.push(output);
  const options: LanguageClientOptions = {
    documentSelector: languages.map((language) => ({ language })),
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    errorHandler: reportingErrorHandler(output),
    middleware: servedDocumentsOnly(() => client),
    synchronize: { configurationSection: 'stepwise' },
    initializationOptions: {
      openGraphCommand: 'stepwise.openGraph',
      runCommand: 'stepwise.run',
      debugCommand: 'stepwise.debug',
      showReferencesCommand: 'stepwise.showReferences',
    },
    markdown: { supportHtml: false },
  };
  // The first argument is also the settings key of `stepwise.trace.server`.
  const client = new LanguageClient('stepwise', 'Stepwise', server, options);
  return client;
}

/** Starts the server; when that fails, says so where the user looks, and leaves the rest of the extension working. */
export async function startLanguageClient(client: LanguageClient): Promise<void> {
  try {
    await client.start();
  } catch (error) {
    client.error('The language server could not be started.', error);
    await offerRestart(
      client,
      'Stepwise: the language server could not be started; no checks, completion or graph until it runs.',
    );
  }
}

/** Stops the server if it runs, and starts it again. */
export async function restartLanguageClient(client: LanguageClient): Promise<void> {
  if (client.state === State.Running) {
    await client.restart();
  } else {
    await startLanguageClient(client);
  }
}

async function offerRestart(client: LanguageClient, message: string): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(message, 'Restart', 'Show Output');
  if (chosen === 'Restart') {
    await restartLanguageClient(client);
  } else if (chosen === 'Show Output') {
    client.outputChannel.show();
  }
}

/** Restarts a server that has ended, and says so clearly when it keeps ending. */
function reportingErrorHandler(output: vscode.LogOutputChannel): ErrorHandler {
  const ends: number[] = [];
  return {
    error: (_error, _message, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown }),
    closed: () => {
      const now = Date.now();
      ends.push(now);
      while (ends[0]! < now - restartWindow) {
        ends.shift();
      }
      if (ends.length < restartLimit) {
        output.warn('The language server has ended; it is started again.');
        return { action: CloseAction.Restart, handled: true };
      }
      ends.length = 0;
      void vscode.window
        .showErrorMessage(
          `Stepwise: the language server has ended ${restartLimit} times within three minutes and is not started again. Its output says why.`,
          'Restart',
          'Show Output',
        )
        .then((chosen) =>
          chosen
            ? vscode.commands.executeCommand(chosen === 'Restart' ? 'stepwise.restartServer' : 'stepwise.showOutput')
            : undefined,
        );
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
