import type { Segment } from '../../asl/jsonPath';
import { isArray, isNumber, isObject, type Json } from '../../source/json';
import { any, number, objectOf, type Shape, text } from '../shape';

/**
 * Shapes for people who write: what a value may well hold, where `shape.ts` says what it certainly does. An object that comes one way only
 * still has its fields; where two ways bring different kinds, nothing is said.
 */

/** What may come of two ways that meet. */
export function either(a: Shape, b: Shape): Shape {
  if (a === b) {
    return a;
  }
  if (a.kind === 'any' || a.kind === 'null') {
    return opened(b);
  }
  if (b.kind === 'any' || b.kind === 'null') {
    return opened(a);
  }
  if (a.kind === 'array' && b.kind === 'array') {
    return { kind: 'array', items: either(a.items, b.items) };
  }
  if (a.kind === 'object' && b.kind === 'object') {
    const fields = new Map(a.fields);
    for (const [name, shape] of b.fields) {
      const other = fields.get(name);
      fields.set(name, other ? either(other, shape) : shape);
    }
    return objectOf(
      fields,
      a.isOpen || b.isOpen || !hasSameKeys(a.fields, b.fields),
      a.origin === b.origin ? a.origin : undefined,
    );
  }
  return a.kind === b.kind ? a : any;
}

function hasSameKeys(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}

/** What remains of a shape where something unknown may stand as well: its fields, not its kind. */
function opened(shape: Shape): Shape {
  switch (shape.kind) {
    case 'object':
      return shape.isOpen ? shape : { ...shape, isOpen: true };
    case 'array':
      return shape;
    default:
      return any;
  }
}

/** So many items of an array are looked at. */
const mostItems = 50;

/** The shape of data that is an example: others may have more fields. Recursion is as deep as the data. */
export function exampleShape(value: Json, origin: string): Shape {
  if (isArray(value)) {
    const items = value.slice(0, mostItems).map((item) => exampleShape(item, origin));
    return { kind: 'array', items: items.length > 0 ? items.reduce(either) : any };
  }
  if (isObject(value)) {
    return objectOf(new Map(Object.entries(value).map(([key, each]) => [key, exampleShape(each, origin)])), true, origin);
  }
  return isNumber(value)
    ? number
    : typeof value === 'string'
      ? text
      : typeof value === 'boolean'
        ? { kind: 'boolean' }
        : { kind: 'null' };
}

/** What a path's segments lead to; of several values their array. */
export function follow(shape: Shape, segments: readonly Segment[]): Shape {
  let current = shape;
  let isMany = false;
  for (const segment of segments) {
    switch (segment.kind) {
      case 'names':
        current =
          segment.names.length === 1
            ? fieldOf(current, segment.names[0]!)
            : objectOf(new Map(segment.names.map((name) => [name, fieldOf(current, name)])), false, undefined);
        break;
      case 'indices':
        current = itemsOf(current);
        isMany ||= segment.indices.length > 1;
        break;
      case 'slice':
      case 'filter':
        current = itemsOf(current);
        isMany = true;
        break;
      case 'wildcard':
        current = current.kind === 'object' ? [...current.fields.values()].reduce(either, any) : itemsOf(current);
        isMany = true;
        break;
      case 'descendants':
        return { kind: 'array', items: any };
    }
  }
  return isMany ? { kind: 'array', items: current } : current;
}

export function fieldOf(shape: Shape, name: string): Shape {
  return (shape.kind === 'object' && shape.fields.get(name)) || any;
}

export function itemsOf(shape: Shape): Shape {
  return shape.kind === 'array' ? shape.items : any;
}

const symbols = { string: 'string', number: 'number', boolean: 'boolean', null: 'null', any: 'unknown' } as const;

/** A shape as programmers write it: `{ id: string, items: { sku: string }[] }`, cut where it becomes long. */
export function shapeText(shape: Shape, depth = 3): string {
  switch (shape.kind) {
    case 'array':
      return shape.items.kind === 'any' ? 'array' : `${shapeText(shape.items, depth)}[]`;
    case 'object': {
      const entries = [...shape.fields];
      if (entries.length === 0) {
        return shape.isOpen ? 'object' : '{}';
      }
      if (depth === 0) {
        return 'object';
      }
      const shown = entries.slice(0, 12).map(([name, field]) => {
        const key = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : JSON.stringify(name);
        return field.kind === 'any' ? key : `${key}: ${shapeText(field, depth - 1)}`;
      });
      return `{ ${[...shown, ...(entries.length > shown.length || shape.isOpen ? ['…'] : [])].join(', ')} }`;
    }
    default:
      return symbols[shape.kind];
  }
}

/** Whether something is known of a value. */
export function isKnown(shape: Shape): boolean {
  return shape.kind === 'array' ? isKnown(shape.items) : shape.kind === 'object' ? shape.fields.size > 0 : shape.kind !== 'any';
}
