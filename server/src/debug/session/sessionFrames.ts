import type { DebugProtocol } from '@vscode/debugprotocol';
import { nameOf } from '../../asl/ast';
import type { Frame } from '../debugger';
import type { Places } from '../places';
import type { Running } from './sessionContext';

/** A strand of an execution whose Task waits for another execution. */
export interface Caller {
  readonly frames: SessionFrames;
  readonly strand: number;
}

/** What the frames are of. */
export interface FramesContext {
  readonly base: number;
  running(): Running;
  places(): Places;
}

/** The frames of an execution that a client has asked for; good until it goes on. */
export class SessionFrames {
  /** By frame id, which is the index plus 1, behind the base. */
  readonly #known: Frame[] = [];

  /** `caller`: below its own stand the frames of the strand whose Task waits for it. */
  constructor(
    private readonly context: FramesContext,
    private readonly caller: (() => Caller | undefined) | undefined,
  ) {}

  /** Throws when it is gone. */
  find(id: number): Frame {
    const frame = this.#known[id - this.context.base - 1];
    if (!frame) {
      throw new Error('This frame is gone: the execution has gone on since.');
    }
    return frame;
  }

  forget(): void {
    this.#known.length = 0;
  }

  /** A part of a strand's stack. */
  stackTrace(strand: number, first = 0, levels = 0): DebugProtocol.StackTraceResponse['body'] {
    const frames = this.#stack(strand, false);
    const stackFrames = frames.slice(first, levels ? first + levels : undefined).map((frame) => frame());
    return { stackFrames, totalFrames: frames.length };
  }

  /** Innermost first; `isShared`: for an execution that this one waits for. */
  #stack(strand: number, isShared: boolean): (() => DebugProtocol.StackFrame)[] {
    const frames = this.context.running().cursor.frames(strand);
    const caller = this.caller?.();
    return [
      ...frames.map((frame, index) => () => this.#stackFrame(frame, index === 0, isShared)),
      ...(caller ? caller.frames.#stack(caller.strand, true) : []),
    ];
  }

  #stackFrame(frame: Frame, isTop: boolean, isShared: boolean): DebugProtocol.StackFrame {
    const { cursor, launch } = this.context.running();
    const { name: title, program } = launch.definition;
    const source = { name: title, path: program };
    const places = this.context.places();
    // What a breakpoint on an event of a recorded history names.
    const event = launch.isReplay && isTop ? cursor.history[cursor.position.events - 1]?.id : undefined;
    const id = this.context.base + (isShared ? this.#shared(frame) : this.#known.push(frame));
    if (frame.state === undefined) {
      return { id, name: title, source, line: places.start + 1, column: 1, presentationHint: 'subtle' };
    }
    const place = places.of(frame.state, frame.moment);
    const name = frame.moment ?? nameOf(frame.state);
    return place
      ? {
          id,
          name,
          source,
          line: place.line + 1,
          column: place.character + 1,
          ...(frame.moment === undefined ? {} : { canRestart: false }),
          ...(event === undefined ? {} : { instructionPointerReference: String(event) }),
        }
      : { id, name: `${name} (no longer in the text)`, source, line: places.start + 1, column: 1 };
  }

  /** While it waits for an execution that is stepped through, its frames are asked for again and again: those that are known keep their number. */
  #shared(frame: Frame): number {
    const known = this.#known.findIndex(
      ({ strand, state, moment }) => strand === frame.strand && state === frame.state && moment === frame.moment,
    );
    return known < 0 ? this.#known.push(frame) : known + 1;
  }
}
