import type { Field, FieldTable, Group, ObjectSpec } from '../fields/fieldTable';
import { fieldOf, fieldsOf } from '../fields/fieldTable';
import type { QueryLanguage, StateType } from './ast';
import { stateTypes } from './ast';
import { operators } from './choiceOperators';
import { timestamp } from './timestamp';

/**
 * THE field table of the Amazon States Language: the schema, completion and hover are all made from it.
 * https://states-language.net/ and https://docs.aws.amazon.com/step-functions/latest/dg/
 */

const guide = 'https://docs.aws.amazon.com/step-functions/latest/dg/';
const structurePage = `${guide}statemachine-structure.html`;
const commonPage = `${guide}workflow-states.html`;
const pathsPage = `${guide}concepts-input-output-filtering.html`;
const templatesPage = `${guide}input-output-inputpath-params.html`;
const errorsPage = `${guide}concepts-error-handling.html`;
const jsonataPage = `${guide}transforming-data.html`;
const variablesPage = `${guide}workflow-variables.html`;
const mapPage = `${guide}state-map.html`;
const inlineMapPage = `${guide}state-map-inline.html`;
const distributedMapPage = `${guide}state-map-distributed.html`;

/** 99,999,999 seconds, about three years: the longest time that a field takes. */
const maxSeconds = 99_999_999;

const comment: Field = {
  name: 'Comment',
  value: { type: 'string' },
  documentation: 'A description for people; it has no effect.',
  link: structurePage,
  snippet: '"${1}"',
};
const queryLanguage: Field = {
  name: 'QueryLanguage',
  value: { type: 'enum', values: ['JSONPath', 'JSONata'] },
  documentation:
    'How the fields of this state select and transform data: JSONPath or JSONata. The default is that of the state machine. A state may choose JSONata in a JSONPath machine, not the other way round.',
  link: jsonataPage,
};
const type: Field = {
  name: 'Type',
  value: { type: 'enum', values: stateTypes },
  required: true,
  documentation: 'What kind of state this is: Task, Pass, Choice, Wait, Succeed, Fail, Parallel or Map.',
  link: commonPage,
};
const next: Field = {
  name: 'Next',
  value: { type: 'stateName' },
  documentation: 'The state that runs after this one. It must be in the same States object.',
  link: commonPage,
};
const end: Field = {
  name: 'End',
  value: { type: 'boolean' },
  documentation: 'With true, this state ends the workflow, the branch or the iteration that it is in.',
  link: commonPage,
  snippet: 'true',
};
const nextOrEnd: Group = { fields: ['Next', 'End'], required: true, falseIsAbsent: true };

const inputPath: Field = {
  name: 'InputPath',
  value: { type: 'path', nullable: true },
  language: 'JSONPath',
  documentation:
    'Selects the part of the state input that the state works on. The default $ is all of it; null is an empty object.',
  link: pathsPage,
  snippet: '"\\$${1}"',
};
const outputPath: Field = {
  name: 'OutputPath',
  value: { type: 'path', nullable: true },
  language: 'JSONPath',
  documentation:
    'Selects the part of the result that becomes the state output. The default $ is all of it; null is an empty object.',
  link: `${guide}input-output-example.html`,
  snippet: '"\\$${1}"',
};
const resultPath: Field = {
  name: 'ResultPath',
  value: { type: 'referencePath', nullable: true },
  language: 'JSONPath',
  documentation:
    'Where in the state input the result is put. The default $ replaces the input by the result; null drops the result and keeps the input.',
  link: `${guide}input-output-resultpath.html`,
  snippet: '"\\$.${1:result}"',
};
const resultSelector: Field = {
  name: 'ResultSelector',
  value: { type: 'objectTemplate' },
  language: 'JSONPath',
  documentation:
    'Makes a new object from the raw result, before ResultPath is applied. A key that ends in .$ takes its value from a path into the result.',
  link: `${guide}input-output-inputpath-params.html#input-output-resultselector`,
  snippet: '{ "${1:name}.\\$": "\\$.${2:field}" }',
};
const parameters: Field = {
  name: 'Parameters',
  value: { type: 'template' },
  language: 'JSONPath',
  documentation:
    'The data that the state gets in place of its input. A key that ends in .$ takes its value from a path or an intrinsic function.',
  link: templatesPage,
  snippet: '{ "${1:name}.\\$": "\\$.${2:field}" }',
};
const argumentsField: Field = {
  name: 'Arguments',
  value: { type: 'template' },
  language: 'JSONata',
  documentation: 'The data that is passed on: any JSON, in which strings {% … %} are JSONata expressions.',
  link: jsonataPage,
  snippet: '{ "${1:name}": "{% \\$states.input.${2:field} %}" }',
};
const output: Field = {
  name: 'Output',
  value: { type: 'template' },
  language: 'JSONata',
  documentation:
    'The state output: any JSON, in which strings {% … %} are JSONata expressions. Without it, the output is the result, or the input of a state that has none.',
  link: jsonataPage,
  snippet: '"{% ${1:\\$states.result} %}"',
};
const assign: Field = {
  name: 'Assign',
  value: { type: 'objectTemplate' },
  documentation: 'Stores values in variables that later states of this scope and the scopes inside it can read.',
  link: variablesPage,
  snippet: '{ "${1:name}": ${2:null} }',
};
const retry: Field = {
  name: 'Retry',
  value: { type: 'array', items: { type: 'object', spec: 'Retrier' } },
  documentation: 'What to try again, how often and after which delay. The first retrier whose ErrorEquals matches is taken.',
  link: `${errorsPage}#error-handling-retrying-after-an-error`,
  snippet:
    '[{ "ErrorEquals": ["${1:States.TaskFailed}"], "IntervalSeconds": ${2:1}, "MaxAttempts": ${3:3}, "BackoffRate": ${4:2}, "JitterStrategy": "FULL" }]',
};
const catchField: Field = {
  name: 'Catch',
  value: { type: 'array', items: { type: 'object', spec: 'Catcher' } },
  documentation:
    'Which state goes on when the state has failed and no retry is left. The first catcher whose ErrorEquals matches is taken.',
  link: `${errorsPage}#error-handling-fallback-states`,
  snippet: '[{ "ErrorEquals": ["${1:States.ALL}"], "Next": "${2}" }]',
};

