import * as vscode from 'vscode';
import type { AnswerTaskArguments, InlineValuesAnswer, OpenTaskEventBody } from '../../server/src/protocol';

const debugType = 'asl';

/** Registers what shows and asks while a state machine is debugged: values beside the fields, answers of Tasks that nothing performs, how steps go. */
export function registerDebugViews(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.languages.registerInlineValuesProvider(['asl', 'asl-yaml', 'json', 'yaml'], { provideInlineValues: inlineValues }),
    vscode.commands.registerCommand('stepwise.toggleStepping', toggleStepping),
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type === debugType && event === 'stepwise/openTask') {
        void answerTask(session, body as OpenTaskEventBody);
      }
    }),
  );
}

/** Values beside the fields that made them, of the frame that is looked at. */
async function inlineValues(
  document: vscode.TextDocument,
  _viewPort: vscode.Range,
  { frameId }: vscode.InlineValueContext,
): Promise<vscode.InlineValue[]> {
  const session = vscode.debug.activeDebugSession;
  const program = document.uri.scheme === 'file' ? document.uri.fsPath : document.uri.toString();
  if (session?.type !== debugType || session.configuration.program !== program) {
    return [];
  }
  const { values } = (await session.customRequest('stepwise/inlineValues', { frameId })) as InlineValuesAnswer;
  return values
    .filter(({ line }) => line < document.lineCount)
    .map(({ line, text }) => new vscode.InlineValueText(document.lineAt(line).range, text));
}

/** Lets a step move all strands, or only the one that is stepped. */
async function toggleStepping(): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== debugType) {
    void vscode.window.showErrorMessage('Debug a state machine first: the command says how its steps go.');
    return;
  }
  const { stepping } = (await session.customRequest('stepwise/stepping', {})) as { stepping: 'strand' | 'all' };
  vscode.window.setStatusBarMessage(
    stepping === 'strand'
      ? 'A step moves one branch or iteration; the others wait.'
      : 'A step lets all branches and iterations go on.',
    5000,
  );
}

/** Asks for the answer of a Task that nothing performs; dismissed, the execution stays where it stands. */
async function answerTask(session: vscode.DebugSession, task: OpenTaskEventBody): Promise<void> {
  const result: vscode.QuickPickItem = { label: '$(json) Give a result…', description: 'JSON' };
  const kept: vscode.QuickPickItem = { label: '$(json) Give a result, and keep it…', description: 'as a mock for this session' };
  const errors = ['States.TaskFailed', 'States.Timeout', ...task.errors].filter((error, at, all) => all.indexOf(error) === at);
  const raise = errors.map((error): vscode.QuickPickItem => ({ label: `$(error) Fail with ${error}`, detail: error }));
  const other: vscode.QuickPickItem = { label: '$(error) Fail with another error…' };
  const chosen = await vscode.window.showQuickPick([result, kept, ...raise, other], {
    title: `Nothing performs ${task.state}`,
    placeHolder: `${task.resource} with ${shortened(task.parameters)}`,
    ignoreFocusOut: true,
  });
  const answer =
    chosen === result || chosen === kept
      ? await askResult(task, chosen === kept)
      : chosen === other
        ? await askError(task)
        : chosen && { error: chosen.detail! };
  if (!answer) {
    return;
  }
  const args: AnswerTaskArguments = { strand: task.strand, ...answer };
  await session.customRequest('stepwise/answerTask', args).then(undefined, (error: unknown) => {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  });
}

async function askResult({ state }: OpenTaskEventBody, keep: boolean): Promise<{ output: string; keep: boolean } | undefined> {
  const output = await vscode.window.showInputBox({
    title: `Result of ${state}`,
    prompt: 'JSON, for example {"name": "value"}',
    value: '{}',
    ignoreFocusOut: true,
    validateInput: (text) => {
      try {
        JSON.parse(text);
        return undefined;
      } catch (error) {
        return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
  });
  return output === undefined ? undefined : { output, keep };
}

async function askError({ state }: OpenTaskEventBody): Promise<{ error: string; cause: string } | undefined> {
  const error = await vscode.window.showInputBox({
    title: `Error of ${state}`,
    prompt: 'Its name, as Retry and Catch know it',
    value: 'States.TaskFailed',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'An error has a name.' : undefined),
  });
  return error === undefined ? undefined : { error: error.trim(), cause: 'Given by the user.' };
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
