import * as path from 'node:path';
import * as vscode from 'vscode';
import type { KeepExecutionAnswer, KeepExecutionArguments } from '../../server/src/protocol';

const debugType = 'asl';

/** Registers the command that makes mocks and a sample input of the execution that is debugged or replayed. */
export function registerKeepExecution(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.commands.registerCommand('stepwise.keepExecution', keepExecution));
}

async function keepExecution(): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  const program = session?.configuration.program as string | undefined;
  if (session?.type !== debugType || program === undefined) {
    void vscode.window.showErrorMessage('Debug or replay an execution first: its mocks and its input are made of what happened.');
    return;
  }
  const folder = vscode.Uri.file(path.dirname(program));
  const given = session.configuration.mocks as string | undefined;
  const mocksFile =
    given === undefined
      ? vscode.Uri.joinPath(folder, 'MockConfigFile.json')
      : vscode.Uri.file(path.resolve(folder.fsPath, given));
  const testCase = await vscode.window.showInputBox({
    title: 'Mocks and a Sample Input of This Execution',
    prompt: `Name of the test case in ${path.basename(mocksFile.fsPath)}, and of the input's file`,
    value: 'Recorded',
    validateInput: (name) => (/^[\w-]+$/.test(name) ? undefined : 'Letters, digits, - and _.'),
  });
  const redact = testCase && (await askRedaction());
  if (!testCase || !redact) {
    return;
  }
  const inputFile = vscode.Uri.joinPath(folder, 'inputs', `${testCase}.json`);
  const mocks = await textOf(mocksFile);
  const args: KeepExecutionArguments = { testCase, redact, ...(mocks === undefined ? {} : { mocks }) };
  try {
    const made = (await session.customRequest('stepwise/keepExecution', args)) as KeepExecutionAnswer;
    await write(mocksFile, made.mocks);
    await write(inputFile, made.input);
    await vscode.window.showTextDocument(mocksFile, { preview: false });
    await vscode.window.showTextDocument(inputFile, { preview: false, viewColumn: vscode.ViewColumn.Beside });
    void vscode.window.showInformationMessage(
      `The test case ${testCase} has the answers of ${made.tasks} ${made.tasks === 1 ? 'Task' : 'Tasks'}. Read both files before you save them.`,
    );
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

async function askRedaction(): Promise<KeepExecutionArguments['redact'] | undefined> {
  const choices: readonly (vscode.QuickPickItem & { readonly redact: KeepExecutionArguments['redact'] })[] = [
    { label: 'Replace texts', description: 'text-1, text-2 …; those that the definition names stay', redact: 'texts' },
    { label: 'Replace texts and numbers', description: 'comparisons with numbers may come out differently', redact: 'all' },
    { label: 'Keep all values', redact: 'nothing' },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: 'Values of the Execution',
    placeHolder: 'What may stand in the files?',
  });
  return chosen?.redact;
}

/** The text of a file, as an editor has it; undefined where there is none. */
async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    return (await vscode.workspace.openTextDocument(file)).getText();
  } catch {
    return undefined;
  }
}

/** Puts a text into a file without saving it: it is looked at first, and can be undone. */
async function write(file: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(edit);
  const document = await vscode.workspace.openTextDocument(file);
  const all = new vscode.WorkspaceEdit();
  all.replace(file, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(all);
}
