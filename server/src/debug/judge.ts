import { writeJson } from '../source/json';
import type { Breakpoint } from './breakpoints';
import { parseHits } from './breakpoints';
import type { Debugger, Question } from './debugger';
import { type Position, type Stop, isBefore, stopOf } from './stop';
import { parseLog } from './expression';
import type { FrameData } from './frameData';
import { preview } from './values';

/** Where breakpoints were hit, by their id: those of several executions that count together are in one. */
export type Hits = Map<number, readonly { readonly by: Judge; readonly at: Position }[]>;

/** Judges the terms of breakpoints: conditions, numbers of hits, messages instead of stops. */
export class Judge {
  /** `log` hears the messages of log points, `warn` what is wrong with terms. */
  constructor(
    private readonly cursor: Debugger,
    private readonly data: FrameData,
    private readonly log: (text: string) => void,
    private readonly warn: (text: string) => void,
    /** Where each breakpoint was hit: those behind the cursor do not count. */
    private readonly hits: Hits = new Map(),
  ) {}

  /** The stop that a question leads to; `isQuiet`: no message is told, because the moment is passed on the way back. */
  async judge(question: Question, isQuiet: boolean): Promise<Stop | undefined> {
    const { at, failure, matches, otherwise } = question;
    const stopping: Breakpoint[] = [];
    const faults: string[] = [];
    for (const breakpoint of matches) {
      const verdict = await this.#verdict(breakpoint, question, isQuiet);
      if (verdict !== 'pass') {
        stopping.push(breakpoint);
        faults.push(...(verdict === 'stop' ? [] : [verdict.fault]));
      }
    }
    if (stopping.length === 0) {
      return otherwise;
    }
    if (!isQuiet) {
      faults.forEach((fault) => this.warn(fault));
    }
    return stopOf(stopping, at, failure, faults.length > 0 ? faults.join(' ') : undefined);
  }

  /** The history was cut: hits behind that point never happened. */
  cut(end: Position): void {
    for (const [id, hits] of this.hits) {
      this.hits.set(
        id,
        hits.filter(({ by, at }) => by !== this || !isBefore(end, at)),
      );
    }
  }

  async #verdict(breakpoint: Breakpoint, { at }: Question, isQuiet: boolean): Promise<'stop' | 'pass' | { fault: string }> {
    const { condition, hits, log } = breakpoint;
    const frame = { strand: at.strand, state: at.state };
    if (condition !== undefined) {
      const answer = await this.data.evaluate(frame, condition);
      if ('problem' in answer) {
        return { fault: `The condition '${condition}' could not be evaluated: ${answer.problem}` };
      }
      if (typeof answer.value !== 'boolean') {
        return { fault: `The condition '${condition}' gives ${preview(answer.value)}, which is neither true nor false.` };
      }
      if (!answer.value) {
        return 'pass';
      }
    }
    const number = this.#count(breakpoint.id);
    if (hits !== undefined) {
      const test = parseHits(hits);
      if (!test) {
        return { fault: `The hit count '${hits}' is not understood: write a number, or one behind =, >, >=, <, <= or %.` };
      }
      if (!test(number)) {
        return 'pass';
      }
    }
    if (log === undefined) {
      return 'stop';
    }
    if (!isQuiet) {
      const texts: string[] = [];
      for (const part of parseLog(log)) {
        texts.push('text' in part ? part.text : await this.#told(frame, part.expression));
      }
      this.log(texts.join(''));
    }
    return 'pass';
  }

  async #told(frame: { strand: number; state: string }, expression: string): Promise<string> {
    const answer = await this.data.evaluate(frame, expression);
    return 'problem' in answer
      ? `{${answer.problem}}`
      : typeof answer.value === 'string'
        ? answer.value
        : writeJson(answer.value);
  }

  /** The number of this hit: how often the breakpoint was hit up to here. */
  #count(id: number): number {
    const now = this.cursor.position;
    const hits = this.hits.get(id) ?? [];
    const earlier = hits.filter(({ by, at }) => by !== this || isBefore(at, now));
    if (!hits.some(({ by, at }) => by === this && at.events === now.events && at.inner === now.inner)) {
      this.hits.set(id, [...hits, { by: this, at: now }]);
    }
    return earlier.length + 1;
  }
}
