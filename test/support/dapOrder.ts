/** An order as tests of the debug adapter launch it. */
export const order = `{
  "StartAt": "GetItem",
  "States": {
    "GetItem": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": { "TableName": "Donuts", "Key": { "Name": { "S.$": "$.Name" } } },
      "ResultPath": "$.Item",
      "Retry": [ { "ErrorEquals": ["Slow"], "IntervalSeconds": 2 } ],
      "Catch": [ { "ErrorEquals": ["States.ALL"], "Next": "Sorry" } ],
      "Next": "Enough"
    },
    "Enough": {
      "Type": "Choice",
      "Choices": [ { "Variable": "$.Quantity", "NumericLessThan": 100, "Next": "Done" } ],
      "Default": "Sorry"
    },
    "Done": { "Type": "Succeed" },
    "Sorry": { "Type": "Fail", "Error": "NoDonuts", "Cause": "Not today." }
  }
}
`;

/** A MockConfigFile.json for it. */
export const mocks = {
  StateMachines: {
    order: { TestCases: { Fine: { GetItem: 'Found' }, Slow: { GetItem: 'SlowThenFound' }, Broken: { GetItem: 'Broken' } } },
  },
  MockedResponses: {
    Found: { '0': { Return: { Item: { Price: { N: '2.50' }, Count: 3.0 } } } },
    SlowThenFound: { '0': { Throw: { Error: 'Slow', Cause: 'Too many requests' } }, '1': { Return: { Item: {} } } },
    Broken: { '0': { Throw: { Error: 'Gone', Cause: 'No such table' } } },
  },
};
