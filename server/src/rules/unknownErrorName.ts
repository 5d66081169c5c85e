import { errorNames } from '../asl/errorNames';
import type { State } from '../asl/ast';
import { hasPlaceholder } from '../asl/placeholder';
import { editDistance, nearest } from '../source/nearest';
import { member, type Node } from '../source/node';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { replacement, rule } from './rule';

const names = errorNames.map(({ name }) => name);

/** Errors of Lambda's Invoke. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors, and those that Step Functions adds. */
const lambdaNames = (
  'AWSLambdaException ClientExecutionTimeoutException CodeStorageExceededException EC2AccessDeniedException EC2ThrottledException EC2UnexpectedException ' +
  'EFSIOException EFSMountConnectivityException EFSMountFailureException EFSMountTimeoutException ENILimitReachedException InvalidParameterValueException ' +
  'InvalidRequestContentException InvalidRuntimeException InvalidSecurityGroupIDException InvalidSubnetIDException InvalidZipFileException ' +
  'KMSAccessDeniedException KMSDisabledException KMSInvalidStateException KMSNotFoundException RecursiveInvocationException RequestTooLargeException ' +
  'ResourceConflictException ResourceNotFoundException ResourceNotReadyException SdkClientException ServiceException SnapStartException ' +
  'SnapStartNotReadyException SnapStartTimeoutException SubnetIPAddressLimitReachedException TooManyRequestsException Unknown UnsupportedMediaTypeException'
)
  .split(' ')
  .map((name) => `Lambda.${name}`);

/** Most names that are written are among them. */
const known: ReadonlySet<string> = new Set([...names, ...lambdaNames]);

/** Edits by which a name of Lambda is taken for a misspelt one: functions may raise names of their own that are not far from them. */
const fewEdits = 2;

/** What an HTTP Task reports for an answer that is no success. https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html */
const httpStatus = /^States\.Http\.StatusCode\.\d{3}$/;

export const unknownErrorName = rule({
  id: 'unknown-error-name',
  severity: 'warning',
  summary: 'ErrorEquals names an error that the language does not have.',
  why: 'Names that begin with "States." belong to the language; letter case counts. One that it does not define, and that no Fail state of the machine ends with, does not occur, so the retrier or catcher is never taken.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Retry": [{ "ErrorEquals": ["States.TaskFailedd", "States.QuorumMet"] }],
//                                ^^^^^^^^^^^^^^^^^^^^ There is no error "States.TaskFailedd". Did you mean "States.TaskFailed"?
//                                                      ^^^^^^^^^^^^^^^^^^ There is no error "States.QuorumMet". There are States.ALL, States.TaskFailed, States.Timeout, States.HeartbeatTimeout and others.
      "Catch": [{ "ErrorEquals": ["Lambda.ServiceExeption", "states.all"], "Next": "Mend" }],
//                                ^^^^^^^^^^^^^^^^^^^^^^^^ Lambda has no error "Lambda.ServiceExeption". Did you mean "Lambda.ServiceException"?
//                                                          ^^^^^^^^^^^^ There is no error "states.all". Did you mean "States.ALL"?
      "End": true
    },
    "Mend": { "Type": "Pass", "End": true }
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
      "Retry": [{ "ErrorEquals": ["States.TaskFailed", "Lambda.TooManyRequestsException", "States.Http.StatusCode.503"] }],
      "End": true
    }
  }
}`,
  ],
  of: 'machine',
  *check(_machine, { symbols, text }): Iterable<Report> {
    let raised: ReadonlySet<string> | undefined;
    for (const { retriers, catchers } of symbols.states) {
      for (const { errorEquals } of retriers.length === 0
        ? catchers
        : catchers.length === 0
          ? retriers
          : [...retriers, ...catchers]) {
        for (const { value, node } of errorEquals) {
          if (known.has(value)) {
            continue;
          }
          if (value.startsWith('Lambda.')) {
            yield* misspeltLambda(value, node, text);
            continue;
          }
          const written = misspeltPrefix(value);
          if (written !== undefined) {
            yield {
              at: node,
              message: `There is no error "${value}". Did you mean "${written}"?`,
              fixes: [replacement(`Change to "${written}"`, node, stringLiteral(written, node, text))],
            };
            continue;
          }
          if (!value.startsWith('States.') || httpStatus.test(value) || hasPlaceholder(value)) {
            continue;
          }
          raised ??= errorsOfFailStates(symbols.states);
          if (!raised.has(value)) {
            const meant = nearest(value, names);
            const hint =
              meant === undefined ? ` There are ${names.slice(0, 4).join(', ')} and others.` : ` Did you mean "${meant}"?`;
            yield {
              at: node,
              message: `There is no error "${value}".${hint}`,
              fixes: meant === undefined ? [] : [replacement(`Change to "${meant}"`, node, stringLiteral(meant, node, text))],
            };
          }
        }
      }
    }
  },
});

/** The name of the language that this is but for letter case, or for `State.` in place of `States.`. */
function misspeltPrefix(value: string): string | undefined {
  if (value.startsWith('States.') || !/^states?\./i.test(value)) {
    return undefined;
  }
  const rest = value.slice(value.indexOf('.')).toLowerCase();
  return names.find((name) => name.slice('States'.length).toLowerCase() === rest);
}

function* misspeltLambda(value: string, node: Node, text: string): Iterable<Report> {
  if (hasPlaceholder(value)) {
    return;
  }
  const meant = lambdaNames.find((name) => editDistance(value.toLowerCase(), name.toLowerCase(), fewEdits) <= fewEdits);
  if (meant !== undefined) {
    yield {
      at: node,
      message: `Lambda has no error "${value}". Did you mean "${meant}"?`,
      fixes: [replacement(`Change to "${meant}"`, node, stringLiteral(meant, node, text))],
    };
  }
}

/** The names that Fail states of the machine end with: those do occur, whatever they begin with. */
function errorsOfFailStates(states: readonly State[]): ReadonlySet<string> {
  return new Set(
    states.flatMap(({ type, node }) => {
      const error = type?.value === 'Fail' ? member(node, 'Error')?.value : undefined;
      return error?.kind === 'string' ? [error.value] : [];
    }),
  );
}
