/** An answer other than success: HTTP 400 with AWS's `__type` and `message`. Thrown by operations, written by the server. */
export class ApiError extends Error {
  constructor(
    readonly type: string,
    message: string,
    /** HTTP status; never 5xx. */
    readonly status: number = 400,
  ) {
    super(message);
  }
}

export const validation = (message: string): ApiError => new ApiError('ValidationException', message);
export const invalidArn = (what: string): ApiError => new ApiError('InvalidArn', `Invalid Arn: '${what}'`);
export const noMachine = (arn: string): ApiError =>
  new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
export const noExecution = (arn: string): ApiError => new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
export const notFound = (arn: string): ApiError => new ApiError('ResourceNotFound', `Resource not found: '${arn}'`);
export const typeNotSupported = (): ApiError =>
  new ApiError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
