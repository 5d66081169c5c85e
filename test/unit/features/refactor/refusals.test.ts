import assert from 'node:assert/strict';
import { analyze } from '../../../../server/src/analysis/analyze';
import { refactorings } from '../../../../server/src/features/refactor/refactorings';
import { applyEdits } from '../../../../server/src/source/edit';
import { readCursor } from '../../../support/markedText';

/** The titles of what is offered where the cursor `<|>` stands, or between two of them. */
function offered(marked: string): string[] {
  const { text: rest, offset: start } = readCursor(marked);
  const { text, offset: end } = rest.includes('<|>') ? readCursor(rest) : { text: rest, offset: start };
  return refactorings(analyze(text), { start, end })
    .filter(({ refusal }) => refusal === undefined)
    .map(({ title }) => title);
}

const has = (marked: string, title: RegExp) => offered(marked).some((each) => title.test(each));
const machine = (states: string, startAt = 'A') => `{"StartAt": "${startAt}", "States": {${states}}}`;

describe('refactorings are not offered', () => {
  it('in text that is broken, and outside of states', () => {
    assert.deepEqual(offered('{"StartAt": "A", "States": {"A<|>": {"Type": "Pass", "End": true}'), []);
    assert.deepEqual(offered('{"StartAt": "A<|>", "States": {"A": {"Type": "Pass", "End": true}}}'), []);
    assert.deepEqual(offered('[<|>]'), []);
  });
  it('where more than one way leads in or out', () => {
    const two = (first: string) =>
      machine(`"A": {"Type": "Choice", "Choices": [{"Variable": "$.n", "IsNull": true, "Next": "B"}], "Default": "C"},
        <|>"B": {"Type": "Pass", ${first}}, "C": {"Type": "Pass", "End": true}<|>`);
    assert.deepEqual(offered(two('"End": true')), []);
    assert.equal(has(machine(`<|>"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "End": true}<|>`), /Extract 2/), true);
  });
  it('where a variable would be lost, or the deployment decides', () => {
    assert.equal(has(machine('"A<|>": {"Type": "Pass", "Assign": {"x": 1}, "End": true}'), /Wrap/), false);
    assert.deepEqual(offered(machine('"A<|>": {"Type": "Pass", "Next": "${Target}"}')), []);
  });
  it('where a container does more than to hold states', () => {
    const parallel = (more: string) =>
      machine(
        `"A<|>": {"Type": "Parallel", "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}], ${more} "End": true}`,
      );
    assert.equal(has(parallel(''), /Replace "A" by the states in it/), true);
    for (const more of ['"ResultPath": "$.x",', '"Retry": [{"ErrorEquals": ["States.ALL"]}],', '"Parameters": {},']) {
      assert.equal(has(parallel(more), /Replace/), false, more);
    }
    const map = machine(
      '"A<|>": {"Type": "Map", "ItemsPath": "$", "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}, "End": true}',
    );
    assert.equal(has(map, /Replace/), false);
  });
  it('to delete what a rule of a Choice would miss', () => {
    const choice =
      machine(`"A": {"Type": "Choice", "Choices": [{"Variable": "$.n", "IsNull": true, "Next": "B"}], "Default": "C"},
      "B<|>": {"Type": "Pass", "End": true}, "C": {"Type": "Pass", "End": true}`);
    assert.equal(has(choice, /Delete/), false);
    assert.equal(has(machine('"A<|>": {"Type": "Pass", "End": true}'), /Delete/), false);
  });
});

