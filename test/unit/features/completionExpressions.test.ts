import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { complete } from '../../../server/src/features/completion/complete';
import type { Completion } from '../../../server/src/features/completion/completion';
import { plainText } from '../../../server/src/features/completion/snippet';
import { noKnowledge, type Knowledge } from '../../../server/src/features/knowledge';
import { applyEdits } from '../../../server/src/source/edit';
import { readJson } from '../../../server/src/source/json';
import { readCursor } from '../../support/markedText';

type Format = 'json' | 'yaml';

const order = readJson(
  '{"order": {"id": "A-1", "total": 12.5, "items": [{"sku": "x", "count": 2}], "ship to": "here"}, "isGift": false}',
);
const knowledge: Knowledge = {
  samples: [{ name: 'order', value: order.value! }],
  raised: [],
  now: Date.UTC(2026, 4, 6, 7, 8, 9),
};

function offers(
  marked: string,
  format: Format,
  what: Knowledge = knowledge,
): { text: string; offset: number; found: Completion[] } {
  const { text, offset } = readCursor(marked);
  return { text, offset, found: complete(analyze(text, { format }), offset, what) };
}

function labels(marked: string, format: Format = 'json', what?: Knowledge): string[] {
  return offers(marked, format, what).found.map(({ label }) => label);
}

/** The text once the offer is taken. */
function take(marked: string, label: string, format: Format = 'json'): string {
  const { text, offset, found } = offers(marked, format);
  const taken = found.find((each) => each.label === label);
  assert.ok(taken, `${label} is not offered among ${found.map((each) => each.label).join(', ')}`);
  const { replace, filter = label } = taken;
  assert.ok(replace.start <= offset && offset <= replace.end, 'the cursor lies in what is replaced');
  const typed = text.slice(replace.start, offset);
  assert.ok(filter.toLowerCase().startsWith(typed.toLowerCase()), `"${filter}" is compared with what is typed, "${typed}"`);
  return applyEdits(text, [{ ...replace, text: plainText(taken.insert) }, ...taken.extra]);
}

/** One state in both notations; `json` and `yaml` are its fields. */
function both(json: string, yaml: string, language = 'JSONPath'): [marked: string, format: Format][] {
  return [
    [`{"QueryLanguage": "${language}", "StartAt": "A", "States": {"A": {${json}}}}`, 'json'],
    [
      `QueryLanguage: ${language}\nStartAt: A\nStates:\n  A:\n${yaml
        .split('\n')
        .map((line) => `    ${line}`)
        .join('\n')}\n`,
      'yaml',
    ],
  ];
}

