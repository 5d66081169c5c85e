import assert from 'node:assert/strict';
import { donutOrder } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';

/** The walkthrough: every button does what its step says, with a copy of the example. */
export const scenario = {
  id: 'walkthrough',
  name: 'The walkthrough',
  workspace: donutOrder,
  window: { width: 1600, height: 1000 },
  async run({ wb, page, step }) {
    /** Presses the button of a step; the page is opened anew, as other editors cover it. */
    const press = async (title, button) => {
      await wb.command('Welcome: Open Walkthrough...');
      await wb.pick('Debug a state machine, forwards and backwards');
      const row = page.locator('.getting-started-step', { hasText: title }).first();
      await row.waitFor();
      if (!(await row.getAttribute('class')).includes('expanded')) {
        await row.click();
      }
      await row.getByRole('button', { name: button }).click();
    };
    const stoppedIn = async (state) => {
      await wb.webview().locator(`g.node.focus[data-id="${state}"]`).waitFor();
      await wb.stopped();
    };

    await step('the example opens, a copy of it', async () => {
      await press('Open the example', 'Open the Example');
      await wb.editor(file).locator('.view-line').first().waitFor();
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.command('Welcome: Open Walkthrough...');
      await wb.pick('Debug a state machine, forwards and backwards');
      await page.locator('.getting-started-step', { hasText: 'Step back' }).first().waitFor();
      await wb.snap('page');
    });

    await step('its graph', async () => {
      await press('See its graph', 'Open Its Graph');
      await wb.webview().locator('g.node[data-id="CheckDonutPayment"]').waitFor();
    });

    await step('a breakpoint on the Lambda Task', async () => {
      await press('Set a breakpoint', 'Set a Breakpoint on the Lambda Task');
      await wb.webview().locator('g.node.has-breakpoint[data-id="CheckDonutPayment"]').waitFor();
    });

    await step('it is debugged, to the breakpoint, and a step back', async () => {
      await press('Start it', 'Debug with 25 Glazed Donuts');
      await stoppedIn('CheckDonutPayment');
      await wb.snap('debug');
      await press('Step back', 'Step Back');
      await stoppedIn('GetItem');
      await wb.key('F5');
      await stoppedIn('CheckDonutPayment');
      await wb.key('F5');
      await wb.sessionEnded();
      assert.match(await wb.debugConsole(/SUCCEEDED/), /37\.50? to pay/);
    });

    await step('the mocks, and a history that is replayed', async () => {
      await press('Answer Tasks with mocks', 'Open the Mocks');
      await wb.editor('MockConfigFile.json').locator('.view-line', { hasText: 'TestCases' }).first().waitFor();
      await press('Replay an execution of AWS', 'Replay a History');
      await stoppedIn('GetItem');
      await wb.snap('replay');
      await wb.key('Shift+F5');
      await wb.sessionEnded();
    });

    await step('an input that does not fit is told before anything starts', async () => {
      await wb.openFile(file);
      await wb.focusEditor();
      await wb.key('F5');
      await page.locator('.quick-input-widget:visible .quick-input-title', { hasText: 'Input of' }).waitFor();
      await wb.pick('Enter an input');
      await wb.inputBox('Input of the execution');
      await wb.quickInput.fill('{"Donut": "Glazed", "Quantity": 25}');
      await wb.key('Enter');
      await wb.pick('Glazed');
      const dialog = page.locator('.monaco-dialog-box', { hasText: 'This input does not fit the state machine.' });
      await dialog.locator('text=$.DonutName').first().waitFor();
      await wb.snap('input');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'hidden' });
      assert.equal(await page.locator('.debug-toolbar').isVisible(), false);
    });
  },
};
