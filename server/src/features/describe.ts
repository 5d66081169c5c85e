import { fieldOf, type Field, type FieldTable, type Language, type ObjectSpec, type Value } from '../fields/fieldTable';

/** What a field table says about a place: the object there, or the value. */
export interface Described {
  readonly spec: ObjectSpec | undefined;
  readonly value: Value | undefined;
  /** The field that holds it, directly or in arrays. */
  readonly field: Field | undefined;
}

/** Follows `path` from an object that `spec` describes; absent as soon as the table says nothing about the way. */
export function describe(
  table: FieldTable,
  spec: ObjectSpec | undefined,
  path: readonly (string | number)[],
  language: Language,
): Described | undefined {
  let here: Described | undefined = spec && { spec, value: undefined, field: undefined };
  for (const step of path) {
    here = here && enter(table, here, step, language);
  }
  return here;
}

function enter(
  table: FieldTable,
  { spec, value, field }: Described,
  step: string | number,
  language: Language,
): Described | undefined {
  if (typeof step === 'number') {
    return value?.type === 'array' ? described(table, value.items, field) : undefined;
  }
  if (value?.type === 'map') {
    return described(table, value.values, field);
  }
  // A field that takes an array or one object of the same kind is written as that object here.
  const inner = value?.type === 'array' && value.orObject ? described(table, value.items, field).spec : spec;
  const next = inner && fieldOf(inner, step, language);
  return next && described(table, next.value, next);
}

function described(table: FieldTable, value: Value, field: Field | undefined): Described {
  return { spec: value.type === 'object' || value.type === 'part' ? table[value.spec] : undefined, value, field };
}
