import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { analyze } from '../../../server/src/analysis/analyze';
import { formatting } from '../../../server/src/features/format/formatting';
import { applyEdits } from '../../../server/src/source/edit';
import type { DocumentFormat } from '../../../server/src/source/parse';

const corpus = path.join(__dirname, '../../../../shared/corpus');
const options = { tabSize: 2, insertSpaces: true };

function formatted(
  text: string,
  more: object = {},
  format: DocumentFormat = 'yaml',
  range?: { start: number; end: number },
): string | undefined {
  const edits = formatting(analyze(text, { format }), { ...options, ...more }, range);
  return edits && applyEdits(text, edits);
}

const messy = `# Orders


StartAt:   A   # the first
States:
    A:
        Type: Task # calls
        # what is called
        Resource:    &arn arn:aws:lambda:us-east-1:123456789012:function:a
        Parameters:
            text: |
                one
                  two \u0020

                three
            folded: >-
               a long
               text
            flow: { a: 1,
               b: [ 1,
             2 ] }
            quoted: "one
                two"
            plain: one
              two
        Retry:
        -   ErrorEquals:
            - States.ALL
            MaxAttempts: 1.0
        -
            ErrorEquals: [ x ]
        Next: B   
    B:
      Type: Pass
      Result: *arn
      End: true`;

const tidy = `# Orders

StartAt: A   # the first
States:
  A:
    Type: Task # calls
    # what is called
    Resource: &arn arn:aws:lambda:us-east-1:123456789012:function:a
    Parameters:
      text: |
        one
          two \u0020

        three
      folded: >-
        a long
        text
      flow: { a: 1,
        b: [ 1,
          2 ] }
      quoted: "one
        two"
      plain: one
        two
    Retry:
      - ErrorEquals:
          - States.ALL
        MaxAttempts: 1.0
      -
        ErrorEquals: [ x ]
    Next: B
  B:
    Type: Pass
    Result: *arn
    End: true
`;

describe('formatting YAML', () => {
  it('lays out blocks; comments, anchors, text and the style of values stay', () => {
    assert.equal(formatted(messy), tidy);
    assert.equal(formatted(tidy), tidy);
    assert.equal(formatted(messy.replaceAll('\n', '\r\n')), tidy.replaceAll('\n', '\r\n'));
    assert.match(
      formatted(messy, { tabSize: 4 }) ?? '',
      /\n {8}Retry:\n {12}- ErrorEquals:\n {18}- States\.ALL\n {14}MaxAttempts/,
    );
  });

  it('lays out what is whole in a range, and leaves what is around it', () => {
    const start = messy.indexOf('        Retry:');
    const end = messy.indexOf('        Next: B');
    const result = formatted(messy, {}, 'yaml', { start, end }) ?? '';
    assert.equal(result.slice(0, start), messy.slice(0, start));
    assert.ok(result.endsWith(messy.slice(end)));
    assert.match(result, /\n {8}Retry:\n {10}- ErrorEquals:\n {14}- States\.ALL\n {12}MaxAttempts: 1\.0\n/);
  });

  it('does nothing to text that is broken', () => {
    assert.equal(formatted('a:   "x\n'), undefined);
  });

  it('never changes data, and does nothing the second time', () => {
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: fc.constantFrom('a', 'word ', '\n', '#', ': ', '- ', "'", '  '), maxLength: 8 }),
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b c', '"d"', '- e'), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    const style = fc.record({
      indent: fc.integer({ min: 1, max: 6 }),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 12, 80),
      collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
      defaultStringType: fc.constantFrom(
        'PLAIN' as const,
        'BLOCK_LITERAL' as const,
        'BLOCK_FOLDED' as const,
        'QUOTE_DOUBLE' as const,
      ),
    });
    fc.assert(
      fc.property(value, style, fc.integer({ min: 2, max: 4 }), (data, how, tabSize) => {
        const text = parseDocument(JSON.stringify({ x: data })).toString(how);
        if (analyze(text, { format: 'yaml' }).problems.length > 0) {
          return;
        }
        const once = formatted(text, { tabSize });
        assert.ok(once !== undefined, text);
        assert.deepEqual(parseDocument(once).toJS(), parseDocument(text).toJS(), once);
        assert.equal(formatted(once, { tabSize }), once, text);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps every real definition', function () {
    this.timeout(60_000);
    if (!existsSync(corpus)) {
      this.skip();
    }
    let count = 0;
    for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((each) => /\.ya?ml$/.test(each))) {
      const text = readFileSync(path.join(corpus, name), 'utf8');
      if (analyze(text, { format: 'yaml' }).problems.length > 0) {
        continue;
      }
      const once = formatted(text);
      assert.ok(once !== undefined, name);
      assert.equal(formatted(once), once, name);
      count++;
    }
    assert.ok(count > 40, String(count));
  });
});

describe('the order of fields', () => {
  it('is that of the field table where it is asked for; comments go along, or the object stays as it is', () => {
    const yaml = `States:
  A:
    Next: B # on
    Type: Pass
    Zzz: 1
    Parameters:
      b: 1
      a: 2
    Comment: first
  B:
    End: true
    # why
    Type: Pass
StartAt: A
`;
    assert.equal(
      formatted(yaml, { ordersFields: true }),
      `StartAt: A
States:
  A:
    Type: Pass
    Comment: first
    Parameters:
      b: 1
      a: 2
    Next: B # on
    Zzz: 1
  B:
    End: true
    # why
    Type: Pass
`,
    );
    assert.equal(formatted(yaml), yaml);
    const json =
      '{"States": {"A": {"Retry": [{"MaxAttempts": 1, "ErrorEquals": ["x"]}], "End": true, "Type": "Task"}}, "StartAt": "A"}';
    assert.deepEqual(
      JSON.stringify(JSON.parse(formatted(json, { ordersFields: true }, 'json') ?? '')),
      '{"StartAt":"A","States":{"A":{"Type":"Task","Retry":[{"ErrorEquals":["x"],"MaxAttempts":1}],"End":true}}}',
    );
  });
});
