import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { expressionHover } from '../../../server/src/features/expressionHover';
import { hover } from '../../../server/src/features/hover';
import { noKnowledge, type Knowledge } from '../../../server/src/features/knowledge';
import { readJson } from '../../../server/src/source/json';
import { readCursor } from '../../support/markedText';

const sample = readJson(
  '{"order": {"id": "A-1", "total": 12.50, "items": [{"sku": "x", "count": 2}, {"sku": "y", "count": 3}]}}',
).value!;
const knowledge: Knowledge = { samples: [{ name: 'order', value: sample }], raised: [] };

/** What is said at `<|>`, in brackets what it is said of. */
async function said(marked: string, format: 'json' | 'yaml' = 'json', what: Knowledge = knowledge): Promise<string | undefined> {
  const { text, offset } = readCursor(marked);
  const found = await expressionHover(analyze(text, { format }), offset, what);
  return (
    found && `[${text.slice(found.span.start, found.span.end)}] ${found.markdown.replace(/`+/g, '').replace(/\s+/g, ' ').trim()}`
  );
}

const machine = (states: string, language = 'JSONPath') =>
  `{"QueryLanguage": "${language}", "StartAt": "A", "States": {${states}}}`;

describe('hover of expressions', () => {
  const cases: readonly [name: string, marked: string, expected: string | undefined][] = [
    [
      'a path and its value',
      machine('"A": {"Type": "Pass", "InputPath": "$.order.to<|>tal"}'),
      '[$.order.total] $.order.total: number With the sample “order”: 12.50',
    ],
    [
      'the part of a path under the cursor',
      machine('"A": {"Type": "Pass", "InputPath": "$.order.it<|>ems[1].sku"}'),
      '[$.order.items] $.order.items: { sku: string, count: number, … }[] With the sample “order”: [ { "sku": "x", "count": 2 }, { "sku": "y", "count": 3 } ]',
    ],
    [
      'a path that finds several',
      machine('"A": {"Type": "Pass", "InputPath": "$.order.items[*].cou<|>nt"}'),
      '[$.order.items[*].count] $.order.items[*].count: number[] With the sample “order”: [ 2, 3 ]',
    ],
    [
      'a function and its value',
      machine('"A": {"Type": "Pass", "Parameters": {"a.$": "States.Format(\'{}!\', $.order.id<|>)"}}'),
      '[$.order.id] $.order.id: string With the sample “order”: "A-1"',
    ],
    [
      'a whole call',
      machine('"A": {"Type": "Pass", "Parameters": {"a.$": "States.Format(\'{}!\',<|> $.order.id)"}}'),
      "[States.Format('{}!', $.order.id)] States.Format('{}!', $.order.id): string With the sample “order”: \"A-1!\"",
    ],
    [
      "a function's name",
      machine('"A": {"Type": "Pass", "Parameters": {"a.$": "States.Ma<|>thAdd(1, 2)"}}'),
      '[States.MathAdd] States.MathAdd(number, number) The sum of two integers. [More](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)',
    ],
    [
      'JSONata',
      machine('"A": {"Type": "Pass", "Output": "{% $sum($states.input.order.items.count) <|>+ 1 %}"}', 'JSONata'),
      '[$sum($states.input.order.items.count) + 1] $sum($states.input.order.items.count) + 1: number With the sample “order”: 6',
    ],
    [
      'a name in JSONata',
      machine('"A": {"Type": "Pass", "Output": "{% $states.input.order.t<|>otal * 2 %}"}', 'JSONata'),
      '[$states.input.order.total] $states.input.order.total: number With the sample “order”: 12.5',
    ],
    [
      'a function in JSONata',
      machine('"A": {"Type": "Pass", "Output": "{% $unde<|>r %}"}', 'JSONata').replace('$unde<|>r', '$uui<|>d()'),
      '[$uuid] $uuid() A random UUID, version 4 (added by AWS). [More](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn)',
    ],
    [
      'the context object',
      machine('"A": {"Type": "Pass", "InputPath": "$$.State.N<|>ame"}'),
      '[$$.State.Name] $$.State.Name: string The name of the state. With the sample “order”: "A"',
    ],
    [
      'values through states',
      machine(
        `"A": {"Type": "Pass", "Parameters": {"n.$": "States.ArrayLength($.order.items)"}, "ResultPath": "$.made", "Next": "B"},
         "B": {"Type": "Task", "ResultPath": "$.result", "Next": "C"}, "C": {"Type": "Pass", "InputPath": "$.made.n<|>"}`,
      ),
      '[$.made.n] $.made.n: number With the sample “order”: 2',
    ],
    [
      'no value that only a run would tell',
      machine(
        `"A": {"Type": "Task", "ResultSelector": {"n.$": "States.ArrayLength($.x)"}, "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.n<|>"}`,
      ),
      '[$.n] $.n: number',
    ],
    [
      'no value where two ways bring different ones',
      machine(
        `"A": {"Type": "Choice", "Choices": [{"Variable": "$.order.id", "StringEquals": "x", "Next": "B"}], "Default": "C"},
         "B": {"Type": "Pass", "Result": "new", "ResultPath": "$.order.id", "Next": "C"}, "C": {"Type": "Pass", "InputPath": "$.order.id<|>"}`,
      ),
      '[$.order.id] $.order.id: string',
    ],
    [
      'the value that both ways bring',
      machine(
        `"A": {"Type": "Choice", "Choices": [{"Variable": "$.order.id", "StringEquals": "x", "Next": "B"}], "Default": "C"},
         "B": {"Type": "Pass", "Result": "new", "ResultPath": "$.order.id", "Next": "C"}, "C": {"Type": "Pass", "InputPath": "$.order.total<|>"}`,
      ),
      '[$.order.total] $.order.total: number With the sample “order”: 12.50',
    ],
    [
      'the first item of an iteration',
      machine(
        `"A": {"Type": "Map", "ItemsPath": "$.order.items", "ItemProcessor": {"StartAt": "I", "States": {
           "I": {"Type": "Pass", "InputPath": "$.sku<|>", "End": true}}}}`,
      ),
      '[$.sku] $.sku: string With the sample “order”: "x"',
    ],
    [
      'variables',
      machine(
        '"A": {"Type": "Pass", "Assign": {"n": "{% $count($states.input.order.items) %}"}, "Next": "B"}, "B": {"Type": "Pass", "Output": "{% $n<|> %}"}',
        'JSONata',
      ),
      '[$n] $n: number With the sample “order”: 2',
    ],
    [
      'a variable that counts in a loop, without a value',
      machine(
        '"A": {"Type": "Pass", "Assign": {"n": "{% $n + 1 %}"}, "Next": "B"}, "B": {"Type": "Pass", "Output": "{% $n<|> %}", "Next": "A"}',
        'JSONata',
      ),
      '[$n] $n: number',
    ],
    ['nothing of what is not known', machine('"A": {"Type": "Pass", "InputPath": "$.nothing<|>"}'), undefined],
    ['nothing of broken text', machine('"A": {"Type": "Pass", "InputPath": "$.order[<|>"}'), undefined],
  ];
  for (const [name, marked, expected] of cases) {
    it(name, async () => assert.equal(await said(marked), expected));
  }

  it('in YAML', async () => {
    const yaml =
      'QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Output: >-\n      {% $states.input\n      .order.t<|>otal + 1 %}\n';
    assert.match((await said(yaml, 'yaml'))!, /^\[\$states\.input\s+\.order\.total\] .*: number With the sample “order”: 12.5$/s);
    const path = 'StartAt: A\nStates:\n  A:\n    Type: Pass\n    InputPath: $.order.i<|>d\n';
    assert.equal(await said(path, 'yaml'), '[$.order.id] $.order.id: string With the sample “order”: "A-1"');
  });

  it('without a sample tells what the states themselves make', async () => {
    const marked = machine(
      '"A": {"Type": "Pass", "Result": {"x": 1}, "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.x<|>"}',
    );
    assert.equal(await said(marked, 'json', noKnowledge), '[$.x] $.x: number');
  });
});

describe('hover of a state', () => {
  it('tells its input and output', () => {
    const { text, offset } = readCursor(
      machine(
        '"A": {"Type": "Pass", "Next": "B<|>"}, "B": {"Type": "Pass", "Parameters": {"id.$": "$.order.id"}, "ResultPath": "$.made", "End": true}',
      ),
    );
    const { markdown = '' } = hover(analyze(text), offset, knowledge) ?? {};
    assert.match(markdown, /\*\*B\*\* — Pass state/);
    assert.match(markdown, /After: `A`/);
    assert.match(markdown, /Input: `\{ order: \{ id: string, total: number, items: .*\[\], … \}, … \}`/);
    assert.match(markdown, /Output: `\{ order: .*, made: \{ id: string \}, … \}`/);
  });

  it('says nothing of data of which nothing is known', () => {
    const { text, offset } = readCursor(machine('"A<|>": {"Type": "Pass", "End": true}'));
    assert.doesNotMatch(hover(analyze(text), offset)?.markdown ?? '', /Input|Output/);
  });
});
