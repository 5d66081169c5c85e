import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { definition } from '../../../server/src/features/definition';
import { references } from '../../../server/src/features/references';
import { rename, renameable } from '../../../server/src/features/rename';
import { applyEdits } from '../../../server/src/source/edit';

const machine = `{
  "StartAt": "Price",
  "States": {
    "Price": { "Type": "Pass", "QueryLanguage": "JSONata", "Assign": { "total": 1, "other": 2 }, "Next": "Again" },
    "Again": { "Type": "Pass", "Assign": { "total.$": "States.MathAdd($total, 1)" }, "Next": "Each" },
    "Each": {
      "Type": "Map",
      "ItemProcessor": {
        "StartAt": "Tell",
        "States": {
          "Tell": {
            "Type": "Pass",
            "QueryLanguage": "JSONata",
            "Assign": { "own": "{% $total & '\\"' & $total %}" },
            "Output": "{% ($tax := 2; $own & $total * $tax) %}",
            "Next": "Path"
          },
          "Path": { "Type": "Pass", "InputPath": "$total.euro", "End": true }
        }
      },
      "Next": "Apart"
    },
    "Apart": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "Foreign",
        "States": { "Foreign": { "Type": "Pass", "Assign": { "total": 3 }, "Parameters": { "a.$": "$total" }, "End": true } }
      },
      "End": true
    }
  }
}`;
const yaml = `StartAt: A
States:
  A:
    Type: Pass
    Assign:
      total.$: $.a
    Next: B
  B:
    Type: Pass
    QueryLanguage: JSONata
    Output: >-
      {% $total
      + 1 %}
    End: true
`;

const at = (text: string, before: string) => {
  const offset = text.indexOf(before);
  assert.ok(offset >= 0, before);
  return offset + before.length;
};
const found = (text: string, before: string, format: 'json' | 'yaml' = 'json') =>
  references(analyze(text, { format }), at(text, before)).map((r) => `${r.kind} ${text.slice(r.start - 1, r.end + 1)}`);

describe('a variable', () => {
  const uses = [
    'declaration "total"',
    'declaration "total.',
    'reference $total,',
    'reference $total ',
    'reference $total ',
    'reference $total ',
    'reference $total.',
  ];

  it('is found wherever it is assigned and read, from each of these places', () => {
    for (const place of [
      '"Assign": { "to',
      '"Assign": { "total',
      'MathAdd($',
      'MathAdd($tot',
      '$own & $total',
      '"InputPath": "$t',
    ]) {
      assert.deepEqual(found(machine, place), uses, place);
    }
  });

  it('of a distributed Map is another one', () => {
    assert.deepEqual(found(machine, '"a.$": "$to'), ['declaration "total"', 'reference $total"']);
  });

  it('that an expression binds itself is none', () => {
    assert.deepEqual(found(machine, '* $ta'), []);
  });

  it('is found in folded text of YAML', () => {
    assert.deepEqual(found(yaml, '{% $to', 'yaml'), ['declaration  total.', 'reference $total\n']);
  });

  it('leads to all that assigns it', () => {
    const offset = at(machine, '"InputPath": "$t');
    assert.deepEqual(
      definition(analyze(machine), offset).map(({ origin, target }) => [
        machine.slice(origin.start, origin.end),
        machine.slice(target.start - 1, target.end + 3),
      ]),
      [
        ['total', '"total": '],
        ['total', '"total.$"'],
      ],
    );
  });

  it('is renamed everywhere, and back', () => {
    const analysis = analyze(machine);
    const offset = at(machine, '"InputPath": "$t');
    assert.equal(renameable(analysis, offset)?.text, 'total');
    for (const name of ['price', '$price']) {
      const renamed = rename(analysis, offset, name);
      assert.ok('edits' in renamed, JSON.stringify(renamed));
      const text = applyEdits(machine, renamed.edits);
      assert.equal(text.match(/\bprice\b/g)?.length, uses.length);
      assert.equal(text.match(/\btotal\b/g)?.length, 2);
      const back = rename(analyze(text), at(text, '"InputPath": "$p'), 'total');
      assert.ok('edits' in back);
      assert.equal(applyEdits(text, back.edits), machine);
    }
  });

  it('keeps the `.$` of its key in YAML', () => {
    const renamed = rename(analyze(yaml, { format: 'yaml' }), at(yaml, '{% $to'), 'price');
    assert.ok('edits' in renamed);
    assert.equal(applyEdits(yaml, renamed.edits), yaml.replaceAll('total', 'price'));
  });

  it('cannot have a name that is taken where it is seen, or is none', () => {
    const refusal = (name: string) => {
      const renamed = rename(analyze(machine), at(machine, '"InputPath": "$t'), name);
      return 'refusal' in renamed ? renamed.refusal : undefined;
    };
    assert.match(refusal('other')!, /already a variable "other"/); // beside it
    assert.match(refusal('own')!, /already a variable "own"/); // in a scope that sees it
    assert.match(refusal('tax')!, /already a variable "tax"/); // bound in an expression that reads it
    assert.match(refusal('states')!, /\$states/);
    assert.match(refusal('sum')!, /function of JSONata/);
    assert.match(refusal('1st')!, /begins with a letter/);
    assert.match(refusal('')!, /begins with a letter/);
  });
});
