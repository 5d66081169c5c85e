// Page object over the window of VS Code: keyboard, commands, quick inputs, notifications, screenshots. Selectors checked against VS Code 1.139.
import fs from 'node:fs';
import path from 'node:path';

export class Window {
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
    await this.page.waitForTimeout(200); // what fades in or out
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

  /** Answers a file dialog: while it is still reading the folder it puts its own path over what is written, and does not take Enter. */
  async chooseFile(title, file) {
    const dialog = this.page.locator('.quick-input-widget:visible', { hasText: title });
    await dialog.waitFor();
    await this.quickRow('..').waitFor();
    for (let attempt = 1; attempt <= 5 && (await dialog.isVisible()); attempt++) {
      await this.quickInput.fill(file);
      await this.page.waitForTimeout(300);
      if ((await this.quickInput.inputValue()) === file) {
        await this.key('Enter');
        await dialog.waitFor({ state: 'hidden', timeout: 4000 }).catch(() => undefined);
      }
    }
    await dialog.waitFor({ state: 'hidden', timeout: 1000 });
  }

  /** Waits for a notification; those that do not press stay in the centre. Clears them. */
  async notice(text) {
    await this.command('Notifications: Show Notifications');
    await this.notifications().filter({ hasText: text }).first().waitFor();
    await this.command('Notifications: Clear All Notifications');
  }

  /** The texts of the notifications that are shown. */
  notifications() {
    return this.page.locator(
      '.notification-toast .notification-list-item-message, .notifications-center .notification-list-item-message',
    );
  }
}
