import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { InputFaultsAnswer, InputFaultsParams } from '../../server/src/protocol';
import type { Chosen } from './definitions';

/** How many faults are told at once. */
const told = 5;

/**
 * Whether an execution is to start with its input: where states are sure to miss something in it, the user is asked. What cannot be checked (no
 * language server, no file, no JSON) is left to the run itself, which says why it does not start.
 */
export async function confirmInput(
  client: LanguageClient,
  { uri, stateMachine }: Chosen,
  config: vscode.DebugConfiguration,
): Promise<boolean> {
  const input = await textOf(config, uri);
  if (input === undefined || !client.isRunning()) {
    return true;
  }
  const params: InputFaultsParams = {
    uri: client.code2ProtocolConverter.asUri(uri),
    input,
    ...(stateMachine !== undefined && { stateMachine }),
  };
  const { faults } = await client.sendRequest<InputFaultsAnswer>('stepwise/inputFaults', params).catch(() => ({ faults: [] }));
  if (faults.length === 0) {
    return true;
  }
  const more = faults.length - told;
  const detail = [...faults.slice(0, told), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n\n');
  const start = 'Start Anyway';
  const message = 'This input does not fit the state machine.';
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, start)) === start;
}

/** The input of a launch configuration as JSON text. */
async function textOf(config: vscode.DebugConfiguration, definition: vscode.Uri): Promise<string | undefined> {
  const { input, inputText, inputFile, history } = config as Record<string, unknown>;
  if (history !== undefined) {
    return undefined;
  }
  if (typeof inputFile !== 'string') {
    return typeof inputText === 'string' ? inputText : input === undefined ? undefined : JSON.stringify(input);
  }
  const file = vscode.Uri.file(path.resolve(path.dirname(definition.fsPath), inputFile));
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}
