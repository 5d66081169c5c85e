import type { StateType } from '../../asl/ast';
import type { RecordedEvent } from './recording';

/** Which events follow from which: what became of something is told by what comes after it. */
export class Followers {
  readonly #byId = new Map<number, RecordedEvent>();
  readonly #byCause = new Map<number, RecordedEvent[]>();

  constructor(events: readonly RecordedEvent[]) {
    for (const event of events) {
      this.#byId.set(event.id, event);
      const known = this.#byCause.get(event.previousEventId);
      if (known) {
        known.push(event);
      } else {
        this.#byCause.set(event.previousEventId, [event]);
      }
    }
  }

  byId(id: number): RecordedEvent | undefined {
    return this.#byId.get(id);
  }

  /** The events that name event `id` as their cause. */
  of(id: number): readonly RecordedEvent[] {
    return this.#byCause.get(id) ?? [];
  }

  /** The states that are entered because of event `id`. */
  entered(id: number): readonly RecordedEvent[] {
    return this.of(id).filter(({ type }) => type.endsWith('StateEntered'));
  }

  /** The state that is left because of event `id`. */
  exited(id: number): RecordedEvent | undefined {
    return this.of(id).find(({ type }) => type.endsWith('StateExited'));
  }

  /** The next try of a state of that type because of event `id`: a Task is scheduled again, a Parallel or Map started again. */
  triedAgain(id: number, type: StateType): RecordedEvent | undefined {
    const isNextTry = type === 'Task' ? /Scheduled$/ : new RegExp(`^${type}StateStarted$`);
    return this.of(id).find((event) => isNextTry.test(event.type));
  }

  /** The name of the state that is gone to after the state was left because of event `id`. */
  nextAfter(id: number): string | undefined {
    const exited = this.exited(id);
    return exited && this.entered(exited.id)[0]?.details?.name;
  }
}
