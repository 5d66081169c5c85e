import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import type { DocumentFormat } from '../../../server/src/source/parse';
import { check } from '../../../server/src/rules';

/** What is told of a text, with the characters that it is told of. */
function told(text: string, format: DocumentFormat): string[] {
  return check(analyze(text, { format }))
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ start, end, code }) => `${code} <${text.slice(start, end)}>`);
}

describe('expressions', () => {
  it('are found behind escapes', () => {
    const text = String.raw`{"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "End": true, "Output": "{% \"\u00e9\" &\n phone %}"}}}`;
    assert.deepEqual(told(text, 'json'), ['unsupported-jsonata <phone>']);
  });

  it('are found in block scalars', () => {
    const text = `QueryLanguage: JSONata
StartAt: A
States:
  A:
    Type: Pass
    Output: |-
      {%
        $states.input.a &
        phone
      %}
    End: true
`;
    assert.deepEqual(told(text, 'yaml'), ['unsupported-jsonata <phone>']);
  });

  it('are found wherever the language evaluates them', () => {
    const text = `{"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": {"Type": "Map", "Items": ["{% a1 %}"], "MaxConcurrency": "{% a2 %}",
      "ItemSelector": {"x": ["{% a3 %}"]}, "ToleratedFailureCount": "{% a4 %}", "Label": "x",
      "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON", "MaxItems": "{% a5 %}"}, "Arguments": {"Bucket": "{% a6 %}", "Key": "k"}},
      "ItemBatcher": {"MaxItemsPerBatch": "{% a7 %}", "BatchInput": {"b": "{% a8 %}"}},
      "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "C", "States": {
        "C": {"Type": "Choice", "Choices": [{"Condition": "{% a9 %}", "Output": "{% b1 %}", "Assign": {"v": "{% b2 %}"}, "Next": "F"}], "Default": "W"},
        "W": {"Type": "Wait", "Seconds": "{% b3 %}", "Next": "F"},
        "F": {"Type": "Fail", "Error": "{% b4 %}", "Cause": "{% b5 %}", "Comment": "{% not here %}"}}},
      "Catch": [{"ErrorEquals": ["States.ALL"], "Output": "{% b6 %}", "Assign": {"w": "{% b7 %}"}, "Next": "E"}], "Next": "E"},
      "E": {"Type": "Succeed", "Output": {"a": {"b": "{% b8 %}"}}}}}`;
    const names = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8'];
    assert.deepEqual(
      told(text, 'json').sort(),
      names.map((name) => `unsupported-jsonata <${name}>`),
    );
  });
});
