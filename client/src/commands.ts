import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { restartLanguageClient } from './languageClient';

/** Registers the commands that concern the server itself; each other part registers its own. */
export function registerCommands(context: vscode.ExtensionContext, client: LanguageClient): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('stepwise.showOutput', () => client.outputChannel.show()),
    vscode.commands.registerCommand('stepwise.restartServer', () => restartLanguageClient(client)),
  );
}
