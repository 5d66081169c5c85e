import * as vscode from 'vscode';
import { isDefinition } from './definitions';

/** Serves the same languages: its problems stand beside ours, and its formatter. */
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
  const problems = 'Switch Off Problems of Stepwise';
  const settings = 'Open Settings';
  const chosen = await vscode.window.showInformationMessage(
    'The AWS Toolkit checks and formats state machines as well as Stepwise does, so that some problems are shown twice. The settings "stepwise.diagnostics.enabled" and "stepwise.format.enabled" switch those of Stepwise off.',
    problems,
    settings,
  );
  if (chosen === problems) {
    await vscode.workspace.getConfiguration('stepwise').update('diagnostics.enabled', false, vscode.ConfigurationTarget.Global);
  } else if (chosen === settings) {
    await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:stepwise.stepwise enabled');
  }
}
