import { type StateId, type StateType, nameOf } from '../../asl/ast';
import { decide } from '../decide';
import { type Execution, type Strand, newExecution } from '../execution';
import { evolve } from '../evolve';
import type { HistoryEvent, LocalDetails } from '../history';
import type { Program, ProgramState } from '../program';
import { failurePoint } from '../redrive';
import { decideFrom } from './own';
import type { RecordedEvent } from './recording';

/** Why an event has no place in the execution, in words. */
export class Unplaced extends Error {}

/** The history in the making, folded as it grows: which strand an event belongs to is told by the one that it names as its cause. */
export class Growth {
  readonly history: HistoryEvent[] = [];
  readonly execution: Execution = newExecution();
  /** The strand of each event, by id. */
  readonly #owners = new Map<number, number>();
  readonly #parents = new Map<number, number>();
  /** By id of an ExecutionRedriven event, the strands that went on because of it, the innermost first. */
  readonly #redriven = new Map<number, readonly number[]>();

  /** Which Parallels and Maps began anew behind a redrive: each does so once. */
  readonly #began = new Set<string>();

  constructor(readonly program: Program) {}

  /** The strand of an event that was placed, where it still runs; none of a redrive, which is of several. */
  strandOf(id: number): Strand | undefined {
    return this.#redriven.has(id) ? undefined : this.execution.strands.get(this.#owners.get(id) ?? 0);
  }

  /** The strand around that of an event that was placed. */
  around(id: number): Strand | undefined {
    return this.execution.strands.get(this.#parents.get(this.#owners.get(id) ?? 0) ?? 0);
  }

  /** The strand that fails behind an event: that of the event; behind a redrive, the first of those that go on which fails by its definition. */
  failing(event: RecordedEvent): Strand | undefined {
    const candidates = this.before(event).filter(({ phase }) => phase !== 'failed' && phase !== 'ended');
    const { program, execution } = this;
    return this.#redriven.has(event.previousEventId)
      ? (candidates.find((each) => decideFrom(program, execution, each, event.timestamp)?.[0]?.local.handling) ??
          candidates.at(-1))
      : this.strandOf(event.previousEventId);
  }

  /** The strands that an event can follow from: that of the event before; behind a redrive, those that went on because of it. */
  before({ previousEventId: id }: RecordedEvent): Strand[] {
    if (this.#redriven.has(id)) {
      return [...this.execution.strands.values()].filter(({ cause }) => cause === id);
    }
    const strand = this.strandOf(id);
    return strand ? [strand] : [];
  }

  /** Adds an event of AWS's. */
  emit({ id, previousEventId, timestamp, type, details }: RecordedEvent, local: LocalDetails, owner = local.strand): void {
    this.#owners.set(id, owner);
    if (this.#redriven.has(previousEventId) && type.endsWith('StateStarted')) {
      this.#began.add(`${previousEventId} ${type} ${local.strand}`);
    }
    this.#push({ id, previousEventId, timestamp, type, details, local });
  }

  /** An event of ours between two of AWS's. */
  note(event: RecordedEvent, type: 'StateFailed' | 'WaitStarted', local: LocalDetails): void {
    const id = type === 'WaitStarted' ? event.id : (this.history.at(-1)?.id ?? 0);
    this.#push({ id, previousEventId: event.previousEventId, timestamp: event.timestamp, type, details: undefined, local });
  }

  /** The execution goes on from its failure: as our own engine lets it. */
  redrive(event: RecordedEvent): void {
    const before = newExecution();
    this.history.slice(0, failurePoint(this.history)).forEach((each) => evolve(before, each));
    const environment = { now: event.timestamp, random: () => 0, limits: 'off', region: '' } as const;
    const { value } = decide(this.program, this.execution, { type: 'redrive', before }, environment).next();
    const local = (value as readonly HistoryEvent[]).find(({ type }) => type === event.type)?.local;
    if (!local) {
      throw new Unplaced('nothing of the execution can go on.');
    }
    this.emit(event, local);
    const resumed = [...this.execution.strands.values()].filter(({ cause }) => cause === event.id).map(({ id }) => id);
    this.#redriven.set(
      event.id,
      resumed.sort((a, b) => this.#depth(b) - this.#depth(a) || a - b),
    );
  }

  #push(event: HistoryEvent): void {
    this.history.push(event);
    evolve(this.execution, event);
    for (const { strand, parent } of event.local.children ?? []) {
      this.#parents.set(strand, parent);
    }
  }

  #depth(strand: number): number {
    const parent = this.#parents.get(strand);
    return parent === undefined ? 0 : 1 + this.#depth(parent);
  }

  /** The strand of the event before, in a state of that type where several are possible. */
  owner(event: RecordedEvent, type?: StateType): Strand {
    const before = this.before(event);
    const strand = before.find((each) => this.stateOf(each).type === type) ?? before[0];
    if (!strand) {
      throw new Unplaced(`event ${event.previousEventId}, which it follows from, belongs to a branch that has ended.`);
    }
    return strand;
  }

  /** The strand that is in the state `name`: of the event before, else any. */
  named(name: string | undefined, event: RecordedEvent): Strand {
    const isIt = (strand: Strand | undefined): strand is Strand => strand !== undefined && nameOf(strand.state) === name;
    const strands = [...this.execution.strands.values()];
    const strand = [
      ...this.before(event),
      ...strands.filter(({ entered }) => entered?.cause === event.previousEventId),
      ...strands,
    ].find(isIt);
    if (!strand) {
      throw new Unplaced(`the state '${name ?? ''}' is not under way.`);
    }
    return strand;
  }

  /** The innermost strand around the event before, or around `from`, that is what it should be. */
  up(event: RecordedEvent, isIt: (strand: Strand) => boolean, what: string, from?: Strand): Strand {
    const { previousEventId: before } = event;
    const inner = from ? [from.id] : (this.#redriven.get(before) ?? [this.#owners.get(before) ?? 0]);
    for (const start of inner) {
      for (let id: number | undefined = start; id !== undefined; id = this.#parents.get(id)) {
        const strand = this.execution.strands.get(id);
        if (strand && !this.#began.has(`${before} ${event.type} ${id}`) && isIt(strand)) {
          return strand;
        }
      }
    }
    throw new Unplaced(`${what} is not under way around event ${event.previousEventId}, which it follows from.`);
  }

  /** The id of the next strand to begin. */
  newStrand(): number {
    return this.execution.nextStrand++;
  }

  stateOf(strand: Strand): ProgramState {
    return this.program.states.get(strand.state)!;
  }

  /** The state that is entered: in `scope` where there is one of that name, else anywhere. */
  idOf({ details }: RecordedEvent, scope: string): StateId {
    const name = details?.name ?? '';
    const within = scope === '' ? name : `${scope}/${name}`;
    const id = this.program.states.has(within) ? within : [...this.program.states.keys()].find((each) => nameOf(each) === name);
    if (id === undefined) {
      throw new Unplaced(`the definition has no state '${name}'.`);
    }
    return id;
  }
}
