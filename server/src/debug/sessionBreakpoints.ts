import { BreakpointEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type StateId, nameOf } from '../asl/ast';
import type { Places } from './places';

interface Wanted {
  readonly id: number;
  /** From 1, as the client counts. */
  readonly line: number;
  readonly column: number | undefined;
}

/** The breakpoints of the definition: lines of the client and the states that they mean. */
export class SessionBreakpoints {
  #wanted: Wanted[] = [];
  #states = new Map<number, StateId>();
  #lastId = 0;

  /** The states to stop at. */
  get states(): StateId[] {
    return [...this.#states.values()];
  }

  /** Ids of the breakpoints that mean a state. */
  idsOf(state: StateId): number[] {
    return [...this.#states].filter(([, other]) => other === state).map(([id]) => id);
  }

  /** Takes these instead of those before; answers where each of them stands. */
  set({ breakpoints }: DebugProtocol.SetBreakpointsArguments, places: Places): DebugProtocol.Breakpoint[] {
    this.#states.clear();
    this.#wanted = (breakpoints ?? []).map(({ line, column }) => ({ id: ++this.#lastId, line, column }));
    return this.#wanted.map((wanted) => this.#verify(wanted, places));
  }

  /** The same lines in another text. */
  moveTo(places: Places): BreakpointEvent[] {
    this.#states.clear();
    return this.#wanted.map((wanted) => new BreakpointEvent('changed', this.#verify(wanted, places)));
  }

  /** The answer for breakpoints in a file that is not the definition. */
  elsewhere(
    { breakpoints }: DebugProtocol.SetBreakpointsArguments,
    program: string,
  ): { breakpoints: DebugProtocol.Breakpoint[] } {
    const message = `This session debugs ${program}; breakpoints in other files have no effect in it.`;
    return { breakpoints: (breakpoints ?? []).map(() => ({ verified: false, message })) };
  }

  #verify({ id, line, column }: Wanted, places: Places): DebugProtocol.Breakpoint {
    const place = places.at(line - 1, column === undefined ? undefined : column - 1);
    if (!place) {
      return {
        id,
        verified: false,
        reason: 'failed',
        line,
        message: "No state is on this line. A breakpoint stands on the line of a state's name.",
      };
    }
    this.#states.set(id, place.state);
    return {
      id,
      verified: true,
      line: place.line + 1,
      column: place.character + 1,
      message: `Stops when ${nameOf(place.state)} is entered.`,
    };
  }
}
