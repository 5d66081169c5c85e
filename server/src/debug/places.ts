import type { Analysis } from '../analysis/analysis';
import type { State, StateId } from '../asl/ast';
import { LineIndex } from '../source/lineIndex';

/** A place where the debugger can stop: entry to a state, on the line of its name. Line and UTF-16 character from 0. */
export interface Place {
  readonly state: StateId;
  readonly line: number;
  readonly character: number;
}

/** Where the states of one version of a definition stand in its lines. */
export class Places {
  readonly #lines: LineIndex;
  readonly #states: readonly State[];
  /** The line that the state machine begins on. */
  readonly start: number;
  readonly #byId: ReadonlyMap<StateId, State>;

  constructor({ text, symbols, machine }: Analysis) {
    this.#lines = new LineIndex(text);
    this.start = this.#lines.position(machine?.startAt?.node.start ?? machine?.node.start ?? 0).line;
    this.#byId = symbols.byId;
    this.#states = symbols.states.filter((state) => symbols.byId.get(state.id) === state);
  }

  /** The line of a state's name; undefined when the text has no such state. */
  of(id: StateId): Place | undefined {
    const state = this.#byId.get(id);
    return state && this.#place(state);
  }

  /**
   * The state that a breakpoint on `line` means: the one that is named there (of several, the last that begins before `character`),
   * else the innermost around the line; undefined on a line of no state.
   */
  at(line: number, character?: number): Place | undefined {
    const named = this.#states.map((state) => this.#place(state)).filter((place) => place.line === line);
    if (named.length > 0) {
      return named.findLast((place) => character !== undefined && place.character <= character) ?? named[0];
    }
    // In text order inner states follow their container: the last one around the line is the innermost.
    const around = this.#states.findLast(
      ({ member }) => this.#lines.position(member.start).line <= line && line <= this.#lines.position(member.end).line,
    );
    return around && this.#place(around);
  }

  /** The places from one line to another, both included. */
  between(first: number, last: number): Place[] {
    return this.#states.map((state) => this.#place(state)).filter(({ line }) => first <= line && line <= last);
  }

  #place({ id, key }: State): Place {
    return { state: id, ...this.#lines.position(key.start) };
  }
}
