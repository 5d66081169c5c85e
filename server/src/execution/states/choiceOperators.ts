import type { Decimal } from '../../source/json';
import { type Json, isNumber, toNumber } from '../../source/json';
import { compareTimestamps, parseTimestamp } from '../timestamp';

/** What a comparison says about a value that is there. Comparing with the wrong type is false, never an error (seen on AWS). */
export type ChoiceOperator = (value: Json, operand: Json) => boolean;

function strings(test: (order: number) => boolean): ChoiceOperator {
  return (a, b) => typeof a === 'string' && typeof b === 'string' && test(a < b ? -1 : a > b ? 1 : 0);
}

function numbers(test: (order: number) => boolean): ChoiceOperator {
  return (a, b) => isNumber(a) && isNumber(b) && test(compareNumbers(a, b));
}

function timestamps(test: (order: number) => boolean): ChoiceOperator {
  return (a, b) => {
    const [x, y] = [a, b].map((v) => (typeof v === 'string' ? parseTimestamp(v) : undefined));
    return x !== undefined && y !== undefined && test(compareTimestamps(x, y));
  };
}

const is =
  (test: (value: Json) => boolean): ChoiceOperator =>
  (value, operand) =>
    test(value) === operand;

const comparisons: readonly (readonly [string, (order: number) => boolean])[] = [
  ['Equals', (d) => d === 0],
  ['LessThan', (d) => d < 0],
  ['LessThanEquals', (d) => d <= 0],
  ['GreaterThan', (d) => d > 0],
  ['GreaterThanEquals', (d) => d >= 0],
];

function family(kind: string, make: (test: (order: number) => boolean) => ChoiceOperator): Record<string, ChoiceOperator> {
  return Object.fromEntries(
    comparisons.flatMap(([name, test]) => [
      [`${kind}${name}`, make(test)],
      [`${kind}${name}Path`, make(test)],
    ]),
  );
}

const booleanEquals: ChoiceOperator = (a, b) => typeof a === 'boolean' && a === b;

/** All comparisons of a Choice rule; those that end in Path take their operand from a path. https://states-language.net/#choice-state */
export const choiceOperators: Readonly<Record<string, ChoiceOperator>> = {
  ...family('String', strings),
  ...family('Numeric', numbers),
  ...family('Timestamp', timestamps),
  BooleanEquals: booleanEquals,
  BooleanEqualsPath: booleanEquals,
  StringMatches: (value, pattern) => typeof value === 'string' && typeof pattern === 'string' && matches(value, pattern),
  IsNull: is((v) => v === null),
  // A value that is absent does not get here: the Choice state answers for it.
  IsPresent: is(() => true),
  IsNumeric: is(isNumber),
  IsString: is((v) => typeof v === 'string'),
  IsBoolean: is((v) => typeof v === 'boolean'),
  IsTimestamp: is((v) => typeof v === 'string' && parseTimestamp(v) !== undefined),
};

/** Order of two numbers; integers of any size are compared exactly. */
export function compareNumbers(a: number | Decimal, b: number | Decimal): number {
  const difference = toNumber(a) - toNumber(b);
  if (difference !== 0 || (typeof a === 'number' && typeof b === 'number')) {
    return difference;
  }
  const [x, y] = [a, b].map((n) => (/^-?\d+$/.test(String(n)) ? BigInt(String(n)) : undefined));
  return x === undefined || y === undefined || x === y ? 0 : x < y ? -1 : 1;
}

/** `*` stands for any text, `\*` for itself and `\\` for a backslash. Linear in the value for each star. */
export function matches(value: string, pattern: string): boolean {
  const parts: string[] = [''];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') {
      parts.push('');
    } else {
      parts[parts.length - 1] += char === '\\' && i + 1 < pattern.length ? pattern[++i]! : char;
    }
  }
  const first = parts[0]!;
  if (parts.length === 1) {
    return value === first;
  }
  const last = parts[parts.length - 1]!;
  if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) {
    return false;
  }
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return at <= value.length - last.length;
}
