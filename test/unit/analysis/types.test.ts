import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import type { Shape } from '../../../server/src/analysis/shape';
import { inputTypeOf } from '../../../server/src/analysis/types';

/** `{a: number, …}`, `[string]`, `any`. */
function told(shape: Shape): string {
  switch (shape.kind) {
    case 'array':
      return `[${told(shape.items)}]`;
    case 'object':
      return `{${[...[...shape.fields].map(([name, field]) => `${name}: ${told(field)}`), ...(shape.isOpen ? ['…'] : [])].join(', ')}}`;
    default:
      return shape.kind;
  }
}

/** The input type of a state `End` behind these states, of which the first is `A`. */
function behind(states: Record<string, unknown>, state = 'End'): string {
  const machine = { StartAt: 'A', States: { ...states, End: { Type: 'Succeed' } } };
  return told(inputTypeOf(analyze(JSON.stringify(machine)), state));
}

const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Next: 'End' };

describe('types of the data', () => {
  for (const [what, states, expected] of [
    ['nothing is known at first', { A: { Type: 'Wait', Seconds: 1, Next: 'End' } }, 'any'],
    ['a Result', { A: { Type: 'Pass', Result: { a: 1, b: ['x'], c: null }, Next: 'End' } }, '{a: number, b: [string], c: null}'],
    [
      'Parameters',
      { A: { Type: 'Pass', Parameters: { 'a.$': '$.x', 'b.$': 'States.UUID()', c: { d: true } }, Next: 'End' } },
      '{a: any, b: string, c: {d: boolean}}',
    ],
    [
      'a result in its place',
      { A: { ...task, Resource: 'arn:aws:states:::glue:startJobRun', ResultPath: '$.r.s' } },
      '{r: {s: any, …}, …}',
    ],
    [
      'what a service answers',
      { A: { ...task, Resource: 'arn:aws:states:::sns:publish' } },
      '{MessageId: string, SequenceNumber: string, SdkHttpMetadata: any, SdkResponseMetadata: any}',
    ],
    ['who calls back answers as it likes', { A: { ...task, Resource: `${task.Resource}.waitForTaskToken` } }, 'any'],
    [
      'the results of iterations',
      {
        A: {
          ...{ Type: 'Map', Next: 'End' },
          ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Succeed' } } },
        },
      },
      '[any]',
    ],
    ['a dropped result', { A: { Type: 'Pass', Result: 1, ResultPath: null, Next: 'End' } }, 'any'],
    ['a selected result', { A: { ...task, ResultSelector: { 'a.$': '$.Payload' }, OutputPath: '$.a' } }, 'any'],
    ['InputPath null', { A: { Type: 'Pass', InputPath: null, Next: 'End' } }, '{}'],
    [
      'two ways that meet',
      {
        A: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'B' }], Default: 'C' },
        B: { Type: 'Pass', Result: { a: 1, b: 'x' }, Next: 'End' },
        C: { Type: 'Pass', Result: { a: 'y' }, Next: 'End' },
      },
      '{a: any, b: string}',
    ],
    [
      'a loop that grows',
      {
        A: { Type: 'Pass', Result: 1, ResultPath: '$.deeper.and.deeper', Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'A' }], Default: 'End' },
      },
      '{deeper: {and: {deeper: number, …}, …}, …}',
    ],
    [
      'a caught error',
      { A: { ...task, Next: 'B', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }] }, B: { Type: 'Fail' } },
      '{Error: string, Cause: string}',
    ],
  ] as const) {
    it(what, () => assert.equal(behind(states), expected));
  }

  it('the items of a Map', () => {
    const processor = { StartAt: 'Item', States: { Item: { Type: 'Succeed' } } };
    const map = { Type: 'Map', ItemsPath: '$.list', ItemProcessor: processor, Next: 'End' };
    const list = { Type: 'Pass', Result: { list: [{ id: 1 }] }, Next: 'B' };
    assert.equal(behind({ A: list, B: map }, 'B/Item'), '{id: number}');
    assert.equal(
      behind({ A: list, B: { ...map, ItemSelector: { 'all.$': '$.list', n: 1 } } }, 'B/Item'),
      '{all: [{id: number}], n: number}',
    );
  });
});
