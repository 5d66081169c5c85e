import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { Pair, parseAllDocuments, Scalar, stringify, YAMLMap } from 'yaml';
import type { Tags } from 'yaml';
import type { Node } from '../../../server/src/source/node';
import { parseYaml } from '../../../server/src/source/parseYaml';

const corpus = path.join(__dirname, '../../../../shared/corpus');

/** A node as a plain value; numbers in their spelling, so that 1 and 1.0 differ. */
function show(node: Node | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return '<nothing>';
    case 'object':
      return Object.fromEntries(node.members.map(({ key, value }) => [key.value, show(value)]));
    case 'array':
      return node.items.map(show);
    case 'number':
      return Number(node.text);
    case 'null':
      return null;
    case 'placeholder':
      return `\${${node.name}}`;
    case 'invalid':
      return '<invalid>';
    case 'string':
    case 'boolean':
      return node.value;
  }
}

/** Value, then each problem as `line: «place» message`. */
function read(text: string): readonly [unknown, ...string[]] {
  const { root, problems } = parseYaml(text);
  return [
    show(root),
    ...problems.map(
      ({ start, end, message }) => `${text.slice(0, start).split('\n').length}: «${text.slice(start, end)}» ${message}`,
    ),
  ];
}

/** Spans lie within the text and within their parent, in order. */
function checkSpans(text: string): void {
  const { root, problems } = parseYaml(text);
  for (const { start, end } of problems) {
    assert.ok(0 <= start && start <= end && end <= text.length, `problem at ${start}-${end} of ${text.length}`);
  }
  const open: { node: Node; from: number; to: number }[] = root ? [{ node: root, from: 0, to: text.length }] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, from, to } = next;
    assert.ok(
      from <= node.start && node.start <= node.end && node.end <= to,
      `${node.kind} at ${node.start}-${node.end} is not within ${from}-${to}`,
    );
    const inner =
      node.kind === 'object'
        ? node.members.flatMap(({ key, value }) => (value ? [key, value] : [key]))
        : node.kind === 'array'
          ? node.items
          : [];
    inner.forEach((each) => open.push({ node: each, from: node.start, to: node.end }));
  }
}

const shortTags = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Or',
  'Ref',
  'Select',
  'Split',
  'Sub',
  'Condition',
];

