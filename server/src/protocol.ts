/**
 * Every shape that crosses a process border and is not LSP's or DAP's own: types only.
 * The client and the page import nothing else of the server (the page also the pure drawing code of `graph/`).
 */

/** Custom requests of the language server. `uri` is the document's; `stateMachine` a key of a template's resource, absent for a plain definition. */
export interface GraphParams {
  readonly uri: string;
  readonly stateMachine?: string;
}

/** Answer to `stepwise/graph`: the picture of what is in the editor now. */
export interface GraphAnswer {
  /** The document's version that was drawn. */
  readonly version: number;
  /** Absent when the text holds no state machine (yet); `message` says why. */
  readonly picture?: Picture;
  readonly message?: string;
}

/** `stepwise/stateAt`: which state is at an offset (innermost), and where each state is. */
export interface StateAtParams extends GraphParams {
  readonly position: { readonly line: number; readonly character: number };
}
export interface StateAtAnswer {
  readonly state?: string;
}

/** `stepwise/stateRange`: the range of a state's key (`selection`) and of the whole state. */
export interface StateRangeParams extends GraphParams {
  readonly state: string;
}
export interface StateRangeAnswer {
  readonly selection?: Range;
  readonly range?: Range;
}

/** `stepwise/stateMachines`: the state machines of a document; none where it holds none. */
export interface StateMachinesParams {
  readonly uri: string;
}
export interface StateMachinesAnswer {
  readonly stateMachines: readonly DocumentStateMachine[];
}

export interface DocumentStateMachine {
  /** The logical id of the template's resource; absent where the document is the definition. */
  readonly stateMachine?: string;
  /** The lines that are about it: the cursor there means it. */
  readonly range: Range;
  /** URI of the file that holds its definition, where that is not the document. */
  readonly definition?: string;
}

/** Lines and UTF-16 characters from 0, as in LSP. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A laid-out graph: lengths in CSS pixels, y downwards, everything absolute within `width` × `height`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

export interface PictureNode {
  /**
   * StateId; for start and end markers `<scope path>#start`, `<scope path>#end`; for a branch or processor frame its scope path followed by `#scope`;
   * for a target that does not exist `<id it would have>#missing`; for a state whose name a later one takes `<id>#<index>`.
   */
  readonly id: string;
  readonly kind: 'state' | 'container' | 'scope' | 'start' | 'end' | 'missing';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** The label as it is drawn: broken and shortened to fit. */
  readonly lines?: readonly string[];
  /** Name of the icon in `graph/icons.ts`. */
  readonly icon?: string;
  /** What Retry and Catch say, for their badges. */
  readonly retry?: string;
  readonly catch?: string;
  /** Of states: the Type as written. */
  readonly type?: string;
  /** Second line: the service and action of a Task, the kind of Wait … */
  readonly detail?: string;
  /** Drawn as faulty: an unknown target, a missing type, an unreachable state. */
  readonly flaw?: string;
  /** The state is not reachable from StartAt. */
  readonly unreachable?: boolean;
}

export interface PictureEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'start' | 'next' | 'default' | 'choice' | 'catch' | 'end';
  /** The whole label: conditions of a Choice, error names of a Catch. */
  readonly label?: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** The label as it is drawn, its middle and its size. */
  readonly lines?: readonly string[];
  readonly labelAt?: { readonly x: number; readonly y: number };
  readonly labelSize?: { readonly width: number; readonly height: number };
}

/** How far a state has come in an execution: what the graph shows on it. */
export type StateStatus = 'running' | 'stopped' | 'succeeded' | 'failed' | 'caught' | 'aborted';

/** An execution as an overlay on the picture. */
export interface ExecutionOverlay {
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** By StateId; absent: not entered. */
  readonly states: Readonly<Record<string, { readonly status: StateStatus; readonly entered: number }>>;
  /** `from>to` pairs of StateIds that were taken, with how often. */
  readonly transitions: Readonly<Record<string, number>>;
}

/**
 * Custom DAP event `stepwise/execution`: body. Sent whenever the adapter stops, and at most ten times a second while it runs. Custom DAP
 * request of that name with a thread: how the execution stands that the thread is of.
 */
