import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Debugger, Frame } from '../debugger';
import type { FrameData } from '../frameData';
import type { Launch } from '../launch';
import type { OpenTasks } from '../openTasks';
import type { Places } from '../places';
import type { ChildDebuggers, SessionFunctions } from './sessionFunctions';
import type { SessionLoop } from './sessionLoop';
import type { SessionMocks } from './sessionMocks';
import type { Timeline } from '../timeline';
import type { VariableReferences } from './sessionVariables';
import type { Piece } from '../transcript';

/** What there is of an execution. */
export interface Running {
  readonly launch: Launch;
  readonly cursor: Debugger;
  readonly data: FrameData;
  readonly loop: SessionLoop;
  readonly timeline: Timeline;
  readonly open: OpenTasks;
  readonly mocks: SessionMocks;
  readonly functions: SessionFunctions;
  /** Executions that its Tasks start; absent where none are debugged. */
  readonly calls: ExecutionCalls | undefined;
}

/** Steps between an execution and those that its Tasks start. */
export interface ExecutionCalls {
  /** What the Task that a strand is in starts, or has started, in words; undefined where it starts none. */
  of(strand: number): string | undefined;
  /** Whether the next that happens to a strand is that its Task starts an execution. */
  isNext(strand: number): boolean;
  /** It goes on: the execution that the Task of the strand `into` starts is stepped into, no other. */
  going(into?: number): void;
  /** Goes through the execution that has ended, which the Task of a strand has started; false where there is none to be seen. */
  revisit(strand: number): boolean;
  /** From the first state of an execution back to the Task that has started it; false where none waits for it. */
  back(): boolean;
}

/** Which strands a step lets go on. */
export type Stepping = 'strand' | 'all';

/** What the parts of an execution's debugging share. */
export interface ExecutionContext {
  readonly references: VariableReferences;
  readonly stepping: Stepping;
  /** States that `goto` may be asked for, by id, which is the index plus 1. */
  readonly targets: string[];
  /** Ids of its threads, frames and values begin behind this. */
  readonly base: number;
  /** Whether it is the only execution of the session: what stops and goes on is then all there is. */
  readonly isAlone: boolean;
  running(): Running;
  /** Where states stand in the text as the editor shows it. */
  places(): Places;
  /** The text of the definition as it was edited since the launch; undefined when it was not. */
  edited(): string | undefined;
  /** The frame that a client names by its id; without an id the one where it stands. Throws when it is gone. */
  frame(id: number | undefined): Frame;
  /** The strand that a client knows as a thread. */
  strandOf(threadId: number): number;
  say(text: string, category?: 'stdout' | 'stderr'): void;
  /** It goes on: what the client knows of the stop is forgotten. `only`: one strand alone goes. */
  going(only?: number): void;
  /** Forgets references of frames and values: they are good only while it stands. */
  forget(): void;
  /** Tells the client that what it shows of the stop has changed. */
  refresh(): void;
}

/** What an execution needs of the session that it belongs to. */
export interface SessionContext {
  readonly stepping: Stepping;
  readonly targets: string[];
  /** How many executions there are. */
  readonly size: number;
  readonly debuggers: ChildDebuggers;
  say(text: string, category?: 'stdout' | 'stderr'): void;
  /** Lines for the console, which are sent together before anything else is told. */
  tell(lines: readonly (readonly Piece[])[]): void;
  flush(): void;
  send(event: DebugProtocol.Event): void;
}

/** What of a request says which execution it is about. */
export interface AboutExecution {
  readonly threadId?: number;
  readonly frameId?: number;
  readonly variablesReference?: number;
  readonly threadIds?: readonly number[];
  readonly strand?: number;
  readonly source?: { readonly path?: string };
}

/** Requests of a client by name; each answers the body of its response, or throws. */
export type Requests = Readonly<Record<string, (args: never, asked: Asked) => unknown>>;

/** A request that is not answered yet; once it is cancelled, nobody waits for its answer. */
export interface Asked {
  isCancelled: boolean;
}

/** An answer, and what is to happen once it is sent: events must not overtake it. */
export class Followed {
  constructor(
    readonly body: object,
    readonly work: () => void,
  ) {}
}

/** How many strands, frames and values of one execution a client may know: their ids are those of the execution, moved by its slot. */
const span = 2 ** 20;
/** Executions that a session holds at most: ids have 31 bits. */
export const slots = 1023;

/** The first id of the execution in a slot, minus 1. */
export function baseOf(slot: number): number {
  return slot * span;
}

/** The slot of the execution that an id of a thread, frame or value belongs to. */
export function slotOf(id: number): number {
  return Math.floor((id - 1) / span);
}
