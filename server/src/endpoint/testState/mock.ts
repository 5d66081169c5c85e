import type { FieldValidationMode } from '../../integrations/mockResult';
import { mockFault } from '../../runner/catalogue/mockFault';
import { type Json, type JsonObject, isArray, isObject, readJson } from '../../source/json';
import type { TaskAnswer } from '../../runner/tasks/binding';
import { validation } from '../apiError';
import { optionalObject, optionalText } from '../fields';
import type { Subject } from './subject';

/** What the state's work answers instead of being done. */
export type Mock = Extract<TaskAnswer, { kind: 'success' }> | Extract<TaskAnswer, { kind: 'failure' }>;

/** The mock of a request; undefined for none. Throws ValidationException in AWS's words. */
export function readMock(request: JsonObject, { state, source }: Subject): Mock | undefined {
  const mock = optionalObject(request, 'mock');
  if (!mock) {
    return undefined;
  }
  if (state.type !== 'Task' && state.type !== 'Map' && state.type !== 'Parallel') {
    throw validation(`State type '${state.type}' is not supported when a mock is specified`);
  }
  if (request['revealSecrets'] === true) {
    throw validation('TestState does not support RevealSecrets when a mock is specified.');
  }
  const text = optionalText(mock, 'result');
  const thrown = optionalObject(mock, 'errorOutput');
  if ((text === undefined) === (thrown === undefined)) {
    throw validation('A mock must specify either a result or an errorOutput');
  }
  if (thrown) {
    const cause = optionalText(thrown, 'cause');
    return { kind: 'failure', error: optionalText(thrown, 'error'), ...(cause === undefined ? {} : { cause }) };
  }
  const { value } = readJson(text!);
  if (value === undefined) {
    throw validation('Mocked result must be a valid JSON.');
  }
  if (state.type === 'Map') {
    checkMapResult(value, source);
  } else if (state.type === 'Parallel') {
    checkParallelResult(value, state.branches.length);
  } else {
    const fault = mockFault(
      value,
      state.resource,
      (optionalText(mock, 'fieldValidationMode') as FieldValidationMode) ?? 'STRICT',
    );
    if (fault !== undefined) {
      throw validation(fault);
    }
  }
  return { kind: 'success', output: value };
}

/** A ResultWriter leaves an object that tells where the results are. */
function checkMapResult(value: Json, source: JsonObject): void {
  if (source['ResultWriter'] !== undefined) {
    if (!isObject(value)) {
      throw validation('Mocked result must be a JSON object.');
    }
  } else if (!isArray(value)) {
    throw validation('Mocked result must be an array.');
  }
}

function checkParallelResult(value: Json, branches: number): void {
  if (!isArray(value)) {
    throw validation('Mocked result must be an array.');
  }
  if (value.length !== branches) {
    throw validation('Mocked result must contain the same number of items as number of Parallel branches.');
  }
}
