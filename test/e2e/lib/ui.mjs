// Page object over the workbench: what a user does with keyboard and mouse. Selectors checked against VS Code 1.139.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

export class Workbench {
  /** `workspace` is the opened folder on disk, `out` the folder of the screenshots. */
  constructor(page, { workspace, out, prefix = '' }) {
    this.page = page;
    this.workspace = workspace;
    this.out = out;
    this.prefix = prefix;
    fs.mkdirSync(out, { recursive: true });
  }

  async open(url) {
    await this.page.goto(url);
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    // `driver` is there because of --vscode-option enable-smoke-test-driver
    await this.page.waitForFunction(() => globalThis.driver?.whenWorkbenchRestored?.().then(() => true));
  }

  /** A screenshot, numbered in the order of taking. */
  async snap(name) {
    this.shots = (this.shots ?? 0) + 1;
    await this.page.mouse.move(24, 600); // nothing there that would show a hover
    await this.page.waitForTimeout(400); // animations of the workbench
    await this.page.screenshot({ path: path.join(this.out, `${this.prefix}${String(this.shots).padStart(2, '0')}-${name}.png`) });
  }

  key(key) {
    return this.page.keyboard.press(key);
  }

  async keys(...keys) {
    for (const key of keys) {
      await this.key(key);
    }
  }

  type(text) {
    return this.page.keyboard.type(text, { delay: 15 });
  }

  /** Puts a text in at the cursor as it is: typed, brackets and indentation would be added to it. */
  async paste(text) {
    await this.page.evaluate((copied) => globalThis.navigator.clipboard.writeText(copied), text);
    await this.key('Control+V');
  }

  /** The input of the command palette, of Quick Open and of every pick. */
  get quickInput() {
    return this.page.locator('.quick-input-widget:visible input').first();
  }

  /** Presses keys that open a quick input, and waits until it takes what is typed: it is shown before it has the focus. */
  async openQuickInput(keys) {
    await this.key(keys);
    await this.page.locator('.quick-input-widget:visible input:focus').waitFor();
  }

  async closeQuickInput() {
    await this.key('Escape');
    await this.page.locator('.quick-input-widget').first().waitFor({ state: 'hidden' });
  }

  /** An input box with this title: the pick before it may still be shown for a moment. */
  async inputBox(title) {
    await this.page.locator('.quick-input-widget:visible .quick-input-title', { hasText: title }).waitFor();
    await this.page.locator('.quick-input-widget:visible input:focus').waitFor();
  }

  quickRow(text) {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  }

