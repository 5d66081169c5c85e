import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentSymbol,
  FoldingRange,
  Hover,
  LinkedEditingRanges,
  Location,
  Position,
  RegistrationParams,
  SelectionRange,
  SemanticTokens,
  SymbolInformation,
  TextEdit,
  UnregistrationParams,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { GraphAnswer, SamplesAnswer, StateAtAnswer, StateRangeAnswer } from '../../server/src/protocol';
import { TestLanguageClient } from '../support/languageClient';
import { readCursor } from '../support/markedText';

const uri = 'file:///project/order.asl.json';

const order = (next: string) => `{
  "Comment": "An order",
  "StartAt": "Check",
  "States": {
    "Check": { "Type": "Pass", "Next": "${next}" },
    "Pay": { "Type": "Succeed" }
  }
}
`;

describe('language server', () => {
  let client: TestLanguageClient;
  beforeEach(async () => {
    client = new TestLanguageClient();
    await client.initialize({ openGraphCommand: 'stepwise.openGraph', debugCommand: 'stepwise.debug' });
  });
  afterEach(async () => {
    await client.stop();
    assert.deepEqual(client.log, []);
  });

  const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map((d) => d.code);
  /** Errors and warnings: advice is no fault. */
  const faults = (diagnostics: readonly Diagnostic[]) => diagnostics.filter(({ severity }) => (severity ?? 1) <= 2);
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

  it('follows, highlights, explains and renames a state', async () => {
    const position = await client.open(uri, order('P<|>ay'));
    const [[definition], hover, references, highlights] = await Promise.all([
      client.at<Location[]>('definition', uri, position),
      client.at<Hover>('hover', uri, position),
      client.at<Location[]>('references', uri, position, { context: { includeDeclaration: false } }),
      client.at<DocumentHighlight[]>('documentHighlight', uri, position),
    ]);
    assert.deepEqual(definition!.range, { start: { line: 5, character: 4 }, end: { line: 5, character: 9 } });
    assert.match((hover.contents as { value: string }).value, /Succeed state/);
    assert.equal(references.length, 1);
    assert.deepEqual(
      highlights.map((h) => [h.range.start.line, h.kind]),
      [
        [4, 2],
        [5, 3],
      ],
    );
    const renamed = await client.at<WorkspaceEdit>('rename', uri, position, { newName: 'Settle' });
    assert.equal(edited(order('Pay'), renamed.changes![uri]!), order('Pay').replaceAll('Pay', 'Settle'));
    await assert.rejects(client.at('rename', uri, position, { newName: 'Check' }), /already a state "Check"/);
    const prepared = await client.at<{ placeholder: string }>('prepareRename', uri, position);
    assert.equal(prepared.placeholder, 'Pay');
    assert.equal(await client.at('prepareRename', uri, { line: 0, character: 0 }), null);
  });

  it('shows outline, lenses, foldings and selections', async () => {
    await client.open(uri, order('Pay'));
    const about = <R>(method: string, more: object = {}) =>
      client.connection.sendRequest<R>(`textDocument/${method}`, { textDocument: { uri }, ...more });
    const symbols = await about<DocumentSymbol[]>('documentSymbol');
    assert.deepEqual(
      symbols.map((s) => [s.name, s.detail]),
      [
        ['Check', 'Pass'],
        ['Pay', 'Succeed'],
      ],
    );
    const lenses = await about<CodeLens[]>('codeLens');
    assert.deepEqual(
      lenses.map((l) => [l.range.start.line, l.command?.command, l.command?.arguments]),
      [
        [0, 'stepwise.openGraph', [uri]],
        [0, 'stepwise.debug', [uri]],
      ],
    );
    assert.deepEqual(await about<FoldingRange[]>('foldingRange'), [
      { startLine: 0, endLine: 6 },
      { startLine: 3, endLine: 5 },
    ]);
    const [selection] = await about<SelectionRange[]>('selectionRange', { positions: [{ line: 1, character: 6 }] });
    assert.deepEqual(selection?.range, { start: { line: 1, character: 3 }, end: { line: 1, character: 10 } });
  });

  it('shows who leads where, also as a hierarchy', async () => {
    const other = new TestLanguageClient();
    await other.initialize({ showReferencesCommand: 'stepwise.showReferences' });
    const position = await other.open(uri, order('P<|>ay'));
    const lenses = await other.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.title]),
      [
        [4, 'the start'],
        [5, '1 transition leads here'],
      ],
    );
    assert.deepEqual(lenses[1]!.command!.arguments, [
      uri,
      { line: 5, character: 4 },
      [{ start: { line: 4, character: 39 }, end: { line: 4, character: 44 } }],
    ]);
    const [item] = await other.at<CallHierarchyItem[]>('prepareCallHierarchy', uri, position);
    assert.equal(item?.name, 'Pay');
    const incoming = await other.connection.sendRequest<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item });
    assert.deepEqual(
      incoming.map(({ from, fromRanges }) => [from.name, fromRanges[0]?.start.line]),
      [['Check', 4]],
    );
    assert.deepEqual(await other.connection.sendRequest('callHierarchy/outgoingCalls', { item }), []);
    const linked = await other.at<LinkedEditingRanges>('linkedEditingRange', uri, { line: 5, character: 6 });
    assert.deepEqual(
      linked.ranges.map(({ start }) => start),
      [
        { line: 4, character: 40 },
        { line: 5, character: 5 },
      ],
    );
    assert.equal(await other.at('linkedEditingRange', uri, position), null);
    await other.stop();
  });

  it('tells names of states, paths and functions apart', async () => {
    const text = order('Pay').replace('"Next"', '"InputPath": "$.order", "Next"');
    await client.open(uri, text);
    const { legend } = client.offered.semanticTokensProvider!;
    const { data } = await client.connection.sendRequest<SemanticTokens>('textDocument/semanticTokens/full', {
      textDocument: { uri },
    });
    const told: string[] = [];
    const lines = text.split('\n');
    let [line, character] = [0, 0];
    for (let at = 0; at < data.length; at += 5) {
      const [down, along, length, type, modifiers] = data.slice(at, at + 5) as [number, number, number, number, number];
      character = down > 0 ? along : character + along;
      line += down;
      const marks = legend.tokenModifiers.filter((_, bit) => modifiers & (1 << bit));
      told.push([legend.tokenTypes[type], ...marks, lines[line]!.slice(character, character + length)].join(' '));
    }
    assert.deepEqual(told, [
      'class Check',
      'class declaration Check',
      'stateType Pass',
      'variable defaultLibrary $',
      'property order',
      'class Pay',
      'class declaration Pay',
      'stateType Succeed',
    ]);
  });

  it('lays out JSON, unless that would tear something apart', async () => {
    const format = () =>
      client.connection.sendRequest<TextEdit[] | null>('textDocument/formatting', {
        textDocument: { uri },
        options: { tabSize: 2, insertSpaces: true },
      });
    const text = '{"StartAt":"A",\n"States":{"A":{"Type":"Succeed"}}}';
    await client.open(uri, text);
    assert.equal(
      edited(text, (await format())!),
      '{\n  "StartAt": "A",\n  "States": {\n    "A": {\n      "Type": "Succeed"\n    }\n  }\n}',
    );
    await client.change(uri, 2, text.replace('"Succeed"', '${Type}'));
    assert.equal(await format(), null);
    await client.change(uri, 3, text.slice(1));
    assert.equal(await format(), null);
  });

  it('finds states by name, in open documents and in files', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-symbols-'));
    const other = new TestLanguageClient();
    try {
      fs.mkdirSync(path.join(folder, 'node_modules'));
      fs.writeFileSync(path.join(folder, 'closed.asl.json'), order('Pay').replaceAll('Pay', 'Payday'));
      fs.writeFileSync(path.join(folder, 'closed.asl.yaml'), 'StartAt: Repay\nStates:\n  Repay:\n    Type: Succeed\n');
      fs.writeFileSync(path.join(folder, 'node_modules', 'other.asl.json'), order('Pay'));
      await other.initialize({}, {}, { workspaceFolders: [{ uri: pathToFileURL(folder).toString(), name: 'work' }] });
      await other.open(uri, order('Pay'));
      const found = await other.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'pay' });
      assert.deepEqual(
        found.map(({ name, location }) => [name, path.basename(location.uri), location.range.start.line]),
        [
          ['Pay', 'order.asl.json', 5],
          ['Payday', 'closed.asl.json', 5],
          ['Repay', 'closed.asl.yaml', 2],
        ],
      );
    } finally {
      await other.stop();
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('draws the graph and finds its states in the text', async () => {
    await client.open(uri, order('Pay'));
    const { picture, version } = await client.connection.sendRequest<GraphAnswer>('stepwise/graph', { uri });
    assert.equal(version, 1);
    assert.deepEqual(
      picture?.nodes.filter((n) => n.kind === 'state').map((n) => n.id),
      ['Check', 'Pay'],
    );
    const { state } = await client.connection.sendRequest<StateAtAnswer>('stepwise/stateAt', {
      uri,
      position: { line: 5, character: 20 },
    });
    assert.equal(state, 'Pay');
    const range = await client.connection.sendRequest<StateRangeAnswer>('stepwise/stateRange', { uri, state });
    assert.deepEqual(range.selection?.start, { line: 5, character: 4 });
    assert.deepEqual(await client.connection.sendRequest('stepwise/stateRange', { uri, state: 'Nobody' }), {});
    await client.change(uri, 2, '[1]');
    const none = await client.connection.sendRequest<GraphAnswer>('stepwise/graph', { uri });
    assert.equal(none.picture, undefined);
    assert.match(none.message ?? '', /no state machine/);
  });

  it('lists the sample inputs of a definition', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-samples-'));
    try {
      fs.mkdirSync(path.join(folder, 'inputs'));
      fs.writeFileSync(path.join(folder, 'inputs', 'small.json'), '{}');
      fs.writeFileSync(
        path.join(folder, 'stepwise.config.json'),
        '{"samples": [{"name": "Large", "input": {"n": 1}}, {"name": "Nothing"}]}',
      );
      const answer = await client.connection.sendRequest<SamplesAnswer>('stepwise/samples', {
        uri: pathToFileURL(path.join(folder, 'order.asl.json')).toString(),
      });
      assert.deepEqual(
        answer.samples.map(({ name }) => name),
        ['Large', 'small'],
      );
      assert.equal(answer.project?.file, path.join(folder, 'stepwise.config.json'));
      assert.match(answer.problems.join(), /Nothing/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
    assert.deepEqual(await client.connection.sendRequest('stepwise/samples', { uri: 'untitled:x' }), {
      samples: [],
      testCases: [],
      problems: [],
    });
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

  describe('bad input', () => {
    const deep = '{"a":'.repeat(10_000);
    const many = (count: number) =>
      `{"StartAt": "S0", "States": {${Array.from({ length: count }, (_, i) => `"S${i}": {"Type": "Pass", "Comment": "${'x'.repeat(400)}", "Next": "S${i + 1}"}`).join(',\n')}}}`;
    const inputs: readonly (readonly [string, () => string, readonly string[]])[] = [
      ['an empty file', () => '', ['empty-document']],
      ['white space', () => ' \n ', ['empty-document']],
      ['one brace', () => '{', ['invalid-json']],
      ['10,000 open levels', () => deep, ['too-deeply-nested']],
      ['10,000 open arrays', () => '['.repeat(10_000), ['too-deeply-nested']],
      [
        '10,000 levels in a state',
        () => `{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": ${deep}`,
        ['too-deeply-nested'],
      ],
      ['a BOM', () => `\ufeff${order('Pay')}`, ['byte-order-mark']],
      ['CRLF', () => order('Pya').replaceAll('\n', '\r\n'), ['unknown-target']],
      ['a duplicate key', () => order('Pay').replace('"Comment"', '"StartAt": "Check", "Comment"'), ['duplicate-key']],
      ['control characters', () => '\u0000\u0001{\u0000', ['invalid-json']],
      ['lone surrogates', () => '{"\ud800": "\udc00"', ['invalid-json']],
      ['5 MB', () => many(11_000), ['unknown-target']],
    ];
    for (const [name, text, expected] of inputs) {
      it(`survives ${name}`, async () => {
        await client.open(uri, text());
        const found = codes(await client.diagnostics(uri));
        for (const code of expected) {
          assert.ok(found.includes(code), `${code} is missing among ${[...new Set(found)].join(', ')}`);
        }
        const position = { line: 0, character: 5 };
        await client.at('completion', uri, position);
        await client.at('hover', uri, position);
        await client.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });
        await client.connection.sendRequest('textDocument/foldingRange', { textDocument: { uri } });
        await client.connection.sendRequest('textDocument/selectionRange', { textDocument: { uri }, positions: [position] });
        const second = 'file:///project/second.asl.json';
        await client.open(second, order('Pya'));
        assert.ok(codes(await client.diagnostics(second)).includes('unknown-target'), 'the server still answers');
      });
    }

    it('survives an array at the top', async () => {
      await client.open(uri, '[1, {"States": {}}]');
      assert.ok((await client.diagnostics(uri)).length > 0);
      assert.equal(await client.at('hover', uri, { line: 0, character: 2 }), null);
    });

    it('survives each prefix of a definition while it is typed', async () => {
      const whole = order('Pay');
      await client.open(uri, '');
      for (let end = 1; end <= whole.length; end++) {
        await client.change(uri, end + 1, whole.slice(0, end));
        const position = TextDocument.create(uri, 'asl', 1, whole).positionAt(end);
        await client.at('completion', uri, position);
        await client.at('hover', uri, position);
      }
      assert.deepEqual(faults(await client.diagnostics(uri, whole.length + 1)), []);
    });
  });
});

describe('language server process', () => {
  const entry = path.resolve(__dirname, '../../server/src/languageServer.ts');
  const start = (...args: string[]) => spawn(process.execPath, ['--require', 'tsx/cjs', entry, ...args]);
  const ended = (child: ReturnType<typeof start>) => new Promise<number | null>((resolve) => child.on('exit', resolve));

  it('speaks over stdio and ends when told', async () => {
    const child = start('--stdio');
    const send = (message: object) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    };
    let out = '';
    const answered = new Promise<void>((resolve) =>
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (out.includes('"id":1') && out.includes('hoverProvider')) {
          resolve();
        }
      }),
    );
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    await answered;
    send({ id: 2, method: 'shutdown' });
    send({ method: 'exit' });
    assert.equal(await ended(child), 0);
  });

  it('says how it is started when it is started otherwise', async () => {
    const child = start();
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    assert.equal(await ended(child), 2);
    assert.match(err, /--stdio/);
  });
});
