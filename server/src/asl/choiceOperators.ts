import type { Value } from '../fields/fieldTable';
import { timestamp } from './timestamp';

/** A comparison operator of a Choice rule. https://states-language.net/#choice-state */
export interface ChoiceOperator {
  readonly name: string;
  readonly value: Value;
  readonly documentation: string;
  readonly snippet: string;
}

const path: Value = { type: 'path' };

const families = [
  ['String', 'text', { type: 'string' }, '"${1}"'],
  ['Numeric', 'number', { type: 'number' }, '${1:0}'],
  ['Timestamp', 'moment', timestamp, '"${1:2030-01-01T00:00:00Z}"'],
] as const satisfies readonly (readonly [string, string, Value, string])[];

const comparisons = [
  ['Equals', 'is equal to'],
  ['LessThan', 'is less than'],
  ['GreaterThan', 'is greater than'],
  ['LessThanEquals', 'is less than or equal to'],
  ['GreaterThanEquals', 'is greater than or equal to'],
] as const;

const tests = [
  ['IsNull', 'is null'],
  ['IsPresent', 'is there at all'],
  ['IsNumeric', 'is a number'],
  ['IsString', 'is a string'],
  ['IsBoolean', 'is true or false'],
  ['IsTimestamp', 'is a string in the form of a timestamp'],
] as const;

function withPath(operator: ChoiceOperator): ChoiceOperator[] {
  return [
    operator,
    {
      name: `${operator.name}Path`,
      value: path,
      documentation: `As ${operator.name}, with the value that this path leads to.`,
      snippet: '"\\$.${1:field}"',
    },
  ];
}

/** All operators that compare the value of `Variable`. */
export const operators: readonly ChoiceOperator[] = [
  ...families.flatMap(([family, what, value, snippet]) =>
    comparisons.flatMap(([comparison, words]) =>
      withPath({
        name: `${family}${comparison}`,
        value,
        documentation: `True when the ${what} at Variable ${words} this one.`,
        snippet,
      }),
    ),
  ),
  {
    name: 'StringMatches',
    value: { type: 'string' },
    documentation:
      'True when the text at Variable fits this pattern, in which * stands for any characters; \\\\* is an asterisk itself.',
    snippet: '"${1:*}"',
  },
  ...withPath({
    name: 'BooleanEquals',
    value: { type: 'boolean' },
    documentation: 'True when the value at Variable is this one: true or false.',
    snippet: '${1|true,false|}',
  }),
  ...tests.map(([name, words]): ChoiceOperator => ({
    name,
    value: { type: 'boolean' },
    documentation: `With true: true when the value at Variable ${words}; with false, when it is not so.`,
    snippet: '${1|true,false|}',
  })),
];
