import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, open } from './workspace';

describe('the graph', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** The open graph tabs: VS Code puts a prefix of its own before the view type. */
  const graphs = () =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('stepwise.graph'));

  it('opens beside the editor, once per definition, and the editor keeps the focus', async () => {
    const { document } = await open('nested.asl.json');
    await vscode.commands.executeCommand('stepwise.openGraph');
    const graph = await eventually('the graph', () => graphs()[0]);
    assert.match(graph.label, /nested\.asl\.json/);
    assert.notEqual(graph.group.viewColumn, vscode.window.activeTextEditor?.viewColumn);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    await vscode.commands.executeCommand('stepwise.openGraph', document.uri);
    assert.equal(graphs().length, 1);
  });
});
