import type { State } from '../asl/ast';
import { member, type Node } from '../source/node';
import { segmentsOf } from '../source/segments';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const personalData = rule({
  id: 'personal-data',
  severity: 'information',
  pillar: 'security',
  summary: 'A Comment or the name of a state holds what looks like personal data.',
  why: 'Names and comments are not encrypted with a key of your own; they appear in the console, in logs and in metrics, for everyone who may read the state machine. Keep addresses and numbers of people out of them.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/data-protection.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Pass", "Comment": "If it fails, ask jane.doe@example.com", "End": true }
//                                                         ^^^^^^^^^^^^^^^^^^^^ The Comment holds an e-mail address: everyone who may read the state machine reads it.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Pass", "Comment": "If it fails, ask the team that owns the orders; ticket 20260131", "End": true }
  }
}`,
  ],
  of: 'state',
  check(state, { text }): Iterable<Report> {
    return mayHold(state.name) || member(state.node, 'Comment') ? reports(state, text) : nothing;
  },
});

function* reports({ node, key, name }: State, text: string): Iterable<Report> {
  const inName = found(name);
  if (inName) {
    yield { at: key, message: `The name holds ${inName.what}: it appears in logs and metrics.` };
  }
  const comment: Node | undefined = member(node, 'Comment')?.value;
  const inComment = comment?.kind === 'string' ? found(comment.value) : undefined;
  if (inComment && comment?.kind === 'string') {
    const { start, end } = segmentsOf(comment, text).toHostSpan(inComment);
    yield {
      at: { start, end },
      message: `The Comment holds ${inComment.what}: everyone who may read the state machine reads it.`,
    };
  }
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b[\w.+-]{1,64}@[\w-]{1,64}\.[A-Za-z]{2,10}\b/, 'an e-mail address'],
  [/\b\d{3}-\d{2}-\d{4}\b/, 'a social security number'],
  [/(?<![\d-])(?:\d{4}[ -]){3}\d{4}(?![\d-])/, 'a card number'],
];

/** Most names and comments hold neither. */
function mayHold(text: string): boolean {
  return text.length <= 10_000 && /@|\d\d[ -]/.test(text);
}

function found(text: string): { readonly what: string; readonly start: number; readonly end: number } | undefined {
  if (!mayHold(text)) {
    return undefined;
  }
  for (const [pattern, what] of patterns) {
    const match = pattern.exec(text);
    if (match) {
      return { what, start: match.index, end: match.index + match[0].length };
    }
  }
  return undefined;
}
