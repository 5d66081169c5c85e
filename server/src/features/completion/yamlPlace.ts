import type { Analysis } from '../../analysis/analysis';
import type { ArrayNode, Node, ObjectNode } from '../../source/node';
import { containersAt, type Container } from '../container';
import { placeAt, type Place } from './place';

/**
 * Where in a YAML document a cursor stands, told by its line and its column, so that it holds on empty lines and in text that is not finished.
 * Several places where the text does not tell yet: behind `- ` a mapping may begin, or a scalar may stand.
 */
export function yamlPlacesAt(analysis: Pick<Analysis, 'text' | 'root' | 'format'>, offset: number): Place[] {
  const { text, root } = analysis;
  const inner = containersAt(text, root, offset).at(-1)?.node;
  if (inner && isFlow(text, inner)) {
    const place = placeAt(analysis, offset);
    return place ? [place] : [];
  }
  const line = lineAt(text, offset);
  if (!line || root?.kind !== 'object' || isFlow(text, root)) {
    return [];
  }
  return find(text, root, line);
}

/** The line of the cursor. Columns count from 0. */
interface Line {
  readonly start: number;
  /** Columns of the dashes that begin it. */
  readonly dashes: readonly number[];
  /** Where what is written in it begins; in an empty line, the cursor. */
  readonly content: number;
  readonly indentation: number;
  readonly cursor: number;
  readonly key: { readonly text: string; readonly end: number; readonly colon: number } | undefined;
  /** What stands in the line, without a comment and white space at its end. */
  readonly text: string;
}

const keyPattern = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"[\]{},&*!|>%@`](?:[^#:]|\S#|:(?=\S))*?)\s*:(?=\s|$)/;

