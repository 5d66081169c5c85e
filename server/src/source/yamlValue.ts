import type { Node, ObjectNode } from './node';
import type { Span } from './span';

const placeholder = /^\$\{[^{}\n]*\}$/;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** What a plain scalar means in YAML 1.2's core schema (section 10.3.2). Dates, `Yes`, `On` are strings; `.inf` and `.nan`, which JSON lacks, are invalid. */
export function plainNode(value: string, { start, end }: Span): Node {
  const first = value.charCodeAt(0);
  // Nearly every plain scalar begins with a letter that no other type begins with.
  if ((first >= 43 && first <= 57) || first !== first) {
    return numberNode(value, start, end) ?? textNode(value, start, end);
  }
  switch (value) {
    case 'null':
    case 'Null':
    case 'NULL':
    case '~':
      return { kind: 'null', start, end };
    case 'true':
    case 'True':
    case 'TRUE':
      return { kind: 'boolean', start, end, value: true };
    case 'false':
    case 'False':
    case 'FALSE':
      return { kind: 'boolean', start, end, value: false };
  }
  return textNode(value, start, end);
}

function textNode(value: string, start: number, end: number): Node {
  if (value === '') {
    return { kind: 'null', start, end };
  }
  return value.charCodeAt(0) === 36 && placeholder.test(value)
    ? { kind: 'placeholder', start, end, name: value.slice(2, -1).trim() }
    : { kind: 'string', start, end, value };
}

/** Whether the value is one of those that JSON cannot say. */
export function isNoJsonNumber(value: string): boolean {
  return /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(value);
}

function numberNode(value: string, start: number, end: number): Node | undefined {
  if (jsonNumber.test(value)) {
    return { kind: 'number', start, end, text: value };
  }
  const text = jsonSpelling(value);
  return text === undefined
    ? isNoJsonNumber(value)
      ? { kind: 'invalid', start, end }
      : undefined
    : { kind: 'number', start, end, text };
}

/** A YAML number that JSON spells otherwise (`+1`, `007`, `.5`, `1.`, `0x1F`, `0o17`) in JSON's spelling. */
function jsonSpelling(value: string): string | undefined {
  if (/^0x[0-9a-fA-F]+$/.test(value) || /^0o[0-7]+$/.test(value)) {
    return value.length > 1000 ? undefined : BigInt(value).toString();
  }
  if (!float.test(value)) {
    return undefined;
  }
  const sign = value.startsWith('-') ? '-' : '';
  const unsigned = value
    .replace(/^[-+]/, '')
    .replace(/^\./, '0.')
    .replace(/\.(?=$|[eE])/, '.0')
    .replace(/^0+(?=\d)/, '');
  return sign + unsigned;
}

/** The short tags of CloudFormation's intrinsic functions: `!Sub x` is `{ "Fn::Sub": x }`. */
const intrinsics: ReadonlySet<string> = new Set([
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
]);

/** Tags that say a type of the core schema. */
const core = /^(?:!!|!<tag:yaml\.org,2002:)(str|int|float|bool|null|map|seq)>?$/;

/** The node that a tag makes of the node behind it. */
export function taggedNode(tag: Span, node: Node, text: string): Node {
  const name = text.slice(tag.start, tag.end);
  const short = name.slice(1);
  const span = { start: tag.start, end: Math.max(node.end, tag.end) };
  if (intrinsics.has(short) || short === 'Ref' || short === 'Condition') {
    const long = short === 'Ref' || short === 'Condition' ? short : `Fn::${short}`;
    const key = { kind: 'string', start: tag.start, end: tag.end, value: long } as const;
    return { kind: 'object', ...span, members: [{ ...span, key, value: node }] } satisfies ObjectNode;
  }
  if (node.kind === 'object' || node.kind === 'array') {
    return node;
  }
  const type = name === '!' ? 'str' : core.exec(name)?.[1];
  if (type === undefined) {
    // A tag of some other tool: what it makes of the value is not known here.
    return { kind: 'placeholder', ...span, name };
  }
  const written = node.kind === 'string' ? node.value : text.slice(node.start, node.end);
  const { start, end } = node;
  return type === 'str' ? { kind: 'string', start, end, value: written } : plainNode(written, node);
}

/** The number of nodes of an aliased node that are still copied, over the whole document. */
export const maxAliasedNodes = 100_000;

/** A copy of a node, all of it in the span of the alias that stands for it; `undefined` where `budget` does not suffice, or more than `levels` are within each other. */
export function aliasedNode(node: Node, { start, end }: Span, budget: { left: number }, levels: number): Node | undefined {
  if (budget.left-- <= 0 || levels < 0) {
    return undefined;
  }
  switch (node.kind) {
    case 'object': {
      const members = [];
      for (const { key, value } of node.members) {
        const copy = value && aliasedNode(value, { start, end }, budget, levels - 1);
        if (value && !copy) {
          return undefined;
        }
        members.push({ start, end, key: { ...key, start, end }, value: copy });
      }
      return { kind: 'object', start, end, members };
    }
    case 'array': {
      const items = [];
      for (const item of node.items) {
        const copy = aliasedNode(item, { start, end }, budget, levels - 1);
        if (!copy) {
          return undefined;
        }
        items.push(copy);
      }
      return { kind: 'array', start, end, items };
    }
    default:
      return { ...node, start, end };
  }
}
