import type { Segment } from '../asl/jsonPath';
import type { Node } from '../source/node';
import { utf8Length } from '../source/utf8Length';

/** What is known of a value before anything runs. Unknown is `any`; whatever is said otherwise holds in every execution. */
export type Shape =
  | { readonly kind: 'any' | 'number' | 'boolean' | 'null' }
  /** `bytes`: how many it has at least in UTF-8, where that is worth to be known. */
  | { readonly kind: 'string'; readonly bytes?: number }
  /** `length`: how many items it has at most, where that is known. */
  | { readonly kind: 'array'; readonly items: Shape; readonly length?: number }
  | {
      readonly kind: 'object';
      readonly fields: ReadonlyMap<string, Shape>;
      /** There may be other fields as well. */
      readonly isOpen: boolean;
      /** Where the object was made: `the Parameters of "Prepare"`. */
      readonly origin: string | undefined;
    };

export const any: Shape = { kind: 'any' };
export const text: Shape = { kind: 'string' };
export const number: Shape = { kind: 'number' };
export const boolean: Shape = { kind: 'boolean' };
/** Objects with more fields than this are not followed: the work stays linear. */
const maxFields = 64;

export function objectOf(fields: ReadonlyMap<string, Shape>, isOpen: boolean, origin: string | undefined): Shape {
  return fields.size > maxFields ? any : { kind: 'object', fields, isOpen, origin };
}

/** Texts from this length on are worth to be counted. */
export const longText = 1024;

/** The shape of a literal value; `read` says what a member's value becomes, where it is no literal. Recursion is as deep as the value. */
export function literalShape(
  node: Node | undefined,
  origin: string,
  read: (key: string | undefined, value: Node) => { readonly name: string; readonly shape: Shape } | undefined = () => undefined,
): Shape {
  switch (node?.kind) {
    case 'string':
      return (
        read(undefined, node)?.shape ??
        (node.value.includes('${')
          ? any
          : node.value.length < longText
            ? text
            : { kind: 'string', bytes: utf8Length(node.value) })
      );
    case 'number':
      return number;
    case 'boolean':
    case 'null':
      return { kind: node.kind };
    case 'array': {
      const [first, ...others] = node.items.map((item) => literalShape(item, origin, read));
      return { kind: 'array', items: first ? others.reduce(unite, first) : any, length: node.items.length };
    }
    case 'object': {
      const fields = new Map<string, Shape>();
      for (const { key, value } of node.members) {
        const found = value && read(key.value, value);
        if (found) {
          fields.set(found.name, found.shape);
        } else {
          fields.set(key.value, literalShape(value, origin, read));
        }
      }
      return objectOf(
        fields,
        node.members.some(({ key }) => key.value.includes('${')),
        origin,
      );
    }
    default:
      return any;
  }
}

/** What holds of both: of a value that is one or the other. */
export function unite(a: Shape, b: Shape): Shape {
  if (a === b) {
    return a;
  }
  if (a.kind === 'string' && b.kind === 'string') {
    return a.bytes === undefined || b.bytes === undefined ? text : a.bytes < b.bytes ? a : b;
  }
  if (a.kind === 'array' && b.kind === 'array') {
    const items = unite(a.items, b.items);
    const length = a.length === undefined || b.length === undefined ? undefined : Math.max(a.length, b.length);
    return items === a.items && length === a.length
      ? a
      : length === undefined
        ? { kind: 'array', items }
        : { kind: 'array', items, length };
  }
  if (a.kind === 'object' && b.kind === 'object') {
    let fields: Map<string, Shape> | undefined;
    for (const [name, shape] of b.fields) {
      const other = a.fields.get(name);
      const united = other ? unite(other, shape) : a.isOpen ? any : shape;
      if (united !== other) {
        (fields ??= new Map(a.fields)).set(name, united);
      }
    }
    if (b.isOpen) {
      for (const [name, shape] of a.fields) {
        if (shape !== any && !b.fields.has(name)) {
          (fields ??= new Map(a.fields)).set(name, any);
        }
      }
    }
    const isOpen = a.isOpen || b.isOpen;
    const origin = a.origin === b.origin ? a.origin : undefined;
    return !fields && isOpen === a.isOpen && origin === a.origin ? a : objectOf(fields ?? a.fields, isOpen, origin);
  }
  return a.kind === b.kind ? a : any;
}

