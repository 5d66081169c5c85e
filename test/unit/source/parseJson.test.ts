import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Node } from '../../../server/src/source/node';
import { maxDepth, parseJson } from '../../../server/src/source/parseJson';

/** The value that a node stands for; what has no value shows as a word. */
function valueOf(node: Node | undefined): unknown {
  switch (node?.kind) {
    case 'object': {
      const entries = node.members.map((m) => [m.key.value, valueOf(m.value)] as const);
      const object = Object.create(null) as Record<string, unknown>;
      for (const [key, value] of entries) {
        object[key] = value;
      }
      return object;
    }
    case 'array':
      return node.items.map(valueOf);
    case 'string':
    case 'boolean':
      return node.value;
    case 'number':
      return Number(node.text);
    case 'null':
      return null;
    case 'placeholder':
      return `<${node.name}>`;
    case 'invalid':
      return '<invalid>';
    default:
      return '<missing>';
  }
}

/** The tree as JSON, and the problems with what they mark. */
function read(text: string): { value: string; problems: string[] } {
  const { root, problems } = parseJson(text);
  return {
    value: JSON.stringify(valueOf(root)),
    problems: problems.map((p) => `${text.slice(p.start, p.end)} → ${p.message}`),
  };
}

/** Every span lies in the text, and children in their parents, in order. */
function checkSpans(node: Node | undefined, start: number, end: number): void {
  if (!node) {
    return;
  }
  assert.ok(
    start <= node.start && node.start <= node.end && node.end <= end,
    `${node.kind} ${node.start}-${node.end} in ${start}-${end}`,
  );
  let at = node.start;
  for (const child of node.kind === 'object' ? node.members : node.kind === 'array' ? node.items : []) {
    assert.ok(at <= child.start && child.end <= node.end);
    at = child.end;
    if ('key' in child) {
      assert.ok(child.start === child.key.start && child.key.end <= child.end);
      checkSpans(child.value, child.key.end, child.end);
    } else {
      checkSpans(child, child.start, child.end);
    }
  }
}

