import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { repairAll } from '../../../server/src/features/codeActions';
import { check } from '../../../server/src/rules';
import { applyEdits } from '../../../server/src/source/edit';
import type { DocumentFormat } from '../../../server/src/source/parse';

/** What "fix all" makes of the text, again and again until there is nothing left that it repairs. */
function fixedAll(text: string, format: DocumentFormat): string {
  let result = text;
  for (let round = 0; round < 10; round++) {
    const repair = repairAll(check(analyze(result, { format })));
    if (!repair) {
      return result;
    }
    result = applyEdits(result, repair.edits);
  }
  return assert.fail(`It does not come to an end:\n${result}`);
}

/** One state as JSON and as YAML, before and after. */
const repaired: readonly (readonly [what: string, json: readonly [string, string], yaml: readonly [string, string]])[] = [
  [
    'a misspelt field',
    ['"Type": "Pass", "ResutlPath": "$.a", "End": true', '"Type": "Pass", "ResultPath": "$.a", "End": true'],
    ['Type: Pass\nResutlPath: $.a\nEnd: true', 'Type: Pass\nResultPath: $.a\nEnd: true'],
  ],
  [
    'a misspelt word',
    ['"Type": "Pas", "End": true', '"Type": "Pass", "End": true'],
    ['Type: Pas\nEnd: true', 'Type: Pass\nEnd: true'],
  ],
  [
    'a number and a truth value in quotes',
    ['"Type": "Wait", "Seconds": "5", "End": "true"', '"Type": "Wait", "Seconds": 5, "End": true'],
    ['Type: Wait\nSeconds: \'5\'\nEnd: "true"', 'Type: Wait\nSeconds: 5\nEnd: true'],
  ],
  [
    'one name in the place of a list',
    [
      '"Type": "Task", "Resource": "${F}", "Retry": [{ "ErrorEquals": "Busy" }], "End": true',
      '"Type": "Task", "Resource": "${F}", "Retry": [{ "ErrorEquals": ["Busy"] }], "End": true',
    ],
    [
      "Type: Task\nResource: ${F}\nRetry:\n  - ErrorEquals: 'Busy'\nEnd: true",
      "Type: Task\nResource: ${F}\nRetry:\n  - ErrorEquals: ['Busy']\nEnd: true",
    ],
  ],
  [
    'States.ALL beside other names, and before others',
    [
      '"Type": "Task", "Resource": "${F}", "Retry": [{ "ErrorEquals": ["Gone", "States.ALL"] }, { "ErrorEquals": ["Busy"], "MaxAttempts": 1 }], "End": true',
      '"Type": "Task", "Resource": "${F}", "Retry": [{ "ErrorEquals": ["Busy"], "MaxAttempts": 1 }, { "ErrorEquals": ["States.ALL"] }], "End": true',
    ],
    [
      'Type: Task\nResource: ${F}\nRetry:\n  - ErrorEquals: [Gone, States.ALL]\n  - ErrorEquals: [Busy]\n    MaxAttempts: 1\nEnd: true',
      'Type: Task\nResource: ${F}\nRetry:\n  - ErrorEquals: [Busy]\n    MaxAttempts: 1\n  - ErrorEquals: [States.ALL]\nEnd: true',
    ],
  ],
  [
    'a path under a key without .$',
    [
      '"Type": "Pass", "Parameters": { "id": "$.id" }, "End": true',
      '"Type": "Pass", "Parameters": { "id.$": "$.id" }, "End": true',
    ],
    ['Type: Pass\nParameters:\n  id: $.id\nEnd: true', 'Type: Pass\nParameters:\n  id.$: $.id\nEnd: true'],
  ],
  [
    'a value that is no path under a key with .$',
    [
      '"Type": "Pass", "Parameters": { "text.$": "not a path", "n.$": 1 }, "End": true',
      '"Type": "Pass", "Parameters": { "text": "not a path", "n": 1 }, "End": true',
    ],
    [
      'Type: Pass\nParameters:\n  text.$: not a path\n  count.$: 1\nEnd: true',
      'Type: Pass\nParameters:\n  text: not a path\n  count: 1\nEnd: true',
    ],
  ],
  [
    'old names of a Map',
    [
      '"Type": "Map", "Parameters": { "a": 1 }, "Iterator": { "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true',
      '"Type": "Map", "ItemSelector": { "a": 1 }, "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }, "End": true',
    ],
    [
      'Type: Map\nParameters: { a: 1 }\nIterator:\n  StartAt: B\n  States:\n    B:\n      Type: Succeed\nEnd: true',
      'Type: Map\nItemSelector: { a: 1 }\nItemProcessor:\n  StartAt: B\n  States:\n    B:\n      Type: Succeed\nEnd: true',
    ],
  ],
  [
    'paths in a state of JSONata',
    [
      '"Type": "Pass", "QueryLanguage": "JSONata", "Output": { "a.$": "$.a", "b": "$.b.c", "d.$": "{% 1 %}", "e": "$$.Execution.Id" }, "End": true',
      '"Type": "Pass", "QueryLanguage": "JSONata", "Output": { "a": "{% $states.input.a %}", "b": "{% $states.input.b.c %}", "d": "{% 1 %}", "e": "{% $states.context.Execution.Id %}" }, "End": true',
    ],
    [
      'Type: Pass\nQueryLanguage: JSONata\nOutput:\n  a.$: $.a\n  b: $.b.c\nEnd: true',
      'Type: Pass\nQueryLanguage: JSONata\nOutput:\n  a: "{% $states.input.a %}"\n  b: "{% $states.input.b.c %}"\nEnd: true',
    ],
  ],
  [
    'a path in a field that takes text, and a field that is written like a key of a template',
    ['"Type": "Fail", "Error": "$.code", "Cause.$": "$.why"', '"Type": "Fail", "ErrorPath": "$.code", "CausePath": "$.why"'],
    ['Type: Fail\nError: $.code\nCause.$: $.why', 'Type: Fail\nErrorPath: $.code\nCausePath: $.why'],
  ],
  [
    'an action of the SDK and an error in the wrong letter case',
    [
      '"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:GetObject", "Retry": [{ "ErrorEquals": ["states.all"] }], "End": true',
      '"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:getObject", "Retry": [{ "ErrorEquals": ["States.ALL"] }], "End": true',
    ],
    [
      'Type: Task\nResource: arn:aws:states:::aws-sdk:s3:GetObject\nRetry:\n  - ErrorEquals: [states.all]\nEnd: true',
      'Type: Task\nResource: arn:aws:states:::aws-sdk:s3:getObject\nRetry:\n  - ErrorEquals: [States.ALL]\nEnd: true',
    ],
  ],
  [
    'a misspelt function and variable',
    [
      '"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $uppercas(\'a\') %}", "End": true',
      '"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $uppercase(\'a\') %}", "End": true',
    ],
    [
      'Type: Pass\nQueryLanguage: JSONata\nOutput: "{% $uppercas(\'a\') %}"\nEnd: true',
      'Type: Pass\nQueryLanguage: JSONata\nOutput: "{% $uppercase(\'a\') %}"\nEnd: true',
    ],
  ],
];

