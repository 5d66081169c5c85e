import type { StateId } from '../../asl/ast';
import type { Json } from '../../source/json';
import type { Strand } from '../execution';
import type { Failure, Handling } from '../history';
import type { ProgramState } from '../program';
import type { Followers } from './followers';
import type { Growth } from './growth';
import { handlingLike } from './handling';
import { decideFrom } from './own';
import type { RecordedEvent, Recording } from './recording';

/** What failed in a recording, and what became of it: told by what follows, since AWS records no word of it. */
export class Failing {
  /** What failed at an event, by id. */
  readonly #failures = new Map<number, Failure>();

  constructor(
    private readonly recording: Recording,
    private readonly growth: Growth,
    private readonly followers: Followers,
  ) {}

  /** A failure that AWS has no event for, and a Catcher took: our own engine tells of it, or that only a Catcher leads there. */
  caughtQuietly(event: RecordedEvent, strand: Strand, next: StateId | null): void {
    const own = decideFrom(this.growth.program, this.growth.execution, strand, event.timestamp)?.[0];
    const state = this.growth.stateOf(strand);
    if (own?.type === 'StateFailed') {
      this.growth.note(event, 'StateFailed', own.local);
    } else if (!strand.failure && state.type !== 'Choice' && caughtBy(state, next) >= 0) {
      const handling: Handling = { kind: 'catch', index: caughtBy(state, next) };
      const failure = failureIn(event.details?.output);
      this.growth.note(event, 'StateFailed', { strand: strand.id, state: strand.state, handling, failure });
    }
  }

  /** A next try that AWS records by its start only: of a Parallel or Map, or after a result that could not be worked in. */
  tryAgain(event: RecordedEvent, strand: Strand): void {
    const { phase, due, id, state } = strand;
    if (phase === 'entered' || phase === 'ready' || (phase === 'waiting' && due !== undefined)) {
      return;
    }
    const before = event.previousEventId;
    const own = decideFrom(this.growth.program, this.growth.execution, strand, event.timestamp)?.[0]?.local;
    const failure = this.#failures.get(before) ?? own?.failure ?? this.#failureOf(this.growth.strandOf(before));
    const handling = handlingLike('retry', this.growth.stateOf(strand), strand, failure.error, event.timestamp);
    this.growth.note(event, 'StateFailed', { strand: id, state, handling, failure, failureCause: before });
  }

  /** Parallel or Map: it is told after what failed inside. */
  container(event: RecordedEvent): void {
    const type = event.type.slice(0, -'StateFailed'.length);
    const isIt = (each: Strand): boolean =>
      this.growth.stateOf(each).type === type && each.phase !== 'failed' && each.phase !== 'returned';
    const { previousEventId: before } = event;
    const iteration = this.followers.of(before).findLast((each) => each.type === 'MapIterationFailed' && each.id < event.id);
    const inner = type === 'Map' && iteration ? this.growth.around(iteration.id) : this.growth.failing(event);
    const failure = this.#failureAt(before, inner);
    if (inner && inner.kind === 'branch' && !isIt(inner)) {
      this.quietly(event, inner, failure);
    }
    this.failed({ ...event, details: undefined }, this.growth.up(event, isIt, `a ${type} state`, inner), failure);
  }

  /** EvaluationFailed, which names its state. */
  evaluation(event: RecordedEvent): void {
    const strand = this.growth.named(event.details?.state, event);
    if (this.followers.of(event.id).some(({ type }) => type === 'MapStateFailed')) {
      // What becomes of it is told by the event of the Map.
      this.#failures.set(event.id, { error: event.details?.error, cause: event.details?.cause });
      this.growth.emit(event, { strand: strand.id, state: strand.state });
    } else {
      this.failed(event, strand);
    }
  }

  /** A failure of the strand's state, and what became of it. */
  failed(
    event: RecordedEvent,
    strand: Strand,
    failure: Failure = { error: event.details?.error, cause: event.details?.cause },
  ): void {
    const state = this.growth.stateOf(strand);
    // What is told of a Parallel or Map as failed is not tried again: a retry is told by its next start only.
    const again = event.type.endsWith('StateFailed') ? undefined : this.followers.triedAgain(event.id, state.type);
    const isLeft = this.followers.exited(event.id)?.details?.name === state.name;
    const kind = again ? 'retry' : isLeft ? 'catch' : 'fail';
    const due = (again ?? event).timestamp;
    const handling: Handling =
      kind === 'fail' && this.recording.isTruncated && event === this.recording.events.at(-1)
        ? handlingLike('any', state, strand, failure.error, due)
        : handlingLike(kind, state, strand, failure.error, due, this.followers.nextAfter(event.id));
    this.#failures.set(event.id, failure);
    this.growth.emit(event, { strand: strand.id, state: strand.state, handling, failure });
  }

  /** A failure that AWS has no event for, before the event that follows from it. */
  quietly(event: RecordedEvent, strand: Strand | undefined, failure = this.#failureAt(event.previousEventId, strand)): void {
    if (strand && strand.phase !== 'failed' && strand.phase !== 'ended' && !this.#failures.has(event.previousEventId)) {
      this.#failures.set(event.previousEventId, failure);
      this.growth.note(event, 'StateFailed', {
        strand: strand.id,
        state: strand.state,
        handling: { kind: 'fail' },
        failure,
        failureCause: event.previousEventId,
      });
    }
  }

  /** What failed at an event; else what the strand says. */
  #failureAt(id: number, strand: Strand | undefined): Failure {
    return this.#failures.get(id) ?? this.#failureOf(strand);
  }

  /** What a Fail state says, where its definition does. */
  #failureOf(strand: Strand | undefined): Failure {
    const state = strand && this.growth.program.states.get(strand.state);
    if (strand?.failure) {
      return { error: strand.failure.error, cause: strand.failure.cause };
    }
    return state?.type === 'Fail'
      ? { error: constantOf(state.error), cause: constantOf(state.cause) }
      : { error: undefined, cause: undefined };
  }
}

/** The Catcher that leads to `next`, where nothing else of the state does; −1 for none. */
function caughtBy(state: ProgramState, next: StateId | null): number {
  return 'catchers' in state && state.onward.next !== next ? state.catchers.findIndex((catcher) => catcher.next === next) : -1;
}

/** `{"Error": …, "Cause": …}`, where a Catcher hands on just that. */
function failureIn(output: Json | undefined): Failure {
  const { Error: error, Cause: cause } = (output ?? {}) as { readonly Error?: Json; readonly Cause?: Json };
  return { error: typeof error === 'string' ? error : undefined, cause: typeof cause === 'string' ? cause : undefined };
}

function constantOf(template: { readonly kind: string; readonly value?: unknown } | undefined): string | undefined {
  return template?.kind === 'constant' && typeof template.value === 'string' ? template.value : undefined;
}
