import { hasPlaceholder } from '../../asl/placeholder';
import { Decimal, numberOf } from '../../source/json';
import { member, type Node, type ObjectNode } from '../../source/node';
import { type Data, type JsonPathReader, pathOf } from './data';
import { constant, exists, type Expression, literal, primary, Refusal } from './expression';

/** What is known of expressions: that they give something, or what type of value. */
type Facts = ReadonlyMap<string, string>;

const present = 'present';

/** A rule as an expression. */
interface Condition {
  readonly text: string;
  readonly isPrimary: boolean;
  /** Tests that must hold, or JSONPath fails; the first that is evaluated asks for them. */
  readonly needed: readonly string[];
  /** What is known once the rule has held, and once it has not. */
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
}

/** A rule of a Choice as a JSONata condition, and what is known where it did not hold. `facts`: what is known before. */
export function conditionOf(
  rule: ObjectNode,
  reader: JsonPathReader,
  data: Data,
  facts: Facts = new Map(),
): { readonly text: string; readonly facts: Facts } {
  const { text, needed, whenFalse } = new RuleReader(reader, data).rule(rule, facts);
  const tests = needed.join(' and ');
  return { text: tests === '' ? text : `${tests} ? ${text}`, facts: whenFalse };
}

class RuleReader {
  constructor(
    private readonly reader: JsonPathReader,
    private readonly data: Data,
  ) {}

  /** Recursion is as deep as the document, which parsers bound. */
  rule(node: ObjectNode, facts: Facts): Condition {
    const [all, any, not] = ['And', 'Or', 'Not'].map((key) => member(node, key)?.value);
    if (all ?? any) {
      return this.several(all ?? any!, all ? 'and' : 'or', facts);
    }
    if (not) {
      const inner = this.rule(asObject(not), facts);
      return {
        ...inner,
        text: `$not(${inner.text})`,
        isPrimary: true,
        whenTrue: inner.whenFalse,
        whenFalse: inner.whenTrue,
      };
    }
    return this.comparison(node, facts);
  }

  private several(list: Node, operator: 'and' | 'or', before: Facts): Condition {
    const items = list.kind === 'array' ? list.items : [];
    const texts: string[] = [];
    let facts = before;
    let first: Condition | undefined;
    for (const item of items) {
      const condition = this.rule(asObject(item), facts);
      // Behind the first one, whether it is evaluated depends on those before it.
      texts.push(first ? asked(condition) : condition.isPrimary ? condition.text : bracketed(condition.text));
      first ??= condition;
      facts = operator === 'and' ? condition.whenTrue : condition.whenFalse;
    }
    if (!first) {
      throw new Refusal('a rule has an empty list');
    }
    const known = both(first.whenTrue, first.whenFalse);
    return {
      text: texts.join(` ${operator} `),
      isPrimary: texts.length === 1 && first.isPrimary,
      needed: first.needed,
      whenTrue: operator === 'and' ? facts : known,
      whenFalse: operator === 'or' ? facts : known,
    };
  }

  private comparison(node: ObjectNode, facts: Facts): Condition {
    const variable = member(node, 'Variable')?.value;
    const found = node.members.find(({ key }) => !['Variable', 'Next', 'Comment', 'Assign', 'Condition'].includes(key.value));
    if (!variable || !found?.value) {
      throw new Refusal('a rule has no comparison');
    }
    const left = this.reader.expressionOf(this.reader.at(pathOf(variable), this.data));
    const operator = found.key.value;
    if (operator === 'IsPresent') {
      return isPresent(left, asBoolean(found.value), facts);
    }
    const isPath = operator.endsWith('Path');
    const right = isPath ? this.reader.expressionOf(this.reader.at(pathOf(found.value), this.data)) : constantOf(found.value);
    const name = isPath ? operator.slice(0, -'Path'.length) : operator;
    const sides = isPath ? [left, right] : [left];
    const missable = sides.flatMap((side) => side.missable).filter((text) => !facts.has(text));
    const needed = [...missable.map(exists), ...sides.flatMap((side) => side.needed)];
    const known = new Map([...missable.map((text) => [text, present] as const), ...facts]);
    const isNegated = name.startsWith('Is') && !asBoolean(found.value);
    const { text, isPrimary = false, type } = test(name, left, right, isPath, known, found.value);
    return {
      text,
      isPrimary,
      needed: [...new Set(needed)],
      whenTrue: type === undefined || isNegated ? known : new Map([...known, [left.text, type]]),
      whenFalse: type !== undefined && isNegated ? new Map([...known, [left.text, type]]) : known,
    };
  }
}

