import { type Called, evaluateIntrinsic } from '../asl/evaluateIntrinsic';
import { type Found, evaluatePath } from '../asl/evaluatePath';
import type { IntrinsicCall } from '../asl/intrinsics';
import type { Path } from '../asl/jsonPath';
import {
  type Json,
  type JsonDraft,
  type JsonObject,
  draft,
  isArray,
  isNumber,
  isObject,
  sizeOf,
  textOf,
  toNumber,
  writeJson,
} from '../source/json';
import type { Environment } from './command';
import type { DataFlow } from './history';
import type { Quantity, Template, WithResult } from './program';
import { StateFailure, type Visit } from './turn';

/** The steps between a state's input and its output in JSONPath, in AWS's order and with its error texts. */

const empty: JsonObject = Object.freeze(draft());

/** InputPath and OutputPath: absent keeps the data, null drops it. */
export function dataPath(visit: Visit, path: Path | null | undefined, data: Json): Json {
  if (path === undefined || (path?.segments.length === 0 && path.root.kind === 'input')) {
    return data;
  }
  if (data === null && path?.root.kind === 'input') {
    throw nothingToWorkOn(visit);
  }
  return path === null ? empty : required(visit, path, data);
}

/** Null has nothing that a path could name. */
function nothingToWorkOn(visit: Visit): StateFailure {
  return visit.failure('States.Runtime', 'Unable to apply Path transformation to null or empty input.');
}

/** What a path names; `States.Runtime` when there is nothing. */
export function required(visit: Visit, path: Path, data: Json): Json {
  const found = look(visit, path, data);
  if ('missing' in found) {
    throw visit.failure('States.Runtime', `Invalid path '${path.text}' : ${found.missing}`);
  }
  return found.value;
}

/** What a path names, undefined when there is nothing. */
export function optional(visit: Visit, path: Path, data: Json): Json | undefined {
  const found = look(visit, path, data);
  return 'value' in found ? found.value : undefined;
}

/** What a path names, or why nothing. */
export function look(visit: Visit, path: Path, data: Json): Found {
  const root = visit.rootOf(path, data);
  return root === undefined ? { missing: `The variable '$${nameOf(path)}' is not assigned.`, at: 0 } : evaluatePath(path, root);
}

function nameOf(path: Path): string {
  return path.root.kind === 'variable' ? path.root.name : '';
}

/** Fills a payload template from `data`. Recursion is as deep as the definition, which parsers bound. */
export function fill(visit: Visit, template: Template, data: Json): Json {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'object': {
      const made: JsonDraft = draft();
      for (const { key, value } of template.entries) {
        made[key] = fill(visit, value, data);
      }
      return made;
    }
    case 'array':
      return template.items.map((item) => fill(visit, item, data));
    case 'path': {
      const found = look(visit, template.path, data);
      if ('value' in found) {
        return found.value;
      }
      // Past the end of an array is null here, and only here (measured on AWS).
      if (found.isBeyond) {
        return null;
      }
      throw notFound(visit, template.path, template.field, data);
    }
    case 'call': {
      const called = evaluateIntrinsic(template.call, {
        random: visit.turn.environment.random,
        resolve: (path) => look(visit, path, data),
      });
      if ('value' in called) {
        return called.value;
      }
      const said = `The function '${template.text}' had the following error: `;
      if ('missing' in called) {
        throw visit.failure('States.Runtime', said + missingArgument(called, data));
      }
      throw visit.failure('States.IntrinsicFailure', said + called.error);
    }
    case 'jsonata':
      throw new Error('JSONata in a JSONPath template');
  }
}

function notFound(visit: Visit, path: Path, field: string, data: Json): StateFailure {
  const input = textOf(path.root.kind === 'input' ? data : (visit.rootOf(path, data) ?? null));
  return visit.failure(
    'States.Runtime',
    `The JSONPath '${path.text}' specified for the field '${field}' could not be found in the input '${input}'`,
  );
}

/** Says of a path among the arguments of a function what is missing: always in the state's data, even where it leads elsewhere. */
function missingArgument({ missing, reason }: Extract<Called, { missing: Path }>, data: Json): string {
  if (reason.startsWith('Filter: ')) {
    return reason;
  }
  const name = missing.root.kind === 'context' ? missing.text.slice(1) : missing.text;
  return `The JsonPath argument for the field '${name}' could not be found in the input '${textOf(data)}'`;
}

/** Whether a template takes something from the state's data. */
function readsData(template: Template): boolean {
  switch (template.kind) {
    case 'object':
      return template.entries.some(({ value }) => readsData(value));
    case 'array':
      return template.items.some(readsData);
    case 'path':
      return template.path.root.kind === 'input';
    case 'call':
      return callReadsData(template.call);
    case 'constant':
    case 'jsonata':
      return false;
  }
}

function callReadsData({ arguments: given }: IntrinsicCall): boolean {
  return given.some((each) =>
    each.kind === 'call' ? callReadsData(each) : each.kind === 'path' && each.path.root.kind === 'input',
  );
}