describe('completion of paths', () => {
  const cases: readonly [name: string, json: string, yaml: string, expected: readonly string[]][] = [
    ['members of the input', '"Type": "Pass", "InputPath": "$.<|>"', 'Type: Pass\nInputPath: $.<|>', ['order', 'isGift']],
    [
      'members of members',
      '"Type": "Pass", "InputPath": "$.order.<|>"',
      'Type: Pass\nInputPath: $.order.<|>',
      ['id', 'total', 'items', 'ship to'],
    ],
    [
      'members of items',
      '"Type": "Pass", "InputPath": "$.order.items[0].<|>"',
      'Type: Pass\nInputPath: "$.order.items[0].<|>"',
      ['sku', 'count'],
    ],
    [
      'members in a filter',
      '"Type": "Pass", "InputPath": "$.order.items[?(@.<|>"',
      "Type: Pass\nInputPath: '$.order.items[?(@.<|>'",
      ['sku', 'count'],
    ],
    [
      'items of an array',
      '"Type": "Pass", "InputPath": "$.order.items<|>"',
      'Type: Pass\nInputPath: $.order.items<|>',
      ['id', 'total', 'items', 'ship to'],
    ],
    [
      'a bracket',
      '"Type": "Pass", "InputPath": "$.order[\'<|>"',
      'Type: Pass\nInputPath: "$.order[\'<|>"',
      ['id', 'total', 'items', 'ship to'],
    ],
    [
      'the context object',
      '"Type": "Pass", "InputPath": "$$.<|>"',
      'Type: Pass\nInputPath: $$.<|>',
      ['Execution', 'State', 'StateMachine'],
    ],
    [
      'members of the context object',
      '"Type": "Pass", "Parameters": {"a.$": "$$.Execution.<|>"}',
      'Type: Pass\nParameters:\n  a.$: $$.Execution.<|>',
      ['Id', 'Input', 'Name', 'RoleArn', 'StartTime', 'RedriveCount', 'RedriveTime'],
    ],
    [
      'the input of the execution in the context object',
      '"Type": "Pass", "Parameters": {"a.$": "$$.Execution.Input.<|>"}',
      'Type: Pass\nParameters:\n  a.$: $$.Execution.Input.<|>',
      ['order', 'isGift'],
    ],
    [
      'the token of a task that waits for one',
      '"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": {"a": {"t.$": "$$.Task.<|>"}}',
      'Type: Task\nResource: arn:aws:states:::sqs:sendMessage.waitForTaskToken\nParameters:\n  a:\n    t.$: $$.Task.<|>',
      ['Token'],
    ],
    [
      'the item of an iteration',
      '"Type": "Map", "ItemsPath": "$.order.items", "ItemSelector": {"a.$": "$$.Map.Item.Value.<|>"}',
      'Type: Map\nItemsPath: $.order.items\nItemSelector:\n  a.$: $$.Map.Item.Value.<|>',
      ['sku', 'count'],
    ],
    [
      'what is selected by InputPath',
      '"Type": "Pass", "InputPath": "$.order", "Parameters": {"a.$": "$.<|>"}',
      'Type: Pass\nInputPath: $.order\nParameters:\n  a.$: $.<|>',
      ['id', 'total', 'items', 'ship to'],
    ],
    [
      'arguments of intrinsic functions',
      '"Type": "Pass", "Parameters": {"a.$": "States.Format(\'{}, {\', $.isGift, $.order.<|>"}',
      'Type: Pass\nParameters:\n  a.$: "States.Format(\'{}, {\', $.isGift, $.order.<|>"',
      ['id', 'total', 'items', 'ship to'],
    ],
    [
      'a comparison',
      '"Type": "Choice", "Choices": [{"And": [{"Variable": "$.<|>"}]}]',
      'Type: Choice\nChoices:\n  - And:\n      - Variable: $.<|>',
      ['order', 'isGift'],
    ],
    [
      'the error of a catcher',
      '"Type": "Task", "Catch": [{"ErrorEquals": ["States.ALL"], "Assign": {"a.$": "$.<|>"}}]',
      'Type: Task\nCatch:\n  - ErrorEquals: [States.ALL]\n    Assign:\n      a.$: $.<|>',
      ['Error', 'Cause'],
    ],
    [
      'nothing in the text of a function',
      '"Type": "Pass", "Parameters": {"a.$": "States.Format(\'$.<|>"}',
      "Type: Pass\nParameters:\n  a.$: States.Format('$.<|>",
      [],
    ],
    ['nothing in a comment', '"Type": "Pass", "Comment": "$.<|>"', 'Type: Pass\nComment: $.<|>', []],
    [
      'nothing where a template takes no path',
      '"Type": "Pass", "Parameters": {"a": "$.<|>"}',
      'Type: Pass\nParameters:\n  a: $.<|>',
      [],
    ],
    ['nothing in Result', '"Type": "Pass", "Result": {"a.$": "$.<|>"}', 'Type: Pass\nResult:\n  a.$: $.<|>', []],
    [
      'nothing behind what is not there',
      '"Type": "Pass", "InputPath": "$.nothing.<|>"',
      'Type: Pass\nInputPath: $.nothing.<|>',
      [],
    ],
    ['nothing of the context in ResultPath', '"Type": "Pass", "ResultPath": "$$.<|>"', 'Type: Pass\nResultPath: $$.<|>', []],
  ];
  for (const [name, json, yaml, expected] of cases) {
    for (const [marked, format] of both(json, yaml)) {
      it(`${name} (${format})`, () => assert.deepEqual(labels(marked, format), expected));
    }
  }

  it('nothing of JSONPath in a JSONata state', () => {
    for (const [marked, format] of [
      ...both('"Type": "Pass", "InputPath": "$.<|>"', 'Type: Pass\nInputPath: $.<|>', 'JSONata'),
      ...both('"Type": "Pass", "Output": {"a.$": "$.<|>"}', 'Type: Pass\nOutput:\n  a.$: $.<|>', 'JSONata'),
      ...both('"Type": "Pass", "Output": "States.<|>"', 'Type: Pass\nOutput: States.<|>', 'JSONata'),
    ]) {
      assert.deepEqual(labels(marked, format), []);
    }
  });

  it('shows types', () => {
    const { found } = offers(...both('"Type": "Pass", "InputPath": "$.order.<|>"', 'Type: Pass')[0]!);
    assert.deepEqual(
      found.map(({ label, detail }) => [label, detail]),
      [
        ['id', 'string'],
        ['total', 'number'],
        ['items', '{ sku: string, count: number, … }[]'],
        ['ship to', 'string'],
      ],
    );
    assert.equal(found[0]!.documentation, 'From the sample "order".');
  });

  it('replaces the name under the cursor and no more', () => {
    const path = (json: string) => `{"States": {"A": {"Type": "Pass", "InputPath": "${json}"}}, "StartAt": "A"}`;
    assert.equal(take(path('$.order.t<|>ot.x'), 'total'), path('$.order.total.x'));
    assert.equal(take(path('$.order.<|>'), 'ship to'), path("$.order['ship to']"));
    assert.equal(take(path("$.order['s<|>h']"), 'ship to'), path("$.order['ship to']"));
    assert.equal(take(path("$.order['<|>"), 'ship to'), path("$.order['ship to']"));
    assert.equal(take(path('$.order.items.<|>'), '[0]'), path('$.order.items[0]'));
    assert.equal(take(path('<|>'), '$.isGift'), path('$.isGift'));
    assert.equal(take(path('$<|>'), '$.isGift'), path('$.isGift'));
    assert.equal(take(path('\\u0024.is<|>'), 'isGift'), path('\\u0024.isGift'));
  });

  it('replaces the name in YAML, whatever it is written in', () => {
    const path = (yaml: string) => `StartAt: A\nStates:\n  A:\n    Type: Pass\n    InputPath: ${yaml}\n    End: true\n`;
    assert.equal(take(path('$.order.t<|>'), 'total', 'yaml'), path('$.order.total'));
    assert.equal(take(path("'$.order.t<|>'"), 'total', 'yaml'), path("'$.order.total'"));
    assert.equal(take(path("'$.order.<|>'"), 'ship to', 'yaml'), path("'$.order[''ship to'']'"));
    assert.equal(take(path('"$.order.<|>"'), 'ship to', 'yaml'), path('"$.order[\'ship to\']"'));
    assert.equal(take(path('$.order.<|>'), 'ship to', 'yaml'), path("$.order['ship to']"));
    assert.equal(take(path('<|>'), '$.isGift', 'yaml'), path('$.isGift'));
    assert.equal(take(path('|-\n      $.order.t<|>'), 'total', 'yaml'), path('|-\n      $.order.total'));
  });

  it('writes a value that is missing', () => {
    const marked = '{"States": {"A": {"Type": "Pass", "InputPath":<|>}}, "StartAt": "A"}';
    assert.equal(take(marked, '$.order'), '{"States": {"A": {"Type": "Pass", "InputPath": "$.order"}}, "StartAt": "A"}');
  });
});

