import assert from 'node:assert/strict';
import { donutOrder } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';

/** The debugger backwards: a conditional breakpoint, over a Lambda Task and back, another quantity, another outcome; a phase of a state. */
export const scenario = {
  id: 'time',
  name: 'Debugging backwards',
  workspace: donutOrder,
  window: { width: 1600, height: 1000 },
  async run({ wb, page, step, setTheme }) {
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
      await wb.setVariable('Quantity', '25', '500');
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

    await step('the timeline: the keyboard and the pointer go to another point; nothing is run', async () => {
      const slider = wb.webview().getByRole('slider', { name: 'Point in the execution' });
      const told = () => slider.getAttribute('aria-valuetext');
      assert.match(await told(), /NotEnoughInventory, main, .* after the start/);
      await slider.focus();
      await wb.key('Home');
      await wb.webview().locator('g.node.focus[data-id="GetItem"]').waitFor();
      assert.match(await told(), /^Event 2 of \d+, GetItem, main/);
      await wb.callStack().filter({ hasText: 'GetItem' }).first().waitFor();
      await wb.snap('timeline-home');
      await wb.keepsFocus(slider);
      await wb.key('End');
      await wb.webview().locator('g.node.focus[data-id="NotEnoughInventory"]').waitFor();
      await wb.callStack().filter({ hasText: 'NotEnoughInventory' }).first().waitFor();
      // Dragged to the left end, where the names of the rows are.
      const box = await slider.boundingBox();
      const { width } = box;
      await page.mouse.move(box.x + width - 30, box.y + 8);
      await page.mouse.down();
      await page.mouse.move(box.x + width * 0.6, box.y + 8, { steps: 5 });
      await page.mouse.move(box.x + width * 0.29, box.y + 8, { steps: 5 });
      await page.mouse.up();
      await wb.webview().locator('g.node.focus[data-id="GetItem"]').waitFor();
      await wb
        .webview()
        .getByRole('button', { name: /show by time/ })
        .click();
      await wb.snap('timeline-time');
      await slider.focus();
      await wb.key('End');
      await wb.callStack().filter({ hasText: 'NotEnoughInventory' }).first().waitFor();
      await wb.keepsFocus(slider);
      await setTheme('light');
      await wb.snap('timeline-light');
      await setTheme('contrast');
      await wb.snap('timeline-contrast');
      await setTheme('dark');
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
      // What has happened stays to be looked at; there is nothing left to move.
      assert.equal(await wb.webview().getByRole('slider').getAttribute('aria-disabled'), 'true');
      await wb.snap('ended');
      await wb.webview().getByLabel('Clear the execution from the graph').click();
      await wb.webview().getByRole('slider').waitFor({ state: 'hidden' });
    });
  },
};
