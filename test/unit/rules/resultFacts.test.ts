import { fact, jsonata, machine, one, type Fields } from '../../support/facts';

const call = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' };

/** Findings about what Tasks, branches and iterations result in. */
describe('findings about results', () => {
  const behind = (state: Fields, next: Fields, top: Fields = {}) =>
    machine({ A: { ...state, Next: 'B' }, B: { Type: 'Pass', End: true, ...next } }, top);
  const asked = { FunctionName: 'f' };
  fact('a field that a service does not answer', behind({ ...call, Parameters: asked }, { InputPath: '$.payload' }), [
    'path-never-exists /States/B/InputPath',
  ]);
  fact('a field of the payload', behind({ ...call, Parameters: asked }, { InputPath: '$.Payload.body' }), []);
  fact(
    'the answer of who called back',
    behind(
      { ...call, Resource: `${call.Resource}.waitForTaskToken`, Parameters: { ...asked, Payload: { 't.$': '$$.Task.Token' } } },
      { InputPath: '$.payload' },
    ),
    [],
  );
  fact(
    'a result in JSONata',
    one(
      {
        ...call,
        Arguments: asked,
        Output: '{% $states.result.payload %}',
        Assign: { p: '{% $states.result.Payload.x %}' },
        End: true,
      },
      jsonata,
    ),
    ['path-never-exists /States/A/Output'],
  );
  fact(
    'a result in JSONata that is asked for',
    one({ ...call, Arguments: asked, Output: '{% $exists($states.result.payload) %}', End: true }, jsonata),
    [],
  );
  const processor = { StartAt: 'X', States: { X: { Type: 'Succeed' } } };
  const map = { Type: 'Map', ItemProcessor: processor };
  fact('a field of the list that a Map makes', behind(map, { InputPath: '$.total' }), ['path-never-exists /States/B/InputPath']);
  fact('fields of what is in the list', behind(map, { InputPath: '$[*].total' }), []);
  fact(
    'where a ResultWriter has put the results',
    behind(
      {
        ...map,
        ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
        ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b', Prefix: 'p' } },
      },
      { InputPath: '$.ResultWriterDetails.Bucket' },
    ),
    [],
  );
  const parallel = { Type: 'Parallel', Branches: [processor, { StartAt: 'Y', States: { Y: { Type: 'Succeed' } } }] };
  fact('more results than branches', behind(parallel, { Parameters: { 'a.$': '$[1]', 'b.$': '$[2]' } }), [
    'path-never-exists /States/B/Parameters/b.$',
  ]);
  fact('an item behind the end of a list', behind({ Type: 'Pass', Result: { a: [1, 2] } }, { InputPath: '$.a[2]' }), [
    'path-never-exists /States/B/InputPath',
  ]);
  fact('an item from the end of a list', behind({ Type: 'Pass', Result: { a: [1, 2] } }, { InputPath: '$.a[-1]' }), []);
  const batched = (fields: Fields, batcher: Fields = {}) =>
    one({
      Type: 'Map',
      ItemBatcher: { MaxItemsPerBatch: 10, ...batcher },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'X',
        States: { X: { Type: 'Pass', End: true, ...fields } },
      },
      End: true,
    });
  fact('a field of the item in a batch', batched({ InputPath: '$.id' }), [
    'path-never-exists /States/A/ItemProcessor/States/X/InputPath',
  ]);
  fact('the items of a batch', batched({ InputPath: '$.Items[0].id' }), []);
  fact('what a batch has no BatchInput for', batched({ InputPath: '$.BatchInput.x' }), [
    'path-never-exists /States/A/ItemProcessor/States/X/InputPath',
  ]);
  fact('what every batch gets', batched({ InputPath: '$.BatchInput.x' }, { BatchInput: { x: 1 } }), []);
});
