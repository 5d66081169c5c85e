import * as path from 'node:path';
import * as vscode from 'vscode';
import type {
  AnswerTaskArguments,
  InlineValuesAnswer,
  KeepAnswerAnswer,
  KeepAnswerArguments,
  OpenTaskEventBody,
} from '../../server/src/protocol';
import { programOf } from './keepExecution';
import { mocksFileOf, textOf, writeUnsaved } from './mocksFile';

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
  const isOther = session?.configuration.request !== 'attach' && session?.configuration.program !== program;
  if (session?.type !== debugType || isOther) {
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

type Kept = 'not' | 'session' | 'file';

/** Asks for the answer of a Task that nothing performs; dismissed, the execution stays where it stands. */
async function answerTask(session: vscode.DebugSession, task: OpenTaskEventBody): Promise<void> {
  const results: readonly (vscode.QuickPickItem & { readonly kept: Kept })[] = [
    { label: '$(json) Give a result…', description: 'JSON', kept: 'not' },
    { label: '$(json) Give a result, and keep it…', description: 'as a mock for this session', kept: 'session' },
    {
      label: '$(json) Give a result, and write it down…',
      description: 'as a mock in a test case, for later sessions too',
      kept: 'file',
    },
  ];
  const errors = ['States.TaskFailed', 'States.Timeout', ...task.errors].filter((error, at, all) => all.indexOf(error) === at);
  const raise = errors.map((error): vscode.QuickPickItem => ({ label: `$(error) Fail with ${error}`, detail: error }));
  const other: vscode.QuickPickItem = { label: '$(error) Fail with another error…' };
  await stopShown(session);
  const chosen = await vscode.window.showQuickPick([...results, ...raise, other], {
    title: `Nothing performs ${task.state}`,
    placeHolder: `${task.resource} with ${shortened(task.parameters)}`,
    ignoreFocusOut: true,
  });
  const given = results.find((each) => each === chosen);
  const answer = given ? await askResult(task) : chosen === other ? await askError(task) : chosen && { error: chosen.detail! };
  if (!answer) {
    return;
  }
  const keep = given !== undefined && given.kept !== 'not';
  const args: AnswerTaskArguments = { strand: task.strand, ...answer, keep };
  try {
    if (given?.kept === 'file' && 'output' in answer && !(await writeDown(session, task, answer.output))) {
      return;
    }
    await session.customRequest('stepwise/answerTask', args);
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** Milliseconds: the editor takes the focus so long after a stop; and so long it may take until it shows one. */
const focusDelay = 250;
const showDelay = 1500;

/** Settles when the editor has shown where the session stands: a question that came before would lose the focus to it. */
async function stopShown(session: vscode.DebugSession): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, showDelay);
    const shown = vscode.debug.onDidChangeActiveStackItem((item) => item?.session === session && done());
    function done(): void {
      clearTimeout(timer);
      shown.dispose();
      resolve();
    }
  });
  await new Promise((resolve) => setTimeout(resolve, focusDelay));
}

/** Puts a result into the file of mocks, unsaved; false when the question for the test case was dismissed. */
async function writeDown(session: vscode.DebugSession, { state, strand }: OpenTaskEventBody, output: string): Promise<boolean> {
  const threadId = strand + 1;
  const program = await programOf(session, threadId);
  if (program === undefined) {
    throw new Error(`It is not known which definition ${state} is of, so there is no file of mocks for it.`);
  }
  const mocksFile = mocksFileOf(session, program);
  const testCase =
    (session.configuration.testCase as string | undefined) ??
    (await vscode.window.showInputBox({
      title: `Where the Result of ${state} Is Written Down`,
      prompt: `Name of the test case in ${path.basename(mocksFile.fsPath)}`,
      value: 'Answers',
      ignoreFocusOut: true,
      validateInput: (name) => (/^[\w-]+$/.test(name) ? undefined : 'Letters, digits, - and _.'),
    }));
  if (testCase === undefined) {
    return false;
  }
  const mocks = await textOf(mocksFile);
  const args: KeepAnswerArguments & { threadId: number } = {
    testCase,
    state,
    output,
    threadId,
    ...(mocks === undefined ? {} : { mocks }),
  };
  const made = (await session.customRequest('stepwise/keepAnswer', args)) as KeepAnswerAnswer;
  await writeUnsaved(mocksFile, made.mocks);
  const shown = `The test case ${testCase} of ${path.basename(mocksFile.fsPath)} has the result of ${state}. Save it to keep it.`;
  void vscode.window.showInformationMessage(shown, 'Show').then((chosen) => {
    if (chosen) {
      void vscode.window.showTextDocument(mocksFile, { preview: false });
    }
  });
  return true;
}

async function askResult({ state }: OpenTaskEventBody): Promise<{ output: string } | undefined> {
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
  return output === undefined ? undefined : { output };
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
