/**
 * The error names that the language itself defines; every other name comes from services and functions.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
 * and https://states-language.net/#appendix-a
 */
export interface ErrorName {
  readonly name: string;
  readonly documentation: string;
}

export const errorNames: readonly ErrorName[] = [
  {
    name: 'States.ALL',
    documentation:
      'Matches every error name except `States.Runtime`. It stands alone in its `ErrorEquals`, in the last retrier or catcher.',
  },
  {
    name: 'States.TaskFailed',
    documentation: 'A Task failed while it ran. In a retrier or catcher it matches every error name except `States.Timeout`.',
  },
  {
    name: 'States.Timeout',
    documentation: 'A Task ran longer than its `TimeoutSeconds`, or sent no heartbeat for longer than its `HeartbeatSeconds`.',
  },
  { name: 'States.HeartbeatTimeout', documentation: 'A Task sent no heartbeat for longer than its `HeartbeatSeconds`.' },
  { name: 'States.Permissions', documentation: 'A Task was not allowed to run the code or the action it names.' },
  {
    name: 'States.DataLimitExceeded',
    documentation: 'The input or output of a state, or the output of a service, is larger than the quota for payloads (256 KiB).',
  },
  {
    name: 'States.QueryEvaluationError',
    documentation: 'A JSONata expression failed, gave a value of a type that the field does not take, or gave no value.',
  },
  {
    name: 'States.ParameterPathFailure',
    documentation:
      'A path of a field whose name ends in `.$` selects nothing (`Parameters`, `ResultSelector`, `ItemSelector` …).',
  },
  { name: 'States.ResultPathMatchFailure', documentation: 'The `ResultPath` of a state cannot be applied to its input.' },
  {
    name: 'States.ReferencePathConflict',
    documentation:
      'What AWS reports where a `ResultPath` leads into something that is no object, or an `ItemsPath` names nothing.',
  },
  { name: 'States.IntrinsicFailure', documentation: 'A call of an intrinsic function in a payload template failed.' },
  { name: 'States.NoChoiceMatched', documentation: 'No rule of a Choice state matched, and it has no `Default`.' },
  { name: 'States.BranchFailed', documentation: 'A branch of a Parallel state failed.' },
  {
    name: 'States.ExceedToleratedFailureThreshold',
    documentation: 'More items of a Map state failed than its `ToleratedFailureCount` or `ToleratedFailurePercentage` allows.',
  },
  { name: 'States.ItemReaderFailed', documentation: 'A Map state could not read the items that its `ItemReader` names.' },
  { name: 'States.ResultWriterFailed', documentation: 'A Map state could not write its results where its `ResultWriter` says.' },
  { name: 'States.Http.Socket', documentation: 'An HTTP Task got no answer within 60 seconds.' },
  {
    name: 'States.Runtime',
    documentation:
      'The execution failed because of something that cannot be worked with, such as a path applied to null. It is never retried, and `States.ALL` does not match it.',
  },
];
