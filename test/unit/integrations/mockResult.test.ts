import assert from 'node:assert/strict';
import { readResource } from '../../../server/src/integrations/integrations';
import { type FieldValidationMode, mockProblem } from '../../../server/src/integrations/mockResult';
import type { ServiceModel } from '../../../server/src/integrations/model';
import { type ResponsePlace, responsePlace } from '../../../server/src/integrations/response';
import { readJson } from '../../../server/src/source/json';

/** A service of our own: a library. */
const library: ServiceModel = {
  o: { LendBook: { r: 0 }, BurnBook: {} },
  t: [
    [
      0,
      2,
      'bookId',
      's',
      'lentAt',
      't',
      'Shelf',
      1,
      'tags',
      3,
      'Fines',
      4,
      'cover',
      'B',
      'isNew',
      'b',
      'ISBNNumber',
      's',
      'notes',
      'j',
    ],
    [0, 1, 'Row', 6, 'Height', 'd', 'kind', 2, 'Inner', 1, 'copies', 'i', 'readers', 'l', 'weight', 'f', 'size', 'n'],
    [3, 'oak', 'steel'],
    [1, 's'],
    [2, 5],
    [1, 7],
    [4, 'i', 1, 20],
    [0, 1, 'Sum', 'n'],
  ],
};
const place: ResponsePlace = { service: 'library', action: 'lendBook', naming: 'sdk', free: [] };

function problem(result: string, mode: FieldValidationMode = 'STRICT', where: Partial<ResponsePlace> = {}): string {
  const found = mockProblem(readJson(result).value!, library, { ...place, ...where }, mode);
  return (found ?? 'fine').replace('Mock result schema validation error: ', '');
}

/** A result with all that is required, and this. */
const lent = (fields: string): string => `{"BookId":"b","LentAt":"2026-01-01T00:00:00Z"${fields === '' ? '' : `,${fields}`}}`;
const onShelf = (fields: string): string => lent(`"Shelf":{"Row":1,${fields}}`);

describe('mocks against a model', () => {
  const cases: readonly (readonly [string, string])[] = [
    [lent(''), 'fine'],
    ['{"BookId":"b"}', "Required field 'LentAt' is missing"],
    [lent('"Shelf":{}'), "Required field 'Row' is missing"],
    ['{"bookId":"b","lentAt":"x"}', "Required field 'BookId' is missing"],
    [lent('"Colour":1,"shelf":2'), 'fine'],
    [lent('"Shelf":"A1"'), "Field 'Shelf' must be an object"],
    [lent('"Shelf":null'), "Field 'Shelf' must be an object"],
    [lent('"Shelf":{"Row":"1"}'), "Field 'Row' must be a number"],
    [lent('"Shelf":{"Row":1}'), 'fine'],
    [lent('"Shelf":{"Row":20}'), 'fine'],
    [lent('"Shelf":{"Row":0}'), "Field 'Row' is less than the minimum value"],
    [lent('"Shelf":{"Row":21}'), "Field 'Row' exceeds the maximum value"],
    [lent('"Shelf":{"Row":99999999999999999999}'), "Field 'Row' exceeds the maximum value"],
    [onShelf('"Kind":"oak"'), 'fine'],
    [onShelf('"Kind":"gold"'), "Field 'Kind' is not an expected value"],
    [onShelf('"Kind":7'), "Field 'Kind' must be a string"],
    [onShelf('"Height":"1.5"'), "Field 'Height' must be a number"],
    [onShelf('"Height":true'), "Field 'Height' must be a number"],
    [onShelf('"Height":1.5,"Weight":2,"Size":1e3,"Copies":3,"Readers":12345678901234567890'), 'fine'],
    [onShelf('"Copies":1.5'), "Field 'Copies' must be a number"],
    [onShelf('"Readers":"1"'), "Field 'Readers' must be a number"],
    [onShelf('"Weight":[]'), "Field 'Weight' must be a number"],
    [onShelf('"Size":{}'), "Field 'Size' must be a number"],
    [onShelf('"Inner":{"Row":2,"Inner":{"Row":3,"Kind":"gold"}}'), "Field 'Kind' is not an expected value"],
    [lent('"Tags":["a","b"]'), 'fine'],
    [lent('"Tags":["a",1]'), "Field 'Tags' must be a string"],
    [lent('"Tags":"a"'), "Field 'Tags' must be an array"],
    [lent('"Tags":{}'), "Field 'Tags' must be an array"],
    [lent('"Fines":{"any key":[{"Sum":1}],"other":[]}'), 'fine'],
    [lent('"Fines":{"a":[{"Sum":1},{"Sum":"2"}]}'), "Field 'Sum' must be a number"],
    [lent('"Fines":{"a":[{}]}'), "Required field 'Sum' is missing"],
    [lent('"Fines":{"a":{}}'), "Field 'Fines' must be an array"],
    [lent('"Fines":[]'), "Field 'Fines' must be an object"],
    [lent('"Cover":123'), "Field 'Cover' must be a string"],
    [lent('"IsNew":"true"'), "Field 'IsNew' must be a boolean"],
    [lent('"IsNew":false'), 'fine'],
    [lent('"Notes":[{"any":1}]'), 'fine'],
    [lent('"IsbnNumber":1'), "Field 'IsbnNumber' must be a string"],
    [lent('"__proto__":1,"constructor":2'), 'fine'],
    ['{"BookId":1,"LentAt":1}', "Field 'BookId' must be a string"],
    ['{"BookId":"b","LentAt":1764103483}', "Field 'LentAt' must be a string"],
    ['[]', 'Mocked result must be a JSON object.'],
    ['null', 'Mocked result must be a JSON object.'],
  ];
  for (const [result, expected] of cases) {
    it(`${result}: ${expected}`, () => assert.equal(problem(result), expected));
  }

  it('PRESENT wants nothing to be there, but what is there to fit', () => {
    assert.equal(problem('{}', 'PRESENT'), 'fine');
    assert.equal(problem('{"Shelf":{}}', 'PRESENT'), 'fine');
    assert.equal(problem('{"Shelf":{"Row":0}}', 'PRESENT'), "Field 'Row' is less than the minimum value");
    assert.equal(problem('{"bookId":1}', 'PRESENT'), 'fine');
    assert.equal(problem('{"BookId":1}', 'PRESENT'), "Field 'BookId' must be a string");
  });

  it('NONE wants nothing, and an action without an answer or unknown to the model neither', () => {
    assert.equal(problem('{"BookId":1}', 'NONE'), 'fine');
    assert.equal(problem('[]', 'STRICT', { action: 'burnBook' }), 'fine');
    assert.equal(problem('[]', 'STRICT', { action: 'eatBook' }), 'fine');
  });

  it('names members as the kind of integration does', () => {
    const optimized = { naming: 'optimized' } as const;
    assert.equal(problem(lent('"ISBNNumber":1'), 'STRICT', optimized), "Field 'ISBNNumber' must be a string");
    assert.equal(problem(lent('"IsbnNumber":1'), 'STRICT', optimized), 'fine');
  });

  it('leaves members alone in which Step Functions hands on any JSON, at the top only', () => {
    assert.equal(problem('{"BookId":{"any":1},"LentAt":"t"}', 'STRICT', { free: ['BookId'] }), 'fine');
    assert.equal(problem('{"LentAt":"t"}', 'STRICT', { free: ['BookId'] }), "Required field 'BookId' is missing");
    assert.equal(problem(onShelf('"Kind":1'), 'STRICT', { free: ['Kind'] }), "Field 'Kind' must be a string");
  });
});

