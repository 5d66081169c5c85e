import type { Fix } from '../source/edit';
import type { Node, ObjectNode } from '../source/node';
import type { Span } from '../source/span';
import { conforms } from './conforms';
import type { SchemaError } from './describeError';
import { describeError } from './describeError';
import type { FieldTable, Group, Language, ObjectSpec, Value } from './fieldTable';
import { fieldOf } from './fieldTable';
import { schemaId } from './schema';

/** Codes of what field tables say; each has a chapter in docs/rules.md. */
export type StructureCode =
  | 'unknown-field'
  | 'unsupported-field'
  | 'missing-field'
  | 'conflicting-fields'
  | 'wrong-type'
  | 'not-allowed-value'
  | 'out-of-range'
  | 'invalid-format';

/** What is wrong with the structure at one place. */
export interface StructureReport {
  readonly code: StructureCode;
  readonly at: Span;
  /** The object or list that is meant, where `at` is only its beginning. */
  readonly about?: Node;
  readonly message: string;
  readonly fixes?: readonly Fix[];
  /** It follows from another fault that is told of: it goes when that is repaired. */
  readonly isConsequence?: boolean;
}

/** A report with what tells whether it follows from another one. */
export interface Draft extends StructureReport {
  /** The object that lacks a field or has one that it should not have. */
  readonly owner?: ObjectNode;
  /** Fields one of which is missing. */
  readonly missing?: readonly string[];
  /** The field that a misspelt one most likely means; of the other query language, the field itself. */
  readonly meant?: string;
}

/** A validator that was compiled from a JSON Schema; `errors` are those of its last call. */
export interface Validator {
  (data: unknown): boolean;
  errors?: SchemaError[] | null;
}

/** What is needed to check objects of one field table. */
export interface Structure {
  readonly table: FieldTable;
  /** By schema id. */
  readonly validators: Readonly<Record<string, Validator>>;
  readonly text: string;
  /** Words that help with a field that the object of that name does not have: `it belongs to Choice states`. */
  readonly elsewhere?: (field: string, name: string) => string | undefined;
}

/** One object to check. */
export interface Checked {
  readonly node: ObjectNode;
  /** Its name in the table. */
  readonly name: string;
  readonly language: Language;
  /** Where to tell that a field is missing: the key under which the object stands. */
  readonly key: Span;
}

const none: readonly StructureReport[] = [];

/** Compares an object with its field table. What a placeholder may still become is not complained about. */
export function checkStructure(structure: Structure, checked: Checked): readonly StructureReport[] {
  const { table } = structure;
  return conforms(checked.node, table[checked.name]!, table, checked.language) ? none : validate(structure, checked);
}

/**
 * What is wrong with an object by its field table: ajv sees a shallow view of it (parts that are checked on their own, and free JSON, are left out), the fields
 * that exclude each other are compared here.
 */
export function validate(structure: Structure, checked: Checked): StructureReport[] {
  const reports: Draft[] = [];
  const open: Checked[] = [checked];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, name, language, key } = next;
    const view = viewOfObject(node, structure.table[name]!, key, { structure, language, reports, open });
    const validator = structure.validators[schemaId(name, language)]!;
    if (!validator(view)) {
      for (const error of validator.errors ?? []) {
        const report = describeError(error, next === checked ? structure : { ...structure, elsewhere: undefined }, next);
        if (report) {
          reports.push(report);
        }
      }
    }
  }
  return reports.length > 1 ? withConsequences(reports) : reports;
}

/** A field that is missing because it is misspelt, or written as the other query language has it, is one fault and not two. */
function withConsequences(reports: readonly Draft[]): StructureReport[] {
  return reports.map((report) =>
    report.missing?.some((name) => reports.some(({ owner, meant }) => owner === report.owner && meant === name))
      ? { ...report, isConsequence: true }
      : report,
  );
}

interface Walk {
  readonly structure: Structure;
  readonly language: Language;
  readonly reports: Draft[];
  /** Objects that are validated apart. */
  readonly open: Checked[];
}

