import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyze } from '../../../../server/src/analysis/analyze';
import { machineToJsonata } from '../../../../server/src/features/toJsonata/machine';
import { check } from '../../../../server/src/rules';
import { applyEdits } from '../../../../server/src/source/edit';
import { readJson } from '../../../../server/src/source/json';
import { assertSameEnding, ending } from '../../../support/equivalence';

/** Converts a machine, runs both with each input, and compares; answers the definition in JSONata. */
async function same(definition: object, inputs: readonly unknown[], areFailuresSkipped = false): Promise<string> {
  const before = analyze(JSON.stringify(definition, undefined, 1), { format: 'json' });
  const { edits, refused } = machineToJsonata(before);
  assert.deepEqual(
    refused.map(({ reason }) => reason),
    [],
  );
  const after = analyze(applyEdits(before.text, edits), { format: 'json' });
  const errors = check(after).filter(({ severity, code }) => severity === 'error' && code !== 'unreachable-state');
  assert.deepEqual(
    errors.map(({ message }) => message),
    [],
    after.text,
  );
  for (const input of inputs) {
    const data = readJson(JSON.stringify(input)).value!;
    const was = await ending(before, data);
    if (was.status === 'SUCCEEDED' || !areFailuresSkipped) {
      assertSameEnding(await ending(after, data), was, `${JSON.stringify(input)}\n${after.text}`);
    }
  }
  return after.text;
}

const one = (state: object) => ({
  StartAt: 'A',
  States: { A: state, Z: { Type: 'Succeed' }, Y: { Type: 'Pass', Result: 'y', End: true } },
});
const value = (expression: string) => one({ Type: 'Pass', Parameters: { 'v.$': expression }, End: true });
const expression = async (written: string, inputs: readonly unknown[] = []): Promise<string> => {
  const text = await same(value(written), inputs);
  return (JSON.parse(text) as { States: { A: { Output: { v: string } } } }).States.A.Output.v;
};

/** Data with the shape that the paths below speak of: lists of lists, single items, empty ones, missing ones. */
const leaf = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom('a', 'b', '', true, null, 1.5));
const item = fc.record(
  {
    n: fc.integer({ min: 0, max: 3 }),
    s: fc.constantFrom('a', 'b'),
    tags: fc.array(leaf, { maxLength: 3 }),
    deep: fc.record({ n: leaf }),
  },
  { requiredKeys: [] },
);
const data = fc.record(
  {
    items: fc.array(item, { maxLength: 4 }),
    map: fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.oneof(leaf, item, fc.array(leaf, { maxLength: 2 })), { maxKeys: 3 }),
    lists: fc.array(fc.array(leaf, { maxLength: 3 }), { maxLength: 3 }),
    plain: leaf,
    'a key': leaf,
  },
  { requiredKeys: ['items', 'map'] },
);

