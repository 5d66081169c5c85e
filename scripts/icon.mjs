// Draws the extension's icon: media/icons/stepwise.svg as a PNG of 128 × 128 (the Marketplace takes no SVG).
//   node scripts/icon.mjs        (needs chromium and `node test/e2e/setup.mjs`; the PNG is committed)
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../test/e2e/lib/paths.mjs';
import { openBrowser } from '../test/e2e/lib/vscode.mjs';

const svg = fs.readFileSync(path.join(root, 'media/icons/stepwise.svg'), 'utf8');
const { browser, page } = await openBrowser({ width: 128, height: 128 });
await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
await page.screenshot({ path: path.join(root, 'media/icons/stepwise.png'), omitBackground: true });
await browser.close();
console.log('media/icons/stepwise.png');
