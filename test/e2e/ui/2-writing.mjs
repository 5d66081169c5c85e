import assert from 'node:assert/strict';
import { donutOrder } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';

/** Point 2: completion of states and fields with their documentation, hover, definition, outline. */
export const scenario = {
  id: 'writing',
  name: 'Writing',
  workspace: donutOrder,
  async run({ wb, page, step, setTheme }) {
    let before;
    await step('state names complete in Next', async () => {
      await wb.openFile(file);
      before = wb.text(file);
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.replace(file, 'CheckDonutPayment', '');
      const labels = await wb.suggestions();
      assert.ok(labels.includes('CheckDonutPayment'), labels.join());
      assert.ok(
        labels.every((label) => !['Type', 'Resource', 'true'].includes(label)),
        labels.join(),
      );
      await wb.snap('next');
      await wb.type('Check');
      await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'CheckDonutPayment' }).waitFor();
      await wb.key('Enter');
      await page.locator('.suggest-widget.visible').waitFor({ state: 'detached' });
      await wb.save();
      assert.equal(wb.text(file), before);
    });

    await step('state names complete in StartAt', async () => {
      const start = JSON.parse(wb.text(file)).StartAt;
      await wb.cursorAt(file, `"${start}"`, { shift: 1 });
      const labels = await wb.suggestions();
      assert.ok(labels.includes(start), labels.join());
      await wb.snap('start-at');
      await wb.key('Escape');
    });

    await step('field names complete by the type of the state, with their documentation', async () => {
      await wb.cursorAt(file, '"CheckDonutPayment": {');
      await wb.key('End');
      await wb.key('Enter');
      await wb.type('"');
      const rows = page.locator('.suggest-widget.visible .monaco-list-row');
      await rows.first().waitFor();
      const labels = await rows.locator('.label-name').allInnerTexts();
      assert.ok(labels.length > 5, labels.join());
      await wb.type('Heart');
      await rows.filter({ hasText: 'HeartbeatSeconds' }).first().waitFor();
      const details = page.locator('.suggest-details-container:visible .suggest-details');
      if ((await details.count()) === 0) {
        await wb.key('Control+Space'); // shows the documentation beside the list
      }
      await details.first().waitFor();
      assert.ok((await details.first().innerText()).length > 20);
      await wb.snap('field-names');
      await wb.key('Escape');
      await wb.revert();
    });

    await step('hover explains a field', async () => {
      await wb.cursorAt(file, '"ResultPath"', { shift: 3 });
      const text = await wb.hover();
      assert.match(text, /ResultPath/);
      assert.ok(text.length > 40, text);
      await wb.snap('hover-dark');
      await wb.key('Escape');
    });

    await step('go to definition jumps from a Next to its state', async () => {
      await wb.cursorAt(file, '"Next": "CheckDonutPayment"', { shift: 12 });
      await wb.key('F12');
      const { line } = wb.place(file, '"CheckDonutPayment": {');
      await page
        .locator('.statusbar-item', { hasText: `Ln ${line},` })
        .first()
        .waitFor();
      await wb.snap('definition');
    });

    await step('the outline shows the states', async () => {
      await wb.command('Explorer: Focus on Outline View');
      const rows = page.locator('.outline-tree .monaco-list-row');
      await rows.first().waitFor();
      const names = (await rows.allInnerTexts()).join('\n');
      for (const name of Object.keys(JSON.parse(wb.text(file)).States)) {
        assert.ok(names.includes(name), `${name} is not in:\n${names}`);
      }
      await wb.snap('outline');
      await setTheme('light');
      await wb.snap('outline-light');
    });
  },
};
