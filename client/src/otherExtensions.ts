import * as vscode from 'vscode';
import { isDefinition } from './definitions';

/** Serves the same languages: its problems stand beside ours. */
const awsToolkit = 'amazonwebservices.aws-toolkit-vscode';
const saidKey = 'stepwise.saidAwsToolkit';

/** Says once, when a state machine is opened, that the AWS Toolkit checks it as well, and how to see each problem once. */
export function registerAwsToolkitNote(context: vscode.ExtensionContext): void {
  if (context.globalState.get<boolean>(saidKey)) {
    return;
  }
  const look = (document: vscode.TextDocument): void => {
    if (isDefinition(document) && vscode.extensions.getExtension(awsToolkit) && !context.globalState.get<boolean>(saidKey)) {
      listening.dispose();
      void say(context);
    }
  };
  const listening = vscode.workspace.onDidOpenTextDocument(look);
  context.subscriptions.push(listening);
  vscode.workspace.textDocuments.forEach(look);
}

async function say(context: vscode.ExtensionContext): Promise<void> {
  await context.globalState.update(saidKey, true);
  const off = 'Switch Off Problems of Stepwise';
  const chosen = await vscode.window.showInformationMessage(
    'The AWS Toolkit checks state machines as well as Stepwise does, so that some problems are shown twice. The setting "stepwise.diagnostics.enabled" switches those of Stepwise off.',
    'Keep Both',
    off,
  );
  if (chosen === off) {
    await vscode.workspace.getConfiguration('stepwise').update('diagnostics.enabled', false, vscode.ConfigurationTarget.Global);
  }
}