const seconds = (minimum: number) => ({ type: 'integer', minimum, maximum: maxSeconds, unit: 'seconds' }) as const;

const timeout: readonly Field[] = [
  {
    name: 'TimeoutSeconds',
    value: seconds(1),
    jsonata: true,
    documentation:
      'The task fails with States.Timeout when it runs longer than this many seconds. Without it, a task may run as long as the workflow.',
    link: `${guide}state-task.html`,
    snippet: '${1:300}',
  },
  {
    name: 'TimeoutSecondsPath',
    value: { type: 'referencePath' },
    language: 'JSONPath',
    documentation: 'A reference path to the number of seconds, in place of TimeoutSeconds.',
    link: `${guide}state-task.html`,
    snippet: '"\\$.${1:timeout}"',
  },
  {
    name: 'HeartbeatSeconds',
    value: seconds(1),
    jsonata: true,
    documentation:
      'The task fails with States.HeartbeatTimeout when so many seconds pass without a heartbeat. It must be smaller than TimeoutSeconds.',
    link: `${guide}state-task.html`,
    snippet: '${1:60}',
  },
  {
    name: 'HeartbeatSecondsPath',
    value: { type: 'referencePath' },
    language: 'JSONPath',
    documentation: 'A reference path to the number of seconds, in place of HeartbeatSeconds.',
    link: `${guide}state-task.html`,
    snippet: '"\\$.${1:heartbeat}"',
  },
];

const startAt: Field = {
  name: 'StartAt',
  value: { type: 'stateName' },
  required: true,
  documentation: 'The name of the state that runs first.',
  link: structurePage,
};
const states: Field = {
  name: 'States',
  value: { type: 'part', spec: 'State' },
  required: true,
  documentation: 'The states, by name. Names are unique in the whole state machine and at most 80 characters long.',
  link: structurePage,
  snippet: '{ "${1:Name}": { "Type": "${2:Pass}", "End": true } }',
};

const resource = (documentation: string, link: string): Field => ({
  name: 'Resource',
  value: { type: 'string' },
  required: true,
  documentation,
  link,
  snippet: '"${1:arn:aws:states:::}"',
});

/** One described state type: what all have in common comes first. */
function state(name: StateType, documentation: string, fields: readonly Field[], groups: readonly Group[] = []): ObjectSpec {
  return {
    title: `A ${name} state`,
    documentation,
    link: `${guide}state-${name.toLowerCase()}.html`,
    fields: [type, comment, queryLanguage, ...fields],
    groups,
  };
}

const task = state(
  'Task',
  'Does one piece of work: calls a Lambda function, an activity, an AWS service or an HTTP endpoint.',
  [
    resource(
      'The ARN of what does the work: a Lambda function, an activity, or a service integration such as arn:aws:states:::lambda:invoke.',
      `${guide}state-task.html`,
    ),
    inputPath,
    parameters,
    argumentsField,
    resultSelector,
    resultPath,
    outputPath,
    output,
    assign,
    ...timeout,
    {
      name: 'Credentials',
      value: { type: 'object', spec: 'Credentials' },
      jsonata: true,
      documentation: 'The role that the state machine assumes for this task, for a resource of another account.',
      link: `${guide}concepts-access-cross-acct-resources.html`,
      snippet: '{ "RoleArn": "${1:arn:aws:iam::123456789012:role/name}" }',
    },
    retry,
    catchField,
    next,
    end,
  ],
  [nextOrEnd, exclusive('TimeoutSeconds', 'TimeoutSecondsPath'), exclusive('HeartbeatSeconds', 'HeartbeatSecondsPath')],
);

