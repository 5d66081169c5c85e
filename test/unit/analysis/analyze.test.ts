import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';

const nested = `{
  "StartAt": "Fan",
  "States": {
    "Fan": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "A/1", "States": { "A/1": { "Type": "Succeed" } } },
        { "StartAt": "Each", "States": {
          "Each": {
            "Type": "Map",
            "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Pass", "QueryLanguage": "JSONata", "End": true } } },
            "Catch": [{ "ErrorEquals": ["E"], "Next": "Mend" }],
            "Next": "Mend"
          },
          "Mend": { "Type": "Succeed" },
          "Lost": { "Type": "Succeed" }
        } }
      ],
      "Next": "Done"
    },
    "Done": { "Type": "Succeed" }
  }
}`;

describe('analyze', () => {
  it('names every state by its way through the scopes', () => {
    const { symbols } = analyze(nested);
    assert.deepEqual(
      symbols.states.map((s) => s.id),
      ['Fan', 'Fan/0/A~11', 'Fan/1/Each', 'Fan/1/Each/B', 'Fan/1/Mend', 'Fan/1/Lost', 'Done'],
    );
    assert.deepEqual(
      symbols.scopes.map((s) => `${s.kind} ${s.path}`),
      ['machine ', 'branch Fan/0', 'branch Fan/1', 'processor Fan/1/Each'],
    );
    assert.equal(symbols.byId.get('Fan/1/Each/B')?.queryLanguage, 'JSONata');
  });

  it('finds what is not reachable, scope by scope', () => {
    assert.deepEqual([...analyze(nested).flow.unreachable], ['Fan/1/Lost']);
  });

  it('is silent about reachability while a placeholder may lead anywhere', () => {
    for (const next of ['"${Next}"', '${Next}']) {
      const { flow } = analyze(`{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": ${next}}, "B": {"Type": "Succeed"}}}`);
      assert.deepEqual([...flow.unreachable], []);
    }
  });

  it('follows cycles without end', () => {
    const { flow } = analyze('{"StartAt": "A", "States": {"A": {"Next": "B"}, "B": {"Next": "A"}, "C": {"Next": "A"}}}');
    assert.deepEqual([...flow.unreachable], ['C']);
  });

  it('tells transitions in their order, with where they stand', () => {
    const { symbols } = analyze(
      '{"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [1, {"Next": "B"}], "Default": "C", "Catch": [{"ErrorEquals": ["X", 2], "Next": "D"}]}}}',
    );
    const [state] = symbols.states;
    assert.deepEqual(
      state!.transitions.map((t) => [t.kind, t.index, t.target.value]),
      [
        ['choice', 1, 'B'],
        ['default', undefined, 'C'],
        ['catch', 0, 'D'],
      ],
    );
    assert.deepEqual(
      state!.catchers[0]!.errorEquals.map((e) => e.value),
      ['X'],
    );
  });

  it('has no machine where there is no object', () => {
    for (const text of ['', '[]', '"x"', '${Definition}']) {
      assert.equal(analyze(text).machine, undefined);
    }
  });
});
