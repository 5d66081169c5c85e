import type { Clause, State } from '../asl/ast';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const shadowedError = rule({
  id: 'shadowed-error',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'A retrier or catcher names errors that earlier ones match already.',
  why: 'The first retrier or catcher whose ErrorEquals matches is taken. States.TaskFailed matches every error of a Task except States.Timeout, so names behind it are looked at in vain.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Catch": [
        { "ErrorEquals": ["Busy", "Lost"], "Next": "Mend" },
        { "ErrorEquals": ["Busy"], "Next": "Mend" },
//                        ^^^^^^ "Busy" is matched by catcher 1 already.
        { "ErrorEquals": ["States.TaskFailed"], "Next": "Mend" },
        { "ErrorEquals": ["Lambda.ServiceException"], "Next": "Mend" }
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^ "Lambda.ServiceException" is matched by "States.TaskFailed" of catcher 3 already.
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
      "Catch": [
        { "ErrorEquals": ["Busy", "Lost"], "Next": "Mend" },
        { "ErrorEquals": ["States.TaskFailed"], "Next": "Mend" },
        { "ErrorEquals": ["States.Timeout"], "Next": "Mend" },
        { "ErrorEquals": ["States.ALL"], "Next": "Mend" }
      ],
      "End": true
    },
    "Mend": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'state',
  types: ['Task', 'Parallel', 'Map'],
  fields: ['Retry', 'Catch'],
  check: (state) => (isSeveral(state.retriers) || isSeveral(state.catchers) ? reports(state) : nothing),
});

function isSeveral(clauses: readonly Clause[]): boolean {
  return clauses.length > 1 || (clauses.length === 1 && clauses[0]!.errorEquals.length > 1);
}

function* reports(state: State): Iterable<Report> {
  yield* shadowed(state.retriers, 'retrier', state);
  yield* shadowed(state.catchers, 'catcher', state);
}

function* shadowed(clauses: readonly Clause[], what: string, { type }: State): Iterable<Report> {
  const seen = new Map<string, number>();
  for (const { errorEquals, index } of clauses) {
    for (const { value, node } of errorEquals) {
      const earlier = seen.get(value);
      const general = seen.get('States.TaskFailed');
      if (earlier !== undefined) {
        yield {
          at: node,
          message:
            earlier === index
              ? `"${value}" stands twice in this ${what}.`
              : `"${value}" is matched by ${what} ${earlier + 1} already.`,
        };
      } else if (
        general !== undefined &&
        general !== index &&
        type?.value === 'Task' &&
        !value.startsWith('States.') &&
        !value.includes('${')
      ) {
        yield { at: node, message: `"${value}" is matched by "States.TaskFailed" of ${what} ${general + 1} already.` };
      }
      seen.set(value, earlier ?? index);
    }
  }
}
