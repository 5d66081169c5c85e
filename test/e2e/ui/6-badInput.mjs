import path from 'node:path';
import { root } from '../lib/paths.mjs';

const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;

/** Files that are wrong as a whole: each is told clearly, and the server goes on. */
export const scenario = {
  id: 'bad-input',
  name: 'Bad input',
  workspace: path.join(root, 'test', 'workspace'),
  files: {
    'empty.asl.json': '',
    'brace.asl.json': '{',
    'array.asl.json': '[1, 2]\n',
    'deep.asl.json': deep,
    'twice.asl.json': '{\n  "StartAt": "A",\n  "StartAt": "A",\n  "States": { "A": { "Type": "Succeed" } }\n}\n',
    'bom.asl.json': '\ufeff{\r\n  "StartAt": "A",\r\n  "States": { "A": { "Type": "Succeed" } }\r\n}\r\n',
    'latin1.asl.json': Buffer.from(
      '{ "Comment": "caf\xe9", "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }\n',
      'latin1',
    ),
    'big.asl.json': bigMachine(5_000_000),
  },
  async run({ wb, page, step }) {
    const problem = async (file, text) => {
      await wb.openFile(file);
      await wb.problems();
      const about = page.locator('.markers-panel .monaco-list-row', { hasText: text }).first();
      await about.waitFor();
      await wb.snap(file.split('.')[0]);
      await wb.focusEditor();
      await wb.closeEditor(); // its problems leave the list
    };
    await step('an empty file', () => problem('empty.asl.json', /empty|expected|nothing/i));
    await step('an opening brace', () => problem('brace.asl.json', /expected|closed|brace|end/i));
    await step('an array at the top', () => problem('array.asl.json', /object/i));
    await step('10,000 levels', () => problem('deep.asl.json', /1,?500/));
    await step('a key given twice', () => problem('twice.asl.json', /StartAt/));
    await step('a byte order mark and CRLF are no problem', async () => {
      await wb.openFile('bom.asl.json');
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
    });
    await step('a file of 5 MB opens', async () => {
      await wb.openFile('big.asl.json');
      await page.locator('.statusbar-item', { hasText: 'Amazon States Language' }).waitFor();
      await wb.snap('big');
      await wb.closeEditor();
    });
    await step('afterwards the server is as well as before', async () => {
      await wb.openFile('faulty.asl.json');
      await (await wb.problems()).filter({ hasText: 'Did you mean "Second"?' }).first().waitFor();
    });
  },
};

/** A chain of Pass states of about `bytes` bytes. */
function bigMachine(bytes) {
  const state = (n) => `    "State${n}": { "Type": "Pass", "Comment": "${'x'.repeat(200)}", "Next": "State${n + 1}" }`;
  const count = Math.floor(bytes / state(10_000).length);
  const states = Array.from({ length: count }, (_, n) => state(n));
  return `{\n  "StartAt": "State0",\n  "States": {\n${states.join(',\n')},\n    "State${count}": { "Type": "Succeed" }\n  }\n}\n`;
}
