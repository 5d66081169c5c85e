import assert from 'node:assert/strict';
import { both, labels, offers, take } from '../../support/completions';

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
