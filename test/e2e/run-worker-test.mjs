// Starts the web build of the language server in a Worker of a real browser and speaks the protocol with it.
//   node run-worker-test.mjs
// Page and worker are served with a policy that forbids eval and every connection elsewhere.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { root } from './lib/paths.mjs';
import { openBrowser } from './lib/vscode.mjs';

const bundle = path.join(root, 'dist', 'web', 'languageServer.js');
assert.ok(fs.existsSync(bundle), `${bundle} is missing: run npm run build first`);

const policy = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'";
const served = http.createServer((request, response) => {
  const isWorker = request.url === '/languageServer.js';
  if (!isWorker && request.url !== '/') {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': isWorker ? 'text/javascript' : 'text/html',
    'content-security-policy': policy,
  });
  response.end(isWorker ? fs.readFileSync(bundle) : '<!doctype html><title>Language server in a worker</title>');
});
await new Promise((listening) => served.listen(0, '127.0.0.1', listening));

const text = '{\n  "StartAt": "Frist",\n  "States": {\n    "First": { "Type": "Succeed" }\n  }\n}\n';

/** Runs in the page: a client of three messages; answers the server's capabilities, diagnostics and an outline. */
async function talk({ text, timeout }) {
  const worker = new Worker('/languageServer.js');
  const uri = 'file:///order.asl.json';
  let id = 0;
  const answers = new Map();
  const failure = new Promise((_resolve, reject) => {
    worker.onerror = (event) => reject(new Error(`the worker failed: ${event.message || 'its script did not load'}`));
    setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout);
  });
  const diagnostics = new Promise((resolve) => {
    worker.onmessage = ({ data }) => {
      if (data.method === 'textDocument/publishDiagnostics') {
        resolve(data.params);
      } else if (answers.has(data.id)) {
        answers.get(data.id)(data);
      }
    };
  });
  const notify = (method, params) => worker.postMessage({ jsonrpc: '2.0', method, params });
  const ask = (method, params) => {
    const answered = new Promise((resolve) => answers.set(++id, resolve));
    worker.postMessage({ jsonrpc: '2.0', id, method, params });
    return Promise.race([answered, failure]);
  };
  const initialized = await ask('initialize', { processId: null, rootUri: null, capabilities: {} });
  notify('initialized', {});
  notify('textDocument/didOpen', { textDocument: { uri, languageId: 'asl', version: 1, text } });
  const told = await Promise.race([diagnostics, failure]);
  const outline = await ask('textDocument/documentSymbol', { textDocument: { uri } });
  const graph = await ask('stepwise/graph', { uri });
  worker.terminate();
  return { initialized, told, outline, graph };
}

const { browser, page } = await openBrowser();
try {
  await page.goto(`http://127.0.0.1:${served.address().port}/`);
  const { initialized, told, outline, graph } = await page.evaluate(talk, { text, timeout: 30_000 });
  assert.equal(initialized.result.serverInfo.name, 'Stepwise');
  assert.equal(told.uri, 'file:///order.asl.json');
  const unknown = told.diagnostics.find((diagnostic) => diagnostic.code === 'unknown-target');
  assert.ok(unknown, `no unknown-target in ${JSON.stringify(told.diagnostics)}`);
  assert.deepEqual(unknown.range.start, { line: 1, character: 13 });
  assert.match(unknown.message, /First/);
  assert.deepEqual(
    outline.result.map((symbol) => symbol.name),
    ['First'],
  );
  assert.ok(graph.result.picture.nodes.some((node) => node.id === 'First'));
  console.log(
    `[e2e] PASSED: the language server in a worker of chromium ${browser.version()}: initialize, diagnostics, outline, graph`,
  );
} finally {
  await browser.close();
  served.close();
}
