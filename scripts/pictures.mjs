// Takes the README's pictures (docs/pictures) from examples/donut-order in the workbench, with the packaged extension.
//   npm run pictures        (needs `npm run package`, `npm run e2e:setup` and chromium; the pictures are committed)
import fs from 'node:fs';
import path from 'node:path';
import { donutOrder, root, vsixPath } from '../test/e2e/lib/paths.mjs';
import { runScenarios } from '../test/e2e/lib/scenario.mjs';

const out = path.join(root, 'docs', 'pictures');
const file = 'donut-order.asl.json';
fs.mkdirSync(out, { recursive: true });

const scenario = {
  id: 'picture',
  name: 'Pictures',
  workspace: donutOrder,
  window: { width: 1440, height: 860 },
  settings: {
    'editor.minimap.enabled': false,
    'window.commandCenter': false,
    'breadcrumbs.enabled': false,
    'window.title': '${rootName}',
  },
  async run({ wb, page, step }) {
    const take = (name, clip) => page.screenshot({ path: path.join(out, `${name}.png`), ...(clip && { clip }) });
    const rest = async () => {
      await page.mouse.move(24, 600);
      await page.waitForTimeout(800);
    };

    await step('problems', async () => {
      await wb.openFile(file);
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.replace(file, 'CheckDonutPayment"', 'CheckDonutPaymant"');
      await (await wb.problems()).filter({ hasText: '"CheckDonutPaymant"' }).first().waitFor();
      await wb.focusEditor();
      const { line, column } = wb.place(file, '"CheckDonutPayment"');
      await wb.goTo(line, column + 3);
      await wb.codeActionRow('Change to "CheckDonutPayment"');
      await rest();
      await take('problems');
      await wb.key('Escape');
      await wb.revert();
      await wb.closePanel();
    });

    await step('completion', async () => {
      await wb.cursorAt(file, '"CheckDonutPayment": {');
      await wb.keys('End', 'Enter');
      await wb.type('"');
      await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
      await wb.key('ArrowDown');
      if (!(await page.locator('.suggest-details-container:visible').count())) {
        await wb.key('Control+Space');
      }
      await rest();
      await take('completion');
      await wb.key('Escape');
      await wb.revert();
    });

    await step('debugging', async () => {
      await wb.command('View: Toggle Primary Side Bar Visibility');
      await wb.openGraph();
      await wb.command('View: Focus First Editor Group');
      await wb.breakpoint(wb.place(file, '"CheckDonutPayment": {').line);
      await wb.debugWith('25 Glazed');
      await wb.stoppedAt(wb.place(file, '"CheckDonutPayment": {').line);
      await wb.variables('Input', 'DynamoDB');
      await wb.webview().getByLabel('Fit the whole graph (F)').click();
      await rest();
      await take('debugging');
    });

    await step('time', async () => {
      await wb.command('View: Focus First Editor Group');
      await wb.key('F10');
      await wb.webview().locator('g.node.focus[data-id="OrderPlaced"]').waitFor();
      await page.locator('.debug-toolbar .codicon-debug-step-back').click();
      await wb.webview().locator('g.node.focus[data-id="CheckDonutPayment"]').waitFor();
      await wb.webview().getByLabel('Fit the whole graph (F)').click();
      await rest();
      await take('time');
    });

    await step('graph', async () => {
      await wb.command('View: Focus First Editor Group');
      await wb.key('F5');
      await wb.sessionEnded();
      await wb.clearBreakpoint(wb.place(file, '"CheckDonutPayment": {').line);
      await wb.debugWith('500 Chocolate');
      await wb.webview().locator('.run[data-status="SUCCEEDED"]').waitFor();
      await wb.webview().locator('g.node[class*="status-"][data-id="NotEnoughInventory"]').waitFor();
      await wb.closePanel();
      await wb.command('View: Toggle Primary Side Bar Visibility');
      await wb.webview().getByLabel('Fit the whole graph (F)').click();
      await rest();
      const frame = await page.locator('iframe.webview.ready').last().boundingBox();
      await take('graph', { x: frame.x, y: frame.y, width: frame.width, height: Math.min(frame.height, 420) });
    });

    await step('mocks', async () => {
      await wb.command('View: Focus First Editor Group');
      await wb.openFile('MockConfigFile.json');
      await rest();
      await take('mocks');
    });

    await step('replay', async () => {
      await wb.openFile(file);
      await wb.command('Stepwise: Replay Execution History…');
      await wb.chooseFile('Execution history', path.join(wb.workspace, 'histories', 'chocolate.json'));
      await wb.webview().locator('g.node.focus[data-id="GetItem"]').waitFor();
      await wb.key('F10');
      await wb.webview().locator('g.node.focus[data-id="CheckDonutPayment"]').waitFor();
      await wb.key('F10');
      await wb.webview().locator('g.node.focus[data-id="NotEnoughInventory"]').waitFor();
      await wb.webview().getByLabel('Fit the whole graph (F)').click();
      await rest();
      await take('replay');
    });
  },
};

const results = await runScenarios([scenario], { vsix: vsixPath(), out: path.join(root, 'e2e-out') });
process.exit(results.every(({ state }) => state === 'passed') ? 0 : 1);