/** What the yaml library makes of the text; absent where it finds a fault. */
function byLibrary(text: string): { value: unknown } | undefined {
  const wrap = (tag: string, value: unknown): YAMLMap => {
    const map = new YAMLMap();
    map.items.push(new Pair(new Scalar(tag === 'Ref' || tag === 'Condition' ? tag : `Fn::${tag}`), value));
    return map;
  };
  const customTags = shortTags.flatMap((tag) => [
    { tag: `!${tag}`, resolve: (value: string) => wrap(tag, new Scalar(value)) },
    ...(['seq', 'map'] as const).map((collection) => ({
      tag: `!${tag}`,
      collection,
      resolve: (value: unknown) => wrap(tag, Object.assign(value as object, { tag: undefined })),
    })),
  ]) as unknown as Tags;
  try {
    const documents = parseAllDocuments(text, { prettyErrors: false, schema: 'core', logLevel: 'silent', customTags });
    const [document] = documents;
    if (
      !document ||
      documents.length > 1 ||
      !('errors' in document) ||
      document.errors.length > 0 ||
      document.warnings.length > 0
    ) {
      return undefined;
    }
    const value: unknown = document.toJS({ maxAliasCount: -1 });
    return { value: JSON.parse(JSON.stringify(value)) as unknown };
  } catch {
    return undefined;
  }
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe('parseYaml', () => {
  it('reads block and flow style, comments, quotes and block scalars', () => {
    assert.deepEqual(
      read(
        '# top\na: one # two\nb:\n- x\n- y: 1\n  z: [p, "q", \'r\', {s: t}]\nc: |\n  l1\n   l2\nd: >-\n  f1\n  f2\n\n  g\ne: "tab\\t\\u00e9"\n',
      ),
      [{ a: 'one', b: ['x', { y: 1, z: ['p', 'q', 'r', { s: 't' }] }], c: 'l1\n l2\n', d: 'f1 f2\ng', e: 'tab\té' }],
    );
  });

  it('takes YAML 1.2: Yes, No, On and dates are strings; numbers keep their text', () => {
    assert.deepEqual(read('Yes: No\nOn: 2020-01-01\na: ~\nb:\nc: NULL\nd: True'), [
      { Yes: 'No', On: '2020-01-01', a: null, b: null, c: null, d: true },
    ]);
    const { root } = parseYaml('[1, 1.0, 1e3, +7, 007, .5, 2., 0x1F, 0o17, -0, 12345678901234567890123]');
    const texts = root?.kind === 'array' ? root.items.map((item) => (item.kind === 'number' ? item.text : item.kind)) : [];
    assert.deepEqual(texts, ['1', '1.0', '1e3', '7', '7', '0.5', '2.0', '31', '15', '-0', '12345678901234567890123']);
    assert.deepEqual(read('a: .inf'), [
      { a: '<invalid>' },
      '1: «.inf» .inf is a number that JSON, and so a state machine, does not have.',
    ]);
  });

  it('knows placeholders where they are the whole scalar', () => {
    const { root } = parseYaml('a: ${Fn}\nb: "${Fn}"\nc: x-${Fn}');
    assert.deepEqual(root?.kind === 'object' && root.members.map(({ value }) => value?.kind), [
      'placeholder',
      'string',
      'string',
    ]);
  });

  it('reads the short tags of CloudFormation as their long form', () => {
    assert.deepEqual(
      read('a: !Sub "${x}"\nb: !GetAtt c.d\nc: !Join ["", [x, !Ref y]]\nd: !Condition z\ne: !!str 12\nf: !Other x'),
      [
        {
          a: { 'Fn::Sub': '${x}' },
          b: { 'Fn::GetAtt': 'c.d' },
          c: { 'Fn::Join': ['', ['x', { Ref: 'y' }]] },
          d: { Condition: 'z' },
          e: '12',
          f: '${!Other}',
        },
      ],
    );
  });

  it('puts what a merge key names into the mapping, as far as it is not there', () => {
    assert.deepEqual(read('a: &a {x: 1, y: 2}\nb: &b\n  y: 3\n  z: 4\nc:\n  <<: [*a, *b]\n  x: 5'), [
      { a: { x: 1, y: 2 }, b: { y: 3, z: 4 }, c: { y: 2, z: 4, x: 5 } },
    ]);
    assert.deepEqual(read('a: {<<: {x: 1, y: 2}, y: 3}'), [{ a: { x: 1, y: 3 } }]);
    assert.deepEqual(read('<<: &m {a: 1}\nb: *m'), [{ a: 1, b: { a: 1 } }]);
    assert.deepEqual(read('a: {"<<": {x: 1}, b: {<<: 1}}'), [{ a: { '<<': { x: 1 }, b: { '<<': 1 } } }], 'none of these is one');
    const text = 'a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n';
    checkSpans(text);
    const { root } = parseYaml(text);
    const merged = root?.kind === 'object' && root.members[1]!.value;
    assert.deepEqual(merged && merged.kind === 'object' && merged.members.map(({ start, end }) => text.slice(start, end)), [
      '*a',
      'y: 2',
    ]);
  });

  it('expands aliases within bounds, in the span of the alias', () => {
    const text = 'a: &x {k: [1]}\nb: *x\n';
    const { root } = parseYaml(text);
    const value = root?.kind === 'object' ? root.members[1]!.value : undefined;
    assert.deepEqual([show(value), value?.start, value?.end], [{ k: [1] }, 18, 20]);
    checkSpans(text);
    assert.deepEqual(read('a: &a [*a]').slice(1), ['1: «*a» The alias *a stands within the value that it repeats.']);
    assert.deepEqual(read('a: *no').slice(1), ['1: «*no» There is no anchor &no above this alias.']);
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x,x]',
      ...[...'bcdefghij'].map((name, i) => `${name}: &${name} [${`*${'abcdefghi'[i]},`.repeat(9)}]`),
    ].join('\n');
    assert.match(read(bomb)[1]!, /repeat more than 100000 values/);
  });

  it('keeps what is whole while a line is being typed', () => {
    assert.deepEqual(read('A:\n  Nex\n  End: true\nB: 1'), [
      { A: { Nex: '<nothing>', End: true }, B: 1 },
      '2: «Nex» A colon and a value are expected after "Nex".',
    ]);
    assert.deepEqual(read('A:\n  Type: Pass\n  Nex\nB: 1'), [
      { A: { Type: 'Pass', Nex: '<nothing>' }, B: 1 },
      '3: «Nex» A colon and a value are expected after "Nex".',
    ]);
    assert.deepEqual(read('a: "x\nb: 2\nc: "y"'), [{ a: 'x', b: 2, c: 'y' }, '1: «"x» The closing " is missing.']);
    assert.deepEqual(read('a: [x, y\nb: 1'), [
      { a: ['x', 'y'], b: 1 },
      '1: «[» The closing ] is missing: the next line is not indented deeply enough.',
    ]);
    assert.deepEqual(read('a:\n  b: 1\n   c: 2\nd: 3'), [
      { a: { b: 1, c: 2 }, d: 3 },
      '3: «c» The indentation does not fit: this line begins in column 4, the keys of its mapping in column 3.',
    ]);
    assert.deepEqual(read('a: b: c\nd: 1').length, 2);
    assert.deepEqual(read('\ta: 1'), [{ a: 1 }, '1: «\t» A tab is no indentation in YAML: use spaces.']);
  });

  it('tells of duplicate keys, second documents and empty ones', () => {
    assert.deepEqual(parseYaml('a: 1\na: 2').problems, [
      { code: 'duplicate-key', message: 'The key "a" stands twice in this object; only the last one counts.', start: 5, end: 6 },
    ]);
    assert.deepEqual(read('---\na: 1\n---\nb: 2'), [
      { a: 1 },
      '3: «---» A second document begins here: only one may stand in the file, the others are ignored.',
    ]);
    assert.equal(parseYaml('# only this\n').problems[0]?.code, 'empty-document');
  });

  it('takes brackets whose lines are not indented, as AWS does', () => {
    assert.deepEqual(read('a:\n  b: {\n    "c": 1\n}\nd: 2'), [{ a: { b: { c: 1 } }, d: 2 }]);
  });

  it('refuses what is nested too deeply, and reads what is not', () => {
    const codes = (text: string): string[] =>
      parseYaml(text)
        .problems.map(({ code }) => code)
        .filter((code) => code !== 'invalid-yaml');
    const block = (depth: number): string => Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
    assert.deepEqual(codes(`${'['.repeat(1500)}${']'.repeat(1500)}`), []);
    assert.deepEqual(codes('['.repeat(1501)), ['too-deeply-nested']);
    assert.deepEqual(codes(block(1500)), []);
    assert.deepEqual(codes(block(1501)), ['too-deeply-nested']);
    for (const piece of ['[', '{a: ', '- ', '? ', ': ', '!a ', '&a ', '{', '"', '*a ', '[? ', '- [']) {
      checkSpans(piece.repeat(20_000));
    }
  });

  it('agrees with the yaml library on any value in any style', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.constantFrom('a: b', ' x', 'x ', '#', '- y', 'null', '1', 'a\n\nb', '\n a\n', '{%', '*a', 'é😀', '\t', 'yes'),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.record({ key: value, other: value }),
        fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
        fc.constantFrom(0, 20, 80),
        fc.boolean(),
        (made, defaultStringType, lineWidth, isFlow) => {
          const written = stringify(made, {
            defaultStringType,
            defaultKeyType: 'PLAIN',
            lineWidth,
            collectionStyle: isFlow ? 'flow' : 'any',
            aliasDuplicateObjects: false,
          });
          const library = byLibrary(written);
          fc.pre(library !== undefined);
          const { root, problems } = parseYaml(written);
          assert.deepEqual(problems, [], written);
          assert.deepEqual(JSON.parse(JSON.stringify(show(root))), library.value, written);
          checkSpans(written);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('agrees with the yaml library on the corpus, and finds a fault where it finds one', function () {
    if (!existsSync(corpus)) {
      this.skip();
    }
    let compared = 0;
    let faulty = 0;
    for (const file of files(corpus)) {
      const text = readFileSync(file, 'utf8');
      const { root, problems } = parseYaml(text);
      const library = byLibrary(text);
      if (library) {
        assert.deepEqual(problems, [], file);
        assert.deepEqual(JSON.parse(JSON.stringify(show(root))), library.value, file);
        compared++;
      } else {
        faulty += problems.length > 0 ? 1 : 0;
      }
    }
    assert.ok(compared > 100 && faulty > 0, `${compared} compared, ${faulty} faulty`);
  });

  it('keeps its spans in any text: cut off, with letters taken out, put in, exchanged', function () {
    this.timeout(60_000);
    if (!existsSync(corpus)) {
      this.skip();
    }
    const texts = files(corpus).map((file) => readFileSync(file, 'utf8').slice(0, 2500));
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.constantFrom(...' \n\t:-?[]{},\'"|>&*!#%@a\u0002\u0018\u001f\ufeff'),
        fc.nat(2),
        (text, place, letter, how) => {
          const at = place % (text.length + 1);
          checkSpans(
            how === 0
              ? text.slice(0, at)
              : how === 1
                ? text.slice(0, at) + letter + text.slice(at)
                : text.slice(0, at) + letter + text.slice(at + 1),
          );
        },
      ),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...' \n\t:-?[]{},\'"|>&*!#%@ab\\\r\u0002\u0018\u001f\ufeff'), maxLength: 60 }),
        checkSpans,
      ),
      { numRuns: 5000 },
    );
  });
});
