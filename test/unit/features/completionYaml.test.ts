import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { complete } from '../../../server/src/features/completion/complete';
import type { Completion } from '../../../server/src/features/completion/completion';
import { plainText } from '../../../server/src/features/completion/snippet';
import { applyEdits } from '../../../server/src/source/edit';
import { parseYaml } from '../../../server/src/source/parseYaml';
import { readCursor } from '../../support/markedText';

function completionsAt(marked: string): { text: string; offset: number; found: Completion[] } {
  const { text, offset } = readCursor(marked);
  return { text, offset, found: complete(analyze(text, { format: 'yaml' }), offset) };
}

function labels(marked: string): string[] {
  return completionsAt(marked).found.map(({ label }) => label);
}

/** The text once the completion of that name is taken, as an editor indents it: tabs become two spaces behind the indentation of the line. */
function take(marked: string, label: string): string {
  const { text, found } = completionsAt(marked);
  const taken = found.find((completion) => completion.label === label);
  assert.ok(taken, `no completion "${label}" among ${found.map((c) => c.label).join(', ')}`);
  const { replace, insert, extra } = taken;
  const lineStart = text.lastIndexOf('\n', replace.start - 1) + 1;
  const indent = /^ */.exec(text.slice(lineStart, replace.start))![0];
  const lines = plainText(insert).replaceAll('\t', '  ').replaceAll('\n', `\n${indent}`);
  return applyEdits(text, [{ ...replace, text: lines }, ...extra]);
}

const order = `StartAt: Check
States:
  Check:
    Type: Task
    Resource: arn:aws:states:::lambda:invoke
    Next: Done
  Done:
    Type: Succeed
`;

