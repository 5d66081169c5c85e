import type { Analysis } from '../analysis/analysis';
import { pathAt } from '../source/node';
import { touches, type Span } from '../source/span';
import { contentOf } from './stateAt';

/** What "expand selection" selects at `offset`, innermost first: a string's text, the string, its member, the object … */
export function selectionRanges(analysis: Analysis, offset: number): Span[] {
  const spans: Span[] = [];
  const add = (span: Span): void => {
    const last = spans.at(-1);
    if (span.end > span.start && (last?.start !== span.start || last.end !== span.end)) {
      spans.push({ start: span.start, end: span.end });
    }
  };
  const path = pathAt(analysis.root, offset);
  for (const { node, via } of path.toReversed()) {
    if (spans.length === 0 && node.kind === 'object') {
      const member = node.members.find((m) => touches(m.key, offset));
      if (member) {
        add(contentOf(analysis.text, member.key));
        add(member.key);
        add(member);
      }
    }
    if (node.kind === 'string') {
      add(contentOf(analysis.text, node));
    }
    if ((node.kind === 'object' || node.kind === 'array') && node.end - node.start > 2) {
      add({ start: node.start + 1, end: node.end - 1 });
    }
    add(node);
    if (typeof via === 'object') {
      add(via);
    }
  }
  return spans;
}
