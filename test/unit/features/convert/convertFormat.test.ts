import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { jsonOf } from '../../../../server/src/execution/compileTemplate';
import { convertFormat } from '../../../../server/src/features/convert/convertFormat';
import { equal, readJson, writeJson } from '../../../../server/src/source/json';
import { parse, type DocumentFormat } from '../../../../server/src/source/parse';

const root = path.join(__dirname, '../../../..');
const corpus = path.join(root, '../shared/corpus');

function converted(text: string, from: DocumentFormat, to: DocumentFormat): string {
  const result = convertFormat(text, from, to);
  assert.ok('text' in result, 'refusal' in result ? result.refusal : '');
  return result.text;
}

/** All definitions below a folder that are whole. */
function definitions(folder: string): { file: string; text: string; format: DocumentFormat }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.asl\.(json|ya?ml)$|\.asl$/.test(name) && !name.includes('node_modules'))
    .map((name) => ({
      file: name,
      text: readFileSync(path.join(folder, name), 'utf8'),
      format: /ya?ml$/.test(name) ? ('yaml' as const) : ('json' as const),
    }))
    .filter(({ text, format }) => {
      const parsed = parse(text, format);
      return parsed.problems.length === 0 && parsed.root?.kind === 'object';
    });
}

/** There and back; a placeholder without quotes counts as its text, which is what it comes back as where no number is expected. */
function assertSameData({ file, text, format }: { file: string; text: string; format: DocumentFormat }): void {
  const other = format === 'json' ? 'yaml' : 'json';
  const there = converted(text, format, other);
  const back = converted(there, other, format);
  const data = jsonOf(parse(text, format).root)!;
  assert.ok(equal(jsonOf(parse(there, other).root)!, data), `${file} there:\n${there}`);
  assert.ok(equal(jsonOf(parse(back, format).root)!, data), `${file} back:\n${back}`);
}

