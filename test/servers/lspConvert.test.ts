import assert from 'node:assert/strict';
import type { ConvertAnswer } from '../../server/src/protocol';
import { TestLanguageClient } from '../support/languageClient';

describe('converting over the protocol', () => {
  let client: TestLanguageClient;
  before(async () => {
    client = new TestLanguageClient();
    await client.initialize();
  });
  after(() => client.connection.dispose());

  const ask = (uri: string, to: 'json' | 'yaml'): Promise<ConvertAnswer> =>
    client.connection.sendRequest<ConvertAnswer>('stepwise/convert', { uri, to });

  it('answers the document in the other format, with what is lost', async () => {
    await client.open('file:///a.asl.json', '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":${S},"End":true}}}');
    const { text, losses } = await ask('file:///a.asl.json', 'yaml');
    assert.equal(text, 'StartAt: A\nStates:\n  A:\n    Type: Wait\n    Seconds: ${S}\n    End: true\n');
    assert.deepEqual(losses, [
      'Line 1: ${S} stands without quotes: in YAML, CloudFormation takes it for text, not for a number.',
    ]);
    await client.open('file:///a.asl.yaml', text, 'asl-yaml');
    const back = await ask('file:///a.asl.yaml', 'json');
    assert.match(back.text ?? '', /"Seconds": \$\{S\},/);
  });

  it('says why it does not, and where', async () => {
    await client.open('file:///b.asl.yaml', 'StartAt: A\nStates: "x\n', 'asl-yaml');
    const { text, refusal, range } = await ask('file:///b.asl.yaml', 'json');
    assert.equal(text, undefined);
    assert.match(refusal ?? '', /closing/);
    assert.equal(range?.start.line, 1);
    assert.match((await ask('file:///unknown.json', 'yaml')).refusal ?? '', /no state machine/);
  });
});
