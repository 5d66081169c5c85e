import type { Node } from './node';
import type { Span } from './span';

/** The JSON pointer of the innermost value that holds `span`, or of `about` where that is on the way; the key of a member belongs to its value. `''` is the document. */
export function pointerAt(root: Node | undefined, span: Span, about?: Node): string {
  let pointer = '';
  for (let node = root; node && node !== about;) {
    if (pointer !== '' && node.start === span.start && node.end === span.end) {
      // It itself is meant, though what is in it may begin at the same place: a mapping of YAML, or what an alias repeats.
      break;
    }
    if (node.kind === 'object') {
      const index = lastStartingAt(node.members, span.start);
      const found = node.members[index];
      if (!found || found.end < span.end) {
        break;
      }
      pointer += `/${pointerSegment(found.key.value)}`;
      node = found.value;
    } else if (node.kind === 'array') {
      const index = lastStartingAt(node.items, span.start);
      const found = node.items[index];
      if (!found || found.end < span.end) {
        break;
      }
      pointer += `/${index}`;
      node = found;
    } else {
      break;
    }
  }
  return pointer;
}

function pointerSegment(key: string): string {
  return key.includes('/') || key.includes('~') ? key.replace(/~/g, '~0').replace(/\//g, '~1') : key;
}

/** Index of the last of the spans (in text order) that begins at or before `offset`; -1 for none. */
function lastStartingAt(spans: readonly Span[], offset: number): number {
  let low = -1;
  let high = spans.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (spans[middle]!.start <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
