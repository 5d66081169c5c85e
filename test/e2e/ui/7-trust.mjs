import assert from 'node:assert/strict';
import { donutOrder } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';

/** A workspace that is not trusted: its code is not run; what only reads works. */
export const scenario = {
  id: 'trust',
  name: 'Workspace that is not trusted',
  workspace: donutOrder,
  trust: false,
  async run({ wb, page, step }) {
    await step('the language features and the graph work', async () => {
      await wb.openFile(file);
      await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.replace(file, 'CheckDonutPayment"', 'CheckDonutPaymant"');
      await (await wb.problems()).filter({ hasText: 'Did you mean "CheckDonutPayment"?' }).first().waitFor();
      await wb.snap('problems');
      await wb.focusEditor();
      await wb.revert();
      await wb.closePanel();
      await wb.openGraph();
      await wb.snap('graph');
      await wb.command('View: Focus First Editor Group');
    });

    await step('F5 runs no function, and says why', async () => {
      await wb.goTo(1);
      await wb.key('F5');
      const refusal = page.locator('.notification-list-item-message, .dialog-message-text, .monaco-dialog-box', {
        hasText: /not trusted|trust/i,
      });
      await refusal.first().waitFor();
      await wb.snap('refused');
      assert.equal(await page.locator('.debug-toolbar').isVisible(), false);
    });
  },
};