/** Absent inside a comment, or in front of what is written. */
function lineAt(text: string, offset: number): Line | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const written = withoutComment(text.slice(start, end < 0 ? text.length : end));
  const cursor = offset - start;
  if (text.slice(start + written.length, offset).includes('#')) {
    return undefined;
  }
  const [lead, indentation = '', marks = ''] = /^( *)((?:-(?: +|$))*)/.exec(written)!;
  if (written.trim() === '' ? cursor > 0 && text.slice(start, offset).trim() !== '' : cursor < lead.trimEnd().length) {
    return undefined;
  }
  const dashes = [...marks.matchAll(/-/g)].map(({ index }) => indentation.length + index);
  const rest = written.slice(lead.length);
  const content = rest === '' ? Math.max(cursor, dashes.length > 0 ? dashes.at(-1)! + 2 : 0) : lead.length;
  const match = keyPattern.exec(rest);
  const key = match && {
    text: match[1]!.replace(/^(["'])(.*)\1$/, '$2'),
    end: content + match[1]!.length,
    colon: content + match[0].length,
  };
  return { start, dashes, content, indentation: indentation.length, cursor, key: key ?? undefined, text: written };
}

/** A `#` behind white space begins a comment, outside of quotes. */
function withoutComment(line: string): string {
  const match = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?<=\S)#|[^#])*/.exec(line)![0];
  return match.length < line.length ? match.trimEnd() : line.trimEnd();
}

/** Follows the tree to the collection that the line's column belongs to. */
function find(text: string, root: ObjectNode, line: Line): Place[] {
  const containers: Container[] = [{ node: root, via: undefined }];
  const [dash] = line.dashes;
  let mapping = root;
  for (;;) {
    const column = columnOf(text, mapping);
    if ((dash ?? line.content) < column) {
      return [];
    }
    if (dash === undefined && line.content === column) {
      return inMapping(text, containers, mapping, line);
    }
    const before = mapping.members.findLast(({ key }) => key.start < line.start);
    const value = before?.value;
    if (!before) {
      return [];
    }
    const via = before.key.value;
    if (dash === undefined && isOpen(value, line)) {
      return below(text, containers, via, line);
    }
    if (!value || isFlow(text, value)) {
      return [];
    }
    if (value.kind === 'object') {
      containers.push({ node: value, via });
      mapping = value;
      continue;
    }
    if (value.kind !== 'array') {
      return [];
    }
    containers.push({ node: value, via });
    if (dash === columnOf(text, value)) {
      return inItem(text, containers, value, line);
    }
    const index = value.items.findLastIndex(({ start }) => start < line.start);
    const item = value.items[index];
    if (item?.kind !== 'object' || isFlow(text, item)) {
      return [];
    }
    containers.push({ node: item, via: index });
    mapping = item;
  }
}

/** Whether nothing is written behind a key yet, or only what stands in the line itself. */
function isOpen(value: Node | undefined, line: Line): boolean {
  return (
    !value ||
    (value.kind === 'null' && value.start === value.end) ||
    (value.kind === 'string' && value.start >= line.start && line.key === undefined)
  );
}

function inMapping(text: string, containers: readonly Container[], mapping: ObjectNode, line: Line): Place[] {
  const others = mapping.members.filter(({ key }) => key.start < line.start || key.start > line.start + line.text.length);
  const otherKeys = new Set(others.map(({ key }) => key.value));
  const { key, cursor } = line;
  if (!key || cursor <= key.end) {
    return [
      { ...written(text, containers, line, line.content, key?.end ?? line.text.length), kind: 'key', key: undefined, otherKeys },
    ];
  }
  const value = valueAt(line, key.colon);
  return value === undefined || cursor < key.colon
    ? []
    : [{ ...written(text, containers, line, value, line.text.length), kind: 'value', key: key.text, otherKeys }];
}

/** Where a scalar value begins behind the colon; absent where it is written by other means than on this line. */
function valueAt({ text, cursor }: Line, colon: number): number | undefined {
  if (text.length <= colon) {
    return Math.max(cursor, colon);
  }
  const start = colon + /^\s*/.exec(text.slice(colon))![0].length;
  return /^[|>&*!{[]/.test(text.slice(start)) ? undefined : Math.min(start, Math.max(cursor, colon));
}

/** Below a key that has no value yet: a mapping may begin, a sequence, or a scalar stand on a line of its own. */
function below(text: string, containers: readonly Container[], via: string, line: Line): Place[] {
  const at = line.start + line.content;
  const object: ObjectNode = { kind: 'object', start: at, end: at, members: [] };
  const array: ArrayNode = { kind: 'array', start: at, end: at, items: [] };
  const otherKeys = new Set<string>();
  const base = (inner: readonly Container[]) => written(text, inner, line, line.content, line.text.length);
  const item = base([...containers, { node: array, via }, { node: object, via: 0 }]);
  return [
    { ...base([...containers, { node: object, via }]), kind: 'key', key: undefined, otherKeys },
    { ...item, kind: 'key', key: undefined, otherKeys, prefix: '- ', indent: '  ' },
    { ...base(containers), kind: 'value', key: via, otherKeys },
    { ...base([...containers, { node: array, via }]), kind: 'value', key: undefined, otherKeys, prefix: '- ' },
  ];
}

/** In the item of a sequence that begins on the line. */
function inItem(text: string, containers: readonly Container[], array: ArrayNode, line: Line): Place[] {
  const dash = line.start + line.dashes[0]!;
  const index = array.items.findIndex(({ start }) => start > dash);
  const item = array.items[index];
  if (line.dashes.length > 1 || !item) {
    return [];
  }
  if (item.kind === 'object' && !isFlow(text, item) && item.start < line.start + line.text.length) {
    return inMapping(text, [...containers, { node: item, via: index }], item, line);
  }
  if (line.key) {
    return [];
  }
  const at = line.start + line.content;
  const object: ObjectNode = { kind: 'object', start: at, end: at, members: [] };
  const otherKeys = new Set<string>();
  const base = (inner: readonly Container[]) => written(text, inner, line, line.content, line.text.length);
  return [
    { ...base([...containers, { node: object, via: index }]), kind: 'key', key: undefined, otherKeys },
    { ...base(containers), kind: 'value', key: undefined, otherKeys },
  ];
}

/** What all places of a line have in common; `from` and `to` are the columns of what is being written. */
function written(
  text: string,
  containers: readonly Container[],
  line: Line,
  from: number,
  to: number,
): Omit<Place, 'kind' | 'key' | 'otherKeys'> {
  const { start, cursor, content, indentation } = line;
  const isQuoted = /["']/.test(text.charAt(start + from)) && from < cursor;
  const end = start + Math.max(to, cursor);
  const before = text[start + Math.min(from, cursor) - 1];
  return {
    containers,
    replace: { start: start + (isQuoted ? from + 1 : Math.min(from, cursor)), end },
    isQuoted,
    quote: isQuoted ? text.charAt(start + from) : '"',
    hasColon: line.key !== undefined && cursor <= line.key.end,
    prefix: before === ':' || (before === '-' && line.dashes.includes(cursor - 1)) ? ' ' : '',
    suffix: '',
    extra: [],
    style: 'block',
    indent: ' '.repeat(Math.max(0, line.dashes.length > 0 ? content - indentation : 0)),
  };
}

function columnOf(text: string, node: ObjectNode | ArrayNode): number {
  const start = node.kind === 'object' ? (node.members[0]?.key.start ?? node.start) : node.start;
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

function isFlow(text: string, node: Node): boolean {
  return /^[{[]/.test(text.charAt(node.start));
}