describe('a loop stays a loop', () => {
  const loop = (read: string, write: string, choice: string, end: string, load = '"i": 0, "n": 3') =>
    machine(
      `"Load": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:load", "Assign": {${load}}, "Next": "Read"},
       "Read": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:read", ${read} "Next": "Write"},
       "Write": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:write", ${write} "Next": "More<|>?"},
       "More?": {"Type": "Choice", "Choices": [{${choice}, "Next": "Read"}], "Default": "End"},
       "End": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:end", ${end} "End": true}`,
      'Load',
    );
  const read = '"Parameters": {"i.$": "$i"},';
  const write = '"Assign": {"i.$": "States.MathAdd($i, 1)"},';
  const choice = '"Variable": "$i", "NumericLessThanPath": "$n"';
  const end = '"Parameters": {"n.$": "$n"},';
  const check = (text: string) => has(text, /in a Map state instead/);
  it('unless no iteration reads what another one wrote', () => {
    assert.equal(check(loop(read, write, choice, end)), true);
    assert.equal(check(loop('"Parameters": {"i.$": "$i", "before.$": "$.x"},', write, choice, end)), false);
    assert.equal(check(loop('', write, choice, end)), false);
    assert.equal(check(loop(`${read} "ResultPath": "$.read",`, write, choice, end)), false);
    assert.equal(check(loop(read, '"Assign": {"i.$": "States.MathAdd($i, 1)", "sum.$": "$.sum"},', choice, end)), false);
  });
  it('when what is behind it wants its output, or the counter', () => {
    assert.equal(check(loop(read, write, choice, '')), false);
    assert.equal(check(loop(read, write, choice, '"Parameters": {"n.$": "$i"},')), false);
  });
  it('when the bound is data, or the first value is not a number', () => {
    assert.equal(check(loop(read, write, '"Variable": "$i", "NumericLessThanPath": "$.n"', end)), false);
    assert.equal(check(loop(read, write, choice, end, '"i.$": "$.first", "n": 3')), false);
  });
});

describe('one result in full', () => {
  it('a Map of the older kind', () => {
    const { text, offset } = readCursor(`{
    "StartAt": "Each",
    "States": {
        "Each<|>": {
            "Type": "Map",
            "Parameters": { "item.$": "$$.Map.Item.Value" },
            "Iterator": {
                "StartAt": "Work",
                "States": { "Work": { "Type": "Pass", "End": true } }
            },
            "End": true
        }
    }
}`);
    const [found] = refactorings(analyze(text), { start: offset, end: offset });
    assert.equal(found?.title, 'Write Iterator as ItemProcessor');
    assert.equal(
      applyEdits(text, found.edits),
      `{
    "StartAt": "Each",
    "States": {
        "Each": {
            "Type": "Map",
            "ItemSelector": { "item.$": "$$.Map.Item.Value" },
            "ItemProcessor": {
                "ProcessorConfig": {
                    "Mode": "INLINE"
                },
                "StartAt": "Work",
                "States": { "Work": { "Type": "Pass", "End": true } }
            },
            "End": true
        }
    }
}`,
    );
  });
});

describe('a loop that counts in its data stays a loop, and says why', () => {
  const loop = (
    work: string,
    choice = '"Variable": "$.at.i", "NumericLessThanPath": "$.n"',
    count = '"i.$": "States.MathAdd($.at.i, 1)"',
  ) =>
    machine(
      `"Begin": {"Type": "Pass", "Result": {"i": 0}, "ResultPath": "$.at", "Next": "Work"},
      "Work<|>": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:w", ${work} "Next": "Count"},
      "Count": {"Type": "Pass", "Parameters": {${count}}, "ResultPath": "$.at", "Next": "More?"},
      "More?": {"Type": "Choice", "Choices": [{${choice}, "Next": "Work"}], "Default": "End"},
      "End": {"Type": "Succeed"}`,
      'Begin',
    );
  const reason = (marked: string): string | undefined => {
    const { text, offset } = readCursor(marked);
    return refactorings(analyze(text), { start: offset, end: offset }).find(({ title }) =>
      title.includes('in a Map state instead'),
    )?.refusal;
  };

  it('where an iteration may read what another one wrote, or what is counted is not plain', () => {
    assert.equal(reason(loop('"ResultPath": null,')), undefined);
    assert.ok(has(loop('"ResultPath": null,'), /^Work on each i in a Map/));
    assert.match(reason(loop('"ResultPath": "$.result",')) ?? '', /"Work" changes the data that the next iteration gets/);
    assert.match(reason(loop('"ResultPath": null, "OutputPath": "$.x",')) ?? '', /"Work" changes/);
    assert.match(
      reason(loop('"ResultPath": null, "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "End"}],')) ?? '',
      /"Work" changes/,
    );
    const two = '"i.$": "States.MathAdd($.at.i, 1)", "sum.$": "States.MathAdd($.at.i, 2)"';
    assert.match(reason(loop('"ResultPath": null,', undefined, two)) ?? '', /no single state of the loop adds 1/);
    const dropped = '"i.$": "States.MathAdd($.at.i, 1)", "j.$": "$.at.j"';
    assert.match(reason(loop('"ResultPath": null,', undefined, dropped)) ?? '', /no single state of the loop adds 1/);
  });
});
