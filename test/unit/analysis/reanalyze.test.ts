import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Analysis } from '../../../server/src/analysis/analysis';
import { analyze } from '../../../server/src/analysis/analyze';
import { reanalyze } from '../../../server/src/analysis/reanalyze';
import { typesOf } from '../../../server/src/analysis/types';
import { complete } from '../../../server/src/features/completion/complete';
import { allRules, check } from '../../../server/src/rules';
import type { DocumentFormat } from '../../../server/src/source/parse';
import { flat, jsonataFlat, nested } from '../../bench/machines';

const generated: readonly string[] = [flat(12), nested(27), jsonataFlat(9, 1), JSON.stringify(JSON.parse(nested(18)))];

/** The examples of all rules, of all that they are about. */
const examples: readonly string[] = [
  ...allRules.flatMap(({ invalid, valid }) => [...invalid, ...valid].map((example) => example.replace(/^\s*\/\/ .*\n?/gm, ''))),
];

interface Edit {
  /** Where, as a part of the text. */
  readonly at: number;
  readonly kind: 'delete' | 'insert' | 'replace' | 'undo';
  readonly text: string;
}

const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    kind: fc.constantFrom('delete', 'insert', 'replace', 'undo'),
    text: fc.oneof(
      fc.constantFrom('"', '{', '}', '[', ']', ',', ':', '\\', '\n', ' ', '/', '/*', '$', '.', 'x', '0', 'é', '#', '-', '  '),
      fc.constantFrom('"Next": "State3",', '"End": true', '"Type": "Fail"', ', "A": {}', '"Assign": { "x": 1 },', 'States.ALL'),
    ),
  }),
  { minLength: 1, maxLength: 12 },
);

function apply(text: string, { at, kind, text: put }: Edit): string {
  const offset = Math.min(text.length, Math.floor(at * (text.length + 1)));
  return text.slice(0, offset) + (kind === 'delete' ? '' : put) + text.slice(kind === 'insert' ? offset : offset + 1);
}

/** All that anybody reads of an analysis. */
function facts(analysis: Analysis): unknown {
  const { root, problems, symbols, flow } = analysis;
  return {
    root,
    problems,
    states: symbols.states.map((state) => ({
      ...state,
      // What is remembered of it may differ: what is found must not.
      facts: undefined,
      scope: state.scope.path,
      scopes: state.scopes.map(({ path, states, owner }) => [path, states.length, owner === state]),
      isOfScope: state.scope.states.includes(state) && symbols.scopes.includes(state.scope),
      byId: symbols.byId.get(state.id)?.member.start,
      input: typesOf(analysis).inputTypeOf(state),
    })),
    scopes: symbols.scopes.map(({ path, node, startAt, statesMember, queryLanguage }) => [
      path,
      node,
      startAt,
      statesMember,
      queryLanguage,
    ]),
    unreachable: flow.unreachable,
  };
}

function assertSame(incremental: Analysis, text: string, format: DocumentFormat): void {
  const full = analyze(text, { format });
  assert.deepEqual(facts(incremental), facts(full));
  assert.deepEqual(check(incremental), check(full));
  for (const part of [0.2, 0.7]) {
    const offset = Math.floor(text.length * part);
    assert.deepEqual(complete(incremental, offset), complete(full, offset));
  }
}

describe('reanalyze', () => {
  for (const format of ['json'] as const) {
    it(`says after any edits what analyze says of the text (${format})`, () => {
      fc.assert(
        fc.property(fc.oneof(fc.constantFrom(...generated), fc.constantFrom(...examples)), edits, (first, list) => {
          let text = first;
          let analysis = analyze(text, { format });
          check(analysis);
          let last = text;
          for (const edit of list) {
            const next = edit.kind === 'undo' ? last : apply(text, edit);
            last = text;
            text = next;
            analysis = reanalyze(analysis, text);
            assertSame(analysis, text, format);
          }
        }),
        { numRuns: Number(process.env.STEPWISE_RUNS ?? 150), seed: process.env.STEPWISE_RUNS ? undefined : 3 },
      );
    });
  }

  it('keeps the states that an edit does not touch', () => {
    const before = flat(8);
    const analysis = analyze(before);
    const untouched = analysis.symbols.byId.get('State5');
    const text = before.replace('"step": 1', '"step": 17');
    const edited = reanalyze(analysis, text);
    assert.equal(edited.symbols.byId.get('State5'), untouched);
    assert.equal(text.slice(untouched!.key.start, untouched!.key.end), '"State5"');
  });

  it('goes on from the last text that was whole', () => {
    const whole = flat(8);
    const analysis = analyze(whole);
    const untouched = analysis.symbols.byId.get('State5');
    const broken = reanalyze(analysis, whole.replace('"Parameters": {', '"Parameters": '));
    assert.notEqual(broken.symbols.byId.get('State5'), untouched);
    assert.equal(reanalyze(broken, whole).symbols.byId.get('State5'), untouched);
  });
});
