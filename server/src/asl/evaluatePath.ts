import { Decimal, type Json, draft, equal, isArray, isNumber, isObject, sizeOf, toNumber, writeJson } from '../source/json';
import type { Path, Segment } from './jsonPath';
import type { Filter, Operand } from './jsonPathFilter';
import { LinearRegExp } from './linearRegExp';

/**
 * What a path finds; `missing` says why nothing, in the words that AWS shows behind `Invalid path '…' : `. `at`: the segment that fails;
 * `isBeyond`: it is an index past the end of an array.
 */
export type Found = { readonly value: Json } | { readonly missing: string; readonly at: number; readonly isBeyond?: true };

/** Evaluates `path` over `data` (what its root names). A path that is not definite always finds an array. */
export function evaluatePath(path: Path, data: Json): Found {
  const { segments } = path;
  if (!path.definite) {
    return { value: collect(segments, data) };
  }
  let value = data;
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i]!;
    const last = i === segments.length - 1;
    if (segment.kind === 'names') {
      if (!isObject(value)) {
        return { missing: notAnObject(segments, i, value), at: i };
      }
      if (segment.names.length > 1) {
        const picked = draft();
        for (const name of segment.names) {
          if (value[name] !== undefined) {
            picked[name] = value[name];
          }
        }
        value = picked;
        continue;
      }
      const next: Json | undefined = value[segment.names[0]!];
      if (next === undefined) {
        return { missing: `${last ? 'No results for path:' : 'Missing property in path'} ${normal(segments, i)}`, at: i };
      }
      value = next;
    } else if (segment.kind === 'indices') {
      if (!isArray(value)) {
        return {
          missing: `Filter: [${segment.indices[0]}] can only be applied to arrays. Current context is: ${writeJson(value)}`,
          at: i,
        };
      }
      const index = segment.indices[0]!;
      const next: Json | undefined = value[index < 0 ? value.length + index : index];
      if (next === undefined) {
        return {
          missing: last
            ? `No results for path: ${normal(segments, i)}`
            : `Index out of bounds when evaluating path ${normal(segments, i)}`,
          at: i,
          isBeyond: true,
        };
      }
      value = next;
    }
  }
  return { value };
}

function notAnObject(segments: readonly Segment[], i: number, value: Json): string {
  const segment = segments[i]!;
  const name = segment.kind === 'names' ? segment.names[0] : '';
  const kind = value === null ? 'null' : isArray(value) ? 'array' : value instanceof Decimal ? 'number' : typeof value;
  if (isArray(value) && value.length === 0) {
    return `No results for path: ${normal(segments, i)}`;
  }
  return `Expected to find an object with property ['${name}'] in path ${normal(segments, i - 1)} but found '${kind}'.`;
}

/** The path up to `last` in bracket notation: `$['a'][0]`. */
function normal(segments: readonly Segment[], last: number): string {
  return (
    '$' +
    segments
      .slice(0, last + 1)
      .map((s) =>
        s.kind === 'names' ? s.names.map((n) => `['${n}']`).join('') : s.kind === 'indices' ? `[${s.indices[0]}]` : '',
      )
      .join('')
  );
}

/** Everything that an indefinite path finds, in document order. Missing things are skipped. */
function collect(segments: readonly Segment[], data: Json, root: Json = data): Json[] {
  let found: Json[] = [data];
  segments.forEach((segment, i) => {
    const next: Json[] = [];
    for (const value of found) {
      step(segment, value, root, i === segments.length - 1, next);
    }
    found = next;
  });
  return found;
}

function step(segment: Segment, value: Json, root: Json, last: boolean, found: Json[]): void {
  switch (segment.kind) {
    case 'names':
      if (isObject(value)) {
        if (segment.names.length > 1 && last) {
          const picked = draft();
          segment.names.forEach((name) => value[name] !== undefined && (picked[name] = value[name]));
          found.push(picked);
          return;
        }
        for (const name of segment.names) {
          const child = value[name];
          if (child !== undefined) {
            found.push(child);
          }
        }
      }
      return;
    case 'indices':
      if (isArray(value)) {
        for (const index of segment.indices) {
          const child = value[index < 0 ? value.length + index : index];
          if (child !== undefined) {
            found.push(child);
          }
        }
      }
      return;
    case 'slice':
      if (isArray(value)) {
        const from = segment.from ?? 0;
        const to = segment.to ?? value.length;
        for (const child of value.slice(from, to)) {
          found.push(child);
        }
      }
      return;
    case 'wildcard':
      for (const child of children(value)) {
        found.push(child);
      }
      return;
    case 'filter':
      for (const child of isArray(value) ? value : [value]) {
        if ((isObject(child) || isArray(value)) && holds(segment.filter, child, root)) {
          found.push(child);
        }
      }
      return;
    case 'descendants': {
      // Pre-order, without recursion: data may be as deep as the parser lets it be.
      const stack = [value];
      while (stack.length > 0) {
        const top = stack.pop()!;
        found.push(top);
        stack.push(...[...children(top)].filter((c) => isArray(c) || isObject(c)).reverse());
      }
      return;
    }
  }
}

