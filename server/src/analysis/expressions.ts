import type { Clause, State } from '../asl/ast';
import { factsOfStates } from '../asl/facts';
import type { IntrinsicCall } from '../asl/intrinsics';
import { type JsonataReading, readJsonata } from '../asl/jsonataReading';
import { jsonataFunctions } from '../asl/jsonataFunctions';
import type { ExpressionProblem, Path } from '../asl/jsonPath';
import { hasPlaceholder } from '../asl/placeholder';
import { readIntrinsic, readPath } from '../asl/readings';
import { isStateType, spec } from '../asl/spec';
import type { Field, ObjectSpec, Value } from '../fields/fieldTable';
import { fieldsByName } from '../fields/fieldTable';
import type { Member, Node, ObjectNode, StringNode } from '../source/node';
import { segmentsOf } from '../source/segments';
import type { Span } from '../source/span';

/** Where in a state an expression stands. */
export interface Place {
  readonly state: State;
  /** The field of the state, or of the clause, that it belongs to: `Output`, `Parameters`, `Variable`. */
  readonly field: Field;
  /** The member of the innermost object; its key ends in `.$` where a path is put into a template. */
  readonly member: Member;
  /** The rule of a Choice or the catcher that it stands in. */
  readonly clause: { readonly kind: 'choice' | 'catch'; readonly clause: Clause } | undefined;
}

/** A string that the engine reads as an expression, or what stands in the place of one. */
export type Expression = Place &
  (
    | {
        readonly kind: 'jsonata';
        readonly node: StringNode;
        /** Where the text between `{%` and `%}` begins in the string's value. */
        readonly at: number;
        readonly reading: JsonataReading;
      }
    | {
        readonly kind: 'path';
        readonly node: StringNode;
        readonly path: Path | undefined;
        readonly problems: readonly ExpressionProblem[];
      }
    | {
        readonly kind: 'intrinsic';
        readonly node: StringNode;
        readonly call: IntrinsicCall | undefined;
        readonly problems: readonly ExpressionProblem[];
      }
    /** A string of a template, or of a field that takes text, that is passed on as it stands, though it looks like an expression. */
    | {
        readonly kind: 'text';
        readonly node: StringNode;
        readonly looksLike: 'path' | 'intrinsic' | 'jsonata' | 'call' | 'variable';
      }
    /** Stands where a path is read, and is none; a string or not. `mayCall`: an intrinsic function could stand there as well. */
    | { readonly kind: 'other'; readonly node: Node; readonly mayCall: boolean }
  );

const collected = factsOfStates<readonly Expression[]>();

/** Every expression of a state, those of the states inside it not among them; in no particular order. */
export function expressionsOf(state: State): readonly Expression[] {
  let expressions = collected.get(state);
  if (!expressions) {
    expressions = collect(state);
    collected.set(state, expressions);
  }
  return expressions;
}

/** The document's place of a part of an expression; offsets count from the beginning of the expression's text. */
export function expressionSpan(expression: Expression, part: Span, text: string): Span {
  if (expression.node.kind !== 'string') {
    return expression.node;
  }
  const at = expression.kind === 'jsonata' ? expression.at : 0;
  const { start, end } = segmentsOf(expression.node, text).toHostSpan({ start: part.start + at, end: part.end + at });
  return { start, end };
}

const none: readonly Expression[] = [];

function collect(state: State): readonly Expression[] {
  const type = state.type?.value;
  if (!state.node || !isStateType(type)) {
    return none;
  }
  const found: Expression[] = [];
  const isJsonata = state.queryLanguage === 'JSONata';
  visitObject(state.node, spec[type], { state, isJsonata, clause: undefined, found });
  return found;
}

interface Walk {
  readonly state: State;
  readonly isJsonata: boolean;
  readonly clause: Place['clause'];
  readonly found: Expression[];
}

/** Recursion is as deep as Choice rules are nested, which the parser bounds. */
function visitObject(node: ObjectNode, table: ObjectSpec, walk: Walk): void {
  const fields = fieldsByName(table, walk.state.queryLanguage);
  for (const member of node.members) {
    const field = member.value && fields.get(member.key.value);
    if (field) {
      visitField(member, member.value, field, walk);
    }
  }
}

function visitField(member: Member, value: Node, field: Field, walk: Walk): void {
  const { type } = field.value;
  switch (type) {
    case 'path':
    case 'referencePath':
      if (value.kind === 'string') {
        addPath(value, member, field, walk, 'intrinsic' in field.value && field.value.intrinsic === true);
      }
      return;
    case 'template':
    case 'objectTemplate':
      visitTemplate(member, value, field, walk);
      return;
    case 'expression':
      if (value.kind === 'string') {
        addJsonata(value, member, field, walk);
      }
      return;
    case 'string':
      if (walk.isJsonata && field.jsonata) {
        visitTemplate(member, value, field, walk);
      } else if (!walk.isJsonata && value.kind === 'string' && field.name !== 'Comment' && field.name !== 'Resource') {
        addText(value, member, field, walk);
      }
      return;
    default:
      if (walk.isJsonata && field.jsonata) {
        visitTemplate(member, value, field, walk);
      } else if (type === 'object' || type === 'array') {
        visitObjects(value, field, walk);
      }
  }
}

