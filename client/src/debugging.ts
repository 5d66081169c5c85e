import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { EditedTextArguments, ExecutionEventBody, SamplesAnswer, SamplesParams } from '../../server/src/protocol';
import { askInput, askTestCase, type ExecutionInput } from './executionInput';

const debugType = 'asl';
/** Milliseconds of quiet after which an edit is told to the running session. */
const editDelay = 300;

/** Registers running and debugging of state machines: the debug adapter, F5 without a launch.json, and the two commands. */
export function registerDebugging(context: vscode.ExtensionContext, client: LanguageClient): void {
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, { createDebugAdapterDescriptor: () => adapter(context) }),
    vscode.debug.registerDebugConfigurationProvider(debugType, configurations(context, client)),
    vscode.commands.registerCommand('stepwise.debug', (target?: unknown, input?: ExecutionInput) => start(target, input, false)),
    vscode.commands.registerCommand('stepwise.run', (target?: unknown, input?: ExecutionInput) => start(target, input, true)),
    vscode.languages.registerEvaluatableExpressionProvider(debugType, { provideEvaluatableExpression: pathAt }),
    tellResultOfRuns(),
    tellEdits(),
  );
}

/** The adapter runs on VS Code's own runtime, so that no `node` of the user's PATH is needed. */
function adapter(context: vscode.ExtensionContext): vscode.DebugAdapterDescriptor {
  return new vscode.DebugAdapterExecutable(process.execPath, [context.asAbsolutePath('dist/debugAdapter.js')], {
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
}

function configurations(context: vscode.ExtensionContext, client: LanguageClient): vscode.DebugConfigurationProvider {
  return {
    provideDebugConfigurations: () => [
      { type: debugType, request: 'launch', name: 'Debug the open state machine', program: '${file}' },
    ],
    resolveDebugConfiguration: (_folder, config) => {
      if (config.type && config.request && config.program) {
        return config;
      }
      // F5 without a launch.json gives an empty configuration.
      const document = openDefinition();
      if (!document) {
        void vscode.window.showErrorMessage('Open a state machine definition (*.asl.json) first, then press F5.');
        return undefined;
      }
      return { ...config, ...configurationOf(document) };
    },
    resolveDebugConfigurationWithSubstitutedVariables: (_folder, config) => complete(context, client, config),
  };
}

/** Adds what only the editor knows: the text as it is now, saved or not, and the input that the user chooses. */
async function complete(
  context: vscode.ExtensionContext,
  client: LanguageClient,
  config: vscode.DebugConfiguration,
): Promise<vscode.DebugConfiguration | undefined> {
  const program = String(config.program);
  const document = vscode.workspace.textDocuments.find((open) => programOf(open) === program);
  const uri = document?.uri ?? vscode.Uri.file(program);
  const answer = await samplesOf(client, uri);
  for (const problem of answer.problems) {
    client.outputChannel.appendLine(problem);
  }
  if (!vscode.workspace.isTrusted && (config.functions !== undefined || answer.project?.functions !== undefined)) {
    await refuseUntrusted(path.basename(program));
    return undefined;
  }
  const known = { ...config, text: document?.getText(), trusted: vscode.workspace.isTrusted };
  if (config.input !== undefined || config.inputText !== undefined || config.inputFile !== undefined) {
    return known;
  }
  const chosen = await askInput(context, uri, answer);
  if (!chosen) {
    return undefined;
  }
  const asks = config.mocks === undefined && config.testCase === undefined && chosen.testCase === undefined;
  const testCase = asks ? await askTestCase(answer) : ((config.testCase as string | undefined) ?? chosen.testCase);
  return testCase === null ? undefined : { ...known, ...inputOf(chosen), ...(testCase === undefined ? {} : { testCase }) };
}

/** An input in the words of a launch configuration. */
function inputOf({ input, inputFile }: ExecutionInput): { inputText?: string; inputFile?: string } {
  return inputFile === undefined ? { inputText: input } : { inputFile };
}

/** What the language server knows about inputs; nothing when it does not run, because F5 must work without it. */
async function samplesOf(client: LanguageClient, uri: vscode.Uri): Promise<SamplesAnswer> {
  const none: SamplesAnswer = { samples: [], testCases: [], problems: [] };
  if (!client.isRunning()) {
    return none;
  }
  const params: SamplesParams = { uri: client.code2ProtocolConverter.asUri(uri) };
  try {
    return await client.sendRequest<SamplesAnswer>('stepwise/samples', params);
  } catch (error) {
    client.warn('The samples of the definition could not be read.', error);
    return none;
  }
}

async function refuseUntrusted(name: string): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const chosen = await vscode.window.showErrorMessage(
    `${name} is not run: its Lambda Tasks are bound to functions of this workspace, and in a workspace that is not trusted no code of it is run.`,
    manage,
  );
  if (chosen === manage) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
}

/** Starts a session on a definition: a URI (as code lenses and menus give it), else what is in the editor. */
async function start(target: unknown, input: ExecutionInput | undefined, noDebug: boolean): Promise<void> {
  const uri = typeof target === 'string' ? vscode.Uri.parse(target) : target instanceof vscode.Uri ? target : undefined;
  const document = uri ? await vscode.workspace.openTextDocument(uri) : openDefinition();
  if (!document) {
    void vscode.window.showErrorMessage('Open a state machine definition (*.asl.json) first.');
    return;
  }
  const chosen = input && { ...inputOf(input), ...(input.testCase === undefined ? {} : { testCase: input.testCase }) };
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  await vscode.debug.startDebugging(folder, { ...configurationOf(document), ...chosen }, { noDebug });
}

function openDefinition(): vscode.TextDocument | undefined {
  const active = vscode.window.activeTextEditor?.document;
  return active?.languageId === 'asl'
    ? active
    : // A graph beside its definition may have the focus.
      vscode.window.visibleTextEditors.find((editor) => editor.document.languageId === 'asl')?.document;
}

function configurationOf(document: vscode.TextDocument): vscode.DebugConfiguration {
  const program = programOf(document);
  return { type: debugType, request: 'launch', name: path.basename(program), program };
}

/** Hovering over a path (`"$.order.total"`) while the debugger stands shows its value: the whole string is the expression. */
function pathAt(document: vscode.TextDocument, position: vscode.Position): vscode.EvaluatableExpression | undefined {
  const line = document.lineAt(position.line).text;
  for (const match of line.matchAll(/"(\$(?:[^"\\]|\\.)*)"/g)) {
    const start = match.index + 1;
    const end = start + match[1]!.length;
    if (start <= position.character && position.character <= end) {
      return new vscode.EvaluatableExpression(new vscode.Range(position.line, start, position.line, end));
    }
  }
  return undefined;
}

