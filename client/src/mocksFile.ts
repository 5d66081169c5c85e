import * as path from 'node:path';
import * as vscode from 'vscode';

/** The MockConfigFile.json of what is debugged: the one that the session has its mocks of, else the one beside the definition. */
export function mocksFileOf({ configuration }: vscode.DebugSession, program: string): vscode.Uri {
  const folder = path.dirname(program);
  const given = configuration.mocks as string | undefined;
  return vscode.Uri.file(path.resolve(folder, given ?? 'MockConfigFile.json'));
}

/** The text of a file, as an editor has it; undefined where there is none. */
export async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    return (await vscode.workspace.openTextDocument(file)).getText();
  } catch {
    return undefined;
  }
}

/** Puts a text into a file without saving it: it is looked at first, and can be undone. */
export async function writeUnsaved(file: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(edit);
  const document = await vscode.workspace.openTextDocument(file);
  const all = new vscode.WorkspaceEdit();
  all.replace(file, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(all);
}
