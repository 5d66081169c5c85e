import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import type { Finding } from '../../../server/src/analysis/analysis';
import { stateTypes } from '../../../server/src/asl/ast';
import { spec } from '../../../server/src/asl/spec';
import { applyEdits } from '../../../server/src/source/edit';
import type { FieldTable } from '../../../server/src/fields/fieldTable';
import { fieldsOf } from '../../../server/src/fields/fieldTable';
import { check } from '../../../server/src/rules';

/** A machine of one state, with what follows `"Type"` in it. */
function machine(state: string, top = ''): string {
  return `{${top} "StartAt": "S", "States": {"S": {${state}}}}`;
}

/** Findings as `code pointer: message`. */
function told(text: string): string[] {
  const findings = check(analyze(text)).filter(({ severity }) => severity === 'error' || severity === 'warning');
  return findings.map((f) => `${f.code} ${f.pointer}: ${f.message}`);
}

describe('the structure of a state machine', () => {
  const cases: readonly (readonly [what: string, text: string, ...findings: string[]])[] = [
    ['a right one', machine('"Type": "Pass", "End": true')],
    [
      'an array at the top',
      '[]',
      'wrong-type : A state machine must be an object with "StartAt" and "States"; this is an array.',
    ],
    [
      'nothing in it',
      '{}',
      'missing-field : A state machine needs the field "StartAt".',
      'missing-field : A state machine needs the field "States".',
    ],
    ['no type', machine('"End": true'), 'missing-field /States/S: A state needs the field "Type".'],
    [
      'a misspelt type',
      machine('"Type": "Taks"'),
      'not-allowed-value /States/S/Type: "Type" must be one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map. Did you mean "Task"?',
    ],
    [
      'a state that is no object',
      '{"StartAt": "S", "States": {"S": 1}}',
      'wrong-type /States/S: State "S" must be an object; this is a number.',
    ],
    [
      'a misspelt field',
      machine('"Type": "Pass", "Ennd": true, "End": true, "ResultPaht": "$.x"'),
      'unknown-field /States/S/Ennd: A Pass state has no field "Ennd".',
      'unknown-field /States/S/ResultPaht: A Pass state has no field "ResultPaht". Did you mean "ResultPath"?',
    ],
    [
      'a field of another type of state',
      machine('"Type": "Pass", "End": true, "Branches": []'),
      'unknown-field /States/S/Branches: A Pass state has no field "Branches"; it belongs to the states of type Parallel.',
    ],
    [
      'a field of the other query language',
      machine('"Type": "Pass", "End": true, "Output": 1'),
      'unsupported-field /States/S/Output: "Output" is only supported with JSONata, but the query language here is JSONPath.',
    ],
    [
      'the other way round',
      machine('"Type": "Pass", "End": true, "InputPath": "$"', '"QueryLanguage": "JSONata",'),
      'unsupported-field /States/S/InputPath: "InputPath" is only supported with JSONPath, but the query language here is JSONata.',
    ],
    [
      'neither Next nor End',
      machine('"Type": "Pass"'),
      'missing-field /States/S: A Pass state needs one of the fields "Next" or "End".',
    ],
    [
      'End false',
      machine('"Type": "Pass", "End": false'),
      'missing-field /States/S: A Pass state needs one of the fields "Next" or "End".',
    ],
    [
      'both Next and End',
      machine('"Type": "Pass", "Next": "S", "End": true'),
      'conflicting-fields /States/S/End: "Next" and "End" exclude each other.',
    ],
    [
      'wrong kinds',
      machine('"Type": "Task", "Resource": 1, "TimeoutSeconds": "10", "Retry": {}, "End": true'),
      'wrong-type /States/S/Resource: "Resource" must be a string.',
      'wrong-type /States/S/TimeoutSeconds: "TimeoutSeconds" must be an integer from 1 to 99999999 (seconds).',
      'wrong-type /States/S/Retry: "Retry" must be an array.',
    ],
    [
      'a retrier out of range',
      machine(
        '"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"}, "Retry": [{"ErrorEquals": [], "BackoffRate": 0.5, "MaxAttempts": -1, "JitterStrategy": "Full"}], "End": true',
      ),
      'out-of-range /States/S/Retry/0/ErrorEquals: "ErrorEquals" must have at least one element.',
      'out-of-range /States/S/Retry/0/BackoffRate: "BackoffRate" must be a number of at least 1.',
      'out-of-range /States/S/Retry/0/MaxAttempts: "MaxAttempts" must be an integer from 0 to 99999999.',
      'not-allowed-value /States/S/Retry/0/JitterStrategy: "JitterStrategy" must be one of FULL, NONE. Did you mean "FULL"?',
    ],
    [
      'no way to wait',
      machine('"Type": "Wait", "End": true'),
      'missing-field /States/S: A Wait state needs one of the fields "Seconds", "Timestamp", "SecondsPath" or "TimestampPath".',
    ],
    [
      'a timestamp without zone',
      machine('"Type": "Wait", "Timestamp": "2030-01-01T00:00:00", "End": true'),
      'invalid-format /States/S/Timestamp: "Timestamp" must be an RFC3339 timestamp such as 2026-01-31T12:00:00Z.',
    ],
    [
      'a path that is none',
      machine('"Type": "Pass", "InputPath": "a.b", "End": true'),
      'invalid-format /States/S/InputPath: "InputPath" must be a JSONPath, which begins with $.',
    ],
    ['null paths', machine('"Type": "Pass", "InputPath": null, "ResultPath": null, "OutputPath": null, "End": true')],
    [
      'a rule with two operators, and one without',
      machine(
        '"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": false, "IsPresent": true, "Next": "S"}, {"Variable": "$.a", "Next": "S"}, {"Not": {"Variable": "$.a", "IsNull": true, "Next": "S"}}]',
      ),
      'conflicting-fields /States/S/Choices/0/IsPresent: "IsNull" and "IsPresent" exclude each other: a rule of a Choice has exactly one comparison operator.',
      'missing-field /States/S/Choices/1: A rule of a Choice needs a comparison operator, such as "StringEquals", "StringEqualsPath" or "StringLessThan".',
      'missing-field /States/S/Choices/2: A rule of a Choice needs the field "Next".',
      'unknown-field /States/S/Choices/2/Not/Next: A rule within And, Or or Not has no field "Next".',
    ],
    [
      'a comparison of nothing',
      machine('"Type": "Choice", "Choices": [{"IsNull": false, "Next": "S"}]'),
      'missing-field /States/S/Choices/0: A rule of a Choice needs the field "Variable" beside "IsNull".',
    ],
    [
      'expressions where they may stand',
      machine('"Type": "Wait", "Seconds": "{% 1 + 1 %}", "End": true', '"QueryLanguage": "JSONata",'),
    ],
    [
      'an expression without the query language for it',
      machine('"Type": "Wait", "Seconds": "{% 1 + 1 %}", "End": true'),
      'wrong-type /States/S/Seconds: "Seconds" must be an integer from 0 to 99999999 (seconds). A JSONata expression needs "QueryLanguage": "JSONata".',
    ],
    ['placeholders of all kinds', machine('"Type": "${Type}", "End": ${End}')],
    [
      'placeholders in fields',
      machine(
        '"Type": "Task", "Resource": ${Arn}, "TimeoutSeconds": "${Timeout}", "Retry": ${Retry}, "HeartbeatSeconds": ${H}, "Next": "${Next}"',
      ),
    ],
    [
      'credentials without a role',
      machine(
        '"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"}, "Credentials": {}, "End": true',
      ),
      'missing-field /States/S/Credentials: Credentials needs one of the fields "RoleArn" or "RoleArn.$".',
    ],
  ];
  for (const [what, text, ...findings] of cases) {
    it(what, () => {
      const structure = told(text).filter((f) => !/^(missing-terminal-state|unknown-target|unreachable-state)/.test(f));
      assert.deepEqual(structure, findings);
    });
  }

  it('repairs a misspelt field and a misspelt value', () => {
    const text = machine('"Type": "Pas", "End": true');
    const finding = check(analyze(text)).find(({ fixes }) => fixes.length > 0) as Finding;
    assert.equal(applyEdits(text, finding.fixes[0]!.edits), machine('"Type": "Pass", "End": true'));
  });

  it('says nothing about a value that is not written yet', () => {
    assert.deepEqual(told(machine('"Type": "Pass", "ResultPath": , "End": true')), [
      'invalid-json /States/S/ResultPath: A value is missing after "ResultPath".',
    ]);
  });
});

describe('the field table', () => {
  const table: FieldTable = spec;
  for (const [name, { fields, groups, documentation, link }] of Object.entries(table)) {
    it(`${name} is documented, and its groups name fields of it`, () => {
      assert.ok(documentation.endsWith('.') && link.startsWith('https://'));
      for (const field of fields) {
        assert.ok(field.documentation.endsWith('.'), `${field.name}: ${field.documentation}`);
        assert.ok(field.link.startsWith('https://'));
      }
      for (const group of groups ?? []) {
        for (const field of group.fields) {
          assert.ok(
            fields.some((f) => f.name === field),
            field,
          );
        }
      }
      for (const language of ['JSONPath', 'JSONata'] as const) {
        const names = fieldsOf(table[name]!, language).map((f) => f.name);
        assert.equal(new Set(names).size, names.length, 'a field is described twice for one query language');
      }
    });
  }
  it('has every state type', () => {
    assert.ok(stateTypes.every((type) => type in spec));
  });
});