/** Effective input: InputPath, then Parameters. */
export function effectiveInput(
  visit: Visit,
  parameters: Template | undefined,
): { readonly value: Json; readonly phases: DataFlow } {
  const afterInputPath = dataPath(visit, visit.state.inputPath, visit.strand.input);
  if (afterInputPath === null && parameters && readsData(parameters)) {
    throw nothingToWorkOn(visit);
  }
  const value = parameters ? fill(visit, parameters, afterInputPath) : afterInputPath;
  return { value, phases: parameters ? { afterInputPath, afterParameters: value } : { afterInputPath } };
}

/** Output: ResultSelector, ResultPath over the raw input, OutputPath. */
export function outputOf(
  visit: Visit,
  flow: WithResult,
  result: Json,
  before: DataFlow = {},
): { readonly value: Json; readonly phases: DataFlow } {
  const { afterInputPath, afterParameters } = before;
  // Spelt out: copying objects is what costs most here.
  const phases: { -readonly [key in keyof DataFlow]: DataFlow[key] } =
    afterInputPath === undefined
      ? { result }
      : afterParameters === undefined
        ? { afterInputPath, result }
        : { afterInputPath, afterParameters, result };
  if (!flow.resultSelector && flow.resultPath === undefined) {
    return { value: dataPath(visit, visit.state.outputPath, result), phases };
  }
  const selected = flow.resultSelector ? fill(visit, flow.resultSelector, result) : result;
  const combined = combine(visit, flow.resultPath, flow.resultPathText, selected);
  const value = dataPath(visit, visit.state.outputPath, combined);
  if (flow.resultSelector) {
    phases.afterResultSelector = selected;
  }
  if (flow.resultPath !== undefined) {
    phases.afterResultPath = combined;
  }
  return { value, phases };
}

/** ResultPath: puts `result` into the state's raw input; absent or `$` replaces it, null keeps it. */
export function combine(
  visit: Visit,
  path: readonly (string | number)[] | null | undefined,
  text: string | undefined,
  result: Json,
): Json {
  const { input } = visit.strand;
  if (path === null) {
    return input;
  }
  if (path === undefined || path.length === 0) {
    return result;
  }
  const combined = put(input, path, 0, result);
  if (combined === undefined) {
    throw new StateFailure(
      'States.ReferencePathConflict',
      `Unable to apply ReferencePath ${text ?? ''} to input ${textOf(input)}`,
    );
  }
  return combined;
}

/** `base` with `value` at the path: shares everything else. Undefined where the path does not fit. */
function put(base: Json | undefined, path: readonly (string | number)[], at: number, value: Json): Json | undefined {
  if (at === path.length) {
    return value;
  }
  const step = path[at]!;
  if (typeof step === 'number') {
    if (!isArray(base) || step >= base.length) {
      return undefined;
    }
    const inner = put(base[step], path, at + 1, value);
    return inner === undefined ? undefined : base.map((item, i) => (i === step ? inner : item));
  }
  if (base !== undefined && !isObject(base)) {
    return undefined;
  }
  const inner = put(base?.[step], path, at + 1, value);
  if (inner === undefined) {
    return undefined;
  }
  const made = draft();
  for (const key in base) {
    made[key] = base[key]!;
  }
  made[step] = inner;
  return made;
}

/** Payloads and state outputs are limited to 256 KiB. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const maxPayload = 262_144;

export function exceedsLimit(visit: Visit, value: Json): boolean {
  return exceedsLimitOf(visit.turn.environment, value);
}

export function exceedsLimitOf({ limits }: Environment, value: Json): boolean {
  return limits === 'aws' && sizeOf(value) > maxPayload;
}

/** What the variables in sight of a state may hold together. https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
export const maxVariables = 10_485_760;

const said = { result: 'returned a result', input: 'was given an input', variables: 'assigned variables' };

/** The words are AWS's for a result; those for the rest are ours. */
export function tooLarge(name: string, what: keyof typeof said = 'result'): StateFailure {
  return new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${name}' ${said[what]} with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** A whole number from the definition or from a reference path; a string that holds one counts too (seen on AWS). */
export function quantity(
  visit: Visit,
  source: Exclude<Quantity, { kind: 'jsonata' }>,
  field: string,
  data: Json,
  kind: 'integer' | 'float' = 'integer',
): number {
  if (source.kind === 'value') {
    return source.value;
  }
  const value = required(visit, source.path, data);
  const text = typeof value === 'string' ? value : writeJson(value);
  const number = isNumber(value) ? toNumber(value) : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (Number.isNaN(number) || (kind === 'integer' && !Number.isInteger(number))) {
    const article = kind === 'integer' ? 'integer' : 'float';
    throw visit.failure(
      'States.Runtime',
      `The ${field}Path field refers to value "${text}" which is not a valid ${article}: ${source.path.text}`,
    );
  }
  return number;
}
