import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CodeLens,
  DocumentHighlight,
  DocumentSymbol,
  FoldingRange,
  Hover,
  LinkedEditingRanges,
  Location,
  SelectionRange,
  SemanticTokens,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { GraphAnswer, SamplesAnswer, StateAtAnswer, StateRangeAnswer } from '../../server/src/protocol';
import { forEachTest, TestLanguageClient } from '../support/languageClient';
import { order, uri } from '../support/orderDocument';

describe('language server: navigation', () => {
  let client: TestLanguageClient;
  forEachTest((each) => (client = each));

  const edited = (text: string, edits: TextEdit[]) => TextDocument.applyEdits(TextDocument.create(uri, 'asl', 1, text), edits);

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
});