describe('JSON and YAML', () => {
  it('have the same data for every example', () => {
    const found = definitions(path.join(root, 'examples'));
    assert.ok(found.length >= 6);
    found.forEach(assertSameData);
  });

  it('have the same data for every real definition', function () {
    this.timeout(60_000);
    if (!existsSync(corpus)) {
      this.skip();
    }
    const found = definitions(corpus);
    assert.ok(found.length > 150, String(found.length));
    found.forEach(assertSameData);
  });

  it('have the same data for any JSON, also for the yaml library', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({
        unit: fc.constantFrom(' ', '\n', '\t', '#', ':', '-', 'a', '{', '%', '}', "'", '"', '$', '|', '>', '\r', '\\'),
        maxLength: 14,
      }),
      fc.constantFrom(
        'yes',
        'No',
        'on',
        'OFF',
        'y',
        '~',
        'null',
        'True',
        '0o17',
        '017',
        '0b1',
        '1_000',
        '1:30',
        '12e03',
        '2024-01-31',
        '<<',
        '=',
        '.5',
        '1.',
        '.inf',
        '${A}',
        '-',
        '? x',
        '%TAG',
        '---',
        '...',
      ),
      fc.string({ unit: fc.constantFrom('word ', '  ', "it's ", '"x" '), minLength: 20, maxLength: 40 }).map((s) => `{% ${s} %}`),
    );
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.constantFrom('1.0', '1e2', '-0', '0.10', '123456789012345678901234567890', '1E+5'),
    );
    const value = fc.letrec<{ value: string; text: string }>((tie) => ({
      text: text.map((t) => JSON.stringify(t)),
      value: fc.oneof(
        { maxDepth: 4 },
        tie('text'),
        number,
        fc.constantFrom('true', 'false', 'null', '{}', '[]'),
        fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
        fc
          .uniqueArray(fc.tuple(tie('text'), tie('value')), { maxLength: 4, selector: ([key]) => key })
          .map((m) => `{${m.map((p) => p.join(':')).join(',')}}`),
      ),
    })).value;
    fc.assert(
      fc.property(value, (json) => {
        const whole = `{"x": ${json}}`;
        const yaml = converted(whole, 'json', 'yaml');
        const data = readJson(whole).value!;
        const parsed = parse(yaml, 'yaml');
        assert.deepEqual(parsed.problems, [], yaml);
        assert.ok(equal(jsonOf(parsed.root)!, data), `${yaml}\n${writeJson(jsonOf(parsed.root)!)}`);
        assert.ok(equal(readJson(converted(yaml, 'yaml', 'json')).value!, data), yaml);
        // What another reader makes of it.
        assert.deepEqual(parseDocument(yaml, { uniqueKeys: false }).toJS(), JSON.parse(whole) as unknown, yaml);
      }),
      { numRuns: 400 },
    );
  });

  it('YAML is written as people write it', () => {
    const json = `{
  "Comment": "Yes",
  "StartAt": "On",
  "States": {
    "On": {
      "Type": "Pass",
      "QueryLanguage": "JSONata",
      "Output": {
        "total": "{% $sum($states.input.items.price) %}",
        "long": "{% $merge([$states.input, { 'customer': $states.input.order.customer, 'lines': $states.input.order.lines }]) %}",
        "query": "SELECT *\\nFROM items\\n",
        "one": 1.0,
        "big": 123456789012345678901,
        "time": "2024-01-31",
        "path.$": "$.a",
        "empty": {},
        "none": []
      },
      "Next": "Wait"
    },
    "Wait": { "Type": "Wait", "Seconds": \${Seconds}, "Comment": "\${Text}", "End": true }
  }
}`;
    const result = convertFormat(json, 'json', 'yaml');
    assert.equal(
      'text' in result ? result.text : '',
      `Comment: "Yes"
StartAt: "On"
States:
  "On":
    Type: Pass
    QueryLanguage: JSONata
    Output:
      total: "{% $sum($states.input.items.price) %}"
      long: >-
        {% $merge([$states.input, { 'customer': $states.input.order.customer, 'lines': $states.input.order.lines }]) %}
      query: |
        SELECT *
        FROM items
      one: 1.0
      big: 123456789012345678901
      time: "2024-01-31"
      path.$: $.a
      empty: {}
      none: []
    Next: Wait
  Wait:
    Type: Wait
    Seconds: \${Seconds}
    Comment: "\${Text}"
    End: true
`,
    );
    assert.deepEqual(
      result.losses?.map(({ message }) => message),
      ['${Seconds} stands without quotes: in YAML, CloudFormation takes it for text, not for a number.'],
    );
  });

  it('JSON keeps no comment, and says so; a placeholder has quotes where text belongs', () => {
    const yaml = `# Orders
StartAt: A # first
States:
  A:
    Type: Task
    Resource: \${Arn}
    TimeoutSeconds: \${Timeout}
    Parameters:
      n: \${N}
      hash: 'a # b'
    Retry:
      - ErrorEquals: [States.ALL]
        MaxAttempts: \${Tries}
    Comment: >-
      # no comment
      of this file
    End: true
`;
    const result = convertFormat(yaml, 'yaml', 'json');
    assert.deepEqual(
      result.losses?.map(({ start, end }) => yaml.slice(start, end)),
      ['# Orders', '# first'],
    );
    assert.equal(
      'text' in result ? result.text : '',
      `{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "\${Arn}",
      "TimeoutSeconds": \${Timeout},
      "Parameters": {
        "n": "\${N}",
        "hash": "a # b"
      },
      "Retry": [
        {
          "ErrorEquals": ["States.ALL"],
          "MaxAttempts": \${Tries}
        }
      ],
      "Comment": "# no comment of this file",
      "End": true
    }
  }
}
`,
    );
  });

  it('text that is broken is refused, with the place', () => {
    for (const [text, from, message] of [
      ['{"StartAt": "A",, }', 'json', /./],
      ['{"StartAt": "A", "StartAt": "B"}', 'json', /stands twice/],
      ['[1]', 'json', /no state machine/],
      ['', 'yaml', /./],
      ['a: !Mine 1', 'yaml', /!Mine/],
      ['a: "x', 'yaml', /closing/],
    ] as const) {
      const result = convertFormat(text, from, from === 'json' ? 'yaml' : 'json');
      assert.ok('refusal' in result && message.test(result.refusal), text);
    }
  });
});