function children(value: Json): readonly Json[] {
  return isArray(value) ? value : isObject(value) ? Object.values(value) : [];
}

function holds(filter: Filter, item: Json, root: Json): boolean {
  switch (filter.kind) {
    case 'and':
      return holds(filter.left, item, root) && holds(filter.right, item, root);
    case 'or':
      return holds(filter.left, item, root) || holds(filter.right, item, root);
    case 'not':
      return !holds(filter.operand, item, root);
    case 'exists': {
      const value = operandValue(filter.operand, item, root);
      return value !== undefined && !(isIndefinite(filter.operand) && isArray(value) && value.length === 0);
    }
    case 'compare':
      return compare(filter, item, root);
  }
}

function isIndefinite(operand: Operand): boolean {
  return 'path' in operand && !operand.path.definite;
}

function operandValue(operand: Operand, item: Json, root: Json): Json | undefined {
  if (operand.kind === 'value') {
    return operand.value;
  }
  if (operand.kind === 'pattern') {
    return undefined;
  }
  const found = evaluatePath(operand.path, operand.kind === 'item' ? item : root);
  return 'value' in found ? found.value : undefined;
}

function compare(filter: Extract<Filter, { kind: 'compare' }>, item: Json, root: Json): boolean {
  const { operator } = filter;
  const left = operandValue(filter.left, item, root);
  if (operator === '=~') {
    const pattern = filter.right.kind === 'pattern' ? filter.right : undefined;
    return (
      pattern !== undefined &&
      typeof left === 'string' &&
      new LinearRegExp(new RegExp(pattern.source, pattern.flags)).matchesAll(left)
    );
  }
  const right = operandValue(filter.right, item, root);
  const inside = (a: Json, list: readonly Json[]): boolean => list.some((b) => same(a, b));
  const lists = isArray(left) && isArray(right) ? { left, right } : undefined;
  switch (operator) {
    case '==':
      return left === undefined || right === undefined ? left === right : same(left, right);
    case '!=':
      return left === undefined || right === undefined ? left !== right : !same(left, right);
    case '<':
      return order(left, right, (d) => d < 0);
    case '<=':
      return order(left, right, (d) => d <= 0);
    case '>':
      return order(left, right, (d) => d > 0);
    case '>=':
      return order(left, right, (d) => d >= 0);
    case 'in':
      return left !== undefined && isArray(right) && inside(left, right);
    case 'nin':
      return left !== undefined && isArray(right) && !inside(left, right);
    case 'subsetof':
      return lists !== undefined && lists.left.every((a) => inside(a, lists.right));
    case 'anyof':
      return lists !== undefined && lists.left.some((a) => inside(a, lists.right));
    case 'noneof':
      return lists !== undefined && !lists.left.some((a) => inside(a, lists.right));
    case 'contains':
      return (
        right !== undefined &&
        (isArray(left)
          ? inside(right, left)
          : typeof left === 'string' && left.includes(typeof right === 'string' ? right : writeJson(right)))
      );
    case 'size':
      return (isArray(left) || typeof left === 'string') && isNumber(right) && left.length === toNumber(right);
    case 'empty':
      return (isArray(left) || typeof left === 'string' || isObject(left)) && (sizeOf(left) === 2) === (right === true);
  }
}

/** Equality in filters: numbers by value (1 equals 1.0). */
function same(a: Json, b: Json): boolean {
  return isNumber(a) && isNumber(b) ? toNumber(a) === toNumber(b) : equal(a, b);
}

function order(a: Json | undefined, b: Json | undefined, test: (difference: number) => boolean): boolean {
  if (isNumber(a) && isNumber(b)) {
    return test(toNumber(a) - toNumber(b));
  }
  return typeof a === 'string' && typeof b === 'string' && test(a < b ? -1 : a > b ? 1 : 0);
}
