import { type StateId, nameOf } from '../asl/ast';
import type { Execution, Strand } from '../execution/execution';
import type { Failure, HistoryEvent } from '../execution/history';
import { isObject, readJson } from '../source/json';

/** How a part of a line is to be shown. */
export type Tone = 'plain' | 'dim' | 'good' | 'warning' | 'bad' | 'name';

/** A piece of a line of the debug console. */
export interface Piece {
  readonly text: string;
  readonly tone: Tone;
}

/** Names of states are padded to the longest one, but no further than this. */
const widest = 32;

/** The name of a strand as the user sees it: `main`, `Fan · branch 0`, `Each · item 3`, outer ones in front. */
export function strandName(execution: Execution, id: number): string {
  const parts: string[] = [];
  for (let strand = execution.strands.get(id); strand?.parent !== undefined;) {
    const parent: Strand | undefined = execution.strands.get(strand.parent);
    const container = parent ? nameOf(parent.state) : '';
    parts.unshift(`${container} · ${strand.kind === 'branch' ? 'branch' : 'item'} ${strand.index}`);
    strand = parent;
  }
  return parts.length === 0 ? 'main' : parts.join(' › ');
}

/** Tells what happens in lines: each transition, each retry, each failure, with the time of the execution's own clock. */
export class Transcript {
  readonly #width: number;

  constructor(states: Iterable<StateId>) {
    this.#width = Math.min(widest, Math.max(0, ...Array.from(states, (id) => nameOf(id).length)));
  }

  /** The lines of one event; `strand` is its strand as it was before, `name` that strand's. */
  lines(event: HistoryEvent, strand: Strand | undefined, name: string): Piece[][] {
    const { local, type } = event;
    const line = (...pieces: Piece[]): Piece[] => [
      { text: `${clockTime(event.timestamp)}  `, tone: 'dim' },
      ...(name === 'main' ? [] : [{ text: `${name}: `, tone: 'dim' } as const]),
      ...pieces,
    ];
    if (type === 'ExecutionStarted' && local.next != null) {
      return [line(this.#from('start', 'dim'), arrow, to(local.next))];
    }
    if (local.change && local.state !== undefined) {
      const { goTo, ...values } = local.change;
      const what = goTo === undefined ? `${Object.keys(values).join(', ')} changed by hand` : `left by hand for ${nameOf(goTo)}`;
      return [line(this.#from(nameOf(local.state), 'name'), { text: ` ✎ ${what}`, tone: 'warning' })];
    }
    const lines: Piece[][] = [];
    const { handling } = local;
    if (local.state !== undefined && handling && handling.kind !== 'catch') {
      const failure = failureText(local.failure ?? event.details ?? {});
      lines.push(
        handling.kind === 'retry'
          ? line(
              this.#from(nameOf(local.state), 'name'),
              { text: ` ↻ retry ${handling.attempt} in ${duration(handling.due - event.timestamp)}`, tone: 'warning' },
              { text: `  ${failure}`, tone: 'plain' },
            )
          : line(this.#from(nameOf(local.state), 'name'), { text: ' ✗ ', tone: 'bad' }, { text: failure, tone: 'bad' }),
      );
    }
    if (type === 'ExecutionRedriven') {
      lines.push(line({ text: '↻ redriven', tone: 'warning' }));
    }
    if (local.state !== undefined && type.endsWith('StateExited')) {
      const transition = local.transition;
      const from = this.#from(nameOf(local.state), 'name');
      const target: Piece = local.next == null ? { text: 'end', tone: 'good' } : to(local.next);
      if (transition?.kind === 'catch') {
        const why = strand?.failure ? `: ${failureText(strand.failure)}` : '';
        lines.push(
          line(from, { text: ' ⇢ ', tone: 'warning' }, target, {
            text: `  Catch ${(transition.index ?? 0) + 1}${why}`,
            tone: 'warning',
          }),
        );
      } else {
        lines.push(line(from, arrow, target, ...noteOf(transition)));
      }
    }
    return lines;
  }

  #from(name: string, tone: Tone): Piece {
    return { text: name.padEnd(this.#width), tone };
  }
}

const arrow: Piece = { text: ' → ', tone: 'dim' };

function to(id: StateId): Piece {
  return { text: nameOf(id), tone: 'name' };
}

function noteOf(transition: HistoryEvent['local']['transition']): Piece[] {
  switch (transition?.kind) {
    case 'choice':
      return [{ text: `  rule ${(transition.index ?? 0) + 1}`, tone: 'dim' }];
    case 'default':
      return [{ text: '  Default', tone: 'dim' }];
    default:
      return [];
  }
}

/** `Error: cause`, the cause in one line and not too long; of what a Lambda function raised, its message. */
export function failureText({ error, cause }: Partial<Failure>): string {
  const { value } = cause?.startsWith('{') ? readJson(cause) : { value: undefined };
  const message = isObject(value) ? value['errorMessage'] : undefined;
  const line = (typeof message === 'string' ? message : cause)?.replace(/\s+/g, ' ');
  const short = line !== undefined && line.length > 200 ? `${line.slice(0, 199)}…` : line;
  return [error ?? '(no error name)', short].filter((part) => part !== undefined && part !== '').join(': ');
}

/** The time of day of epoch milliseconds, UTC, to the millisecond. */
export function clockTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(11, 23);
}

/** Milliseconds as a person says them: `2 s`, `1 min 30 s`, `250 ms`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) {
    return `${milliseconds} ms`;
  }
  const parts: string[] = [];
  let rest = Math.round(milliseconds / 100) / 10;
  for (const [unit, seconds] of [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
  ] as const) {
    if (rest >= seconds) {
      parts.push(`${Math.floor(rest / seconds)} ${unit}`);
      rest = Math.round((rest % seconds) * 10) / 10;
    }
  }
  if (rest > 0) {
    parts.push(`${rest} s`);
  }
  return parts.join(' ');
}