describe('completion of intrinsic functions', () => {
  for (const [marked, format] of both(
    '"Type": "Pass", "Parameters": {"a.$": "States.<|>"}',
    'Type: Pass\nParameters:\n  a.$: States.<|>',
  )) {
    it(`offers them with documentation (${format})`, () => {
      const { found } = offers(marked, format);
      const call = found.find(({ label }) => label === 'States.MathAdd');
      assert.equal(call?.detail, 'States.MathAdd(number, number)');
      assert.match(call.documentation ?? '', /sum of two integers/);
      assert.equal(found.length, 18);
    });
  }

  it('writes the brackets that are missing', () => {
    const value = (text: string) => `{"States": {"A": {"Type": "Pass", "Parameters": {"a.$": "${text}"}}}, "StartAt": "A"}`;
    assert.equal(take(value('St<|>'), 'States.ArrayLength'), value('States.ArrayLength()'));
    assert.equal(take(value('States.Ma<|>thRandom(1, 2)'), 'States.MathAdd'), value('States.MathAdd(1, 2)'));
    assert.equal(take(value("States.Format('{}', St<|>)"), 'States.UUID'), value("States.Format('{}', States.UUID())"));
    assert.equal(take(value('<|>'), 'States.Format'), value("States.Format('')"));
  });

  it('writes them in YAML without quotes where that is legal', () => {
    const value = (text: string) => `StartAt: A\nStates:\n  A:\n    Type: Pass\n    Parameters:\n      a.$: ${text}\n`;
    assert.equal(take(value('States.F<|>'), 'States.Format', 'yaml'), value("States.Format('')"));
    assert.equal(take(value("'States.F<|>'"), 'States.Format', 'yaml'), value("'States.Format('''')'"));
  });

  it('not where only a path may stand, nor in JSONata', () => {
    assert.ok(!labels('{"States": {"A": {"Type": "Pass", "InputPath": "S<|>"}}, "StartAt": "A"}').includes('States.Format'));
    const [json] = both('"Type": "Pass", "Output": "{% S<|> %}"', '', 'JSONata');
    assert.ok(!labels(...json!).includes('States.Format'));
  });
});

