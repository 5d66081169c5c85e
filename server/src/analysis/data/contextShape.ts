import { number, objectOf, type Shape, text } from '../shape';

/** What the context object holds in a state. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export interface ContextOptions {
  /** Of the execution. */
  readonly input: Shape;
  /** The state waits for a task token. */
  readonly hasToken: boolean;
  /** The state can be retried. */
  readonly hasRetries: boolean;
  /** What is iterated over, in a Map and inside of it. */
  readonly item: Shape | undefined;
}

function fixed(fields: readonly (readonly [string, Shape])[]): Shape {
  return objectOf(new Map(fields), false, 'the context object');
}

const stateMachine = fixed([
  ['Id', text],
  ['Name', text],
]);
const task = fixed([['Token', text]]);
const state = fixed([
  ['EnteredTime', text],
  ['Name', text],
]);
const retriedState = fixed([
  ['EnteredTime', text],
  ['Name', text],
  ['RetryCount', number],
]);

/** By the input: it is asked for often. */
const executions = new WeakMap<Shape, Shape>();

function executionOf(input: Shape): Shape {
  let shape = executions.get(input);
  if (!shape) {
    shape = fixed([
      ['Id', text],
      ['Input', input],
      ['Name', text],
      ['RoleArn', text],
      ['StartTime', text],
      ['RedriveCount', number],
      ['RedriveTime', text],
    ]);
    executions.set(input, shape);
  }
  return shape;
}

function iterationOf(item: Shape): Shape {
  const fields: [string, Shape][] = [
    ['Index', number],
    ['Value', item],
    ['Key', text],
    ['Source', text],
  ];
  return fixed([['Item', fixed(fields)]]);
}

/** The shape of `$$` and of `$states.context`. */
export function contextShape({ input, hasToken, hasRetries, item }: ContextOptions): Shape {
  const fields: [string, Shape][] = [
    ['Execution', executionOf(input)],
    ['State', hasRetries ? retriedState : state],
    ['StateMachine', stateMachine],
  ];
  if (hasToken) {
    fields.push(['Task', task]);
  }
  if (item) {
    fields.push(['Map', iterationOf(item)]);
  }
  return fixed(fields);
}

const documentation: Readonly<Record<string, string>> = {
  Execution: 'The execution: its ARN, name, input, role and start.',
  'Execution.Id': 'The ARN of the execution.',
  'Execution.Input': 'The input that the execution was started with.',
  'Execution.Name': 'The name of the execution.',
  'Execution.RoleArn': 'The ARN of the role that the execution uses.',
  'Execution.StartTime': 'When the execution was started, as an ISO 8601 timestamp.',
  'Execution.RedriveCount': 'How often the execution has been redriven.',
  'Execution.RedriveTime': 'When the execution was redriven, as an ISO 8601 timestamp; only after a redrive.',
  State: 'The state: its name, when it was entered, and how often it was retried.',
  'State.EnteredTime': 'When the state was entered, as an ISO 8601 timestamp.',
  'State.Name': 'The name of the state.',
  'State.RetryCount': 'How often the state has been retried.',
  StateMachine: 'The state machine: its ARN and name.',
  'StateMachine.Id': 'The ARN of the state machine.',
  'StateMachine.Name': 'The name of the state machine.',
  Task: 'The task: its token.',
  'Task.Token': 'What whoever finishes the task passes to SendTaskSuccess or SendTaskFailure.',
  Map: 'The iteration of the Map state around.',
  'Map.Item': 'The item of this iteration.',
  'Map.Item.Index': 'The number of the iteration, counted from 0.',
  'Map.Item.Value': 'The item itself.',
  'Map.Item.Key': 'The key of the item, where the items are the entries of an object.',
  'Map.Item.Source': 'Where the item comes from; in a distributed Map.',
};

/** What a member of the context object is, by the names that lead to it. */
export function contextDocumentation(names: readonly string[]): string | undefined {
  const path = names.join('.');
  return Object.hasOwn(documentation, path) ? documentation[path] : undefined;
}
