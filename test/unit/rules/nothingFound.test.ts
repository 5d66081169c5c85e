import { fact, type Fields, jsonata, lambda, machine, one, task } from '../../support/facts';

/** Definitions that are right, close to what rules look for. */
describe('nothing is found', () => {
  const ip = { StartAt: 'X', States: { X: { Type: 'Succeed' } } };
  const ipc = (mode: Fields) => ({ ProcessorConfig: mode, ...ip });
  const D = { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' };
  fact(
    'map ctx jsonata',
    one(
      {
        Type: 'Map',
        Items: '{% $states.input.x %}',
        ItemSelector: { v: '{% $states.context.Map.Item.Value %}', i: '{% $states.context.Map.Item.Index %}' },
        ItemProcessor: ip,
        End: true,
      },
      jsonata,
    ),
    [],
  );
  fact(
    'map ctx jsonpath inner',
    one({
      Type: 'Map',
      ItemProcessor: { StartAt: 'X', States: { X: { Type: 'Pass', Parameters: { 'v.$': '$$.Map.Item.Value' }, End: true } } },
      End: true,
    }),
    [],
  );
  for (const [k, v] of Object.entries({
    a: '{% $number($states.input.x) %}',
    b: '{% $states.input.a ? 1 : 2 %}',
    c: '{% $states.input.t * 60 %}',
    d: '{% $max([1,$states.input.x]) %}',
    e: '{% ($t := 5; $t) %}',
    f: '{% $round($random()*10) %}',
  }))
    fact('seconds ' + k, one({ Type: 'Wait', Seconds: v, End: true }, jsonata), []);
  for (const v of [
    '{% $contains($states.input.a,"x") and $states.input.flag %}',
    '{% $states.input.list[0].ok %}',
    '{% $not($states.input.a) %}',
    '{% $exists($states.input.a) %}',
    '{% $states.input.a in ["x"] %}',
    '{% $states.input.n > 5 ? true : false %}',
    '{% $lookup($states.input,"a") = 1 %}',
    '{% $states.context.Execution.Input.go = true %}',
    '{% $states.input.a = null %}',
    '{% true %}',
  ])
    fact(
      'cond ' + v,
      machine({ A: { Type: 'Choice', Choices: [{ Condition: v, Next: 'B' }], Default: 'B' }, B: { Type: 'Succeed' } }, jsonata),
      [],
    );
  for (const v of [
    '{% [1,2] %}',
    '{% [1..10] %}',
    '{% $range(1,5,1) %}',
    '{% $map([1],function($v){$v}) %}',
    '{% {"a":1} %}',
    '{% $states.input %}',
    '{% $split("a,b",",") %}',
    '{% $append([1],[2]) %}',
    '{% $states.input.a ? [1] : [] %}',
    '{% $each({"a":1},function($v,$k){$k}) %}',
  ])
    fact('items ' + v, one({ Type: 'Map', Items: v, ItemProcessor: ip, End: true }, jsonata), []);
  fact(
    'itemselector expr array',
    machine(
      {
        A: { Type: 'Pass', Output: ['a'], Next: 'B' },
        B: { Type: 'Map', Items: [1], ItemSelector: '{% $states.input %}', ItemProcessor: ip, End: true },
      },
      jsonata,
    ),
    [],
  );
  fact(
    'reader list flatten',
    one({
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        ReaderConfig: { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN', ItemsPointer: '/a/b' },
        Parameters: { Bucket: 'b' },
      },
      ItemProcessor: ipc(D),
      End: true,
    }),
    [],
  );
  fact(
    'reader manifest',
    one({
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'MANIFEST', ManifestType: 'ATHENA_DATA' },
        Parameters: { 'Bucket.$': '$.b', 'Key.$': '$.k', ExpectedBucketOwner: '1' },
      },
      ItemProcessor: ipc(D),
      End: true,
    }),
    [],
  );
  fact(
    'reader args expr',
    one(
      {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSONL' },
          Arguments: '{% $states.input.src %}',
        },
        ItemProcessor: ipc(D),
        End: true,
      },
      jsonata,
    ),
    [],
  );
  fact(
    'reader govcloud',
    one({
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws-us-gov:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { Bucket: 'b', Key: 'k' },
      },
      ResultWriter: { Resource: 'arn:aws-cn:states:::s3:putObject', Parameters: { 'Bucket.$': '$.b', Prefix: 'p' } },
      ItemProcessor: ipc(D),
      End: true,
    }),
    [],
  );
  fact('batcher path', one({ Type: 'Map', ItemBatcher: { MaxItemsPerBatchPath: '$.n' }, ItemProcessor: ipc(D), End: true }), []);
  fact(
    'pass chain data',
    machine({
      A: { Type: 'Pass', Result: { a: [1, 2], n: 5, s: 'x' }, ResultPath: '$.r', Next: 'B' },
      B: { Type: 'Map', ItemsPath: '$.r.a', ItemProcessor: ip, ResultPath: null, Next: 'C' },
      C: { Type: 'Wait', SecondsPath: '$.r.n', Next: 'D' },
      D: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.r.s', StringEquals: 'x', Next: 'E' },
          { Variable: '$.r.n', NumericGreaterThan: 3, Next: 'E' },
          { Variable: '$.other', IsPresent: true, Next: 'E' },
        ],
        Default: 'E',
      },
      E: { Type: 'Succeed' },
    }),
    [],
  );
  fact(
    'jsonata dataflow ok',
    machine(
      {
        A: { Type: 'Pass', Output: { a: '{% $states.input.x %}', b: [1, 2] }, Next: 'B' },
        B: {
          Type: 'Pass',
          Output: {
            c: '{% $states.input.a.deep %}',
            d: '{% $states.input.b[0] %}',
            e: '{% $exists($states.input.z) ? $states.input.z : 1 %}',
            f: '{% $merge([$states.input,{"q":1}]) %}',
          },
          Next: 'C',
        },
        C: {
          Type: 'Task',
          Resource: lambda,
          Arguments: '{% $states.input %}',
          Output: '{% $states.result %}',
          Catch: [
            { ErrorEquals: ['States.ALL'], Output: '{% $merge([$states.input,{"err":$states.errorOutput.Cause}]) %}', Next: 'D' },
          ],
          Next: 'D',
        },
        D: { Type: 'Pass', Output: '{% $states.input.anything %}', End: true },
      },
      jsonata,
    ),
    [],
  );
  fact(
    'catch loop merge',
    machine({
      A: { Type: 'Pass', Parameters: { 'n.$': '$.n' }, Next: 'B' },
      B: task({
        End: undefined,
        ResultPath: '$.r',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.err', Next: 'C' }],
        Next: 'C',
      }),
      C: { Type: 'Choice', Choices: [{ Variable: '$.err', IsPresent: true, Next: 'D' }], Default: 'E' },
      D: { Type: 'Fail', ErrorPath: '$.err.Error' },
      E: { Type: 'Succeed', OutputPath: '$.r' },
    }),
    [],
  );
  fact(
    'variables as paths',
    machine({
      A: { Type: 'Pass', Assign: { 'items.$': '$.items', n: 5 }, Next: 'B' },
      B: { Type: 'Map', ItemsPath: '$items', ItemProcessor: ip, MaxConcurrencyPath: '$n', Next: 'C' },
      C: { Type: 'Wait', SecondsPath: '$n', End: true },
    }),
    [],
  );
  fact(
    'lambda errors',
    one(
      task({
        Retry: [
          {
            ErrorEquals: [
              'Lambda.ServiceException',
              'Lambda.AWSLambdaException',
              'Lambda.SdkClientException',
              'Lambda.TooManyRequestsException',
              'Lambda.Unknown',
              'MyError',
              'Lambda.ClientExecutionTimeoutException',
            ],
          },
        ],
      }),
    ),
    [],
  );
  fact(
    'format escapes',
    one({ Type: 'Pass', Parameters: { 'a.$': "States.Format('\\{{}\\} and {}', $.a, States.JsonToString($.b))" }, End: true }),
    [],
  );
  fact(
    'express ok',
    machine({
      A: { Type: 'Wait', Seconds: 10, Next: 'B' },
      B: { Type: 'Map', ItemProcessor: ipc({ Mode: 'INLINE' }), End: true },
    }),
    [],
    { type: 'EXPRESS' },
  );
  fact(
    'choice ranges',
    machine({
      A: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.a', NumericLessThan: 0, Next: 'B' },
          {
            And: [
              { Variable: '$.a', NumericGreaterThanEquals: 0 },
              { Variable: '$.a', NumericLessThan: 10 },
            ],
            Next: 'B',
          },
          { Variable: '$.a', NumericGreaterThanEquals: 10, Next: 'B' },
          { Variable: '$.s', StringEquals: 'x', Next: 'B' },
          {
            Or: [
              { Variable: '$.s', StringEquals: 'x' },
              { Variable: '$.s', StringEquals: 'y' },
            ],
            Next: 'B',
          },
          { Not: { Variable: '$.s', StringEquals: 'x' }, Next: 'B' },
        ],
        Default: 'B',
      },
      B: { Type: 'Succeed' },
    }),
    [],
  );
});
