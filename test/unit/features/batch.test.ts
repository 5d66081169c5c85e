import assert from 'node:assert/strict';
import { analyzeBatch } from '../../../server/src/analysis/analyze';
import { batchSpec } from '../../../server/src/batch/spec';
import { completeFields } from '../../../server/src/features/completion/complete';
import { plainText } from '../../../server/src/features/completion/snippet';
import { documentSymbols } from '../../../server/src/features/documentSymbols';
import { hoverFields } from '../../../server/src/features/hover';
import { applyEdits } from '../../../server/src/source/edit';
import { readCursor } from '../../support/markedText';

function offers(marked: string) {
  const { text, offset } = readCursor(marked);
  return completeFields(batchSpec, batchSpec.JobDefinition, analyzeBatch(text), offset);
}

const labels = (marked: string) => offers(marked).map((c) => c.label);

function accept(marked: string, label: string): string {
  const found = offers(marked).find((c) => c.label === label);
  assert.ok(found, `${label} is not offered`);
  return applyEdits(readCursor(marked).text, [{ ...found.replace, text: plainText(found.insert) }, ...found.extra]);
}

describe('job definitions in the editor', () => {
  it('completes the fields of each object', () => {
    assert.deepEqual(labels('{<|>}').slice(0, 2), ['jobDefinitionName', 'type']);
    assert.ok(labels('{"containerProperties": {"<|>"}}').includes('image'));
    assert.ok(labels('{"retryStrategy": {"evaluateOnExit": [{<|>}]}}').includes('onExitCode'));
    assert.ok(!labels('{"type": "container", <|>}').includes('type'));
    assert.deepEqual(labels('{"parameters": {<|>}}'), []);
    assert.deepEqual(labels('{"unknown": {<|>}}'), []);
  });

  it('completes words and writes them', () => {
    assert.deepEqual(labels('{"type": "<|>"}'), ['container', 'multinode']);
    assert.equal(accept('{"type": <|>}', 'multinode'), '{"type": "multinode"}');
    assert.ok(labels('{"platformCapabilities": ["<|>"]}').includes('FARGATE'));
    assert.match(accept('{"type": "container"\n<|>}', 'retryStrategy'), /^\{"type": "container",\n"retryStrategy": \{/);
  });

  it('explains fields', () => {
    const { text, offset } = readCursor('{"retryStrategy": {"att<|>empts": 3}}');
    const found = hoverFields(batchSpec, batchSpec.JobDefinition, analyzeBatch(text), offset);
    assert.match(found?.markdown ?? '', /^\*\*attempts\*\* — integer/);
    assert.match(found?.markdown ?? '', /https:\/\//);
  });

  it('has an outline of its fields', () => {
    const [name, container] = documentSymbols(
      analyzeBatch('{"jobDefinitionName": "resize", "containerProperties": {"image": "a"}}'),
    );
    assert.deepEqual([name?.name, name?.detail], ['jobDefinitionName', 'resize']);
    assert.deepEqual(
      container?.children.map((c) => c.name),
      ['image'],
    );
  });
});