/** Whether nothing more is known by `next` than by `shape`: a flow has come to rest. Compared to a depth that suffices in practice. */
export function isSame(shape: Shape, next: Shape, depth = 0): boolean {
  if (shape === next) {
    return true;
  }
  if (shape.kind !== next.kind || depth > 8) {
    return false;
  }
  if (shape.kind === 'array' && next.kind === 'array') {
    return shape.length === next.length && isSame(shape.items, next.items, depth + 1);
  }
  if (shape.kind === 'object' && next.kind === 'object') {
    if (shape.isOpen !== next.isOpen || shape.fields.size !== next.fields.size) {
      return false;
    }
    for (const [name, field] of shape.fields) {
      const other = next.fields.get(name);
      if (!other || !isSame(field, other, depth + 1)) {
        return false;
      }
    }
  }
  return true;
}

/** Whether nothing tells the shapes apart, where they were made included; not told of what lies very deep. */
export function isIdentical(a: Shape, b: Shape, depth = 0): boolean {
  if (a === b) {
    return true;
  }
  if (a.kind !== b.kind || depth > 8) {
    return false;
  }
  if (a.kind === 'string' && b.kind === 'string') {
    return a.bytes === b.bytes;
  }
  if (a.kind === 'array' && b.kind === 'array') {
    return a.length === b.length && isIdentical(a.items, b.items, depth + 1);
  }
  if (a.kind === 'object' && b.kind === 'object') {
    if (a.isOpen !== b.isOpen || a.origin !== b.origin || a.fields.size !== b.fields.size) {
      return false;
    }
    // The order of the fields is seen in messages.
    const others = b.fields.entries();
    for (const [name, field] of a.fields) {
      const [otherName, other] = others.next().value as [string, Shape];
      if (otherName !== name || !isIdentical(field, other, depth + 1)) {
        return false;
      }
    }
  }
  return true;
}

/** What a path leads to, or where it certainly ends. */
export type Selected =
  | { readonly shape: Shape }
  /** The segment that selects nothing, and what it is applied to. */
  | { readonly lost: Segment; readonly from: Shape };

/** Follows the segments of a path; whatever may select several values is not followed. */
export function select(shape: Shape, segments: readonly Segment[]): Selected {
  let current = shape;
  for (const segment of segments) {
    if (current.kind === 'any') {
      return { shape: any };
    }
    if (segment.kind === 'names' && segment.names.length === 1) {
      if (current.kind !== 'object') {
        return { lost: segment, from: current };
      }
      const field = current.fields.get(segment.names[0]!);
      if (!field) {
        return current.isOpen ? { shape: any } : { lost: segment, from: current };
      }
      current = field;
    } else if (segment.kind === 'indices' && segment.indices.length === 1) {
      if (current.kind !== 'array' || (current.length !== undefined && segment.indices[0]! >= current.length)) {
        return { lost: segment, from: current };
      }
      current = current.items;
    } else {
      return { shape: any };
    }
  }
  return { shape: current };
}

/** The shape with a value put at a reference path, as ResultPath does it: objects on the way are made where they are missing. */
export function put(shape: Shape, segments: readonly Segment[], value: Shape, origin: string): Shape {
  const [segment, ...rest] = segments;
  if (!segment) {
    return value;
  }
  if (segment.kind !== 'names' || segment.names.length !== 1 || (shape.kind !== 'object' && shape.kind !== 'any')) {
    return any;
  }
  const name = segment.names[0]!;
  const fields = new Map(shape.kind === 'object' ? shape.fields : []);
  const isOpen = shape.kind !== 'object' || shape.isOpen;
  // A field that is not known may be there already, with fields of its own.
  const before = fields.get(name) ?? (isOpen || rest.length === 0 ? any : objectOf(new Map(), false, origin));
  fields.set(name, put(before, rest, value, origin));
  return objectOf(fields, isOpen, shape.kind === 'object' ? shape.origin : undefined);
}

/** How many bytes a value of the shape has at least as JSON. Deep inside a value nothing is counted. */
export function sizeOf(shape: Shape, depth = 0): number {
  switch (shape.kind) {
    case 'string':
      return (shape.bytes ?? 0) + 2;
    case 'object': {
      let size = 1;
      for (const [name, field] of depth < 32 ? shape.fields : []) {
        size += name.length + 4 + sizeOf(field, depth + 1);
      }
      return size;
    }
    default:
      return 1;
  }
}

const words = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  array: 'an array',
  object: 'an object',
  any: 'unknown',
};

/** The shape in words: `a string`, `an object with id, name`. */
export function shapeInWords(shape: Shape): string {
  if (shape.kind === 'array' && shape.length !== undefined) {
    return shape.length === 0 ? 'an empty array' : `an array of ${shape.length === 1 ? 'one item' : `${shape.length} items`}`;
  }
  if (shape.kind !== 'object') {
    return words[shape.kind];
  }
  const names = [...shape.fields.keys()];
  if (names.length === 0) {
    return shape.isOpen ? 'an object' : 'an empty object';
  }
  return `an object with ${names.slice(0, 6).join(', ')}${names.length > 6 || shape.isOpen ? ' …' : ''}`;
}