describe('completion of JSONata', () => {
  const output = (expression: string, more = '"Type": "Pass"') =>
    both(
      `${more}, "Output": "{% ${expression} %}"`,
      `${more.replace(/"/g, '').replaceAll(', ', '\n')}\nOutput: '{% ${expression} %}'`,
      'JSONata',
    );
  const cases: readonly [name: string, marked: [string, Format][], expected: readonly string[]][] = [
    ['members of $states', output('$states.<|>'), ['input', 'context']],
    [
      'members of $states with a result',
      output('$states.<|>', '"Type": "Task", "Resource": "r"'),
      ['input', 'result', 'context'],
    ],
    ['members of the input', output('$states.input.<|>'), ['order', 'isGift']],
    ['a member that is begun', output('$states.input.is<|>'), ['order', 'isGift']],
    ['members of members', output('$sum($states.input.order.items.<|>)'), ['sku', 'count']],
    ['members of an item', output('1 + $states.input.order.items[0].<|>'), ['sku', 'count']],
    ['the context object', output('$states.context.<|>'), ['Execution', 'State', 'StateMachine']],
    ['its members', output('$states.context.State.<|>'), ['EnteredTime', 'Name']],
    ['parameters of a function', output('$map($states.input.order.items, function($i) { $i.<|>'), ['sku', 'count']],
    ['names that are bound', output('($x := $states.input.order; $x.<|>'), ['id', 'total', 'items', 'ship to']],
    [
      'the item in brackets',
      output('$states.input.order.items[sk<|>').map(([m, f]) => [m, f] as [string, Format]),
      ['sku', 'count'],
    ],
    ['members of a result', output('$merge($states.input.order.items).<|>'), ['sku', 'count']],
    ['nothing in a text', output('$states.input.isGift & \\"$states.<|>').slice(0, 1), []],
    ['nothing in a comment', output('/* $states.<|> */ 1'), []],
    ['nothing behind a value', output('$states.input <|>'), []],
    ['nothing in a number', output('12<|>'), []],
    ['nothing of what is not known', output('$states.input.nothing.<|>'), []],
  ];
  for (const [name, notations, expected] of cases) {
    for (const [marked, format] of notations) {
      it(`${name} (${format})`, () => {
        const found = labels(marked, format);
        assert.deepEqual(name === 'the item in brackets' ? found.slice(0, 2) : found, expected);
      });
    }
  }

  it("offers $states, variables and AWS's functions, without $eval", () => {
    for (const [marked, format] of output('$<|>', '"Type": "Pass", "Assign": {"total": 1}')) {
      const found = labels(marked, format);
      assert.deepEqual(found.slice(0, 1), ['$states']);
      for (const name of ['$partition', '$range', '$hash', '$random', '$uuid', '$parse', '$sum']) {
        assert.ok(found.includes(name), `${name} is offered`);
      }
      assert.ok(!found.includes('$eval'));
    }
  });

  it('offers the error in a catcher only', () => {
    const clause = (field: string) => `"Type": "Task", "Resource": "r", "Catch": [{"ErrorEquals": ["States.ALL"], ${field}}]`;
    const [json] = both(clause('"Output": "{% $states.errorOutput.<|> %}"'), '', 'JSONata');
    assert.deepEqual(labels(...json!), ['Error', 'Cause']);
    assert.deepEqual(labels(...both(clause('"Output": {"a": "{% $states.<|> %}"}'), '', 'JSONata')[0]!), [
      'input',
      'errorOutput',
      'context',
    ]);
  });

  it('replaces the word under the cursor and no more', () => {
    const value = (text: string) =>
      `{"QueryLanguage": "JSONata", "States": {"A": {"Type": "Pass", "Output": "${text}"}}, "StartAt": "A"}`;
    assert.equal(take(value('{% $states.input.o<|>rd & \\"x\\" %}'), 'order'), value('{% $states.input.order & \\"x\\" %}'));
    assert.equal(
      take(value('{% \\"x\\" & $states.input.order.<|> %}'), 'ship to'),
      value('{% \\"x\\" & $states.input.order.`ship to` %}'),
    );
    assert.equal(take(value('{% $su<|> %}'), '$sum'), value('{% $sum() %}'));
    assert.equal(take(value('{% $su<|>(1) %}'), '$sum'), value('{% $sum(1) %}'));
    assert.equal(take(value('{% $uu<|>'), '$uuid'), value('{% $uuid()'));
  });

  it('writes into a block scalar', () => {
    const value = (text: string) => `QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Output: ${text}\n`;
    assert.equal(
      take(value('>-\n      {% $states.input.order.total\n      + $states.input.o<|> %}'), 'order', 'yaml'),
      value('>-\n      {% $states.input.order.total\n      + $states.input.order %}'),
    );
  });

  it('offers the braces inside of free JSON', () => {
    const [json, yaml] = both('"Type": "Pass", "Output": {"a": "<|>"}', 'Type: Pass\nOutput:\n  a: <|>', 'JSONata');
    assert.deepEqual(labels(...json!), ['{% %}']);
    assert.deepEqual(labels(...yaml!), ['{% %}']);
  });
});