describe('where the result of a Task is described', () => {
  const described = (resource: string): string => {
    const found = responsePlace(readResource(resource));
    return found === undefined ? 'nowhere' : [found.service, found.action, found.naming, ...found.free].join(' ');
  };
  const cases: readonly (readonly [string, string])[] = [
    ['arn:aws:states:::aws-sdk:s3:getObject', 's3 getObject sdk'],
    ['arn:aws-cn:states:::aws-sdk:Lambda:invoke', 'lambda invoke sdk'],
    ['arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken', 'nowhere'],
    ['arn:aws:states:::events:putEvents', 'eventbridge putEvents optimized'],
    ['arn:aws:states:::dynamodb:putItem', 'dynamodb putItem optimized'],
    ['arn:aws:states:::emr-serverless:startJobRun', 'emrserverless startJobRun optimized'],
    ['arn:aws:states:::lambda:invoke', 'lambda invoke optimized Payload'],
    ['arn:aws:states:::lambda:invoke.waitForTaskToken', 'nowhere'],
    ['arn:aws:states:::bedrock:invokeModel', 'bedrockruntime invokeModel optimized Body'],
    ['arn:aws:states:::states:startExecution', 'sfn startExecution optimized'],
    ['arn:aws:states:::states:startExecution.sync', 'sfn describeExecution optimized'],
    ['arn:aws:states:::states:startExecution.sync:2', 'sfn describeExecution optimized Input Output'],
    ['arn:aws:states:::batch:submitJob', 'batch submitJob optimized'],
    ['arn:aws:states:::batch:submitJob.sync', 'batch describeJobs optimized'],
    ['arn:aws:states:::eks:runJob.sync', 'nowhere'],
    ['arn:aws:states:::elasticmapreduce:addStep.sync', 'nowhere'],
    ['arn:aws:states:::sns:publish.sync', 'nowhere'],
    ['arn:aws:states:::apigateway:invoke', 'nowhere'],
    ['arn:aws:states:::http:invoke', 'nowhere'],
    ['arn:aws:states:::eks:call', 'nowhere'],
    ['arn:aws:states:::eks:createCluster', 'eks createCluster optimized'],
    ['arn:aws:states:::sqs:noSuchAction', 'nowhere'],
    ['arn:aws:lambda:us-east-1:123456789012:function:f', 'nowhere'],
    ['arn:aws:states:us-east-1:123456789012:activity:a', 'nowhere'],
  ];
  for (const [resource, expected] of cases) {
    it(`${resource}: ${expected}`, () => assert.equal(described(resource), expected));
  }
});
