import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { donutOrder, root } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';

/** A history, as `run --history` and the AWS CLI write it: 500 Chocolate are more than the inventory has. */
function makeHistory(target) {
  const at = (name) => path.join(donutOrder, name);
  const args = ['run', at(file), '--input', `@${at('inputs/chocolate.json')}`, '--test-case', 'Chocolate', '--history', target];
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'dist', 'cli.js'), ...args], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

/** A recorded history is replayed, stepped through both ways, cut and gone on from; mocks are made of it. */
export const scenario = {
  id: 'replay',
  name: 'Replaying a history',
  workspace: donutOrder,
  window: { width: 1600, height: 1000 },
  async run({ wb, page, step }) {
    const lineOf = (state) => wb.place(file, `"${state}": {`).line;

    await step('a history is chosen, and stands at its first state', async () => {
      const history = path.join(wb.workspace, 'history.json');
      makeHistory(history);
      await wb.openFile(file);
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.openGraph();
      await wb.focusEditor();
      await wb.command('Stepwise: Replay Execution History…');
      await wb.chooseFile('Execution history', history);
      await wb.stoppedAt(lineOf('GetItem'));
      await wb.snap('entry');
    });

    await step('forwards to its end and back: nothing is run', async () => {
      await wb.key('F10');
      await wb.stoppedAt(lineOf('CheckDonutPayment'));
      await wb.key('F10');
      await wb.stoppedAt(lineOf('NotEnoughInventory'));
      await wb.webview().locator('g.node.status-caught[data-id="CheckDonutPayment"]').waitFor();
      await wb.snap('caught');
      await wb.key('F5');
      await wb.debugConsole(/The recorded history ends here/);
      await wb.snap('end');
      await page.locator('.debug-toolbar .codicon-debug-step-back').click();
      await wb.stoppedAt(lineOf('NotEnoughInventory'));
      await page.locator('.debug-toolbar .codicon-debug-step-back').click();
      await wb.stoppedAt(lineOf('CheckDonutPayment'));
      await wb.webview().locator('g.node.focus[data-id="CheckDonutPayment"]').waitFor();
    });

    await step('the timeline shows what is recorded, also what lies ahead', async () => {
      const slider = wb.webview().getByRole('slider', { name: 'Point in the execution' });
      await slider.focus();
      await wb.key('Home');
      await wb.webview().locator('g.node.focus[data-id="GetItem"]').waitFor();
      assert.match(await slider.getAttribute('aria-valuetext'), /^Event 2 of 1\d, GetItem/);
      await wb.keepsFocus(slider);
      await wb.snap('timeline');
      await wb.key('ArrowRight');
      await wb.key('ArrowRight');
      await wb.webview().locator('g.node.focus[data-id="CheckDonutPayment"]').waitFor();
      await wb.focusEditor();
    });

    await step('mocks and a sample input are made of it', async () => {
      await wb.command('Stepwise: Make Mocks and a Sample Input of This Execution…');
      await wb.inputBox('Mocks and a Sample Input');
      await wb.key('Enter');
      await wb.pick('Replace texts and numbers');
      await wb.editor('Recorded.json').locator('.view-line', { hasText: 'text-' }).first().waitFor();
      await wb.snap('kept');
      await wb.command('File: Revert File');
      await wb.openFile('MockConfigFile.json');
      await wb.command('File: Revert File');
      await wb.openFile(file);
    });

    await step('it is cut, and goes on with its Tasks as they were', async () => {
      await wb.key('Control+Shift+Y');
      await page.locator('.repl .repl-input-wrapper').click();
      await wb.type('.cut');
      await wb.key('Escape');
      await wb.key('Enter');
      await wb.debugConsole(/Cut behind event/);
      await wb.key('F5');
      await wb.sessionEnded();
      assert.match(await wb.debugConsole(/SUCCEEDED/), /not enough inventory/);
      await wb.snap('ended');
    });

    await step('without the definition: a sketch of the events is drawn and replayed', async () => {
      await wb.openFile('history.json');
      await wb.command('Stepwise: Replay Execution History without Its Definition…');
      await page.locator('.debug-top-stack-frame-line').first().waitFor();
      const graph = wb.webview();
      await graph.locator('g.node.focus[data-id="GetItem"]').waitFor();
      await wb.stopped();
      await graph.locator('g.node[data-id="NotEnoughInventory"]').waitFor();
      assert.equal(await graph.locator('g.node[data-id="NotEnoughFunds"]').count(), 0);
      await wb.key('F10');
      await graph.locator('g.node.focus[data-id="CheckDonutPayment"]').waitFor();
      await wb.stopped();
      await wb.snap('sketch');
      await wb.notice('a sketch made of its events');
      await page.locator('.debug-toolbar .codicon-debug-step-back').click();
      await graph.locator('g.node.focus[data-id="GetItem"]').waitFor();
      await wb.stopped();
      await wb.key('Shift+F5');
      await wb.sessionEnded();
    });
  },
};