describe('types of the data that flows', () => {
  const machine = (states: string, language = 'JSONPath') =>
    `{"QueryLanguage": "${language}", "StartAt": "A", "States": {${states}}}`;
  const cases: readonly [name: string, marked: string, expected: readonly string[]][] = [
    [
      'Result literals',
      machine(
        '"A": {"Type": "Pass", "Result": {"x": 1, "y": {"z": []}}, "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.<|>"}',
      ),
      ['x', 'y'],
    ],
    [
      'templates',
      machine(
        '"A": {"Type": "Pass", "Parameters": {"x.$": "$.order", "n": 1}, "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.x.<|>"}',
      ),
      ['id', 'total', 'items', 'ship to'],
    ],
    [
      'ResultPath over a task of which nothing is known',
      machine('"A": {"Type": "Task", "ResultPath": "$.made", "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.<|>"}'),
      ['order', 'isGift', 'made'],
    ],
    [
      'ResultSelector',
      machine('"A": {"Type": "Task", "ResultSelector": {"ok": true}, "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.<|>"}'),
      ['ok'],
    ],
    [
      'two ways that meet',
      machine(
        `"A": {"Type": "Choice", "Choices": [{"Variable": "$.isGift", "BooleanEquals": true, "Next": "B"}], "Default": "C"},
         "B": {"Type": "Pass", "Result": {"b": 1}, "ResultPath": "$.extra", "Next": "C"}, "C": {"Type": "Pass", "InputPath": "$.<|>"}`,
      ),
      ['order', 'isGift', 'extra'],
    ],
    [
      'what a catcher hands on',
      machine(
        `"A": {"Type": "Task", "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "B"}], "End": true},
         "B": {"Type": "Pass", "InputPath": "$.error.<|>"}`,
      ),
      ['Error', 'Cause'],
    ],
    [
      'intrinsic functions',
      machine(
        `"A": {"Type": "Pass", "Parameters": {"one.$": "States.ArrayGetItem($.order.items, 0)"}, "Next": "B"},
         "B": {"Type": "Pass", "InputPath": "$.one.<|>"}`,
      ),
      ['sku', 'count'],
    ],
    [
      'items of a Map',
      machine(
        `"A": {"Type": "Map", "ItemsPath": "$.order.items", "ItemProcessor": {"StartAt": "I", "States": {
           "I": {"Type": "Pass", "InputPath": "$.<|>", "End": true}}}}`,
      ),
      ['sku', 'count'],
    ],
    [
      'results of a Map',
      machine(
        `"A": {"Type": "Map", "ItemsPath": "$.order.items", "ResultPath": "$.done", "ItemProcessor": {"StartAt": "I", "States": {
           "I": {"Type": "Pass", "Result": {"ok": true}, "End": true}}}, "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.done[0].<|>"}`,
      ),
      ['ok'],
    ],
    [
      'results of a Parallel',
      machine(
        `"A": {"Type": "Parallel", "Branches": [{"StartAt": "I", "States": {"I": {"Type": "Pass", "Result": {"ok": true}, "End": true}}}], "Next": "B"},
         "B": {"Type": "Pass", "InputPath": "$[0].<|>"}`,
      ),
      ['ok'],
    ],
    [
      'variables',
      machine(
        `"A": {"Type": "Pass", "Assign": {"kept.$": "$.order"}, "Next": "B"}, "B": {"Type": "Pass", "Parameters": {"a.$": "$kept.<|>"}}`,
      ),
      ['id', 'total', 'items', 'ship to'],
    ],
    [
      'JSONata results',
      machine(
        `"A": {"Type": "Pass", "Output": {"x": "{% $states.input.order %}", "n": "{% $count($states.input.order.items) %}"}, "Next": "B"},
         "B": {"Type": "Pass", "Output": "{% $states.input.x.<|> %}"}`,
        'JSONata',
      ),
      ['id', 'total', 'items', 'ship to'],
    ],
    [
      'JSONata objects',
      machine(
        `"A": {"Type": "Pass", "Assign": {"v": "{% $states.input.order.items.{'name': sku, 'n': count * 2} %}"}, "Next": "B"},
         "B": {"Type": "Pass", "Output": "{% $v[0].<|> %}"}`,
        'JSONata',
      ),
      ['name', 'n'],
    ],
    [
      'a loop comes to rest',
      machine(
        `"A": {"Type": "Pass", "Parameters": {"before.$": "$"}, "Next": "B"}, "B": {"Type": "Pass", "Next": "A", "OutputPath": "$.<|>"}`,
      ),
      ['before'],
    ],
  ];
  for (const [name, marked, expected] of cases) {
    it(name, () => assert.deepEqual(labels(marked), expected));
  }

  it('tells the types of variables', () => {
    const { found } = offers(
      machine(
        '"A": {"Type": "Pass", "Assign": {"n.$": "States.MathAdd(1, 2)", "o.$": "$.order.id"}, "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$<|>"}',
      ),
      'json',
    );
    assert.deepEqual(
      found.filter(({ label }) => label === '$n' || label === '$o').map(({ label, detail }) => [label, detail]),
      [
        ['$n', 'number'],
        ['$o', 'string'],
      ],
    );
  });

  it('knows nothing without a sample, and says nothing', () => {
    assert.deepEqual(
      labels('{"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$.<|>"}}}', 'json', noKnowledge),
      [],
    );
  });

  it('keeps variables to their scope', () => {
    const inner = machine(
      `"A": {"Type": "Parallel", "Branches": [{"StartAt": "I", "States": {"I": {"Type": "Pass", "Assign": {"own": 1}, "End": true}}}], "Next": "B"},
       "B": {"Type": "Pass", "InputPath": "$<|>"}`,
    );
    assert.ok(!labels(inner).includes('$own'));
  });
});

