import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { codeLenses } from '../../../server/src/features/codeLens';
import { definition } from '../../../server/src/features/definition';
import { documentSymbols, type DocumentSymbol } from '../../../server/src/features/documentSymbols';
import { foldingRanges } from '../../../server/src/features/foldingRanges';
import { hover } from '../../../server/src/features/hover';
import { references } from '../../../server/src/features/references';
import { rename, renameable } from '../../../server/src/features/rename';
import { selectionRanges } from '../../../server/src/features/selectionRanges';
import { stateAt } from '../../../server/src/features/stateAt';
import { applyEdits } from '../../../server/src/source/edit';
import { readCursor } from '../../support/markedText';

const order = `{
  "StartAt": "Check",
  "States": {
    "Check": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.ok", "BooleanEquals": true, "Next": "Pay" }],
      "Default": "Check"
    },
    "Pay": {
      "Type": "Task",
      "Comment": "Takes *money*",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Fan" }],
      "Next": "Fan"
    },
    "Fan": {
      "Type": "Parallel",
      "Branches": [{ "StartAt": "Left", "States": { "Left": { "Type": "Succeed" } } }],
      "End": true
    }
  }
}`;

/** `order` with the cursor put behind the first `before` that follows `after`. */
function at(before: string, after = ''): { text: string; offset: number } {
  const from = order.indexOf(after);
  const offset = order.indexOf(before, from);
  assert.ok(from >= 0 && offset >= 0);
  return { text: order, offset: offset + before.length };
}

const slice = (text: string, span: { start: number; end: number } | undefined) => span && text.slice(span.start, span.end);

describe('definition', () => {
  const check = (before: string, after: string, expected: string | undefined) => {
    const { text, offset } = at(before, after);
    assert.equal(slice(text, definition(analyze(text), offset)[0]?.selection), expected);
  };
  it('leads from StartAt, Next, Default, Choices and Catch to the state', () => {
    check('"Ch', '"StartAt"', '"Check"');
    check('"Next": "P', '', '"Pay"');
    check('"Default": "Ch', '', '"Check"');
    check('"Next": "F', '"Catch"', '"Fan"');
    check('"StartAt": "L', '', '"Left"');
  });
  it('leads nowhere from other text', () => {
    check('"Type": "Ta', '', undefined);
    check('"Comment": "T', '', undefined);
  });
  it('leads nowhere from a target without a state', () => {
    const { text, offset } = readCursor('{"StartAt": "No<|>", "States": {}}');
    assert.deepEqual(definition(analyze(text), offset), []);
  });
});

describe('references', () => {
  it('finds the key and all that leads to it, from either side', () => {
    for (const place of [at('"Fa', '"Catch"'), at('"Fa', '    "Fan": {')]) {
      const found = references(analyze(place.text), place.offset);
      assert.deepEqual(
        found.map((r) => [r.kind, slice(order, r)]),
        [
          ['reference', 'Fan'],
          ['reference', 'Fan'],
          ['declaration', 'Fan'],
        ],
      );
    }
  });
});

describe('rename', () => {
  const renamed = (newName: string, place = at('"Pa', '"Next"')): string => {
    const answer = rename(analyze(place.text), place.offset, newName);
    return 'edits' in answer ? applyEdits(place.text, answer.edits) : answer.refusal;
  };
  it('changes the key and every transition, and back again', () => {
    const there = renamed('Take "it"');
    assert.equal(there, order.replaceAll('"Pay"', '"Take \\"it\\""'));
    const offset = there.indexOf('"Take') + 1;
    const back = rename(analyze(there), offset, 'Pay');
    assert.equal('edits' in back && applyEdits(there, back.edits), order);
  });
  it('refuses names that are taken, empty or too long', () => {
    assert.match(renamed('Fan'), /already a state "Fan"/);
    assert.match(renamed('Left'), /already a state "Left" \(Fan\/0\/Left\)/);
    assert.match(renamed(''), /needs a name/);
    assert.match(renamed('x'.repeat(81)), /at most 80 characters; this one has 81/);
  });
  it('offers nothing where no state is named', () => {
    assert.match(renamed('New', at('"Type": "Ta')), /no state or variable here/);
    const { text, offset } = at('"Type": "Ta');
    assert.equal(renameable(analyze(text), offset), undefined);
    const state = at('"Pa', '"Next"');
    assert.equal(slice(order, renameable(analyze(order), state.offset)), 'Pay');
  });
});

describe('hover', () => {
  it('sums up a state at its key and at what leads to it', () => {
    const expected = [
      '**Pay** — Task state',
      'Takes \\*money\\*',
      'Resource: `arn:aws:states:::lambda:invoke`',
      'After: `Check`  \nThen: `Fan`, `Fan` (catch)',
    ].join('\n\n');
    for (const place of [at('"Pa', '"Next"'), at('"Pa', '"Default"')]) {
      assert.equal(hover(analyze(place.text), place.offset)?.markdown, expected);
    }
  });
  it('tells start and end', () => {
    const place = at('"Check"', '"States"');
    assert.match(hover(analyze(place.text), place.offset)?.markdown ?? '', /After: the start, `Check`/);
    const left = at('"Left"', '"States": { "Left"');
    assert.match(hover(analyze(left.text), left.offset)?.markdown ?? '', /After: the start {2}\nThen: the end/);
  });
});

