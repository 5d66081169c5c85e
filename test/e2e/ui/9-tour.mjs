import assert from 'node:assert/strict';
import path from 'node:path';
import { here } from '../lib/paths.mjs';

/** The same workflow in three documents, and how each writes what the steps look for. */
const documents = [
  {
    file: 'orders.asl.json',
    title: 'JSON',
    field: (key, value) => `"${key}": "${value}"`,
    state: (name) => `"${name}": {`,
    misspelt: { unknownField: ['"TimeoutSeconds"', '"TimeoutSecond"'] },
  },
  {
    file: 'parcels.asl.yaml',
    title: 'YAML',
    field: (key, value) => `${key}: ${value}`,
    state: (name) => `${name}:\n`,
    misspelt: { unknownField: ['TimeoutSeconds', 'TimeoutSecond'] },
  },
  {
    file: 'template.yaml',
    title: 'a template',
    field: (key, value) => `${key}: ${value}`,
    state: (name) => `${name}:\n`,
    misspelt: { unknownField: ['TimeoutSeconds', 'TimeoutSecond'] },
  },
];

/** Every feature of the editor on a definition in JSON, one in YAML, and in a template. */
export const scenario = {
  id: 'tour',
  name: 'Tour of the editor',
  workspace: path.join(here, 'tour'),
  window: { width: 1500, height: 1250 },
  settings: { 'editor.linkedEditing': true },
  async run({ wb, page, step, setTheme }) {
    const lens = (text) => page.locator('.codelens-decoration a', { hasText: text });
    const atLine = (line) =>
      page
        .locator('.statusbar-item', { hasText: `Ln ${line},` })
        .first()
        .waitFor();

    for (const { file, title, field, state, misspelt } of documents) {
      const shot = (name) => wb.snap(`${title.split(' ').at(-1).toLowerCase()}-${name}`);
      // Its function has the name of a state.
      const isTemplate = file === 'template.yaml';
      const lineOf = (text, occurrence) => wb.place(file, text, occurrence).line;
      const line = (text) => wb.editor(file).locator('.view-line', { hasText: text }).first();
      /** The cursor in the name of a state, where a Next or a Default leads to it. */
      const atTarget = (key, name) => wb.cursorAt(file, field(key, name), { shift: field(key, name).indexOf(name) + 2 });

      await step(`${title}: colours, lenses and what placeholders stand for`, async () => {
        await wb.openFile(file);
        await lens('Open Graph').first().waitFor();
        await lens('2 transitions lead here').first().waitFor({ state: 'attached' });
        await wb.goTo(lineOf(state('Price')));
        await wb.editor(file).getByText('= arn:aws:lambda:…').first().waitFor();
        await shot('colours');
      });

      await step(`${title}: definition and references of a state`, async () => {
        await atTarget('Next', 'Ship');
        await wb.key('F12');
        await atLine(lineOf(state('Ship'), isTemplate ? 2 : 1));
        await atTarget('Default', 'Refuse');
        await wb.key('Shift+F12');
        const peek = page.locator('.peekview-widget');
        await peek.locator('.monaco-list-row', { hasText: 'Refuse' }).nth(2).waitFor();
        await shot('references');
        await wb.closePeek();
      });

      await step(`${title}: highlights of a state and of a variable`, async () => {
        const highlights = wb.editor(file).locator('.cdr.wordHighlight, .cdr.wordHighlightStrong');
        await atTarget('Default', 'Refuse');
        await highlights.nth(1).waitFor({ state: 'attached' });
        await wb.cursorAt(file, 'Assign');
        await highlights.first().waitFor({ state: 'detached' });
        await wb.cursorAt(file, '$total', { shift: 2 });
        await highlights.first().waitFor({ state: 'attached' });
      });

      await step(`${title}: rename of a state and a variable`, async () => {
        if (title === 'JSON') {
          await atTarget('Next', 'Ship');
          await wb.rename('Done');
          await wb.notice(/Done/);
        }
        await atTarget('Next', 'Ship');
        await wb.rename('Send parcel');
        await line(state('Send parcel').trim()).waitFor();
        await line(field('Next', 'Send parcel')).waitFor();
        await shot('renamed');
        await wb.revert();
        await wb.cursorAt(file, '$total', { shift: 2 });
        await wb.rename('price');
        await line('$price').waitFor();
        await wb.revert();
      });

      await step(`${title}: symbols of the document`, async () => {
        await wb.openQuickInput('Control+Shift+O');
        for (const name of ['Check', 'Tell everybody', 'Greet', 'Done']) {
          await wb.quickRow(name).waitFor();
        }
        await shot('symbols');
        await wb.closeQuickInput();
      });

      await step(`${title}: folding and selection`, async () => {
        await wb.command('Fold All');
        await line('NumericGreaterThan').waitFor({ state: 'detached' });
        await wb.command('Unfold All');
        await wb.cursorAt(file, '$.quantity', { shift: 3 });
        const selected = page.locator('.statusbar-item', { hasText: 'selected' }).first();
        const sizes = [];
        for (let n = 0; n < 4; n++) {
          const before = sizes.length > 0 ? await selected.innerText() : '';
          await wb.key('Shift+Alt+ArrowRight');
          await page.waitForFunction((old) => {
            const item = [...document.querySelectorAll('.statusbar-item')].find((each) => each.innerText.includes('selected'));
            return item !== undefined && item.innerText !== old;
          }, before);
          sizes.push(Number(/\((\d+) selected/.exec(await selected.innerText())[1]));
        }
        assert.deepEqual(
          sizes,
          [...sizes].sort((a, b) => a - b),
        );
        await shot('selection');
      });

      await step(`${title}: who leads to a state, and where it leads`, async () => {
        await atTarget('Default', 'Refuse');
        await wb.command('Calls: Show Call Hierarchy');
        const rows = page.locator('.part.sidebar .monaco-list-row');
        await rows.filter({ hasText: 'Ship' }).first().waitFor();
        await shot('hierarchy');
        await wb.command('View: Toggle Primary Side Bar Visibility');
        await wb.focusEditor();
      });

      await step(`${title}: a state and what leads to it change together`, async () => {
        await wb.cursorAt(file, state('Ship'), { shift: state('Ship').indexOf('Ship') + 2, occurrence: isTemplate ? 2 : 1 });
        await wb.editor(file).locator('.linked-editing-decoration').first().waitFor({ state: 'attached' });
        await wb.type('XX');
        await line(field('Next', 'ShXXip')).waitFor();
        await shot('linked');
        await wb.revert();
      });

      await step(`${title}: quick fixes, one and all`, async () => {
        await wb.replace(file, field('Default', 'Refuse'), field('Default', 'Refus'));
        await wb.replace(file, ...misspelt.unknownField);
        const rows = await wb.problems();
        await rows.filter({ hasText: '"Refus"' }).first().waitFor();
        await rows.filter({ hasText: 'TimeoutSecond' }).first().waitFor();
        await shot('problems');
        await wb.closePanel();
        await wb.focusEditor();
        await wb.goTo(lineOf(field('Default', 'Refuse')), 1);
        await wb.key('F8');
        await page.locator('.peekview-widget, .marker-widget').first().waitFor();
        await wb.key('Escape');
        await wb.codeAction('Change to "Refuse"', `${title.split(' ').at(-1).toLowerCase()}-quick-fix`);
        await line(field('Default', 'Refuse')).waitFor();
        await wb.fixAll(line(misspelt.unknownField[0]));
        await wb.revert();
      });

      await step(`${title}: refactorings of a state`, async () => {
        await wb.cursorAt(file, field('Next', 'Tell everybody'));
        await wb.codeAction('Wrap "Ship" in a Parallel state', `${title.split(' ').at(-1).toLowerCase()}-refactorings`);
        await line('Ship in parallel').waitFor();
        await shot('wrapped');
        await wb.revert();
      });

      await step(`${title}: a placeholder is explained, and leads to where it is said`, async () => {
        await wb.cursorAt(file, '${ShipFunction}', { shift: 5 });
        assert.match(await wb.hover(), /function:(ship|Ship)/);
        await shot('placeholder');
        await wb.key('Escape');
      });

      await step(`${title}: hover of a state and of an expression`, async () => {
        await atTarget('Next', 'Ship');
        assert.match(await wb.hover(), /Task/);
        await shot('hover');
        await wb.key('Escape');
        await wb.cursorAt(file, '$round', { shift: 3 });
        assert.match(await wb.hover(), /\$round/);
        await shot('hover-expression');
        await wb.key('Escape');
      });

      await step(`${title}: completion and signature help within an expression`, async () => {
        await wb.cursorAt(file, '$states.input.quantity', { shift: '$states.'.length });
        const labels = await wb.suggestions();
        assert.ok(labels.includes('input') && labels.includes('context'), labels.join());
        await shot('completion');
        await wb.key('Escape');
        await wb.cursorAt(file, '$round(', { shift: '$round('.length });
        await wb.key('Control+Shift+Space');
        await page.locator('.parameter-hints-widget.visible', { hasText: '$round' }).waitFor();
        await shot('signature');
        await wb.key('Escape');
      });

      if (!isTemplate) {
        await step(`${title}: the document is laid out`, async () => {
          const [start, torn] = title === 'JSON' ? ['"StartAt": ', '"StartAt":    '] : ['StartAt: ', 'StartAt:    '];
          await wb.replace(file, start, torn);
          // A text would be compared without its spaces.
          await line(/StartAt"?:\s{4}/).waitFor();
          await wb.command('Format Document');
          await line(/StartAt"?:\s{4}/).waitFor({ state: 'detached' });
          await line(field('StartAt', 'Check')).waitFor();
          await wb
            .dirtyTab()
            .waitFor({ state: 'detached', timeout: 2000 })
            .catch(() => wb.revert());
        });
      }
    }

    await step('a state is found by its name in all of the workspace', async () => {
      await wb.openQuickInput('Control+T');
      await wb.quickInput.fill('#Greet');
      for (const { file } of documents) {
        await wb.quickRow(file).waitFor();
      }
      await wb.snap('workspace-symbols');
      await wb.closeQuickInput();
    });

    await step('links lead to what a definition starts, and from the project file to the code of a function', async () => {
      for (const [from, text, to] of [
        ['daily.asl.yaml', 'stateMachine:orders', 'orders.asl.json'],
        ['stepwise.config.json', '"functions.json"', 'functions.json'],
        ['functions.json', '"src"', 'ship.mjs'],
      ]) {
        await wb.openFile(from);
        await wb.cursorAt(from, text, { shift: 3 });
        await wb.editor(from).locator('.detected-link').first().waitFor();
        await wb.snap(`link-${from.split('.')[0]}`);
        await wb.command('Open Link');
        await wb.editor(to).waitFor();
      }
    });

    await step('JSON is converted to YAML, in an editor beside it', async () => {
      await wb.openFile('orders.asl.json');
      await wb.command('Stepwise: Convert to YAML');
      await wb.editor('orders.asl.yaml').locator('.view-line', { hasText: 'StartAt: Check' }).waitFor();
      await wb.snap('converted');
      await wb.focusEditor();
      await wb.command('View: Close Editors in Other Groups');
    });

    await step('the menu of a file converts it, and the new file is undone', async () => {
      await wb.command('View: Show Explorer');
      const files = page.locator('.explorer-folders-view .monaco-list-row');
      await files.filter({ hasText: 'parcels.asl.yaml' }).click({ button: 'right' });
      const item = page.locator('.context-view .action-item', { hasText: 'Convert to JSON' });
      await item.waitFor();
      await wb.snap('explorer-menu');
      await item.click();
      await wb.editor('parcels.asl.json').locator('.view-line', { hasText: '"StartAt": "Check"' }).waitFor();
      await files.filter({ hasText: 'parcels.asl.json' }).waitFor();
      await wb.snap('explorer-converted');
      await files.filter({ hasText: 'parcels.asl.json' }).click();
      await wb.key('Control+z');
      await files.filter({ hasText: 'parcels.asl.json' }).waitFor({ state: 'detached' });
      await wb.command('View: Toggle Primary Side Bar Visibility');
    });

    await step('colours in light and high contrast', async () => {
      for (const theme of ['light', 'contrast']) {
        await setTheme(theme);
        for (const { file, state } of documents) {
          await wb.openFile(file, file === 'template.yaml' ? 999 : wb.place(file, state('Price')).line);
          await wb.snap(`${theme}-${file.split('.')[0]}`);
        }
      }
    });
  },
};
