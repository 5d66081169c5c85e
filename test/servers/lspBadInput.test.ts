import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codes, faults, forEachTest, type TestLanguageClient } from '../support/languageClient';
import { order, uri } from '../support/orderDocument';

describe('language server: bad input', () => {
  let client: TestLanguageClient;
  forEachTest((each) => (client = each));

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