describe('hover on words', () => {
  const at = (marked: string) => {
    const { text, offset } = readCursor(marked);
    const found = hover(analyze(text), offset);
    return found && `${slice(text, found.span)} → ${found.markdown.split('\n')[0]}`;
  };
  it('explains fields, types, words and error names', () => {
    assert.equal(at('{"Start<|>At": "A"}'), '"StartAt" → **StartAt** — state name, required');
    assert.equal(at('{"States": {"A": {"Ty<|>pe": "Task"}}}')?.slice(0, 20), '"Type" → **Type** — ');
    assert.equal(at('{"States": {"A": {"Type": "Ta<|>sk"}}}'), '"Task" → **A Task state**');
    assert.equal(at('{"QueryLanguage": "JSON<|>ata"}'), '"JSONata" → **QueryLanguage** — JSONPath \\| JSONata');
    assert.equal(
      at('{"States": {"A": {"Type": "Task", "Retry": [{"Max<|>Attempts": 1}]}}}')?.slice(0, 34),
      '"MaxAttempts" → **MaxAttempts** — ',
    );
    assert.equal(
      at('{"States": {"A": {"Type": "Task", "Catch": [{"ErrorEquals": ["States.<|>ALL"]}]}}}'),
      '"States.ALL" → **States.ALL**',
    );
  });
  it('says nothing about free text', () => {
    assert.equal(at('{"Comment": "a<|>b"}'), undefined);
    assert.equal(at('{"States": {"A": {"Type": "Task", "Parameters": {"Ty<|>pe": 1}}}}'), undefined);
    assert.equal(at('{"Unknown<|>": 1}'), undefined);
    assert.equal(at('<|>'), undefined);
  });
});

describe('outline', () => {
  const lines = (entries: readonly DocumentSymbol[], indent = ''): string[] =>
    entries.flatMap((e) => [`${indent}${e.name} ${e.detail}`.trimEnd(), ...lines(e.children, `${indent}  `)]);
  it('is the tree of states with their types', () => {
    assert.deepEqual(lines(documentSymbols(analyze(order))), [
      'Check Choice',
      'Pay Task',
      'Fan Parallel',
      '  Branch 0 Left',
      '    Left Succeed',
    ]);
  });
  it('shows the states of a Map below it', () => {
    const text = '{"States": {"Each": {"Type": "Map", "ItemProcessor": {"StartAt": "A", "States": {"A": {}, "": {}}}}}}';
    assert.deepEqual(lines(documentSymbols(analyze(text))), ['Each Map', '  A', '  ""']);
  });
  it('keeps each selection inside its range', () => {
    const check = (entries: readonly DocumentSymbol[]) =>
      entries.forEach((e) => {
        assert.ok(e.span.start <= e.selection.start && e.selection.end <= e.span.end);
        check(e.children);
      });
    check(documentSymbols(analyze(order)));
  });
});

describe('state at an offset', () => {
  it('is the innermost one', () => {
    assert.equal(stateAt(analyze(order), at('"Succ').offset)?.id, 'Fan/0/Left');
    assert.equal(stateAt(analyze(order), at('"Branches": [').offset)?.id, 'Fan');
    assert.equal(stateAt(analyze(order), 3), undefined);
  });
});

describe('selection ranges', () => {
  it('grow from a string to the document', () => {
    const { text, offset } = readCursor('{"a": {"b": "te<|>xt"}}');
    assert.deepEqual(
      selectionRanges(analyze(text), offset).map((s) => slice(text, s)),
      ['text', '"text"', '"b": "text"', '{"b": "text"}', '"a": {"b": "text"}', text],
    );
  });
  it('begin with a key', () => {
    const { text, offset } = readCursor('{"a<|>": 1}');
    assert.deepEqual(
      selectionRanges(analyze(text), offset).map((s) => slice(text, s)),
      ['a', '"a"', '"a": 1', text],
    );
  });
});

describe('folding and lenses', () => {
  it('folds objects and arrays that hold something', () => {
    const text = '{"a": [1, {}], "b": {}}';
    assert.deepEqual(
      foldingRanges(analyze(text).root).map((s) => slice(text, s)),
      [text, '[1, {}]'],
    );
  });
  it('offers graph, run and debug above a state machine only', () => {
    assert.deepEqual(
      codeLenses(analyze(order)).map((l) => l.action),
      ['graph', 'run', 'debug'],
    );
    assert.deepEqual(codeLenses(analyze('{"type": "container"}')), []);
  });
});
