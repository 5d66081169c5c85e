/**
 * The functions that a JSONata expression can call on AWS: those of JSONata 2.0.6 without $eval, and those that AWS adds.
 * https://docs.jsonata.org/2.0.0/string-functions and following pages ·
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */
export interface JsonataFunction {
  /** How many arguments it takes; where the first may be left out for the context item, the smaller number counts. */
  readonly min: number;
  readonly max: number;
  readonly signature: string;
  readonly summary: string;
}

/** Name without `$`, fewest and most arguments, parameters, what it gives. */
const table: readonly (readonly [name: string, min: number, max: number, parameters: string, summary: string])[] = [
  ['sum', 1, 1, 'numbers', 'The sum of an array of numbers.'],
  ['count', 1, 1, 'array', 'How many items the array has.'],
  ['max', 1, 1, 'numbers', 'The largest number of an array.'],
  ['min', 1, 1, 'numbers', 'The smallest number of an array.'],
  ['average', 1, 1, 'numbers', 'The mean of an array of numbers.'],
  ['string', 0, 2, 'value, prettify?', 'The value as a string; objects and arrays as JSON text.'],
  ['substring', 1, 3, 'string, start, length?', 'The characters from the start position, counted from 0.'],
  ['substringBefore', 1, 2, 'string, characters', 'What stands before the first occurrence of the characters.'],
  ['substringAfter', 1, 2, 'string, characters', 'What stands after the first occurrence of the characters.'],
  ['lowercase', 0, 1, 'string', 'The string in lower case.'],
  ['uppercase', 0, 1, 'string', 'The string in upper case.'],
  ['length', 0, 1, 'string', 'How many characters the string has.'],
  ['trim', 0, 1, 'string', 'The string without white space at its ends, and single spaces within.'],
  ['pad', 1, 3, 'string, width, character?', 'The string filled up to the width; a negative width fills on the left.'],
  ['match', 1, 3, 'string, pattern, limit?', 'The places where the regular expression matches, as objects.'],
  ['contains', 1, 2, 'string, pattern', 'Whether the string holds the other one, or matches the regular expression.'],
  ['replace', 2, 4, 'string, pattern, replacement, limit?', 'The string with what matches replaced.'],
  ['split', 1, 3, 'string, separator, limit?', 'The parts of the string between separators.'],
  ['join', 1, 2, 'strings, separator?', 'The strings of an array in one.'],
  ['formatNumber', 1, 3, 'number, picture, options?', 'The number written as the picture says.'],
  ['formatBase', 0, 2, 'number, radix?', 'The integer written in another base.'],
  ['formatInteger', 1, 2, 'number, picture', 'The integer written as the picture says.'],
  ['parseInteger', 1, 2, 'string, picture', 'The integer that a string stands for.'],
  ['number', 0, 1, 'value', 'The value as a number.'],
  ['floor', 0, 1, 'number', 'The number rounded down.'],
  ['ceil', 0, 1, 'number', 'The number rounded up.'],
  ['round', 0, 2, 'number, precision?', 'The number rounded, half to even.'],
  ['abs', 0, 1, 'number', 'The number without its sign.'],
  ['sqrt', 0, 1, 'number', 'The square root.'],
  ['power', 1, 2, 'base, exponent', 'The base to the power of the exponent.'],
  ['boolean', 0, 1, 'value', 'The value as true or false.'],
  ['not', 0, 1, 'value', 'False for what is true, true for what is false.'],
  ['map', 2, 2, 'array, function', 'What the function gives for each item.'],
  ['zip', 1, Infinity, 'array, …', 'Arrays of the items that stand at the same place.'],
  ['filter', 2, 2, 'array, function', 'The items for which the function is true.'],
  ['single', 1, 2, 'array, function?', 'The only item for which the function is true; an error if there is not exactly one.'],
  ['reduce', 2, 3, 'array, function, init?', 'One value, made by applying the function to item after item.'],
  ['sift', 1, 2, 'object, function', 'The entries for which the function is true.'],
  ['keys', 0, 1, 'object', 'The keys of the object.'],
  ['lookup', 1, 2, 'object, key', 'The value of the key.'],
  ['append', 2, 2, 'array, array', 'The items of both.'],
  ['exists', 1, 1, 'value', 'Whether the expression gives a value.'],
  ['spread', 0, 1, 'object', 'An array of objects with one entry each.'],
  ['merge', 1, 1, 'objects', 'One object with the entries of all.'],
  ['reverse', 1, 1, 'array', 'The items in reverse order.'],
  ['each', 1, 2, 'object, function', 'What the function gives for each entry.'],
  ['error', 0, 1, 'message?', 'Ends the evaluation with an error.'],
  ['assert', 1, 2, 'condition, message?', 'Ends the evaluation with an error unless the condition is true.'],
  ['type', 1, 1, 'value', 'The name of the type: string, number, object …'],
  ['sort', 1, 2, 'array, function?', 'The items in order.'],
  ['shuffle', 1, 1, 'array', 'The items in random order.'],
  ['distinct', 1, 1, 'array', 'The items without repetitions.'],
  ['base64encode', 0, 1, 'string', 'The string in Base64.'],
  ['base64decode', 0, 1, 'string', 'The text that a Base64 string stands for.'],
  ['encodeUrlComponent', 0, 1, 'string', 'The string as part of a URL.'],
  ['encodeUrl', 0, 1, 'string', 'The string as a URL.'],
  ['decodeUrlComponent', 0, 1, 'string', 'The text that a part of a URL stands for.'],
  ['decodeUrl', 0, 1, 'string', 'The text that a URL stands for.'],
  ['toMillis', 0, 2, 'timestamp, picture?', 'The milliseconds since 1970 of a timestamp.'],
  ['fromMillis', 0, 3, 'milliseconds, picture?, timezone?', 'The timestamp of milliseconds since 1970.'],
  ['now', 0, 2, 'picture?, timezone?', 'The current moment as a timestamp.'],
  ['millis', 0, 0, '', 'The current moment in milliseconds since 1970.'],
  ['clone', 0, 1, 'value', 'A copy of the value.'],
  ['partition', 2, 2, 'array, size', 'The array cut into arrays of at most that size (added by AWS).'],
  ['range', 3, 3, 'first, last, step', 'Numbers from first to last, both included (added by AWS).'],
  ['hash', 2, 2, 'string, algorithm', 'The hash by MD5, SHA-1, SHA-256, SHA-384 or SHA-512 (added by AWS).'],
  ['random', 0, 1, 'seed?', 'A number of at least 0 and less than 1; the seed is added by AWS.'],
  ['uuid', 0, 0, '', 'A random UUID, version 4 (added by AWS).'],
  ['parse', 1, 1, 'string', 'The value that JSON text stands for (added by AWS).'],
];

/** The functions by name, without the `$`. */
export const jsonataFunctions: ReadonlyMap<string, JsonataFunction> = new Map(
  table.map(([name, min, max, parameters, summary]) => [name, { min, max, signature: `$${name}(${parameters})`, summary }]),
);
