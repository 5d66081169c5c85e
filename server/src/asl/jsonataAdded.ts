import { type Json, Decimal, draft, fromNumber, isArray, isNumber, isObject, readJson, toNumber } from '../source/json';
import { hash } from './digest';
import { firstRandom } from './javaRandom';
import { isCode, toPlain } from './jsonataValues';

/**
 * The functions that AWS adds to JSONata, and those of the library that must be our own: what they answer is recorded, bounded or made
 * faster here. What wrong arguments come to was measured on AWS: undefined in some cases, an error in others.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */

/** Under these names, which no expression can say, an evaluation finds what is its own. */
export const pauseName = ' pause';
export const randomName = ' random';
export const millisName = ' millis';

/** What the library gives a function as `this`. */
interface Call {
  readonly environment: { lookup(name: string): unknown };
}

type Added = readonly [signature: string, implementation: (this: Call, ...values: never[]) => unknown];

/** Characters that $pad makes at most: more than any payload holds. */
const maxPadded = 262_144;
/** Items that $range makes at most. */
const maxRange = 360_145;
const memory = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';

/** An error of an expression: JSONata's code, or none, and its words. */
export function fault(code: string | undefined, message: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

export const exceedsMemory = (): Error => fault(undefined, memory);

/** By name, with the library's notation for arguments: https://docs.jsonata.org/embedding-extending#function-signature-syntax */
export const addedFunctions: Readonly<Record<string, Added>> = {
  millis: ['<:n>', millis],
  random: ['<n?:n>', random],
  uuid: ['<:s>', uuid],
  pad: ['<s-ns?:s>', pad],
  partition: ['<an?:a>', partition],
  range: ['<nnn?:a>', range],
  distinct: ['<x:x>', distinct],
  shuffle: ['<a:a>', shuffle],
  hash: ['<ss?:s>', digest],
  parse: ['<s?:x>', parse],
};

function millis(this: Call): unknown {
  return this.environment.lookup(millisName);
}

function chance(call: Call): () => number {
  return call.environment.lookup(randomName) as () => number;
}

function random(this: Call, seed?: number): number {
  return seed === undefined ? chance(this)() : firstRandom(seed);
}

function uuid(this: Call): string {
  const take = chance(this);
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (c) => {
    const digit = Math.floor(take() * 16);
    return (c === 'x' ? digit : (digit & 3) | 8).toString(16);
  });
}

function pad(this: Call, text: string | undefined, width: number, char = ' '): string | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (Math.abs(width) > maxPadded) {
    throw exceedsMemory();
  }
  const missing = Math.max(0, Math.trunc(Math.abs(width)) - [...text].length);
  const filled = [...(char === '' ? ' ' : char).repeat(missing)].slice(0, missing).join('');
  return width < 0 ? filled + text : text + filled;
}

function partition(this: Call, array: readonly unknown[] | undefined, size?: number): unknown {
  if (array === undefined) {
    return undefined;
  }
  // The library makes an array of what is none.
  if (array.length === 1 && array[0] === null) {
    throw fault('T0412', 'Argument 1 of function "partition" must be an array');
  }
  const step = size === undefined ? array.length : Math.trunc(size);
  if (step < 0) {
    throw fault('D3137', 'Second argument must be zero or greater');
  }
  return step === 0 || array.length === 0
    ? undefined
    : Array.from({ length: Math.ceil(array.length / step) }, (_, i) => array.slice(i * step, (i + 1) * step));
}

function range(this: Call, ...limits: (number | undefined)[]): unknown {
  const [first, last, step] = limits.map((limit) => (limit === undefined ? undefined : Math.trunc(limit)));
  if (first === undefined || last === undefined || step === undefined || step === 0) {
    return undefined;
  }
  const length = Math.floor((last - first) / step) + 1;
  if (length > maxRange) {
    throw exceedsMemory();
  }
  if (length < 1) {
    return undefined;
  }
  // A sequence of one is the one.
  return length === 1 ? first : Array.from({ length }, (_, i) => first + i * step);
}

/** The library's own takes its chances from where nobody records them. */
function shuffle(this: Call, items: readonly unknown[] | undefined): unknown {
  const take = chance(this);
  const made = items && [...items];
  for (let i = (made?.length ?? 0) - 1; made && i > 0; i--) {
    const other = Math.floor(take() * (i + 1));
    [made[i], made[other]] = [made[other], made[i]];
  }
  return made;
}

function digest(this: Call, text: string | undefined, algorithm?: string): string | undefined {
  if (text === undefined || algorithm === undefined) {
    return undefined;
  }
  const made = hash(text, algorithm);
  if (made === undefined) {
    throw fault('D3137', 'Second argument must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512');
  }
  return made;
}

function parse(this: Call, text?: string): unknown {
  if (text === undefined) {
    return undefined;
  }
  const { value, problems } = readJson(text);
  const numbers = value === undefined || problems.length > 0 ? undefined : plainNumbers(value);
  if (numbers === undefined) {
    throw fault('D3137', 'Invalid JSON');
  }
  return toPlain(numbers);
}

/** Numbers as AWS reads them here: an integer of 64 bits stays what it is, all others are doubles. Undefined where one is too large. */
function plainNumbers(value: Json): Json | undefined {
  if (isNumber(value)) {
    const isLong =
      value instanceof Decimal && /^-?\d+$/.test(value.text) && BigInt.asIntN(64, BigInt(value.text)) === BigInt(value.text);
    return isLong ? value : Number.isFinite(toNumber(value)) ? fromNumber(toNumber(value)) : undefined;
  }
  if (isArray(value)) {
    const items = value.map(plainNumbers);
    return items.includes(undefined) ? undefined : (items as Json[]);
  }
  if (!isObject(value)) {
    return value;
  }
  const made = draft();
  for (const key in value) {
    const member = plainNumbers(value[key]!);
    if (member === undefined) {
      return undefined;
    }
    made[key] = member;
  }
  return made;
}

/** The library's own compares each item with all before it. */
function distinct(this: Call, items: unknown): unknown {
  if (!Array.isArray(items) || items.length <= 1) {
    return items;
  }
  const values = new Set<unknown>();
  const containers = new Set<string>();
  const kept = items.filter((item: unknown) => {
    const known = values.size + containers.size;
    if (typeof item === 'object' && item !== null && !isCode(item)) {
      containers.add(canonical(item));
    } else {
      values.add(item);
    }
    return values.size + containers.size > known;
  });
  // The library keeps sequences and arrays that were written apart by this mark.
  return 'sequence' in items ? Object.assign(kept, { sequence: items.sequence }) : kept;
}

/** One text for all containers that are deeply equal. */
function canonical(value: object): string {
  const sorted = (_key: string, v: unknown): unknown =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? { object: Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)) }
      : v;
  return JSON.stringify(value, sorted);
}
