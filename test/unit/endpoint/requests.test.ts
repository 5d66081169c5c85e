import assert from 'node:assert/strict';
import { ApiError } from '../../../server/src/endpoint/apiError';
import { arnOf, isValidName } from '../../../server/src/endpoint/arns';
import { checkRequest } from '../../../server/src/endpoint/checkRequest';
import { accept, diagnose } from '../../../server/src/endpoint/definitions';
import { page } from '../../../server/src/endpoint/paging';
import { requests } from '../../../server/src/endpoint/shapes';
import { type JsonObject, readJson } from '../../../server/src/source/json';

function said(work: () => unknown): string {
  try {
    work();
    return 'fine';
  } catch (problem) {
    assert.ok(problem instanceof ApiError, String(problem));
    return `${problem.type}: ${problem.message}`;
  }
}

const json = (text: string): JsonObject => readJson(text).value as JsonObject;

describe('requests', () => {
  it('are checked against AWS’s model, every fault in one message', () => {
    assert.equal(
      said(() => checkRequest(json('{"name":"","type":"X","roleArn":"r"}'), requests.CreateStateMachine)),
      "ValidationException: 3 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value null at 'definition' failed to satisfy constraint: Member must not be null; " +
        "Value 'X' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
    );
    assert.match(
      said(() => checkRequest(json('{"name":"a","routingConfiguration":[{"weight":101}]}'), requests.CreateStateMachineAlias)),
      /'routingConfiguration\.1\.member\.stateMachineVersionArn'.*'101' at 'routingConfiguration\.1\.member\.weight'/,
    );
    assert.equal(
      said(() => checkRequest(json('{"executionArn":"a","reverseOrder":"yes"}'), requests.GetExecutionHistory)),
      'SerializationException: STRING_VALUE can not be converted to a Boolean',
    );
  });

  it('name things by ARN, taken apart', () => {
    const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
    assert.deepEqual(arnOf(`${arn}:7#Happy path`, 'stateMachine'), {
      text: `${arn}:7`,
      kind: 'stateMachine',
      name: 'm',
      qualifier: '7',
      label: undefined,
      testCase: 'Happy path',
    });
    assert.equal(arnOf(`${arn}/Fan`, 'stateMachine').label, 'Fan');
    assert.equal(
      said(() => arnOf('arn:aws:states:us-east-1:123456789012:express:m:a:b', 'execution')),
      "InvalidArn: Invalid Arn: 'Resource type not valid in this context: express'",
    );
    for (const wrong of ['', 'arn', 'arn:aws:sqs:us-east-1:1:q', 'arn:aws:states:::stateMachine:m', `${arn.slice(0, -2)}`]) {
      assert.match(
        said(() => arnOf(wrong, 'stateMachine')),
        /^InvalidArn: Invalid Arn: 'Invalid ARN prefix: /,
      );
    }
  });

  it('name new things as AWS allows', () => {
    for (const name of ['a', 'Größe-1_x.y', 'x'.repeat(80), '注文', '😀']) {
      assert.ok(isValidName(name), name);
    }
    for (const name of ['', 'x'.repeat(81), 'a b', 'a:b', 'a/b', 'a*', 'a$', 'a\u0007', 'a\u0085', 'a\ud800', 'a~']) {
      assert.ok(!isValidName(name), JSON.stringify(name));
    }
  });

  it('page through a list with tokens of that list only', () => {
    const all = [1, 2, 3, 4, 5];
    const first = page(all, json('{"maxResults":2}'), 'numbers');
    const second = page(all, json(`{"maxResults":3,"nextToken":"${first.nextToken}"}`), 'numbers');
    assert.deepEqual([first.items, second.items, second.nextToken], [[1, 2], [3, 4, 5], undefined]);
    assert.match(
      said(() => page(all, json(`{"nextToken":"${first.nextToken}"}`), 'letters')),
      /^InvalidToken: /,
    );
  });
});