describe('completion of timestamps', () => {
  for (const [name, json, yaml] of [
    ['Timestamp of a Wait', '"Type": "Wait", "Timestamp": "<|>"', 'Type: Wait\nTimestamp: <|>'],
    [
      'comparisons',
      '"Type": "Choice", "Choices": [{"Variable": "$.t", "TimestampLessThan": "<|>"}]',
      'Type: Choice\nChoices:\n  - Variable: $.t\n    TimestampLessThan: <|>',
    ],
  ] as const) {
    for (const [marked, format] of both(json, yaml)) {
      it(`${name} (${format})`, () => {
        assert.deepEqual(labels(marked, format), [
          '2026-05-06T08:00:00Z',
          '2026-05-06T07:08:09Z',
          '2026-05-07T00:00:00Z',
          '2026-05-13T00:00:00Z',
        ]);
        assert.ok(take(marked, '2026-05-07T00:00:00Z', format).includes('"2026-05-07T00:00:00Z"'));
      });
    }
  }

  it('not where a path to one is wanted', () => {
    const [json] = both('"Type": "Wait", "TimestampPath": "<|>"', '');
    assert.ok(!labels(...json!).some((label) => label.startsWith('2026')));
  });
});

describe('completion of error names', () => {
  const task = (resource: string, more = '') =>
    both(
      `"Type": "Task", "Resource": "${resource}", "Catch": [{"ErrorEquals": ["<|>"]}]${more}`,
      `Type: Task\nResource: ${resource}\nCatch:\n  - ErrorEquals:\n      - <|>`,
    );

  it('offers those of the service that is called', () => {
    for (const [marked, format] of task('arn:aws:states:::dynamodb:putItem')) {
      const found = labels(marked, format);
      assert.ok(found.includes('DynamoDB.ConditionalCheckFailedException') && found.includes('States.ALL'));
      assert.ok(!found.some((name) => name.startsWith('Lambda.')));
    }
    for (const [marked, format] of task('arn:aws:states:::aws-sdk:dynamodb:getItem')) {
      const found = labels(marked, format);
      assert.ok(
        found.includes('DynamoDb.ResourceNotFoundException') && !found.includes('DynamoDb.ConditionalCheckFailedException'),
      );
    }
    const [json] = task('arn:aws:lambda:us-east-1:123456789012:function:f');
    assert.ok(labels(...json!).includes('Lambda.TooManyRequestsException'));
  });

  it("offers the function's own first", () => {
    const [json] = task('arn:aws:lambda:us-east-1:123456789012:function:f');
    assert.equal(labels(...json!, { samples: [], raised: ['OutOfStock'] })[0], 'OutOfStock');
  });

  it('offers what Fail states inside end with', () => {
    const [json] = both(
      '"Type": "Map", "ItemProcessor": {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Broken"}}}, "Retry": [{"ErrorEquals": ["<|>"]}]',
      '',
    );
    assert.equal(labels(...json!)[0], 'Broken');
  });
});

