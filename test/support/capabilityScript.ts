import type { DebugBench } from './debugBench';

/** What all capabilities are shown with. */
export const machine = {
  StartAt: 'Price',
  States: {
    Price: {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:getItem',
      Parameters: { TableName: 't', 'Key.$': '$.key' },
      ResultPath: '$.price',
      Retry: [{ ErrorEquals: ['Slow'], IntervalSeconds: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry' }],
      Next: 'Fan',
    },
    Fan: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Pack', States: { Pack: { Type: 'Pass', Next: 'Seal' }, Seal: { Type: 'Pass', End: true } } },
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              ItemsPath: '$.items',
              ItemProcessor: { StartAt: 'Weigh', States: { Weigh: { Type: 'Pass', End: true } } },
              End: true,
            },
          },
        },
      ],
      ResultPath: null,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry' }],
      Next: 'Choose',
    },
    Choose: {
      Type: 'Choice',
      Choices: [{ Variable: '$.price.N', NumericGreaterThan: 100, Next: 'Sorry' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
    Sorry: { Type: 'Fail', Error: 'TooExpensive', Cause: 'Not today.' },
  },
};

export const input = { key: { id: 1 }, items: ['a', 'b'] };

export const mocks = {
  StateMachines: {
    orders: { TestCases: { Fine: { Price: 'Cheap' }, Slow: { Price: 'Slow' }, Gone: { Price: 'Gone' } } },
    Orders: { TestCases: { Fine: { Price: 'Cheap' }, Slow: { Price: 'Slow' }, Gone: { Price: 'Gone' } } },
  },
  MockedResponses: {
    Cheap: { '0-9': { Return: { N: 2.5 } } },
    Slow: { '0': { Throw: { Error: 'Slow', Cause: 'Come again.' } }, '1': { Return: { N: 500 } } },
    Gone: { '0': { Throw: { Error: 'Gone', Cause: 'No such table.' } } },
  },
};

/** What AWS would answer for an execution that caught an error. */
export const history = [
  ['ExecutionStarted', { executionStartedEventDetails: { input: JSON.stringify(input), roleArn: 'role' } }],
  ['TaskStateEntered', { stateEnteredEventDetails: { name: 'Price', input: JSON.stringify(input) } }],
  ['TaskScheduled', { taskScheduledEventDetails: { resourceType: 'dynamodb', resource: 'getItem', parameters: '{}' } }],
  ['TaskStarted', { taskStartedEventDetails: { resourceType: 'dynamodb', resource: 'getItem' } }],
  ['TaskFailed', { taskFailedEventDetails: { resourceType: 'dynamodb', resource: 'getItem', error: 'Gone' } }],
  ['TaskStateExited', { stateExitedEventDetails: { name: 'Price', output: '{"Error":"Gone"}' } }],
  ['FailStateEntered', { stateEnteredEventDetails: { name: 'Sorry', input: '{"Error":"Gone"}' } }],
  ['ExecutionFailed', { executionFailedEventDetails: { error: 'TooExpensive', cause: 'Not today.' } }],
].map(([type, details], index) => ({
  id: index + 1,
  previousEventId: index === 1 ? 0 : index,
  timestamp: `2026-01-31T12:00:0${index}Z`,
  type,
  ...(details as object),
}));

/** What a client asks to use one capability. */
export type Script = (
  bench: DebugBench,
  launch: (args?: object, configure?: () => Promise<unknown>) => Promise<void>,
) => Promise<void>;
