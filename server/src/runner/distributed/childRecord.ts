import type { EventLog } from '../../execution/eventLog';
import { isoTime } from '../../execution/timestamp';
import { type Json, type JsonObject, object, textOf } from '../../source/json';
import type { Outcome, Runner } from '../runner';

/** What is kept of a child execution that has ended. */
export interface ChildRecord {
  /** Its place among the children. */
  readonly index: number;
  readonly arn: string;
  readonly name: string;
  /** ARN of the state machine that children of this Map count as: `…:stateMachine:<machine>/<label>`. */
  readonly machineArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly input: Json;
  readonly outcome: Outcome;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly stoppedAt: number;
  /** How many items it had. */
  readonly items: number;
  /** Of the last children only. */
  readonly log: EventLog | undefined;
}

/** What is kept of a child of this map run. */
export function recordOf(
  { execution, executionArn, log }: Runner,
  known: Pick<ChildRecord, 'index' | 'type' | 'input' | 'outcome' | 'items'>,
  mapRunArn: string,
): ChildRecord {
  return {
    ...known,
    arn: executionArn,
    name: executionArn.split(':')[7] ?? '',
    machineArn: mapRunArn.slice(0, mapRunArn.lastIndexOf(':')).replace(':mapRun:', ':stateMachine:'),
    startedAt: execution.startedAt,
    stoppedAt: execution.stoppedAt ?? execution.startedAt,
    log,
  };
}

/**
 * A child as ResultWriter tells of it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export function toldInFull({ arn, name, machineArn, input, outcome, startedAt, stoppedAt }: ChildRecord): JsonObject {
  const { status, output, error, cause } = outcome;
  const included = object([['Included', true]]);
  const redrivable = status !== 'SUCCEEDED';
  const entries: [string, Json | undefined][] = [
    ['ExecutionArn', arn],
    ['Input', textOf(input)],
    ['InputDetails', included],
    ['Name', name],
    ['Output', output === undefined ? undefined : textOf(output)],
    ['OutputDetails', output === undefined ? undefined : included],
    ['Error', error],
    ['Cause', cause],
    ['RedriveCount', 0],
    ['RedriveStatus', redrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE'],
    ['RedriveStatusReason', redrivable ? undefined : `Execution is ${status} and cannot be redriven`],
    ['StartDate', isoTime(startedAt)],
    ['StateMachineArn', machineArn],
    ['Status', status],
    ['StopDate', isoTime(stoppedAt)],
  ];
  return object(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
