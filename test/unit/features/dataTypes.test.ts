import assert from 'node:assert/strict';
import { noKnowledge } from '../../../server/src/features/knowledge';
import { labels, offers } from '../../support/completions';

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
