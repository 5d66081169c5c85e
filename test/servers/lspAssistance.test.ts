import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  CancellationTokenSource,
  LSPErrorCodes,
  type CompletionItem,
  type CompletionList,
  type Hover,
  type InlayHint,
  type InitializeResult,
  type MarkupContent,
  type Position,
  type SignatureHelp,
  type TextEdit,
} from 'vscode-languageserver-protocol';
import { TestLanguageClient } from '../support/languageClient';

describe('the language server helps to write', () => {
  let client: TestLanguageClient;
  let folder: string;
  let initialized: InitializeResult;

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'assistance-'));
    client = new TestLanguageClient();
    initialized = await client.initialize();
  });
  afterEach(async () => {
    await client.stop();
    await fs.rm(folder, { recursive: true });
  });

  const write = (name: string, text: string) =>
    fs.mkdir(path.dirname(path.join(folder, name)), { recursive: true }).then(() => fs.writeFile(path.join(folder, name), text));
  const uri = (name: string) => `file://${folder}/${name}`;

  async function items(
    name: string,
    marked: string,
    languageId?: string,
  ): Promise<{ items: CompletionItem[]; position: Position }> {
    const position = await client.open(uri(name), marked, languageId);
    const list = await client.at<CompletionList>('completion', uri(name), position);
    return { items: list.items, position };
  }

  /** The line of the cursor once the item of that label is taken. */
  function taken(line: string, found: { items: CompletionItem[]; position: Position }, label: string): string {
    const item = found.items.find((each) => each.label === label);
    assert.ok(item, `${label} is not offered among ${found.items.map((each) => each.label).join(', ')}`);
    const { range, newText } = item.textEdit as TextEdit;
    assert.equal(range.start.line, found.position.line);
    assert.equal(range.end.line, found.position.line);
    return line.slice(0, range.start.character) + newText + line.slice(range.end.character);
  }

  it('names the characters that bring it up', () => {
    assert.deepEqual(initialized.capabilities.completionProvider?.triggerCharacters, ['"', ':', '.', '$', '[']);
    assert.deepEqual(initialized.capabilities.signatureHelpProvider, {
      triggerCharacters: ['(', ','],
      retriggerCharacters: [')'],
    });
  });

  describe('completes from the samples of the project', () => {
    beforeEach(async () => {
      await write('stepwise.config.json', '{"samples": [{"name": "order", "input": {"order": {"id": 1, "total": 2}}}]}');
      await write('inputs/gift.json', '{"gift": true}');
    });

    it('in JSON', async () => {
      const line = '"A": {"Type": "Pass", "InputPath": "$.order.<|>x"}';
      const found = await items('a.asl.json', `{"StartAt": "A", "States": {\n${line}}}`);
      assert.deepEqual(
        found.items.map(({ label, detail }) => [label, detail]),
        [
          ['id', 'number'],
          ['total', 'number'],
        ],
      );
      assert.equal(taken(line.replace('<|>', ''), found, 'total'), '"A": {"Type": "Pass", "InputPath": "$.order.total"}');
    });

    it('in YAML', async () => {
      const line = "    Output: '{% $states.input.or<|> %}'";
      const found = await items(
        'a.asl.yaml',
        `QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n${line}\n`,
        'asl-yaml',
      );
      assert.deepEqual(
        found.items.map(({ label }) => label),
        ['order', 'gift'],
      );
      assert.equal(taken(line.replace('<|>', ''), found, 'order'), "    Output: '{% $states.input.order %}'");
    });

    it('in the text of a template', async () => {
      const line = '        {"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$.order.t<|>"}}}';
      const template = `Resources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n${line}\n`;
      const found = await items('template.yaml', template, 'yaml');
      assert.equal(taken(line.replace('<|>', ''), found, 'total'), line.replace('t<|>', 'total'));
    });

    it('in a text in quotes within a template', async () => {
      const line =
        '"DefinitionString": "{\\"StartAt\\": \\"A\\", \\"States\\": {\\"A\\": {\\"Type\\": \\"Pass\\", \\"InputPath\\": \\"<|>\\"}}}"';
      const template = `{"Resources": {"Flow": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {\n${line}}}}}`;
      const found = await items('template.json', template, 'json');
      assert.equal(taken(line.replace('<|>', ''), found, '$.order'), line.replace('<|>', '\\$.order'));
    });

    it('in an inline definition of a template', async () => {
      const line = '            InputPath: $.order.<|>';
      const template = `Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A:\n            Type: Pass\n${line}\n`;
      const found = await items('template.yaml', template, 'yaml');
      assert.equal(taken(line.replace('<|>', ''), found, 'id'), line.replace('<|>', 'id'));
    });
  });

  it('inserts calls as snippets and asks for their parameters', async () => {
    const found = await items(
      'a.asl.json',
      '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"a.$": "States.M<|>"}}}}',
    );
    const item = found.items.find(({ label }) => label === 'States.MathAdd');
    assert.equal((item?.textEdit as TextEdit).newText, 'States.MathAdd($1)');
    assert.equal(item?.command?.command, 'editor.action.triggerParameterHints');
  });

  it('shows how functions are called', async () => {
    const signature = async (name: string, marked: string, languageId?: string) => {
      const position = await client.open(uri(name), marked, languageId);
      return client.at<SignatureHelp | null>('signatureHelp', uri(name), position);
    };
    const json = await signature(
      'a.asl.json',
      '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"a.$": "States.MathAdd(States.ArrayLength($.a), <|>"}}}}',
    );
    assert.equal(json?.activeParameter, 1);
    assert.equal(json.signatures[0]?.label, 'States.MathAdd(number, number)');
    assert.deepEqual(json.signatures[0].parameters, [{ label: [15, 21] }, { label: [23, 29] }]);
    const yaml = await signature(
      'a.asl.yaml',
      "QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Output: '{% $join([''a, b''], <|>) %}'\n",
      'asl-yaml',
    );
    assert.equal(yaml?.signatures[0]?.label, '$join(strings, separator?)');
    assert.equal(yaml.activeParameter, 1);
    const line = '{"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "Output": "{% $sum(<|> %}"}}}';
    const template = await signature(
      'template.yaml',
      `Resources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        ${line}\n`,
      'yaml',
    );
    assert.equal(template?.signatures[0]?.label, '$sum(numbers)');
    assert.equal(await signature('b.asl.json', '{"StartAt": "A", "Comment": "States.MathAdd(<|>"}'), null);
  });

  it('tells the type of an expression, and its value with a sample input', async () => {
    await write('inputs/order.json', '{"order": {"total": 12.5}}');
    const contents = async (name: string, marked: string, languageId?: string) => {
      const position = await client.open(uri(name), marked, languageId);
      const found = await client.at<Hover | null>('hover', uri(name), position);
      return (found?.contents as MarkupContent | undefined)?.value;
    };
    const said = '`$.order.total: number`\n\nWith the sample “order”:\n\n`12.5`';
    const definition = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$.order.total<|>"}}}';
    assert.equal(await contents('a.asl.json', definition), said);
    assert.equal(
      await contents('a.asl.yaml', 'StartAt: A\nStates:\n  A:\n    Type: Pass\n    InputPath: $.order.total<|>\n', 'asl-yaml'),
      said,
    );
    const template = `Resources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        ${definition}\n`;
    assert.equal(await contents('template.yaml', template, 'yaml'), said);
    const state = await contents('b.asl.json', definition.replace('<|>', '').replace('"A": {', '"A<|>": {'));
    assert.match(state ?? '', /Input: `\{ order: \{ total: number, … \}, … \}`/);
  });

  describe('shows types behind expressions', () => {
    const hints = async (name: string, text: string, languageId?: string, own = client) => {
      await own.open(uri(name), text, languageId);
      const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
      const found = await own.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
        textDocument: { uri: uri(name) },
        range,
      });
      const lines = text.split('\n');
      return found.map(
        ({ position: { line, character }, label }) =>
          `${lines[line]!.slice(0, character).trim()}⟨${typeof label === 'string' ? label : ''}⟩`,
      );
    };
    const yaml = (indent: string) =>
      [
        'StartAt: A',
        'States:',
        '  A:',
        '    Type: Pass',
        '    Parameters:',
        "      n.$: States.Format('{}', $.order.total)",
        '      unknown.$: $.nothing',
        '    Next: B',
        '  B:',
        '    Type: Pass',
        '    InputPath: $.n',
        '    End: true',
        '',
      ]
        .map((line) => indent + line)
        .join('\n');
    const expected = ["n.$: States.Format('{}', $.order.total)⟨: string⟩", 'InputPath: $.n⟨: string⟩'];

    it('in JSON', async () => {
      await write('inputs/order.json', '{"order": {"total": 12.5}}');
      const text =
        '{"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass",\n"Output": "{% $states.input.order %}",\n"Assign": {"x": "{% $states.nothing %}"}}}}';
      assert.deepEqual(await hints('a.asl.json', text), ['"Output": "{% $states.input.order %}"⟨: { total: number, … }⟩']);
    });

    it('in YAML and in templates', async () => {
      assert.deepEqual(await hints('a.asl.yaml', yaml(''), 'asl-yaml'), expected);
      const template = `Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n${yaml('        ')}`;
      assert.deepEqual(await hints('template.yaml', template, 'yaml'), expected);
    });

    it('unless a setting says no', async () => {
      const other = new TestLanguageClient();
      let asked = 0;
      other.connection.onRequest('workspace/configuration', ({ items: sections }: { items: { section: string }[] }) =>
        sections.map(({ section }) => (section === 'stepwise.inlayHints.types' ? false : (asked++, null))),
      );
      await other.initialize({}, { workspace: { configuration: true } });
      assert.deepEqual(await hints('a.asl.yaml', yaml(''), 'asl-yaml', other), []);
      assert.ok(asked > 0);
      await other.stop();
    });
  });

  it('says so when a request was cancelled while it was answered', async () => {
    const other = new TestLanguageClient();
    let source = new CancellationTokenSource();
    // The settings are asked for while the answer is made.
    other.connection.onRequest('workspace/configuration', ({ items: sections }: { items: unknown[] }) => {
      source.cancel();
      return sections.map(() => null);
    });
    await other.initialize({}, { workspace: { configuration: true } });
    await other.open(uri('a.asl.json'), '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}');
    const textDocument = { uri: uri('a.asl.json') };
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
    for (const [method, params] of [
      ['inlayHint', { textDocument, range }],
      ['formatting', { textDocument, options: { tabSize: 2, insertSpaces: true } }],
    ] as const) {
      source = new CancellationTokenSource();
      const asked = other.connection.sendRequest(`textDocument/${method}`, params, source.token);
      await assert.rejects(asked, { code: LSPErrorCodes.RequestCancelled }, method);
    }
    await other.stop();
  });

  describe("names the errors of a Task's function", () => {
    const catching = (resource: string, parameters = '') =>
      `{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${resource}"${parameters}, "Catch": [{"ErrorEquals": ["<|>"]}]}}}`;
    const labels = async (name: string, marked: string, languageId?: string) =>
      (await items(name, marked, languageId)).items.map(({ label }) => label);

    it('from functions.json', async () => {
      await write('stepwise.config.json', '{"functions": "functions.json"}');
      await write(
        'functions.json',
        '{"charge": {"runtime": "python3.12", "codeUri": "src/charge", "handler": "app.handler"}, "ship": {"runtime": "nodejs20.x", "codeUri": "src/ship", "handler": "app.handler"}}',
      );
      await write('src/charge/app.py', 'def handler(e, c):\n    raise OutOfStock("x")\n');
      await write('src/ship/app.js', 'exports.handler = () => { const e = new Error(); e.name = "Late"; throw e; };\n');
      const byArn = await labels('a.asl.json', catching('arn:aws:lambda:us-east-1:123456789012:function:charge:live'));
      assert.equal(byArn[0], 'OutOfStock');
      assert.ok(byArn.includes('Lambda.TooManyRequestsException') && !byArn.includes('Late'));
      const byName = await labels(
        'b.asl.json',
        catching('arn:aws:states:::lambda:invoke', ', "Parameters": {"FunctionName": "ship"}'),
      );
      assert.equal(byName[0], 'Late');
      const yaml = await labels(
        'c.asl.yaml',
        'StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: arn:aws:lambda:us-east-1:123456789012:function:charge\n    Retry:\n      - ErrorEquals:\n          - <|>\n',
        'asl-yaml',
      );
      assert.equal(yaml[0], 'OutOfStock');
    });

    const functions =
      '  Charge:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.12\n      CodeUri: src/\n      Handler: app.handler\n';

    it('from the template around it', async () => {
      await write('src/app.py', 'def handler(e, c):\n    raise OutOfStock("x")\n');
      const flow = `Resources:\n${functions}  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A:\n            Type: Task\n            Resource: !GetAtt Charge.Arn\n            Catch:\n              - ErrorEquals: [<|>]\n`;
      assert.equal((await labels('template.yaml', flow, 'yaml'))[0], 'OutOfStock');
    });

    it('from the template that names its file', async () => {
      await write('src/app.py', 'def handler(e, c):\n    raise OutOfStock("x")\n');
      await write(
        'template.yaml',
        `Resources:\n${functions}  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flow.asl.json\n      DefinitionSubstitutions:\n        ChargeArn: !GetAtt Charge.Arn\n`,
      );
      assert.equal((await labels('flow.asl.json', catching('${ChargeArn}')))[0], 'OutOfStock');
    });
  });
});
