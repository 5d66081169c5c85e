import type { Node } from '../source/node';
import type { Span } from '../source/span';

/** The objects and arrays of a tree, outer ones first; who shows them leaves out those on one line. */
export function foldingRanges(root: Node | undefined): Span[] {
  const found: Span[] = [];
  const open: Node[] = root ? [root] : [];
  while (open.length > 0) {
    const node = open.pop()!;
    const children =
      node.kind === 'array' ? node.items : node.kind === 'object' ? node.members.flatMap((m) => m.value ?? []) : [];
    if (children.length > 0) {
      found.push({ start: node.start, end: node.end });
    }
    for (let i = children.length - 1; i >= 0; i--) {
      open.push(children[i]!);
    }
  }
  return found;
}
