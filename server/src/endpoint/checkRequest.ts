import { type Json, type JsonObject, Decimal, isArray, isNumber, isObject, toNumber, writeJson } from '../source/json';
import { ApiError, validation } from './apiError';
import type { Members, Shape } from './shapes';

/**
 * Checks a request against its shape. Throws AWS's SerializationException for values of the wrong kind and its
 * ValidationException, which names every violated constraint, for the rest. Members that AWS does not know are ignored.
 */
export function checkRequest(body: JsonObject, members: Members): void {
  const faults: string[] = [];
  checkMembers(body, members, '', faults);
  if (faults.length > 0) {
    throw validation(`${faults.length} validation ${faults.length === 1 ? 'error' : 'errors'} detected: ${faults.join('; ')}`);
  }
}

function checkMembers(value: JsonObject, members: Members, path: string, faults: string[]): void {
  for (const [key, shape] of Object.entries(members)) {
    const required = key.endsWith('!');
    const name = required ? key.slice(0, -1) : key;
    const member = value[name];
    const at = path === '' ? name : `${path}.${name}`;
    if (member !== undefined && member !== null) {
      checkValue(member, shape, at, faults);
    } else if (required) {
      faults.push(`Value null at '${at}' failed to satisfy constraint: Member must not be null`);
    }
  }
}

function checkValue(value: Json, shape: Shape, at: string, faults: string[]): void {
  const fault = (constraint: string): void => {
    const hidden = shape.type === 'string' && shape.sensitive;
    const shown = hidden
      ? ''
      : ` ${isNumber(value) ? `'${String(value)}'` : `'${typeof value === 'string' ? value : writeJson(value)}'`}`;
    faults.push(`Value${shown} at '${at}' failed to satisfy constraint: Member must ${constraint}`);
  };
  switch (shape.type) {
    case 'string': {
      if (typeof value !== 'string') {
        throw wrongKind(value, 'a String');
      }
      const length = Array.from(value).length;
      if (shape.values && !shape.values.includes(value)) {
        fault(`satisfy enum value set: [${shape.values.join(', ')}]`);
      }
      if (shape.max !== undefined && length > shape.max) {
        fault(`have length less than or equal to ${shape.max}`);
      }
      if (shape.min !== undefined && length < shape.min) {
        fault(`have length greater than or equal to ${shape.min}`);
      }
      if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`, 'u').test(value)) {
        fault(`satisfy regular expression pattern: ${shape.pattern}`);
      }
      return;
    }
    case 'number': {
      if (!isNumber(value)) {
        throw wrongKind(value, shape.fractions ? 'a Float' : 'an Integer');
      }
      const number = toNumber(value);
      if (shape.max !== undefined && number > shape.max) {
        fault(`have value less than or equal to ${shape.max}`);
      }
      if (shape.min !== undefined && number < shape.min) {
        fault(`have value greater than or equal to ${shape.min}`);
      }
      return;
    }
    case 'boolean':
      if (typeof value !== 'boolean') {
        throw wrongKind(value, 'a Boolean');
      }
      return;
    case 'list':
      if (!isArray(value)) {
        throw wrongKind(value, 'a List');
      }
      if (shape.max !== undefined && value.length > shape.max) {
        fault(`have length less than or equal to ${shape.max}`);
      }
      if (shape.min !== undefined && value.length < shape.min) {
        fault(`have length greater than or equal to ${shape.min}`);
      }
      value.forEach((item, index) => checkValue(item, shape.items, `${at}.${index + 1}.member`, faults));
      return;
    case 'structure':
      if (!isObject(value)) {
        throw wrongKind(value, 'a Structure');
      }
      checkMembers(value, shape.members, at, faults);
  }
}

function wrongKind(value: Json, wanted: string): ApiError {
  const kind =
    value === null
      ? 'NULL_VALUE'
      : typeof value === 'string'
        ? 'STRING_VALUE'
        : typeof value === 'boolean'
          ? `${String(value).toUpperCase()}_VALUE`
          : value instanceof Decimal || typeof value === 'number'
            ? 'NUMBER_VALUE'
            : isArray(value)
              ? 'START_ARRAY'
              : 'START_OBJECT';
  return new ApiError('SerializationException', `${kind} can not be converted to ${wanted}`);
}
