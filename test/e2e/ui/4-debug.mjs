import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { donutOrder } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';
const outcomes = JSON.parse(fs.readFileSync(path.join(donutOrder, 'outcomes.json'), 'utf8'));

/** Point 4: breakpoint, F5 without a launch.json, a sample input, stack, variables, steps, graph, console; all outcomes; Python and Node. */
export const scenario = {
  id: 'debug',
  name: 'Debugging',
  workspace: donutOrder,
  window: { width: 1600, height: 1000 },
  files: {
    'asking/stepwise.config.json': '{}',
    'asking/asking.asl.json': JSON.stringify(
      {
        StartAt: 'Ask',
        States: {
          Ask: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: { 'MessageBody.$': '$' }, Next: 'Done' },
          Done: { Type: 'Succeed' },
        },
      },
      null,
      2,
    ),
  },
  async run({ wb, page, step, setTheme }) {
    const lineOf = (state) => wb.place(file, `"${state}": {`).line;

    /** Waits until the debug console says how the execution ended, and compares with what should come of a sample. */
    const ended = async ({ status, error, path: way }) => {
      await wb.sessionEnded();
      const text = await wb.debugConsole(new RegExp(status));
      assert.match(text, new RegExp(`\\b${status}\\b`));
      if (error) {
        assert.ok(text.includes(error), text);
      }
      for (const state of way) {
        assert.ok(text.includes(state), `${state} is not in:\n${text}`);
        await wb.webview().locator(`g.node[data-id="${state}"][class*="status-"]`).waitFor();
      }
      await wb.webview().locator(`.run[data-status="${status}"]`).waitFor();
      assert.equal(await wb.webview().locator('g.node[class*="status-"]').count(), way.length);
    };

    await step('a breakpoint on the line of a state, F5, a sample: the run stops there', async () => {
      await wb.openFile(file);
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.openGraph();
      await wb.focusEditor();
      await wb.breakpoint(lineOf('CheckDonutPayment'));
      await wb.webview().locator('g.node.has-breakpoint[data-id="CheckDonutPayment"]').waitFor();
      await wb.key('F5');
      await wb.quickRow('25 Glazed').waitFor();
      for (const { sample } of outcomes) {
        assert.ok(await wb.quickRow(sample).isVisible(), `${sample} is not offered`);
      }
      await wb.snap('samples');
      await wb.pick('25 Glazed');
      await wb.stoppedAt(lineOf('CheckDonutPayment'));
      await wb.snap('stopped');
    });

    await step('call stack and variables show where it stands and with what', async () => {
      await wb.callStack().filter({ hasText: 'CheckDonutPayment' }).first().waitFor();
      const shown = await wb.variables('Input');
      assert.equal(shown.DonutName, '"Glazed"');
      assert.equal(shown.Quantity, '25');
      const headings = (await page.locator('.debug-variables .monaco-list-row').allInnerTexts()).join('\n');
      for (const heading of ['Variables', 'Context object']) {
        assert.ok(headings.includes(heading), headings);
      }
    });

    await step('the graph shows where the run is and what has succeeded', async () => {
      await wb.webview().locator('g.node.status-succeeded[data-id="GetItem"]').waitFor();
      await wb.webview().locator('g.node.focus[data-id="CheckDonutPayment"]').waitFor();
      await setTheme('light');
      await wb.snap('stopped-light');
      await setTheme('contrast');
      await wb.snap('stopped-contrast');
      await setTheme('dark');
    });

    await step('step over runs the Python function and stops at the next state', async () => {
      await wb.focusEditor();
      await wb.key('F10');
      await wb.stoppedAt(lineOf('OrderPlaced'));
      await wb.webview().locator('g.node.status-succeeded[data-id="CheckDonutPayment"]').waitFor();
      await wb.snap('stepped-over');
    });

    await step('continue: the console prints the transitions and the end result', async () => {
      await wb.key('F5');
      await ended(outcomes.find(({ sample }) => sample === '25 Glazed'));
      await wb.snap('ended');
    });

    for (const functions of ['functions.json', 'functions.node.json']) {
      for (const outcome of outcomes) {
        const language = functions.includes('node') ? 'Node' : 'Python';
        await step(`${outcome.sample} with the function in ${language}: ${outcome.path.at(-1)}`, async () => {
          await wb.focusEditor();
          await wb.clearBreakpoint(lineOf('CheckDonutPayment'));
          const config = path.join(wb.workspace, 'stepwise.config.json');
          fs.writeFileSync(config, fs.readFileSync(config, 'utf8').replace(/functions(\.node)?\.json/, functions));
          await wb.debugWith(outcome.sample);
          await ended(outcome);
          await wb.snap(`${language}-${outcome.path.at(-1)}`);
        });
      }
    }

    await step('a Task that nothing performs asks for its result, which is written down as a mock', async () => {
      await wb.openFile('asking/asking.asl.json');
      await wb.key('F5');
      await wb.inputBox('Input of asking');
      await wb.pick('Enter an input');
      await wb.inputBox('Input of the execution');
      await wb.key('Enter');
      await wb.inputBox('Nothing performs Ask');
      await wb.snap('asking');
      await wb.pick('write it down');
      await wb.inputBox('Result of Ask');
      await wb.quickInput.fill('{"MessageId": "M-1"}');
      await wb.key('Enter');
      await wb.inputBox('Where the Result of Ask Is Written Down');
      await wb.key('Enter');
      await wb.sessionEnded();
      assert.match(await wb.debugConsole(/SUCCEEDED/), /M-1/);
      await page.locator('.tab.dirty', { hasText: 'MockConfigFile.json' }).click();
      await wb.editor('MockConfigFile.json').locator('.view-line', { hasText: '"MessageId": "M-1"' }).waitFor();
      await wb.snap('written-down');
    });
  },
};