const pass = state(
  'Pass',
  'Passes its input on, or makes new data. It calls nothing.',
  [
    {
      name: 'Result',
      value: { type: 'any' },
      language: 'JSONPath',
      documentation: 'The result of the state, as it stands: paths in it are not replaced.',
      link: `${guide}state-pass.html`,
      snippet: '{ ${1} }',
    },
    inputPath,
    parameters,
    resultPath,
    outputPath,
    output,
    assign,
    next,
    end,
  ],
  [nextOrEnd],
);

const choice = state('Choice', 'Decides which state is next: the first rule that is true, else Default.', [
  {
    name: 'Choices',
    value: { type: 'array', items: { type: 'object', spec: 'ChoiceRule' }, minItems: 1 },
    required: true,
    documentation: 'The rules, in the order in which they are tried.',
    link: `${guide}state-choice.html`,
    snippet: '[{ "Variable": "\\$.${1:field}", "${2:StringEquals}": ${3:""}, "Next": "${4}" }]',
    jsonataSnippet: '[{ "Condition": "{% \\$states.input.${1:field} = ${2:1} %}", "Next": "${3}" }]',
  },
  {
    name: 'Default',
    value: { type: 'stateName' },
    documentation: 'The next state when no rule is true. Without it the execution then fails with States.Runtime.',
    link: `${guide}state-choice.html`,
  },
  inputPath,
  outputPath,
  output,
  assign,
]);

