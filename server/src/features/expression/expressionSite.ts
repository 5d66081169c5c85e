import type { Analysis } from '../../analysis/analysis';
import type { Viewpoint } from '../../analysis/data/dataTypes';
import type { State } from '../../asl/ast';
import { hasPlaceholder } from '../../asl/placeholder';
import { isStateType, spec } from '../../asl/spec';
import { fieldOf, type Field, type ObjectSpec, type Value } from '../../fields/fieldTable';
import type { StringNode } from '../../source/node';
import { segmentsOf } from '../../source/segments';
import type { SegmentMap } from '../../source/segmentMap';
import { type Span, touches } from '../../source/span';
import { containersAt, type Container } from '../container';
import { roleOf, type Role } from '../role';

/** What may be written in a string: a path; a path or a call of an intrinsic function; JSONata between `{%` and `%}`. */
export type ExpressionKind = 'path' | 'dynamic' | 'jsonata';

/** A field of a state that takes an expression, or free JSON with expressions in it. */
export interface ExpressionField {
  readonly view: Viewpoint;
  readonly field: Field;
  readonly kind: ExpressionKind;
  /** Inside free JSON, not the field's own value. */
  readonly isInside: boolean;
}

/** A string under the cursor that is, or may become, an expression. */
export interface ExpressionSite extends ExpressionField {
  /** The document's. */
  readonly text: string;
  readonly node: StringNode;
  readonly segments: SegmentMap;
  /** The string's whole value. */
  readonly value: string;
  /** Where the expression begins and ends in the value: within `{%` and `%}` with JSONata. */
  readonly inner: Span;
  /** The cursor's offset in the value. */
  readonly cursor: number;
  /** Within brackets of YAML, where a plain scalar may hold less. */
  readonly isFlow: boolean;
}

/** The string at `offset`, its quotes not among it, and the containers around it. */
export function stringAt(
  { text, root }: Pick<Analysis, 'text' | 'root'>,
  offset: number,
): { readonly node: StringNode; readonly key: string | undefined; readonly containers: readonly Container[] } | undefined {
  const containers = containersAt(text, root, offset);
  const inner = containers.at(-1)?.node;
  if (!inner) {
    return undefined;
  }
  const found =
    inner.kind === 'object'
      ? inner.members.find(({ value }) => value && touches(value, offset))
      : inner.items.find((item) => touches(item, offset));
  const node = found && 'key' in found ? found.value : found;
  if (node?.kind !== 'string' || !isWithin(text, node, offset)) {
    return undefined;
  }
  return { node, key: found && 'key' in found ? found.key.value : undefined, containers };
}

function isWithin(text: string, { start, end }: StringNode, offset: number): boolean {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") {
    return true;
  }
  const isClosed = end - start > 1 && text[end - 1] === quote;
  return start < offset && (offset < end || !isClosed);
}

/** The expression, or the place for one, in the string at `offset`; absent where no expression can be. */
export function expressionSiteAt(analysis: Analysis, offset: number): ExpressionSite | undefined {
  const found = stringAt(analysis, offset);
  const role = found && roleOf(analysis, found.containers);
  const field = role && expressionFieldOf(role, found.key);
  if (!field || !found) {
    return undefined;
  }
  const { node, containers } = found;
  const { value } = node;
  const segments = segmentsOf(node, analysis.text);
  const cursor = segments.fromHost(offset);
  const around = analysis.text.charAt(containers.at(-1)!.node.start);
  const inner = field.kind === 'jsonata' ? betweenMarks(value) : { start: 0, end: value.length };
  // In the head of a block scalar, or in the indentation of its lines, nothing of the value is written.
  if (!inner || hasPlaceholder(value) || segments.toHost(cursor) !== offset) {
    return undefined;
  }
  return { ...field, text: analysis.text, node, segments, value, inner, cursor, isFlow: around === '{' || around === '[' };
}

/** What lies between `{%` and `%}`, also while the end is not written; nothing of a string that is no expression but not empty. */
function betweenMarks(value: string): Span | undefined {
  const open = /^\s*\{%/.exec(value)?.[0].length;
  if (open === undefined) {
    return value.trim() === '' || value === '{' ? { start: 0, end: 0 } : undefined;
  }
  const close = /%\}\s*$/.exec(value)?.index;
  return { start: open, end: close !== undefined && close >= open ? close : value.length };
}

/** What a member `key` of the innermost container (absent: an item of it) may hold; absent where it is no expression. */
export function expressionFieldOf(role: Role, key: string | undefined): ExpressionField | undefined {
  const state = role.kind === 'state' || role.kind === 'field' ? role.state : undefined;
  const type = state?.type?.value;
  if (!state || !isStateType(type)) {
    return undefined;
  }
  const path = [...(role.kind === 'field' ? role.path : []), ...(key === undefined ? [] : [key])];
  const found = fieldAlong(spec[type], path, state);
  if (!found) {
    return undefined;
  }
  const { field, value, isInside } = found;
  const kind = kindOf(value, field, isInside, key, state);
  return kind && { view: viewOf(state, field, path), field, kind, isInside };
}

function kindOf(
  value: Value,
  field: Field,
  isInside: boolean,
  key: string | undefined,
  { queryLanguage }: State,
): ExpressionKind | undefined {
  if (queryLanguage === 'JSONata') {
    const takes = value.type === 'template' || value.type === 'objectTemplate' || value.type === 'expression' || field.jsonata;
    return takes && (isInside || value.type !== 'objectTemplate') ? 'jsonata' : undefined;
  }
  switch (value.type) {
    case 'path':
      return value.intrinsic ? 'dynamic' : 'path';
    case 'referencePath':
      return 'path';
    case 'template':
    case 'objectTemplate':
      return isInside && key?.endsWith('.$') ? 'dynamic' : undefined;
    default:
      return undefined;
  }
}

function fieldAlong(
  table: ObjectSpec,
  path: readonly (string | number)[],
  { queryLanguage }: State,
): { readonly field: Field; readonly value: Value; readonly isInside: boolean } | undefined {
  let here: ObjectSpec | undefined = table;
  let field: Field | undefined;
  let value: Value | undefined;
  for (const step of path) {
    if (value?.type === 'template' || value?.type === 'objectTemplate') {
      return field && { field, value, isInside: true };
    }
    if (typeof step === 'number') {
      value = value?.type === 'array' ? value.items : undefined;
    } else {
      if (value?.type === 'array' && value.orObject) {
        value = value.items;
      }
      if (value) {
        here = value.type === 'object' ? (spec as Readonly<Record<string, ObjectSpec>>)[value.spec] : undefined;
      }
      field = here && fieldOf(here, step, queryLanguage);
      value = field?.value;
    }
    if (!field || !value) {
      return undefined;
    }
  }
  return field && value && { field, value, isInside: false };
}

function viewOf(state: State, field: Field, [first, index]: readonly (string | number)[]): Viewpoint {
  const kind = first === 'Choices' ? 'choice' : first === 'Catch' ? 'catch' : undefined;
  const clauses = kind === 'choice' ? state.choices : state.catchers;
  const clause = kind && clauses.find((each) => each.index === index);
  return { state, field: field.name, ...(kind && clause && { clause: { kind, clause } }) };
}

/** The document's place of a part of the string's value. */
export function placeOf({ segments }: Pick<ExpressionSite, 'segments'>, part: Span): Span {
  const { start, end } = segments.toHostSpan(part);
  return { start, end };
}
