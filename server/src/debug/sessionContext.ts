import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Debugger, Frame } from './debugger';
import type { FrameData } from './frameData';
import type { Launch, LaunchArguments } from './launch';
import type { OpenTasks } from './openTasks';
import type { Places } from './places';
import type { SessionLoop } from './sessionLoop';
import type { SessionMocks } from './sessionMocks';
import type { VariableReferences } from './sessionVariables';

/** What there is once a definition is launched. */
export interface Running {
  readonly launch: Launch;
  readonly args: LaunchArguments;
  readonly cursor: Debugger;
  readonly data: FrameData;
  readonly loop: SessionLoop;
  readonly open: OpenTasks;
  readonly mocks: SessionMocks;
}

/** What the parts of a session share. */
export interface SessionContext {
  readonly references: VariableReferences;
  /** Throws while nothing is launched. */
  running(): Running;
  /** Where states stand in the text as the editor shows it. */
  places(): Places;
  /** The text of the definition as it was edited since the launch; undefined when it was not. */
  edited(): string | undefined;
  /** The frame that a client names by its id; without an id the one where it stands. Throws when it is gone. */
  frame(id: number | undefined): Frame;
  say(text: string, category?: 'stdout' | 'stderr'): void;
  send(event: DebugProtocol.Event): void;
  /** Tells the breakpoints to the debugger. */
  arm(): void;
  /** Forgets references of frames and values: they are good only while it stands. */
  forget(): void;
  /** Tells the client that what it shows of the stop has changed. */
  refresh(): void;
}

/** Requests of a client by name; each answers the body of its response, or throws. */
export type Requests = Readonly<Record<string, (args: never) => unknown>>;

/** An answer, and what is to happen once it is sent: events must not overtake it. */
export class Followed {
  constructor(
    readonly body: object,
    readonly work: () => void,
  ) {}
}