function isPresent(left: Expression, expected: boolean, facts: Facts): Condition {
  const text = left.isList ? `$count(${left.text}) > 0` : exists(left.text);
  const there = new Map([...facts, ...(left.isList ? [] : [[left.text, facts.get(left.text) ?? present] as const])]);
  return {
    text: expected ? text : `$not(${text})`,
    isPrimary: !left.isList || !expected,
    needed: [],
    whenTrue: expected ? there : facts,
    whenFalse: expected ? facts : there,
  };
}

interface Test {
  readonly text: string;
  readonly isPrimary?: boolean;
  /** Of the left side where the test holds; for Is…, what it asks for. */
  readonly type?: string;
}

const signs: Readonly<Record<string, string>> = {
  Equals: '=',
  LessThan: '<',
  LessThanEquals: '<=',
  GreaterThan: '>',
  GreaterThanEquals: '>=',
};

const types: Readonly<Record<string, string>> = { String: 'string', Numeric: 'number', Boolean: 'boolean', Timestamp: 'string' };

/** The comparison of values that are there. What has the wrong type is not equal to anything, and not an error. */
function test(operator: string, left: Expression, right: Expression, isPath: boolean, facts: Facts, at: Node): Test {
  const value = primary(left);
  const [, family, comparison] = /^(String|Numeric|Boolean|Timestamp)(\w+)$/.exec(operator) ?? [];
  const sign = signs[comparison ?? ''];
  const guard = (type: string, of: Expression = left): string[] =>
    facts.get(of.text) === type || of.type === type ? [] : [`$type(${of.text}) = '${type}'`];
  if (family === 'Timestamp' && sign) {
    return timestamps(left, right, sign, guard('string'));
  }
  if (family && sign) {
    const type = types[family]!;
    if (sign === '=') {
      return { text: [...(isPath ? guard(type) : []), `${value} = ${primary(right)}`].join(' and '), type };
    }
    return {
      text: [...guard(type), ...(isPath ? guard(type, right) : []), `${value} ${sign} ${primary(right)}`].join(' and '),
      type,
    };
  }
  if (operator === 'StringMatches') {
    return { text: [...guard('string'), ...matching(left, asText(at))].join(' and ') || 'true', type: 'string' };
  }
  const isAsked = /^Is(Null|Numeric|String|Boolean|Timestamp)$/.exec(operator)?.[1];
  if (!isAsked) {
    throw new Refusal(`the comparison ${operator} is not known`);
  }
  const expected = asBoolean(at);
  if (isAsked === 'Null') {
    return { text: `${value} ${expected ? '=' : '!='} null` };
  }
  if (isAsked === 'Timestamp') {
    const text = [...guard('string'), isTimestamp(left.text)].join(' and ');
    return expected ? { text, type: 'string' } : { text: `$not(${text})`, isPrimary: true, type: 'string' };
  }
  const type = isAsked === 'Numeric' ? 'number' : isAsked.toLowerCase();
  return { text: `$type(${left.text}) ${expected ? '=' : '!='} '${type}'`, type };
}

/** https://states-language.net/#timestamps, with seconds, as $toMillis reads them. */
function isTimestamp(text: string): string {
  return `$contains(${text}, /^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$/)`;
}