describe('completion in YAML', () => {
  describe('where the cursor is', () => {
    const cases: readonly [name: string, marked: string, some: readonly string[], none: readonly string[]][] = [
      [
        'a key at the top',
        'StartAt: A\n<|>\nStates:\n  A:\n    Type: Pass\n',
        ['Comment', 'TimeoutSeconds'],
        ['StartAt', 'Type', 'States'],
      ],
      ['a key that is begun', 'StartAt: A\nCom<|>\nStates:\n  A:\n    Type: Pass\n', ['Comment'], ['Type']],
      ['an empty line in States', 'StartAt: A\nStates:\n  A:\n    Type: Pass\n  <|>\n', ['Task', 'Choice'], ['Next', 'Comment']],
      [
        'an empty line in a state',
        'StartAt: A\nStates:\n  A:\n    Type: Pass\n    <|>\n',
        ['Next', 'Result'],
        ['Resource', 'Task'],
      ],
      [
        'the same between two fields',
        'StartAt: A\nStates:\n  A:\n    Type: Pass\n    <|>\n    End: true\n',
        ['Result'],
        ['End', 'Next'],
      ],
      ['at the end of the file, at the left', 'StartAt: A\nStates:\n  A:\n    Type: Pass\n<|>', ['Comment'], ['Next', 'Task']],
      ['below States without a state', 'StartAt: A\nStates:\n  <|>', ['A', 'Task'], ['Comment']],
      ['below a state without fields', 'StartAt: A\nStates:\n  A:\n    <|>\n  B:\n    Type: Pass\n', ['Type'], ['Task']],
      ['the first field of a state, begun', 'StartAt: A\nStates:\n  A:\n    Ty<|>\n  B:\n    Type: Pass\n', ['Type'], ['Task']],
      [
        'a field begun between others',
        'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Ne<|>\n    Comment: x\n',
        ['Next'],
        ['Comment'],
      ],
      ['a type', 'StartAt: A\nStates:\n  A:\n    Type: <|>\n', ['Task', 'Map'], ['Next']],
      ['a type that is begun', 'StartAt: A\nStates:\n  A:\n    Type: Ta<|>\n', ['Task'], []],
      ['a target', order.replace('Next: Done', 'Next: <|>'), ['Done', 'Check'], ['Type']],
      ['a target directly behind the colon', order.replace('Next: Done', 'Next:<|>'), ['Done'], []],
      ['a target in quotes', order.replace('Next: Done', "Next: '<|>'"), ['Done'], []],
      ['the start', order.replace('StartAt: Check', 'StartAt: <|>'), ['Check', 'Done'], []],
      ['error names behind a dash', catching('- <|>'), ['States.ALL', 'States.Timeout'], ['ErrorEquals']],
      ['error names in brackets', catching('[States.Timeout, <|>]'), ['States.TaskFailed'], ['States.Timeout']],
      ['a second field of a catcher', catching('- States.ALL\n          <|>'), ['Next', 'ResultPath'], ['ErrorEquals']],
      ['a new catcher', catching('- States.ALL\n        - <|>'), ['ErrorEquals', 'Next'], ['Type']],
      [
        'below Catch',
        catching('- States.ALL').replace(/Catch:[^]*/, 'Catch:\n        <|>'),
        ['ErrorEquals'],
        ['Type', 'Next state'],
      ],
      ['fields of a state in braces', 'StartAt: A\nStates:\n  A: { Type: Pass, <|> }\n', ['Next', 'Result'], ['Type', 'Task']],
      [
        'fields of a processor',
        'StartAt: M\nStates:\n  M:\n    Type: Map\n    ItemProcessor:\n      <|>\n',
        ['StartAt', 'States'],
        ['Type'],
      ],
      [
        'a branch',
        'StartAt: M\nStates:\n  M:\n    Type: Parallel\n    Branches:\n      - <|>\n',
        ['StartAt', 'States'],
        ['Type'],
      ],
      [
        'states of a branch',
        'StartAt: M\nStates:\n  M:\n    Type: Parallel\n    Branches:\n      - StartAt: X\n        States:\n          <|>\n',
        ['X', 'Task'],
        [],
      ],
      [
        'a sequence that is not indented',
        'StartAt: A\nStates:\n  A:\n    Type: Task\n    Catch:\n    - ErrorEquals:\n      - <|>\n',
        ['States.ALL'],
        [],
      ],
      [
        'no JSONPath fields with JSONata',
        'QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    <|>\n',
        ['Output'],
        ['Parameters', 'ResultPath'],
      ],
      ['Windows line ends', 'StartAt: A\r\nStates:\r\n  A:\r\n    Type: Pass\r\n    <|>\r\n', ['Next'], ['Task']],
    ];
    for (const [name, marked, some, none] of cases) {
      it(name, () => {
        const found = labels(marked);
        assert.deepEqual(
          some.filter((label) => !found.includes(label)),
          [],
          `missing among ${found.join(', ')}`,
        );
        assert.deepEqual(
          none.filter((label) => found.includes(label)),
          [],
          'must not be there',
        );
      });
    }

    for (const [name, marked] of [
      ['in a comment', 'StartAt: A\n# <|>\nStates:\n  A:\n    Type: Pass\n'],
      ['in a comment behind a value', 'StartAt: A # <|>\nStates:\n  A:\n    Type: Pass\n'],
      ['in a block scalar', 'Comment: |\n  some <|>\nStartAt: A\n'],
      ['between two levels', 'StartAt: A\nStates:\n    A:\n      Type: Pass\n  <|>\n'],
      ['in the text of a comment field', 'Comment: so<|>me\nStartAt: A\n'],
    ] as const) {
      it(`nothing ${name}`, () => assert.deepEqual(labels(marked), []));
    }
  });

  describe('what is written', () => {
    const cases: readonly [name: string, marked: string, label: string, expected: string][] = [
      ['a plain value', 'StartAt: A\nStates:\n  A:\n    Type: <|>\n', 'Pass', 'StartAt: A\nStates:\n  A:\n    Type: Pass\n'],
      [
        'a space behind the colon',
        'StartAt: A\nStates:\n  A:\n    Type:<|>\n',
        'Pass',
        'StartAt: A\nStates:\n  A:\n    Type: Pass\n',
      ],
      [
        'instead of the whole word',
        'StartAt: A\nStates:\n  A:\n    Type: P<|>as\n',
        'Pass',
        'StartAt: A\nStates:\n  A:\n    Type: Pass\n',
      ],
      ['within quotes', "StartAt: A\nStates:\n  A:\n    Type: '<|>'\n", 'Pass', "StartAt: A\nStates:\n  A:\n    Type: 'Pass'\n"],
      [
        'behind an open quote',
        'StartAt: A\nStates:\n  A:\n    Type: "<|>\n',
        'Pass',
        'StartAt: A\nStates:\n  A:\n    Type: "Pass"\n',
      ],
      [
        'a name that needs quotes',
        'StartAt: <|>\nStates:\n  "a: b":\n    Type: Succeed\n',
        'a: b',
        'StartAt: "a: b"\nStates:\n  "a: b":\n    Type: Succeed\n',
      ],
      [
        'a field with a word',
        'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Ne<|>\n',
        'Next',
        'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: \n',
      ],
      [
        'only the key where the value is there',
        'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Ne<|>: B\n',
        'Next',
        'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n',
      ],
      [
        'a list of objects',
        'StartAt: A\nStates:\n  A:\n    Type: Task\n    <|>\n',
        'Catch',
        'StartAt: A\nStates:\n  A:\n    Type: Task\n    Catch:\n      - ErrorEquals:\n          - States.ALL\n        Next: \n',
      ],
      ['an item of a list', catching('- <|>'), 'States.ALL', catching('- States.ALL')],
      ['a first item with its dash', catching('<|>'), 'States.ALL', catching('- States.ALL')],
      [
        'an item in brackets',
        catching('[States.Timeout, <|>]'),
        'States.TaskFailed',
        catching('[States.Timeout, States.TaskFailed]'),
      ],
      [
        'a field in braces',
        'StartAt: A\nStates:\n  A: { Type: Pass, <|> }\n',
        'Next',
        'StartAt: A\nStates:\n  A: { Type: Pass, Next:  }\n',
      ],
      ['a state that is missing', 'StartAt: A\nStates:\n  <|>', 'A', 'StartAt: A\nStates:\n  A:\n    Type: Task'],
      [
        'nested mappings of a list item, below the dash',
        'StartAt: M\nStates:\n  M:\n    Type: Parallel\n    Branches:\n      - StartAt: X\n        States:\n          <|>\n',
        'Wait',
        'StartAt: M\nStates:\n  M:\n    Type: Parallel\n    Branches:\n      - StartAt: X\n        States:\n          X:\n            Type: Wait\n            Seconds: 60\n            End: true\n',
      ],
    ];
    for (const [name, marked, label, expected] of cases) {
      it(name, () => assert.equal(take(marked, label), expected));
    }

    for (const language of ['JSONPath', 'JSONata']) {
      for (const type of ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map']) {
        it(`a new ${type} state (${language})`, () => {
          const text = take(`QueryLanguage: ${language}\nStartAt: Check\nStates:\n  <|>\n`, type);
          const { problems } = parseYaml(text);
          assert.deepEqual(problems, [], text);
          const machine = analyze(text, { format: 'yaml' });
          assert.equal(machine.symbols.byId.get('Check')?.type?.value, type, text);
          assert.doesNotMatch(text, /^\s*[{}[\]"]/m);
        });
      }
    }

    it('JSONata in single quotes', () => {
      const text = take('QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Output: <|>\n', '{% %}');
      assert.match(text, /Output: '\{% {2}%\}'/);
    });
  });
});

function catching(errors: string): string {
  const list = errors.startsWith('[') ? ` ${errors}` : `\n            ${errors}`;
  return `StartAt: A\nStates:\n    A:\n      Type: Task\n      Catch:\n        - ErrorEquals:${list}`;
}
