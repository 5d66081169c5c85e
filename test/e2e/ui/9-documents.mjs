import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/paths.mjs';

const machine = (next, result) => `{
  "Comment": "Two states",
  "StartAt": "First",
  "States": {
    "First": { "Type": "Pass", "Result": "${result}", "Next": "${next}" },
    "Second": { "Type": "Succeed" }
  }
}
`;
const config = (place) => JSON.stringify({ substitutions: { Place: place } });
const acpi = `/*
 * Tables of a machine
 */
DefinitionBlock ("", "DSDT", 2, "A", "B", 0x00000001)
{
    Scope (\\_SB)
    {
        Name (X, 0)
    }
}
`;

/** Documents that are no files or none of ours, several roots, and another extension for the same languages. */
export const scenario = {
  id: 'documents',
  name: 'Documents and neighbours',
  workspace: path.join(root, 'test', 'workspace'),
  codeWorkspace: 'both.code-workspace',
  files: {
    'both.code-workspace': JSON.stringify({ folders: [{ path: 'one' }, { path: 'two' }] }),
    'one/stepwise.config.json': config('the first root'),
    'one/first.asl.json': machine('Secnd', '${Place}'),
    'one/dsdt.asl': acpi,
    'one/empty.asl.json': '',
    'two/stepwise.config.json': config('the second root'),
    'two/second.asl.json': machine('Second', '${Place}'),
    'two/inner/stepwise.config.json': config('a folder of the second'),
    'two/inner/third.asl.json': machine('Second', '${Place}'),
  },
  extensions: [{ publisher: 'amazonwebservices', name: 'aws-toolkit-vscode', displayName: 'AWS Toolkit' }],
  settings: { 'git.enabled': true, 'diffEditor.renderSideBySide': true },
  prepare(folder) {
    const git = (...args) => execFileSync('git', ['-C', path.join(folder, 'one'), ...args], { stdio: 'pipe' });
    git('init', '--quiet');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', 'commit', '--quiet', '-m', 'First');
    fs.writeFileSync(path.join(folder, 'one', 'first.asl.json'), machine('Secnd', '${Place}').replace('Two', 'Both'));
  },
  async run({ wb, page, step, setTheme }) {
    const lens = (text) => page.locator('.codelens-decoration a', { hasText: text });

    await step('the AWS Toolkit beside it is told of, once', async () => {
      await wb.openFile('second.asl.json');
      await lens('Open Graph').first().waitFor();
      await wb.command('Notifications: Show Notifications');
      await wb.notifications().filter({ hasText: 'AWS Toolkit' }).first().waitFor();
      assert.equal(await wb.notifications().filter({ hasText: 'AWS Toolkit' }).count(), 1);
      await wb.snap('toolkit');
      await wb.command('Notifications: Clear All Notifications');
    });

    await step('of several project files the nearest one counts', async () => {
      await wb.editor('second.asl.json').getByText('= the second root').waitFor();
      await wb.openFile('third.asl.json');
      await wb.editor('third.asl.json').getByText('= a folder of the second').waitFor();
      await wb.openFile('first.asl.json');
      await wb.editor('first.asl.json').getByText('= the first root').waitFor();
      await wb.snap('roots');
    });

    await step('of a git diff only the side that can be changed has problems and lenses', async () => {
      await wb.command('Git: Open Changes');
      await page.locator('.monaco-diff-editor .editor.original .view-line').first().waitFor();
      const rows = (await wb.problems()).filter({ hasText: '"Secnd"' });
      await rows.first().waitFor();
      await page.waitForTimeout(1000);
      assert.equal(await rows.count(), 1);
      assert.equal(await page.locator('.editor.original .codelens-decoration a').count(), 0);
      await wb.snap('diff');
      await wb.closePanel();
      await wb.closeEditor();
    });

    await step('F5 on a faulty definition is refused, and leads to the problems', async () => {
      await wb.openFile('first.asl.json');
      await wb.key('F5');
      await wb.pick('Enter an input');
      await wb.inputBox('Input of the execution');
      await wb.key('Enter');
      const dialog = page.locator('.monaco-dialog-box', { hasText: 'is not run' });
      await dialog.waitFor();
      await wb.snap('refused');
      assert.equal(await dialog.getByText("Open 'launch.json'").count(), 0);
      await dialog.getByText('Open Problems', { exact: true }).click();
      await page.locator('.markers-panel .monaco-list-row', { hasText: '"Secnd"' }).first().waitFor();
      await wb.closePanel();
    });

    await step('a file in ACPI Source Language is left alone', async () => {
      await wb.openFile('dsdt.asl');
      await page.locator('.statusbar-item', { hasText: 'Amazon States Language' }).waitFor();
      await page.waitForTimeout(1000);
      assert.equal(await lens('Open Graph').count(), 0);
      assert.equal(await wb.editor('dsdt.asl').locator('.squiggly-error, .squiggly-warning').count(), 0);
      assert.equal(await page.locator('.editor-actions a.action-label[aria-label^="Open Graph"]').count(), 0);
      await wb.snap('acpi');
      await wb.closeEditor();
    });

    await step('a document without a file is checked, drawn and run', async () => {
      await wb.command('File: New Untitled Text File');
      await wb.editorFocused();
      await wb.command('Change Language Mode');
      await wb.quickInput.fill('Amazon States Language');
      await wb.pick('Amazon States Language');
      await page.locator('.statusbar-item', { hasText: 'Amazon States Language' }).waitFor();
      await wb.editorFocused();
      await wb.paste(machine('Second', 'all'));
      await lens('Run').first().waitFor();
      await wb.openGraph();
      await wb.node('Second').waitFor();
      await wb.snap('untitled');
      await wb.focusEditor();
      await lens('Run').first().click();
      await wb.pick('Enter an input');
      await wb.inputBox('Input of the execution');
      await wb.key('Enter');
      await wb.webview().locator('.run[data-status="SUCCEEDED"]').waitFor();
      await wb.snap('untitled-run');
    });

    await step('the graph says what is missing while there is no definition', async () => {
      await wb.focusEditor();
      await wb.keys('Control+A', 'Delete');
      await wb.webview().locator('.banner:not(.hidden)').waitFor();
      await wb.snap('emptied');
      await wb.command('View: Close All Editors');
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.waitFor({ timeout: 3000 }).then(
        () => dialog.getByText("Don't Save", { exact: true }).click(),
        () => undefined,
      );
      await wb.openFile('empty.asl.json');
      await page.locator('.editor-actions a.action-label[aria-label^="Open Graph"]').first().click();
      const empty = wb.webview().locator('.empty:not(.hidden)');
      await empty.filter({ hasText: /States/ }).waitFor();
      await wb.snap('empty');
      await setTheme('light');
      await wb.snap('empty-light');
    });

    await step('a setting of its root switches the problems off', async () => {
      await wb.focusEditor();
      await wb.openFile('first.asl.json');
      const squiggles = wb.editor('first.asl.json').locator('.squiggly-error');
      await squiggles.first().waitFor();
      const settings = path.join(wb.workspace, 'one', '.vscode', 'settings.json');
      fs.mkdirSync(path.dirname(settings));
      fs.writeFileSync(settings, JSON.stringify({ 'stepwise.diagnostics.enabled': false }));
      await squiggles.first().waitFor({ state: 'detached' });
    });

    await step('the output channel has trace levels', async () => {
      await wb.command('Stepwise: Show Output');
      await page.locator('.part.panel .output-view-container, .part.panel [id*="output"]').first().waitFor();
      await wb.command('Developer: Set Log Level...');
      await wb.quickInput.fill('Stepwise');
      await wb.pick('Stepwise');
      await wb.quickInput.fill('Trace');
      await wb.pick('Trace');
      await wb.focusEditor();
      await wb.goTo(3);
      await page
        .locator('.part.panel .view-line', { hasText: /textDocument\// })
        .first()
        .waitFor();
      await wb.snap('trace');
    });
  },
};
