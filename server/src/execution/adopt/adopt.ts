import { type StateId, nameOf } from '../../asl/ast';
import { evaluatePath } from '../../asl/evaluatePath';
import type { Path } from '../../asl/jsonPath';
import { type Json, draft, isArray, object } from '../../source/json';
import type { Strand } from '../execution';
import type { Child, HistoryEvent, LocalDetails } from '../history';
import type { Program, ProgramState } from '../program';
import { Failing } from './failing';
import { Followers } from './followers';
import { Growth, Unplaced } from './growth';
import { decideFrom, isSame } from './own';
import { transitionOf } from './handling';
import type { RecordedEvent, Recording } from './recording';

/** A recording as a history of our own: strands derived from the causes, local detail as far as the events tell it. */
export interface Adopted {
  readonly history: readonly HistoryEvent[];
  /** What could not be placed; the history ends before it. */
  readonly problem: string | undefined;
}

/**
 * Makes a history of our own out of one that AWS recorded, so that it can be folded, looked at and gone on from. Values between the steps
 * of a data flow, which AWS does not record, are there where our own engine comes to the recorded event without JSONata. The program must
 * have the states of the recording (see `differences`).
 */
export function adopt(recording: Recording, program: Program): Adopted {
  const adoption = new Adoption(recording, program);
  for (const event of recording.events) {
    const problem = adoption.add(event);
    if (problem !== undefined) {
      return { history: adoption.history, problem: `Event ${event.id} (${event.type}): ${problem}` };
    }
  }
  return { history: adoption.history, problem: undefined };
}

class Adoption {
  readonly #growth: Growth;
  readonly #followers: Followers;
  readonly #failing: Failing;
  /** Strands that were told as aborted. */
  readonly #aborted = new Set<number>();

  constructor(
    recording: Recording,
    private readonly program: Program,
  ) {
    this.#growth = new Growth(program);
    this.#followers = new Followers(recording.events);
    this.#failing = new Failing(recording, this.#growth, this.#followers);
  }

  get history(): readonly HistoryEvent[] {
    return this.#growth.history;
  }

  /** Works the next event in; answers why it has no place, where it has none. */
  add(event: RecordedEvent): string | undefined {
    try {
      this.#place(event);
      return undefined;
    } catch (error) {
      if (error instanceof Unplaced) {
        return error.message;
      }
      throw error;
    }
  }

