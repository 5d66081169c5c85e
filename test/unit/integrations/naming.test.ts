import assert from 'node:assert/strict';
import { optimizedMember, sdkMember, sdkPrefix } from '../../../server/src/integrations/naming';

describe('names of AWS SDK integrations', () => {
  it('of services', () => {
    const services: Readonly<Record<string, string>> = {
      SFN: 'sfn',
      EventBridge: 'eventbridge',
      'Cost Explorer': 'costexplorer',
      'Database Migration Service': 'databasemigration',
      'Lex Runtime V2': 'lexruntimev2',
      'IoT 1Click Devices Service': 'iot1clickdevices',
      S3: 's3',
    };
    for (const [id, word] of Object.entries(services)) {
      assert.equal(sdkPrefix(id), word);
    }
  });

  it('of members', () => {
    const members: Readonly<Record<string, readonly [sdk: string, optimized: string]>> = {
      executionArn: ['ExecutionArn', 'ExecutionArn'],
      DBInstanceIdentifier: ['DbInstanceIdentifier', 'DBInstanceIdentifier'],
      SSEKMSKeyId: ['SsekmsKeyId', 'SSEKMSKeyId'],
      ACL: ['Acl', 'ACL'],
      ETag: ['ETag', 'ETag'],
      TemplateURL: ['TemplateURL', 'TemplateURL'],
      MD5OfMessageBody: ['Md5OfMessageBody', 'MD5OfMessageBody'],
      vcpus: ['Vcpus', 'Vcpus'],
      NULL: ['Nul', 'NULL'],
      S: ['S', 'S'],
      SS: ['Ss', 'SS'],
    };
    for (const [name, [sdk, optimized]] of Object.entries(members)) {
      assert.equal(sdkMember(name), sdk);
      assert.equal(optimizedMember(name), optimized);
    }
  });
});
