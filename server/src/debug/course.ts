import type { StateId } from '../asl/ast';
import type { Strand } from '../execution/execution';
import type { HistoryEvent } from '../execution/history';
import type { ExecutionOverlay, StateStatus } from '../protocol';

/** What several strands made of one state since it was last quiet. */
interface Passage {
  entered: number;
  /** Strands that are in it. */
  active: number;
  outcome: Exclude<StateStatus, 'running' | 'stopped'> | undefined;
}

/** Of strands that are in the same state at once (iterations of a Map), the worst outcome is shown. */
const severity = ['aborted', 'succeeded', 'caught', 'failed'] as const;

/** Hears of each stay in a state as it begins and ends. */
export interface CourseListener {
  entered(strand: number, state: StateId): void;
  left(strand: number, outcome: Passage['outcome'] & string): void;
}

interface Traveller {
  readonly id: number;
  readonly parent: number;
  state: StateId | undefined;
}

/** The way that an execution took through its states, folded event by event: what the graph shows of it. */
export class Course {
  #status: ExecutionOverlay['status'] = 'RUNNING';
  readonly #passages = new Map<StateId, Passage>();
  readonly #transitions = new Map<string, number>();
  /** Where each strand is; `state` is absent between two states. */
  readonly #strands = new Map<number, Traveller>();

  /** A new one, or an independent copy. */
  constructor(
    from?: Course,
    private readonly listener?: CourseListener,
  ) {
    if (from) {
      this.#status = from.#status;
      from.#passages.forEach((passage, state) => this.#passages.set(state, { ...passage }));
      from.#transitions.forEach((count, transition) => this.#transitions.set(transition, count));
      from.#strands.forEach((strand, id) => this.#strands.set(id, { ...strand }));
    }
  }

  /** Works the next event in. */
  add(event: HistoryEvent): void {
    const { local, type } = event;
    for (const child of local.children ?? []) {
      this.#strands.set(child.strand, { id: child.strand, parent: child.parent, state: undefined });
      this.#take(`${scopeOf(child.startAt)}#start`, child.startAt);
    }
    const strand = this.#strands.get(local.strand);
    if (type === 'ExecutionStarted') {
      this.#strands.set(local.strand, { id: local.strand, parent: -1, state: undefined });
      if (local.next != null) {
        this.#take('#start', local.next);
      }
    } else if (type === 'ExecutionRedriven') {
      this.#goOn(local.strands ?? []);
    } else if (type === 'ExecutionSucceeded') {
      this.#status = 'SUCCEEDED';
    } else if (type === 'ExecutionFailed' || type === 'ExecutionTimedOut' || type === 'ExecutionAborted') {
      this.#end(type);
    } else if (strand && type.endsWith('StateEntered')) {
      this.#enter(strand, local.state!);
    } else if (strand && type.endsWith('StateExited')) {
      this.#leave(strand, local.transition?.kind === 'catch' ? 'caught' : 'succeeded');
      this.#take(local.state!, local.next ?? `${scopeOf(local.state!)}#end`);
    } else if (type === 'MapIterationFailed') {
      this.#close(local.strand, 'failed');
    } else if (type === 'MapIterationAborted') {
      this.#close(local.strand, 'aborted');
    }
    if (strand && (local.change?.goTo !== undefined || local.change?.result !== undefined)) {
      this.#abortBelow(local.strand);
      if (local.change.goTo !== undefined) {
        this.#leave(strand, 'aborted');
      }
    }
    if (strand && local.handling) {
      this.#abortBelow(local.strand);
      if (local.handling.kind === 'fail') {
        this.#leave(strand, 'failed');
      }
    }
  }

  /** The overlay as it is now; `focus` is where a debugger stands. */
  overlay(focus?: StateId): ExecutionOverlay {
    const states: Record<StateId, { status: StateStatus; entered: number }> = Object.create(null) as Record<string, never>;
    for (const [id, { active, outcome, entered }] of this.#passages) {
      states[id] = { status: active > 0 ? (id === focus ? 'stopped' : 'running') : (outcome ?? 'aborted'), entered };
    }
    if (focus !== undefined && !states[focus]) {
      states[focus] = { status: 'stopped', entered: 0 };
    }
    return { status: this.#status, states, transitions: Object.fromEntries(this.#transitions) };
  }

  #enter(strand: Traveller, state: StateId): void {
    this.#stay(strand, state);
    this.#passages.get(state)!.entered++;
  }

  #stay(strand: Traveller, state: StateId): void {
    strand.state = state;
    this.listener?.entered(strand.id, state);
    const passage = this.#passages.get(state) ?? { entered: 0, active: 0, outcome: undefined };
    if (passage.active === 0) {
      passage.outcome = undefined;
    }
    passage.active++;
    this.#passages.set(state, passage);
  }

  /** The execution is redriven: these strands are where they were, or begin the work of their states anew. */
  #goOn(strands: readonly Strand[]): void {
    this.#status = 'RUNNING';
    this.#strands.clear();
    for (const { id, parent, state, phase } of strands) {
      const strand: Traveller = { id, parent: parent ?? -1, state: undefined };
      this.#strands.set(id, strand);
      if (phase !== 'ready' && phase !== 'ended') {
        this.#stay(strand, state);
      }
    }
  }

  #leave(strand: Traveller, outcome: (typeof severity)[number]): void {
    const passage = strand.state === undefined ? undefined : this.#passages.get(strand.state);
    strand.state = undefined;
    if (passage) {
      this.listener?.left(strand.id, outcome);
      passage.active--;
      if (passage.outcome === undefined || severity.indexOf(passage.outcome) < severity.indexOf(outcome)) {
        passage.outcome = outcome;
      }
    }
  }

  #close(id: number, outcome: 'failed' | 'aborted'): void {
    const strand = this.#strands.get(id);
    if (strand) {
      this.#abortBelow(id);
      this.#leave(strand, outcome);
    }
  }

  #abortBelow(ancestor: number): void {
    const below = new Set([ancestor]);
    // A strand's id is greater than its parent's, and the table is in order of creation.
    for (const [id, strand] of this.#strands) {
      if (below.has(strand.parent)) {
        below.add(id);
        this.#leave(strand, 'aborted');
        this.#strands.delete(id);
      }
    }
  }

  #end(type: 'ExecutionFailed' | 'ExecutionTimedOut' | 'ExecutionAborted'): void {
    this.#status = type === 'ExecutionFailed' ? 'FAILED' : type === 'ExecutionTimedOut' ? 'TIMED_OUT' : 'ABORTED';
    for (const strand of this.#strands.values()) {
      this.#leave(strand, type === 'ExecutionFailed' ? 'failed' : 'aborted');
    }
  }

  #take(from: string, to: string): void {
    const key = `${from}>${to}`;
    this.#transitions.set(key, (this.#transitions.get(key) ?? 0) + 1);
  }
}

/** The overlay of a history, or of its beginning. */
export function overlay(history: readonly HistoryEvent[], focus?: StateId): ExecutionOverlay {
  const course = new Course();
  for (const event of history) {
    course.add(event);
  }
  return course.overlay(focus);
}

/** The path of the scope that a state stands in. */
function scopeOf(id: StateId): string {
  const end = id.lastIndexOf('/');
  return end < 0 ? '' : id.slice(0, end);
}
