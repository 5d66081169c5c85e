import assert from 'node:assert/strict';
import path from 'node:path';
import { root } from '../lib/paths.mjs';

const wait = 'inventory-wait.asl.json';

/** Scenario 6: a finding names the Wait, a refactoring makes a Retry of it; lenses and the hierarchy of transitions; formatting. */
export const scenario = {
  id: 'refactoring',
  name: 'Refactoring',
  workspace: path.join(root, 'examples', 'inventory-retry'),
  async run({ wb, page, step }) {
    let before;

    await step('each state says how many transitions lead to it', async () => {
      await wb.openFile(wait);
      before = wb.text(wait);
      await page.locator('.codelens-decoration', { hasText: '2 transitions lead here' }).first().waitFor();
      await wb.snap('lenses');
      await page.locator('.codelens-decoration a', { hasText: '2 transitions lead here' }).first().click();
      await page.locator('.peekview-widget').first().waitFor();
      await wb.snap('transitions');
      await wb.closePeek();
    });

    await step('the Wait is named, and made a Retry', async () => {
      const row = (await wb.problems()).filter({ hasText: 'the Retry of "Check inventory" does that' }).first();
      await row.waitFor();
      await wb.closePanel();
      await wb.focusEditor();
      await wb.cursorAt(wait, '"Wait 2 minutes": {', { shift: 3 });
      await wb.codeAction('Try "Check inventory" again by Retry instead of Wait', 'wait-actions');
      await wb.save();
      const { States: states } = JSON.parse(wb.text(wait));
      assert.deepEqual(states['Check inventory'].Retry, [
        { ErrorEquals: ['States.ALL'], IntervalSeconds: 120, MaxAttempts: 4, BackoffRate: 1 },
      ]);
      assert.equal(states['Wait 2 minutes'], undefined);
      await wb.snap('retry');
    });

    await step('undo brings the Wait back', async () => {
      await wb.key('Control+Z');
      await wb.save();
      assert.equal(wb.text(wait), before);
    });

    await step('a state is wrapped in a Parallel state', async () => {
      await wb.cursorAt(wait, '"Check inventory": {', { shift: 3 });
      await wb.codeAction('Wrap "Check inventory" in a Parallel state', 'state-actions');
      await page.locator('.view-line', { hasText: '"Check inventory in parallel": {' }).first().waitFor();
      await wb.snap('wrapped');
      await wb.revert();
    });

    await step('the hierarchy shows who leads to a state', async () => {
      await wb.cursorAt(wait, '"Check inventory": {', { shift: 3 });
      await wb.command('Calls: Show Call Hierarchy');
      await page.locator('.part.sidebar .monaco-list-row', { hasText: 'Wait 2 minutes' }).first().waitFor();
      await wb.snap('hierarchy');
      await wb.command('Explorer: Focus on Folders View');
    });

    await step('the document is laid out', async () => {
      await wb.focusEditor();
      await wb.replace(wait, '  "StartAt"', '      "StartAt"');
      await wb.command('Format Document');
      await page
        .locator('.view-line', { hasText: /^\s{2}"StartAt"/ })
        .first()
        .waitFor();
      await wb.snap('formatted');
      await wb.revert();
    });

    await step('a state is found by its name in all of the workspace', async () => {
      await wb.openQuickInput('Control+T');
      await wb.quickInput.fill('#Refuse');
      await wb.quickRow('Refuse order').waitFor();
      await page.waitForTimeout(500);
      assert.ok((await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Refuse order' }).count()) >= 2);
      await wb.snap('symbols');
      await wb.key('Escape');
    });
  },
};
