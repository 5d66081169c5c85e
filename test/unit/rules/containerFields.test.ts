import { fact, type Fields, jsonata, machine, one } from '../../support/facts';

describe('fields of choices, containers and scopes', () => {
  const ch = (rule: Fields, top: Fields = {}) =>
    machine({ A: { Type: 'Choice', Choices: [{ ...rule }], Default: 'B' }, B: { Type: 'Succeed' } }, top);
  const chn = (rule: Fields, top: Fields = {}) => ch({ ...rule, Next: 'B' }, top);
  for (const f of ['String', 'Numeric', 'Timestamp'])
    for (const c of ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals']) {
      const v = ({ String: 'x', Numeric: 1.5, Timestamp: '2026-01-31T12:00:00Z' } as Fields)[f];
      fact('op ' + f + c, chn({ Variable: '$.a', [f + c]: v }), []);
      fact('op path ' + f + c, chn({ Variable: '$.a', [f + c + 'Path']: '$.b' }), []);
      fact('op wrong ' + f + c, chn({ Variable: '$.a', [f + c]: {} }), [`wrong-type /States/A/Choices/0/${f + c}`]);
      fact('op path wrong ' + f + c, chn({ Variable: '$.a', [f + c + 'Path']: 'b' }), [
        `invalid-format /States/A/Choices/0/${f + c}Path`,
      ]);
    }
  fact('op bool', chn({ Variable: '$.a', BooleanEquals: true }), []);
  fact('op boolpath', chn({ Variable: '$.a', BooleanEqualsPath: '$.b' }), []);
  fact('op match', chn({ Variable: '$.a', StringMatches: 'a*' }), []);
  fact('op matchPath?', chn({ Variable: '$.a', StringMatchesPath: '$.b' }), [
    'unknown-field /States/A/Choices/0/StringMatchesPath',
  ]);
  for (const t of ['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp']) {
    fact('op ' + t, chn({ Variable: '$.a', [t]: false }), []);
    fact('op str ' + t, chn({ Variable: '$.a', [t]: 'true' }), [`wrong-type /States/A/Choices/0/${t}`]);
  }
  fact('op ts bad', chn({ Variable: '$.a', TimestampEquals: 'yesterday' }), [
    'invalid-format /States/A/Choices/0/TimestampEquals',
  ]);
  fact('op misspelt', chn({ Variable: '$.a', NumericEqual: 1 }), ['unknown-field /States/A/Choices/0/NumericEqual']);
  fact('op two', chn({ Variable: '$.a', NumericEquals: 1, IsPresent: true }), [
    'conflicting-fields /States/A/Choices/0/IsPresent',
  ]);
  fact('op none', chn({ Variable: '$.a' }), ['missing-field /States/A/Choices/0']);
  fact('op no var', chn({ NumericEquals: 1 }), ['missing-field /States/A/Choices/0']);
  fact('var no path', chn({ Variable: 'a', NumericEquals: 1 }), ['invalid-format /States/A/Choices/0/Variable']);
  fact('var missing next', ch({ Variable: '$.a', NumericEquals: 1 }), ['missing-field /States/A/Choices/0']);
  fact('and nested next', chn({ And: [{ Variable: '$.a', NumericEquals: 1, Next: 'B' }] }), [
    'unknown-field /States/A/Choices/0/And/0/Next',
  ]);
  fact('and empty', chn({ And: [] }), ['out-of-range /States/A/Choices/0/And']);
  fact('or obj', chn({ Or: { Variable: '$.a', NumericEquals: 1 } }), ['wrong-type /States/A/Choices/0/Or']);
  fact('not arr', chn({ Not: [{ Variable: '$.a', NumericEquals: 1 }] }), ['wrong-type /States/A/Choices/0/Not']);
  fact('and + var', chn({ Variable: '$.b', And: [{ Variable: '$.a', NumericEquals: 1 }] }), [
    'conflicting-fields /States/A/Choices/0/And',
  ]);
  fact('deep', chn({ Not: { And: [{ Or: [{ Variable: '$.a', NumericEquals: '1' }] }] } }), [
    'wrong-type /States/A/Choices/0/Not/And/0/Or/0/NumericEquals',
  ]);
  fact(
    'choice End',
    machine({
      A: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }], End: true },
      B: { Type: 'Succeed' },
    }),
    ['unknown-field /States/A/End'],
  );
  fact(
    'choice Next',
    machine({
      A: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }], Next: 'B' },
      B: { Type: 'Succeed' },
    }),
    ['unknown-field /States/A/Next'],
  );
  fact('choice empty', machine({ A: { Type: 'Choice', Choices: [], Default: 'B' }, B: { Type: 'Succeed' } }), [
    'out-of-range /States/A/Choices',
  ]);
  fact('choice none', machine({ A: { Type: 'Choice', Default: 'B' }, B: { Type: 'Succeed' } }), ['missing-field /States/A']);
  fact(
    'choice default bad',
    machine({
      A: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }], Default: 'Bb' },
      B: { Type: 'Succeed' },
    }),
    ['unknown-target /States/A/Default'],
  );
  fact('choice jsonata', chn({ Condition: '{% $states.input.a = 1 %}', Assign: { x: 1 }, Output: 1 }, jsonata), []);
  fact('choice jsonata bool', chn({ Condition: true }, jsonata), []);
  fact('choice jsonata str', chn({ Condition: 'x' }, jsonata), ['invalid-format /States/A/Choices/0/Condition']);
  fact('choice jsonata var', chn({ Variable: '$.a', NumericEquals: 1 }, jsonata), [
    'unsupported-field /States/A/Choices/0/NumericEquals',
    'unsupported-field /States/A/Choices/0/Variable',
  ]);
  fact('choice jsonpath cond', chn({ Condition: '{% 1 %}' }), ['unsupported-field /States/A/Choices/0/Condition']);
  fact('choice jsonpath output', chn({ Variable: '$.a', IsNull: true, Output: 1 }), [
    'unsupported-field /States/A/Choices/0/Output',
  ]);
  // Parallel
  const br = { StartAt: 'X', States: { X: { Type: 'Succeed' } } };
  const par = (x: Fields, top: Fields = {}) => one({ Type: 'Parallel', Branches: [br], End: true, ...x }, top);
  fact('par ok', par({ ResultSelector: { 'a.$': '$[0]' }, ResultPath: '$.x', Retry: [{ ErrorEquals: ['E'] }] }), []);
  fact('par none', par({ Branches: undefined }), ['missing-field /States/A']);
  fact('par empty', par({ Branches: [] }), ['out-of-range /States/A/Branches']);
  fact('par obj', par({ Branches: br }), ['wrong-type /States/A/Branches']);
  fact('par str elem', par({ Branches: ['x'] }), ['wrong-type /States/A/Branches/0']);
  fact('branch no StartAt', par({ Branches: [{ States: { X: { Type: 'Succeed' } } }] }), ['missing-field /States/A/Branches/0']);
  fact('branch unknown', par({ Branches: [{ ...br, Type: 'Pass' }] }), ['unknown-field /States/A/Branches/0/Type']);
  fact('branch QL', par({ Branches: [{ ...br, QueryLanguage: 'JSONata' }] }), [
    'unknown-field /States/A/Branches/0/QueryLanguage',
  ]);
  fact('branch timeout', par({ Branches: [{ ...br, TimeoutSeconds: 1 }] }), [
    'unknown-field /States/A/Branches/0/TimeoutSeconds',
  ]);
  fact('branch comment', par({ Branches: [{ ...br, Comment: 'x' }] }), []);
  fact('par Resource', par({ Resource: 'x' }), ['unknown-field /States/A/Resource']);
  fact('par dup name', par({ Branches: [br, { ...br, States: { X: { Type: 'Succeed' } } }] }), [
    'duplicate-state-name /States/A/Branches/1/States/X',
  ]);
  fact(
    'branch no terminal',
    par({ Branches: [{ StartAt: 'X', States: { X: { Type: 'Pass', Next: 'Y' }, Y: { Type: 'Pass', Next: 'X' } } }] }),
    ['missing-terminal-state /States/A/Branches/0/States'],
  );
  // Map
  const ip = { StartAt: 'X', States: { X: { Type: 'Succeed' } } };
  const dp = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...ip };
  const map = (x: Fields, top: Fields = {}) => one({ Type: 'Map', ItemProcessor: ip, End: true, ...x }, top);
  const dm = (x: Fields, top: Fields = {}) => map({ ItemProcessor: dp, ...x }, top);
  fact('map ok', map({ ItemsPath: '$.a', ItemSelector: { 'v.$': '$$.Map.Item.Value' }, MaxConcurrency: 3 }), []);
  fact('map iter', map({ ItemProcessor: undefined, Iterator: ip, Parameters: {} }), []);
  fact('map both', map({ Iterator: { StartAt: 'Y', States: { Y: { Type: 'Succeed' } } } }), [
    'conflicting-fields /States/A/Iterator',
  ]);
  fact('map none', map({ ItemProcessor: undefined }), ['missing-field /States/A']);
  fact('map sel+par', map({ ItemSelector: {}, Parameters: {} }), ['conflicting-fields /States/A/Parameters']);
  fact('map mc neg', map({ MaxConcurrency: -1 }), ['out-of-range /States/A/MaxConcurrency']);
  fact('map mc both', map({ MaxConcurrency: 1, MaxConcurrencyPath: '$.a' }), ['conflicting-fields /States/A/MaxConcurrencyPath']);
  fact('map itemspath null', map({ ItemsPath: null }), ['wrong-type /States/A/ItemsPath']);
  fact('map items jsonpath', map({ Items: [1] }), ['unsupported-field /States/A/Items']);
  fact('map items jsonata', map({ Items: [1] }, jsonata), []);
  fact('map items expr', map({ Items: '{% $states.input.x %}' }, jsonata), []);
  fact('map items str', map({ Items: 'x' }, jsonata), ['wrong-type /States/A/Items']);
  fact('map itemspath jsonata', map({ ItemsPath: '$.a' }, jsonata), ['unsupported-field /States/A/ItemsPath']);
  fact('map selector str', map({ ItemSelector: 'x' }), ['wrong-type /States/A/ItemSelector']);
  for (const f of ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'])
    fact(
      'inline ' + f,
      map({
        [f]: {
          ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b' } },
          ItemBatcher: { MaxItemsPerBatch: 2 },
          ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b', Prefix: 'p' } },
          Label: 'l',
        }[f],
      }),
      ['distributed-only /States/A/' + f],
    );
  fact('inline tolerated', map({ ToleratedFailureCount: 1 }), []);
  fact('dist noexec', map({ ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...ip } }), [
    'execution-type-missing /States/A/ItemProcessor/ProcessorConfig',
  ]);
  fact('dist mode bad', map({ ItemProcessor: { ProcessorConfig: { Mode: 'Distributed', ExecutionType: 'STANDARD' }, ...ip } }), [
    'not-allowed-value /States/A/ItemProcessor/ProcessorConfig/Mode',
  ]);
  fact('dist exec bad', map({ ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'standard' }, ...ip } }), [
    'not-allowed-value /States/A/ItemProcessor/ProcessorConfig/ExecutionType',
  ]);
  fact('dist tfc both', dm({ ToleratedFailureCount: 1, ToleratedFailureCountPath: '$.a' }), [
    'conflicting-fields /States/A/ToleratedFailureCountPath',
  ]);
  fact('dist tfp 101', dm({ ToleratedFailurePercentage: 101 }), ['out-of-range /States/A/ToleratedFailurePercentage']);
  fact('dist tfc+tfp', dm({ ToleratedFailurePercentage: 10, ToleratedFailureCount: 1 }), []);
  fact('dist mc 10001', dm({ MaxConcurrency: 10001 }), []);
  fact('label 41', dm({ Label: 'x'.repeat(41) }), ['invalid-format /States/A/Label']);
  fact('label sp', dm({ Label: 'a b' }), ['invalid-format /States/A/Label']);
  fact('label empty', dm({ Label: '' }), ['invalid-format /States/A/Label']);
  const rd = (x: Fields, top: Fields = {}) =>
    dm(
      {
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Parameters: { Bucket: 'b', Key: 'k' },
          ...x,
        },
      },
      top,
    );
  fact('reader ok', rd({}), []);
  fact('reader nores', rd({ Resource: undefined }), ['missing-field /States/A/ItemReader']);
  fact('reader res bad', rd({ Resource: 'arn:aws:states:::s3:putObject' }), ['item-reader-config /States/A/ItemReader/Resource']);
  fact('reader res bad2', rd({ Resource: 's3:getObject' }), ['item-reader-config /States/A/ItemReader/Resource']);
  fact('reader args', rd({ Arguments: {} }), ['unsupported-field /States/A/ItemReader/Arguments']);
  fact(
    'reader jsonata',
    dm(
      {
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', MaxItems: '{% 5 %}' },
          Arguments: { Bucket: 'b', Key: 'k' },
        },
      },
      jsonata,
    ),
    [],
  );
  fact('reader noparams', rd({ Parameters: undefined }), ['item-reader-config /States/A/ItemReader']);
  fact('reader nobucket', rd({ Parameters: { Key: 'k' } }), ['item-reader-config /States/A/ItemReader/Parameters']);
  fact('reader nokey', rd({ Parameters: { Bucket: 'k' } }), ['item-reader-config /States/A/ItemReader/Parameters']);
  fact('reader bucket.$', rd({ Parameters: { 'Bucket.$': '$.b', 'Key.$': '$.k' } }), []);
  fact(
    'reader list ok',
    rd({ Resource: 'arn:aws:states:::s3:listObjectsV2', ReaderConfig: undefined, Parameters: { Bucket: 'b', Prefix: 'x' } }),
    [],
  );
  fact(
    'reader list maxitems',
    rd({
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      ReaderConfig: { MaxItems: 3 },
      Parameters: { Bucket: 'b', Prefix: 'x' },
    }),
    [],
  );
  fact('reader list it', rd({ Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b' } }), [
    'item-reader-config /States/A/ItemReader/ReaderConfig/InputType',
  ]);
  fact('reader it bad', rd({ ReaderConfig: { InputType: 'XML' } }), [
    'not-allowed-value /States/A/ItemReader/ReaderConfig/InputType',
  ]);
  fact('reader csv given none', rd({ ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'GIVEN' } }), [
    'item-reader-config /States/A/ItemReader/ReaderConfig/CSVHeaderLocation',
  ]);
  fact('reader csv headers num', rd({ ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: [1] } }), [
    'wrong-type /States/A/ItemReader/ReaderConfig/CSVHeaders/0',
  ]);
  fact('reader maxitems both', rd({ ReaderConfig: { InputType: 'JSON', MaxItems: 1, MaxItemsPath: '$.a' } }), [
    'conflicting-fields /States/A/ItemReader/ReaderConfig/MaxItemsPath',
  ]);
  fact('reader maxitems 0', rd({ ReaderConfig: { InputType: 'JSON', MaxItems: 0 } }), []);
  fact('reader maxitems big', rd({ ReaderConfig: { InputType: 'JSON', MaxItems: 100000001 } }), [
    'out-of-range /States/A/ItemReader/ReaderConfig/MaxItems',
  ]);
  fact('reader unknown', rd({ ReaderConfig: { InputType: 'JSON', Foo: 1 } }), [
    'unknown-field /States/A/ItemReader/ReaderConfig/Foo',
  ]);
  fact('reader manifest', rd({ ReaderConfig: { InputType: 'MANIFEST' } }), []);
  fact('reader delim', rd({ ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVDelimiter: ',' } }), [
    'not-allowed-value /States/A/ItemReader/ReaderConfig/CSVDelimiter',
  ]);
  fact('reader pointer', rd({ ReaderConfig: { InputType: 'JSON', ItemsPointer: 'a/b' } }), [
    'invalid-format /States/A/ItemReader/ReaderConfig/ItemsPointer',
  ]);
  const bt = (x: Fields, top: Fields = {}) => dm({ ItemBatcher: x }, top);
  fact('batcher ok', bt({ MaxItemsPerBatch: 1, MaxInputBytesPerBatch: 1, BatchInput: { 'a.$': '$.b' } }), []);
  fact('batcher empty', bt({}), ['missing-field /States/A/ItemBatcher']);
  fact('batcher only input', bt({ BatchInput: {} }), ['missing-field /States/A/ItemBatcher']);
  fact('batcher both', bt({ MaxItemsPerBatch: 1, MaxItemsPerBatchPath: '$.a' }), [
    'conflicting-fields /States/A/ItemBatcher/MaxItemsPerBatchPath',
  ]);
  fact('batcher bytes', bt({ MaxInputBytesPerBatch: 262145 }), ['out-of-range /States/A/ItemBatcher/MaxInputBytesPerBatch']);
  fact('batcher 0', bt({ MaxItemsPerBatch: 0 }), ['out-of-range /States/A/ItemBatcher/MaxItemsPerBatch']);
  fact('batcher BatchInput str', bt({ MaxItemsPerBatch: 1, BatchInput: 'x' }), ['wrong-type /States/A/ItemBatcher/BatchInput']);
  fact('batcher jsonata', bt({ MaxItemsPerBatch: '{% 1 %}', BatchInput: { a: '{% 1 %}' } }, jsonata), []);
  const wr = (x: Fields, top: Fields = {}) => dm({ ResultWriter: x }, top);
  fact(
    'writer ok',
    wr({
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: { Bucket: 'b', Prefix: 'p' },
      WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' },
    }),
    [],
  );
  fact('writer only config', wr({ WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' } }), []);
  fact('writer empty', wr({}), ['result-writer-config /States/A/ResultWriter']);
  fact('writer res no params', wr({ Resource: 'arn:aws:states:::s3:putObject' }), [
    'result-writer-config /States/A/ResultWriter',
  ]);
  fact('writer params no res', wr({ Parameters: { Bucket: 'b', Prefix: 'x' } }), ['result-writer-config /States/A/ResultWriter']);
  fact('writer res bad', wr({ Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b' } }), [
    'result-writer-config /States/A/ResultWriter/Resource',
  ]);
  fact('writer no bucket', wr({ Resource: 'arn:aws:states:::s3:putObject', Parameters: { Prefix: 'b' } }), [
    'result-writer-config /States/A/ResultWriter/Parameters',
  ]);
  fact('writer cfg partial', wr({ WriterConfig: { Transformation: 'COMPACT' } }), []);
  fact('writer cfg bad', wr({ WriterConfig: { Transformation: 'x', OutputType: 'CSV' } }), [
    'not-allowed-value /States/A/ResultWriter/WriterConfig/OutputType',
    'not-allowed-value /States/A/ResultWriter/WriterConfig/Transformation',
  ]);
  fact(
    'dup label',
    machine({
      A: { Type: 'Map', Label: 'l', ItemProcessor: dp, Next: 'B' },
      B: { Type: 'Map', Label: 'l', ItemProcessor: { ...dp, StartAt: 'Y', States: { Y: { Type: 'Succeed' } } }, End: true },
    }),
    ['duplicate-label /States/B/Label'],
  );
  // scopes
  fact('long name', machine({ ['x'.repeat(81)]: { Type: 'Succeed' } }), ['state-name-too-long /States/' + 'x'.repeat(81)]);
  fact('unreachable', machine({ A: { Type: 'Succeed' }, B: { Type: 'Succeed' } }), ['unreachable-state /States/B']);
  fact('unreachable chain', machine({ A: { Type: 'Succeed' }, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Pass', Next: 'B' } }), [
    'unreachable-state /States/B',
    'unreachable-state /States/C',
  ]);
  fact('no terminal', machine({ A: { Type: 'Pass', Next: 'A' } }), ['missing-terminal-state /States']);
  fact(
    'misspelt next chain',
    machine({ A: { Type: 'Pass', Next: 'Bb' }, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Succeed' } }),
    ['unknown-target /States/A/Next'],
  );
  fact('misspelt Next key', machine({ A: { Type: 'Pass', Nxet: 'B' }, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Succeed' } }), [
    'unknown-field /States/A/Nxet',
  ]);
  fact('misspelt End key', one({ Type: 'Pass', Edn: true }), ['unknown-field /States/A/Edn']);
  fact(
    'next to outer',
    machine({
      A: { Type: 'Parallel', Branches: [{ StartAt: 'X', States: { X: { Type: 'Pass', Next: 'B' } } }], Next: 'B' },
      B: { Type: 'Succeed' },
    }),
    ['unknown-target /States/A/Branches/0/States/X/Next'],
  );
  fact('misspelt StartAt', machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } }, { StartAt: 'a' }), [
    'unknown-target /StartAt',
  ]);
  fact('misspelt StartAt key', { Comment: 'c', StartAr: 'A', States: { A: { Type: 'Succeed' } } }, ['unknown-field /StartAr']);
  fact('misspelt States key', { Comment: 'c', StartAt: 'A', State: { A: { Type: 'Succeed' } } }, ['unknown-field /State']);
  fact('misspelt Type key', one({ Typ: 'Pass', End: true }), ['unknown-field /States/A/Typ']);
  // Express
  fact(
    'express sync',
    one({ Type: 'Task', Resource: 'arn:aws:states:::glue:startJobRun.sync', Parameters: { JobName: 'x' }, End: true }),
    ['express-restriction /States/A/Resource'],
    { type: 'EXPRESS' },
  );
  fact(
    'express token',
    one({
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { QueueUrl: 'x', MessageBody: { 't.$': '$$.Task.Token' } },
      End: true,
    }),
    ['express-restriction /States/A/Resource'],
    { type: 'EXPRESS' },
  );
  fact(
    'express activity',
    one({ Type: 'Task', Resource: 'arn:aws:states:us-east-1:123456789012:activity:x', End: true }),
    ['express-restriction /States/A/Resource'],
    { type: 'EXPRESS' },
  );
  fact('express dist map', dm({}), ['express-restriction /States/A/ItemProcessor/ProcessorConfig/Mode'], { type: 'EXPRESS' });
  fact('express timeout >5min', machine({ A: { Type: 'Succeed' } }, { TimeoutSeconds: 301 }), [], { type: 'EXPRESS' });
  fact('express wait >5min', one({ Type: 'Wait', Seconds: 400, End: true }), ['beyond-express-limit /States/A/Seconds'], {
    type: 'EXPRESS',
  });
});