const emptyObject = Object.freeze({});
const emptyArray = Object.freeze([]);

/** What ajv looks at instead of a node. Without anything inherited, and yet not a dictionary as `Object.create(null)` is, which is slow to fill and to read. */
const View = function (): void {} as unknown as new () => Record<string, unknown>;
View.prototype = Object.freeze(Object.create(null)) as Record<string, unknown>;

function viewOfObject(node: ObjectNode, spec: ObjectSpec, key: Span, walk: Walk): object {
  const view = new View();
  for (const { key: memberKey, value } of node.members) {
    const field = fieldOf(spec, memberKey.value, walk.language);
    view[memberKey.value] = viewOf(value, field?.value, memberKey, walk);
  }
  for (const group of spec.groups ?? []) {
    checkGroup(node, spec, group, key, walk);
  }
  return view;
}

function viewOf(node: Node | undefined, value: Value | undefined, key: Span, walk: Walk): unknown {
  switch (node?.kind) {
    case 'string':
      return node.value;
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.value;
    case 'object': {
      const { table } = walk.structure;
      if (value?.type === 'object') {
        if (value.isRecursive) {
          walk.open.push({ node, name: value.spec, language: walk.language, key });
          return emptyObject;
        }
        return viewOfObject(node, table[value.spec]!, key, walk);
      }
      if (value?.type === 'map') {
        const view = new View();
        for (const member of node.members) {
          view[member.key.value] = viewOf(member.value, value.values, member.key, walk);
        }
        return view;
      }
      return emptyObject;
    }
    case 'array':
      if (value?.type === 'array') {
        return node.items.map((item) => viewOf(item, value.items, { start: item.start, end: item.start + 1 }, walk));
      }
      return emptyArray;
    default:
      // A placeholder, or nothing yet: errors about it are dropped when they are described.
      return null;
  }
}

function checkGroup(node: ObjectNode, spec: ObjectSpec, group: Group, key: Span, { reports, language }: Walk): void {
  let first: string | undefined;
  for (const { key: memberKey, value } of node.members) {
    const name = memberKey.value;
    if (!group.fields.includes(name) || !fieldOf(spec, name, language)) {
      continue;
    }
    if (group.falseIsAbsent && value?.kind === 'boolean' && !value.value) {
      continue;
    }
    if (first === undefined) {
      first = name;
    } else if (first !== name && !group.several) {
      reports.push({
        code: 'conflicting-fields',
        at: memberKey,
        message: group.what
          ? `"${first}" and "${name}" exclude each other: ${lowerFirst(spec.title)} has exactly one ${group.what}.`
          : `"${first}" and "${name}" exclude each other.`,
      });
    }
  }
  if (group.required && first === undefined) {
    const allowed = group.fields.filter((name) => fieldOf(spec, name, language));
    if (allowed.length > 0) {
      reports.push({
        code: 'missing-field',
        at: key,
        about: node,
        owner: node,
        missing: [...group.fields, ...substitutesOf(allowed, spec)],
        message: group.what
          ? `${spec.title} needs a ${group.what}, such as ${quoteList(allowed.slice(0, 3))}.`
          : `${spec.title} needs ${allowed.length > 1 ? 'one of the fields' : 'the field'} ${quoteList(allowed)}.`,
      });
    }
  }
}

/** The fields of the other query language that may stand where one of these is missing: those of it, where all of these belong to one language. */
export function substitutesOf(missing: readonly string[], spec: ObjectSpec): readonly string[] {
  const language = fieldOf(spec, missing[0]!)?.language;
  return language && missing.every((name) => fieldOf(spec, name)?.language === language)
    ? spec.fields.filter((field) => field.language && field.language !== language).map(({ name }) => name)
    : [];
}

/** `"A", "B" or "C"`. */
export function quoteList(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** `A retrier` within a sentence. */
export function lowerFirst(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
