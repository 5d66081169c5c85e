import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { complete } from '../../../server/src/features/completion/complete';
import { both, type Format, knowledge, labels, take } from '../../support/completions';

describe('completion of timestamps', () => {
  for (const [name, json, yaml] of [
    ['Timestamp of a Wait', '"Type": "Wait", "Timestamp": "<|>"', 'Type: Wait\nTimestamp: <|>'],
    [
      'comparisons',
      '"Type": "Choice", "Choices": [{"Variable": "$.t", "TimestampLessThan": "<|>"}]',
      'Type: Choice\nChoices:\n  - Variable: $.t\n    TimestampLessThan: <|>',
    ],
  ] as const) {
    for (const [marked, format] of both(json, yaml)) {
      it(`${name} (${format})`, () => {
        assert.deepEqual(labels(marked, format), [
          '2026-05-06T08:00:00Z',
          '2026-05-06T07:08:09Z',
          '2026-05-07T00:00:00Z',
          '2026-05-13T00:00:00Z',
        ]);
        assert.ok(take(marked, '2026-05-07T00:00:00Z', format).includes('"2026-05-07T00:00:00Z"'));
      });
    }
  }

  it('not where a path to one is wanted', () => {
    const [json] = both('"Type": "Wait", "TimestampPath": "<|>"', '');
    assert.ok(!labels(...json!).some((label) => label.startsWith('2026')));
  });
});

describe('completion of error names', () => {
  const task = (resource: string, more = '') =>
    both(
      `"Type": "Task", "Resource": "${resource}", "Catch": [{"ErrorEquals": ["<|>"]}]${more}`,
      `Type: Task\nResource: ${resource}\nCatch:\n  - ErrorEquals:\n      - <|>`,
    );

  it('offers those of the service that is called', () => {
    for (const [marked, format] of task('arn:aws:states:::dynamodb:putItem')) {
      const found = labels(marked, format);
      assert.ok(found.includes('DynamoDB.ConditionalCheckFailedException') && found.includes('States.ALL'));
      assert.ok(!found.some((name) => name.startsWith('Lambda.')));
    }
    for (const [marked, format] of task('arn:aws:states:::aws-sdk:dynamodb:getItem')) {
      const found = labels(marked, format);
      assert.ok(
        found.includes('DynamoDb.ResourceNotFoundException') && !found.includes('DynamoDb.ConditionalCheckFailedException'),
      );
    }
    const [json] = task('arn:aws:lambda:us-east-1:123456789012:function:f');
    assert.ok(labels(...json!).includes('Lambda.TooManyRequestsException'));
  });

  it("offers the function's own first", () => {
    const [json] = task('arn:aws:lambda:us-east-1:123456789012:function:f');
    assert.equal(labels(...json!, { samples: [], raised: ['OutOfStock'] })[0], 'OutOfStock');
  });

  it('offers what Fail states inside end with', () => {
    const [json] = both(
      '"Type": "Map", "ItemProcessor": {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Broken"}}}, "Retry": [{"ErrorEquals": ["<|>"]}]',
      '',
    );
    assert.equal(labels(...json!)[0], 'Broken');
  });
});

describe('completion at every offset', () => {
  it('answers something or nothing; offers touch the cursor and lie on a line', () => {
    const texts: [string, Format][] = [
      ...both(
        '"Type": "Choice", "Choices": [{"Variable": "$.order[\'ship to\']", "StringEqualsPath": "$kept.a"}], "Assign": {"a.$": "States.Format(\'{}\', $.order.id)"}',
        "Type: Choice\nChoices:\n  - Variable: $.order['ship to']\nAssign:\n  a.$: >-\n    States.Format('{}',\n    $.order.id)",
      ),
      ...both(
        '"Type": "Map", "Items": "{% $states.input.order.items[sku = \\"x\\"] %}", "Output": {"a": ["{% ($x := /a\\\\/b/; $x) %}"]}',
        'Type: Map\nItems: |-\n  {% $states.input.order.items[sku =\n  "x"].count %}\nOutput: ["{% $map($states.input.order.items, function($i) { $i.sku }) %}"]',
        'JSONata',
      ),
    ];
    for (const [text, format] of texts) {
      for (let end = 0; end <= text.length; end++) {
        for (const [cut, offset] of [
          [text, end],
          [text.slice(0, end), end],
        ] as const) {
          for (const { replace, label } of complete(analyze(cut, { format }), offset, knowledge)) {
            const touches = 0 <= replace.start && replace.start <= offset && offset <= replace.end && replace.end <= cut.length;
            assert.ok(touches, `${JSON.stringify(replace)} at ${offset} of ${cut}`);
            assert.ok(
              !cut.slice(replace.start, replace.end).includes('\n'),
              `${JSON.stringify(replace)} ${label} at ${offset} of ${cut}`,
            );
          }
        }
      }
    }
  });
});
