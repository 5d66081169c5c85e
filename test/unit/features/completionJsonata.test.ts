import assert from 'node:assert/strict';
import { both, type Format, labels, take } from '../../support/completions';

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
