import { type Json, type JsonObject, draft, isArray, isNumber, isObject, readJson, toNumber } from '../../source/json';
import { type EventDetails, type EventType, detailsKeys } from '../history';
import { parseTimestamp } from '../timestamp';

/** One event as AWS recorded it, its payloads read. */
export interface RecordedEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly type: EventType;
  readonly details: EventDetails | undefined;
}

/** A history that somebody else recorded. */
export interface Recording {
  /** By id. */
  readonly events: readonly RecordedEvent[];
  /** Whether it stops before the execution has ended. */
  readonly isTruncated: boolean;
  /** Whether payloads were recorded (`includeExecutionData`). */
  readonly hasData: boolean;
}

/** What a document holds: a recording, or in words why it is none. */
export type ReadRecording = { readonly recording: Recording } | { readonly problem: string };

/**
 * Reads the answer of GetExecutionHistory as the AWS CLI saves it (`{"events": [...]}`), or the events alone; timestamps are epoch
 * seconds or ISO 8601; the newest event may come first. https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
 */
export function readRecording(text: string): ReadRecording {
  const { value, problems } = readJson(text);
  if (value === undefined) {
    return { problem: `it is no JSON: ${problems[0]!.message}` };
  }
  const list = isArray(value) ? value : isObject(value) ? value['events'] : undefined;
  if (!isArray(list)) {
    return { problem: 'it is no execution history: an object with "events" is expected, as GetExecutionHistory answers it.' };
  }
  const events: RecordedEvent[] = [];
  for (const [index, item] of list.entries()) {
    const read = readEvent(item);
    if (typeof read === 'string') {
      return { problem: `events[${index}]: ${read}` };
    }
    events.push(read);
  }
  events.sort((a, b) => a.id - b.id);
  const problem = gapIn(events);
  if (problem !== undefined) {
    return { problem };
  }
  const hasData = events.some(({ details }) => details?.input !== undefined || details?.output !== undefined);
  return { recording: { events, isTruncated: !ends.test(events.at(-1)!.type), hasData } };
}

const ends = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/;

function gapIn(events: readonly RecordedEvent[]): string | undefined {
  if (events.length === 0) {
    return 'it holds no event.';
  }
  if (events[0]!.type !== 'ExecutionStarted') {
    const { id, type } = events[0]!;
    return `it does not begin with ExecutionStarted but with event ${id} (${type}): the first page is missing.`;
  }
  const gap = events.findIndex(({ id }, index) => id !== index + 1);
  if (gap < 0) {
    return undefined;
  }
  const { id } = events[gap]!;
  return id <= gap ? `event ${id} stands in it twice.` : `event ${gap + 1} is missing: after ${gap} comes ${id}.`;
}

/** The event, or what is wrong with it. */
function readEvent(item: Json): RecordedEvent | string {
  if (!isObject(item)) {
    return 'an event is an object.';
  }
  const { id, type, previousEventId = 0, timestamp } = item;
  if (typeof id !== 'number' || id < 1) {
    return '"id" must be a positive integer.';
  }
  if (typeof type !== 'string' || !Object.hasOwn(detailsKeys, type) || detailsKeys[type as EventType] === null) {
    return `the type ${type === undefined ? 'is missing' : `${JSON.stringify(type)} is not known`}.`;
  }
  if (typeof previousEventId !== 'number') {
    return '"previousEventId" must be an integer.';
  }
  const time = timestamp === undefined ? 0 : momentOf(timestamp);
  if (time === undefined) {
    return '"timestamp" must be epoch seconds or an ISO 8601 time.';
  }
  const key = detailsKeys[type as EventType];
  const details = key ? item[key] : undefined;
  return {
    id,
    previousEventId,
    timestamp: time,
    type: type as EventType,
    details: isObject(details) ? readDetails(details) : undefined,
  };
}

/** Epoch milliseconds. */
function momentOf(timestamp: Json): number | undefined {
  if (isNumber(timestamp)) {
    return Math.round(toNumber(timestamp) * 1000);
  }
  return typeof timestamp === 'string' ? parseTimestamp(timestamp)?.milliseconds : undefined;
}

/** Details that say how the API has cut a payload, not what happened. */
const ofTheApi = new Set(['inputDetails', 'outputDetails', 'assignedVariablesDetails']);

function readDetails(wire: JsonObject): EventDetails {
  const details = draft();
  for (const [key, value] of Object.entries(wire)) {
    if (ofTheApi.has(key) || value === null) {
      continue;
    }
    if (key === 'input' || key === 'output' || key === 'parameters') {
      details[key] = payload(value);
    } else if (key === 'assignedVariables' && isObject(value)) {
      const variables = draft();
      for (const [name, text] of Object.entries(value)) {
        variables[name] = payload(text);
      }
      details[key] = variables;
    } else {
      details[key] = value;
    }
  }
  return details;
}

/** A payload is JSON as text; what is none (redacted, cut) stays what it is. */
function payload(value: Json): Json {
  const read = typeof value === 'string' ? readJson(value).value : undefined;
  return read === undefined ? value : read;
}
