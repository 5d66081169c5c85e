import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { complete } from '../../../server/src/features/completion/complete';
import type { Completion } from '../../../server/src/features/completion/completion';
import { plainText } from '../../../server/src/features/completion/snippet';
import { check } from '../../../server/src/rules';
import { applyEdits } from '../../../server/src/source/edit';
import { readCursor } from '../../support/markedText';

type Format = 'json' | 'yaml';

function offer(marked: string, label: string, format: Format): { text: string; taken: Completion } {
  const { text, offset } = readCursor(marked);
  const found = complete(analyze(text, { format }), offset);
  const taken = found.find((each) => each.label === label);
  assert.ok(taken, `${label} is not offered among ${found.map((each) => each.label).join(', ')}`);
  return { text, taken };
}

/** The text once the offer is taken, as an editor without snippets has it; lines are indented as the line of the cursor. */
function take(marked: string, label: string, format: Format): string {
  const { text, taken } = offer(marked, label, format);
  const { replace, insert, extra } = taken;
  const line = text.slice(text.lastIndexOf('\n', replace.start - 1) + 1, replace.start);
  const indented = plainText(insert)
    .replaceAll('\t', '  ')
    .replaceAll('\n', `\n${/^ */.exec(line)![0]}`);
  return applyEdits(text, [{ ...replace, text: indented }, ...extra]);
}

const documents: Readonly<Record<Format, (language: string) => string>> = {
  json: (language) =>
    `{\n  "QueryLanguage": "${language}",\n  "StartAt": "First",\n  "States": {\n    "First": { "Type": "Pass", "Next": "Last" },\n    <|>\n    "Last": { "Type": "Succeed" }\n  }\n}`,
  yaml: (language) =>
    `QueryLanguage: ${language}\nStartAt: First\nStates:\n  First:\n    Type: Pass\n    Next: Last\n  <|>\n  Last:\n    Type: Succeed\n`,
};

describe('snippets of new states', () => {
  for (const format of ['json', 'yaml'] as const) {
    for (const language of ['JSONPath', 'JSONata']) {
      const marked = documents[format](language);
      for (const type of ['Task', 'Pass', 'Choice', 'Wait', 'Parallel', 'Map'] as const) {
        it(`a ${type} leads on to the next state (${language}, ${format})`, () => {
          const text = take(marked, type, format);
          const { symbols, problems } = analyze(text, { format });
          assert.deepEqual(
            problems.filter(({ message }) => !/missing/.test(message)),
            [],
            text,
          );
          const state = symbols.byId.get(type);
          assert.deepEqual([...new Set(state?.transitions.map(({ target }) => target.value))], ['Last'], text);
        });

        it(`a ${type} is put between two states (${language}, ${format})`, () => {
          const text = take(marked, `${type} after First`, format);
          const { symbols, flow } = analyze(text, { format });
          assert.deepEqual(
            symbols.byId.get('First')?.transitions.map(({ target }) => target.value),
            [type],
            text,
          );
          assert.deepEqual([...new Set(symbols.byId.get(type)?.transitions.map(({ target }) => target.value))], ['Last'], text);
          assert.deepEqual([...flow.unreachable], [], text);
        });
      }

      for (const type of ['Wait', 'Pass', 'Choice', 'Parallel', 'Map', 'Succeed', 'Fail', 'Task']) {
        it(`a ${type} is whole: no error in what is offered (${language}, ${format})`, () => {
          const text = take(marked, type, format);
          const errors = check(analyze(text, { format })).filter(({ severity }) => severity === 'error');
          // Nothing leads to it yet.
          assert.deepEqual(
            errors.filter(({ code }) => code !== 'unreachable-state').map(({ message }) => message),
            [],
            text,
          );
        });
      }
    }

    it(`tab stops lead through the snippet, the name first (${format})`, () => {
      const { taken } = offer(documents[format]('JSONPath'), 'Map', format);
      const stops = [...taken.insert.matchAll(/\$\{?(\d)/g)].map(([, stop]) => Number(stop));
      assert.equal(stops[0], 1);
      assert.deepEqual([...new Set(stops)], [1, 2, 3, 4]);
    });
  }

  it('has names that are free in the whole machine', () => {
    const text = take(
      `{"StartAt": "F", "States": {"F": {"Type": "Parallel", "Branches": [{"StartAt": "Task", "States": {"Task": {"Type": "Pass", "End": true}}}], "End": true},\n<|>\n}}`,
      'Task',
      'json',
    );
    assert.ok(analyze(text).symbols.byId.has('Task 2'), text);
  });

  it('ends where the state before it has ended', () => {
    for (const [marked, format] of [
      ['{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}\n<|>\n}}', 'json'],
      ['StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n  <|>\n', 'yaml'],
    ] as const) {
      const text = take(marked, 'Wait after A', format);
      const { symbols, problems } = analyze(text, { format });
      assert.deepEqual(problems, [], text);
      assert.deepEqual(
        symbols.byId.get('A')?.transitions.map(({ target }) => target.value),
        ['Wait'],
        text,
      );
      assert.equal(symbols.byId.get('A')?.isEnd, false);
      assert.equal(symbols.byId.get('Wait')?.isEnd, true);
    }
  });
});
