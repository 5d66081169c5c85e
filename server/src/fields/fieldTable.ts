/**
 * Field tables: what objects of a document may hold, as data. From one table come the JSON Schema that checks it (`schemaOf`),
 * completion and hover.
 */

/** What a field's value is. Lengths in UTF-16 characters. */
export type Value =
  | { readonly type: 'any' }
  | { readonly type: 'string'; readonly pattern?: Pattern; readonly maxLength?: number; readonly nullable?: boolean }
  /** One of a few words. */
  | { readonly type: 'enum'; readonly values: readonly string[]; readonly ignoreCase?: boolean }
  | { readonly type: 'boolean' }
  | { readonly type: 'integer' | 'number'; readonly minimum?: number; readonly maximum?: number; readonly unit?: string }
  /** A JSONPath that selects something; `intrinsic`: or a call of an intrinsic function. */
  | { readonly type: 'path'; readonly nullable?: boolean; readonly intrinsic?: boolean }
  /** A JSONPath that names exactly one place. */
  | { readonly type: 'referencePath'; readonly nullable?: boolean }
  /** A JSONata expression in `{% %}`. */
  | { readonly type: 'expression' }
  /** The name of a state of the same scope. */
  | { readonly type: 'stateName' }
  /** Free JSON, in which paths and expressions are replaced. */
  | { readonly type: 'template' }
  | { readonly type: 'objectTemplate' }
  /** Any names, each with a value of one kind. */
  | { readonly type: 'map'; readonly values: Value; readonly key?: Pattern }
  | {
      readonly type: 'array';
      readonly items: Value;
      readonly minItems?: number;
      readonly maxItems?: number;
      readonly orObject?: boolean;
    }
  /** An object that the table describes under that name. */
  | {
      readonly type: 'object';
      readonly spec: string;
      /** It may hold objects of its own kind: each is validated apart, so that deep nesting does not deepen the validator. */
      readonly isRecursive?: boolean;
    }
  /** An object that whoever checks the document looks at on its own: a scope, the states. */
  | { readonly type: 'part'; readonly spec: string };

/** A regular expression (source) with the words for what it asks for. */
export interface Pattern {
  readonly source: string;
  /** Completes "… must be": `a timestamp such as 2026-01-31T12:00:00Z`. */
  readonly what: string;
}

export interface Field {
  readonly name: string;
  readonly value: Value;
  readonly required?: boolean;
  /** Only with this query language; absent: with both. */
  readonly language?: 'JSONPath' | 'JSONata';
  /** With JSONata the value may be an expression in `{% %}` as well. */
  readonly jsonata?: boolean;
  /** Other fields without which this one makes no sense. */
  readonly requires?: readonly string[];
  /** What the service puts in the place of the field, when it is out of date. */
  readonly deprecated?: string;
  /** One or two plain sentences. */
  readonly documentation: string;
  /** The page that explains it. */
  readonly link: string;
  /** A first value to write, in the syntax of editor snippets (tab stops `${1:text}`); absent: by the kind of value. */
  readonly snippet?: string;
  /** The same where the query language is JSONata and another value is written there. */
  readonly jsonataSnippet?: string;
}

/** Fields that exclude each other. */
export interface Group {
  readonly fields: readonly string[];
  /** One of them must be there. */
  readonly required: boolean;
  /** Several of them may be there. */
  readonly several?: boolean;
  /** A field with the value false says no more than its absence. */
  readonly falseIsAbsent?: boolean;
  /** What they are together, where the list is too long to tell: `comparison operator`. */
  readonly what?: string;
}

/** One kind of object. */
export interface ObjectSpec {
  /** What the object is called in messages: `a Task state`, `a retrier`. */
  readonly title: string;
  readonly documentation: string;
  readonly link: string;
  readonly fields: readonly Field[];
  readonly groups?: readonly Group[];
}

export type FieldTable = Readonly<Record<string, ObjectSpec>>;

/** The query language by which fields are chosen; tables without such a distinction leave it out. */
export type Language = 'JSONPath' | 'JSONata' | undefined;

/** The fields of an object that the query language allows; all of them without one. */
export function fieldsOf(spec: ObjectSpec, language: Language): readonly Field[] {
  return indexOf(spec, language).fields;
}

/** The same by their names. */
export function fieldsByName(spec: ObjectSpec, language: Language): ReadonlyMap<string, Field> {
  return indexOf(spec, language).byName;
}

/** The field of that name that the query language allows; in whatever language without one. */
export function fieldOf(spec: ObjectSpec, name: string, language?: Language): Field | undefined {
  return indexOf(spec, language).byName.get(name);
}

interface FieldIndex {
  readonly fields: readonly Field[];
  readonly byName: ReadonlyMap<string, Field>;
}
/** Tables are constants: each is indexed once, by query language. */
const indexes = new WeakMap<ObjectSpec, Map<Language, FieldIndex>>();

function indexOf(spec: ObjectSpec, language: Language): FieldIndex {
  let byLanguage = indexes.get(spec);
  if (!byLanguage) {
    byLanguage = new Map();
    indexes.set(spec, byLanguage);
  }
  let index = byLanguage.get(language);
  if (!index) {
    const fields = language ? spec.fields.filter((f) => !f.language || f.language === language) : spec.fields;
    index = { fields, byName: new Map(fields.map((f) => [f.name, f])) };
    byLanguage.set(language, index);
  }
  return index;
}

/** The object that a field's value, or an element of it, is described by. */
export function specOfValue(table: FieldTable, value: Value): ObjectSpec | undefined {
  switch (value.type) {
    case 'object':
    case 'part':
      return table[value.spec];
    case 'array':
      return specOfValue(table, value.items);
    case 'map':
      return specOfValue(table, value.values);
    default:
      return undefined;
  }
}
