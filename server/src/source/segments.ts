import type { StringNode } from './node';
import { blockHeader, decodeBlockScalar, decodeFlowScalar } from './scalarText';
import { SegmentMap, type Spelling } from './segmentMap';

/**
 * Where each character of a string's value is written in `text`, the document that the string stands in: JSON or YAML, in whichever style.
 * Where the string is not written as text there (the alias of a string, the tag that is a key) the whole is one opaque segment.
 */
export function segmentsOf(node: StringNode, text: string): SegmentMap {
  const { start, end, value } = node;
  const first = text.charAt(start);
  if (first === '"' || first === "'") {
    const isClosed = end - start > 1 && text[end - 1] === first;
    const inner = { start: start + 1, end: isClosed ? end - 1 : end };
    const map = SegmentMap.builder(inner);
    map.spelling = first === '"' ? inDoubleQuotes : inSingleQuotes;
    if (decodeFlowScalar(text, inner.start, inner.end, first, map) === value) {
      return map.build();
    }
  } else if ((first === '|' || first === '>') && text.slice(start, end).includes('\n')) {
    const map = blockSegments(node, text);
    if (map) {
      return map;
    }
  } else {
    const map = SegmentMap.builder(node);
    map.spelling = plain;
    if (decodeFlowScalar(text, start, end, '', map) === value) {
      return map.build();
    }
  }
  const map = SegmentMap.builder(node);
  map.add(value.length, start, end, 'opaque');
  return map.build();
}

const inDoubleQuotes: Spelling = (text) => JSON.stringify(text).slice(1, -1);
// A line break would fold.
const inSingleQuotes: Spelling = (text) => (/[\n\r]/.test(text) ? undefined : text.replaceAll("'", "''"));
// What begins or ends a plain scalar, or lies within brackets, decides what it is: only letters that never do are put in.
const plain: Spelling = (text) => (/^[\w$.*/()=+-]+$/.test(text) ? text : undefined);

function blockSegments({ start, end, value }: StringNode, text: string): SegmentMap | undefined {
  const header = blockHeader(text, start);
  const body = text.indexOf('\n', start) + 1;
  // An indentation that the header names is relative to a parent that is not known here: the value tells which one fits.
  const deepest = header.indent === 0 ? 0 : (/^ */.exec(text.slice(body, end))?.[0].length ?? 0);
  for (let parent = 0; parent <= deepest; parent++) {
    const map = SegmentMap.builder({ start, end });
    const decoded = decodeBlockScalar(text, body, end, { ...header, chomp: '-' }, parent, map);
    const ending = value.slice(decoded.value.length);
    if (value.startsWith(decoded.value) && /^\s*$/.test(ending)) {
      map.add(ending.length, end, end, 'spelled');
      map.respell(inBlock(header.isFolded, decoded.indent));
      return map.build();
    }
  }
  return undefined;
}

/** Lines of a block scalar take the indentation of its other lines; in a folded one a line break would become a space. */
function inBlock(isFolded: boolean, indent: number): Spelling {
  return (text) => (isFolded && text.includes('\n') ? undefined : text.replaceAll('\n', `\n${' '.repeat(indent)}`));
}
