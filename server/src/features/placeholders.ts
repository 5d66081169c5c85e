import type { Analysis } from '../analysis/analysis';
import type { Node, StringNode } from '../source/node';
import { segmentsOf } from '../source/segments';
import type { Span } from '../source/span';
import { touches } from '../source/span';
import { placeholdersIn } from '../source/substitute';

/** A `${Name}` that the deployment fills in: within a string, or in the place of a value. */
export interface Placeholder extends Span {
  readonly name: string;
}

/** The placeholders of a definition that touch `within`, in text order. */
export function placeholdersOf({ root, text }: Analysis, within: Span): Placeholder[] {
  const found: Placeholder[] = [];
  const open: Node[] = root ? [root] : [];
  while (open.length > 0) {
    const node = open.pop()!;
    if (node.end < within.start || node.start > within.end) {
      continue;
    }
    switch (node.kind) {
      case 'object':
        for (const { key, value } of node.members.toReversed()) {
          open.push(...(value ? [value] : []), key);
        }
        break;
      case 'array':
        open.push(...node.items.toReversed());
        break;
      case 'string':
        found.push(...inString(node, text));
        break;
      case 'placeholder':
        found.push({ name: node.name, start: node.start, end: node.end });
        break;
      default:
    }
  }
  return found.filter(({ start, end }) => start <= within.end && end >= within.start);
}

function inString(node: StringNode, text: string): Placeholder[] {
  if (!node.value.includes('${')) {
    return [];
  }
  const segments = segmentsOf(node, text);
  return placeholdersIn(node.value).map(({ name, ...span }) => ({ name, ...segments.toHostSpan(span) }));
}

/** The placeholder under a cursor. */
export function placeholderAt(analysis: Analysis, offset: number): Placeholder | undefined {
  return placeholdersOf(analysis, { start: offset, end: offset }).find((each) => touches(each, offset));
}
