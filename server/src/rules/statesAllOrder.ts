import type { Clause } from '../asl/ast';
import type { Report } from './rule';
import { rule } from './rule';

export const statesAllOrder = rule({
  id: 'states-all-order',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'States.ALL stands alone, and in the last retrier or catcher.',
  why: 'States.ALL matches every error, so nothing behind it would ever be looked at; the language demands that it is the only name of its ErrorEquals and that its retrier or catcher is the last one.',
  link: 'https://states-language.net/#errors',
  mentions: /States\.ALL/,
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Retry": [{ "ErrorEquals": ["States.Timeout", "States.ALL"] }],
      //                                            ^^^^^^^^^^^^ "States.ALL" must be the only name in its ErrorEquals: it matches every error.
      "Catch": [
        { "ErrorEquals": ["States.ALL"], "Next": "Mend" },
        //                ^^^^^^^^^^^^ "States.ALL" must be in the last element of Catch: those behind it are never tried.
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
  *check(state): Iterable<Report> {
    yield* reports(state.retriers, 'Retry');
    yield* reports(state.catchers, 'Catch');
  },
});

function* reports(clauses: readonly Clause[], field: string): Iterable<Report> {
  const last = clauses.at(-1);
  for (const clause of clauses) {
    for (const { value, node } of clause.errorEquals) {
      if (value !== 'States.ALL') {
        continue;
      }
      if (clause.errorEquals.length > 1) {
        yield { at: node, message: '"States.ALL" must be the only name in its ErrorEquals: it matches every error.' };
      }
      if (clause !== last) {
        yield { at: node, message: `"States.ALL" must be in the last element of ${field}: those behind it are never tried.` };
      }
    }
  }
}
