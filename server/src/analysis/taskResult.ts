import type { State } from '../asl/ast';
import { any, number, objectOf, type Shape, text } from './shape';
import { taskOf } from './tasks';

/**
 * What optimized integrations answer when nobody is waited for: every field that there may be. Only those are here whose answer is small and has been the same
 * for years. https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
const answers: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  'lambda:invoke': {
    ExecutedVersion: text,
    Payload: any,
    StatusCode: number,
    FunctionError: text,
    LogResult: text,
    DurableExecutionArn: text,
  },
  'dynamodb:getItem': { Item: any, ConsumedCapacity: any },
  'dynamodb:putItem': { Attributes: any, ConsumedCapacity: any, ItemCollectionMetrics: any },
  'dynamodb:updateItem': { Attributes: any, ConsumedCapacity: any, ItemCollectionMetrics: any },
  'dynamodb:deleteItem': { Attributes: any, ConsumedCapacity: any, ItemCollectionMetrics: any },
  'events:putEvents': { Entries: any, FailedEntryCount: number },
  'sns:publish': { MessageId: text, SequenceNumber: text },
  'states:startExecution': { ExecutionArn: text, StartDate: any },
};

const shapes = new Map(
  Object.entries(answers).map(([action, fields]) => [
    action,
    objectOf(
      new Map(Object.entries({ ...fields, SdkHttpMetadata: any, SdkResponseMetadata: any })),
      false,
      `what ${action} answers`,
    ),
  ]),
);

/** What is certain of the result of a Task. */
export function taskResult(state: State): Shape {
  const task = taskOf(state);
  return (task?.action !== undefined && task.waits === undefined && shapes.get(task.action)) || any;
}
