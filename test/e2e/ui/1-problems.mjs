import assert from 'node:assert/strict';
import { donutOrder } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';

/** Point 1: highlighted, no problem; a misspelt target is told and repaired; a state that nothing leads to is told. */
export const scenario = {
  id: 'problems',
  name: 'Problems',
  workspace: donutOrder,
  async run({ wb, page, step, setTheme }) {
    let before;
    await step('the example opens highlighted and without a problem', async () => {
      await wb.openFile(file);
      before = wb.text(file);
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor(); // the server is at work
      const classes = await wb
        .editor(file)
        .locator('.view-line span span[class*="mtk"]')
        .evaluateAll((spans) => [...new Set(spans.map((span) => span.className.match(/mtk\d+/)?.[0]))]);
      assert.ok(classes.length >= 4, `only the colours ${classes.join()}`);
      await wb.problems();
      await page.getByText('No problems have been detected in the workspace.').waitFor();
      assert.equal(await page.locator('.squiggly-error, .squiggly-warning, .squiggly-info').count(), 0);
      await wb.snap('no-problem');
    });

    await step('a misspelt Next is told at that word, with the nearest state', async () => {
      const { line, column } = wb.place(file, '"CheckDonutPayment"');
      await wb.replace(file, 'CheckDonutPayment"', 'CheckDonutPaymant"');
      const row = (await wb.problems()).filter({ hasText: 'There is no state "CheckDonutPaymant" here.' }).first();
      await row.waitFor();
      const text = await row.innerText();
      assert.match(text, /Did you mean "CheckDonutPayment"\?/);
      assert.match(text, new RegExp(`\\[Ln ${line}, Col ${column}\\]`));
      await page.locator('.squiggly-error').first().waitFor();
      await wb.snap('misspelt-next');
    });

    await step('the quick fix repairs it', async () => {
      await wb.focusEditor();
      const { line, column } = wb.place(file, '"CheckDonutPayment"');
      await wb.goTo(line, column + 3);
      await wb.codeAction('Change to "CheckDonutPayment"', 'quick-fix');
      await page.getByText('No problems have been detected in the workspace.').waitFor();
      await wb.save();
      assert.equal(wb.text(file), before);
      await wb.snap('repaired');
    });

    await step('a state whose last transition is deleted is reported as unreachable', async () => {
      await wb.focusEditor();
      await wb.replace(file, '"Next": "CheckDonutPayment"', '"End": true');
      const row = (await wb.problems()).filter({ hasText: 'State "CheckDonutPayment" is not reachable' }).first();
      await row.waitFor();
      await wb.snap('unreachable-dark');
      await setTheme('light');
      await wb.snap('unreachable-light');
      await setTheme('contrast');
      await wb.snap('unreachable-contrast');
      await setTheme('dark');
    });

    await step('undo brings the workflow back', async () => {
      await wb.focusEditor();
      await wb.revert();
      await page.getByText('No problems have been detected in the workspace.').waitFor();
      assert.equal(wb.text(file), before);
    });
  },
};
