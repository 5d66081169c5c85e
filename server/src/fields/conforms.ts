import type { Node, ObjectNode } from '../source/node';
import { type Field, fieldsOf, type FieldTable, type Language, type ObjectSpec, type Value } from './fieldTable';

/** What to look at in a member of an object; of the sets that it belongs to, a bit each. */
interface Check {
  readonly isFine: (value: Node) => boolean;
  /** Itself, where others ask for it. */
  readonly bit: number;
  readonly requires: number;
  readonly groups: number;
  /** `false` says no more than its absence. */
  readonly mayBeAbsent: boolean;
}

/** A table that is ready to be compared with. */
interface Checks {
  readonly byName: ReadonlyMap<string, Check>;
  readonly required: number;
  readonly exclusiveGroups: number;
  readonly requiredGroups: number;
}

/** Bits of a number that can be told apart. */
const bits = 31;

/**
 * Whether an object is for certain as its table wants it. Nearly every object is; a look at its members is several times as fast as a view of it for a validator,
 * which is asked about the others only. A value that may be a placeholder is never certain.
 */
export function conforms(node: ObjectNode, spec: ObjectSpec, table: FieldTable, language: Language): boolean {
  const checks = checksOf(spec, table, language);
  return checks !== undefined && passes(node, checks);
}

function passes(node: ObjectNode, checks: Checks): boolean {
  let present = 0;
  let { required } = checks;
  let groups = 0;
  for (const { key, value } of node.members) {
    const check = checks.byName.get(key.value);
    if (
      !check ||
      !value ||
      (groups & check.groups & checks.exclusiveGroups) !== 0 ||
      (check.mayBeAbsent && value.kind === 'boolean' && !value.value) ||
      !check.isFine(value)
    ) {
      return false;
    }
    present |= check.bit;
    required |= check.requires;
    groups |= check.groups;
  }
  return (required & ~present) === 0 && (checks.requiredGroups & ~groups) === 0;
}

/** Whether a value is for certain as the table wants that of one field. */
export function fitsField(value: Node, name: string, spec: ObjectSpec, table: FieldTable, language: Language): boolean {
  return checksOf(spec, table, language)?.byName.get(name)?.isFine(value) ?? false;
}

/** Tables are constants: each is made ready once, by query language; `undefined` for one with too many sets. */
const known = new WeakMap<ObjectSpec, Map<Language, Checks | undefined>>();

function checksOf(spec: ObjectSpec, table: FieldTable, language: Language): Checks | undefined {
  let byLanguage = known.get(spec);
  if (!byLanguage) {
    byLanguage = new Map();
    known.set(spec, byLanguage);
  }
  if (!byLanguage.has(language)) {
    byLanguage.set(language, makeChecks(spec, table, language));
  }
  return byLanguage.get(language);
}

function makeChecks(spec: ObjectSpec, table: FieldTable, language: Language): Checks | undefined {
  const fields = fieldsOf(spec, language);
  const { groups = [] } = spec;
  const wanted = new Map<string, number>();
  const bitOf = (name: string): number => {
    const bit = wanted.get(name) ?? 1 << wanted.size;
    wanted.set(name, bit);
    return bit;
  };
  const groupsWhere = (isMeant: (group: (typeof groups)[number]) => boolean | undefined): number =>
    groups.reduce((mask, group, index) => (isMeant(group) ? mask | (1 << index) : mask), 0);
  const required = fields.reduce((mask, { name, required: is }) => (is ? mask | bitOf(name) : mask), 0);
  const requires = fields.map((field) => (field.requires ?? []).reduce((mask, name) => mask | bitOf(name), 0));
  const byName = new Map<string, Check>();
  for (const [index, field] of fields.entries()) {
    const { name } = field;
    byName.set(name, {
      isFine: fieldCheck(field, table, language),
      bit: wanted.get(name) ?? 0,
      requires: requires[index]!,
      groups: groupsWhere((group) => group.fields.includes(name)),
      mayBeAbsent: groups.some((group) => group.falseIsAbsent && group.fields.includes(name)),
    });
  }
  return wanted.size > bits || groups.length > bits
    ? undefined
    : {
        byName,
        required,
        exclusiveGroups: groupsWhere(({ several }) => !several),
        // A group none of whose fields the query language has asks for nothing.
        requiredGroups: groupsWhere((group) => group.required && group.fields.some((name) => byName.has(name))),
      };
}

function fieldCheck({ value, jsonata }: Field, table: FieldTable, language: Language): Check['isFine'] {
  const check = valueCheck(value, table, language);
  return jsonata && language === 'JSONata' ? (node) => isExpression(node) || check(node) : check;
}

/** Stricter than the pattern: white space around it is for the validator. */
function isExpression(node: Node): boolean {
  return node.kind === 'string' && node.value.length >= 4 && node.value.startsWith('{%') && node.value.endsWith('%}');
}

/** In the order of `valueSchema`, which says the same to a validator. */
function valueCheck(value: Value, table: FieldTable, language: Language): Check['isFine'] {
  switch (value.type) {
    case 'any':
    case 'template':
      return () => true;
    case 'string': {
      const { pattern, maxLength = Infinity, nullable } = value;
      const expression = pattern && new RegExp(pattern.source, 'u');
      return (node) =>
        node.kind === 'string'
          ? expression
            ? expression.test(node.value)
            : node.value.length <= maxLength
          : nullable === true && node.kind === 'null';
    }
    case 'enum':
      return (node) => node.kind === 'string' && value.values.includes(node.value);
    case 'boolean':
      return (node) => node.kind === 'boolean';
    case 'integer':
    case 'number': {
      const { type, minimum = -Infinity, maximum = Infinity } = value;
      return (node) => {
        const number = node.kind === 'number' ? Number(node.text) : NaN;
        return (
          number >= minimum && number <= maximum && (type === 'integer' ? Number.isInteger(number) : Number.isFinite(number))
        );
      };
    }
    case 'path': {
      const { nullable, intrinsic } = value;
      return (node) =>
        node.kind === 'string'
          ? node.value.startsWith('$') || (intrinsic === true && node.value.startsWith('States.'))
          : nullable === true && node.kind === 'null';
    }
    case 'referencePath':
      return (node) => (node.kind === 'string' ? node.value.startsWith('$') : value.nullable === true && node.kind === 'null');
    case 'expression':
      return isExpression;
    case 'stateName':
      return (node) => node.kind === 'string' && node.value !== '';
    case 'objectTemplate':
    case 'part':
      return (node) => node.kind === 'object';
    case 'map': {
      const check = valueCheck(value.values, table, language);
      return (node) =>
        node.kind === 'object' && !value.key && node.members.every((member) => member.value !== undefined && check(member.value));
    }
    case 'array': {
      const { minItems = 0, maxItems = Infinity, orObject } = value;
      const check = valueCheck(value.items, table, language);
      return (node) =>
        node.kind === 'array'
          ? node.items.length >= minItems && node.items.length <= maxItems && node.items.every(check)
          : orObject === true && node.kind === 'object';
    }
    case 'object': {
      // Its own table may be among those within it: it is looked up when it is asked for, once.
      let checks: Checks | 'none' | undefined;
      return (node) => {
        checks ??= checksOf(table[value.spec]!, table, language) ?? 'none';
        // Recursion is as deep as the document, which parsers bound.
        return node.kind === 'object' && checks !== 'none' && passes(node, checks);
      };
    }
  }
}