describe('JSONata in place of JSONPath', function () {
  this.timeout(120_000);

  it('finds the same by every kind of path', async () => {
    const paths = [
      '$.items',
      '$.items[0]',
      '$.items[-1]',
      '$.items[0].tags',
      '$.items[0].tags[1]',
      "$['a key']",
      "$.items[0]['n', 's']",
      '$.lists[0][0]',
      '$.lists[0]',
      '$.items[*]',
      '$.items[*].n',
      '$.items[*].tags',
      '$.items[*].tags[*]',
      '$.items[*].tags[0]',
      '$.items[*].deep.n',
      "$.items[*]['n', 's']",
      '$.map.*',
      '$.map[*]',
      '$.map.*.n',
      '$.lists[*]',
      '$.lists[*][*]',
      '$.lists[*][0]',
      '$.items[0:2]',
      '$.items[1:]',
      '$.items[-2:]',
      '$.items[:-1].n',
      '$.items[0,2]',
      '$.items[?(@.n > 1)]',
      "$.items[?(@.s == 'a')].n",
      "$.items[?(@.s != 'a')].tags[*]",
      '$.items[?(@.tags)]',
      '$.items[?(!(@.n >= 1) || @.s == "b" && @.deep.n == null)]',
      "$.items[?(@.s in ['a'])].n",
      "$.items[?(@.s nin ['a'])].n",
      '$.items[?(@.n == $.plain)]',
      '$.items[?(@.n == @.deep.n)]',
      '$.items[?(@.n < @.deep.n)]',
      '$.items[?(@.s =~ /A/i)]',
      '$.items[?(@.tags[?(@ == 1)])]',
      '$..n',
      '$.items..n',
    ];
    for (const path of paths) {
      const before = analyze(JSON.stringify(value(path)), { format: 'json' });
      const { edits, refused } = machineToJsonata(before);
      assert.deepEqual(
        refused.map(({ reason }) => reason),
        [],
        path,
      );
      const after = analyze(applyEdits(before.text, edits), { format: 'json' });
      await fc.assert(
        fc.asyncProperty(data, async (input) => {
          const json = readJson(JSON.stringify(input)).value!;
          assertSameEnding(await ending(after, json), await ending(before, json), `${path}\n${after.text}`);
        }),
        { numRuns: 15 },
      );
    }
  });

  it('writes plain paths plainly', async () => {
    assert.equal(await expression('$.a.b[0].c', [{ a: { b: [{ c: [1] }] } }, {}]), '{% $states.input.a.b[0].c %}');
    assert.equal(await expression("$['my key'].and", [{ 'my key': { and: 1 } }]), '{% $states.input.`my key`.`and` %}');
    assert.equal(await expression('$', [5, [1], { a: [[]] }]), '{% $states.input %}');
    assert.equal(await expression('$$.Execution.Id', [{}]), '{% $states.context.Execution.Id %}');
    assert.equal(
      await expression("States.Format('{}: {}', $$.State.Name, 1)", [{}]),
      "{% $states.context.State.Name & ': ' & 1 %}",
    );
  });

  it('calls functions that give the same', async () => {
    const inputs = [
      {
        a: 'x,y;;z',
        b: [1, 2, 3, 2, 'x'],
        n: 4,
        o: { k: [1] },
        p: { k: 2, l: null },
        j: '{"q": [1, {}]}',
        e: '',
        t: 'it\'s "so" \\ {}',
        i: 1,
      },
      { a: 'one', b: [[1]], n: 1, o: {}, p: {}, j: ' ', e: [], t: 'ä', i: 0 },
      { a: 5, b: 'no list', n: 'x', o: [], p: null, j: '{', t: null, i: 9 },
      {},
    ];
    const calls = [
      'States.Array($.a, $.b, 1, null)',
      'States.Array()',
      'States.Array($.b)',
      'States.ArrayLength(States.Array($.b, $.o))',
      'States.JsonToString(States.Array($.b, $.o, States.Array(1)))',
      'States.ArrayContains($.b, 2)',
      'States.ArrayContains($.b, $.a)',
      'States.ArrayGetItem($.b, 1)',
      'States.ArrayGetItem($.b, $.i)',
      'States.ArrayLength($.b)',
      'States.ArrayPartition($.b, 2)',
      'States.ArrayPartition($.b, 10)',
      'States.ArrayRange(1, 7, 3)',
      'States.ArrayRange(1, $.n, 1)',
      'States.ArrayRange(5, 1, 1)',
      'States.ArrayUnique($.b)',
      "States.Base64Encode('Hello')",
      "States.Base64Decode('SGVsbG8=')",
      "States.Format('{}-{} \\{\\} \\'{}\\'', $.a, $.n, true)",
      "States.Format('{}', $.t)",
      "States.Format('none')",
      "States.Hash($.t, 'SHA-256')",
      'States.JsonMerge($.o, $.p, false)',
      'States.JsonToString($.o)',
      'States.JsonToString($.t)',
      'States.JsonToString($.n)',
      'States.MathAdd($.n, -1)',
      'States.MathAdd(1.5, $.i)',
      'States.MathRandom(1, 10)',
      'States.MathRandom(0, $.n)',
      "States.StringSplit($.a, ',;')",
      "States.StringSplit($.a, '^]-\\\\[/')",
      'States.StringToJson($.j)',
      "States.StringToJson(States.Format('[{}]', $.n))",
      'States.UUID()',
    ];
    for (const written of calls) {
      // A text in the place of a list is an error in JSONPath, and a list of one in JSONata.
      const some = /Array|Merge/.test(written) ? inputs.filter(({ b }) => typeof b !== 'string') : inputs;
      await same(value(written), some);
    }
  });

  it('decides the same by every comparison', async () => {
    const values = [
      'a',
      'b',
      'ab*c',
      'a/c[',
      '',
      '2024-01-31T12:00:00Z',
      '2024-01-31T13:00:00.0005+01:00',
      '2024-01-31T12:00:00.000400Z',
      5,
      7,
      -1,
      1.5,
      true,
      false,
      null,
      [],
      [5],
      {},
    ];
    const moment = '2024-01-31T12:00:00Z';
    const rules: object[] = [
      ...['Equals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].flatMap((how) => [
        { [`String${how}`]: 'ab' },
        { [`Numeric${how}`]: 5 },
        { [`Timestamp${how}`]: moment },
        { [`Timestamp${how}`]: '2024-01-31T12:00:00.0004Z' },
        { [`String${how}Path`]: '$.y' },
        { [`Numeric${how}Path`]: '$.y' },
        { [`Timestamp${how}Path`]: '$.y' },
      ]),
      { BooleanEquals: true },
      { BooleanEquals: false },
      { BooleanEqualsPath: '$.y' },
      ...['*', 'a*', '*c', 'a*c', 'ab\\*c', 'a/c[', '*b*', '*/*', "it's"].map((StringMatches) => ({ StringMatches })),
      ...['Null', 'Present', 'Numeric', 'String', 'Boolean', 'Timestamp'].flatMap((what) => [
        { [`Is${what}`]: true },
        { [`Is${what}`]: false },
      ]),
    ];
    const inputs = [
      ...values.map((x) => ({ x, y: 5 })),
      ...values.map((y) => ({ x: 'b', y })),
      { x: moment, y: moment },
      { x: 1 },
      {},
      { y: 1 },
    ];
    for (const rule of rules) {
      await same(one({ Type: 'Choice', Choices: [{ Variable: '$.x', ...rule, Next: 'Z' }], Default: 'Y' }), inputs);
    }
  });

  it('decides the same by rules within rules, missing values included', async () => {
    const test = fc.constantFrom<object>(
      { Variable: '$.x', IsPresent: true },
      { Variable: '$.x', IsPresent: false },
      { Variable: '$.y', IsPresent: true },
      { Variable: '$.x', NumericGreaterThan: 1 },
      { Variable: '$.x', StringEquals: 'a' },
      { Variable: '$.y', IsNumeric: true },
      { Variable: '$.y', IsString: false },
      { Variable: '$.y', NumericLessThanPath: '$.x' },
      { Variable: '$.z[*]', IsPresent: true },
    );
    const { rule } = fc.letrec<{ rule: object }>((tie) => ({
      rule: fc.oneof(
        { maxDepth: 3, depthSize: 'medium' },
        test,
        fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((And) => ({ And })),
        fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((Or) => ({ Or })),
        tie('rule').map((Not) => ({ Not })),
      ),
    }));
    const input = fc.record(
      { x: fc.constantFrom(0, 2, 'a', null), y: fc.constantFrom(0, 3, 'b'), z: fc.constantFrom([], [1]) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { minLength: 1, maxLength: 3 }),
        fc.array(input, { minLength: 3, maxLength: 5 }),
        async (rules, inputs) => {
          const Choices = rules.map((each, index) => ({ ...each, Next: ['Z', 'Y', 'X'][index] }));
          const machine = one({ Type: 'Choice', Choices, Default: 'W' });
          const States = { ...machine.States, X: { Type: 'Pass', Result: 1, End: true }, W: { Type: 'Fail', Error: 'none' } };
          await same({ ...machine, States }, inputs);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('passes the same on from state to state', async () => {
    const path = fc.constantFrom('$', '$.a', '$.a.b', '$.list', '$.list[0]', '$$.State.Name', null);
    const put = fc.constantFrom('$', '$.a', '$.new', '$.new.deep', '$.a.b', null);
    const template = fc.constantFrom<object>(
      { 'x.$': '$', y: 1.5 },
      { 'a.$': '$.a', b: ['{% no %}', { 'c.$': '$.list' }] },
      { a: { 'b.$': "States.Format('<{}>', $$.State.Name)" }, 'list.$': 'States.Array($, 1)' },
    );
    const flow = fc.record(
      {
        InputPath: path,
        Parameters: template,
        ResultSelector: template,
        ResultPath: put,
        OutputPath: path,
        Assign: fc.constantFrom({ 'v.$': '$', w: '{% x %}' }),
      },
      { requiredKeys: [] },
    );
    const task = flow.map((fields) => ({
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      ...fields,
      Next: 'B',
    }));
    const pass = fc
      .tuple(flow, fc.constantFrom({}, { Result: { a: { b: [[1]] }, list: ['{% r %}'], 'k.$': 2 } }, { Result: 'text' }))
      .map(([{ ResultSelector: _, ...fields }, result]) => ({ Type: 'Pass', ...fields, ...result, Next: 'B' }));
    const caught = put.map((ResultPath) => ({
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      Parameters: { fail: 'Broken' },
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath, Assign: { 'v.$': '$.Error' }, Next: 'B' }],
      Next: 'B',
    }));
    const wait = fc
      .record({ InputPath: path, OutputPath: path }, { requiredKeys: [] })
      .map((fields) => ({ Type: 'Wait', Seconds: 1, ...fields, Next: 'B' }));
    const inputs = [
      { a: { b: [1] }, list: [[2], 3] },
      { a: 1, list: [] },
      {},
      { a: { b: 0 }, list: [{ a: 1 }], new: { deep: 1, more: 2 } },
    ];
    await fc.assert(
      fc.asyncProperty(fc.oneof(task, pass, caught, wait), async (A) => {
        const definition = { StartAt: 'A', States: { A, B: { Type: 'Pass', End: true } } };
        const before = analyze(JSON.stringify(definition), { format: 'json' });
        // What can never be found in what the state itself writes is refused.
        const { refused } = machineToJsonata(before);
        if (refused.every(({ reason }) => !/names nothing/.test(reason))) {
          // A path is not followed any more whose value is dropped afterwards: there JSONPath fails, and JSONata does not.
          await same(definition, inputs, true);
        }
      }),
      { numRuns: 120, examples: [[{ Type: 'Pass', ResultPath: '$.a.b', OutputPath: '$.a', Next: 'B' }]] },
    );
  });

  it('keeps containers, waits, failures and limits', async () => {
    const inner = (name: string, state: object) => ({ StartAt: name, States: { [name]: { ...state, End: true } } });
    await same(
      one({
        Type: 'Map',
        InputPath: '$.in',
        ItemsPath: '$.items[?(@.on == true)]',
        ItemSelector: { 'item.$': '$$.Map.Item.Value', 'index.$': '$$.Map.Item.Index', 'all.$': '$.name' },
        MaxConcurrencyPath: '$.width',
        Iterator: inner('In', { Type: 'Pass', Parameters: { 'i.$': '$.index', 'n.$': '$.item.n' } }),
        ResultSelector: { 'all.$': '$[*].i', 'first.$': '$[0]' },
        ResultPath: '$.mapped',
        Next: 'Z',
      }),
      [
        { in: { items: [{ on: true, n: 1 }, { n: 2 }, { on: true, n: [3] }], name: 'x', width: 1 } },
        { in: { items: [{ on: true, n: 1 }], name: 'x', width: '2' } },
        { in: { items: [], name: 'x', width: 0 } },
        { in: {} },
      ],
    );
    await same(
      one({
        Type: 'Parallel',
        Parameters: { 'x.$': '$.x' },
        Branches: [inner('L', { Type: 'Pass' }), inner('R', { Type: 'Pass', Result: [1], ResultPath: '$.r' })],
        OutputPath: '$[1]',
        Next: 'Z',
      }),
      [{ x: [1] }, { x: null }, {}],
    );
    for (const state of [
      { Type: 'Wait', SecondsPath: '$.s', Next: 'Z' },
      { Type: 'Wait', InputPath: '$.in', TimestampPath: '$.t', OutputPath: '$.t', Next: 'Z' },
      { Type: 'Fail', ErrorPath: '$.s', CausePath: "States.Format('at {}', $.s)" },
      { Type: 'Fail', Error: '{% E %}', Cause: 'C' },
      { Type: 'Succeed', InputPath: '$.in', OutputPath: '$.t' },
      {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        TimeoutSecondsPath: '$.s',
        Parameters: { QueueUrl: 'asked', 'MessageBody.$': '$$.Task.Token' },
        Next: 'Z',
      },
    ]) {
      // Of a fraction of a second as a timeout it is not known what AWS makes in JSONata.
      const fraction = state.Type === 'Task' ? [] : [{ s: 1.5 }];
      await same(one(state), [
        { s: 5 },
        ...fraction,
        { s: '7' },
        { s: 'E', in: { t: '2026-02-01T00:00:00Z' } },
        { in: { t: 5 } },
        {},
      ]);
    }
  });

  it('leaves in JSONPath what has no equivalent, and says which field and why', () => {
    const cases: readonly (readonly [object, RegExp])[] = [
      [{ Type: 'Pass', ResultPath: '$.a[0]', Next: 'Z' }, /^ResultPath: .*put into a list/],
      [{ Type: 'Pass', Parameters: { 'a.$': '$.a[?(@.b subsetof [1])]' }, Next: 'Z' }, /^Parameters: .*'subsetof'/],
      [{ Type: 'Pass', Parameters: { 'a.$': 'States.Format($.t, 1)' }, Next: 'Z' }, /^Parameters: argument 1 of States\.Format/],
      [{ Type: 'Pass', Result: 1.0, ResultPath: '$.${Where}', Next: 'Z' }, /^ResultPath: the path has a placeholder/],
      [{ Type: 'Pass', Parameters: { a: 1, 'a.$': '$' }, Next: 'Z' }, /^Parameters: "a" stands there twice/],
      [{ Type: 'Choice', Choices: [{ Variable: '$.x', TimestampLessThan: 'soon', Next: 'Z' }] }, /^Choices\[0\]: the timestamp/],
      [
        {
          Type: 'Map',
          ItemReader: { Resource: 'arn:aws:states:::s3:getObject' },
          ItemsPath: '$.x',
          ItemProcessor: {},
          Next: 'Z',
        },
        /^ItemsPath: .*ItemReader/,
      ],
    ];
    for (const [state, reason] of cases) {
      const before = analyze(JSON.stringify(one(state)), { format: 'json' });
      const { edits, refused } = machineToJsonata(before);
      assert.match(refused[0]?.reason ?? '', reason);
      const { States, QueryLanguage } = JSON.parse(applyEdits(before.text, edits)) as {
        States: Record<string, object>;
        QueryLanguage?: string;
      };
      assert.equal(QueryLanguage, undefined);
      assert.deepEqual(States['A'], state);
      assert.deepEqual(States['Y'], { Type: 'Pass', QueryLanguage: 'JSONata', Output: 'y', End: true });
    }
  });

  it('takes no function whose name a variable has', () => {
    const definition = one({ Type: 'Pass', Assign: { merge: 1 }, ResultPath: '$.x', Next: 'Z' });
    const { refused } = machineToJsonata(analyze(JSON.stringify(definition), { format: 'json' }));
    assert.match(refused[0]?.reason ?? '', /the variable \$merge/);
  });
});
