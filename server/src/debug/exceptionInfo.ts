import type { Program } from '../execution/program';
import { isoTime } from '../execution/timestamp';
import type { Stop } from './stop';
import { duration } from './transcript';

/** What is known of an error, in the words of the protocol. */
export interface ExceptionInfo {
  readonly exceptionId: string;
  readonly description: string;
  readonly breakMode: 'unhandled' | 'always';
  readonly details: { readonly typeName?: string; readonly message?: string };
}

/** The error that it stopped at: its cause, the Retrier or Catcher that takes it, and when the next attempt begins. Throws when it did not stop at one. */
export function exceptionInfo(stop: Stop | undefined, program: Program, now: number): ExceptionInfo {
  const failure = stop?.failure;
  if (!failure) {
    throw new Error('The execution did not stop at an error.');
  }
  const { error, cause, handling } = failure;
  const state = stop.state === undefined ? undefined : program.states.get(stop.state);
  const clauses = state && 'retriers' in state ? state : undefined;
  let told = 'No Retry and no Catch of the state takes it.';
  if (handling.kind === 'retry') {
    const { index, attempt, due } = handling;
    const retrier = clauses?.retriers[index];
    const of = retrier ? ` of ${retrier.maxAttempts}` : '';
    const names = retrier ? ` (${retrier.errorEquals.join(', ')})` : '';
    told = `Retry ${index + 1}${names} tries again: attempt ${attempt}${of}, in ${duration(Math.max(0, due - now))}, at ${isoTime(due)}.`;
  } else if (handling.kind === 'catch') {
    const catcher = clauses?.catchers[handling.index];
    told = `Catch ${handling.index + 1}${catcher ? ` (${catcher.errorEquals.join(', ')})` : ''} takes it.`;
  }
  return {
    exceptionId: error ?? '(no error name)',
    description: cause === undefined ? told : `${cause}\n${told}`,
    breakMode: handling.kind === 'fail' ? 'unhandled' : 'always',
    details: { ...(error === undefined ? {} : { typeName: error }), ...(cause === undefined ? {} : { message: cause }) },
  };
}
