import { type Json, type JsonObject, fromNumber, isNumber, isObject, object, toNumber } from '../source/json';

/** A member of a request that has been checked against its shape. */
export const text = (request: JsonObject, name: string): string => request[name] as string;

export function optionalText(request: JsonObject, name: string): string | undefined {
  const value = request[name];
  return typeof value === 'string' ? value : undefined;
}

export function optionalNumber(request: JsonObject, name: string): number | undefined {
  const value = request[name];
  return isNumber(value) ? toNumber(value) : undefined;
}

export const isSet = (request: JsonObject, name: string): boolean => request[name] === true;

export function optionalObject(request: JsonObject, name: string): JsonObject | undefined {
  const value = request[name];
  return isObject(value) ? value : undefined;
}

/** What stands for a definition with `includedData` METADATA_ONLY. https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const withheld = '{}';

/** A moment on the wire: epoch seconds with milliseconds. */
export const date = (milliseconds: number): Json => fromNumber(Math.round(milliseconds) / 1000);

/** An answer: members that are undefined are left out. */
export function answer(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return object(Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