  /** Opens a quick input, writes into it and chooses a row; again where a view that was just opening took the focus and closed it. */
  async choose(keys, text, row) {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.key(keys);
        await this.page.locator('.quick-input-widget:visible input:focus').waitFor({ timeout: 10_000 });
        await this.quickInput.fill(text, { timeout: 5_000 });
        await row.click({ timeout: 10_000 });
        return;
      } catch (error) {
        if (attempt === 3) {
          throw error;
        }
        await this.closeQuickInput();
      }
    }
  }

  /** Runs a command by its title through the command palette. */
  async command(title) {
    // The row with exactly this title: others may be similar, or stand before it.
    const row = this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.getByText(title, { exact: true }) })
      .first();
    await this.choose('F1', '>' + title, row);
  }

  /** Chooses a row of the pick that is open. */
  async pick(text) {
    await this.quickRow(text).waitFor();
    await this.quickRow(text).click();
  }

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
  editorFocused() {
    return this.page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
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

  /** Gives the focus to the editor of the text: a graph stands beside it, not before it. */
  async focusEditor() {
    await this.command('View: Focus First Editor Group');
    await this.editorFocused();
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

  /** Chooses a code action at the cursor; `shot` names a screenshot of the list. */
  async codeAction(title, shot) {
    const row = this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    // The editor drops the question when problems come in at that moment, as they do right behind an edit.
    for (let attempt = 1; attempt <= 5 && !(await row.isVisible()); attempt++) {
      await this.key('Control+.');
      await row.waitFor({ timeout: 4000 }).catch(() => (attempt < 5 ? this.key('Escape') : undefined));
    }
    await row.waitFor({ timeout: 1000 });
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

  /** Waits for a notification; those that do not press stay in the centre. Clears them. */
  async notice(text) {
    await this.command('Notifications: Show Notifications');
    await this.notifications().filter({ hasText: text }).first().waitFor();
    await this.command('Notifications: Clear All Notifications');
  }

  /** Asks for completions and returns the rows of the list. */
  async suggest() {
    await this.key('Control+Space');
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor();
    return rows;
  }

  /** The labels of the completion list that is open (those in view). */
  async suggestions() {
    const rows = await this.suggest();
    return rows.locator('.label-name').allInnerTexts();
  }

  /** Shows the hover at the cursor and returns its text. */
  async hover() {
    await this.keys('Control+K', 'Control+I');
    const content = this.page
      .locator('.monaco-hover:visible .monaco-hover-content')
      .filter({ hasText: /\S/, hasNotText: 'Loading...' })
      .first();
    await content.waitFor();
    await this.page.waitForTimeout(300);
    return content.innerText();
  }

  async breakpoint(line) {
    await this.goTo(line);
    await this.key('F9');
    await this.page.locator('.codicon-debug-breakpoint').first().waitFor();
  }

  /** Takes the breakpoint of a line away, where there is one. */
  async clearBreakpoint(line) {
    await this.goTo(line);
    if (await this.page.locator('.codicon-debug-breakpoint').first().isVisible()) {
      await this.key('F9');
      await this.page.locator('.glyph-margin-widgets .codicon-debug-breakpoint').first().waitFor({ state: 'detached' });
    }
  }

  /** Waits until the debugger stands at a line (from 1) of the editor. */
  async stoppedAt(line) {
    await this.page.locator('.debug-toolbar').waitFor();
    await this.page.locator('.debug-top-stack-frame-line').first().waitFor();
    await this.page
      .locator('.statusbar-item', { hasText: `Ln ${line},` })
      .first()
      .waitFor();
  }

  callStack() {
    return this.page.locator('.debug-call-stack .monaco-list-row');
  }

  /** name → value of what the Variables view shows; expands the scopes and then the variables named. */
  async variables(...expand) {
    const rows = this.page.locator('.debug-variables .monaco-list-row');
    await rows.first().waitFor();
    for (const name of expand) {
      const row = rows.filter({ hasText: new RegExp(`^\\s*${name}\\b`) }).first();
      await row.waitFor();
      if ((await row.getAttribute('aria-expanded')) === 'false') {
        await row.locator('.monaco-tl-twistie').click();
        await this.page.waitForTimeout(300);
      }
    }
    const texts = await rows.allInnerTexts();
    return Object.fromEntries(
      texts
        .filter((text) => /[=:]\s/.test(text))
        .map((text) => {
          const [, name, value] = /^\s*([^=:]+?)\s*[=:]\s*([\s\S]*)$/.exec(text);
          return [name, value.trim()];
        }),
    );
  }

  /** Waits until no debug session runs. */
  async sessionEnded() {
    await this.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  }

  /** The whole text of the debug console, once it matches `awaited`; a list shows only what is in view, so it is scrolled through. */
  async debugConsole(awaited = /./) {
    const tree = this.page.locator('.repl .repl-tree');
    if (!(await tree.isVisible())) {
      await this.key('Control+Shift+Y');
      await tree.waitFor();
    }
    const rows = tree.locator('.monaco-list-row');
    for (let attempt = 0; ; attempt++) {
      const lines = new Map();
      await tree.hover();
      // One turn of the wheel moves the list by some rows only, however far it turns.
      for (let turn = 0; turn < 100 && (await tree.locator('.monaco-list-row[data-index="0"]').count()) === 0; turn++) {
        await this.page.mouse.wheel(0, -500);
        await this.page.waitForTimeout(50);
      }
      for (let idle = 0; idle < 4; await this.page.mouse.wheel(0, 100)) {
        await this.page.waitForTimeout(50);
        const known = lines.size;
        for (const [index, text] of await rows.evaluateAll((all) => all.map((row) => [row.dataset.index, row.innerText]))) {
          lines.set(Number(index), text);
        }
        idle = lines.size > known ? 0 : idle + 1;
      }
      const text = [...lines]
        .sort(([a], [b]) => a - b)
        .map(([, line]) => line)
        .join('\n');
      if (awaited.test(text)) {
        return text;
      }
      assert.ok(attempt < 20, `the debug console does not show ${awaited}:\n${text}`);
      await this.page.waitForTimeout(500);
    }
  }

  /** The document that an extension put into its webview: two iframes deep. */
  webview() {
    return this.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  }

  /** A state in the graph, by its StateId. */
  node(state) {
    return this.webview().locator(`g.node[data-id="${state}"]`);
  }

  /** Opens the graph of the active editor by the button in its title and waits for the picture. */
  async openGraph() {
    await this.page.locator('.editor-actions a.action-label[aria-label^="Open Graph"]').first().click();
    await this.webview().locator('svg.stage g.node.state').first().waitFor();
  }

  async closeEditor() {
    await this.command('View: Close Editor');
  }

  /** Presses F5, chooses an input of the list that comes. */
  async debugWith(input, key = 'F5') {
    await this.key(key);
    await this.page.locator('.quick-input-widget:visible .quick-input-title', { hasText: 'Input of' }).waitFor();
    await this.pick(input);
  }

  /** The texts of the notifications that are shown. */
  notifications() {
    return this.page.locator(
      '.notification-toast .notification-list-item-message, .notifications-center .notification-list-item-message',
    );
  }
}
