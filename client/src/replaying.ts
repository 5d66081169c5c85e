import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { SketchAnswer, SketchParams } from '../../server/src/protocol';
import { configurationOf } from './debugging';
import { chooseStateMachine, openDefinition } from './definitions';

/** Registers the replay of execution histories: on their definition, or on a sketch that is drawn from them. */
export function registerReplaying(context: vscode.ExtensionContext, client: LanguageClient): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('stepwise.replay', (target?: unknown, stateMachine?: unknown, history?: vscode.Uri) =>
      target === undefined && !openDefinition() ? replaySketch(client, history) : replay(client, target, stateMachine, history),
    ),
    vscode.commands.registerCommand('stepwise.replaySketch', (history?: vscode.Uri) => replaySketch(client, history)),
  );
}

/** Opens a history of an execution in the debugger, beside the definition that it is of. */
async function replay(
  client: LanguageClient,
  target: unknown,
  stateMachine: unknown,
  given: vscode.Uri | undefined,
): Promise<void> {
  const chosen = await chooseStateMachine(client, target, stateMachine, 'Replay Execution History');
  const history = chosen && (given ?? (await askHistory(chosen.uri)));
  if (chosen && history) {
    const configuration = { ...configurationOf(chosen), name: path.basename(history.fsPath), history: history.fsPath };
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(chosen.uri), configuration);
  }
}

/** Draws a definition from a history that comes without one, opens it as a new document, and replays the history on it. */
async function replaySketch(client: LanguageClient, given: vscode.Uri | undefined): Promise<void> {
  const history = given ?? historyInEditor() ?? (await askHistory(vscode.workspace.workspaceFolders?.[0]?.uri));
  if (!history) {
    return;
  }
  const name = path.basename(history.fsPath);
  const text = (await vscode.workspace.openTextDocument(history)).getText();
  const params: SketchParams = { text };
  const answer = await client.sendRequest<SketchAnswer>('stepwise/sketch', params);
  if (answer.text === undefined) {
    void vscode.window.showErrorMessage(`${name} cannot be replayed: ${answer.refusal ?? ''}`);
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: 'asl', content: answer.text });
  await vscode.window.showTextDocument(document, { preview: false });
  await vscode.commands.executeCommand('stepwise.openGraph', document.uri);
  void vscode.window.showInformationMessage(
    `${name} is replayed on a sketch made of its events. What the execution did not come to is not in it; conditions and expressions are not known.`,
  );
  const folder = vscode.workspace.getWorkspaceFolder(history);
  await vscode.debug.startDebugging(folder, { ...configurationOf({ uri: document.uri }), name, history: history.fsPath });
}

/** The history that the editor shows, when it does. */
function historyInEditor(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const isHistory =
    document?.uri.scheme === 'file' && /"previousEventId"|"ExecutionStarted"/.test(document.getText().slice(0, 20_000));
  return isHistory ? document.uri : undefined;
}

/** The file of a history, as `aws stepfunctions get-execution-history` saves it. */
async function askHistory(definition: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: 'Execution history: the answer of "aws stepfunctions get-execution-history"',
    openLabel: 'Replay',
    filters: { JSON: ['json'] },
    ...(definition?.scheme === 'file' && { defaultUri: vscode.Uri.joinPath(definition, '..') }),
  });
  return files?.[0];
}
