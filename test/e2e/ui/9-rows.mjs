import assert from 'node:assert/strict';
import { donutOrder } from '../lib/paths.mjs';

const file = 'weigh.asl.json';
const machine = {
  StartAt: 'Prepare',
  States: {
    Prepare: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Warm', States: { Warm: { Type: 'Wait', Seconds: 30, Next: 'Check' }, Check: { Type: 'Pass', End: true } } },
        { StartAt: 'Label', States: { Label: { Type: 'Pass', End: true } } },
      ],
      ResultPath: '$.prepared',
      Next: 'EachParcel',
    },
    EachParcel: {
      Type: 'Map',
      ItemsPath: '$.parcels',
      MaxConcurrency: 10,
      ItemProcessor: {
        StartAt: 'Weigh',
        States: {
          Weigh: { Type: 'Pass', Next: 'Settle' },
          Settle: { Type: 'Wait', SecondsPath: '$.weight', Next: 'Seal' },
          Seal: { Type: 'Pass', End: true },
        },
      },
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};
const parcels = Array.from({ length: 30 }, (_, index) => ({ weight: (index % 7) + 1 }));

/** A Map with 30 iterations and a Parallel: threads, graph and timeline; it stops in iteration 17, and only that one is stepped. */
export const scenario = {
  id: 'rows',
  name: 'Many iterations',
  workspace: donutOrder,
  files: {
    [file]: JSON.stringify(machine, undefined, 2),
    'inputs/parcels.json': JSON.stringify({ parcels }),
    'stepwise.config.json': '{}',
  },
  window: { width: 1600, height: 1000 },
  async run({ wb, page, step, setTheme }) {
    const lineOf = (state) => wb.place(file, `"${state}": {`).line;
    const thread = (name) => wb.callStack().filter({ hasText: name }).first();

    const slider = wb.webview().getByRole('slider');

    await step('a condition on the index stops in iteration 17 of 30: call stack, graph and timeline say so', async () => {
      await wb.openFile(file);
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.openGraph();
      await wb.focusEditor();
      await wb.breakpoint(lineOf('Seal'));
      await wb.command('Debug: Edit Breakpoint');
      await page.locator('.breakpoint-widget .monaco-editor.focused').waitFor();
      await wb.type('$$.Map.Item.Index == 17');
      await wb.key('Enter');
      await page.locator('.codicon-debug-breakpoint-conditional').first().waitFor();
      await wb.debugWith('parcels');
      await wb.stoppedAt(lineOf('Seal'));
      await thread('item 17').waitFor();
      await slider.waitFor();
      assert.match(await slider.getAttribute('aria-valuetext'), /Seal, EachParcel · item 17,/);
      // The row that it stands in is seen.
      const row = 2 + 17;
      const scrolled = await slider.evaluate((track) => ({ top: track.scrollTop, height: track.clientHeight }));
      assert.ok(scrolled.top <= row * 20 && (row + 1) * 20 <= scrolled.top + scrolled.height, JSON.stringify(scrolled));
      await wb.snap('stopped');
    });

    await step('only that one is stepped, to its end', async () => {
      await wb.focusEditor();
      await wb.key('F10');
      await wb.stoppedAt(lineOf('EachParcel'));
      await thread('item 17').waitFor({ state: 'detached' });
      await thread('item 18').waitFor();
      await wb.snap('stepped');
    });

    await step('light and dark, in a small and in a wide window', async () => {
      await setTheme('light');
      await page.setViewportSize({ width: 900, height: 600 });
      await wb.snap('light-small');
      await page.setViewportSize({ width: 2200, height: 1200 });
      await wb
        .webview()
        .getByRole('button', { name: /show by time/ })
        .click();
      await wb.snap('light-wide');
      await setTheme('dark');
      await page.setViewportSize({ width: 900, height: 600 });
      await wb.snap('dark-small');
    });
  },
};
