import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Compares a text with the file that holds what is expected; with UPDATE=1 in the environment the file is rewritten instead. */
export function golden(file: string, text: string): void {
  if (process.env['UPDATE'] === '1') {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return;
  }
  assert.ok(fs.existsSync(file), `${file} is not there; run once with UPDATE=1`);
  assert.equal(text, fs.readFileSync(file, 'utf8'));
}
