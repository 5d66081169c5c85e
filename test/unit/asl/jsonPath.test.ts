import assert from 'node:assert/strict';
import { evaluatePath } from '../../../server/src/asl/evaluatePath';
import { parsePath } from '../../../server/src/asl/jsonPath';
import { writeJson } from '../../../server/src/source/json';
import { data } from '../../support/machine';

const store = data(`{
  "a": { "b c": [10, 20, 30], "x-y": null }, "n": 1.0,
  "books": [{ "t": "A", "p": 8.5, "tags": ["x", "y"] }, { "t": "B", "p": 12 }, { "t": "C" }],
  "deep": { "p": 1, "in": [{ "p": 2 }] }
}`);

/** What a path finds as JSON text, or why it finds nothing. */
function find(text: string): string {
  const { path, problems } = parsePath(text);
  if (!path) {
    return `! ${problems[0]!.message}`;
  }
  const found = evaluatePath(path, store);
  return 'missing' in found ? `? ${found.missing}` : writeJson(found.value);
}

describe('JSONPath', () => {
  const cases: [string, string][] = [
    ['$.n', '1.0'],
    ["$.a['b c'][0]", '10'],
    ['$["a"]["b c"][-1]', '30'],
    ["$.a['b c'][0:2]", '[10,20]'],
    ["$.a['b c'][-2:]", '[20,30]'],
    ["$.a['b c'][0,2]", '[10,30]'],
    ['$.a.x-y', 'null'],
    ['$.books[*].t', '["A","B","C"]'],
    ['$.books[*].p', '[8.5,12]'],
    ["$.books[0]['t','p']", '{"t":"A","p":8.5}'],
    ['$..p', '[8.5,12,1,2]'],
    ['$.books[?(@.p < 10)].t', '["A"]'],
    ['$.books[?(@.p)].t', '["A","B"]'],
    ['$.books[?(!@.p)].t', '["C"]'],
    ["$.books[?(@.t == 'B' || @.t in ['C'])].t", '["B","C"]'],
    ['$.books[?(@.tags[0] == "x")].t', '["A"]'],
    ['$.books[?(@.t =~ /[ab]/i && @.p > 8)].t', '["A","B"]'],
    ['$.books[?(@.p > $.books[0].p)].t', '["B"]'],
    ['$.books[?(@.tags contains "y")].t', '["A"]'],
    ['$.books[7]', "? No results for path: $['books'][7]"],
    ['$.nope', "? No results for path: $['nope']"],
    ['$.nope.more', "? Missing property in path $['nope']"],
    ['$.nope[*]', '[]'],
    ['$.nope[0:1]', '[]'],
    ['$', writeJson(store)],
    ['a', "! A path begins with '$'."],
    ['$.', "! Expected a field name or '*' after '.'."],
    ['$.a[', "! This '[' has no ']'."],
    ["$.a['b", '! This name has no closing quote.'],
    ['$.a..', "! Expected a field name or '*' after '.'."],
    ['$.a[x]', "! Expected an index, a name in quotes, a slice, '*' or a filter '?(…)'."],
    ['$.a[?(@.b ==)]', '! Expected a path, a number, a text in quotes, true, false or null.'],
    ['$.books.length()', "? Expected to find an object with property ['length()'] in path $['books'] but found 'array'."],
    ['$.a[?(@.b = 1)]', "! Equality is written '=='."],
    ['$.a.length(', "! This '(' has no ')'."],
    ['$.a b', "! Unexpected ' ' in the path."],
  ];
  for (const [path, expected] of cases) {
    it(path, () => assert.equal(find(path), expected));
  }

  it('names its root', () => {
    assert.deepEqual(parsePath('$$.Execution.Id').path!.root, { kind: 'context' });
    assert.deepEqual(parsePath('$order.id').path!.root, { kind: 'variable', name: 'order' });
  });

  it('never throws on any prefix, and gives places', () => {
    const text = '$.a[?((@.b == \'x\' && !@["c"]) || @.d in [1, "2"])]..*[1:-2]';
    for (let i = 0; i <= text.length; i++) {
      for (const { start, end } of parsePath(text.slice(0, i)).problems) {
        assert.ok(0 <= start && start <= end && end <= i);
      }
    }
    assert.ok(parsePath(`$[?(${'('.repeat(5000)}`).problems.length > 0);
  });
});
