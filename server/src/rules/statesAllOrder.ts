import type { Clause } from '../asl/ast';
import type { Fix } from '../source/edit';
import { type ArrayNode, member, type Node } from '../source/node';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { rule } from './rule';

export const statesAllOrder = rule({
  id: 'states-all-order',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'States.ALL stands alone, and in the last retrier or catcher.',
  why: 'States.ALL matches every error, so nothing behind it would ever be looked at; the language demands that it is the only name of its ErrorEquals and that its retrier or catcher is the last one.',
  link: 'https://states-language.net/#errors',
  mentions: ['.ALL'],
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Retry": [{ "ErrorEquals": ["States.Timeout", "States.ALL"] }],
//                                                  ^^^^^^^^^^^^ "States.ALL" must be the only name in its ErrorEquals: it matches every error.
      "Catch": [
        { "ErrorEquals": ["States.ALL"], "Next": "Mend" },
//                        ^^^^^^^^^^^^ "States.ALL" must be in the last element of Catch: those behind it are never tried.
        { "ErrorEquals": ["Busy"], "Next": "Mend" }
      ],
      "End": true
    },
    "Mend": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Retry": [{ "ErrorEquals": ["States.Timeout", "Busy"] }, { "ErrorEquals": ["States.ALL"], "MaxAttempts": 1 }],
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task', 'Parallel', 'Map'],
  fields: ['Retry', 'Catch'],
  *check({ node, retriers, catchers }, { text }): Iterable<Report> {
    yield* reports(retriers, 'Retry', member(node, 'Retry')?.value, text);
    yield* reports(catchers, 'Catch', member(node, 'Catch')?.value, text);
  },
});

function* reports(clauses: readonly Clause[], field: string, list: Node | undefined, text: string): Iterable<Report> {
  const last = clauses.at(-1);
  for (const clause of clauses) {
    for (const { value, node } of clause.errorEquals) {
      if (value !== 'States.ALL') {
        continue;
      }
      if (clause.errorEquals.length > 1) {
        const message = '"States.ALL" must be the only name in its ErrorEquals: it matches every error.';
        yield { at: node, message, fixes: leaveAlone(clause, node, text) };
      }
      if (clause !== last) {
        const message = `"States.ALL" must be in the last element of ${field}: those behind it are never tried.`;
        yield { at: node, message, fixes: list?.kind === 'array' ? moveToEnd(clause, clauses, list, text) : [] };
      }
    }
  }
}

/** States.ALL does not match these for certain. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const beyondAll = new Set(['States.DataLimitExceeded', 'States.Runtime']);

function leaveAlone({ errorEquals, node }: Clause, all: Node, text: string): Fix[] {
  const errors = member(node, 'ErrorEquals')?.value;
  if (errors?.kind !== 'array' || errorEquals.some(({ value }) => beyondAll.has(value))) {
    return [];
  }
  const edits = [{ start: errors.start, end: errors.end, text: `[${stringLiteral('States.ALL', all, text)}]` }];
  return [{ title: 'Leave only States.ALL, which matches the others as well', edits }];
}

function moveToEnd({ node }: Clause, clauses: readonly Clause[], { items }: ArrayNode, text: string): Fix[] {
  if (clauses.at(-1)!.errorEquals.some(({ value }) => value === 'States.ALL')) {
    return [];
  }
  // Each one moves up by one place: what is between them stays.
  const moved = items.slice(items.indexOf(node));
  const edits = moved.map(({ start, end }, index) => {
    const next = moved[index + 1] ?? node;
    return { start, end, text: text.slice(next.start, next.end) };
  });
  return [{ title: 'Move it to the end, behind those that it hides', edits }];
}
