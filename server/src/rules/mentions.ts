import type { Analysis } from '../analysis/analysis';
import { changeBetween } from '../source/change';
import type { Node } from '../source/node';
import type { Rule } from './rule';

interface Glance {
  readonly text: string;
  readonly mentioned: Map<Rule, boolean>;
}

/** By the root, which a document keeps while its states are edited. */
const glances = new WeakMap<Node, Glance>();

/**
 * Tells of a rule whether the text holds what it is about. What was not there in an earlier version is looked for in the lines that have changed; what was
 * there is not looked for again: then the rule looks and finds nothing.
 */
export function mentionsIn({ text, root }: Analysis): (rule: Rule) => boolean {
  const before = root && glances.get(root);
  const mentioned = new Map<Rule, boolean>();
  if (root) {
    glances.set(root, { text, mentioned });
  }
  let changed: string | undefined;
  return (rule) => {
    if (!rule.mentions) {
      return true;
    }
    const was = before?.mentioned.get(rule);
    const is =
      was === undefined ? rule.mentions.test(text) : was || rule.mentions.test((changed ??= changedLines(before!.text, text)));
    mentioned.set(rule, is);
    return is;
  };
}

function changedLines(before: string, text: string): string {
  const { start, end, delta } = changeBetween(before, text);
  const lineEnd = text.indexOf('\n', end + delta);
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, lineEnd < 0 ? text.length : lineEnd);
}
