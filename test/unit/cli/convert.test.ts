import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../../..');

function convert(args: readonly string[], input = ''): { code: number | null; out: string; err: string } {
  const command = ['--require', 'tsx/cjs', 'server/src/cli.ts', 'convert', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, input, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

describe('stepwise convert', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'convert-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string): string => path.join(folder, name);

  it('writes YAML to a file and JSON to standard output; what is lost is told', () => {
    writeFileSync(file('a.asl.json'), '{"StartAt": "No", "States": {"No": {"Type": "Succeed", "Comment": "1.0"}}}');
    const yaml = convert([file('a.asl.json'), '--to', 'yaml', '-o', file('a.asl.yaml')]);
    assert.deepEqual(yaml, { code: 0, out: '', err: '' });
    const text = readFileSync(file('a.asl.yaml'), 'utf8');
    assert.equal(text, 'StartAt: "No"\nStates:\n  "No":\n    Type: Succeed\n    Comment: "1.0"\n');
    const json = convert(['-', '--to', 'json'], `# mine\n${text}`);
    assert.equal(json.code, 0);
    assert.deepEqual(JSON.parse(json.out), { StartAt: 'No', States: { No: { Type: 'Succeed', Comment: '1.0' } } });
    assert.equal(json.err, 'standard input:1:1: The comment "# mine" is lost: JSON has none.\n');
  });

  it('writes JSONata in the format that the file has, comments kept; states that stay are told', () => {
    const yaml = `# Orders
StartAt: A
States:
  A: # first
    Type: Pass
    Parameters:
      # the order
      id.$: $.order.id
    ResultPath: $.copy
    Next: B
  B:
    Type: Wait
    SecondsPath: $.wait # seconds
    Next: C
  C:
    Type: Succeed
`;
    const { code, out, err } = convert(['-', '--to', 'jsonata'], yaml);
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    assert.equal(
      out,
      `# Orders
QueryLanguage: JSONata
StartAt: A
States:
  A: # first
    Type: Pass
    Output: >-
      {% $exists($states.input.order.id) ? $merge([$states.input, { 'copy': { 'id': $states.input.order.id } }]) %}
    Next: B
  B:
    Type: Wait
    Seconds: "{% $floor($states.input.wait) = $states.input.wait ? $states.input.wait %}" # seconds
    Next: C
  C:
    Type: Succeed
`,
    );
    const partly = convert(['-', '--to', 'jsonata'], yaml.replace('$.copy', '$.copy[0]'));
    assert.equal(partly.code, 1);
    assert.match(partly.err, /^standard input:4:3: "A" stays in JSONPath\. ResultPath: JSONata has no exact equivalent/);
    assert.match(partly.out, /\$\.copy\[0\][^]*QueryLanguage: JSONata/);
  });

  it('says why it does not convert', () => {
    const cases: readonly (readonly [name: string, text: string, code: number, message: RegExp])[] = [
      ['broken.asl.json', '{"StartAt": "A",', 1, /broken\.asl\.json:1:\d+: /],
      ['template.yaml', 'Resources: {}\n', 1, /template\.yaml:1:1: This is a template/],
      ['other.json', '{"a": 1}', 1, /no state machine/],
    ];
    for (const [name, text, code, message] of cases) {
      writeFileSync(file(name), text);
      const answer = convert([file(name), '--to', name.endsWith('json') ? 'yaml' : 'json']);
      assert.equal(answer.code, code);
      assert.equal(answer.out, '');
      assert.match(answer.err, message);
    }
    assert.equal(convert([file('none.json'), '--to', 'yaml']).code, 2);
    assert.equal(convert([file('broken.asl.json'), '--to', 'xml']).code, 2);
    assert.match(convert([file('a.asl.json'), '--to', 'yaml', '-o', file('no/such.yaml')]).err, /cannot be written/);
  });
});