describe('definitions in AWS’s words', () => {
  const told = (definition: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') =>
    diagnose(definition, type).map((d) => `${d.severity} ${d.code} ${d.location}: ${d.message}`);
  const state = (fields: string): string => `{"StartAt":"A","States":{"A":{${fields}}}}`;

  it('says them', () => {
    assert.deepEqual(told(state('"Type":"Pass","End":true')), []);
    assert.deepEqual(told(''), ['ERROR SCHEMA_VALIDATION_FAILED undefined: Definition must be a valid JSON object']);
    assert.deepEqual(told(state('"Type":"Pas","End":true')), [
      "ERROR SCHEMA_VALIDATION_FAILED /States/A/Type: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
    ]);
    assert.deepEqual(told(state('"Type":"Wait","Timestamp":"noon","End":true')), [
      'ERROR SCHEMA_VALIDATION_FAILED /States/A/Timestamp: String does not match RFC3339 timestamp',
    ]);
    assert.deepEqual(told(state('"Type":"Parallel","Branches":[],"End":true')), [
      'ERROR SCHEMA_VALIDATION_FAILED /States/A/Branches: Value cannot be empty',
    ]);
    assert.deepEqual(
      told(state('"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:a","End":true'), 'EXPRESS'),
      ['ERROR SCHEMA_VALIDATION_FAILED /States/A/Resource: Express state machine does not support Activity ARN'],
    );
    assert.deepEqual(told(state('"Type":"Pass","Parameters":{"x.$":"hello"},"End":true')), [
      "ERROR SCHEMA_VALIDATION_FAILED /States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call",
    ]);
  });

  it('says them of the places that AWS names', () => {
    const schema = 'ERROR SCHEMA_VALIDATION_FAILED';
    const inJsonata = (fields: string): string => `{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{${fields}}}}`;
    assert.deepEqual(told('{}'), [`${schema} /: These fields are required: [States, StartAt]`]);
    assert.deepEqual(told(state('"Type":"Pass","End":true,"TimeoutSeconds":5')), [
      `${schema} /States/A: Field 'TimeoutSeconds' is not supported`,
    ]);
    assert.deepEqual(told(state('"Type":"Pass","End":true,"Output":1')), [
      `${schema} /States/A: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage`,
    ]);
    assert.deepEqual(told(inJsonata('"Type":"Pass","End":true,"QueryLanguage":"JSONPath"')), [
      `${schema} /States/A: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine`,
    ]);
    assert.deepEqual(told(state('"Type":"Pass","End":true,"QueryLanguage":"jsonpath"')), [
      `${schema} /States/A/QueryLanguage: Value should be one of the following: [JSONPath, JSONata]`,
    ]);
    assert.deepEqual(told(state('"Type":"Task","Resource":"nope","End":true')), [
      `${schema} /States/A/Resource: Value is not a valid resource ARN`,
    ]);
    assert.deepEqual(told(inJsonata('"Type":"Pass","Output":{"v":"{% phone %}"},"End":true')), [
      "ERROR UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output/v: Reference to 'phone' at the top level is not supported.",
    ]);
    assert.deepEqual(told(inJsonata('"Type":"Pass","Output":"{% a[1,2) %}","End":true')), [
      'ERROR INVALID_JSONATA_EXPRESSION /States/A/Output: Expected "]", got ","',
    ]);
    assert.deepEqual(told(inJsonata('"Type":"Pass","Output":"{% $eval(\\"1\\") %}","End":true')), []);
  });

  it('follows transitions as AWS does', () => {
    const machine = (states: object): string => JSON.stringify({ StartAt: 'A', States: states });
    const pass = (Next?: string): object => ({ Type: 'Pass', ...(Next ? { Next } : { End: true }) });
    const target = 'ERROR MISSING_TRANSITION_TARGET';
    const endless = 'ERROR MISSING_END_STATE undefined: Workflow has no terminal state';
    assert.deepEqual(told(machine({ A: pass('B'), B: pass('A'), C: pass('A') })), [endless]);
    assert.deepEqual(told(machine({ A: pass('B'), B: pass('A'), C: pass() })), [
      `${target} /States/C: State "C" is not reachable.`,
    ]);
    assert.deepEqual(told(machine({ A: pass('NOPE') })), [`${target} /States/A/Next: Missing 'Next' target: NOPE`, endless]);
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'Ghost' }], Default: 'Z' };
    assert.deepEqual(told(machine({ A: choice, Z: pass() })), [
      `${target} /States/A/Choices[0]/Next: Missing 'Next' target: Ghost`,
    ]);
    const loop = { StartAt: 'P', States: { P: pass('Q'), Q: pass('P') } };
    assert.deepEqual(told(machine({ A: { Type: 'Map', ItemProcessor: loop, End: true } })), []);
    assert.throws(
      () => accept(machine({ A: pass('A') }), 'STANDARD'),
      /'MISSING_END_STATE: Workflow has no terminal state at null'/,
    );
  });

  it('says them of integrations without parameters', () => {
    const arn = 'arn:aws:states:::sns:publish.waitForTaskToken';
    const task = (rest: string): string => state(`"Type":"Task","Resource":"${arn}","End":true${rest}`);
    const schema = 'ERROR SCHEMA_VALIDATION_FAILED /States/A';
    assert.deepEqual(told(task('')), [`${schema}: Parameters field is required for resource ARN: ${arn}`]);
    assert.deepEqual(told(task(',"QueryLanguage":"JSONata"')), [
      `${schema}: Arguments field is required for resource ARN: ${arn}`,
    ]);
    assert.deepEqual(told(task(',"Parameters":{}')), [`${schema}/Parameters: The field 'Message' is required but was missing`]);
  });

  it('says them of paths', () => {
    const schema = 'ERROR SCHEMA_VALIDATION_FAILED';
    for (const path of ['Test', '$.a[', '$.a[(@.length-1)]']) {
      for (const field of ['InputPath', 'OutputPath']) {
        assert.deepEqual(told(state(`"Type":"Pass","${field}":"${path}","End":true`)), [
          `${schema} /States/A/${field}: Value must be a valid JSONPath.`,
        ]);
      }
      assert.deepEqual(told(state(`"Type":"Pass","Parameters":{"x.$":"${path}"},"End":true`)), [
        `${schema} /States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call`,
      ]);
    }
    const begins = "Value is not a Reference Path: Reference path didn't start with '$'";
    assert.deepEqual(told(state('"Type":"Pass","ResultPath":"Test","End":true')), [`${schema} /States/A/ResultPath: ${begins}`]);
    const rule = '{"Variable":"States.ArrayLength($.a)","NumericEquals":0,"Next":"B"}';
    const choice = `"A":{"Type":"Choice","Choices":[${rule}]},"B":{"Type":"Succeed"}`;
    assert.deepEqual(told(`{"StartAt":"A","States":{${choice}}}`), [`${schema} /States/A/Choices[0]/Variable: ${begins}`]);
  });

  it('takes an inline Map with fields of a distributed one, but not with its type of executions', () => {
    const body = '"StartAt":"B","States":{"B":{"Type":"Succeed"}}';
    const inline = (config: string, fields = ''): string =>
      state(`"Type":"Map",${fields}"ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE"${config}},${body}},"End":true`);
    assert.deepEqual(told(inline('', '"ItemBatcher":{"MaxItemsPerBatch":2},')), []);
    assert.equal(told(inline(',"ExecutionType":"EXPRESS"')).length, 1);
  });

  it('tells where the JSON breaks as AWS’s parser does', () => {
    const at = (text: string, line: number, column: number): string =>
      `[Source: (String)"${text}"; line: ${line}, column: ${column}]`;
    const values = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";
    const rows: readonly (readonly [text: string, line: number, column: number, message: string])[] = [
      ['not a definition', 1, 4, `Unrecognized token 'not': was expecting (${values})`],
      ['{\n  nope}', 2, 4, "Unexpected character ('n' (code 110)): was expecting double-quote to start field name"],
      ['{"a" 1}', 1, 7, "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value"],
      ['{"a":1 "b":2}', 1, 9, "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries"],
      ['[1 2]', 1, 5, "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"],
      ['[1,]', 1, 5, `Unexpected character (']' (code 93)): expected a valid value (${values})`],
      ['{', 1, 2, `Unexpected end-of-input: expected close marker for Object (start marker at ${at('{', 1, 1)})`],
      ['{"a":[1', 1, 8, `Unexpected end-of-input: expected close marker for Array (start marker at ${at('{"a":[1', 1, 6)})`],
      ['{"a":', 1, 6, 'Unexpected end-of-input within/between Object entries'],
      ['{"a":"b', 1, 8, 'Unexpected end-of-input: was expecting closing quote for a string value'],
    ];
    for (const [text, line, column, message] of rows) {
      const location = at(text, line, column);
      assert.deepEqual(told(text), [`ERROR INVALID_JSON_DESCRIPTION ${location}: ${message}\n at ${location}`]);
    }
  });
});
