import type { Field, Value } from '../fields/fieldTable';

/** A field's documentation as Markdown, with the page that explains it. */
export function documentationOf(field: Field): string {
  const outdated = field.deprecated === undefined ? '' : `\n\n*Out of date: ${field.deprecated}*`;
  return `${field.documentation}${outdated}\n\n[More](${field.link})`;
}

/** What a value is, in a word or two. */
export function kindOf(value: Value): string {
  switch (value.type) {
    case 'any':
    case 'template':
      return 'any JSON';
    case 'objectTemplate':
    case 'object':
    case 'part':
    case 'map':
      return 'object';
    case 'array':
      return `array of ${kindOf(value.items)}`;
    case 'enum':
      return value.values.length <= 4 ? value.values.join(' | ') : 'one of several words';
    case 'integer':
    case 'number': {
      const { minimum, maximum, unit } = value;
      const range =
        minimum === undefined
          ? maximum === undefined
            ? ''
            : ` ≤ ${maximum}`
          : maximum === undefined
            ? ` ≥ ${minimum}`
            : ` ${minimum}–${maximum}`;
      return `${value.type}${range}${unit === undefined ? '' : ` (${unit})`}`;
    }
    case 'path':
      return value.intrinsic ? 'JSONPath or intrinsic function' : 'JSONPath';
    case 'referencePath':
      return 'reference path';
    case 'expression':
      return 'JSONata expression';
    case 'stateName':
      return 'state name';
    case 'string':
    case 'boolean':
      return value.type;
  }
}
