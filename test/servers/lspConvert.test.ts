import assert from 'node:assert/strict';
import type { CodeAction, TextEdit } from 'vscode-languageserver-protocol/node';
import type { ConvertAnswer } from '../../server/src/protocol';
import { applyEdits } from '../../server/src/source/edit';
import { LineIndex } from '../../server/src/source/lineIndex';
import { TestLanguageClient } from '../support/languageClient';

describe('converting over the protocol', () => {
  let client: TestLanguageClient;
  before(async () => {
    client = new TestLanguageClient();
    await client.initialize({}, { textDocument: { codeAction: { disabledSupport: true } } });
  });
  after(() => client.connection.dispose());

  const ask = (uri: string, to: 'json' | 'yaml'): Promise<ConvertAnswer> =>
    client.connection.sendRequest<ConvertAnswer>('stepwise/convert', { uri, to });

  it('answers the document in the other format, with what is lost', async () => {
    await client.open('file:///a.asl.json', '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":${S},"End":true}}}');
    const { text, losses } = await ask('file:///a.asl.json', 'yaml');
    assert.equal(text, 'StartAt: A\nStates:\n  A:\n    Type: Wait\n    Seconds: ${S}\n    End: true\n');
    assert.deepEqual(losses, [
      'Line 1: ${S} stands without quotes: in YAML, CloudFormation takes it for text, not for a number.',
    ]);
    await client.open('file:///a.asl.yaml', text, 'asl-yaml');
    const back = await ask('file:///a.asl.yaml', 'json');
    assert.match(back.text ?? '', /"Seconds": \$\{S\},/);
  });

  it('offers JSONata for a state and for the machine, and says of a state why not', async () => {
    const uri = 'file:///j.asl.json';
    const text = `{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "OutputPath": "$.a", "Next": "B" },
    "B": { "Type": "Pass", "ResultPath": "$.b[0]", "End": true }
  }
}`;
    await client.open(uri, text);
    const actions = async (line: number, triggerKind: 1 | 2): Promise<CodeAction[]> => {
      const at = { line, character: 5 };
      const params = { textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: [], triggerKind } };
      const all = (await client.connection.sendRequest<CodeAction[] | null>('textDocument/codeAction', params)) ?? [];
      return all.filter(({ title }) => title.includes('JSONata'));
    };
    const [one, whole] = await actions(3, 1);
    assert.equal(one?.title, 'Write "A" in JSONata');
    assert.match(JSON.stringify(one.edit), /states\.input\.a %/);
    assert.match(whole?.title ?? '', /^Write the state machine in JSONata, except "B" \(ResultPath: /);
    const [refused] = await actions(4, 1);
    assert.match(refused?.disabled?.reason ?? '', /^ResultPath: /);
    assert.equal(refused?.edit, undefined);
    // What the editor asks by itself at every move of the cursor leaves the whole machine alone.
    assert.deepEqual(
      (await actions(3, 2)).map(({ title }) => title),
      ['Write "A" in JSONata'],
    );
  });

  it('says why it does not, and where', async () => {
    await client.open('file:///b.asl.yaml', 'StartAt: A\nStates: "x\n', 'asl-yaml');
    const { text, refusal, range } = await ask('file:///b.asl.yaml', 'json');
    assert.equal(text, undefined);
    assert.match(refusal ?? '', /closing/);
    assert.equal(range?.start.line, 1);
    assert.match((await ask('file:///unknown.json', 'yaml')).refusal ?? '', /no state machine/);
  });
});

describe('formatting over the protocol', () => {
  it('lays out YAML, a part of it, and orders fields where the setting says so', async () => {
    const client = new TestLanguageClient();
    let order = false;
    client.connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
      items.map(({ section }) => (section === 'stepwise.format.fieldOrder' ? order : null)),
    );
    await client.initialize({}, { workspace: { configuration: true } });
    try {
      const uri = 'file:///f.asl.yaml';
      const text = 'StartAt:  A\nStates:\n    A:\n        End: true\n        Type: Pass\n';
      await client.open(uri, text, 'asl-yaml');
      const ask = async (method: string, more: object = {}): Promise<string> => {
        const params = { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true }, ...more };
        const edits = (await client.connection.sendRequest<TextEdit[] | null>(method, params)) ?? [];
        const lines = new LineIndex(text);
        return applyEdits(
          text,
          edits.map(({ range, newText }) => ({ start: lines.offset(range.start), end: lines.offset(range.end), text: newText })),
        );
      };
      const range = { start: { line: 2, character: 0 }, end: { line: 4, character: 19 } };
      assert.equal(await ask('textDocument/rangeFormatting', { range }), text.replaceAll('    ', '  '));
      assert.equal(await ask('textDocument/formatting'), 'StartAt: A\nStates:\n  A:\n    End: true\n    Type: Pass\n');
      order = true;
      assert.equal(await ask('textDocument/formatting'), 'StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n');
    } finally {
      client.connection.dispose();
    }
  });
});
