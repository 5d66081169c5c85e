import * as vscode from 'vscode';
import type { ExecutionInput } from './executionInput';

const definition = 'donut-order.asl.json';
/** Where the walkthrough sets its breakpoint: the Lambda Task. */
const stoppedState = '"CheckDonutPayment": {';

/** What a step of the walkthrough does with the example once it is open. */
type Act = (example: vscode.Uri, document: vscode.TextDocument) => unknown;

const acts: Readonly<Record<string, Act>> = {
  graph: (_example, { uri }) => vscode.commands.executeCommand('stepwise.openGraph', uri),
  breakpoint: (_example, document) => addBreakpoint(document),
  debug: (example, document) => debug(example, document),
  stepBack: (example, document) =>
    vscode.debug.activeDebugSession?.type === 'asl'
      ? vscode.commands.executeCommand('workbench.action.debug.stepBack')
      : debug(example, document),
  mocks: (example) => vscode.window.showTextDocument(vscode.Uri.joinPath(example, 'MockConfigFile.json')),
  replay: (example, { uri }) =>
    vscode.commands.executeCommand(
      'stepwise.replay',
      uri,
      undefined,
      vscode.Uri.joinPath(example, 'histories', 'chocolate.json'),
    ),
};

/** Registers the command that opens the example, and does what a step of the walkthrough is about. */
export function registerExample(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('stepwise.openExample', async (step?: string) => {
      const example = await copyOfExample(context);
      const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(example, definition));
      await vscode.window.showTextDocument(document, { preview: false });
      await (step !== undefined && Object.hasOwn(acts, step) ? acts[step]!(example, document) : undefined);
    }),
  );
}

/** A copy of the example that may be written: what the user changed in it stays until the extension is updated. */
async function copyOfExample({ extension, extensionUri, globalStorageUri }: vscode.ExtensionContext): Promise<vscode.Uri> {
  const { version } = extension.packageJSON as { readonly version: string };
  const folder = vscode.Uri.joinPath(globalStorageUri, `example-${version}`, 'donut-order');
  if (await exists(folder)) {
    return folder;
  }
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(extensionUri, 'examples', 'donut-order'), folder);
  // The function in JavaScript runs wherever VS Code does; the one in Python only where Python is.
  const config = vscode.Uri.joinPath(folder, 'stepwise.config.json');
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(config));
  const changed = text.replace('"functions.json"', '"functions.node.json"');
  await vscode.workspace.fs.writeFile(config, new TextEncoder().encode(changed));
  return folder;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

function addBreakpoint(document: vscode.TextDocument): void {
  const position = document.positionAt(document.getText().indexOf(stoppedState));
  const isThere = vscode.debug.breakpoints.some(
    (each) =>
      each instanceof vscode.SourceBreakpoint &&
      each.location.uri.toString() === document.uri.toString() &&
      each.location.range.start.line === position.line,
  );
  if (!isThere) {
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(document.uri, position))]);
  }
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  editor?.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenter);
}

/** Runs it as far as the Lambda Task, with its first sample. */
async function debug(example: vscode.Uri, document: vscode.TextDocument): Promise<void> {
  addBreakpoint(document);
  const input: ExecutionInput = {
    inputFile: vscode.Uri.joinPath(example, 'inputs', 'glazed.json').fsPath,
    testCase: 'Glazed',
  };
  await vscode.commands.executeCommand('stepwise.debug', document.uri, undefined, input);
}
