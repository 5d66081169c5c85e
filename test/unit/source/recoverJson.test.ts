import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze } from '../../../server/src/analysis/analyze';
import { parseJson } from '../../../server/src/source/parseJson';

const orders = {
  Comment: 'An order',
  StartAt: 'Check',
  States: {
    Check: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericGreaterThan: 0, Next: 'Fan' }], Default: 'Sorry' },
    Fan: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Take', States: { Take: { Type: 'Task', Resource: 'arn:a', End: true } } },
        {
          StartAt: 'Pack',
          States: { Pack: { Type: 'Task', Resource: 'arn:b', Next: 'Send' }, Send: { Type: 'Pass', End: true } },
        },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry' }],
      Next: 'Done',
    },
    Sorry: { Type: 'Fail', Error: 'None', Cause: 'left' },
    Done: { Type: 'Succeed' },
  },
};

/** What the states of the machine are called, inner ones by their way. */
function ids(text: string): string[] {
  return [...analyze(text).symbols.byId.keys()];
}

describe('JSON while a state is being written', () => {
  it('keeps the states behind an object that is not closed', () => {
    const text = `{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Next": "TakePayment"
    },
    "TakePayment": {
    "B": {
      "Type": "Succeed"
    }
  }
}`;
    assert.deepEqual(ids(text), ['A', 'TakePayment', 'B']);
    assert.deepEqual(
      parseJson(text).problems.map(({ message, start }) => [message, text.slice(start, start + 1)]),
      [['This { is not closed: the } is missing.', '{']],
    );
  });

  it('steps over a bracket too much', () => {
    const text = JSON.stringify(orders, undefined, 2).replace('    "Sorry": {', '      }\n    "Sorry": {');
    assert.deepEqual(ids(text), ids(JSON.stringify(orders)));
  });

  it('does not trust the indentation of text that has none', () => {
    const text = '{\n"StartAt": "A",\n"States": {\n"A": {\n"Type": "Pass",\n"End": true\n}';
    assert.deepEqual(ids(text), ['A']);
    assert.equal(parseJson(text).problems.length, 1);
  });

  it('is linear in deep text on one line', () => {
    const text = `${'[{"a":'.repeat(700)}\n`.repeat(20);
    assert.ok(parseJson(text).problems.length > 0);
  });

  for (const indent of [2, 4, '\t']) {
    it(`keeps all other states wherever one is cut off (${JSON.stringify(indent)})`, () => {
      check(JSON.stringify(orders, undefined, indent), 1);
    });
  }

  it('keeps them in the example', () => {
    check(readFileSync(path.resolve(__dirname, '../../../examples/donut-order/donut-order.asl.json'), 'utf8'), 7);
  });
});

/** Cuts each state off at each `step`th place in it, up to its end or to the end of the line, and looks for the others. */
function check(text: string, step: number): void {
  const { symbols } = analyze(text);
  for (const state of symbols.states) {
    const { start, end } = state.node!;
    const others = [...symbols.byId.keys()].filter((id) => id !== state.id && !id.startsWith(`${state.id}/`));
    // From its brace on: before it there is no state yet.
    for (let at = start + 1; at < end; at += step) {
      const lineEnd = text.indexOf('\n', at);
      for (const to of [end, Math.min(end, lineEnd < 0 ? end : lineEnd)]) {
        const cut = text.slice(0, at) + text.slice(to);
        const found = ids(cut);
        assert.deepEqual(
          others.filter((id) => !found.includes(id)),
          [],
          `${state.id} cut off at ${at}, ${to}:\n${cut.slice(0, at)}|${cut.slice(at)}`,
        );
      }
    }
  }
}
