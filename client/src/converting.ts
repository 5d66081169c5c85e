import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ConvertAnswer, ConvertParams } from '../../server/src/protocol';
import { isDefinition, openDefinition } from './definitions';

/** What a file of each format is called behind `.asl`, and its language. */
const formats = { json: { ending: '.json', language: 'asl' }, yaml: { ending: '.yaml', language: 'asl-yaml' } } as const;

/** Registers the commands that write the open definition in the other format, in a new file beside it. */
export function registerConverting(context: vscode.ExtensionContext, client: LanguageClient): void {
  const convert = async (target: unknown, to: ConvertParams['to']): Promise<void> => {
    const uri =
      target instanceof vscode.Uri ? target : typeof target === 'string' ? vscode.Uri.parse(target) : openDefinition()?.uri;
    const document = uri && (await vscode.workspace.openTextDocument(uri));
    if (!document || !isDefinition(document) || document.languageId === formats[to].language) {
      const wanted = to === 'yaml' ? 'JSON (*.asl.json, *.asl)' : 'YAML (*.asl.yaml)';
      void vscode.window.showInformationMessage(`Open a state machine in ${wanted} first.`);
      return;
    }
    const params: ConvertParams = { uri: client.code2ProtocolConverter.asUri(document.uri), to };
    const answer = await client.sendRequest<ConvertAnswer>('stepwise/convert', params);
    if (answer.text === undefined) {
      await tellRefusal(document, answer);
      return;
    }
    const converted = await write(document, answer.text, to);
    if (converted) {
      await vscode.window.showTextDocument(converted, { viewColumn: vscode.ViewColumn.Beside });
      tellLosses(client, answer.losses);
    }
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('stepwise.convertToYaml', (target?: unknown) => convert(target, 'yaml')),
    vscode.commands.registerCommand('stepwise.convertToJson', (target?: unknown) => convert(target, 'json')),
  );
}

/** The new document: a file beside the original, made by an edit that can be undone; without a name where the original has none. */
async function write(
  original: vscode.TextDocument,
  text: string,
  to: ConvertParams['to'],
): Promise<vscode.TextDocument | undefined> {
  const { ending, language } = formats[to];
  if (original.isUntitled || vscode.workspace.fs.isWritableFileSystem(original.uri.scheme) !== true) {
    return vscode.workspace.openTextDocument({ language, content: text });
  }
  const path = original.uri.path.replace(/(?:\.asl)?(?:\.(?:json|ya?ml)|\.asl)?$/i, `.asl${ending}`);
  const uri = original.uri.with({ path });
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents: new TextEncoder().encode(text) });
  if ((await exists(uri)) || !(await vscode.workspace.applyEdit(edit))) {
    const name = vscode.workspace.asRelativePath(uri);
    void vscode.window.showErrorMessage(`${name} is there already: nothing was written. Rename or delete it to convert again.`);
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  return vscode.languages.setTextDocumentLanguage(document, language);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function tellRefusal(document: vscode.TextDocument, { refusal, range }: ConvertAnswer): Promise<void> {
  const show = range && 'Show';
  const chosen = await vscode.window.showErrorMessage(`Not converted: ${refusal}`, ...(show ? [show] : []));
  if (chosen && range) {
    const selection = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
    await vscode.window.showTextDocument(document, { selection });
  }
}

function tellLosses(client: LanguageClient, losses: readonly string[]): void {
  if (losses.length === 0) {
    return;
  }
  client.outputChannel.appendLine(losses.join('\n'));
  const [first] = losses;
  const more = losses.length > 1 ? ` And ${losses.length - 1} more, in the output.` : '';
  void vscode.window.showWarningMessage(`${first}${more}`, ...(more ? ['Show Output'] : [])).then((chosen) => {
    if (chosen) {
      client.outputChannel.show();
    }
  });
}
