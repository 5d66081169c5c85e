import type { FieldTable, Language, ObjectSpec, Value } from './fieldTable';
import { fieldsOf } from './fieldTable';

/** A JSON Schema (draft-07), as far as tables need it. */
export type JsonSchema = boolean | { [keyword: string]: unknown };

/** A string that JSONata evaluates. https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
export const expressionPattern = '^\\s*\\{%[\\s\\S]*%\\}\\s*$';

/** Id of the schema of one kind of object in one query language. */
export function schemaId(name: string, language: Language): string {
  return language ? `${name}_${language}` : name;
}

/** The JSON Schemas of the named objects and of everything in them, by id. They refer to each other by `$ref`. */
export function schemasOf(
  table: FieldTable,
  names: readonly string[],
  languages: readonly Language[],
): Record<string, JsonSchema> {
  const schemas: Record<string, JsonSchema> = {};
  const open = names.flatMap((name) => languages.map((language) => ({ name, language })));
  for (let next = open.pop(); next; next = open.pop()) {
    const { name, language } = next;
    const id = schemaId(name, language);
    if (!(id in schemas)) {
      schemas[id] = objectSchema(table[name]!, language, (inner) => open.push({ name: inner, language }));
    }
  }
  return schemas;
}

function objectSchema(spec: ObjectSpec, language: Language, refer: (name: string) => void): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  const dependencies: Record<string, readonly string[]> = {};
  for (const field of fieldsOf(spec, language)) {
    const schema = valueSchema(field.value, language, refer);
    properties[field.name] =
      field.jsonata && language === 'JSONata'
        ? { if: { type: 'string', pattern: expressionPattern }, then: true, else: schema }
        : schema;
    if (field.required) {
      required.push(field.name);
    }
    if (field.requires) {
      dependencies[field.name] = field.requires;
    }
  }
  return { type: 'object', properties, required, dependencies, additionalProperties: false };
}

function valueSchema(value: Value, language: Language, refer: (name: string) => void): JsonSchema {
  switch (value.type) {
    case 'any':
    case 'template':
      return true;
    case 'string':
      return {
        type: value.nullable ? ['string', 'null'] : 'string',
        ...(value.pattern
          ? { pattern: value.pattern.source }
          : value.maxLength
            ? { pattern: `^[\\s\\S]{0,${value.maxLength}}$` }
            : {}),
      };
    case 'enum':
      return value.ignoreCase
        ? { type: 'string', pattern: `^(?:${value.values.map(anyCase).join('|')})$` }
        : { type: 'string', enum: value.values };
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
    case 'number':
      return {
        type: value.type,
        ...(value.minimum === undefined ? {} : { minimum: value.minimum }),
        ...(value.maximum === undefined ? {} : { maximum: value.maximum }),
      };
    case 'path':
      return { type: value.nullable ? ['string', 'null'] : 'string', pattern: value.intrinsic ? '^(\\$|States\\.)' : '^\\$' };
    case 'referencePath':
      return { type: value.nullable ? ['string', 'null'] : 'string', pattern: '^\\$' };
    case 'expression':
      return { type: ['string', 'boolean'], pattern: expressionPattern };
    case 'stateName':
      return { type: 'string', pattern: '^[\\s\\S]' };
    case 'objectTemplate':
    case 'part':
      return { type: 'object' };
    case 'map':
      return {
        type: 'object',
        additionalProperties: valueSchema(value.values, language, refer),
        ...(value.key ? { propertyNames: { pattern: value.key.source } } : {}),
      };
    case 'array': {
      const schema: JsonSchema = {
        type: value.orObject ? ['array', 'object'] : 'array',
        items: valueSchema(value.items, language, refer),
      };
      if (value.minItems !== undefined) {
        schema.minItems = value.minItems;
      }
      if (value.maxItems !== undefined) {
        schema.maxItems = value.maxItems;
      }
      return schema;
    }
    case 'object':
      refer(value.spec);
      return value.isRecursive ? { type: 'object' } : { $ref: schemaId(value.spec, language) };
  }
}

function anyCase(word: string): string {
  return word.replace(/[A-Za-z]/g, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}
