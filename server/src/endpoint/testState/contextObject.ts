import { isoTime } from '../../execution/timestamp';
import type { ProgramState } from '../../execution/program';
import { type Json, type JsonObject, isObject, object, readJson } from '../../source/json';
import { validation } from '../apiError';
import { loneName } from './subject';

/** What a context object may hold. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
const allowed: Readonly<Record<string, readonly string[]>> = {
  Execution: ['Id', 'Input', 'Name', 'RoleArn', 'StartTime', 'RedriveCount', 'RedriveTime'],
  State: ['EnteredTime', 'Name', 'RetryCount'],
  StateMachine: ['Id', 'Name'],
  Task: ['Token'],
};

/** The context object that a request gives, checked. Throws ValidationException in AWS's words. */
export function readContext(text: string): JsonObject {
  const { value } = readJson(text);
  if (!isObject(value)) {
    throw validation('Invalid Context object provided: it must be a JSON object');
  }
  const invalid = (what: string): Error => validation(`Invalid Context object provided: ${what}`);
  for (const [field, content] of Object.entries(value)) {
    if (field === 'Map') {
      throw invalid("'Map' field is not supported when mocking a Context object");
    }
    const members = Object.hasOwn(allowed, field) ? allowed[field]! : undefined;
    if (!members) {
      throw invalid(`Field '${field}' is not allowed`);
    }
    if (!isObject(content)) {
      throw invalid(`Field '${field}' must be an object`);
    }
    for (const member of Object.keys(content)) {
      if (!members.includes(member)) {
        throw invalid(`Field '${member}' is not allowed`);
      }
    }
  }
  return value;
}

export interface ContextSource {
  readonly state: ProgramState;
  readonly input: Json;
  readonly roleArn: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly region: string;
  readonly account: string;
  readonly retryCount: number;
  readonly uuid: () => string;
}

/** The context object that a state sees when the request gives none. */
export function defaultContext({ state, input, roleArn, now, region, account, retryCount, uuid }: ContextSource): JsonObject {
  const arn = `arn:aws:states:${region}:${account}`;
  const machine = uuid();
  const execution = uuid();
  return object([
    [
      'Execution',
      object([
        ['Id', `${arn}:express:${machine}:${execution}`],
        ['Input', input],
        ['Name', execution],
        ['RoleArn', roleArn ?? null],
        ['StartTime', isoTime(now)],
      ]),
    ],
    [
      'StateMachine',
      object([
        ['Id', `${arn}:stateMachine:${machine}`],
        ['Name', machine],
      ]),
    ],
    [
      'State',
      object([
        ['Name', loneName],
        ['EnteredTime', isoTime(now)],
        ...('retriers' in state ? ([['RetryCount', retryCount]] as const) : []),
      ]),
    ],
  ]);
}
