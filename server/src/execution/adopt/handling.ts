import { type StateId, nameOf } from '../../asl/ast';
import type { Strand } from '../execution';
import { takes } from '../failures';
import type { Handling } from '../history';
import type { ProgramState, Transition, WithErrors } from '../program';

/**
 * What became of a failure, in our words: the recording tells the kind, the definition which Retrier or Catcher it was. `any`: the
 * recording ends here, and the definition alone says what would have become of it. `due`: when the next try begins, epoch milliseconds.
 */
export function handlingLike(
  kind: Handling['kind'] | 'any',
  state: ProgramState,
  strand: Strand,
  error: string | undefined,
  due: number,
  next?: string,
): Handling {
  if (kind === 'fail' || !hasErrors(state)) {
    return { kind: 'fail' };
  }
  const { retriers, catchers } = state;
  const retrier = retriers.findIndex(({ errorEquals }) => takes(errorEquals, error));
  const attempt = (strand.retries[retrier] ?? 0) + 1;
  if (kind === 'retry' || (kind === 'any' && retrier >= 0 && attempt <= retriers[retrier]!.maxAttempts)) {
    return { kind: 'retry', index: Math.max(0, retrier), attempt, due };
  }
  const named = catchers.findIndex((each) => next !== undefined && nameOf(each.next) === next && takes(each.errorEquals, error));
  const catcher = named >= 0 ? named : catchers.findIndex(({ errorEquals }) => takes(errorEquals, error));
  return kind === 'any' && catcher < 0 ? { kind: 'fail' } : { kind: 'catch', index: Math.max(0, catcher) };
}

function hasErrors(state: ProgramState): state is ProgramState & WithErrors {
  return 'retriers' in state;
}

/** By which kind of transition a state was left towards `next`; null: it ended its scope. */
export function transitionOf(state: ProgramState, strand: Strand, next: StateId | null): Transition {
  const handling = strand.failure?.handling;
  if (handling?.kind === 'catch') {
    return { kind: 'catch', index: handling.index };
  }
  if (state.type !== 'Choice') {
    return { kind: next === null ? 'end' : 'next' };
  }
  // Where several rules lead there, the first is taken to be the one.
  const index = state.choices.findIndex(({ way }) => way.next === next);
  return index < 0 ? { kind: 'default' } : { kind: 'choice', index };
}
