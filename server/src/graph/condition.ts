import type { Node, ObjectNode } from '../source/node';
import { member } from '../source/node';

const comparisons: Readonly<Record<string, string>> = {
  Equals: '=',
  LessThan: '<',
  GreaterThan: '>',
  LessThanEquals: '≤',
  GreaterThanEquals: '≥',
  Matches: 'matches',
};
const tests: Readonly<Record<string, string>> = {
  IsPresent: 'present',
  IsNull: 'null',
  IsNumeric: 'a number',
  IsString: 'a string',
  IsBoolean: 'a boolean',
  IsTimestamp: 'a timestamp',
};

/** A Choice Rule in a few words, for the edge that it decides: `$.price > 50`. https://states-language.net/#choice-state */
export function readCondition(rule: ObjectNode, index: number): string {
  return read(rule, 0) ?? `rule ${index + 1}`;
}

function read(rule: Node | undefined, depth: number): string | undefined {
  if (rule?.kind !== 'object') {
    return undefined;
  }
  if (depth > 3) {
    return '…';
  }
  const condition = member(rule, 'Condition')?.value;
  if (condition) {
    return condition.kind === 'string' ? readExpression(condition.value) : literal(condition);
  }
  for (const [key, word] of [
    ['And', ' and '],
    ['Or', ' or '],
  ] as const) {
    const list = member(rule, key)?.value;
    if (list?.kind === 'array') {
      const parts = list.items.map((item) => read(item, depth + 1) ?? '…');
      const joined = parts.join(word);
      return depth > 0 && parts.length > 1 ? `(${joined})` : joined;
    }
  }
  const negated = member(rule, 'Not')?.value;
  if (negated) {
    return readNegated(negated, depth);
  }
  return readComparison(rule);
}

function readNegated(negated: Node, depth: number): string {
  const inner = read(negated, depth + 1) ?? '…';
  const comparison = / (=|is) /.exec(inner);
  if (comparison && !inner.startsWith('(') && !/ (and|or) /.test(inner)) {
    return inner.replace(comparison[0], comparison[1] === '=' ? ' ≠ ' : ' is not ');
  }
  return inner.startsWith('(') ? `not ${inner}` : `not (${inner})`;
}

function readComparison(rule: ObjectNode): string | undefined {
  const variable = member(rule, 'Variable')?.value;
  const subject = variable?.kind === 'string' ? variable.value : undefined;
  for (const { key, value } of rule.members) {
    const name = key.value;
    const test = tests[name];
    if (test !== undefined && value) {
      const positive = !(value.kind === 'boolean' && !value.value);
      return subject === undefined ? name : `${subject} is ${positive ? '' : 'not '}${test}`;
    }
    const [, , comparison] = /^(String|Numeric|Boolean|Timestamp)(\w+?)(?:Path)?$/.exec(name) ?? [];
    const sign = comparison === undefined ? undefined : comparisons[comparison];
    if (sign !== undefined) {
      const right = name.endsWith('Path') && value?.kind === 'string' ? value.value : literal(value);
      return subject === undefined ? `${name} ${right}` : `${subject} ${sign} ${right}`;
    }
  }
  return subject;
}

/** A JSONata expression without its braces and the words that every condition has. */
export function readExpression(text: string): string {
  const [, inner] = /^\s*\{%([\s\S]*)%\}\s*$/.exec(text) ?? [];
  return (inner ?? text)
    .replace(/\$states\.(input|context|result|errorOutput)\b/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

function literal(node: Node | undefined): string {
  switch (node?.kind) {
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
    case 'placeholder':
      return `\${${node.name}}`;
    default:
      return '…';
  }
}
