import assert from 'node:assert/strict';
import { donutOrder } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';

/** The debugger backwards: a conditional breakpoint, over a Lambda Task and back, another quantity, another outcome; a phase of a state. */
export const scenario = {
  id: 'time',
  name: 'Debugging backwards',
  workspace: donutOrder,
  window: { width: 1600, height: 1000 },
  async run({ wb, page, step }) {
    const lineOf = (state) => wb.place(file, `"${state}": {`).line;

    await step('a condition on a breakpoint: it stops only where that is true', async () => {
      await wb.openFile(file);
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.openGraph();
      await wb.focusEditor();
      await wb.goTo(lineOf('CheckDonutPayment'));
      await wb.command('Debug: Add Conditional Breakpoint...');
      // The widget is shown before its input has the focus; what is typed until then lands in the definition.
      await page.locator('.breakpoint-widget .monaco-editor.focused').waitFor();
      await wb.type('$.Quantity > 10 && $.DonutName == "Glazed"');
      await wb.snap('condition');
      await wb.key('Enter');
      await page.locator('.codicon-debug-breakpoint-conditional').first().waitFor();
      await wb.debugWith('25 Glazed');
      await wb.stoppedAt(lineOf('CheckDonutPayment'));
      await wb.snap('stopped');
    });

    await step('into the data flow: the field that is about to be worked, values beside those that are', async () => {
      await wb.focusEditor();
      await wb.key('F11');
      const { line } = wb.place(file, '"Parameters"', 2);
      await wb.stoppedAt(line);
      await wb.callStack().filter({ hasText: 'Parameters' }).first().waitFor();
      await wb.key('F11');
      await wb.stoppedAt(wb.place(file, '"Resource"', 2).line);
      await wb.snap('phase');
    });

    await step('over the Lambda Task, and back before it', async () => {
      await wb.key('F10');
      await wb.stoppedAt(lineOf('OrderPlaced'));
      await wb.webview().locator('g.node.status-succeeded[data-id="CheckDonutPayment"]').waitFor();
      await wb.snap('over');
      await page.locator('.debug-toolbar .codicon-debug-step-back').click();
      await wb.stoppedAt(lineOf('CheckDonutPayment'));
      await wb.webview().locator('g.node.focus[data-id="CheckDonutPayment"]').waitFor();
      await wb.snap('back');
    });

    await step('another quantity: the history is cut, and the execution comes to another end', async () => {
      await wb.variables('Input');
      const row = page.locator('.debug-variables .monaco-list-row', { hasText: /^\s*Quantity/ }).first();
      await row.dblclick();
      await page.locator('.debug-variables .monaco-inputbox input:focus').waitFor();
      await page.keyboard.press('Control+A');
      await wb.type('500');
      await wb.key('Enter');
      await page
        .locator('.debug-variables .monaco-list-row', { hasText: /Quantity\s*[=:]\s*500/ })
        .first()
        .waitFor();
      await wb.snap('changed');
      await wb.key('F10');
      await wb.stoppedAt(lineOf('NotEnoughInventory'));
      await wb.webview().locator('g.node.status-caught[data-id="CheckDonutPayment"]').waitFor();
      await wb.snap('other-way');
    });

    await step('commands of the console, and to the end', async () => {
      await wb.key('Control+Shift+Y');
      await page.locator('.repl .repl-input-wrapper').click();
      await page.locator('.repl .repl-input-wrapper .monaco-editor.focused').waitFor();
      await wb.type('.history 4');
      await wb.keys('Escape', 'Enter');
      const told = await wb.debugConsole(/PassStateEntered NotEnoughInventory/);
      assert.match(told, /TaskStateExited CheckDonutPayment/);
      await wb.snap('console');
      await wb.key('F5');
      await wb.sessionEnded();
      assert.match(await wb.debugConsole(/SUCCEEDED/), /not enough inventory/);
      await wb.snap('ended');
    });
  },
};
