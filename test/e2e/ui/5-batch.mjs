import assert from 'node:assert/strict';
import path from 'node:path';
import { root } from '../lib/paths.mjs';

const file = 'thumbnail.jobdef.json';

/** Point 5: an AWS Batch job definition is checked and completes. */
export const scenario = {
  id: 'batch',
  name: 'Batch job definition',
  workspace: path.join(root, 'test', 'workspace'),
  files: {
    [file]: `{
  "jobDefinitionName": "thumbnail",
  "type": "container",
  "retryStrategie": { "attempts": 3 },
  "containerProperties": {
    "image": "example.com/thumbnail:1",
    "command": ["thumbnail", "Ref::size"],
    "resourceRequirements": [{ "type": "VCPU", "value": 1 }]
  },
  "timeout": {}
}
`,
  },
  async run({ wb, page, step, setTheme }) {
    await step('a right one has no problem', async () => {
      await wb.openFile('resize.jobdef.json');
      await page.locator('.statusbar-item', { hasText: 'AWS Batch' }).waitFor();
      await wb.problems();
      await page.getByText('No problems have been detected in the workspace.').waitFor();
    });

    await step('unknown and mistyped fields are told', async () => {
      await wb.openFile(file);
      const rows = await wb.problems();
      await rows.filter({ hasText: 'retryStrategie' }).first().waitFor();
      await rows.filter({ hasText: 'value' }).first().waitFor();
      await wb.snap('problems');
    });

    await step('fields complete with their documentation', async () => {
      await wb.focusEditor();
      await wb.cursorAt(file, '"timeout": {}', { shift: '"timeout": {'.length });
      await wb.type('"');
      const rows = page.locator('.suggest-widget.visible .monaco-list-row');
      await rows.filter({ hasText: 'attemptDurationSeconds' }).first().waitFor();
      await wb.snap('completion');
      await wb.key('Enter');
      await page.locator('.suggest-widget.visible').waitFor({ state: 'detached' });
      await wb.type('60');
      await wb.save();
      assert.equal(JSON.parse(wb.text(file)).timeout.attemptDurationSeconds, 60);
      await setTheme('light');
      await wb.snap('light');
    });
  },
};