describe('parseJson', () => {
  it('reads what JSON.parse reads, with the same values and without problems', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4, noUnicodeString: false }), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent);
        const { root, problems } = parseJson(text);
        assert.deepEqual(problems, []);
        assert.equal(JSON.stringify(valueOf(root)), JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('never throws and never leaves the text, whatever the text is', () => {
    const part = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '"a"',
      '\\',
      '\n',
      ' ',
      '1',
      '-',
      'tru',
      'null',
      '${A}',
      '${',
      "'",
      '//',
      '/*',
      '*/',
      '\u0000',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const { root, problems } = parseJson(text);
        checkSpans(root, 0, text.length);
        for (const { start, end } of problems) {
          assert.ok(0 <= start && start <= end && end <= text.length);
        }
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        // What JSON.parse refuses is told of, unless a placeholder makes it so.
        assert.ok(isJson || problems.length > 0 || text.includes('${'));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the text of numbers', () => {
    const { root } = parseJson('[1, 1.0, 1e2, -0, 123456789012345678901234567890]');
    assert.deepEqual(root?.kind === 'array' && root.items.map((item) => item.kind === 'number' && item.text), [
      '1',
      '1.0',
      '1e2',
      '-0',
      '123456789012345678901234567890',
    ]);
  });

  it('reads unquoted placeholders as values of their own kind', () => {
    assert.deepEqual(read('{"a": ${Name}, "b": [${X.Y}], "c": ${jsonencode({a = 1})}, "d": "${Q}"}'), {
      value: '{"a":"<Name>","b":["<X.Y>"],"c":"<jsonencode({a = 1})>","d":"${Q}"}',
      problems: [],
    });
  });

  const recoveries: readonly (readonly [what: string, text: string, value: string, ...problems: string[]])[] = [
    ['a missing value', '{"a": , "b": 1}', '{"a":"<missing>","b":1}', '"a": → A value is missing after "a".'],
    [
      'a missing value before the next line',
      '{"a":\n "b": 1}',
      '{"a":"<missing>","b":1}',
      '"a": → A value is missing after "a".',
    ],
    ['a missing colon', '{"a" 1}', '{"a":1}', '"a" → A colon and a value are expected after this key.'],
    ['a key alone', '{"a"\n "b": 1}', '{"a":"<missing>","b":1}', '"a" → A colon and a value are expected after this key.'],
    ['a missing comma', '{"a": 1 "b": 2}', '{"a":1,"b":2}', '1 → A comma is expected after this.'],
    [
      'a string without its end',
      '{"a": "x\n "b": 2}',
      '{"a":"x","b":2}',
      '"x → This string is not closed: a double quote is missing.',
    ],
    [
      'a trailing comma',
      '{"a": [1,],}',
      '{"a":[1]}',
      ', → A comma before the closing bracket: JSON allows none, and AWS refuses it.',
      ', → A comma before the closing bracket: JSON allows none, and AWS refuses it.',
    ],
    ['a key without quotes', '{a: 1}', '{"a":1}', 'a → A key stands in double quotes in JSON.'],
    ['single quotes', '{"a": \'x y\'}', '{"a":"<invalid>"}', "'x y' → A string stands in double quotes in JSON."],
    ['a bracket of the wrong kind', '{"a": [1}', '{"a":[1]}', '} → ] is missing before this }.'],
    ['a bracket too many', '{"a": 1}}', '{"a":1}', '} → The document ends before this: only one value may stand in it.'],
    ['missing brackets', '{"a": [{"b": 1', '{"a":[{"b":1}]}', '1 → The text ends too early: 3 closing brackets are missing: }]}'],
    [
      'a comment',
      '{"a": 1 /* x */}',
      '{"a":1}',
      '/* x */ → JSON has no comments, and AWS refuses a definition with one; use the field "Comment".',
    ],
    [
      'a duplicate key',
      '{"a": 1, "a": 2}',
      '{"a":2}',
      '"a" → The key "a" stands twice in this object; only the last one counts.',
    ],
    ['an unknown escape', '"\\q"', '""', '\\q → \\q is no escape sequence of JSON; a backslash itself is written \\\\.'],
    ['nothing', ' \n', '"<missing>"', ' \n → The document is empty: an object with "StartAt" and "States" is expected.'],
  ];
  for (const [what, text, value, ...problems] of recoveries) {
    it(`goes on after ${what}`, () => {
      assert.deepEqual(read(text), { value, problems });
    });
  }

  it('finds a duplicate among many keys', () => {
    const members = Array.from({ length: 30 }, (_, i) => `"k${i}": ${i}`);
    const { problems } = parseJson(`{${[...members, '"k7": 0'].join(', ')}}`);
    assert.deepEqual(
      problems.map((p) => p.code),
      ['duplicate-key'],
    );
  });

  it('tells of a byte order mark, and reads on behind it', () => {
    const { root, problems } = parseJson('\ufeff{"a": 1}');
    assert.equal(JSON.stringify(valueOf(root)), '{"a":1}');
    assert.deepEqual(
      problems.map((p) => p.code),
      ['byte-order-mark'],
    );
  });

  it('refuses what is nested too deeply, at the place, and reads the rest', () => {
    const deep = 10_000;
    for (const text of [
      '['.repeat(deep),
      `${'['.repeat(deep)}${']'.repeat(deep)}`,
      `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
    ]) {
      const problem = parseJson(text).problems.find((p) => p.code === 'too-deeply-nested');
      assert.equal(problem?.start, text.startsWith('[') ? maxDepth : maxDepth * '{"a":'.length);
    }
    const { root, problems } = parseJson(`{"a": ${'['.repeat(deep)}${']'.repeat(deep)}, "b": 1}`);
    assert.equal(problems.length, 1);
    assert.ok(root?.kind === 'object' && root.members.length === 2);
  });

  it('tells of no more problems than anybody reads', () => {
    assert.ok(parseJson('x '.repeat(10_000)).problems.length <= 200);
    assert.ok(parseJson(`[${'x '.repeat(10_000)}]`).problems.length <= 200);
  });
});
