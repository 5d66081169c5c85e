import { intrinsicOf, joinParts, placeholderName } from './intrinsics';
import type { Node, StringNode } from './node';
import { SegmentMap, type SegmentMapBuilder } from './segmentMap';
import { segmentsOf } from './segments';

/** A text within a document: what it says and where that is written. */
export interface EmbeddedText {
  readonly text: string;
  readonly map: SegmentMap;
}

/**
 * The text that a value of a template makes: a string, `Fn::Sub` or `Fn::Join`. What only the deployment knows stands in it as `${Name}`.
 * Absent where the value is no text, or another intrinsic function makes it.
 */
export function embeddedText(node: Node | undefined, host: string): EmbeddedText | undefined {
  if (!node) {
    return undefined;
  }
  const map = SegmentMap.builder(node);
  const text = append(node, host, map);
  return text === undefined ? undefined : { text, map: map.build() };
}

function append(node: Node, host: string, map: SegmentMapBuilder): string | undefined {
  if (node.kind === 'string') {
    map.append(segmentsOf(node, host));
    return node.value;
  }
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name === 'Fn::Sub') {
    const { argument } = intrinsic;
    const text = argument?.kind === 'array' ? argument.items[0] : argument;
    return text?.kind === 'string' ? appendSubstituted(text, host, map) : undefined;
  }
  const parts = intrinsic?.name === 'Fn::Join' ? joinParts(intrinsic.argument) : undefined;
  if (!parts) {
    return undefined;
  }
  let text = '';
  let before = node.start;
  for (const [index, item] of parts.items.entries()) {
    if (index > 0) {
      map.add(parts.delimiter.length, before, before, 'opaque');
      text += parts.delimiter;
    }
    let part = append(item, host, map);
    if (part === undefined) {
      const inner = intrinsicOf(item);
      part = inner
        ? `\${${placeholderName(inner)}}`
        : item.kind === 'placeholder'
          ? `\${${item.name}}`
          : host.slice(item.start, item.end);
      map.add(part.length, item.start, item.end, 'opaque');
    }
    text += part;
    before = item.end;
  }
  return text;
}

/** In the text of `Fn::Sub`, `${!Name}` is the literal `${Name}`: the exclamation mark goes. */
function appendSubstituted(node: StringNode, host: string, map: SegmentMapBuilder): string {
  const { value } = node;
  const segments = segmentsOf(node, host);
  const literal = /\$\{!/g;
  let text = '';
  let from = 0;
  for (let found = literal.exec(value); found; found = literal.exec(value)) {
    const mark = found.index + 2;
    map.append(segments.slice(from, mark));
    text += value.slice(from, mark);
    from = mark + 1;
  }
  map.append(segments.slice(from, value.length));
  return text + value.slice(from);
}
