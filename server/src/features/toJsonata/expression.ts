import { Decimal, fromNumber, isArray, isObject, writeJson, type Json } from '../../source/json';

/** A JSONata expression that is being put together. */
export interface Expression {
  readonly text: string;
  /** A path, a call, a literal: whatever an operator or a further step can follow without parentheses. */
  readonly isPrimary: boolean;
  /** Paths of which each makes the expression nothing when it finds nothing, so that the state fails, as it does in JSONPath. */
  readonly missable: readonly string[];
  /** Tests that must hold although the expression itself would not notice; they are asked in front. */
  readonly needed: readonly string[];
  /** The type of its value, where it is known whatever the data. */
  readonly type?: 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';
  readonly isInteger?: boolean;
  /** Written as a list in brackets: within another list it stays one item. */
  readonly isList?: boolean;
}

/** Why a state, or a part of it, has no exact equivalent in JSONata. Thrown and caught within this folder. */
export class Refusal extends Error {}

type About = Partial<Omit<Expression, 'text'>>;

/** An expression that misses what its parts miss. */
export function made(text: string, parts: readonly Expression[] = [], about: About = {}): Expression {
  return {
    text,
    isPrimary: true,
    missable: unique(parts.flatMap(({ missable }) => missable)),
    needed: unique(parts.flatMap(({ needed }) => needed)),
    ...about,
  };
}

/** The part of an expression in a place where nothing goes unnoticed: in a list, an object, a text. */
export function swallowed(part: Expression): Expression {
  return { ...part, missable: [], needed: unique([...part.needed, ...part.missable.map(exists)]) };
}

/** The test that a path finds something. */
export function exists(path: string): string {
  return `$exists(${path})`;
}

/** The part of an expression where only text, numbers, truth values and null are written alike in both languages. */
export function plainly(part: Expression): Expression {
  const test = `$type(${part.text}) in ['string', 'number', 'boolean', 'null']`;
  const isKnown = part.type !== undefined && part.type !== 'array' && part.type !== 'object';
  return isKnown ? swallowed(part) : { ...part, missable: [], needed: unique([...part.needed, test]) };
}

/** The text with parentheses where an operator or a step follows. */
export function primary({ text, isPrimary }: Expression): string {
  return isPrimary ? text : `(${text})`;
}

/** The expression as the string of a field. */
export function field(expression: Expression): string {
  return `{% ${guarded(expression)} %}`;
}

/** The text with the test that all it needs is there; it is nothing, and the state fails, where something is not. */
export function guarded({ text, needed, isPrimary }: Expression): string {
  if (needed.length === 0) {
    return text;
  }
  return `${needed.join(' and ')} ? ${isPrimary || !/ \? /.test(text) ? text : `(${text})`}`;
}

/** Text in quotes. Single ones where they do, since JSON has the double ones. */
export function literal(text: string): string {
  const json = JSON.stringify(text);
  return text.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}

/** Data as an expression. JSONata computes with doubles: a number that they do not hold as it is written is refused. */
export function constant(value: Json): Expression {
  if (typeof value === 'string') {
    return made(literal(value), [], { type: 'string' });
  }
  if (typeof value === 'number' || value instanceof Decimal) {
    const text = String(value);
    if (String(fromNumber(Number(text))) !== text) {
      throw new Refusal(`the number ${text} would not stay as it is written`);
    }
    return made(text, [], { type: 'number', isInteger: typeof value === 'number', isPrimary: !text.startsWith('-') });
  }
  if (isArray(value)) {
    return list(value.map(constant));
  }
  if (isObject(value)) {
    return fields(Object.entries(value).map(([key, each]) => [key, constant(each)]));
  }
  return made(writeJson(value), [], { type: value === null ? 'null' : 'boolean' });
}

/** An object of these members. */
export function fields(members: readonly (readonly [string, Expression])[]): Expression {
  const written = members.map(([key, value]) => `${literal(key)}: ${value.text}`);
  return made(
    written.length === 0 ? '{}' : `{ ${written.join(', ')} }`,
    members.map(([, value]) => swallowed(value)),
    { type: 'object' },
  );
}

/** A list of these items. In brackets an item that is a list itself would be taken apart, unless it is written in brackets. */
export function list(items: readonly Expression[]): Expression {
  const parts = items.map(swallowed);
  const stay = items.every(({ type, isList }) => isList || (type !== undefined && type !== 'array'));
  return stay
    ? made(`[${items.map(({ text }) => text).join(', ')}]`, parts, { type: 'array', isList: true })
    : made(`$map([${items.map(({ text }) => `{ 'v': ${text} }`).join(', ')}], function($one) { $one.v })[]`, parts, {
        type: 'array',
        isPrimary: false,
      });
}

/** A call of a function that gives nothing when an argument is nothing. */
export function call(name: string, args: readonly Expression[], about: About = {}): Expression {
  return made(`$${name}(${args.map(({ text }) => text).join(', ')})`, args, about);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
