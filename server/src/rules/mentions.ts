import type { Analysis } from '../analysis/analysis';
import { changeBetween } from '../source/change';
import type { Node } from '../source/node';
import { allRules } from './allRules';
import type { Rule } from './rule';

type Mention = string | RegExp;

/** Whether a text holds one of a rule's mentions: by the number of those mentions. */
type Found = (boolean | undefined)[];

interface Glance {
  readonly text: string;
  readonly found: Found;
}

/** By the root, which a document keeps while its states are edited. */
const glances = new WeakMap<Node, Glance>();
/** What is shorter is read again sooner than it is remembered: characters. */
const shortestKept = 50_000;

/** The different lists of mentions, and the number of each rule's. */
const lists: (readonly Mention[])[] = [];
const numbers = new Map<Rule, number>();
for (const rule of allRules) {
  if (rule.mentions) {
    const { mentions } = rule;
    const same = lists.findIndex((list) => list.join('\n') === mentions.join('\n'));
    numbers.set(rule, same < 0 ? lists.push(mentions) - 1 : same);
  }
}

/** The number of a rule's mentions, for `mentionsIn`; undefined where it needs none. */
export function mentionsOf(rule: Rule): number | undefined {
  return numbers.get(rule);
}

/** Tells of a rule, by the number of its mentions, whether the text holds what it is about. */
export type IsMentioned = (mentions: number | undefined) => boolean;

/**
 * What is mentioned in a document. What was not there in an earlier version is looked for in the lines that have changed; what was there is not looked for
 * again: then the rule looks and finds nothing.
 */
export function mentionsIn({ text, root, format }: Analysis): IsMentioned {
  const holds = (list: readonly Mention[], where: string): boolean => {
    for (const each of list) {
      if (typeof each === 'string' ? where.includes(each) : format !== 'json' || each.test(where)) {
        return true;
      }
    }
    return false;
  };
  const isKept = root !== undefined && text.length >= shortestKept;
  const before = isKept ? glances.get(root) : undefined;
  const found = before?.found ?? new Array<boolean | undefined>(lists.length);
  if (before && before.text !== text) {
    const lines = changedLines(before.text, text);
    for (const [number, list] of lists.entries()) {
      if (found[number] === false) {
        found[number] = holds(list, lines);
      }
    }
  }
  if (isKept) {
    glances.set(root, { text, found });
  }
  return (number) => number === undefined || (found[number] ??= holds(lists[number]!, text));
}

function changedLines(before: string, text: string): string {
  const { start, end, delta } = changeBetween(before, text);
  const lineEnd = text.indexOf('\n', end + delta);
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, lineEnd < 0 ? text.length : lineEnd);
}
