import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { donutOrder } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';

/** A function that leaves a file behind, so that it is seen to have run. */
const witness = `import pathlib

def handler(event, context):
    (pathlib.Path(__file__).parents[2] / 'witness').write_text('ran')
    return {'total': 1}
`;

/** A workspace that is not trusted: its code is not run; what only reads works. */
export const scenario = {
  id: 'trust',
  name: 'Workspace that is not trusted',
  workspace: donutOrder,
  trust: false,
  files: { 'functions/python/check_donut_payment.py': witness },
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
      await wb.focusEditor();
    });

    for (const [how, act] of [
      ['F5', () => wb.key('F5')],
      ['the command Run', () => wb.command('Stepwise: Run State Machine')],
      ['the code lens Debug', () => page.locator('.codelens-decoration a', { hasText: 'Debug' }).first().click()],
    ]) {
      await step(`${how} asks for trust first, and without it runs no function`, async () => {
        await wb.focusEditor();
        await wb.goTo(1);
        await act();
        const dialog = page.locator('.monaco-dialog-box', { hasText: 'Do you trust the authors' });
        await dialog.waitFor();
        await wb.snap('asked');
        await dialog.getByText('Cancel', { exact: true }).click();
        await dialog.waitFor({ state: 'detached' });
        await page.waitForTimeout(1500);
        assert.equal(await page.locator('.quick-input-widget:visible').count(), 0, 'an input is asked for');
        assert.equal(await page.locator('.debug-toolbar').isVisible(), false, 'a session runs');
        assert.equal(fs.existsSync(path.join(wb.workspace, 'witness')), false, 'the function of the workspace has run');
      });
    }

    await step('once the folder is trusted, the function runs', async () => {
      await wb.focusEditor();
      await wb.key('F5');
      const dialog = page.locator('.monaco-dialog-box', { hasText: 'Do you trust the authors' });
      await dialog.getByText('Trust Folder & Continue', { exact: true }).click();
      await wb.pick('25 Glazed');
      await wb.webview().locator('.run[data-status="SUCCEEDED"]').waitFor();
      assert.equal(fs.existsSync(path.join(wb.workspace, 'witness')), true);
      await wb.snap('trusted');
    });
  },
};