const wait = state(
  'Wait',
  'Waits for some time, or until a moment.',
  [
    {
      name: 'Seconds',
      value: seconds(0),
      jsonata: true,
      documentation: 'How many seconds to wait, at most 99999999.',
      link: `${guide}state-wait.html`,
      snippet: '${1:60}',
    },
    {
      name: 'Timestamp',
      value: timestamp,
      jsonata: true,
      documentation: 'The moment until which to wait: an RFC 3339 timestamp with an upper-case T and a zone.',
      link: `${guide}state-wait.html`,
      snippet: '"${1:2030-01-01T00:00:00Z}"',
    },
    {
      name: 'SecondsPath',
      value: { type: 'path' },
      language: 'JSONPath',
      documentation: 'A path to the number of seconds.',
      link: `${guide}state-wait.html`,
      snippet: '"\\$.${1:seconds}"',
    },
    {
      name: 'TimestampPath',
      value: { type: 'path' },
      language: 'JSONPath',
      documentation: 'A path to the timestamp.',
      link: `${guide}state-wait.html`,
      snippet: '"\\$.${1:until}"',
    },
    inputPath,
    outputPath,
    output,
    assign,
    next,
    end,
  ],
  [nextOrEnd, { fields: ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'], required: true }],
);

const succeed = state('Succeed', 'Ends the workflow, the branch or the iteration successfully.', [inputPath, outputPath, output]);

const failText = (name: 'Error' | 'Cause', documentation: string): readonly Field[] => [
  {
    name,
    value: { type: 'string' },
    jsonata: true,
    documentation,
    link: `${guide}state-fail.html`,
    snippet: '"${1}"',
  },
  {
    name: `${name}Path`,
    value: { type: 'path', intrinsic: true },
    language: 'JSONPath',
    documentation: `A path to, or an intrinsic function that makes, the ${name.toLowerCase()}, in place of ${name}.`,
    link: `${guide}state-fail.html`,
    snippet: '"\\$.${1}"',
  },
];

const fail = state(
  'Fail',
  'Ends the workflow as failed, or fails the branch or iteration that it is in.',
  [
    ...failText('Error', 'The name of the error, which Retry and Catch compare.'),
    ...failText('Cause', 'What went wrong, in words for people.'),
  ],
  [exclusive('Error', 'ErrorPath'), exclusive('Cause', 'CausePath')],
);

const parallel = state(
  'Parallel',
  'Runs several branches at the same time. Its result is the array of their outputs, in the order of the branches.',
  [
    {
      name: 'Branches',
      value: { type: 'array', items: { type: 'part', spec: 'Branch' }, minItems: 1 },
      required: true,
      documentation: 'The branches: each has a StartAt and States of its own, and no transition leaves it.',
      link: `${guide}state-parallel.html`,
      snippet: '[{ "StartAt": "${1:Name}", "States": { "${1:Name}": { "Type": "Pass", "End": true } } }]',
    },
    inputPath,
    parameters,
    argumentsField,
    resultSelector,
    resultPath,
    outputPath,
    output,
    assign,
    retry,
    catchField,
    next,
    end,
  ],
  [nextOrEnd],
);

const itemProcessorSnippet =
  '{ "ProcessorConfig": { "Mode": "${1|INLINE,DISTRIBUTED|}" }, "StartAt": "${2:Name}", "States": { "${2:Name}": { "Type": "Pass", "End": true } } }';

const map = state(
  'Map',
  'Runs the same steps for every item of an array. Its result is the array of their outputs, in the order of the items.',
  [
    {
      name: 'ItemProcessor',
      value: { type: 'part', spec: 'ItemProcessor' },
      documentation: 'The steps for each item: a StartAt and States of its own, and how to run them.',
      link: mapPage,
      snippet: itemProcessorSnippet,
    },
    {
      name: 'Iterator',
      value: { type: 'part', spec: 'ItemProcessor' },
      deprecated: 'ItemProcessor',
      documentation: 'The old name of ItemProcessor.',
      link: inlineMapPage,
    },
    {
      name: 'ItemsPath',
      value: { type: 'path' },
      language: 'JSONPath',
      documentation: 'Selects the array in the state input, or in the result of the ItemReader. The default is $.',
      link: `${guide}input-output-itemspath.html`,
      snippet: '"\\$.${1:items}"',
    },
    {
      name: 'Items',
      value: { type: 'array', items: { type: 'any' }, orObject: true },
      language: 'JSONata',
      jsonata: true,
      documentation: 'The array to iterate over, or an object, each of whose entries is then an item.',
      link: mapPage,
      snippet: '"{% \\$states.input.${1:items} %}"',
    },
    {
      name: 'ItemSelector',
      value: { type: 'objectTemplate' },
      jsonata: true,
      documentation:
        'What an iteration gets in place of the item. The item itself is $$.Map.Item.Value in JSONPath, $states.context.Map.Item.Value in JSONata.',
      link: `${guide}input-output-itemselector.html`,
      snippet: '{ "${1:item}.\\$": "\\$\\$.Map.Item.Value" }',
      jsonataSnippet: '{ "${1:item}": "{% \\$states.context.Map.Item.Value %}" }',
    },
    { ...parameters, deprecated: 'ItemSelector', documentation: 'The old name of ItemSelector.', link: inlineMapPage },
    {
      name: 'MaxConcurrency',
      value: { type: 'integer', minimum: 0 },
      jsonata: true,
      documentation: 'How many iterations run at the same time; the default 0 is as many as possible.',
      link: mapPage,
      snippet: '${1:10}',
    },
    {
      name: 'MaxConcurrencyPath',
      value: { type: 'referencePath' },
      language: 'JSONPath',
      documentation: 'A reference path to the number, in place of MaxConcurrency.',
      link: mapPage,
      snippet: '"\\$.${1:maxConcurrency}"',
    },
    {
      name: 'ItemReader',
      value: { type: 'object', spec: 'ItemReader' },
      documentation: 'Where a distributed Map reads its items from: a file in Amazon S3, or the list of the objects of a bucket.',
      link: `${guide}input-output-itemreader.html`,
      snippet:
        '{ "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": { "InputType": "${1|JSON,CSV,JSONL,PARQUET,MANIFEST|}" }, "Parameters": { "Bucket": "${2}", "Key": "${3}" } }',
      jsonataSnippet:
        '{ "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": { "InputType": "${1|JSON,CSV,JSONL,PARQUET,MANIFEST|}" }, "Arguments": { "Bucket": "${2}", "Key": "${3}" } }',
    },
    {
      name: 'ItemBatcher',
      value: { type: 'object', spec: 'ItemBatcher' },
      documentation: 'Gives each child execution of a distributed Map several items at once.',
      link: `${guide}input-output-itembatcher.html`,
      snippet: '{ "MaxItemsPerBatch": ${1:100} }',
    },
    {
      name: 'ResultWriter',
      value: { type: 'object', spec: 'ResultWriter' },
      documentation: 'Where a distributed Map writes the results of its child executions.',
      link: `${guide}input-output-resultwriter.html`,
      snippet: '{ "Resource": "arn:aws:states:::s3:putObject", "Parameters": { "Bucket": "${1}", "Prefix": "${2}" } }',
      jsonataSnippet: '{ "Resource": "arn:aws:states:::s3:putObject", "Arguments": { "Bucket": "${1}", "Prefix": "${2}" } }',
    },
    {
      name: 'Label',
      value: {
        type: 'string',
        // Documented and recorded: at most 40 characters, none of them a space, a wildcard, a bracket or other special or control character.
        pattern: {
          source: '^[^\\s?*<>{}\\[\\]:;,\\\\|^~$#%&`"\\u0000-\\u001f\\u007f-\\u009f]{1,40}$',
          what: 'from 1 to 40 characters long, without spaces, brackets, wildcards and special characters such as : ; , | ^ ~ $ # % &',
        },
      },
      documentation:
        'A name for a distributed Map, which is part of the ARN of its Map Run. At most 40 characters, unique in the definition.',
      link: distributedMapPage,
      snippet: '"${1}"',
    },
    ...tolerated(
      'ToleratedFailurePercentage',
      { type: 'number', minimum: 0, maximum: 100 },
      'The percentage of items that may fail before a distributed Map fails.',
    ),
    ...tolerated(
      'ToleratedFailureCount',
      { type: 'integer', minimum: 0 },
      'How many items may fail before a distributed Map fails.',
    ),
    inputPath,
    resultSelector,
    resultPath,
    outputPath,
    output,
    assign,
    retry,
    catchField,
    next,
    end,
  ],
  [
    nextOrEnd,
    { fields: ['ItemProcessor', 'Iterator'], required: true },
    exclusive('ItemSelector', 'Parameters'),
    exclusive('MaxConcurrency', 'MaxConcurrencyPath'),
    exclusive('ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'),
    exclusive('ToleratedFailureCount', 'ToleratedFailureCountPath'),
  ],
);

function tolerated(name: string, value: Field['value'], documentation: string): readonly Field[] {
  return [
    { name, value, jsonata: true, documentation, link: distributedMapPage, snippet: '${1:5}' },
    {
      name: `${name}Path`,
      value: { type: 'referencePath' },
      language: 'JSONPath',
      documentation: `A reference path to the number, in place of ${name}.`,
      link: distributedMapPage,
      snippet: '"\\$.${1:tolerated}"',
    },
  ];
}

function exclusive(...fields: string[]): Group {
  return { fields, required: false };
}

const errorEquals: Field = {
  name: 'ErrorEquals',
  value: { type: 'array', items: { type: 'string' }, minItems: 1 },
  required: true,
  documentation:
    'The names of the errors that are meant: names of your own, or States.ALL, States.TaskFailed, States.Timeout and others.',
  link: `${errorsPage}#error-handling-error-representation`,
  snippet: '["${1:States.ALL}"]',
};

/** https://states-language.net/#retrying-after-error */
const retrier: ObjectSpec = {
  title: 'A retrier',
  documentation: 'Says for which errors a state is tried again, how often and how fast.',
  link: `${errorsPage}#error-handling-retrying-after-an-error`,
  fields: [
    errorEquals,
    {
      name: 'IntervalSeconds',
      // The documentation says "a positive integer"; AWS takes 0.
      value: seconds(0),
      documentation: 'Seconds before the first retry. The default is 1.',
      link: `${errorsPage}#error-handling-retrying-after-an-error`,
      snippet: '${1:1}',
    },
    {
      name: 'MaxAttempts',
      value: { type: 'integer', minimum: 0, maximum: maxSeconds },
      documentation: 'How many retries there are at most. The default is 3; 0 is never.',
      link: `${errorsPage}#error-handling-retrying-after-an-error`,
      snippet: '${1:3}',
    },
    {
      name: 'BackoffRate',
      value: { type: 'number', minimum: 1 },
      documentation: 'The number by which the interval grows with each retry. The default is 2.0.',
      link: `${errorsPage}#error-handling-retrying-after-an-error`,
      snippet: '${1:2}',
    },
    {
      name: 'MaxDelaySeconds',
      value: { type: 'integer', minimum: 1, maximum: 31_622_400, unit: 'seconds' },
      documentation: 'The longest interval that the backoff rate may lead to, in seconds.',
      link: `${errorsPage}#error-handling-retrying-after-an-error`,
      snippet: '${1:60}',
    },
    {
      name: 'JitterStrategy',
      value: { type: 'enum', values: ['FULL', 'NONE'] },
      documentation:
        'FULL makes each interval random, between 0 and what it would be, so that many retries do not come at once. The default is NONE.',
      link: `${errorsPage}#error-handling-retrying-after-an-error`,
      snippet: '"FULL"',
    },
    comment,
  ],
};

/** https://states-language.net/#fallback-states */
const catcher: ObjectSpec = {
  title: 'A catcher',
  documentation: 'Says which state goes on after an error.',
  link: `${errorsPage}#error-handling-fallback-states`,
  fields: [
    errorEquals,
    { ...next, required: true, documentation: 'The state that goes on after the error.' },
    {
      ...resultPath,
      documentation:
        'Where in the state input the error output (Error and Cause) is put. The default $ replaces the input by it.',
    },
    {
      ...output,
      documentation: 'What the next state gets: any JSON. The error is $states.errorOutput in expressions.',
      snippet: '"{% ${1:\\$states.errorOutput} %}"',
    },
    assign,
    comment,
  ],
};

const choiceLink = `${guide}state-choice.html`;
const operatorNames = [...operators.map((o) => o.name), 'And', 'Or', 'Not'];

function choiceRule(title: string, isTop: boolean): ObjectSpec {
  const target: Field = { ...next, required: true, documentation: 'The next state when the rule is true.' };
  return {
    title,
    documentation: 'Compares data; the first rule of a Choice that is true decides which state is next.',
    link: choiceLink,
    fields: [
      {
        name: 'Condition',
        value: { type: 'expression' },
        language: 'JSONata',
        required: true,
        documentation: 'A JSONata expression that is true or false.',
        link: choiceLink,
        snippet: '"{% \\$states.input.${1:field} = ${2:1} %}"',
      },
      {
        name: 'Variable',
        value: { type: 'path' },
        language: 'JSONPath',
        documentation: 'The path to the value that is compared.',
        link: choiceLink,
        snippet: '"\\$.${1:field}"',
      },
      ...operators.map((operator): Field => ({
        name: operator.name,
        value: operator.value,
        language: 'JSONPath',
        requires: ['Variable'],
        documentation: operator.documentation,
        link: choiceLink,
        snippet: operator.snippet,
      })),
      ...(['And', 'Or'] as const).map((name): Field => ({
        name,
        value: { type: 'array', items: { type: 'object', spec: 'NestedRule', isRecursive: true }, minItems: 1 },
        language: 'JSONPath',
        documentation: name === 'And' ? 'True when all of these rules are.' : 'True when one of these rules is.',
        link: choiceLink,
        snippet: '[{ "Variable": "\\$.${1:field}", "${2:IsPresent}": ${3:true} }]',
      })),
      {
        name: 'Not',
        value: { type: 'object', spec: 'NestedRule', isRecursive: true },
        language: 'JSONPath',
        documentation: 'True when this rule is false.',
        link: choiceLink,
        snippet: '{ "Variable": "\\$.${1:field}", "${2:IsPresent}": ${3:true} }',
      },
      ...(isTop ? [target, assign, output] : []),
      comment,
    ],
    groups: [
      { fields: operatorNames, required: true, what: 'comparison operator' },
      exclusive('Variable', 'And'),
      exclusive('Variable', 'Or'),
      exclusive('Variable', 'Not'),
    ],
  };
}

const readerLink = `${guide}input-output-itemreader.html`;
const s3Arguments = (documentation: string, link: string): readonly Field[] => [
  { ...parameters, documentation, link, snippet: '{ "Bucket": "${1}", "Key": "${2}" }' },
  { ...argumentsField, documentation, link, snippet: '{ "Bucket": "${1}", "Key": "${2}" }' },
];

const itemReader: ObjectSpec = {
  title: 'An ItemReader',
  documentation: 'Where a distributed Map reads its items from.',
  link: readerLink,
  fields: [
    resource(
      'How the data is read: arn:aws:states:::s3:getObject for one file, arn:aws:states:::s3:listObjectsV2 for the list of objects.',
      readerLink,
    ),
    {
      name: 'ReaderConfig',
      value: { type: 'object', spec: 'ReaderConfig' },
      documentation: 'The format of the data, and how much of it is read.',
      link: readerLink,
      snippet: '{ "InputType": "${1|JSON,CSV,JSONL,PARQUET,MANIFEST|}" }',
    },
    ...s3Arguments('Bucket and key of the data in Amazon S3.', readerLink),
  ],
};

const readerConfig: ObjectSpec = {
  title: 'A ReaderConfig',
  documentation: 'The format of the data that an ItemReader reads.',
  link: readerLink,
  fields: [
    {
      name: 'InputType',
      value: { type: 'enum', values: ['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'] },
      documentation: 'The format of the file: CSV, JSON, JSONL, PARQUET or MANIFEST.',
      link: readerLink,
    },
    {
      name: 'Transformation',
      value: { type: 'enum', values: ['NONE', 'LOAD_AND_FLATTEN'] },
      documentation:
        'With LOAD_AND_FLATTEN the objects of a list are read and their items joined; NONE iterates over the list itself.',
      link: readerLink,
    },
    {
      name: 'ManifestType',
      value: { type: 'enum', values: ['ATHENA_DATA', 'S3_INVENTORY'] },
      documentation: 'Which kind of manifest the file is: of Amazon Athena results or of an Amazon S3 inventory.',
      link: readerLink,
    },
    {
      name: 'CSVHeaderLocation',
      value: { type: 'enum', values: ['FIRST_ROW', 'GIVEN'] },
      documentation: 'Where the names of the columns are: in the first row of the file, or given in CSVHeaders.',
      link: readerLink,
    },
    {
      name: 'CSVHeaders',
      value: { type: 'array', items: { type: 'string' }, minItems: 1 },
      documentation: 'The names of the columns, for CSVHeaderLocation GIVEN.',
      link: readerLink,
      snippet: '["${1}"]',
    },
    {
      name: 'CSVDelimiter',
      value: { type: 'enum', values: ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'] },
      documentation: 'What separates the columns. The default is COMMA.',
      link: readerLink,
    },
    {
      name: 'ItemsPointer',
      value: {
        type: 'string',
        pattern: {
          source: '^(?:/[\\s\\S]{0,1998})?$',
          what: 'a JSON pointer, which begins with / and has less than 2000 characters',
        },
      },
      documentation: 'A JSON pointer to the array in a JSON file, such as /data/items.',
      link: readerLink,
      snippet: '"/${1:items}"',
    },
    {
      name: 'MaxItems',
      value: { type: 'integer', minimum: 0, maximum: 100_000_000 },
      jsonata: true,
      documentation: 'How many items are read at most.',
      link: readerLink,
      snippet: '${1:100}',
    },
    {
      name: 'MaxItemsPath',
      value: { type: 'referencePath' },
      language: 'JSONPath',
      documentation: 'A reference path to the number, in place of MaxItems.',
      link: readerLink,
      snippet: '"\\$.${1:maxItems}"',
    },
  ],
  groups: [exclusive('MaxItems', 'MaxItemsPath')],
};

const batcherLink = `${guide}input-output-itembatcher.html`;
const itemBatcher: ObjectSpec = {
  title: 'An ItemBatcher',
  documentation: 'How many items a child execution of a distributed Map gets at once.',
  link: batcherLink,
  fields: [
    ...(['MaxItemsPerBatch', 'MaxInputBytesPerBatch'] as const).flatMap((name): Field[] => {
      const what =
        name === 'MaxItemsPerBatch'
          ? 'How many items a batch has at most.'
          : 'How large a batch is at most, in bytes (up to 256 KiB).';
      return [
        {
          name,
          value: {
            type: 'integer',
            minimum: 1,
            ...(name === 'MaxInputBytesPerBatch' ? { maximum: 262_144, unit: 'bytes' } : {}),
          },
          jsonata: true,
          documentation: what,
          link: batcherLink,
          snippet: '${1:100}',
        },
        {
          name: `${name}Path`,
          value: { type: 'referencePath' },
          language: 'JSONPath',
          documentation: `A reference path to the number, in place of ${name}.`,
          link: batcherLink,
          snippet: '"\\$.${1:size}"',
        },
      ];
    }),
    {
      name: 'BatchInput',
      value: { type: 'objectTemplate' },
      jsonata: true,
      documentation: 'Data that every batch gets in addition to its items.',
      link: batcherLink,
      snippet: '{ "${1:name}": "${2}" }',
    },
  ],
  groups: [
    // "You must specify one of these values to batch items": https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
    {
      fields: ['MaxItemsPerBatch', 'MaxInputBytesPerBatch', 'MaxItemsPerBatchPath', 'MaxInputBytesPerBatchPath'],
      required: true,
      several: true,
    },
    exclusive('MaxItemsPerBatch', 'MaxItemsPerBatchPath'),
    exclusive('MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'),
  ],
};

const writerLink = `${guide}input-output-resultwriter.html`;
const resultWriter: ObjectSpec = {
  title: 'A ResultWriter',
  documentation: 'Where and how a distributed Map writes the results of its child executions.',
  link: writerLink,
  fields: [
    {
      ...resource('How the results are written: arn:aws:states:::s3:putObject.', writerLink),
      required: false,
      snippet: '"arn:aws:states:::s3:putObject"',
    },
    ...s3Arguments('Bucket and prefix of the results in Amazon S3.', writerLink),
    {
      name: 'WriterConfig',
      value: { type: 'object', spec: 'WriterConfig' },
      documentation: 'The format of the results.',
      link: writerLink,
      snippet: '{ "Transformation": "${1|NONE,COMPACT,FLATTEN|}", "OutputType": "${2|JSON,JSONL|}" }',
    },
  ],
};

const writerConfig: ObjectSpec = {
  title: 'A WriterConfig',
  documentation: 'The format of the results that a distributed Map writes.',
  link: writerLink,
  fields: [
    {
      name: 'Transformation',
      value: { type: 'enum', values: ['NONE', 'COMPACT', 'FLATTEN'] },
      documentation:
        'NONE keeps the metadata of each child execution, COMPACT its output only, FLATTEN joins outputs that are arrays.',
      link: writerLink,
    },
    {
      name: 'OutputType',
      value: { type: 'enum', values: ['JSON', 'JSONL'] },
      documentation: 'The format of the files.',
      link: writerLink,
    },
  ],
};

const credentials: ObjectSpec = {
  title: 'Credentials',
  documentation: 'The role that the state machine assumes for a task.',
  link: `${guide}concepts-access-cross-acct-resources.html`,
  fields: [
    {
      name: 'RoleArn',
      value: {
        type: 'string',
        pattern: {
          source: '^arn:[^:]*:iam::[^:]*:role/',
          what: 'the ARN of a role, such as arn:aws:iam::123456789012:role/name',
        },
      },
      jsonata: true,
      documentation: 'The ARN of the role.',
      link: `${guide}concepts-access-cross-acct-resources.html`,
      snippet: '"${1:arn:aws:iam::123456789012:role/name}"',
    },
    {
      name: 'RoleArn.$',
      value: { type: 'path', intrinsic: true },
      language: 'JSONPath',
      documentation: 'A path to, or an intrinsic function that makes, the ARN of the role.',
      link: `${guide}concepts-access-cross-acct-resources.html`,
      snippet: '"\\$.${1:roleArn}"',
    },
  ],
  groups: [{ fields: ['RoleArn', 'RoleArn.$'], required: true }],
};

const processorConfig: ObjectSpec = {
  title: 'A ProcessorConfig',
  documentation: 'How a Map runs its iterations.',
  link: mapPage,
  fields: [
    {
      name: 'Mode',
      value: { type: 'enum', values: ['INLINE', 'DISTRIBUTED'] },
      documentation:
        'INLINE runs the iterations within the execution, DISTRIBUTED as child executions, up to 10,000 at once. The default is INLINE.',
      link: mapPage,
    },
    {
      name: 'ExecutionType',
      value: { type: 'enum', values: ['STANDARD', 'EXPRESS'] },
      documentation: 'The type of the child executions of a distributed Map.',
      link: distributedMapPage,
    },
  ],
};

/** Every object of the language by name. State types go by their own name. */
export const spec = {
  StateMachine: {
    title: 'A state machine',
    documentation: 'A workflow: where it starts, and its states.',
    link: structurePage,
    fields: [
      comment,
      startAt,
      states,
      {
        ...queryLanguage,
        documentation: 'How the states select and transform data: JSONPath (the default) or JSONata.',
        link: structurePage,
      },
      {
        name: 'TimeoutSeconds',
        value: seconds(0),
        documentation: 'An execution that runs longer than this many seconds fails with States.Timeout.',
        link: structurePage,
        snippet: '${1:3600}',
      },
      {
        name: 'Version',
        value: { type: 'string' },
        documentation: 'The version of the Amazon States Language. The default is "1.0".',
        link: structurePage,
        snippet: '"1.0"',
      },
    ],
  },
  Branch: {
    title: 'A branch',
    documentation: 'One of the branches of a Parallel state, with states of its own.',
    link: `${guide}state-parallel.html`,
    fields: [comment, startAt, states],
  },
  ItemProcessor: {
    title: 'An ItemProcessor',
    documentation: 'The steps that a Map runs for each item, with states of its own.',
    link: mapPage,
    fields: [
      {
        name: 'ProcessorConfig',
        value: { type: 'object', spec: 'ProcessorConfig' },
        documentation: 'How the iterations run: inline (the default), or distributed.',
        link: mapPage,
        snippet: '{ "Mode": "${1|INLINE,DISTRIBUTED|}" }',
      },
      comment,
      startAt,
      states,
    ],
  },
  /** A state whose type is missing or unknown: only that can be said about it. */
  State: { title: 'A state', documentation: 'One step of a workflow.', link: commonPage, fields: [type] },
  Task: task,
  Pass: pass,
  Choice: choice,
  Wait: wait,
  Succeed: succeed,
  Fail: fail,
  Parallel: parallel,
  Map: map,
  Retrier: retrier,
  Catcher: catcher,
  ChoiceRule: choiceRule('A rule of a Choice', true),
  NestedRule: choiceRule('A rule within And, Or or Not', false),
  ItemReader: itemReader,
  ReaderConfig: readerConfig,
  ItemBatcher: itemBatcher,
  ResultWriter: resultWriter,
  WriterConfig: writerConfig,
  Credentials: credentials,
  ProcessorConfig: processorConfig,
} satisfies FieldTable;

/** The name of an object in the table. */
export type SpecName = keyof typeof spec;

/** Whether `type` is one of the eight state types. */
export function isStateType(type: string | undefined): type is StateType {
  return (stateTypes as readonly (string | undefined)[]).includes(type);
}

/** The fields that a state of that type may have in that query language. */
export function stateFields(type: StateType, language: QueryLanguage): readonly Field[] {
  return fieldsOf(spec[type], language);
}

/** The state types, other than `type`, that have a field of that name. */
export function typesWithField(name: string, other: StateType): readonly StateType[] {
  return stateTypes.filter((each) => each !== other && fieldOf(spec[each], name));
}
