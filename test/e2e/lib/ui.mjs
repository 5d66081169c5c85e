// Small page object over the workbench. Selectors checked against VS Code 1.139.
import path from 'node:path';
import fs from 'node:fs';

export class Workbench {
  constructor(page, outDir) {
    this.page = page;
    this.out = outDir;
    fs.mkdirSync(outDir, { recursive: true });
  }

  async open(url) {
    await this.page.goto(url);
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    // `driver` exists because of --vscode-option enable-smoke-test-driver
    await this.page.waitForFunction(() => globalThis.driver?.whenWorkbenchRestored?.().then(() => true));
  }
  snap(name) {
    return this.page.screenshot({ path: path.join(this.out, `${name}.png`) });
  }
  key(k) {
    return this.page.keyboard.press(k);
  }

  /** Runs a command by its title through the command palette. */
  async command(title) {
    await this.key('F1');
    const input = this.page.locator('.quick-input-widget:visible input').first();
    await input.waitFor();
    await input.fill('>' + title);
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    await row.waitFor();
    await this.key('Enter');
  }
  /** Opens a workspace file through Quick Open, with the cursor on `line` if given. */
  async openFile(name, line) {
    await this.key('Control+P');
    const input = this.page.locator('.quick-input-widget:visible input').first();
    await input.waitFor();
    await input.fill(name);
    await this.page
      .locator('.quick-input-list .monaco-list-row', { hasText: path.basename(name) })
      .first()
      .waitFor();
    await this.key('Enter');
    await this.page
      .locator(`.editor-instance [data-uri$="/${name}"] .view-line, .monaco-editor[data-uri$="/${name}"] .view-line`)
      .first()
      .waitFor();
    if (line) {
      await this.goTo(line);
    }
  }
  async goTo(line, column = 1) {
    await this.key('Control+G');
    const input = this.page.locator('.quick-input-widget:visible input').first();
    await input.fill(`:${line}:${column}`);
    await this.key('Enter');
    await this.page.locator('.quick-input-widget').first().waitFor({ state: 'hidden' });
  }
  async problems() {
    await this.key('Control+Shift+M');
    return this.page.locator('.markers-panel .monaco-list-row');
  }
  async suggest() {
    await this.key('Control+Space');
    return this.page.locator('.suggest-widget.visible .monaco-list-row');
  }
  async breakpoint(line) {
    await this.goTo(line);
    await this.key('F9');
    await this.page.locator('.codicon-debug-breakpoint').first().waitFor();
  }
  async debugUntilStopped() {
    await this.key('F5');
    await this.page.locator('.debug-toolbar').waitFor();
    await this.page.locator('.debug-top-stack-frame-line').first().waitFor();
  }
  /** name -> value of the expanded scopes; expands the first scope when VS Code has not. */
  async variables() {
    const rows = this.page.locator('.debug-variables .monaco-list-row');
    const scope = rows.first();
    await scope.waitFor();
    if ((await scope.getAttribute('aria-expanded')) === 'false') {
      await scope.locator('.monaco-tl-twistie').click();
    }
    await rows.nth(1).waitFor();
    return Object.fromEntries(
      (await rows.allInnerTexts())
        .filter((t) => /=\s/.test(t))
        .map((t) => t.split(/\s*=\s*/))
        .map(([k, v]) => [k, v]),
    );
  }
  async continueToEnd() {
    await this.key('F5');
    await this.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  }
  /** The document an extension put into its webview: two iframes deep. */
  webview() {
    return this.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  }
}
