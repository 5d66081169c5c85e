import type { Program } from '../execution/program';
import type { EditorSource } from './editorSource';
import type { LaunchArguments } from './launch';
import type { SessionBreakpoints } from './session/sessionBreakpoints';
import type { Followed, SessionContext } from './session/sessionContext';
import type { SessionExecution } from './session/sessionExecution';

/** What a session debugs: an execution that it launches, or those of an endpoint that it is attached to. */
export interface Debuggee {
  /** Whether breakpoints count. */
  readonly isDebugged: boolean;
  readonly programs: readonly Program[];
  /** Executions that breakpoints count for, although the client does not know them yet. */
  readonly hidden?: readonly SessionExecution[];
  /** The definitions in a file. Throws with the reason where there is none. */
  definitionsIn(path: string): readonly EditorSource[] | Promise<readonly EditorSource[]>;
  /** The definition of that key. */
  sourceOf(key: string): EditorSource | undefined;
  /** An editor shows another text of a file; without a path it is the launched one. */
  take(text: string, path: string | undefined): void | Promise<void>;
  /** The client has set its breakpoints. */
  begin(): Followed;
  /** Runs again from the start, with the text as it is now. */
  restart(args: LaunchArguments | undefined): Promise<Followed>;
  /** Ends what is debugged; what follows is done once the client knows. */
  terminate(): Promise<Followed>;
  /** The client goes. `ends`: what is debugged ends with it, where it is not the session's own and ends anyway. */
  leave(ends: boolean): Promise<void>;
  /** The client goes, and what the session itself has launched goes on to its end, or as far as it can; then `done` is called. */
  detach?(done: () => void): Followed;
}

/** What a debuggee needs of its session. */
export interface DebuggeeContext extends SessionContext {
  /** By slot. */
  readonly executions: Map<number, SessionExecution>;
  readonly breakpoints: SessionBreakpoints;
  stepping: SessionContext['stepping'];
  /** The client has debuggers of these types; undefined: nobody knows. */
  know(debuggers: readonly string[] | undefined): void;
  /** A place for another execution, one that was not used for long: ids of what has ended must not name something else. */
  freeSlot(): number | undefined;
  /** Tells the breakpoints to the debuggers, or to one. */
  arm(one?: SessionExecution): void;
  /** An execution has stopped: what a client asks without naming an execution is about it. */
  focus(execution: SessionExecution): void;
}
