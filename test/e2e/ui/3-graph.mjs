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

    await step('it fits its panel, however wide that is, until it is moved by hand', async () => {
      const scale = () => wb.webview().locator('.toolbar .scale').innerText();
      const isWhole = async () => {
        const stage = await wb.webview().locator('svg.stage').boundingBox();
        const boxes = await Promise.all(['GetItem', states.at(-1)].map((state) => wb.node(state).boundingBox()));
        return boxes.every(
          (box) =>
            box && box.x >= stage.x && box.x + box.width <= stage.x + stage.width && box.y + box.height <= stage.y + stage.height,
        );
      };
      const resize = async (width, height) => {
        const before = await wb.webview().locator('svg.stage').boundingBox();
        await page.setViewportSize({ width, height });
        await page.waitForFunction(() => true);
        for (let n = 0; n < 100 && (await wb.webview().locator('svg.stage').boundingBox()).width === before.width; n++) {
          await page.waitForTimeout(50);
        }
        await page.waitForTimeout(300);
      };
      await wb.webview().locator('.toolbar button[aria-label^="Fit"]').click();
      const wide = await scale();
      await resize(1100, 700);
      assert.ok(await isWhole(), 'a part of the graph is out of sight');
      await wb.snap('narrow');
      await resize(1600, 950);
      assert.equal(await scale(), wide);
      await wb.webview().locator('.toolbar button[aria-label^="Zoom in"]').click();
      const chosen = await scale();
      await resize(1100, 700);
      assert.equal(await scale(), chosen);
      await resize(1600, 950);
      await wb.webview().locator('.toolbar button[aria-label^="Fit"]').click();
    });

    await step('the keyboard goes from state to state, and into the text', async () => {
      await wb.node(states[0]).focus();
      const focused = wb.webview().locator('g.node.state:focus');
      const before = await focused.getAttribute('data-id');
      await wb.key('ArrowDown');
      await page.waitForTimeout(200);
      const next = await focused.getAttribute('data-id');
      assert.notEqual(next, before);
      assert.equal(await wb.webview().locator('g.node[tabindex="0"]').count(), 1);
      assert.match(await focused.getAttribute('aria-label'), new RegExp(`^${next}, `));
      await wb.snap('focus');
      await wb.key('F9');
      await wb.webview().locator(`g.node.has-breakpoint[data-id="${next}"][aria-label$="breakpoint"]`).waitFor();
      await wb.key('F9');
      await wb.webview().locator('g.node.has-breakpoint').waitFor({ state: 'detached' });
      await wb.key('Enter');
      await page
        .locator('.statusbar-item', { hasText: `Ln ${wb.place(file, `"${next}": {`).line},` })
        .first()
        .waitFor();
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