/** How a document is named to the adapter: a path; a URI where it is no file yet. */
function programOf(document: vscode.TextDocument): string {
  return document.uri.scheme === 'file' ? document.uri.fsPath : document.uri.toString();
}

/** Who pressed Run looks at the editor, not at the debug console: a notification says how it ended. */
function tellResultOfRuns(): vscode.Disposable {
  return vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
    if (session.type !== debugType || event !== 'stepwise/execution' || !session.configuration.noDebug) {
      return;
    }
    const { overlay, result } = body as ExecutionEventBody;
    if (!result) {
      return;
    }
    const show = 'Show Result';
    const told =
      overlay.status === 'SUCCEEDED'
        ? vscode.window.showInformationMessage(`${session.name}: SUCCEEDED`, show)
        : vscode.window.showErrorMessage(
            `${session.name}: ${overlay.status}${result.error === undefined ? '' : ` · ${result.error}`}${result.cause ? `: ${result.cause.slice(0, 200)}` : ''}`,
            show,
          );
    void told.then((chosen) => (chosen ? vscode.commands.executeCommand('workbench.debug.action.focusRepl') : undefined));
  });
}

/** Tells a running session the edited text of its definition: a restart takes what the editor shows. */
function tellEdits(): vscode.Disposable {
  const sessions = new Set<vscode.DebugSession>();
  const waiting = new Map<vscode.TextDocument, NodeJS.Timeout>();
  const tell = (document: vscode.TextDocument): void => {
    waiting.delete(document);
    const edited: EditedTextArguments = { text: document.getText() };
    for (const session of sessions) {
      if (session.configuration.program === programOf(document)) {
        // A session that has just ended cannot be told, and needs not.
        session.customRequest('stepwise/text', edited).then(undefined, () => undefined);
      }
    }
  };
  return vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((session) => {
      if (session.type === debugType) {
        sessions.add(session);
      }
    }),
    vscode.debug.onDidTerminateDebugSession((session) => sessions.delete(session)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (sessions.size > 0 && document.languageId === 'asl') {
        clearTimeout(waiting.get(document));
        waiting.set(
          document,
          setTimeout(() => tell(document), editDelay),
        );
      }
    }),
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
  );
}
