import { fieldsOf, type Field, type Language, type ObjectSpec, type Value } from '../../fields/fieldTable';
import { documentationOf, kindOf } from '../fieldDocumentation';
import type { Completion } from './completion';
import type { Place } from './place';
import { writeMember, writeString, writeValue } from './write';

/** The fields that the object at `place` may still get: required ones first, outdated ones last. */
export function fields(spec: ObjectSpec, language: Language, place: Place): Completion[] {
  const excluded = new Set(
    (spec.groups ?? []).filter((g) => g.fields.some((name) => place.otherKeys.has(name))).flatMap((g) => g.fields),
  );
  const wanted = new Set((spec.groups ?? []).filter((g) => g.required).flatMap((g) => g.fields));
  const rank = (field: Field): number =>
    field.deprecated !== undefined ? 3 : field.required ? 0 : wanted.has(field.name) ? 1 : 2;
  return fieldsOf(spec, language)
    .filter((field) => !place.otherKeys.has(field.name) && !excluded.has(field.name))
    .toSorted((a, b) => rank(a) - rank(b))
    .map((field) => ({
      label: field.name,
      kind: 'field',
      detail: `${kindOf(field.value)}${field.required ? ', required' : ''}`,
      documentation: documentationOf(field),
      suggestsNext: !place.hasColon && field.snippet === undefined && wantsCompletion(field.value),
      isDeprecated: field.deprecated !== undefined,
      ...writeMember(
        place,
        field.name,
        (language === 'JSONata' ? field.jsonataSnippet : undefined) ?? field.snippet ?? firstValue(field.value),
      ),
    }));
}

/** The words that a value may be, as far as there is a choice. */
export function values(value: Value, field: Field | undefined, place: Place): Completion[] {
  const found: Completion[] = [];
  const documentation = field && documentationOf(field);
  const add = (label: string, written: ReturnType<typeof writeValue>): void => {
    if (written) {
      found.push({ label, kind: 'value', documentation, suggestsNext: false, ...written });
    }
  };
  if (value.type === 'enum') {
    value.values.forEach((word) => add(word, writeString(place, word)));
  } else if (value.type === 'boolean') {
    ['true', 'false'].forEach((word) => add(word, writeValue(place, word)));
  } else if ((value.type === 'path' || value.type === 'referencePath') && value.nullable) {
    add('null', writeValue(place, 'null'));
  }
  return found;
}

/** What is written behind a new key, as a snippet; the first tab stop is where typing goes on. */
function firstValue(value: Value): string {
  switch (value.type) {
    case 'any':
    case 'template':
      return '$1';
    case 'objectTemplate':
    case 'object':
    case 'part':
    case 'map':
      return '{\n\t$1\n}';
    case 'array': {
      const item = firstValue(value.items);
      return item.includes('\n') ? `[\n\t${item.replaceAll('\n', '\n\t')}\n]` : `[${item}]`;
    }
    case 'boolean':
      return '${1|true,false|}';
    case 'integer':
    case 'number':
      return value.minimum === undefined ? '$1' : `\${1:${value.minimum}}`;
    case 'path':
    case 'referencePath':
      return '"${1:\\$}"';
    case 'expression':
      return '"{% $1 %\\}"';
    case 'string':
    case 'enum':
    case 'stateName':
      return '"$1"';
  }
}

function wantsCompletion(value: Value): boolean {
  switch (value.type) {
    case 'enum':
    case 'stateName':
    case 'object':
    case 'part':
      return true;
    case 'array':
      return wantsCompletion(value.items);
    default:
      return false;
  }
}