export interface ExecutionEventBody {
  /** Path or URI of the definition, as the launch configuration gave it. */
  readonly program: string;
  readonly stateMachine?: string;
  /** Of the execution's main line; a session may hold several executions. */
  readonly threadId: number;
  readonly overlay: ExecutionOverlay;
  /** Where the debugger stands: StateId. */
  readonly focus?: string;
  /** Once the execution has ended: its output as JSON text, or its error. */
  readonly result?: { readonly output?: string; readonly error?: string; readonly cause?: string };
  /** Nothing more will be told of this execution. */
  readonly isOver?: true;
}

/** Custom DAP request `stepwise/text`: the definition was edited while it is debugged; a restart takes this text. */
export interface EditedTextArguments {
  readonly text: string;
  /** The file (path or URI) that an editor shows this text of; the launched one where it is absent. */
  readonly program?: string;
}

/**
 * Custom DAP event `stepwise/timeline`: what has happened since the event before; custom DAP request of that name: all of it. Sent with
 * `stepwise/execution`. Events are counted from 1 as they come, so that a count names the point behind that event. Times are epoch milliseconds.
 */
export interface TimelineBody {
  /** Path or URI of the definition, as the launch configuration gave it. */
  readonly program: string;
  readonly stateMachine?: string;
  /** Of the execution's main line; a session may hold several executions. */
  readonly threadId: number;
  /** How many events were told before; 0: what was told before holds no longer. */
  readonly from: number;
  /** When each event after those happened. */
  readonly times: readonly number[];
  /** Behind how many events the debugger can stand, of those after `from`. */
  readonly stops: readonly number[];
  /** Lines of control that are new; the same branch or iteration has one row, however often it is run. */
  readonly rows: readonly TimelineRow[];
  /** Stays in states that are new or went on: one with the same `row` and `from` takes the place of the one before. */
  readonly bars: readonly TimelineBar[];
  readonly marks: readonly TimelineMark[];
  /** How much of it lies before the cursor. */
  readonly cursor: number;
}

export interface TimelineRow {
  readonly row: number;
  /** The row of the state around it; absent for the main line. */
  readonly parent?: number;
  /** `branch 0`, `item 3`, with the name of the Parallel or Map. */
  readonly name: string;
}

/** A stay of a strand in a state. */
export interface TimelineBar {
  readonly row: number;
  /** StateId. */
  readonly state: string;
  /** The event that entered it, and the one that left it (the last so far, while it is in it). */
  readonly from: number;
  readonly to: number;
  readonly status: StateStatus;
}

/** Something to notice: an error by what becomes of it, or a change by hand. */
export interface TimelineMark {
  readonly row: number;
  readonly event: number;
  readonly kind: 'failed' | 'caught' | 'retried' | 'changed';
  readonly text: string;
}

/** Custom DAP request `stepwise/seek`: goes to the point of the history behind so many events; nothing is run. */
export interface SeekArguments {
  /** Any thread of the execution; without it, that of the launch. */
  readonly threadId?: number;
  readonly events: number;
}

/** Custom DAP event `stepwise/openTask`: nothing performs this Task, and the execution waits for the user. */
export interface OpenTaskEventBody {
  readonly strand: number;
  /** Name of the state. */
  readonly state: string;
  readonly resource: string;
  /** The Task's effective input as JSON text. */
  readonly parameters: string;
  /** Error names that the state's Retriers and Catchers wait for. */
  readonly errors: readonly string[];
}

/** Custom DAP request `stepwise/keepExecution`: what the execution did so far, as mocks and an input that let it happen again. */
export interface KeepExecutionArguments {
  /** Name of the test case. */
  readonly testCase: string;
  /** Which values are replaced by stand-ins first; those that the definition names stay. */
  readonly redact: 'nothing' | 'texts' | 'all';
  /** The text of the MockConfigFile.json that the test case is added to; without it: of a new one. */
  readonly mocks?: string;
}

export interface KeepExecutionAnswer {
  /** The text of the MockConfigFile.json. */
  readonly mocks: string;
  /** The text of the file with the input. */
  readonly input: string;
  /** How many Tasks have an answer in it. */
  readonly tasks: number;
}

