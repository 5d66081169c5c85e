// Page object over the workbench with the extension: beside window and editor the debugger and the graph.
import assert from 'node:assert/strict';
import { Editor } from './editor.mjs';

export class Workbench extends Editor {
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

  /** Waits until the workbench knows that the debugger stands: keys like F5 mean something else before. */
  async stopped() {
    await this.page.locator('.debug-toolbar .codicon-debug-continue').waitFor();
  }

  /** Waits until the debugger stands at a line (from 1) of the editor. */
  async stoppedAt(line) {
    await this.stopped();
    await this.page.locator('.debug-top-stack-frame-line').first().waitFor();
    await this.page
      .locator('.statusbar-item', { hasText: `Ln ${line},` })
      .first()
      .waitFor();
  }

  /** Waits until a part of the webview has kept the focus for a second: when the debugger stops, the editor takes it for a moment. */
  async keepsFocus(part) {
    for (let held = 0, attempt = 0; held < 10; attempt++) {
      assert.ok(attempt < 150, 'the focus has gone elsewhere');
      held = (await part.evaluate((element) => element.ownerDocument.hasFocus() && element.matches(':focus'))) ? held + 1 : 0;
      await this.page.waitForTimeout(100);
    }
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
    // Children come in behind their parent: what is shown is read once it has come to rest.
    let texts = [];
    for (let before; texts.length === 0 || before !== texts.join('\n'); await this.page.waitForTimeout(150)) {
      before = texts.join('\n');
      texts = await rows.allInnerTexts();
    }
    return Object.fromEntries(
      texts
        .filter((text) => /[=:]\s/.test(text))
        .map((text) => {
          const [, name, value] = /^\s*([^=:]+?)\s*[=:]\s*([\s\S]*)$/.exec(text);
          return [name, value.trim()];
        }),
    );
  }

  /** Sets a variable that the Variables view shows. Scopes that are still filled move the rows: what is edited is known by its value. */
  async setVariable(name, value, changed) {
    const row = this.page.locator('.debug-variables .monaco-list-row', { hasText: new RegExp(`^\\s*${name}\\b`) }).first();
    const input = this.page.locator('.debug-variables .monaco-inputbox input:focus');
    for (let attempt = 0; ; attempt++) {
      await row.dblclick();
      await input.waitFor();
      if ((await input.inputValue()) === value) {
        break;
      }
      assert.ok(attempt < 10, `${name} cannot be edited`);
      await this.key('Escape');
    }
    await this.page.keyboard.press('Control+A');
    await this.type(changed);
    await this.key('Enter');
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

  /** Presses F5, chooses an input of the list that comes. */
  async debugWith(input, key = 'F5') {
    await this.key(key);
    await this.page.locator('.quick-input-widget:visible .quick-input-title', { hasText: 'Input of' }).waitFor();
    await this.pick(input);
  }
}
