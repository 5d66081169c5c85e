import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { registerCommands } from './commands';
import { registerConverting } from './converting';
import { registerDebugging } from './debugging';
import { registerDebugViews } from './debugViews';
import { registerExample } from './example';
import { registerFileLinks } from './fileLinks';
import { registerGraphPanel } from './graphPanel';
import { registerKeepExecution } from './keepExecution';
import { createLanguageClient, startLanguageClient } from './languageClient';
import { registerAwsToolkitNote } from './otherExtensions';
import { registerReplaying } from './replaying';
import { registerTemplateContext, whenServed } from './servedDocuments';

let client: LanguageClient | undefined;

/** The composition root: makes the language client and hands it to each part of the extension; starts the server once there is something to serve. */
export function activate(context: vscode.ExtensionContext): void {
  client = createLanguageClient(context);
  registerCommands(context, client);
  registerConverting(context, client);
  registerDebugging(context, client);
  registerDebugViews(context);
  registerReplaying(context, client);
  registerGraphPanel(context, client);
  registerExample(context);
  registerFileLinks(context, client);
  registerKeepExecution(context);
  registerTemplateContext(context);
  registerAwsToolkitNote(context);
  // Not awaited: commands and views work at once, and wait for the server themselves where they need it.
  const starting = client;
  whenServed(context, () => void startLanguageClient(starting));
}

/** Stops the server; VS Code waits for the promise, some seconds at most. */
export function deactivate(): Promise<void> | undefined {
  const running = client;
  client = undefined;
  return running?.needsStop() ? running.stop() : undefined;
}
