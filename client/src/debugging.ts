import { connect } from 'node:net';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { EditedTextArguments, ExecutionEventBody, SamplesAnswer, SamplesParams } from '../../server/src/protocol';
import { chooseStateMachine, isServed, isTemplate, type Chosen } from './definitions';
import { confirmInput } from './inputCheck';
import { askInput, askTestCase, type ExecutionInput } from './executionInput';

const debugType = 'asl';
/** Milliseconds of quiet after which an edit is told to the running session. */
const editDelay = 300;

/** Registers running and debugging of state machines: the debug adapter, F5 without a launch.json, and the two commands. */
export function registerDebugging(context: vscode.ExtensionContext, client: LanguageClient): void {
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: ({ configuration }) =>
        configuration.request === 'attach' ? endpointOf(configuration) : adapter(context),
    }),
    vscode.debug.registerDebugConfigurationProvider(debugType, configurations(context, client)),
    vscode.commands.registerCommand('stepwise.debug', (target?: unknown, stateMachine?: unknown, input?: ExecutionInput) =>
      start(client, target, stateMachine, input, false),
    ),
    vscode.commands.registerCommand('stepwise.run', (target?: unknown, stateMachine?: unknown, input?: ExecutionInput) =>
      start(client, target, stateMachine, input, true),
    ),
    vscode.languages.registerEvaluatableExpressionProvider(['asl', 'asl-yaml'], { provideEvaluatableExpression: pathAt }),
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

/** The debug port of an endpoint. Throws in words for the user when nobody listens there. */
async function endpointOf({ host, port }: vscode.DebugConfiguration): Promise<vscode.DebugAdapterDescriptor> {
  const address = typeof host === 'string' ? host : '127.0.0.1';
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(
      'The attach configuration needs "port": the debug port of an endpoint, as stepwise serve --debug-port was given it.',
    );
  }
  const number = port as number;
  await new Promise<void>((resolve, reject) => {
    const socket = connect(number, address, () => {
      socket.end();
      resolve();
    });
    socket.on('error', ({ message }) =>
      reject(
        new Error(
          `No endpoint takes a debugger at ${address}:${number} (${message}). Start one: stepwise serve --debug-port ${number}`,
        ),
      ),
    );
  });
  return new vscode.DebugAdapterServer(number, address);
}

function configurations(context: vscode.ExtensionContext, client: LanguageClient): vscode.DebugConfigurationProvider {
  return {
    provideDebugConfigurations: () => [
      { type: debugType, request: 'launch', name: 'Debug the open state machine', program: '${file}' },
    ],
    resolveDebugConfiguration: async (_folder, config) => {
      if (typeof config.debuggerType === 'string') {
        const { debuggerType, ...other } = config;
        return { ...other, type: debuggerType };
      }
      if (config.type && config.request && (config.program || config.request === 'attach')) {
        return config;
      }
      // F5 without a launch.json gives an empty configuration.
      const chosen = await chooseStateMachine(client, undefined, undefined, 'Debug State Machine');
      return chosen && { ...config, ...configurationOf(chosen) };
    },
    resolveDebugConfigurationWithSubstitutedVariables: (_folder, config) =>
      config.request === 'attach' ? { ...config, debuggers: debuggers() } : complete(context, client, config),
  };
}

/** Types of all debuggers that are installed: those of other languages step through the source of functions. */
function debuggers(): string[] {
  return vscode.extensions.all.flatMap((extension) => {
    const { contributes } = extension.packageJSON as { contributes?: { debuggers?: readonly { type?: string }[] } };
    return (contributes?.debuggers ?? []).flatMap(({ type }) => type ?? []);
  });
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
  const given = typeof config.stateMachine === 'string' ? config.stateMachine : undefined;
  // `program: ${file}` of a template does not say which of its state machines is meant.
  const drawn =
    given === undefined && document && isTemplate(document)
      ? await chooseStateMachine(client, uri, undefined, 'Debug State Machine')
      : { uri, ...(given !== undefined && { stateMachine: given }) };
  if (!drawn) {
    return undefined;
  }
  const { stateMachine } = drawn;
  const answer = await samplesOf(client, uri, stateMachine);
  for (const problem of answer.problems) {
    client.outputChannel.appendLine(problem);
  }
  if (!vscode.workspace.isTrusted && (config.functions !== undefined || answer.project?.functions !== undefined)) {
    await refuseUntrusted(path.basename(program));
    return undefined;
  }
  const known = {
    ...config,
    ...(stateMachine !== undefined && { stateMachine }),
    text: document?.getText(),
    ...(document?.uri.scheme !== 'file' && document?.languageId === 'asl-yaml' && { format: 'yaml' }),
    trusted: vscode.workspace.isTrusted,
    workspace: vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath,
    debuggers: debuggers(),
  };
  // A history that is replayed has its input with it.
  const hasInput = [config.input, config.inputText, config.inputFile, config.history].some((given) => given !== undefined);
  if (hasInput) {
    return (await confirmInput(client, drawn, known)) ? known : undefined;
  }
  const chosen = await askInput(context, uri, answer);
  if (!chosen) {
    return undefined;
  }
  const asks = config.mocks === undefined && config.testCase === undefined && chosen.testCase === undefined;
  const testCase = asks ? await askTestCase(answer) : ((config.testCase as string | undefined) ?? chosen.testCase);
  const all = { ...known, ...inputOf(chosen), ...(testCase === undefined ? {} : { testCase }) };
  return testCase !== null && (await confirmInput(client, drawn, all)) ? all : undefined;
}

