import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type {
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  Hover,
  InlayHint,
  Location,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../server/src/source/edit';
import { LineIndex } from '../../server/src/source/lineIndex';
import type { GraphAnswer, StateAtAnswer, StateMachinesAnswer, StateRangeAnswer } from '../../server/src/protocol';
import { TestLanguageClient } from '../support/languageClient';

const uri = 'file:///project/template.yaml';

const template = `Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage:
    Type: String
    Default: test
Resources:
  Stock:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Check
        States:
          Check:
            Type: Task
            Resource: !GetAtt Stock.Arn
            Next: Done
          Done:
            Type: Succeed
  Refunds:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionSubstitutions:
        StockArn: !GetAtt Stock.Arn
      DefinitionString: !Sub |
        {
          "StartAt": "Pay",
          "States": {
            "Pay": {
              "Type": "Task",
              "Resource": "\${StockArn}",
              "Next": "Paid"
            },
            "Paid": { "Type": "Succeed" }
          }
        }
  Shipping:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: shipping.asl.yaml
`;

/** The text with the editor's changes made. */
function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({ start: lines.offset(range.start), end: lines.offset(range.end), text: newText })),
  );
}

describe('language server: YAML and templates', function () {
  this.timeout(20_000);
  let client: TestLanguageClient;

  beforeEach(async () => {
    client = new TestLanguageClient();
    await client.initialize({ openGraphCommand: 'graph', runCommand: 'run', debugCommand: 'debug' });
  });
  afterEach(() => client.stop());

  const place = (marked: string): Promise<{ line: number; character: number }> => client.open(uri, marked, 'yaml');

  it('leaves JSON and YAML alone that is no template', async () => {
    const other = 'file:///project/values.yaml';
    const position = await client.open(other, 'StartAt: A\nStates: <|>\n  A: 1\n', 'yaml');
    assert.equal(await client.at('hover', other, position), null);
    assert.equal(await client.at('completion', other, position), null);
    const symbols = await client.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri: other } });
    assert.deepEqual(symbols, []);
  });

  it('tells the problems of each state machine at its lines', async () => {
    await place(template.replace('Next: Done', 'Next: Dune').replace('"Next": "Paid"', '"Next": "Payd"'));
    const found = (await client.diagnostics(uri)).filter(({ code }) => code === 'unknown-target');
    assert.deepEqual(
      found.map(({ range }: Diagnostic) => [range.start.line, range.start.character, range.end.character]),
      [
        [19, 18, 22],
        [34, 22, 28],
      ],
    );
  });

  it('completes in the style of the text', async () => {
    const at = async (marked: string, label: string): Promise<CompletionItem> => {
      const position = await place(marked);
      const { items } = await client.at<CompletionList>('completion', uri, position);
      await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
      const item = items.find((each) => each.label === label);
      assert.ok(item, `no ${label} among ${items.map((each) => each.label).join(', ')}`);
      return item;
    };
    assert.equal((await at(template.replace('Next: Done', 'Next: <|>'), 'Done')).textEdit?.newText, 'Done');
    assert.equal((await at(template.replace('"Next": "Paid"', '"Next": <|>'), 'Paid')).textEdit?.newText, '"Paid"');
    const json = JSON.stringify({
      Resources: {
        M: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: {
            DefinitionString: '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": <|>}, "B": {"Type": "Succeed"}}}',
          },
        },
      },
    });
    const { text, offset } = { text: json.replace('<|>', ''), offset: json.indexOf('<|>') };
    const jsonUri = 'file:///project/template.json';
    await client.open(jsonUri, text, 'json');
    const { items } = await client.at<CompletionList>('completion', jsonUri, { line: 0, character: offset });
    const item = items.find((each) => each.label === 'B')!;
    // A snippet: the backslash before the quote is written twice.
    assert.equal(item.textEdit?.newText, '\\\\"B\\\\"');
  });

  it('explains, finds, renames within one state machine', async () => {
    const position = await place(template.replace('"Next": "Paid"', '"Next": "Pa<|>id"'));
    const hover = await client.at<Hover>('hover', uri, position);
    assert.match((hover.contents as { value: string }).value, /Paid.*Succeed state/s);
    const [target] = await client.at<Location[]>('definition', uri, position);
    assert.equal(target!.range.start.line, 36);
    const renamed = await client.at<WorkspaceEdit>('rename', uri, position, { newName: 'Settled' });
    const text = edited(template, renamed.changes![uri]!);
    assert.equal(text, template.replaceAll('"Paid"', '"Settled"'));
  });

  it('outlines and offers each state machine', async () => {
    await place(template);
    const symbols = await client.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri },
    });
    assert.deepEqual(
      symbols.map(({ name, children }) => [name, children?.map((child) => child.name)]),
      [
        ['Orders', ['Check', 'Done']],
        ['Refunds', ['Pay', 'Paid']],
      ],
    );
    const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    assert.deepEqual(
      lenses
        .filter(({ command }) => command?.command === 'graph')
        .map(({ range, command }) => [range.start.line, command?.arguments]),
      [
        [10, [uri, 'Orders']],
        [22, [uri, 'Refunds']],
        [39, [uri, 'Shipping']],
      ],
    );
    const { stateMachines } = await client.connection.sendRequest<StateMachinesAnswer>('stepwise/stateMachines', { uri });
    assert.deepEqual(
      stateMachines.map(({ stateMachine, range, definition }) => [stateMachine, range.start.line, definition]),
      [
        ['Orders', 10, undefined],
        ['Refunds', 22, undefined],
        ['Shipping', 39, 'file:///project/shipping.asl.yaml'],
      ],
    );
  });

  it('draws each state machine and knows its states', async () => {
    await place(template);
    const graph = await client.connection.sendRequest<GraphAnswer>('stepwise/graph', { uri, stateMachine: 'Refunds' });
    assert.deepEqual(
      graph.picture?.nodes.filter(({ kind }) => kind === 'state').map(({ id }) => id),
      ['Pay', 'Paid'],
    );
    const file = await client.connection.sendRequest<GraphAnswer>('stepwise/graph', { uri, stateMachine: 'Shipping' });
    assert.match(file.message ?? '', /in the file shipping\.asl\.yaml/);
    const range = await client.connection.sendRequest<StateRangeAnswer>('stepwise/stateRange', {
      uri,
      stateMachine: 'Refunds',
      state: 'Paid',
    });
    assert.equal(range.selection?.start.line, 36);
    const ask = (stateMachine: string): Promise<StateAtAnswer> =>
      client.connection.sendRequest('stepwise/stateAt', { uri, stateMachine, position: { line: 32, character: 20 } });
    assert.equal((await ask('Refunds')).state, 'Pay');
    assert.equal((await ask('Orders')).state, undefined);
  });

  it('shows what placeholders stand for, and where that is said', async () => {
    const position = await place(template.replace('${StockArn}"', '${Stock<|>Arn}"'));
    const hover = await client.at<Hover>('hover', uri, position);
    assert.match((hover.contents as { value: string }).value, /arn:aws:lambda:us-east-1:123456789012:function:Stock/);
    assert.match((hover.contents as { value: string }).value, /template\.yaml: `StockArn: !GetAtt Stock\.Arn`/);
    const target = await client.at<Location>('definition', uri, position);
    assert.equal(target.range.start.line, 26);
    const hints = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 50, character: 0 } },
    });
    assert.deepEqual(
      hints.map(({ position: at, label }) => [at.line, label]),
      [
        [18, '= arn:aws:lambda:…:function:Stock'],
        [33, '= arn:aws:lambda:…:function:Stock'],
      ],
    );
  });

  it('goes from DefinitionUri to the file', async () => {
    const position = await place(template.replace('shipping.asl.yaml', 'ship<|>ping.asl.yaml'));
    assert.equal((await client.at<Location>('definition', uri, position)).uri, 'file:///project/shipping.asl.yaml');
  });

  it('reads the template that names a definition file, and stepwise.config.json before it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'stepwise-'));
    try {
      mkdirSync(path.join(folder, 'statemachine'));
      writeFileSync(
        path.join(folder, 'template.yaml'),
        template.replace(
          'shipping.asl.yaml',
          'statemachine/shipping.asl.json\n      DefinitionSubstitutions: { Table: !Sub "orders-${Stage}", Other: !Ref Stock }',
        ),
      );
      writeFileSync(path.join(folder, 'stepwise.config.json'), '{"substitutions": {"Other": "mine"}}');
      const definition = `file://${folder}/statemachine/shipping.asl.json`;
      await client.open(definition, '{"Comment": "${Table} ${Other} ${None}"}');
      const hints = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
        textDocument: { uri: definition },
        range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
      });
      assert.deepEqual(
        hints.map(({ label }) => label),
        ['= orders-test', '= mine'],
      );
      const target = await client.at<Location>('definition', definition, { line: 0, character: 16 });
      assert.equal(target.uri, `file://${folder}/template.yaml`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('serves asl-yaml and leaves ACPI source alone', async () => {
    const yaml = 'file:///project/order.asl.yaml';
    await client.open(yaml, 'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n', 'asl-yaml');
    assert.ok((await client.diagnostics(yaml)).some(({ code }) => code === 'unknown-target'));
    const acpi = 'file:///project/dsdt.asl';
    await client.open(acpi, '/* Intel ACPI */\n\nDefinitionBlock ("", "DSDT", 2, "A", "B", 1)\n{\n  Scope (\\_SB) { }\n}\n');
    const symbols = await client.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri: acpi } });
    assert.deepEqual(symbols, []);
    assert.equal(await client.at('hover', acpi, { line: 4, character: 4 }), null);
  });

  it('finds, checks and draws every state machine of the corpus', async function () {
    const corpus = path.resolve(__dirname, '../../../shared/corpus/templates');
    if (!existsSync(corpus)) {
      this.skip();
    }
    let drawn = 0;
    for (const name of readdirSync(corpus).filter((each) => /\.ya?ml$/.test(each))) {
      const text = readFileSync(path.join(corpus, name), 'utf8');
      const file = `file:///corpus/${name}`;
      await client.open(file, text, 'yaml');
      const { stateMachines } = await client.connection.sendRequest<StateMachinesAnswer>('stepwise/stateMachines', { uri: file });
      assert.ok(stateMachines.length > 0, name);
      for (const { stateMachine, definition } of stateMachines) {
        const { picture, message } = await client.connection.sendRequest<GraphAnswer>('stepwise/graph', {
          uri: file,
          stateMachine,
        });
        assert.ok(picture ?? definition ?? message, `${name} ${stateMachine}`);
        drawn += picture && picture.nodes.length > 2 ? 1 : 0;
      }
      const lines = text.split('\n').length;
      for (const { range } of await client.diagnostics(file)) {
        assert.ok(range.end.line < lines, name);
      }
      await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: file } });
    }
    assert.ok(drawn >= 20, `${drawn} graphs`);
  });
});
