import { Decimal, type Json, draft, equal, isArray, isNumber, isObject, readJson, toNumber, writeJson } from '../source/json';
import { fromBase64, hash, toBase64 } from './digest';
import { type IntrinsicCall, unescapeBraces } from './intrinsics';
import { firstRandom } from './javaRandom';
import type { Path } from './jsonPath';

/** What a call gives, or why it fails. `missing` names the path that found nothing. */
export type Called = { readonly value: Json } | { readonly error: string } | { readonly missing: Path; readonly reason: string };

/** Where calls take paths and randomness from. */
export interface CallEnvironment {
  readonly resolve: (path: Path) => { readonly value: Json } | { readonly missing: string };
  /** At least 0, less than 1. */
  readonly random: () => number;
}

/** Calls an intrinsic function, inner calls first. */
export function evaluateIntrinsic(call: IntrinsicCall, environment: CallEnvironment): Called {
  const values: Json[] = [];
  for (const argument of call.arguments) {
    if (argument.kind === 'value') {
      const { value } = argument;
      values.push(typeof value === 'string' && call.name !== 'States.Format' ? unescapeBraces(value) : value);
    } else if (argument.kind === 'path') {
      const found = environment.resolve(argument.path);
      if ('missing' in found) {
        return { missing: argument.path, reason: found.missing };
      }
      values.push(found.value);
    } else {
      const inner = evaluateIntrinsic(argument, environment);
      if (!('value' in inner)) {
        return inner;
      }
      values.push(inner.value);
    }
  }
  const result = functions[call.name]!(values, environment.random);
  return result instanceof Wrong ? { error: result.message } : { value: result };
}

class Wrong {
  constructor(readonly message: string) {}
}

