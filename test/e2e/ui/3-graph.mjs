import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { donutOrder } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';

/** Point 3: the graph beside the editor: drawn at once, follows typing, shows where the cursor is, reveals what is clicked. */
export const scenario = {
  id: 'graph',
  name: 'Graph',
  workspace: donutOrder,
  window: { width: 1600, height: 950 },
  async run({ wb, page, step, setTheme }) {
    const states = Object.keys(JSON.parse(fs.readFileSync(path.join(donutOrder, file), 'utf8')).States);

    await step('the title button draws every state beside the editor', async () => {
      await wb.openFile(file);
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.openGraph();
      for (const state of states) {
        await wb.node(state).waitFor();
      }
      await wb.snap('dark');
    });

    await step('light and high contrast', async () => {
      for (const theme of ['light', 'contrast', 'contrastLight', 'dark']) {
        await setTheme(theme);
        await wb.node(states[0]).waitFor();
        if (theme !== 'dark') {
          await wb.snap(theme);
        }
      }
    });

    await step('the state under the cursor is highlighted', async () => {
      await wb.focusEditor();
      await wb.cursorAt(file, '"CheckDonutPayment": {', { shift: 5 });
      await wb.webview().locator('g.node.selected[data-id="CheckDonutPayment"]').waitFor();
      await wb.snap('cursor');
    });

    await step('a click reveals the state in the editor', async () => {
      const last = states.at(-1);
      await wb.node(last).click();
      const { line } = wb.place(file, `"${last}": {`);
      await page
        .locator('.statusbar-item', { hasText: `Ln ${line},` })
        .first()
        .waitFor();
      await wb.snap('click');
    });

    await step('it follows typing', async () => {
      await wb.focusEditor();
      await wb.replace(file, '"CheckDonutPayment"', '"TakePayment"', 2);
      await wb.node('TakePayment').waitFor();
      assert.equal(
        await wb
          .node('CheckDonutPayment')
          .filter({ hasNot: page.locator('.never') })
          .and(wb.webview().locator('.state:not(.missing)'))
          .count(),
        0,
      );
      await wb.snap('renamed');
    });

    await step('it follows typing while the text is broken', async () => {
      await wb.cursorAt(file, '"States": {');
      await wb.keys('End', 'Enter');
      await wb.type('"New": { "Type": "Pass", "Next": "');
      await wb.key('Escape');
      await wb.node('New').waitFor();
      await wb.node('TakePayment').waitFor();
      await wb.snap('broken');
    });

    await step('an edit taken back is taken back in the graph', async () => {
      await wb.focusEditor();
      await wb.revert();
      await wb.node('CheckDonutPayment').waitFor();
      await wb.node('New').waitFor({ state: 'detached' });
    });
  },
};
