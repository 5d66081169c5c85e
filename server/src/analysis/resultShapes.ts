import { boolean, number, type Shape, text } from './shape';

const functions: readonly (readonly [Shape, string])[] = [
  [
    text,
    'string substring substringBefore substringAfter lowercase uppercase trim pad replace join formatNumber formatBase formatInteger ' +
      'base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl fromMillis now uuid hash type',
  ],
  [number, 'sum count max min average length number floor ceil round abs sqrt power random millis toMillis parseInteger'],
  [boolean, 'boolean not contains exists'],
];

const operators: readonly (readonly [Shape, string])[] = [
  [number, '+ - * / %'],
  [text, '&'],
  [boolean, '= != < <= > >= in and or'],
];

function byName(kinds: readonly (readonly [Shape, string])[]): ReadonlyMap<string, Shape> {
  return new Map(kinds.flatMap(([shape, names]) => names.split(' ').map((name) => [name, shape] as const)));
}

const kindsOfResults = byName(functions);
const kindsOfOperations = byName(operators);

/** What a JSONata function (its name without `$`) gives whatever it is called with, if it gives anything; `undefined` where that depends. */
export function resultShape(name: string): Shape | undefined {
  return kindsOfResults.get(name);
}

/** What an operator between two operands gives, if it gives anything; `undefined` where that depends on them. */
export function operationShape(operator: string): Shape | undefined {
  return kindsOfOperations.get(operator);
}

const ofIntrinsics: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['States.ArrayContains', boolean],
  ['States.ArrayLength', number],
  ['States.ArrayRange', { kind: 'array', items: number }],
  ['States.Base64Decode', text],
  ['States.Base64Encode', text],
  ['States.Format', text],
  ['States.Hash', text],
  ['States.JsonToString', text],
  ['States.MathAdd', number],
  ['States.MathRandom', number],
  ['States.StringSplit', { kind: 'array', items: text }],
  ['States.UUID', text],
]);

/** What an intrinsic function (`States.Format`) gives whatever it is called with; `undefined` where that depends. */
export function intrinsicResultShape(name: string): Shape | undefined {
  return ofIntrinsics.get(name);
}