function visitObjects(value: Node, field: Field, walk: Walk): void {
  const name = specName(field.value);
  const table = name === undefined ? undefined : (spec as Readonly<Record<string, ObjectSpec>>)[name];
  if (!table) {
    return;
  }
  if (value.kind === 'object') {
    visitObject(value, table, walk);
  } else if (value.kind === 'array') {
    const { choices, catchers } = walk.state;
    const clauses = walk.clause ? undefined : field.name === 'Choices' ? choices : field.name === 'Catch' ? catchers : undefined;
    let index = 0;
    for (const item of value.items) {
      if (item.kind === 'object') {
        // Clauses are exactly those items that are objects, in the same order.
        const clause = clauses?.[index++];
        visitObject(
          item,
          table,
          clause ? { ...walk, clause: { kind: field.name === 'Catch' ? 'catch' : 'choice', clause } } : walk,
        );
      }
    }
  }
}

function specName(value: Value): string | undefined {
  return value.type === 'object' ? value.spec : value.type === 'array' ? specName(value.items) : undefined;
}

/** Any JSON: in JSONata every string may be an expression, in JSONPath the values of keys that end in `.$` are. Recursion is as deep as values are nested, which the parser bounds. */
function visitTemplate(member: Member, value: Node, field: Field, walk: Walk): void {
  if (value.kind === 'object') {
    for (const each of value.members) {
      if (!each.value) {
        continue;
      }
      if (walk.isJsonata || !each.key.value.endsWith('.$')) {
        visitTemplate(each, each.value, field, walk);
      } else if (each.value.kind === 'string') {
        addPath(each.value, each, field, walk, true);
      } else if (each.value.kind !== 'placeholder' && each.value.kind !== 'invalid') {
        const { state, clause, found } = walk;
        found.push({ kind: 'other', mayCall: true, node: each.value, member: each, field, state, clause });
      }
    }
  } else if (value.kind === 'array') {
    for (const item of value.items) {
      visitTemplate(member, item, field, walk);
    }
  } else if (value.kind === 'string') {
    if (walk.isJsonata) {
      addJsonata(value, member, field, walk);
    } else {
      addText(value, member, field, walk);
    }
  }
}

function addJsonata(node: StringNode, member: Member, field: Field, { state, clause, found }: Walk): void {
  const { value } = node;
  if (hasPlaceholder(value)) {
    return;
  }
  const isOpened = value.startsWith('{%');
  if (isOpened && value.length >= 4 && value.endsWith('%}')) {
    const reading = readJsonata(value.slice(2, -2));
    found.push({ kind: 'jsonata', node, member, field, state, clause, at: 2, reading });
  } else if (isOpened || value.endsWith('%}')) {
    found.push({ kind: 'other', mayCall: false, node, member, field, state, clause });
  } else if (value.includes('{%') && /^\s*\{%[^]*%\}\s*$/.test(value)) {
    found.push({ kind: 'text', looksLike: 'jsonata', node, member, field, state, clause });
  } else if (value.startsWith('$')) {
    const looksLike = /^\$(?:\$?[.[]|states\b)/.test(value)
      ? 'path'
      : variablePattern.test(value)
        ? 'variable'
        : isCallOfFunction(value)
          ? 'call'
          : undefined;
    if (looksLike) {
      found.push({ kind: 'text', looksLike, node, member, field, state, clause });
    }
  }
}

/** A variable, or a part of one that is named. */
const variablePattern = /^\$[A-Za-z]\w*(?:\.\w+|\[\d+\])*$/;

function isCallOfFunction(value: string): boolean {
  const name = /^\$([a-zA-Z]+\d*[a-zA-Z]*)\([^]*\)$/.exec(value)?.[1];
  return name !== undefined && jsonataFunctions.has(name);
}

/** In a JSONPath template, the value of a key that does not end in `.$`. */
function addText(node: StringNode, member: Member, field: Field, { state, clause, found }: Walk): void {
  const { value } = node;
  const looksLike =
    value.startsWith('$') && /^\$(?:$|\$?[.[])/.test(value)
      ? 'path'
      : value.startsWith('$') && variablePattern.test(value)
        ? 'variable'
        : value.startsWith('States.') && /^States\.[A-Z]\w+\(/.test(value)
          ? 'intrinsic'
          : value.includes('{%') && /^\s*\{%[^]*%\}\s*$/.test(value)
            ? 'jsonata'
            : undefined;
  if (looksLike && !hasPlaceholder(value)) {
    found.push({ kind: 'text', looksLike, node, member, field, state, clause });
  }
}

function addPath(node: StringNode, member: Member, field: Field, { state, clause, found }: Walk, mayCall: boolean): void {
  const { value } = node;
  if (hasPlaceholder(value)) {
    return;
  }
  if (value.startsWith('$')) {
    const { path, problems } = readPath(value.trimEnd());
    found.push({ kind: 'path', node, member, field, state, clause, path, problems });
  } else if (mayCall && value.startsWith('States.')) {
    const { call, problems } = readIntrinsic(value);
    found.push({ kind: 'intrinsic', node, member, field, state, clause, call, problems });
  } else {
    found.push({ kind: 'other', mayCall, node, member, field, state, clause });
  }
}
