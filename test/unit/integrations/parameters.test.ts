import assert from 'node:assert/strict';
import { integrations, readOpenResource } from '../../../server/src/integrations/integrations';
import { meantAction, meantService } from '../../../server/src/integrations/misspeltAction';
import { parametersOf } from '../../../server/src/integrations/parameters';

describe('parameters of optimized integrations', () => {
  it('are known of every action that needs one', () => {
    const unknown = integrations
      .filter(({ service, action }) => parametersOf(service, action).byName.size === 0)
      .map(({ service, action }) => `${service}:${action}`);
    // A build to be tried again may be named by its id or by its ARN.
    assert.deepEqual(unknown, ['codebuild:retryBuild', 'codebuild:retryBuildBatch']);
  });

  it('have a kind, words, or neither', () => {
    const { byName, required, isOpen } = parametersOf('lambda', 'invoke');
    assert.deepEqual(required, ['FunctionName']);
    assert.equal(isOpen, false);
    assert.deepEqual(byName.get('FunctionName'), { name: 'FunctionName', required: true, kind: 'string', values: undefined });
    assert.deepEqual(byName.get('LogType')?.values, ['None', 'Tail']);
    assert.equal(byName.get('Payload')?.kind, undefined);
  });

  it('say nothing of an action that does not exist', () => {
    assert.deepEqual(parametersOf('lambda', 'constructor'), { byName: new Map(), required: [], isOpen: true });
  });
});

describe('misspelt actions of the SDK', () => {
  it('are slips of the pen', () => {
    assert.equal(meantService('dynamodbb'), 'dynamodb');
    assert.equal(meantAction('s3', 'getObjct'), 'getObject');
    assert.equal(meantAction('sfn', 'startExecutoin'), 'startExecution');
  });

  it('are not what may be new, or is written with other capitals', () => {
    for (const service of ['dynamodb', 'ec2', 'evs', 'signin', 'keyspacesstreams', 's3vectors']) {
      assert.equal(meantService(service), undefined, service);
    }
    for (const action of ['getObject', 'getobject', 'getObjects', 'listObjectsV3', 'describeEverything']) {
      assert.equal(meantAction('s3', action), undefined, action);
    }
    assert.equal(meantAction('cloud9', 'createEnvironmentEC3'), undefined);
  });
});

describe('a Resource with placeholders', () => {
  const called = (text: string): unknown => {
    const read = readOpenResource(text);
    return read?.kind === 'integration' ? text.slice(read.offsets.service) : read?.kind;
  };

  it('says what is called where they stand for partition, region or account', () => {
    assert.equal(called('arn:${AWS::Partition}:states:::lambda:invoke'), 'lambda:invoke');
    assert.equal(called('arn:${P}:states:${AWS::Region}:${AWS::AccountId}:activity:ask'), 'activity');
    assert.equal(called('arn:${P}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Name}'), 'function');
  });

  it('does not where they hide it', () => {
    for (const text of [
      '${Arn}',
      'arn:aws:states:::${Service}:invoke',
      'arn:aws:states:::sqs:send${What}',
      '${Start}:states:::lambda',
    ]) {
      assert.equal(called(text), undefined, text);
    }
  });
});
