import { fact, jsonata, lambda, machine, one, task, type Fields } from '../../support/facts';

/** Findings about text that is no expression where it stands, or not the name that is meant. */
describe('findings about text', () => {
  const rule = (fields: Fields) =>
    machine({
      A: { Type: 'Choice', Choices: [{ Next: 'B', ...fields }], Default: 'B' },
      B: { Type: 'Succeed' },
    });
  const at = '/States/A/Choices/0';
  fact('a path to compare with', rule({ Not: { Variable: '$.a', StringLessThan: '$$.Execution.Name' } }), [
    `path-as-text ${at}/Not/StringLessThan`,
  ]);
  fact('a pattern like a path', rule({ Variable: '$.a', StringMatches: '$.b' }), [`path-as-text ${at}/StringMatches`]);
  fact(
    'a currency',
    rule({
      Or: [
        { Variable: '$.a', StringEquals: '$' },
        { Variable: '$.a', StringEquals: '$.99 each' },
      ],
    }),
    [],
  );
  fact('a path in a Cause', one({ Type: 'Fail', Cause: '$.error.Cause' }), ['path-as-text /States/A/Cause']);
  fact('a price in a Cause', one({ Type: 'Fail', Error: 'Price', Cause: '$5 is too much' }), []);
  fact('JSONata in a JSONPath Cause', one({ Type: 'Fail', Cause: '{% $states.input.x %}' }), [
    'expression-as-text /States/A/Cause',
  ]);
  fact('a path in a JSONata Cause', one({ Type: 'Fail', Cause: '$.error.Cause' }, jsonata), [
    'expression-as-text /States/A/Cause',
  ]);
  fact('JSONata in a Result', one({ Type: 'Pass', Result: { a: ['{% 1 %}'] }, End: true }), [
    'pass-result-is-static /States/A/Result/a/0',
  ]);
  fact('a path in place of a template', one(task({ ResultSelector: '$.a' })), ['wrong-type /States/A/ResultSelector']);
  fact('an object under a key that ends in .$', one(task({ Parameters: { 'a.$': { b: 1 } } })), [
    'invalid-path /States/A/Parameters/a.$',
  ]);
  const retry = (...names: string[]) => one(task({ Retry: [{ ErrorEquals: names }] }));
  for (const name of ['states.ALL', 'STATES.Timeout', 'State.TaskFailed', 'States.All']) {
    fact(`the error ${name}`, retry(name), ['unknown-error-name /States/A/Retry/0/ErrorEquals/0']);
  }
  fact('errors of others', retry('State.Broken', 'stateS', 'Statistics.Timeout'), []);
  const resource = (Resource: string) => one({ Type: 'Task', Resource, End: true });
  for (const wrong of [
    lambda.replace('123456789012', '12345'),
    lambda.replace('us-east-1', ''),
    lambda.replace('arn:aws', 'arn:aw'),
    `${lambda}:1:2`,
  ]) {
    fact(wrong, resource(wrong), ['invalid-resource /States/A/Resource']);
  }
  for (const right of [
    lambda.replace('123456789012', 'ACCOUNT_ID'),
    lambda.replace('arn:aws', 'arn:aws-iso-b'),
    `${lambda}:$LATEST`,
  ]) {
    fact(right, resource(right), []);
  }
  const sdk = 'arn:aws:states:::aws-sdk';
  for (const wrong of [
    `${sdk}:S3:getObject`,
    `${sdk}:s3:GetObject`,
    `${sdk}:stepfunctions:listExecutions`,
    `${sdk}:emr-serverless:startJobRun`,
  ]) {
    fact(wrong, resource(wrong), ['unknown-integration /States/A/Resource']);
  }
  fact('an acronym as the name of an action', one(task({ Resource: `${sdk}:rds:describeDBInstances`, Parameters: {} })), []);
  fact('an action without Parameters', resource(`${sdk}:rds:describeDBInstances`), ['missing-parameter /States/A/Resource']);
  fact('an action with Arguments in JSONPath', one(task({ Resource: `${sdk}:s3:listBuckets`, Arguments: {} })), [
    'unsupported-field /States/A/Arguments',
  ]);
  const credentials = (RoleArn: string, top: Fields = {}) => one(task({ Credentials: { RoleArn } }), top);
  fact('a role by its name', credentials('my-role'), ['invalid-format /States/A/Credentials/RoleArn']);
  fact('a path as a role', credentials('$.role'), ['invalid-format /States/A/Credentials/RoleArn']);
  fact('a role that is made', credentials("{% 'arn:aws:iam::' & $states.input.id & ':role/r' %}", jsonata), []);
  fact('a role of a template', credentials('${Role.Arn}'), []);
  fact('a role of an account of the template', credentials('arn:${AWS::Partition}:iam::${Account}:role/r'), []);
});
