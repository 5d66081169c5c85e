import * as assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { eventually, open } from './workspace';

interface Debugger {
  readonly type: string;
  readonly configurationAttributes: {
    readonly attach?: {
      readonly required?: readonly string[];
      readonly properties: Record<string, { readonly default?: unknown }>;
    };
  };
  readonly configurationSnippets: readonly { readonly body: { readonly request: string; readonly port?: unknown } }[];
}

interface Message {
  readonly type: string;
  readonly command?: string;
  readonly event?: string;
  readonly arguments?: Record<string, unknown>;
  readonly body?: { readonly reason?: string; readonly threadId?: number };
}

const extension = (): vscode.Extension<unknown> => vscode.extensions.getExtension('stepwise.stepwise')!;

describe('attaching to an endpoint', () => {
  const asked: Message[] = [];
  const told: Message[] = [];
  let tracker: vscode.Disposable;
  let served: ChildProcess | undefined;

  before(() => {
    tracker = vscode.debug.registerDebugAdapterTrackerFactory('asl', {
      createDebugAdapterTracker: () => ({
        onWillReceiveMessage: (message: Message) => void asked.push(message),
        onDidSendMessage: (message: Message) => void told.push(message),
      }),
    });
  });
  after(() => {
    tracker.dispose();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    served?.kill();
  });

  /** The endpoint that the extension brings along: where it takes calls, and a debugger. */
  const serve = async (): Promise<{ port: number; debugPort: number }> => {
    const args = [path.join(extension().extensionPath, 'dist', 'cli.js'), 'serve', '--port', '0', '--debug-port', '0'];
    served = spawn(process.execPath, args, {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    served.stdout!.on('data', (data: Buffer) => (said += data.toString()));
    return eventually('the endpoint', () => {
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      const debugPort = /Debug port: (\d+)/.exec(said)?.[1];
      return port && debugPort ? { port: Number(port), debugPort: Number(debugPort) } : undefined;
    });
  };
  const call = async (port: number, operation: string, request: object): Promise<Record<string, string>> => {
    const headers = { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': `AWSStepFunctions.${operation}` };
    const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body: JSON.stringify(request) });
    return (await answer.json()) as Record<string, string>;
  };

  it('has a schema, with the port that the endpoint takes a debugger at, and a snippet', () => {
    const { contributes } = extension().packageJSON as { contributes: { debuggers: readonly Debugger[] } };
    const found = contributes.debuggers.find(({ type }) => type === 'asl')!;
    const { required, properties } = found.configurationAttributes.attach!;
    // VS Code adds what all configurations have.
    assert.ok(required?.includes('port'));
    assert.deepEqual([properties['port']?.default, properties['host']?.default], [8084, '127.0.0.1']);
    const ours = ['host', 'machine', 'port', 'program', 'stateMachine', 'stepping', 'stopOnEntry'];
    assert.deepEqual(
      ours.filter((name) => properties[name] === undefined),
      [],
    );
    const snippet = found.configurationSnippets.find(({ body }) => body.request === 'attach')!;
    assert.match(String(snippet.body.port), /8084/);
  });

  it('does not begin without a port, or where nobody takes a debugger', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    for (const given of [{}, { port: 'a' }, { port: 70_000 }, { port: 1 }]) {
      const configuration = { type: 'asl', request: 'attach', name: 'Attach', ...given };
      // Its reason is shown in a dialog, which VS Code refuses to show in tests.
      const began = await Promise.resolve(vscode.debug.startDebugging(folder, configuration)).catch(() => false);
      assert.equal(began, false, JSON.stringify(given));
      await eventually('no session', () => vscode.debug.activeDebugSession === undefined || undefined);
    }
    assert.deepEqual(
      asked.filter(({ command }) => command === 'attach'),
      [],
    );
  });

  it('tells the adapter which debuggers there are, and what a client starts stops at breakpoints', async () => {
    const { port, debugPort } = await serve();
    const { document } = await open('order.asl.json');
    const line = document.positionAt(document.getText().indexOf('"PickGoods": {')).line;
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(line, 0)))]);
    const configuration = { type: 'asl', request: 'attach', name: 'Attach', port: debugPort };
    assert.equal(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration), true);
    const attach = await eventually('the attach', () => asked.find(({ command }) => command === 'attach'));
    assert.ok((attach.arguments!['debuggers'] as string[]).includes('asl'));
    assert.equal(attach.arguments!['text'], undefined, 'it launches nothing');
    const roleArn = 'arn:aws:iam::123456789012:role/any';
    const made = await call(port, 'CreateStateMachine', { name: 'order', definition: document.getText(), roleArn });
    const { executionArn } = await call(port, 'StartExecution', {
      stateMachineArn: made['stateMachineArn'],
      input: '{"Quantity": 7}',
    });
    const stop = await eventually('the stop', () =>
      told.find(({ event, body }) => event === 'stopped' && body?.reason === 'breakpoint'),
    );
    const session = await eventually('the session', () => vscode.debug.activeDebugSession);
    const threadId = stop.body!.threadId!;
    const { stackFrames } = (await session.customRequest('stackTrace', { threadId })) as { stackFrames: { line: number }[] };
    assert.equal(stackFrames[0]?.line, line + 1);
    await vscode.debug.stopDebugging(session);
    await eventually('the end of the execution', async () => {
      const { status } = await call(port, 'DescribeExecution', { executionArn });
      return status !== 'RUNNING' || undefined;
    });
    await eventually('the end of the session', () => vscode.debug.activeDebugSession === undefined || undefined);
  });
});
