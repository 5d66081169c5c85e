import type { Analysis } from '../analysis/analysis';
import type { State, StateId } from '../asl/ast';
import { LineIndex } from '../source/lineIndex';
import { type Member, type Node, member } from '../source/node';
import type { Span } from '../source/span';
import type { Moment } from './moments';

/** A place where the debugger can stand: a moment of a state, in the lines of the text. Line and UTF-16 character from 0. */
export interface Place {
  readonly state: StateId;
  readonly moment: Moment;
  readonly line: number;
  readonly character: number;
  /** The last line of the field or element. */
  readonly endLine: number;
}

/** Fields of a state that are moments of its work. */
const fields = new Set([
  'InputPath',
  'Parameters',
  'Arguments',
  'Resource',
  'ItemsPath',
  'Items',
  'ItemSelector',
  'ResultSelector',
  'ResultPath',
  'Output',
  'Assign',
  'OutputPath',
  'Seconds',
  'SecondsPath',
  'Timestamp',
  'TimestampPath',
  'Error',
  'Cause',
  'Next',
  'Default',
  'End',
]);
/** Fields whose elements are moments, and the fields of an element that are. */
const lists: Readonly<Record<string, readonly string[]>> = {
  Choices: ['Output', 'Assign', 'Next'],
  Retry: [],
  Catch: ['ResultPath', 'Output', 'Assign', 'Next'],
};

/** Where the moments of states stand in the lines of one version of a definition. */
export class Places {
  readonly #lines: LineIndex;
  readonly #states: readonly State[];
  readonly #text: string;
  /** The line that the state machine begins on. */
  readonly start: number;
  readonly #byId: ReadonlyMap<StateId, State>;
  readonly #ofState = new Map<State, readonly Place[]>();

  constructor({ text, symbols, machine }: Analysis) {
    this.#text = text;
    this.#lines = new LineIndex(text);
    this.start = this.#lines.position(machine?.startAt?.node.start ?? machine?.node.start ?? 0).line;
    this.#byId = symbols.byId;
    this.#states = symbols.states.filter((state) => symbols.byId.get(state.id) === state);
  }

  has(id: StateId): boolean {
    return this.#byId.has(id);
  }

  /** Where a moment of a state stands; the state's name where the text has no such field; undefined when it has no such state. */
  of(id: StateId, moment: Moment = 'entry'): Place | undefined {
    const state = this.#byId.get(id);
    const places = state && this.#placesOf(state);
    // A Map of the older kind calls its ItemSelector Parameters.
    const other = moment === 'ItemSelector' ? 'Parameters' : moment;
    return places?.find((place) => place.moment === moment) ?? places?.find((place) => place.moment === other) ?? places?.[0];
  }

  /** All moments of a state, in text order. */
  ofState(id: StateId): readonly Place[] {
    const state = this.#byId.get(id);
    return state ? this.#placesOf(state) : [];
  }

  /**
   * The moment that a breakpoint on `line` means: what begins there (of several the last that begins before `character`, else the
   * state that is named there), else the innermost field around the line, else the nearest; undefined on a line of no state.
   */
  at(line: number, character?: number): Place | undefined {
    const here = this.between(line, line);
    if (character !== undefined && here.length > 0) {
      return here.findLast((place) => place.character <= character) ?? here[0];
    }
    const named = here.find(({ moment }) => moment === 'entry');
    if (named) {
      return named;
    }
    // In text order inner states follow their container: the last one around the line is the innermost.
    const around = this.#states.findLast(({ member: { start, end } }) => this.#covers({ start, end }, line));
    if (!around) {
      return undefined;
    }
    const places = this.#placesOf(around);
    const covering = places.filter((place) => place.moment !== 'entry' && place.line <= line && line <= place.endLine);
    const inner = covering.toSorted((a, b) => a.endLine - a.line - (b.endLine - b.line) || a.character - b.character)[0];
    return inner ?? places.toSorted((a, b) => distance(a, line) - distance(b, line) || a.line - b.line)[0];
  }

  /** The places that begin on one line up to another, both included, in text order. */
  between(first: number, last: number): Place[] {
    return this.#states
      .filter(({ member: { start, end } }) => {
        const from = this.#lines.position(start).line;
        return from <= last && (from >= first || this.#lines.position(end).line >= first);
      })
      .flatMap((state) => this.#placesOf(state))
      .filter(({ line }) => first <= line && line <= last)
      .sort((a, b) => a.line - b.line || a.character - b.character);
  }

  #covers({ start, end }: Span, line: number): boolean {
    return this.#lines.position(start).line <= line && line <= this.#lines.position(end).line;
  }

  #placesOf(state: State): readonly Place[] {
    let places = this.#ofState.get(state);
    if (!places) {
      places = this.#find(state);
      this.#ofState.set(state, places);
    }
    return places;
  }

  #find(state: State): Place[] {
    const { id, key, node } = state;
    const entry = this.#place(id, 'entry', key);
    const found: Place[] = [entry];
    for (const { key: name, value, start, end } of node?.members ?? []) {
      if (fields.has(name.value) && isWritten(name.value, value)) {
        found.push(this.#place(id, name.value, { start, end }));
      }
      if (lists[name.value] && value?.kind === 'array') {
        value.items.forEach((item, index) =>
          found.push(...this.#element(id, `${name.value}/${index}`, item, lists[name.value]!)),
        );
      }
    }
    const brace = (node?.end ?? 0) - 1;
    if (node && this.#text[brace] === '}' && this.#lines.position(brace).line > entry.line) {
      found.push(this.#place(id, 'exit', { start: brace, end: node.end }));
    }
    return found;
  }

  #element(id: StateId, moment: Moment, item: Node, inner: readonly string[]): Place[] {
    const members = inner.map((name) => member(item, name)).filter((each): each is Member => each !== undefined);
    return [this.#place(id, moment, item), ...members.map((each) => this.#place(id, `${moment}/${each.key.value}`, each))];
  }

  #place(state: StateId, moment: Moment, { start, end }: Span): Place {
    return { state, moment, ...this.#lines.position(start), endLine: this.#lines.position(end).line };
  }
}

/** `"End": false` leads nowhere. */
function isWritten(name: string, value: Node | undefined): boolean {
  return name !== 'End' || (value?.kind === 'boolean' && value.value);
}

function distance({ line, endLine }: Place, to: number): number {
  return to < line ? line - to : to > endLine ? to - endLine : 0;
}

/** What happens at a moment, in words for the user. */
export function describeMoment(moment: Moment): string {
  const [list, index, field] = moment.split('/');
  const number = Number(index) + 1;
  if (moment === 'entry') {
    return 'is entered';
  }
  if (moment === 'exit') {
    return 'is left';
  }
  if (field !== undefined) {
    return `${field === 'Next' ? 'takes the way of' : `works ${field} of`} ${list === 'Choices' ? 'rule' : 'Catch'} ${number}`;
  }
  switch (list) {
    case 'Choices':
      return `tests rule ${number}`;
    case 'Retry':
      return `is tried again by Retry ${number}`;
    case 'Catch':
      return `has an error that Catch ${number} takes`;
    case 'Resource':
      return 'is about to perform its task';
    case 'Next':
    case 'Default':
      return `goes on by ${list}`;
    case 'End':
      return 'ends';
    default:
      return `is about to work ${moment}`;
  }
}
