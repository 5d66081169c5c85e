import assert from 'node:assert/strict';
import { actionOf, membersOf, type Row, type ServiceModel } from '../../../server/src/integrations/model';
import { integrations } from '../../../server/src/integrations/integrations';
import { responsePlace } from '../../../server/src/integrations/response';
import { packCatalogue, readCatalogue } from '../../../server/src/runner/catalogue/file';
import { mockFault } from '../../../server/src/runner/catalogue/mockFault';
import { serviceModel } from '../../../server/src/runner/catalogue/services';
import { readJson } from '../../../server/src/source/json';
import { readRecordings } from '../../support/recordings';

const fault = (resource: string, result: string): string | undefined =>
  mockFault(readJson(result).value!, `arn:aws:states:::${resource}`, 'STRICT')?.replace(
    'Mock result schema validation error: ',
    '',
  );

describe('the service catalogue', () => {
  it('gives back the services that were put in', () => {
    const one: ServiceModel = { o: { Get: { r: 0 } }, t: [[0, 0, 'Über', 's']] };
    const two: ServiceModel = { o: { Put: {} }, t: [] };
    const find = readCatalogue(
      packCatalogue([
        ['one', one],
        ['two', two],
      ]),
    );
    assert.deepEqual([find('one'), find('two'), find('three'), find('toString')], [one, two, undefined, undefined]);
  });

  it('knows every action whose response is the result of an optimized integration', () => {
    const offsets = { service: 0, action: 0, pattern: 0 };
    const unknown = integrations.flatMap(({ service, action, patterns }) =>
      patterns
        .filter((pattern) => {
          const place = responsePlace({ kind: 'integration', sdk: false, service, action, pattern, offsets });
          const model = place && serviceModel(place.service);
          return place && !(model && actionOf(model, place.action));
        })
        .map((pattern) => `${service}:${action}.${pattern}`),
    );
    assert.deepEqual(unknown, []);
  });

  it('holds rows that refer to rows it has', () => {
    const words = ['lambda', 'batch', 'dynamodb', 's3', 'ec2', 'iot', 'quicksight'];
    for (const word of words) {
      const { o, t } = serviceModel(word)!;
      const refs = [...Object.values(o).map(({ r }) => r ?? 's'), ...t.flatMap(refsOf)];
      assert.deepEqual(
        refs.filter((ref) => (typeof ref === 'number' ? t[ref] === undefined : !/^[silfdnbtBj]$/.test(ref))),
        [],
        word,
      );
    }
  });

  const facts: readonly (readonly [resource: string, result: string, expected: string | undefined])[] = [
    ['aws-sdk:lambda:getFunction', '{"Configuration":{"MemorySize":10240}}', undefined],
    ['aws-sdk:lambda:getFunction', '{"Configuration":{"MemorySize":64}}', "Field 'MemorySize' is less than the minimum value"],
    ['aws-sdk:lambda:getFunction', '{"Configuration":{"Runtime":"nodejs22.x"}}', undefined],
    ['aws-sdk:lambda:getFunction', '{"Configuration":{"Runtime":"cobol85"}}', "Field 'Runtime' is not an expected value"],
    ['aws-sdk:rds:describeDBInstances', '{"DbInstances":[{"MultiAZ":"no"}]}', "Field 'MultiAZ' must be a boolean"],
    ['aws-sdk:dynamodb:getItem', '{"Item":{"a":{"Nul":1}}}', "Field 'Nul' must be a boolean"],
    ['dynamodb:getItem', '{"Item":{"a":{"NULL":true,"L":[{"M":{"b":{"SS":"x"}}}]}}}', "Field 'SS' must be an array"],
    ['lambda:invoke', '{"Payload":{"any":[1]},"StatusCode":200}', undefined],
    ['lambda:invoke', '{"Payload":1,"StatusCode":"200"}', "Field 'StatusCode' must be a number"],
    ['aws-sdk:lambda:invoke', '{"Payload":{"any":[1]}}', "Field 'Payload' must be a string"],
    ['sqs:sendMessage.waitForTaskToken', '{"MessageId":1}', undefined],
    ['states:startExecution', '{"ExecutionArn":"arn"}', "Required field 'StartDate' is missing"],
    ['states:startExecution.sync:2', '{"ExecutionArn":"arn"}', "Required field 'StateMachineArn' is missing"],
    ['batch:submitJob', '{"JobName":"n"}', "Required field 'JobId' is missing"],
    ['batch:submitJob.sync', '{"JobName":"n"}', undefined],
    ['batch:submitJob.sync', '{"Jobs":[{"JobId":"i"}]}', "Required field 'JobName' is missing"],
    ['glue:startJobRun.sync', '{"JobRun":{"Attempt":"1"}}', "Field 'Attempt' must be a number"],
    ['aws-sdk:timestreamwrite:describeDatabase', '{"Database":{"TableCount":"7"}}', "Field 'TableCount' must be a number"],
    ['aws-sdk:nosuchservice:get', '{"A":1}', undefined],
  ];
  for (const [resource, result, expected] of facts) {
    it(`${resource} ${result}: ${expected ?? 'fine'}`, () => assert.equal(fault(resource, result), expected));
  }

  it('takes every result that services have really given (reads ../shared/conformance)', function () {
    const events = readRecordings().flatMap(({ expect }) => expect.events ?? []);
    if (events.length === 0) {
      this.skip();
    }
    const results = events
      .map((event) => event['taskSucceededEventDetails'] as Readonly<Record<string, unknown>> | undefined)
      .filter((details) => details?.['output'] !== undefined);
    assert.ok(results.length > 20);
    for (const details of results) {
      const { resourceType, resource, output } = details as { resourceType: string; resource: string; output: unknown };
      assert.equal(fault(`${resourceType}:${resource}`, typeof output === 'string' ? output : JSON.stringify(output)), undefined);
    }
  });
});

function refsOf(row: Row): (string | number)[] {
  switch (row[0]) {
    case 0:
      return membersOf(row).map(({ ref }) => ref);
    case 3:
      return [];
    default:
      return [row[1]];
  }
}
