import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Writes to the client's log what went wrong, with the place in our code. */
export function logFailure(connection: Connection, what: string, error: unknown): void {
  connection.console.error(`${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

/** A request as the library calls it. */
export type Answering<P, R> = (params: P, token: CancellationToken) => Promise<R | ResponseError<void>>;

/**
 * Answers requests: with `none` when the answer failed (which is logged), and as cancelled when the client no longer wants it, be it before or
 * while the answer is made.
 */
export function answering(
  connection: Connection,
): <P, R>(what: string, none: R, answer: (params: P, token: CancellationToken) => R | Promise<R>) => Answering<P, R> {
  return (what, none, answer) => async (params, token) => {
    try {
      const answered = token.isCancellationRequested ? none : await answer(params, token);
      return token.isCancellationRequested
        ? new ResponseError(LSPErrorCodes.RequestCancelled, `${what} was cancelled.`)
        : answered;
    } catch (error) {
      logFailure(connection, what, error);
      return none;
    }
  };
}