describe('fix all', () => {
  for (const [what, json, yaml] of repaired) {
    it(`repairs ${what}`, () => {
      const inJson = (state: string) => `{"StartAt": "A", "States": {"A": {${state}}}}`;
      const inYaml = (state: string) => `StartAt: A\nStates:\n  A:\n    ${state.replace(/\n/g, '\n    ')}\n`;
      assert.equal(fixedAll(inJson(json[0]), 'json'), inJson(json[1]));
      assert.equal(fixedAll(inYaml(yaml[0]), 'yaml'), inYaml(yaml[1]));
    });
  }

  it('leaves what a new name alone does not mend', () => {
    for (const state of [
      '"Type": "Task", "Resource.$": "$.a", "End": true',
      '"Type": "Choice", "Choices": [{ "Variable": "$.a", "StringMatchesPath": "$.b", "Next": "A" }]',
    ]) {
      const text = `{"StartAt": "A", "States": {"A": {${state}}}}`;
      assert.equal(fixedAll(text, 'json'), text);
    }
  });

  it('leaves what has more than one answer', () => {
    for (const state of ['"Type": "Pass"', '"Type": "Pass", "Parameters": { "a.$": "name" }, "End": true']) {
      const text = `{"StartAt": "A", "States": {"A": {${state}}}}`;
      assert.equal(fixedAll(text, 'json'), text);
    }
  });
});