  #place(event: RecordedEvent): void {
    const { type } = event;
    if (type === 'ExecutionStarted') {
      this.#start(event);
    } else if (type === 'ExecutionRedriven') {
      this.#aborted.clear();
      this.#growth.redrive(event);
    } else if (/^Execution/.test(type)) {
      this.#end(event);
    } else if (type.endsWith('StateEntered')) {
      this.#enter(event);
    } else if (type.endsWith('StateExited')) {
      this.#leave(event);
    } else if (type.endsWith('StateAborted')) {
      this.#abort(event);
    } else if (type.startsWith('MapIteration')) {
      this.#iteration(event);
    } else if (type === 'ParallelStateStarted') {
      this.#startBranches(event);
    } else if (type === 'MapStateStarted') {
      this.#startMap(event);
    } else if (type === 'ParallelStateSucceeded' || type === 'MapStateSucceeded') {
      const strand = this.#growth.up(event, (each) => each.children !== undefined || each.phase === 'waiting', type);
      this.#growth.emit(event, { strand: strand.id, state: strand.state });
    } else if (type === 'ParallelStateFailed' || type === 'MapStateFailed') {
      this.#failing.container(event);
    } else if (type === 'EvaluationFailed') {
      this.#failing.evaluation(event);
    } else if (/(?:Failed|TimedOut)$/.test(type) && type !== 'MapRunFailed') {
      this.#failing.failed(event, this.#growth.owner(event));
    } else {
      this.#work(event);
    }
  }

  #start(event: RecordedEvent): void {
    const { program } = this;
    const [first] = this.#followers.entered(0);
    const started = event.timestamp;
    const context = object([
      ['Execution', object([['RoleArn', event.details?.roleArn ?? '']])],
      ['StateMachine', draft()],
    ]);
    this.#growth.emit(event, {
      strand: 0,
      next: first ? this.#growth.idOf(first, '') : program.start,
      context,
      ...(program.timeoutSeconds === undefined ? {} : { executionDue: started + program.timeoutSeconds * 1000 }),
    });
  }

  /** The end of the execution. */
  #end(event: RecordedEvent): void {
    if (event.type === 'ExecutionFailed') {
      const strand = this.#growth.failing(event);
      this.#failing.quietly(event, strand, { error: event.details?.error, cause: event.details?.cause });
    }
    this.#growth.emit(event, { strand: 0 });
  }

  #enter(event: RecordedEvent): void {
    const { previousEventId } = event;
    const name = event.details?.name ?? '';
    const cause = this.#growth.before(event).find((each) => nameOf(each.state) === name) ?? this.#growth.before(event)[0];
    const started = this.#followers.byId(previousEventId)?.type === 'ParallelStateStarted';
    const strand = started
      ? [...this.#growth.execution.strands.values()].find(
          (each) => each.parent === cause?.id && each.phase === 'ready' && !each.entered && nameOf(each.state) === name,
        )
      : cause;
    if (!strand) {
      throw new Unplaced(`no branch of the execution leads to the state '${name}'.`);
    }
    strand.state = nameOf(strand.state) === name ? strand.state : this.#growth.idOf(event, scopeOf(strand.state));
    this.#growth.emit(event, { strand: strand.id, state: strand.state });
    this.#beginWait(event, strand);
  }

  /** AWS records nothing when a Wait begins to wait. */
  #beginWait(event: RecordedEvent, strand: Strand): void {
    const exited = event.type === 'WaitStateEntered' ? this.#followers.exited(event.id) : undefined;
    if (exited) {
      this.#growth.note(event, 'WaitStarted', { strand: strand.id, state: strand.state, due: exited.timestamp });
    }
  }

  #leave(event: RecordedEvent): void {
    const { details } = event;
    const name = details?.name;
    const strand = this.#growth.up(event, (each) => nameOf(each.state) === name && each.phase !== 'ready', `'${name ?? ''}'`);
    const state = this.#growth.stateOf(strand);
    const [entered] = this.#followers.entered(event.id);
    const next = entered ? this.#growth.idOf(entered, scopeOf(strand.state)) : (state.onward.next ?? null);
    this.#failing.caughtQuietly(event, strand, next);
    const own = this.#decided(event, strand);
    if (own && own.next === next) {
      this.#growth.emit(event, own);
      return;
    }
    const assigned = details?.assignedVariables;
    this.#growth.emit(event, {
      strand: strand.id,
      state: strand.state,
      next,
      transition: transitionOf(state, strand, next),
      ...(strand.result === undefined || state.type === 'Pass' ? {} : { phases: { result: strand.result } }),
      ...(assigned ? { variables: Object.assign(draft(), strand.variables, assigned) } : {}),
    });
  }

  /** Which of several strands was aborted is not recorded: one in a state of that type is taken. */
  #abort(event: RecordedEvent): void {
    const type = event.type.slice(0, -'StateAborted'.length);
    const strand = [...this.#growth.execution.strands.values()]
      .reverse()
      .find((each) => !this.#aborted.has(each.id) && each.phase !== 'ready' && this.#growth.stateOf(each).type === type);
    if (!strand) {
      throw new Unplaced(`no ${type} state is under way.`);
    }
    this.#aborted.add(strand.id);
    this.#growth.emit(event, { strand: strand.id, state: strand.state });
  }

  #iteration(event: RecordedEvent): void {
    const { type, details } = event;
    const isMap = (each: Strand): boolean => nameOf(each.state) === details?.name && this.#growth.stateOf(each).type === 'Map';
    const index = details?.index ?? 0;
    // What is aborted lies beside what failed, not around it.
    const map =
      type === 'MapIterationAborted'
        ? this.#growth.named(details?.name, event)
        : this.#growth.up(event, isMap, `the Map '${details?.name ?? ''}'`);
    if (type === 'MapIterationStarted') {
      const own = this.#decided(event, map);
      if (own) {
        this.#growth.emit(event, own);
        return;
      }
      const state = this.#growth.stateOf(map) as Extract<ProgramState, { type: 'Map' }>;
      const [entered] = this.#followers.entered(event.id);
      const items = map.children?.iterations?.items ?? [];
      const input = entered?.details?.input ?? items[index] ?? null;
      const child: Child = {
        strand: this.#growth.newStrand(),
        parent: map.id,
        index,
        startAt: entered ? this.#growth.idOf(entered, scopeOf(state.startAt)) : state.startAt,
        input,
        item: { index, value: items[index] ?? input },
      };
      this.#growth.emit(event, { strand: child.strand, state: map.state, children: [child] }, child.strand);
      return;
    }
    const strand = [...this.#growth.execution.strands.values()].find((each) => each.parent === map.id && each.index === index);
    if (!strand) {
      throw new Unplaced(`iteration ${index} of '${details?.name ?? ''}' is not under way.`);
    }
    if (type === 'MapIterationFailed') {
      this.#failing.quietly(event, this.#growth.strandOf(event.previousEventId) ?? strand);
    }
    this.#growth.emit(event, { strand: strand.id, state: map.state });
  }

  #startBranches(event: RecordedEvent): void {
    const entered = this.#followers.entered(event.id).map(({ details }) => details?.name);
    const isIt = (each: Strand, state = this.#growth.stateOf(each)): boolean =>
      state.type === 'Parallel' &&
      (entered.length === 0 ? each.phase !== 'failed' : state.branches.some((startAt) => entered.includes(nameOf(startAt))));
    const strand = this.#growth.up(event, isIt, 'a Parallel state');
    const state = this.#growth.stateOf(strand) as Extract<ProgramState, { type: 'Parallel' }>;
    this.#failing.tryAgain(event, strand);
    const own = this.#decided(event, strand);
    if (own) {
      this.#growth.emit(event, own);
      return;
    }
    const children = state.branches.map((startAt, index): Child => ({
      strand: this.#growth.newStrand(),
      parent: strand.id,
      index,
      startAt,
      input:
        this.#followers.entered(event.id).find(({ details }) => details?.name === nameOf(startAt))?.details?.input ??
        strand.input,
    }));
    this.#growth.emit(event, { strand: strand.id, state: strand.state, children });
  }

  #startMap(event: RecordedEvent): void {
    const named = this.#followers.of(event.id).find(({ type }) => type === 'MapIterationStarted')?.details?.name;
    const isIt = (each: Strand, state = this.#growth.stateOf(each)): boolean =>
      state.type === 'Map' && (named === undefined ? each.phase !== 'failed' : state.name === named);
    const strand = this.#growth.up(event, isIt, 'a Map state');
    const state = this.#growth.stateOf(strand) as Extract<ProgramState, { type: 'Map' }>;
    this.#failing.tryAgain(event, strand);
    const own = state.mode === 'INLINE' ? this.#decided(event, strand) : undefined;
    if (own) {
      this.#growth.emit(event, own);
      return;
    }
    const where = { strand: strand.id, state: strand.state };
    if (state.mode === 'DISTRIBUTED') {
      this.#growth.emit(event, where);
      return;
    }
    const items = itemsOf(state, strand.input, event.details?.length ?? 0);
    this.#growth.emit(event, { ...where, iterations: { startAt: state.startAt, input: strand.input, items, maxConcurrency: 0 } });
  }

  /** What happens to the task of a strand, or to its map run. */
  #work(event: RecordedEvent): void {
    const { type, details, timestamp } = event;
    const strand = this.#growth.owner(event, type.startsWith('Map') ? 'Map' : 'Task');
    const state = this.#growth.stateOf(strand);
    const where = { strand: strand.id, state: strand.state };
    if (type.endsWith('Scheduled') && state.type === 'Task') {
      this.#failing.tryAgain(event, strand);
      const own = this.#decided(event, strand);
      const given = details?.parameters ?? details?.input;
      const phases =
        given === undefined ? {} : { [state.queryLanguage === 'JSONata' ? 'afterArguments' : 'afterParameters']: given };
      const timeout = details?.timeoutInSeconds;
      this.#growth.emit(event, {
        ...where,
        resource: state.resource,
        phases: own?.phases ?? phases,
        ...(timeout === undefined ? {} : { timeoutDue: timestamp + timeout * 1000 }),
      });
    } else if (type === 'MapRunStarted') {
      const plan = { mapRunArn: details?.mapRunArn ?? '', label: '', input: strand.input, maxConcurrency: 0 };
      this.#growth.emit(event, { ...where, mapRun: plan });
    } else if (type === 'MapRunSucceeded') {
      // What the children made is in the output of the state only, worked by its ResultSelector and ResultPath.
      this.#growth.emit(event, { ...where, result: null });
    } else {
      this.#growth.emit(event, where);
    }
  }

  /**
   * What our own engine tells of the event, where it comes to the same one from here: values between the steps of the data flow, which
   * AWS does not record. Undefined where it does not, or where it would need JSONata.
   */
  #decided({ type, details, timestamp }: RecordedEvent, strand: Strand): LocalDetails | undefined {
    const made = decideFrom(this.program, this.#growth.execution, strand, timestamp)?.find((event) => event.type === type);
    return made && isSame(made.details, details) ? made.local : undefined;
  }
}

/** The items of an inline Map, where paths lead to them: what an ItemSelector or JSONata made of them is not recorded. */
function itemsOf(state: Extract<ProgramState, { type: 'Map' }>, input: Json, length: number): readonly Json[] {
  const follow = (path: Path | null | undefined, data: Json | undefined): Json | undefined => {
    const found = path && data !== undefined ? evaluatePath(path, data) : undefined;
    return path ? (found && 'value' in found ? found.value : undefined) : data;
  };
  const items = state.items === undefined ? follow(state.itemsPath, follow(state.inputPath, input)) : undefined;
  return isArray(items) && items.length === length ? items : Array.from({ length }, () => null);
}

function scopeOf(id: StateId): string {
  const end = id.lastIndexOf('/');
  return end < 0 ? '' : id.slice(0, end);
}