/** Custom DAP request `stepwise/keepAnswer`: the result of one Task as a mock, which later executions can have too. */
export interface KeepAnswerArguments {
  /** Name of the test case that it is for. */
  readonly testCase: string;
  /** Name of the state. */
  readonly state: string;
  /** JSON text. */
  readonly output: string;
  /** The text of the MockConfigFile.json that it is added to; without it: of a new one. */
  readonly mocks?: string;
}

export interface KeepAnswerAnswer {
  /** The text of the MockConfigFile.json. */
  readonly mocks: string;
}

/** Custom DAP request `stepwise/answerTask`: the answer of such a Task, JSON text or an error; the execution goes on with it. */
export interface AnswerTaskArguments {
  readonly strand: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** Also answers later attempts and visits of this session that way. */
  readonly keep?: boolean;
}

/** Custom DAP request `stepwise/inlineValues` of a frame: values beside the fields that made them. Lines and characters from 0. */
export interface InlineValuesAnswer {
  readonly values: readonly { readonly line: number; readonly character: number; readonly text: string }[];
}

/** Custom request `stepwise/convert` of the language server: the definition in another format. */
export interface ConvertParams {
  readonly uri: string;
  readonly to: 'json' | 'yaml';
}
export interface ConvertAnswer {
  /** The converted document; absent where there is none, and `refusal` says why. */
  readonly text?: string;
  readonly refusal?: string;
  /** Where in the original it is told why. */
  readonly range?: Range;
  /** What the converted document does not say, or says otherwise: one line each. */
  readonly losses: readonly string[];
}

/** Custom request `stepwise/inputFaults` of the language server: what a state machine cannot do with an input. */
export interface InputFaultsParams {
  readonly uri: string;
  readonly stateMachine?: string;
  /** JSON text. */
  readonly input: string;
}
export interface InputFaultsAnswer {
  /** One sentence each, with the state's name in front. */
  readonly faults: readonly string[];
}

/** Custom request `stepwise/sketch` of the language server: a definition drawn from the text of an execution history. */
export interface SketchParams {
  readonly text: string;
}
export interface SketchAnswer {
  /** The definition, JSON; absent where the text is no history, and `refusal` says why. */
  readonly text?: string;
  readonly refusal?: string;
}

/** Custom request `stepwise/fileLinks` of the language server: the files that a stepwise.config.json or functions.json names, as far as they are there. */
export interface FileLinksParams {
  readonly uri: string;
  readonly text: string;
}
export interface FileLinksAnswer {
  readonly links: readonly { readonly range: Range; readonly target: string }[];
}

/** Custom request `stepwise/samples` of the language server: what a definition can be run with. */
export interface SamplesParams {
  readonly uri: string;
  readonly stateMachine?: string;
}
export interface SamplesAnswer {
  readonly samples: readonly Sample[];
  /** The nearest `stepwise.config.json` upwards; paths are the file system's. */
  readonly project?: { readonly file: string; readonly mocks?: string; readonly functions?: string };
  /** Test cases that the project's mocks have for the definition. */
  readonly testCases: readonly string[];
  /** Faults of the project file, `file:line:column: message`. */
  readonly problems: readonly string[];
}

/** An input to run with: JSON text, or the path of the file that holds it. */
export interface Sample {
  readonly name: string;
  readonly description?: string;
  readonly input?: string;
  readonly inputFile?: string;
  /** The test case of the mocks that goes with it. */
  readonly testCase?: string;
}

/** From the extension to the graph page. */
export type ToGraphPage =
  | { readonly type: 'show'; readonly title: string; readonly picture?: Picture; readonly message?: string }
  | { readonly type: 'select'; readonly state?: string; readonly reveal: boolean }
  | { readonly type: 'execution'; readonly overlay?: ExecutionOverlay; readonly focus?: string }
  | { readonly type: 'breakpoints'; readonly states: readonly string[] }
  | { readonly type: 'timeline'; readonly told: readonly TimelineBody[]; readonly isOpen: boolean }
  /** Take the keyboard again: VS Code gives it to the frame around the page, where keys are lost. */
  | { readonly type: 'focus' };

/** From the graph page to the extension. */
export type FromGraphPage =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly state: string }
  | { readonly type: 'toggleBreakpoint'; readonly state: string }
  | { readonly type: 'clearExecution' }
  | { readonly type: 'seek'; readonly events: number }
  | { readonly type: 'export'; readonly svg: string };
