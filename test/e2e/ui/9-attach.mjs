import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { CreateStateMachineCommand, DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { donutOrder, root } from '../lib/paths.mjs';

const file = 'donut-order.asl.json';

/** `stepwise serve --debug-port` in a process of its own, as the package has it. */
function serve(folder) {
  const cli = path.join(root, 'dist', 'cli.js');
  const args = [cli, 'serve', '--port', '0', '--debug-port', '0', '--mock-config', path.join(folder, 'MockConfigFile.json')];
  const child = spawn(process.execPath, [...args, '--functions', path.join(folder, 'functions.node.json')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', (code) => reject(new Error(`serve has ended with ${code}`)));
    child.stdout.on('data', (data) => {
      said += data;
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      const debugPort = /Debug port: (\d+)/.exec(said)?.[1];
      if (port && debugPort) {
        resolve({ port: Number(port), debugPort: Number(debugPort), end: () => child.kill() });
      }
    });
  });
}

/** Steps into the source of a function and back; then a real SDK client starts an execution at an endpoint, which stops in the editor. */
export const scenario = {
  id: 'attach',
  name: 'Functions and attaching',
  workspace: donutOrder,
  window: { width: 1600, height: 1000 },
  async run({ wb, page, step }) {
    const lineOf = (state) => wb.place(file, `"${state}": {`).line;
    const folder = wb.workspace;
    const config = path.join(folder, 'stepwise.config.json');
    fs.writeFileSync(config, fs.readFileSync(config, 'utf8').replace(/functions(\.node)?\.json/, 'functions.node.json'));

    await step('stop at the Task that a function in Node performs', async () => {
      await wb.openFile(file);
      await page.locator('.codelens-decoration', { hasText: 'Open Graph' }).waitFor();
      await wb.breakpoint(lineOf('CheckDonutPayment'));
      await wb.debugWith('25 Glazed');
      await wb.stoppedAt(lineOf('CheckDonutPayment'));
    });

    await step("Step Into leads through the Task's fields into the handler's first line", async () => {
      await wb.focusEditor();
      for (const field of ['"Parameters"', '"Resource"']) {
        await wb.key('F11');
        await wb.stoppedAt(wb.place(file, field, 2).line);
      }
      await wb.key('F11');
      await page.locator('.tab.active', { hasText: 'checkDonutPayment.js' }).waitFor();
      await page.locator('.debug-top-stack-frame-line').first().waitFor();
      await wb.callStack().filter({ hasText: 'handler' }).first().waitFor();
      await wb.snap('in-the-function');
    });

    await step('a step in the function, its variables; when it returns, the workflow stands behind its answer', async () => {
      const source = 'functions/node/checkDonutPayment.js';
      await wb.stoppedAt(wb.place(source, 'const item').line);
      await wb.key('F10');
      await wb.stoppedAt(wb.place(source, 'const quantity').line);
      const known = page.locator('.debug-variables .monaco-list-row', { hasText: /^\s*item\b/ });
      await known.filter({ hasText: 'DonutName' }).waitFor();
      await wb.snap('stepped-in-the-function');
      await wb.key('F5');
      await page.locator('.tab.active', { hasText: file }).waitFor();
      await wb.stoppedAt(wb.place(file, '"ResultSelector"').line);
      await wb.callStack().filter({ hasText: 'ResultSelector' }).first().waitFor();
      await wb.snap('back-in-the-workflow');
      await wb.key('F5');
      await wb.sessionEnded();
      await wb.debugConsole(/SUCCEEDED/);
    });

    let endpoint, client;
    try {
      await step('attach to stepwise serve by a launch.json', async () => {
        endpoint = await serve(folder);
        client = new SFNClient({
          endpoint: `http://127.0.0.1:${endpoint.port}`,
          region: 'us-east-1',
          credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
        });
        const attach = { type: 'asl', request: 'attach', name: 'Attach to the endpoint', port: endpoint.debugPort };
        fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
        fs.writeFileSync(
          path.join(folder, '.vscode', 'launch.json'),
          JSON.stringify({ version: '0.2.0', configurations: [attach] }, undefined, 2),
        );
        // The list of configurations is the one from before until the editor has read the file.
        await page.locator('.statusbar-item', { hasText: 'Attach to the endpoint' }).waitFor();
        await wb.openFile(file);
        await wb.openGraph();
        await wb.focusEditor();
        await wb.command('Debug: Select and Start Debugging');
        await wb.pick('Attach to the endpoint');
        await page.locator('.debug-toolbar').waitFor();
        await wb.debugConsole(/Attached: executions whose definition/);
      });

      const executionArns = [];
      const start = async (stateMachineArn, name) => {
        const input = fs.readFileSync(path.join(folder, 'inputs', 'glazed.json'), 'utf8');
        const started = await client.send(
          new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}#Glazed`, name, input }),
        );
        executionArns.push(started.executionArn);
      };
      let stateMachineArn;
      await step('an execution that the SDK starts stops at the breakpoint', async () => {
        const definition = fs.readFileSync(path.join(folder, file), 'utf8');
        const roleArn = 'arn:aws:iam::123456789012:role/any';
        const made = await client.send(new CreateStateMachineCommand({ name: 'donut-order', definition, roleArn }));
        stateMachineArn = made.stateMachineArn;
        await start(stateMachineArn, 'from-the-sdk');
        await wb.stoppedAt(lineOf('CheckDonutPayment'));
        await wb.callStack().filter({ hasText: 'CheckDonutPayment' }).first().waitFor();
        await wb.node('CheckDonutPayment').and(wb.webview().locator('.focus')).waitFor();
        await wb.debugConsole(/donut-order\/from-the-sdk: GetItem\s+→ CheckDonutPayment/);
        await wb.snap('attached-stopped');
      });

      await step('of two executions the graph and the timeline show the one that is selected in the Call Stack', async () => {
        const focus = (state) => wb.node(state).and(wb.webview().locator('.focus'));
        await wb.focusEditor();
        await wb.key('F10');
        await focus('OrderPlaced').waitFor();
        const before = await wb.webview().locator('.timeline .where').textContent();
        await start(stateMachineArn, 'second');
        await focus('CheckDonutPayment').waitFor();
        await wb.callStack().filter({ hasText: 'donut-order/second' }).first().waitFor();
        await wb.snap('two-executions-second');
        await wb.callStack().filter({ hasText: 'donut-order/from-the-sdk' }).first().click();
        await focus('OrderPlaced').waitFor();
        await wb.webview().locator('.timeline .where', { hasText: before }).waitFor();
        await wb.snap('two-executions-first');
      });

      await step('disconnected, the executions run on', async () => {
        await wb.command('Debug: Disconnect');
        await wb.sessionEnded();
        for (const executionArn of executionArns) {
          for (let at = 0; at < 50; at++) {
            const { status, error } = await client.send(new DescribeExecutionCommand({ executionArn }));
            if (status !== 'RUNNING') {
              assert.equal(status, 'SUCCEEDED', error);
              break;
            }
            await page.waitForTimeout(200);
            assert.ok(at < 49, 'it still runs');
          }
        }
        await wb.snap('detached');
      });
    } finally {
      client?.destroy();
      endpoint?.end();
    }
  },
};
