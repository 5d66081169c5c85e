import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, open } from './workspace';

/** Line of a text in the document, from 0. */
function lineOf(document: vscode.TextDocument, text: string): number {
  return document.positionAt(document.getText().indexOf(text)).line;
}

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly body?: { readonly reason?: string; readonly category?: string; readonly output?: string };
}

describe('debugging a state machine', () => {
  const events: Message[] = [];
  let tracker: vscode.Disposable;

  beforeEach(() => {
    events.length = 0;
    tracker = vscode.debug.registerDebugAdapterTrackerFactory('asl', {
      createDebugAdapterTracker: () => ({ onDidSendMessage: (message: Message) => void events.push(message) }),
    });
  });

  afterEach(async () => {
    // A session that has just ended is still being taken down, and cannot be stopped.
    await eventually('the end of the session', () => vscode.debug.activeDebugSession === undefined || undefined);
    tracker.dispose();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  });

  it('stops at a breakpoint on the line of a state and goes on to the end', async () => {
    const { document } = await open('order.asl.json');
    const line = lineOf(document, '"PickGoods": {');
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(line, 0)))]);
    const configuration = {
      type: 'asl',
      request: 'launch',
      name: 'order',
      program: document.uri.fsPath,
      input: { Quantity: 7 },
    };
    assert.equal(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration), true);
    await eventually('the stop', () => events.find(({ event, body }) => event === 'stopped' && body?.reason === 'breakpoint'));
    const session = await eventually('the session', () => vscode.debug.activeDebugSession);
    const { stackFrames } = (await session.customRequest('stackTrace', { threadId: 1 })) as {
      stackFrames: { id: number; name: string; line: number }[];
    };
    assert.equal(stackFrames[0]?.line, line + 1);
    assert.match(stackFrames[0]?.name ?? '', /PickGoods/);
    const { scopes } = (await session.customRequest('scopes', { frameId: stackFrames[0]?.id })) as { scopes: { name: string }[] };
    assert.ok(
      scopes.some(({ name }) => /input/i.test(name)),
      scopes.map(({ name }) => name).join(),
    );
    await session.customRequest('continue', { threadId: 1 });
    await eventually('the end', () => events.find(({ event }) => event === 'terminated'));
    const output = events.map(({ event, body }) => (event === 'output' ? body?.output : '')).join('');
    assert.match(output, /WaitForTruck/);
    assert.match(output, /SUCCEEDED/);
  });

  it('says how an execution failed', async () => {
    const { document } = await open('order.asl.json');
    const configuration = {
      type: 'asl',
      request: 'launch',
      name: 'order',
      program: document.uri.fsPath,
      input: { Quantity: 101 },
    };
    assert.equal(
      await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration, { noDebug: true }),
      true,
    );
    await eventually('the end', () => events.find(({ event }) => event === 'terminated'));
    const output = events.map(({ event, body }) => (event === 'output' ? body?.output : '')).join('');
    assert.match(output, /FAILED/);
    assert.match(output, /No more than 100 at once\./);
  });
});
