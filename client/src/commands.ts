import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { restartLanguageClient } from './languageClient';

/** Registers the commands that concern the server itself; each other part registers its own. */
export function registerCommands(context: vscode.ExtensionContext, client: LanguageClient): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('stepwise.showOutput', () => client.outputChannel.show()),
    vscode.commands.registerCommand('stepwise.showReferences', showReferences),
    vscode.commands.registerCommand('stepwise.restartServer', () => restartLanguageClient(client)),
  );
}

/** What a code lens of the server asks for: the places of one document, in the editor's own shapes. */
async function showReferences(uri: string, position: vscode.Position, ranges: readonly vscode.Range[]): Promise<void> {
  const document = vscode.Uri.parse(uri);
  const place = ({ line, character }: vscode.Position): vscode.Position => new vscode.Position(line, character);
  const locations = ranges.map(({ start, end }) => new vscode.Location(document, new vscode.Range(place(start), place(end))));
  await vscode.commands.executeCommand('editor.action.showReferences', document, place(position), locations);
}