type IntrinsicFunction = (values: readonly Json[], random: () => number) => Json | Wrong;

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const functions: Readonly<Record<string, IntrinsicFunction>> = {
  'States.Array': (values) => values,
  'States.ArrayContains': ([array, value]) =>
    isArray(array) ? array.some((item) => equal(item, value!)) : new Wrong('The first argument must be an array.'),
  'States.ArrayGetItem': ([array, index]) => {
    const at = integer(index);
    if (!isArray(array) || at === undefined) {
      return new Wrong('The arguments must be an array and an index.');
    }
    return array[at] ?? new Wrong(`The index ${at} is out of bounds for an array of length ${array.length}.`);
  },
  'States.ArrayLength': ([array]) => (isArray(array) ? array.length : new Wrong('The argument must be an array.')),
  'States.ArrayPartition': ([array, chunk]) => {
    const size = integer(chunk);
    if (!isArray(array) || size === undefined || size < 1) {
      return new Wrong('The arguments must be an array and a chunk size of at least 1.');
    }
    return Array.from({ length: Math.ceil(array.length / size) }, (_, i) => array.slice(i * size, (i + 1) * size));
  },
  'States.ArrayRange': (values) => {
    const [first, last, step] = values.map(integer);
    if (first === undefined || last === undefined || step === undefined) {
      return new Wrong('The arguments must be integers.');
    }
    if (step === 0) {
      return new Wrong('The step must not be 0.');
    }
    const length = Math.max(0, Math.floor((last - first) / step) + 1);
    return length > 1000
      ? new Wrong('The range must not hold more than 1000 numbers.')
      : Array.from({ length }, (_, i) => first + i * step);
  },
  'States.ArrayUnique': ([array]) => {
    if (!isArray(array)) {
      return new Wrong('The argument must be an array.');
    }
    const seen = new Set<string>();
    return array.filter((item) => {
      const key = canonical(item);
      return seen.has(key) ? false : seen.add(key);
    });
  },
  'States.Base64Encode': ([text]) => shortText(text, toBase64),
  'States.Base64Decode': ([text]) => shortText(text, (t) => fromBase64(t) ?? new Wrong('The argument is no valid Base64 text.')),
  'States.Format': ([template, ...values]) => {
    if (typeof template !== 'string') {
      return new Wrong('The first argument must be a string.');
    }
    const parts = template.split('{}');
    if (parts.length - 1 !== values.length) {
      return new Wrong(`The template has ${parts.length - 1} places for ${values.length} values.`);
    }
    return parts.map((part, i) => unescapeBraces(part) + (i < values.length ? javaText(values[i]!) : '')).join('');
  },
  'States.Hash': ([value, algorithm]) => {
    const text = typeof value === 'string' ? value : writeJson(value!);
    if (text.length > maxText) {
      return tooLong;
    }
    return (
      (typeof algorithm === 'string' && hash(text, algorithm)) ||
      new Wrong('The algorithm must be MD5, SHA-1, SHA-256, SHA-384 or SHA-512.')
    );
  },
  'States.JsonMerge': ([a, b, deep]) => {
    if (!isObject(a) || !isObject(b)) {
      return new Wrong('The first two arguments must be objects.');
    }
    if (deep !== false) {
      return new Wrong('Only shallow merging is supported: the third argument must be false.');
    }
    return Object.assign(draft(), a, b);
  },
  'States.JsonToString': ([value]) => writeJson(value!),
  'States.MathAdd': ([a, b]) => {
    const [x, y] = [rounded(a), rounded(b)];
    return x === undefined || y === undefined ? new Wrong('The arguments must be numbers.') : x + y;
  },
  'States.MathRandom': ([first, end, seed], random) => {
    const [from, to] = [rounded(first), rounded(end)];
    if (from === undefined || to === undefined || (seed !== undefined && rounded(seed) === undefined)) {
      return new Wrong('The arguments must be numbers.');
    }
    if (from >= to) {
      return new Wrong('The first number must be less than the second.');
    }
    const share = seed === undefined ? random() : firstRandom(rounded(seed)!);
    return from + Math.floor(share * (to - from));
  },
  'States.StringSplit': ([text, delimiters]) => {
    if (typeof text !== 'string' || typeof delimiters !== 'string') {
      return new Wrong('The arguments must be strings.');
    }
    // The delimiter is a set of characters, and empty parts vanish (seen on AWS).
    const set = new Set(delimiters);
    const parts: string[] = [];
    let part = '';
    for (const char of text) {
      if (set.has(char)) {
        parts.push(part);
        part = '';
      } else {
        part += char;
      }
    }
    parts.push(part);
    return parts.filter((p) => p !== '');
  },
  'States.StringToJson': ([text]) => {
    if (typeof text !== 'string') {
      return new Wrong('The argument must be a string.');
    }
    if (text.trim() === '') {
      return null;
    }
    const { value, problems } = readJson(text);
    if (value === undefined) {
      return new Wrong(`The string is no valid JSON: ${problems[0]!.message}`);
    }
    return value instanceof Decimal && value.text === '-0' ? 0 : value;
  },
  'States.UUID': (_, random) =>
    'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (c) => {
      const digit = Math.floor(random() * 16);
      return (c === 'x' ? digit : (digit & 3) | 8).toString(16);
    }),
};

const maxText = 10_000;
const tooLong = new Wrong(`The argument must not be longer than ${maxText} characters.`);

function shortText(value: Json | undefined, convert: (text: string) => Json | Wrong): Json | Wrong {
  return typeof value !== 'string'
    ? new Wrong('The argument must be a string.')
    : value.length > maxText
      ? tooLong
      : convert(value);
}

function integer(value: Json | undefined): number | undefined {
  const number = isNumber(value) ? toNumber(value) : NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** Operands of arithmetic are rounded first, halves toward +infinity (seen on AWS). */
function rounded(value: Json | undefined): number | undefined {
  const number = isNumber(value) ? Math.floor(toNumber(value) + 0.5) : NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** JSON text with sorted keys: equal for equal data. */
function canonical(value: Json): string {
  if (isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (isObject(value)) {
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`)
      .join(',')}}`;
  }
  return writeJson(value);
}

/** A value as Java prints it (`{a=1, b=[]}`): so does States.Format on AWS. Strings stand as they are. */
function javaText(value: Json): string {
  if (isArray(value)) {
    return `[${value.map((v) => javaText(v)).join(', ')}]`;
  }
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, v]) => `${key}=${javaText(v)}`)
      .join(', ')}}`;
  }
  return typeof value === 'string' ? value : writeJson(value);
}
