import * as path from 'node:path';
import * as vscode from 'vscode';
import type { KeepExecutionAnswer, KeepExecutionArguments } from '../../server/src/protocol';
import { mocksFileOf, textOf, writeUnsaved } from './mocksFile';

const debugType = 'asl';

/** Registers the command that makes mocks and a sample input of the execution that is debugged or replayed. */
export function registerKeepExecution(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.commands.registerCommand('stepwise.keepExecution', keepExecution));
}

async function keepExecution(): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  const threadId = vscode.debug.activeStackItem?.threadId;
  const program = session?.type === debugType ? await programOf(session, threadId) : undefined;
  if (!session || program === undefined) {
    void vscode.window.showErrorMessage('Debug or replay an execution first: its mocks and its input are made of what happened.');
    return;
  }
  const mocksFile = mocksFileOf(session, program);
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
  const inputFile = vscode.Uri.file(path.join(path.dirname(program), 'inputs', `${testCase}.json`));
  const mocks = await textOf(mocksFile);
  const args: KeepExecutionArguments & { threadId?: number } = {
    testCase,
    redact,
    ...(mocks === undefined ? {} : { mocks }),
    ...(threadId === undefined ? {} : { threadId }),
  };
  try {
    const made = (await session.customRequest('stepwise/keepExecution', args)) as KeepExecutionAnswer;
    await writeUnsaved(mocksFile, made.mocks);
    await writeUnsaved(inputFile, made.input);
    await vscode.window.showTextDocument(mocksFile, { preview: false });
    await vscode.window.showTextDocument(inputFile, { preview: false, viewColumn: vscode.ViewColumn.Beside });
    void vscode.window.showInformationMessage(
      `The test case ${testCase} has the answers of ${made.tasks} ${made.tasks === 1 ? 'Task' : 'Tasks'}. Read both files before you save them.`,
    );
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** The definition that is debugged; of several executions the one whose thread is looked at. */
export async function programOf(session: vscode.DebugSession, threadId: number | undefined): Promise<string | undefined> {
  const { program, request } = session.configuration;
  if (request !== 'attach' || threadId === undefined) {
    return request === 'attach' ? undefined : (program as string | undefined);
  }
  const { stackFrames } = (await session.customRequest('stackTrace', { threadId, startFrame: 0, levels: 1 })) as {
    readonly stackFrames: readonly { readonly source?: { readonly path?: string } }[];
  };
  return stackFrames[0]?.source?.path;
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
