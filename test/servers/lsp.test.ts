import assert from 'node:assert/strict';
import type {
  CodeAction,
  CompletionList,
  Hover,
  Position,
  RegistrationParams,
  TextEdit,
  UnregistrationParams,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { GraphAnswer } from '../../server/src/protocol';
import { codes, faults, forEachTest, TestLanguageClient } from '../support/languageClient';
import { readCursor } from '../support/markedText';
import { order, uri } from '../support/orderDocument';

describe('language server', () => {
  let client: TestLanguageClient;
  forEachTest((each) => (client = each));

  const edited = (text: string, edits: TextEdit[]) => TextDocument.applyEdits(TextDocument.create(uri, 'asl', 1, text), edits);

  it('tells problems with place, code, page and source, and takes them back', async () => {
    await client.open(uri, order('Pya'));
    const found = await client.diagnostics(uri);
    const unknown = found.find((d) => d.code === 'unknown-target');
    assert.deepEqual(unknown?.range, { start: { line: 4, character: 39 }, end: { line: 4, character: 44 } });
    assert.equal(unknown.severity, 1);
    assert.equal(unknown.source, 'stepwise');
    assert.match(unknown.message as string, /"Pay"/);
    assert.match(unknown.codeDescription?.href ?? '', /docs\/rules\.md#unknown-target$/);
    assert.equal((unknown.data as { awsCode?: string }).awsCode, 'MISSING_TRANSITION_TARGET');
    await client.change(uri, 2, order('Pay'));
    assert.deepEqual(faults(await client.diagnostics(uri, 2)), []);
    await client.change(uri, 3, order('Pya'));
    assert.ok((await client.diagnostics(uri, 3)).length > 0);
    const next = client.nextDiagnostics();
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual(await next, { uri, diagnostics: [] });
  });

  it('repairs a misspelt target by a code action', async () => {
    await client.open(uri, order('Pya'));
    const diagnostics = await client.diagnostics(uri);
    const { range } = diagnostics.find((d) => d.code === 'unknown-target')!;
    const ask = (context: object) =>
      client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', { textDocument: { uri }, range, context });
    const actions = await ask({ diagnostics });
    const quick = actions.filter((a) => a.kind === 'quickfix');
    assert.equal(quick.length, 1);
    assert.equal(quick[0]!.isPreferred, true);
    assert.equal(edited(order('Pya'), quick[0]!.edit!.changes![uri]!), order('Pay'));
    const all = await ask({ diagnostics: [], only: ['source.fixAll'] });
    assert.deepEqual(
      all.map((a) => a.kind),
      ['source.fixAll.stepwise'],
    );
    assert.equal(edited(order('Pya'), all[0]!.edit!.changes![uri]!), order('Pay'));
  });

  it('refactors the state at the cursor, or the selected ones', async () => {
    await client.open(uri, order('Pay'));
    await client.diagnostics(uri);
    const ask = (start: Position, end: Position, context: object) =>
      client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: { start, end },
        context: { diagnostics: [], ...context },
      });
    const place = { line: 4, character: 8 };
    const asked = await ask(place, place, { only: ['refactor'] });
    assert.ok(asked.every(({ kind }) => kind?.startsWith('refactor.')));
    const after = asked.find(({ title }) => title === 'Insert a state after "Check"');
    assert.equal(
      edited(order('Pay'), after!.edit!.changes![uri]!),
      order('New state').replace(
        '\n    "Pay"',
        '\n    "New state": {\n      "Type": "Pass",\n      "Next": "Pay"\n    },\n    "Pay"',
      ),
    );
    const both = await ask({ line: 4, character: 0 }, { line: 6, character: 0 }, { only: ['refactor.extract'] });
    assert.deepEqual(
      both.map(({ title, kind }) => [title, kind]),
      [
        ['Extract 2 states into a branch of a Parallel state', 'refactor.extract'],
        ['Extract 2 states into a Map state of one item', 'refactor.extract'],
      ],
    );
    const besideName = { line: 4, character: 20 };
    assert.deepEqual(await ask(besideName, besideName, { triggerKind: 2 }), []);
    assert.ok((await ask(place, place, { triggerKind: 2 })).length > 3);
  });

  it('offers what mends a finding as a quick fix, the rest as a refactoring', async () => {
    const text = order('Pay').replace(', "Next": "Pay"', '');
    await client.open(uri, text);
    await client.diagnostics(uri);
    const place = { line: 4, character: 8 };
    const ask = (context: object) =>
      client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: place, end: place },
        context: { diagnostics: [], ...context },
      });
    const [first] = await ask({ triggerKind: 2, only: ['quickfix'] });
    assert.equal(first?.title, 'Add "Next": "Pay"');
    assert.deepEqual(codes(first.diagnostics ?? []), ['missing-field']);
    assert.equal(edited(text, first.edit!.changes![uri]!), order('Pay'));
    await client.change(uri, 2, order('Pay').replace('"Next": "Pay"', '"End": true'));
    await client.diagnostics(uri, 2);
    const onUnreachable = { line: 5, character: 8 };
    Object.assign(place, onUnreachable);
    assert.ok((await ask({ only: ['quickfix'] })).some(({ title }) => title === 'Delete "Pay"'));
  });

  it('completes a target', async () => {
    const position = await client.open(uri, order('<|>'));
    const { items } = await client.at<CompletionList>('completion', uri, position);
    assert.deepEqual(
      items.map((i) => i.label),
      ['Pay', 'Check'],
    );
    assert.equal(edited(readCursor(order('<|>')).text, [items[0]!.textEdit as TextEdit]), order('Pay'));
  });

  it('checks, completes and explains job definitions', async () => {
    const job = 'file:///project/resize.jobdef.json';
    const position = await client.open(
      job,
      '{"jobDefinitionName": "a", "type": "container", "containerProperties": {<|>}, "retryStrategie": {}}',
      'aws-batch',
    );
    const unknown = (await client.diagnostics(job)).find((d) => d.code === 'unknown-field');
    assert.match(unknown?.message as string, /"retryStrategie".*"retryStrategy"/);
    const { items } = await client.at<CompletionList>('completion', job, position);
    assert.ok(items.some((i) => i.label === 'image' && i.documentation));
    const hover = await client.at<Hover>('hover', job, { line: 0, character: 3 });
    assert.match((hover.contents as { value: string }).value, /jobDefinitionName/);
  });

  it('offers its formatter to an editor that can be told so, as long as the setting says so', async () => {
    let isWanted = true;
    const other = new TestLanguageClient();
    other.connection.onRequest('workspace/configuration', ({ items }: { items: object[] }) => items.map(() => isWanted));
    const offered = new Set<string>();
    let wake: () => void = () => undefined;
    other.connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      registrations.forEach(({ method }) => offered.add(method));
      wake();
    });
    other.connection.onRequest('client/unregisterCapability', ({ unregisterations }: UnregistrationParams) => {
      unregisterations.forEach(({ method }) => offered.delete(method));
      wake();
    });
    const until = async (count: number): Promise<void> => {
      while (offered.size !== count) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    };
    await other.initialize(
      {},
      {
        workspace: { configuration: true },
        textDocument: { formatting: { dynamicRegistration: true }, rangeFormatting: { dynamicRegistration: true } },
      },
    );
    await until(2);
    assert.deepEqual([...offered].sort(), ['textDocument/formatting', 'textDocument/rangeFormatting']);
    for (const [wanted, count] of [
      [false, 0],
      [true, 2],
    ] as const) {
      isWanted = wanted;
      await other.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      await until(count);
    }
    await other.stop();
  });

  it('tells no problems where the setting says so, and again when it changes', async () => {
    let isEnabled = false;
    const other = new TestLanguageClient();
    await other.initialize({}, { workspace: { configuration: true } });
    other.connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => (section === 'stepwise.diagnostics.enabled' ? isEnabled : null)),
    );
    const changed = () => other.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await other.open(uri, order('Pya'));
    // The outline is answered after the check was made or left out.
    await other.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });
    // What was on its way before a change may still come first.
    const until = async (wanted: (count: number) => boolean): Promise<void> => {
      while (!wanted((await other.nextDiagnostics()).diagnostics.length)) {
        await changed();
      }
    };
    isEnabled = true;
    const told = until((count) => count > 0);
    await changed();
    await told;
    isEnabled = false;
    const cleared = until((count) => count === 0);
    await changed();
    await cleared;
    await other.stop();
  });

  it('answers nothing about documents that are not open or of another language', async () => {
    await client.open('file:///a.json', '{"a": 1}', 'json');
    for (const other of ['file:///a.json', 'file:///closed.asl.json']) {
      const position = { line: 0, character: 1 };
      assert.equal(await client.at('hover', other, position), null);
      assert.deepEqual(await client.at('references', other, position, { context: { includeDeclaration: true } }), []);
      assert.equal(await client.at('completion', other, position), null);
      assert.match(
        (await client.connection.sendRequest<GraphAnswer>('stepwise/graph', { uri: other })).message ?? '',
        /not open/,
      );
    }
  });
});
