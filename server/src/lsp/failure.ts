import type { Connection } from 'vscode-languageserver';

/** Writes to the client's log what went wrong, with the place in our code. */
export function logFailure(connection: Connection, what: string, error: unknown): void {
  connection.console.error(`${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
