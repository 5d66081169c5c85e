import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, open } from './workspace';

const id = 'stepwise.stepwise';

describe('the extension', () => {
  it('is there, and starts when a definition is opened', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not installed`);
    await open('order.asl.json');
    await eventually('activation', () => extension.isActive || undefined);
  });

  it('knows definitions and job definitions by their names', async () => {
    assert.equal((await open('order.asl.json')).document.languageId, 'asl');
    assert.equal((await open('resize.jobdef.json')).document.languageId, 'aws-batch');
  });

  it('registers every command that it contributes', async () => {
    const extension = vscode.extensions.getExtension(id);
    await extension?.activate();
    const contributed = (extension?.packageJSON as { contributes: { commands: { command: string }[] } }).contributes.commands;
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = contributed.map(({ command }) => command).filter((command) => !known.has(command));
    assert.deepEqual(missing, []);
  });
});
