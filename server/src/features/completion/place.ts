import type { Edit } from '../../source/edit';
import type { ArrayNode, Node, ObjectNode } from '../../source/node';
import type { Span } from '../../source/span';
import type { Analysis } from '../../analysis/analysis';
import { containersAt, type Container } from '../container';

/** Where in the text's syntax a cursor stands, worked out so that it holds in text that is not finished. */
export interface Place {
  /** The objects and arrays around the cursor, root first. */
  readonly containers: readonly Container[];
  /** Whether a key or a value (of a member, of an array) is being written. */
  readonly kind: 'key' | 'value';
  /** The key whose value is being written. */
  readonly key: string | undefined;
  /** Keys of the innermost object, without the one being written. */
  readonly otherKeys: ReadonlySet<string>;
  /** What a completion replaces: of a string what lies behind its opening quote, of a word all of it, else nothing. */
  readonly replace: Span;
  /** The opening quote is there and stays. */
  readonly isQuoted: boolean;
  /** That quote, or the one that a string there is put into. */
  readonly quote: string;
  /** A colon follows, so that a completed key needs no value. */
  readonly hasColon: boolean;
  /** Put in before: a space behind a colon. */
  readonly prefix: string;
  /** Put in behind: a comma when another member or item follows. */
  readonly suffix: string;
  /** A comma that is missing before. */
  readonly extra: readonly Edit[];
  /** How what is put in is written: JSON, YAML within brackets, YAML by lines. */
  readonly style: 'json' | 'flow' | 'block';
  /** In block style: spaces that further lines begin with, beyond the white space of the line. */
  readonly indent: string;
}

/** The place at `offset`; absent outside of the root object, behind a finished value, or in what is neither key nor value. */
export function placeAt({ text, root, format }: Pick<Analysis, 'text' | 'root' | 'format'>, offset: number): Place | undefined {
  const containers = containersAt(text, root, offset);
  const inner = containers.at(-1)?.node;
  return inner && read(text, containers, inner, offset, format === 'json' ? 'json' : 'flow');
}

/** A token of the little that lies between the last finished child and the cursor. */
interface Token extends Span {
  readonly kind: 'string' | 'word' | 'punctuation';
  readonly isClosed: boolean;
}

const tokenPatterns = {
  json: /"(?:[^"\\\r\n]|\\.)*("?)|[{}[\],:]|[^\s"{}[\],:]+/y,
  // A plain scalar holds spaces, and colons that no space follows.
  flow: /"(?:[^"\\\r\n]|\\.)*("?)|'(?:[^'\r\n]|'')*('?)|[{}[\],:]|[^\s"'{}[\],:](?:[^{}[\],:\r\n]|:(?=[^\s,[\]{}]))*/y,
} as const;

function tokenAt(text: string, from: number, style: 'json' | 'flow'): Token | undefined {
  let start = from;
  while (start < text.length && /\s/.test(text[start]!)) {
    start++;
  }
  const pattern = tokenPatterns[style];
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (!match) {
    return undefined;
  }
  const written = match[0].trimEnd();
  const end = start + written.length;
  const kind = /^["']/.test(written) ? 'string' : /^[{}[\],:]$/.test(written) ? 'punctuation' : 'word';
  return { start, end, kind, isClosed: kind !== 'string' || Boolean(match[1] || match[2]) };
}

function read(
  text: string,
  containers: readonly Container[],
  inner: ObjectNode | ArrayNode,
  offset: number,
  style: 'json' | 'flow',
): Place | undefined {
  const isObject = inner.kind === 'object';
  let expected: 'key' | 'colon' | 'value' | 'separator' = isObject ? 'key' : 'value';
  let at = inner.start + 1;
  let key: string | undefined;
  /** End of the value that no comma follows yet. */
  let finished: number | undefined;
  const before = lastFinished(inner, offset);
  if (before !== undefined) {
    at = before;
    finished = before;
    expected = 'separator';
  }
  const place = (token: Token | undefined): Place | undefined => {
    const kind = expected === 'value' ? 'value' : isObject ? 'key' : 'value';
    return expected === 'colon'
      ? undefined
      : makePlace(text, {
          containers,
          inner,
          kind,
          key,
          token,
          offset,
          missingCommaAt: expected === 'separator' ? finished : undefined,
          style,
        });
  };
  for (let token = tokenAt(text, at, style); token && token.start < offset; token = tokenAt(text, at, style)) {
    const { start, end } = token;
    const isPunctuation = token.kind === 'punctuation';
    if (!isPunctuation && (offset < end || (offset === end && (token.kind === 'word' || !token.isClosed)))) {
      return place(token);
    }
    at = end;
    if (!isPunctuation) {
      if (isObject && expected !== 'value') {
        key = text.slice(start + (token.kind === 'string' ? 1 : 0), token.kind === 'string' && token.isClosed ? end - 1 : end);
        expected = 'colon';
      } else {
        expected = 'separator';
        finished = end;
      }
    } else if (text[start] === ',') {
      expected = isObject ? 'key' : 'value';
      finished = undefined;
      key = undefined;
    } else if (text[start] === ':') {
      expected = 'value';
    } else {
      // A bracket that the parser made nothing of: whatever is said here would be a guess.
      return undefined;
    }
  }
  // Directly behind a finished value nothing is written yet.
  return finished === offset ? undefined : place(undefined);
}

/** End of the last child that lies wholly before the cursor. */
function lastFinished(inner: ObjectNode | ArrayNode, offset: number): number | undefined {
  const isFinished = (value: Node): boolean =>
    value.end < offset || (value.end === offset && (value.kind === 'object' || value.kind === 'array'));
  if (inner.kind === 'object') {
    return inner.members.findLast((m) => m.value && isFinished(m.value))?.value?.end;
  }
  return inner.items.findLast(isFinished)?.end;
}

interface Found {
  readonly containers: readonly Container[];
  readonly inner: ObjectNode | ArrayNode;
  readonly kind: 'key' | 'value';
  readonly key: string | undefined;
  readonly token: Token | undefined;
  readonly offset: number;
  readonly missingCommaAt: number | undefined;
  readonly style: 'json' | 'flow';
}

function makePlace(text: string, { containers, inner, kind, key, token, offset, missingCommaAt, style }: Found): Place {
  const isQuoted = token?.kind === 'string';
  const start = token ? token.start + (isQuoted ? 1 : 0) : offset;
  // Of a string that has no closing quote, what follows the cursor may belong to something else.
  const end = token && (token.isClosed || !isQuoted) ? token.end : offset;
  const next = tokenAt(text, end, style);
  const nextText = next && text.slice(next.start, next.end);
  const hasColon = kind === 'key' && nextText === ':';
  const others =
    inner.kind === 'object' ? inner.members.filter((m) => !(m.key.start <= offset && offset <= m.key.end && kind === 'key')) : [];
  return {
    containers,
    kind,
    key,
    otherKeys: new Set(others.map((m) => m.key.value)),
    replace: { start, end },
    isQuoted,
    quote: isQuoted ? text.charAt(token.start) : '"',
    hasColon,
    prefix: !token && text[offset - 1] === ':' ? ' ' : '',
    suffix: !hasColon && next !== undefined && (next.kind !== 'punctuation' || nextText === '{' || nextText === '[') ? ',' : '',
    extra: missingCommaAt === undefined ? [] : [{ start: missingCommaAt, end: missingCommaAt, text: ',' }],
    style,
    indent: '',
  };
}
