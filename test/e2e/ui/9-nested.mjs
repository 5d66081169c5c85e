import assert from 'node:assert/strict';
import path from 'node:path';
import { here } from '../lib/paths.mjs';

const parent = 'order.asl.json';
const child = 'payment.asl.yaml';

/** A Task that starts an execution: a breakpoint in its definition, steps into it, through it, out of it and back. */
export const scenario = {
  id: 'nested',
  name: 'Executions that Tasks start',
  workspace: path.join(here, 'nested'),
  window: { width: 1500, height: 900 },
  async run({ wb, page, step, setTheme }) {
    const lineIn = (file, state) => wb.place(file, file === parent ? `"${state}": {` : `${state}:\n`).line;
    const isAt = async (file, line) => {
      // The graph of the file has its name too.
      await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
      await wb.stoppedAt(line);
    };
    /** The graph that is seen, of several. */
    const graph = () => page.frameLocator('iframe.webview.ready:visible').last().frameLocator('iframe#active-frame');
    const frame = (text) => wb.callStack().filter({ hasText: text }).first().waitFor();

    await step('Step Into on the Task leads into the first state of what it starts', async () => {
      await wb.openFile(parent);
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.openGraph();
      await wb.focusEditor();
      await wb.breakpoint(wb.place(parent, '"Resource"').line);
      await wb.debugWith('order');
      await isAt(parent, wb.place(parent, '"Resource"').line);
      await wb.key('F11');
      await isAt(child, lineIn(child, 'Price'));
      await frame('payment/');
      await frame(/Pay\s*order\.asl\.json/);
    });

    await step('the graph shows the execution that has stopped; a step goes on in it', async () => {
      await wb.key('F10');
      await isAt(child, lineIn(child, 'Wait for the bank'));
      await graph().locator('g.node[data-id="Wait for the bank"][class*="status-stopped"]').waitFor();
      assert.equal(await graph().locator('g.node[data-id="Pay"]').count(), 0);
      await wb.snap('inside');
      await setTheme('light');
      await wb.snap('inside-light');
      await setTheme('dark');
    });

    await step('Step Out ends in the Task, with the result', async () => {
      await wb.key('Shift+F11');
      await isAt(parent, wb.place(parent, '"ResultSelector"').line);
      await graph().locator('g.node[data-id="Pay"][class*="status-stopped"]').waitFor();
      await wb.snap('back-in-the-task');
      await wb.key('F5');
      await wb.sessionEnded();
      await wb.debugConsole(/SUCCEEDED/);
    });

    await step('a breakpoint in its definition stops there', async () => {
      await wb.openFile(child);
      await wb.breakpoint(lineIn(child, 'Booked'));
      await wb.openFile(parent);
      await wb.focusEditor();
      await wb.clearBreakpoint(wb.place(parent, '"Resource"').line);
      await wb.debugWith('order');
      await isAt(child, lineIn(child, 'Booked'));
      await wb.key('F5');
      await wb.sessionEnded();
    });
  },
};
