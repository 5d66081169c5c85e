// Page object over the text editor: files, the cursor, edits, problems, what the language server offers.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Window } from './window.mjs';

export class Editor extends Window {
  /** Opens a file of the workspace through Quick Open, with the cursor on `line` (from 1) if given. */
  async openFile(name, line) {
    // Not the first row by Enter: until the files are found there are rows of other things.
    const row = this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.label-name').getByText(path.basename(name), { exact: true }) })
      .first();
    await this.choose('Control+P', name, row);
    await this.editor(name).locator('.view-line').first().waitFor();
    if (line) {
      await this.goTo(line);
    }
  }

  editor(name) {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"]`).first();
  }

  async goTo(line, column = 1) {
    await this.openQuickInput('Control+G');
    await this.quickInput.fill(`:${line}:${column}`);
    await this.key('Enter');
    await this.page.locator('.quick-input-widget').first().waitFor({ state: 'hidden' });
    await this.editorFocused();
  }

  /** Waits until what is typed lands in an editor. */
  editorFocused(options) {
    return this.page.locator('.editor-instance .monaco-editor.focused').first().waitFor(options);
  }

  /** Gives the focus to the editor of the text: a graph stands beside it, not before it. */
  async focusEditor() {
    // Right after a move along the timeline the graph takes the focus back.
    let isTaken = false;
    for (let attempt = 1; attempt <= 5 && !isTaken; attempt++) {
      await this.command('View: Focus First Editor Group');
      await this.page.waitForTimeout(100);
      isTaken = await this.editorFocused({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    }
    assert.ok(isTaken, 'the editor does not get the focus');
  }

  /** The text of a file of the workspace as it is on disk. */
  text(name) {
    return fs.readFileSync(path.join(this.workspace, name), 'utf8');
  }

  /** Line and column (from 1) of an occurrence of `needle` in the saved file; `occurrence` counts from 1. */
  place(name, needle, occurrence = 1) {
    const text = this.text(name);
    let offset = -1;
    for (let n = 0; n < occurrence; n++) {
      offset = text.indexOf(needle, offset + 1);
      assert.ok(offset >= 0, `${name} does not hold ${JSON.stringify(needle)} ${occurrence} time(s)`);
    }
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: before.at(-1).length + 1 };
  }

  /** Puts the cursor at an occurrence of `needle` in the saved file, `shift` characters to the right of its start. */
  async cursorAt(name, needle, { shift = 0, occurrence = 1 } = {}) {
    const { line, column } = this.place(name, needle, occurrence);
    await this.goTo(line, column + shift);
  }

  /** Replaces an occurrence of `needle` (one line) by typing over it; nothing is saved. */
  async replace(name, needle, text, occurrence = 1) {
    await this.cursorAt(name, needle, { occurrence });
    for (let n = 0; n < needle.length; n++) {
      await this.key('Shift+ArrowRight');
    }
    await this.key('Delete'); // typing a quote over a selection would put it in quotes
    await this.type(text);
    await this.key('Escape'); // closes a list of suggestions
  }

  /** Saves the active editor. */
  async save() {
    await this.dirtyTab().waitFor();
    await this.key('Control+S');
    await this.dirtyTab().waitFor({ state: 'detached' });
  }

  /** Discards the changes of the active editor. */
  async revert() {
    await this.dirtyTab().waitFor();
    await this.command('File: Revert File');
    await this.dirtyTab().waitFor({ state: 'detached' });
  }

  dirtyTab() {
    return this.page.locator('.tabs-container .tab.active.dirty').first();
  }

  async closeEditor() {
    await this.command('View: Close Editor');
  }

  /** Shows the Problems panel and returns its rows. */
  async problems() {
    const panel = this.page.locator('.markers-panel');
    if (!(await panel.isVisible())) {
      await this.key('Control+Shift+M');
      await panel.waitFor();
    }
    return panel.locator('.monaco-list-row');
  }

  async closePanel() {
    await this.command('View: Hide Panel');
    await this.page.locator('.part.panel').waitFor({ state: 'hidden' });
  }

  /** Closes a peek window; its editor has the focus, so the first Escape may only be for that. */
  async closePeek() {
    const peek = this.page.locator('.peekview-widget');
    await peek.waitFor();
    for (let attempt = 0; attempt < 3 && (await peek.count()) > 0; attempt++) {
      await this.key('Escape');
      await this.page.waitForTimeout(150);
    }
    await peek.waitFor({ state: 'detached' });
    await this.editorFocused();
  }

  /** Renames what is at the cursor. */
  async rename(name) {
    await this.key('F2');
    // The box may lose the focus again to the editor that has just got it back.
    const input = this.page.locator('.rename-box input');
    await input.waitFor();
    await input.fill(name);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Opens the list of code actions at the cursor and returns the row of one. */
  async codeActionRow(title) {
    const row = this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    // The editor drops the question when problems come in at that moment, as they do right behind an edit.
    for (let attempt = 1; attempt <= 5 && !(await row.isVisible()); attempt++) {
      await this.key('Control+.');
      await row.waitFor({ timeout: 4000 }).catch(() => (attempt < 5 ? this.key('Escape') : undefined));
    }
    await row.waitFor({ timeout: 1000 });
    return row;
  }

  /** Chooses a code action at the cursor; `shot` names a screenshot of the list. */
  async codeAction(title, shot) {
    const row = await this.codeActionRow(title);
    if (shot) {
      await this.snap(shot);
    }
    await row.click();
    await this.page.locator('.action-widget').first().waitFor({ state: 'hidden' });
  }

  /** Repairs all that has one repair, until `repaired` is there: the editor drops the command when problems come in at that moment. */
  async fixAll(repaired) {
    for (let attempt = 1; attempt <= 5 && !(await repaired.isVisible()); attempt++) {
      await this.command('Fix All');
      await repaired.waitFor({ timeout: 4000 }).catch(() => undefined);
    }
    await repaired.waitFor({ timeout: 1000 });
  }

  /** Asks for completions and returns the rows of the list; asks again where a change of the text that was still under way has closed it. */
  async suggest() {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    for (let attempt = 1; attempt <= 3 && !(await rows.first().isVisible()); attempt++) {
      await this.key('Control+Space');
      await rows
        .first()
        .waitFor({ timeout: 8000 })
        .catch(() => undefined);
    }
    await rows.first().waitFor({ timeout: 1000 });
    return rows;
  }

  /** The labels of the completion list that is open (those in view). */
  async suggestions() {
    const rows = await this.suggest();
    return rows.locator('.label-name').allInnerTexts();
  }

  /** Shows the hover at the cursor and returns its text. */
  async hover() {
    const content = this.page
      .locator('.monaco-hover:visible .monaco-hover-content')
      .filter({ hasText: /\S/, hasNotText: 'Loading...' })
      .first();
    // The editor drops the question when problems come in at that moment.
    for (let attempt = 1; attempt <= 3 && !(await content.isVisible()); attempt++) {
      await this.keys('Control+K', 'Control+I');
      await content.waitFor({ timeout: 8000 }).catch(() => undefined);
    }
    await content.waitFor({ timeout: 1000 });
    await this.page.waitForTimeout(300);
    return content.innerText();
  }
}
