import assert from 'node:assert/strict';
import { analyzeBatch } from '../../../server/src/analysis/analyze';
import { batchSpec } from '../../../server/src/batch/spec';
import type { FieldTable } from '../../../server/src/fields/fieldTable';
import { check } from '../../../server/src/rules';

function told(text: string): string[] {
  return check(analyzeBatch(text)).map((f) => `${f.code} ${f.pointer}: ${f.message}`);
}

describe('the structure of a job definition', () => {
  it('a right one', () => {
    assert.deepEqual(
      told(`{
  "jobDefinitionName": "resize",
  "type": "container",
  "platformCapabilities": ["FARGATE"],
  "parameters": { "size": "10" },
  "containerProperties": {
    "image": "\${Image}",
    "command": ["resize", "Ref::size"],
    "resourceRequirements": [{ "type": "VCPU", "value": "0.25" }, { "type": "MEMORY", "value": "512" }],
    "environment": [{ "name": "STAGE", "value": "test" }]
  },
  "retryStrategy": { "attempts": 3, "evaluateOnExit": [{ "onExitCode": "1*", "action": "retry" }] },
  "timeout": { "attemptDurationSeconds": 60 }
}`),
      [],
    );
  });
  it('unknown, missing and mistyped fields', () => {
    assert.deepEqual(
      told(`{
  "type": "Container",
  "containerProperties": { "imagee": "x", "command": "ls", "memory": 2, "volumes": [{ "name": "a b" }] },
  "parameters": { "size": 10 },
  "timeout": { "attemptDurationSeconds": 30 },
  "eksProperties": {}
}`),
      [
        'missing-field : A job definition needs the field "jobDefinitionName".',
        'not-allowed-value /type: "type" must be one of container, multinode. Did you mean "container"?',
        'unknown-field /containerProperties/imagee: containerProperties has no field "imagee". Did you mean "image"?',
        'wrong-type /containerProperties/command: "command" must be an array.',
        'out-of-range /containerProperties/memory: "memory" must be an integer of at least 4 (MiB).',
        'invalid-format /containerProperties/volumes/0/name: "name" must be from 1 to 255 letters, digits, hyphens and underscores.',
        'wrong-type /parameters/size: "size" must be a string.',
        'out-of-range /timeout/attemptDurationSeconds: "attemptDurationSeconds" must be an integer of at least 60 (seconds).',
        'conflicting-fields /eksProperties: "containerProperties" and "eksProperties" exclude each other.',
      ],
    );
  });
  it('an array at the top', () => {
    assert.deepEqual(told('[]'), [
      'wrong-type : A job definition must be an object with "jobDefinitionName" and "type"; this is an array.',
    ]);
  });
  it('has every object that a field refers to, and documents every field', () => {
    const table: FieldTable = batchSpec;
    for (const { fields, groups } of Object.values(table)) {
      for (const { name, value, documentation } of fields) {
        assert.ok(documentation.endsWith('.'), name);
        const inner = value.type === 'array' ? value.items : value;
        assert.ok(inner.type !== 'object' || inner.spec in table, name);
      }
      assert.ok((groups ?? []).every((g) => g.fields.every((name) => fields.some((f) => f.name === name))));
    }
  });
});
