import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { applyEdits } from '../../../server/src/source/edit';
import type { Node, StringNode } from '../../../server/src/source/node';
import { member } from '../../../server/src/source/node';
import type { DocumentFormat } from '../../../server/src/source/parse';
import { parse } from '../../../server/src/source/parse';
import { segmentsOf } from '../../../server/src/source/segments';

/** Strings with what escapes, folds and quotes: lines, blank lines, indented lines, quotes, backslashes, letters outside the basic plane. */
const strings = fc
  .array(fc.constantFrom('a', 'B7', ' ', '  ', '\n', '\n\n', '\t', '"', "'", '\\', ': ', ' #', '{%', '😀', 'é', '${X}', '- '), {
    maxLength: 14,
  })
  .map((parts) => parts.join(''));
const styles = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;

function valueIn(text: string, format: DocumentFormat): StringNode {
  const node: Node | undefined = member(parse(text, format).root, 'key')?.value;
  assert.equal(node?.kind, 'string', `${JSON.stringify(text)} holds ${node?.kind}`);
  return node;
}

function checkMap(text: string, format: DocumentFormat): void {
  const node = valueIn(text, format);
  const map = segmentsOf(node, text);
  assert.equal(map.length, node.value.length);
  for (const { length, start, end, kind } of map.segments()) {
    assert.ok(node.start <= start && start <= end && end <= node.end);
    assert.notEqual(kind, 'opaque');
    assert.ok(kind !== 'literal' || length === end - start);
  }
  let before = node.start;
  for (let at = 0; at < node.value.length; at++) {
    const host = map.toHost(at);
    assert.ok(before <= host && host <= node.end, 'places follow one another');
    before = host;
    if (text[host] === node.value[at] && map.toHostSpan({ start: at, end: at + 1 }).end === host + 1) {
      assert.equal(map.fromHost(host), at);
    }
  }
}

/** What an edit of the value makes of the document, read again. */
function checkEdit(text: string, format: DocumentFormat, start: number, end: number, inserted: string): boolean {
  const node = valueIn(text, format);
  const edit = segmentsOf(node, text).toHostEdit({ start, end, text: inserted });
  if (!edit) {
    return false;
  }
  const expected = node.value.slice(0, start) + inserted + node.value.slice(end);
  const after = valueIn(applyEdits(text, [edit]), format).value;
  assert.equal(after, expected, `${JSON.stringify(text)}: ${JSON.stringify(edit)}`);
  return true;
}

describe('segments of a string', () => {
  it('lead from each character to its place and back, in JSON', () => {
    fc.assert(
      fc.property(strings, (value) => checkMap(JSON.stringify({ before: 1, key: value, after: 2 }, undefined, 2), 'json')),
    );
  });

  for (const style of styles) {
    it(`lead from each character to its place and back, in YAML ${style}`, () => {
      fc.assert(
        fc.property(
          strings.filter((s) => s.trim() !== ''),
          fc.constantFrom(0, 20, 80),
          (value, lineWidth) => {
            const text = stringify(
              { before: 1, key: `x${value}y`, after: 2 },
              { defaultStringType: style, defaultKeyType: 'PLAIN', lineWidth },
            );
            checkMap(text, 'yaml');
          },
        ),
      );
    });
  }

  it('place an edit of the value in the document, or say that it cannot be', () => {
    let done = 0;
    fc.assert(
      fc.property(
        strings,
        fc.constantFrom(...styles),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('', 'new', '"q"', 'two words'),
        (value, style, a, b, inserted) => {
          const written = `x${value.replace(/[ \t]+(?=\n|$)/g, '')}y`;
          const [start, end] = [a % (written.length + 1), b % (written.length + 1)].sort((x, y) => x - y) as [number, number];
          // Within double quotes every edit can be made; the other styles have their limits, of which spaces at the ends of lines are one.
          if (style === 'QUOTE_DOUBLE') {
            const text = stringify(
              { key: written, after: 2 },
              { defaultStringType: style, defaultKeyType: 'PLAIN', lineWidth: 0 },
            );
            done += checkEdit(text, 'yaml', start, end, inserted) ? 1 : 0;
          }
          done += checkEdit(JSON.stringify({ key: written, after: 2 }), 'json', start, end, inserted) ? 1 : 0;
        },
      ),
    );
    assert.ok(done > 50, `${done} edits were placed`);
  });

  it('write into a literal block with its indentation', () => {
    const text = 'key: |\n    {\n      "a": 1\n    }\nafter: 2\n';
    const map = segmentsOf(valueIn(text, 'yaml'), text);
    const at = valueIn(text, 'yaml').value.indexOf('1') + 1;
    const edit = map.toHostEdit({ start: at, end: at, text: ',\n  "b": 2' })!;
    assert.equal(applyEdits(text, [edit]), 'key: |\n    {\n      "a": 1,\n      "b": 2\n    }\nafter: 2\n');
  });

  it('refuse to write a line break where it would fold', () => {
    const text = "key: >\n  one\n  two\nother: 'x'\n";
    assert.equal(segmentsOf(valueIn(text, 'yaml'), text).toHostEdit({ start: 1, end: 1, text: '\n' }), undefined);
    assert.deepEqual(segmentsOf(valueIn(text, 'yaml'), text).toHostEdit({ start: 4, end: 7, text: 'TWO' }), {
      start: 15,
      end: 18,
      text: 'TWO',
    });
  });

  it('are opaque where the string is not written as text', () => {
    const text = 'a: &x some text\nkey: *x\n';
    const node = valueIn(text, 'yaml');
    const map = segmentsOf(node, text);
    assert.deepEqual(
      [...map.segments()].map(({ kind }) => kind),
      ['opaque'],
    );
    assert.deepEqual(map.toHostSpan({ start: 0, end: 4 }), { start: node.start, end: node.end });
    assert.equal(map.toHostEdit({ start: 0, end: 4, text: 'any' }), undefined);
  });
});