describe('completion at every offset', () => {
  it('answers something or nothing; offers touch the cursor and lie on a line', () => {
    const texts: [string, Format][] = [
      ...both(
        '"Type": "Choice", "Choices": [{"Variable": "$.order[\'ship to\']", "StringEqualsPath": "$kept.a"}], "Assign": {"a.$": "States.Format(\'{}\', $.order.id)"}',
        "Type: Choice\nChoices:\n  - Variable: $.order['ship to']\nAssign:\n  a.$: >-\n    States.Format('{}',\n    $.order.id)",
      ),
      ...both(
        '"Type": "Map", "Items": "{% $states.input.order.items[sku = \\"x\\"] %}", "Output": {"a": ["{% ($x := /a\\\\/b/; $x) %}"]}',
        'Type: Map\nItems: |-\n  {% $states.input.order.items[sku =\n  "x"].count %}\nOutput: ["{% $map($states.input.order.items, function($i) { $i.sku }) %}"]',
        'JSONata',
      ),
    ];
    for (const [text, format] of texts) {
      for (let end = 0; end <= text.length; end++) {
        for (const [cut, offset] of [
          [text, end],
          [text.slice(0, end), end],
        ] as const) {
          for (const { replace, label } of complete(analyze(cut, { format }), offset, knowledge)) {
            const touches = 0 <= replace.start && replace.start <= offset && offset <= replace.end && replace.end <= cut.length;
            assert.ok(touches, `${JSON.stringify(replace)} at ${offset} of ${cut}`);
            assert.ok(
              !cut.slice(replace.start, replace.end).includes('\n'),
              `${JSON.stringify(replace)} ${label} at ${offset} of ${cut}`,
            );
          }
        }
      }
    }
  });
});