/** Fractions of a second beyond the millisecond, which $toMillis leaves out, are compared as text of nine digits. */
function timestamps(left: Expression, right: Expression, sign: string, guard: readonly string[]): Test {
  const isLiteral = right.text.startsWith("'");
  if (isLiteral && !/^'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)'$/.test(right.text)) {
    throw new Refusal('the timestamp is not of the form 2026-01-31T12:00:00Z');
  }
  const forms = [
    ...guard,
    isTimestamp(left.text),
    ...(isLiteral ? [] : [`$type(${right.text}) = 'string'`, isTimestamp(right.text)]),
  ];
  const moment = ({ text }: Expression): string =>
    `$fromMillis($toMillis(${text})) & $pad('' & $match(${text}, /\\.\\d{3}(\\d+)/).groups[0], 6, '0')`;
  const isWholeMillis = isLiteral && !/\.\d{4}/.test(right.text);
  // A moment is before, or not before, a whole millisecond just when its own millisecond is.
  const text =
    isWholeMillis && (sign === '<' || sign === '>=')
      ? `$toMillis(${left.text}) ${sign} $toMillis(${right.text})`
      : `(${moment(left)}) ${sign} (${moment(right)})`;
  return { text: [...forms, text].join(' and '), type: 'string' };
}

/** `*` stands for any text, behind a backslash for itself. */
function matching(left: Expression, pattern: string): string[] {
  const parts: string[] = [''];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') {
      parts.push('');
    } else {
      parts[parts.length - 1] += char === '\\' && i + 1 < pattern.length ? pattern[++i]! : char;
    }
  }
  if (parts.length === 1) {
    return [`${primary(left)} = ${literal(parts[0]!)}`];
  }
  if (parts.every((part) => part === '')) {
    return [];
  }
  if (/[\n\r\u2028\u2029]/.test(pattern)) {
    throw new Refusal('the pattern goes over several lines');
  }
  const escaped = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const start = escaped[0] === '' ? '' : `^${escaped[0]}`;
  const end = escaped.at(-1) === '' ? '' : `${escaped.at(-1)}$`;
  const inner = escaped.slice(1, -1).filter((part) => part !== '');
  const pieces = [...(start === '' ? [] : [start]), ...inner, ...(end === '' ? [] : [end])];
  return [`$contains(${left.text}, /${pieces.join('[\\s\\S]*')}/)`];
}

/** A condition behind others: where something is missing that it needs, the state fails as it does in JSONPath. */
function asked({ text, isPrimary, needed }: Condition): string {
  if (needed.length === 0) {
    return isPrimary ? text : bracketed(text);
  }
  return `(${needed.join(' and ')} ? ${text} : $error('The condition compares what is not there'))`;
}

/** In parentheses unless it is a single comparison, which binds closer than `and` and `or`. */
function bracketed(text: string): string {
  return / (?:and|or|\?) /.test(text) ? `(${text})` : text;
}

function both(a: Facts, b: Facts): Facts {
  return new Map([...a].filter(([text]) => b.has(text)).map(([text, type]) => [text, b.get(text) === type ? type : present]));
}

function asObject(node: Node): ObjectNode {
  if (node.kind !== 'object') {
    throw new Refusal('a rule is no object');
  }
  return node;
}

function asBoolean(node: Node): boolean {
  if (node.kind !== 'boolean') {
    throw new Refusal('a rule asks for something else than true or false');
  }
  return node.value;
}

function asText(node: Node): string {
  if (node.kind !== 'string' || hasPlaceholder(node.value)) {
    throw new Refusal('a rule compares with what only the deployment knows');
  }
  return node.value;
}

function constantOf(node: Node): Expression {
  switch (node.kind) {
    case 'string':
      return constant(node.value);
    case 'number': {
      const value = numberOf(node.text);
      return constant(value instanceof Decimal && Number.isSafeInteger(Number(node.text)) ? Number(node.text) : value);
    }
    case 'boolean':
      return constant(node.value);
    default:
      throw new Refusal('a rule compares with what is neither text, number, true nor false');
  }
}