/** An input in the words of a launch configuration. */
function inputOf({ input, inputFile }: ExecutionInput): { inputText?: string; inputFile?: string } {
  return inputFile === undefined ? { inputText: input } : { inputFile };
}

/** What the language server knows about inputs; nothing when it does not run, because F5 must work without it. */
async function samplesOf(client: LanguageClient, uri: vscode.Uri, stateMachine: string | undefined): Promise<SamplesAnswer> {
  const none: SamplesAnswer = { samples: [], testCases: [], problems: [] };
  if (!client.isRunning()) {
    return none;
  }
  const params: SamplesParams = {
    uri: client.code2ProtocolConverter.asUri(uri),
    ...(stateMachine !== undefined && { stateMachine }),
  };
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
async function start(
  client: LanguageClient,
  target: unknown,
  stateMachine: unknown,
  input: ExecutionInput | undefined,
  noDebug: boolean,
): Promise<void> {
  const title = noDebug ? 'Run State Machine' : 'Debug State Machine';
  const chosen = await chooseStateMachine(client, target, stateMachine, title);
  if (!chosen) {
    return;
  }
  const given = input && { ...inputOf(input), ...(input.testCase === undefined ? {} : { testCase: input.testCase }) };
  const folder = vscode.workspace.getWorkspaceFolder(chosen.uri);
  await vscode.debug.startDebugging(folder, { ...configurationOf(chosen), ...given }, { noDebug });
}

/** The launch configuration of a state machine. */
export function configurationOf({ uri, stateMachine }: Chosen): vscode.DebugConfiguration {
  const program = programOf({ uri });
  return {
    type: debugType,
    request: 'launch',
    name: stateMachine ?? path.posix.basename(uri.path),
    program,
    ...(stateMachine !== undefined && { stateMachine }),
  };
}

/** Hovering over a path (`"$.order.total"`) while the debugger stands shows its value: the whole string is the expression. */
function pathAt(document: vscode.TextDocument, position: vscode.Position): vscode.EvaluatableExpression | undefined {
  const line = document.lineAt(position.line).text;
  // In JSON in double quotes; in YAML also in single ones, or without.
  for (const match of line.matchAll(/"(\$(?:[^"\\]|\\.)*)"|'(\$[^']*)'|(?<=[:-]\s+)(\$[^\s#"',\]}]+)/g)) {
    const path = match[1] ?? match[2] ?? match[3]!;
    const start = match.index + (match[3] === undefined ? 1 : 0);
    const end = start + path.length;
    if (start <= position.character && position.character <= end) {
      return new vscode.EvaluatableExpression(new vscode.Range(position.line, start, position.line, end));
    }
  }
  return undefined;
}

/** How a document is named to the adapter: a path; a URI where it is no file yet. */
function programOf({ uri }: Pick<vscode.TextDocument, 'uri'>): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
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

/** Tells running sessions the edited texts of definitions: a restart, and an execution that a Task starts, takes what the editor shows. */
function tellEdits(): vscode.Disposable {
  const sessions = new Set<vscode.DebugSession>();
  const waiting = new Map<vscode.TextDocument, NodeJS.Timeout>();
  const tell = (document: vscode.TextDocument): void => {
    waiting.delete(document);
    const program = programOf(document);
    const edited: EditedTextArguments = { text: document.getText(), program };
    for (const session of sessions) {
      // A session that has just ended cannot be told, and needs not.
      session.customRequest('stepwise/text', edited).then(undefined, () => undefined);
    }
  };
  return vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((session) => {
      if (session.type === debugType) {
        sessions.add(session);
        // Other files are read where they are; what is not saved only the editor knows.
        vscode.workspace.textDocuments
          .filter((document) => document.isDirty && isServed(document) && programOf(document) !== session.configuration.program)
          .forEach(tell);
      }
    }),
    vscode.debug.onDidTerminateDebugSession((session) => sessions.delete(session)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (sessions.size > 0 && isServed(document)) {
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
