import {
  DebugSession,
  Event,
  ExitedEvent,
  InitializedEvent,
  OutputEvent,
  Response,
  TerminatedEvent,
  ThreadEvent,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { nameOf } from '../asl/ast';
import { samePath } from '../project/paths';
import type { EditedTextArguments, ExecutionEventBody } from '../protocol';
import { prettyJson, writeJson } from '../source/json';
import { ansi, plain } from './ansi';
import { Debugger, type FailureFilter, type Frame, type Stop, type Wish } from './debugger';
import { FrameData } from './frameData';
import { type Launch, type LaunchArguments, prepareLaunch } from './launch';
import { LaunchProblem } from './launchFiles';
import { SessionBreakpoints } from './sessionBreakpoints';
import { capabilities, failureFilters } from './sessionCapabilities';
import { SessionLoop } from './sessionLoop';
import { VariableReferences } from './sessionVariables';
import { type Piece, Transcript, strandName } from './transcript';

/** Milliseconds between two tellings of the graph while the execution runs. */
const tellEvery = 100;

/** Requests that a client makes by itself, and often: their failures are not put before the user. */
const quiet = new Set([
  'scopes',
  'variables',
  'evaluate',
  'stackTrace',
  'threads',
  'breakpointLocations',
  'exceptionInfo',
  'stepwise/text',
]);

/** An answer, and what is to happen once it is sent: events must not overtake it. */
class Followed {
  constructor(
    readonly body: object,
    readonly work: () => void,
  ) {}
}

/** What there is once a definition is launched. */
interface Running {
  readonly launch: Launch;
  readonly args: LaunchArguments;
  readonly cursor: Debugger;
  readonly data: FrameData;
  readonly loop: SessionLoop;
}

/** One debug session: the debug adapter protocol around a `Debugger` that follows a `Runner`. Lines and columns of the client count from 1. */
export class Session extends DebugSession {
  #now: Running | undefined;
  #style: (pieces: readonly Piece[]) => string = plain;
  #filters: FailureFilter[] = [];
  /** The definition as edited since the launch: what a restart takes. */
  #edited: string | undefined;
  #lastTold = 0;
  /** By frame id, which is the index plus 1; good until it goes on. */
  readonly #frames: Frame[] = [];
  readonly #references = new VariableReferences();
  readonly #breakpoints = new SessionBreakpoints();

  /** `leave` is called when the client has gone and all that ran has ended. */
  constructor(private readonly leave: () => void) {
    super();
    // The base class ends the process at once; first what runs must end, and a message that is no JSON is no reason to.
    this.removeAllListeners('close').on('close', () => this.shutdown());
    this.removeAllListeners('error').on('error', (event: { body?: unknown }) => this.#say(`${String(event.body)}\n`, 'stderr'));
  }

  override shutdown(): void {
    void this.close().finally(this.leave);
  }

  /** Ends what runs, so that no process of a function outlives the session. */
  async close(): Promise<void> {
    await this.#now?.loop.stop();
  }

  readonly #requests: Readonly<Record<string, (args: never) => unknown>> = {
    initialize: (args: DebugProtocol.InitializeRequestArguments) => {
      if (args.pathFormat === 'uri' || args.linesStartAt1 === false || args.columnsStartAt1 === false) {
        throw new Error('This debug adapter speaks of native paths, and of lines and columns from 1.');
      }
      this.#style = args.supportsANSIStyling ? ansi : plain;
      return capabilities;
    },
    launch: (args: LaunchArguments) => this.#start(args),
    setBreakpoints: (args: DebugProtocol.SetBreakpointsArguments) => {
      const { launch } = this.#running();
      if (args.source.path === undefined || !samePath(args.source.path, launch.program)) {
        return this.#breakpoints.elsewhere(args, launch.program);
      }
      const breakpoints = this.#breakpoints.set(args, launch.places);
      this.#arm();
      return { breakpoints };
    },
    setExceptionBreakpoints: ({ filters }: DebugProtocol.SetExceptionBreakpointsArguments) => {
      this.#filters = failureFilters.map(({ filter }) => filter).filter((filter) => filters.includes(filter));
      this.#arm();
      return {};
    },
    breakpointLocations: ({ source, line, endLine }: DebugProtocol.BreakpointLocationsArguments) => {
      const { launch } = this.#running();
      const isProgram = source.path !== undefined && samePath(source.path, launch.program);
      const places = isProgram ? launch.places.between(line - 1, (endLine ?? line) - 1) : [];
      return { breakpoints: places.map((place) => ({ line: place.line + 1, column: place.character + 1 })) };
    },
    configurationDone: () => {
      const { args } = this.#running();
      return new Followed({}, () => {
        this.sendEvent(new ThreadEvent('started', 1));
        this.#go({ kind: entryOf(args) });
      });
    },
    threads: () => {
      const { cursor } = this.#running();
      const threads = cursor.strands.map(({ id }) => ({ id: id + 1, name: strandName(cursor.execution, id) }));
      // Before the start and behind the end there is no strand; the protocol wants a thread all the same.
      return { threads: threads.length > 0 ? threads : [{ id: 1, name: 'main' }] };
    },
    stackTrace: (args: DebugProtocol.StackTraceArguments) => this.#stackTrace(args),
    scopes: ({ frameId }: DebugProtocol.ScopesArguments) => {
      const { data } = this.#running();
      return { scopes: data.sections(this.#frame(frameId)).map((section) => this.#references.scope(section)) };
    },
    variables: (args: DebugProtocol.VariablesArguments) => ({ variables: this.#references.members(args) }),
    evaluate: async ({ expression, frameId, context }: DebugProtocol.EvaluateArguments) => {
      const { cursor, data } = this.#running();
      const frame =
        frameId === undefined ? { strand: cursor.stop?.strand ?? 0, state: cursor.stop?.state } : this.#frame(frameId);
      const answer = await data.evaluate(frame, expression);
      if ('problem' in answer) {
        throw new Error(answer.problem);
      }
      return this.#references.result(answer.value, answer.path, context);
    },
    continue: () => new Followed({ allThreadsContinued: true }, () => this.#go({ kind: 'continue' })),
    next: ({ threadId }: DebugProtocol.NextArguments) => new Followed({}, () => this.#go({ kind: 'over', strand: threadId - 1 })),
    stepIn: ({ threadId }: DebugProtocol.StepInArguments) =>
      new Followed({}, () => this.#go({ kind: 'into', strand: threadId - 1 })),
    stepOut: ({ threadId }: DebugProtocol.StepOutArguments) =>
      new Followed({}, () => this.#go({ kind: 'out', strand: threadId - 1 })),
    pause: ({ threadId }: DebugProtocol.PauseArguments) => new Followed({}, () => this.#running().loop.pause(threadId - 1)),
    exceptionInfo: () => this.#exceptionInfo(),
    restart: ({ arguments: args }: { arguments?: LaunchArguments }) => this.#restart(args),
    terminate: async () => {
      await this.#now?.loop.stop();
      return new Followed({}, () => this.#ended());
    },
    disconnect: async () => {
      await this.close();
      return new Followed({}, () => this.leave());
    },
    'stepwise/text': ({ text }: EditedTextArguments) => {
      this.#edited = text;
    },
  };

  /** Every request gets one answer: what its entry returns, or the error it throws. */
  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const response = new Response(request) as DebugProtocol.Response;
    const { command } = request;
    const perform = Object.hasOwn(this.#requests, command) ? this.#requests[command] : undefined;
    const answer = new Promise<unknown>((resolve) => {
      if (!perform) {
        throw new Error(`This debug adapter knows no request '${command}'.`);
      }
      resolve(perform((request.arguments ?? {}) as never));
    });
    answer.then(
      (body) => {
        response.body = (body instanceof Followed ? body.body : body) ?? {};
        this.sendResponse(response);
        if (body instanceof Followed) {
          body.work();
        }
      },
      (error: unknown) => {
        const message = messageOf(error);
        // Braces in a message are no placeholders of the protocol.
        const format = message.includes('{') ? { format: '{_message}', variables: { _message: message } } : { format: message };
        this.sendErrorResponse(response, {
          id: error instanceof LaunchProblem ? 1 : 2,
          ...format,
          showUser: !quiet.has(command),
        });
      },
    );
  }

  #running(): Running {
    if (!this.#now) {
      throw new Error('Nothing has been launched yet.');
    }
    return this.#now;
  }

  async #start(args: LaunchArguments): Promise<Followed> {
    if (this.#now) {
      throw new LaunchProblem('This session has launched already.');
    }
    await this.#prepare(args);
    return new Followed({}, () => this.sendEvent(new InitializedEvent()));
  }

  async #prepare(args: LaunchArguments): Promise<void> {
    const launch = await prepareLaunch(args, ({ source, stream, text }) => this.#say(`${source}: ${text}\n`, stream));
    const transcript = new Transcript(launch.analysis.symbols.byId.keys());
    const cursor = new Debugger(launch.runner.history, (event, before, name) =>
      this.#tell(transcript.lines(event, before, name)),
    );
    const loop = new SessionLoop(launch.runner, cursor, {
      stopped: (stop) => this.#stopped(stop),
      stuck: () => this.#stuck(),
      ended: () => this.#ended(),
      progress: () => this.#tellGraph(false),
      failed: (error) => this.#failed(error),
    });
    this.#now = { launch, args, cursor, data: new FrameData(cursor, launch.runner.program), loop };
    for (const note of launch.notes) {
      this.#say(`${note}\n`, 'stderr');
    }
  }

  /** Runs again from the start, with the text as it is now. */
  async #restart(given: LaunchArguments | undefined): Promise<Followed> {
    const before = this.#running();
    const args = { ...(given ?? before.args), ...(this.#edited === undefined ? {} : { text: this.#edited }) };
    await before.loop.stop();
    this.#forget();
    try {
      await this.#prepare(args);
    } catch (error) {
      this.#say(`${messageOf(error)}\n`, 'stderr');
      this.sendEvent(new TerminatedEvent());
      throw error;
    }
    const { launch } = this.#running();
    return new Followed({}, () => {
      for (const event of this.#breakpoints.moveTo(launch.places)) {
        this.sendEvent(event);
      }
      this.#arm();
      this.#go({ kind: entryOf(args) });
    });
  }

  /** Tells the debugger where to stop: nowhere when it is run without debugging. */
  #arm(): void {
    if (this.#now && !this.#now.args.noDebug) {
      this.#now.cursor.breakAt(this.#breakpoints.states);
      this.#now.cursor.breakOn(this.#filters);
    }
  }

  #go(wish: Wish): void {
    this.#forget();
    this.#running().loop.go(wish);
  }

  /** References of frames and values are good only while it stands. */
  #forget(): void {
    this.#frames.length = 0;
    this.#references.clear();
  }

  #stackTrace({ threadId, startFrame, levels }: DebugProtocol.StackTraceArguments): DebugProtocol.StackTraceResponse['body'] {
    const { cursor, launch } = this.#running();
    const frames = cursor.frames(threadId - 1);
    const first = startFrame ?? 0;
    const source = { name: launch.name, path: launch.program };
    const stackFrames = frames.slice(first, levels ? first + levels : undefined).map((frame): DebugProtocol.StackFrame => {
      const place = frame.state === undefined ? undefined : launch.places.of(frame.state);
      const id = this.#frames.push(frame);
      return place
        ? { id, name: nameOf(place.state), source, line: place.line + 1, column: place.character + 1 }
        : { id, name: launch.name, source, line: launch.places.start + 1, column: 1, presentationHint: 'subtle' };
    });
    return { stackFrames, totalFrames: frames.length };
  }

  #frame(id: number): Frame {
    const frame = this.#frames[id - 1];
    if (!frame) {
      throw new Error('This frame is gone: the execution has gone on since.');
    }
    return frame;
  }

  #exceptionInfo(): DebugProtocol.ExceptionInfoResponse['body'] {
    const failure = this.#running().cursor.stop?.failure;
    if (!failure) {
      throw new Error('The execution did not stop at an error.');
    }
    const { error, cause, handling } = failure;
    const becomes = {
      fail: () => 'No Retry and no Catch of the state takes it.',
      catch: (index: number) => `Catch ${index + 1} takes it.`,
      retry: (index: number) => `Retry ${index + 1} tries again.`,
    };
    const told = handling.kind === 'fail' ? becomes.fail() : becomes[handling.kind](handling.index);
    return {
      exceptionId: error ?? '(no error name)',
      description: cause === undefined ? told : `${cause}\n${told}`,
      breakMode: handling.kind === 'fail' ? 'unhandled' : 'always',
      details: { typeName: error, message: cause },
    };
  }

  #stopped(stop: Stop): void {
    this.#tellGraph(true);
    const body: DebugProtocol.StoppedEvent['body'] = {
      reason: stop.reason,
      threadId: stop.strand + 1,
      allThreadsStopped: true,
      ...(stop.failure ? { text: stop.failure.error, description: `Stopped at ${stop.failure.error ?? 'an error'}` } : {}),
      ...(stop.reason === 'breakpoint' && stop.state !== undefined
        ? { hitBreakpointIds: this.#breakpoints.idsOf(stop.state) }
        : {}),
    };
    this.sendEvent(new Event('stopped', body));
  }

  #stuck(): void {
    const { cursor } = this.#running();
    const waiting = cursor.strands.map(({ state }) => `'${nameOf(state)}'`).join(', ');
    this.#say(`Nothing can go on: ${waiting} waits for an answer from outside, and nobody is there to give it.\n`, 'stderr');
    this.#stopped(cursor.stop!);
  }

  #failed(error: unknown): void {
    this.#say(`Stepwise failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`, 'stderr');
    this.sendEvent(new ExitedEvent(3));
    this.sendEvent(new TerminatedEvent());
  }

  /** Tells the result, and that it is over. */
  #ended(): void {
    const { launch } = this.#running();
    const { outcome } = launch.runner;
    if (outcome) {
      const { status, output, error, cause } = outcome;
      const failed = status !== 'SUCCEEDED';
      this.#say(`${this.#style([{ text: status, tone: failed ? 'bad' : 'good' }])}\n`);
      if (failed) {
        this.#say(`${error ?? '(no error name)'}${cause ? `: ${cause}` : ''}\n`, 'stderr');
      } else if (output !== undefined) {
        this.#say(`${prettyJson(output)}\n`);
      }
    }
    this.#tellGraph(true);
    this.sendEvent(new ExitedEvent(outcome?.status === 'SUCCEEDED' ? 0 : 1));
    this.sendEvent(new TerminatedEvent());
  }

  #tell(lines: readonly (readonly Piece[])[]): void {
    for (const line of lines) {
      this.#say(`${this.#style(line)}\n`);
    }
  }

  /** VS Code shows the category `console` in the colour of warnings, so what is only told goes to `stdout`. */
  #say(text: string, category: 'stdout' | 'stderr' = 'stdout'): void {
    this.sendEvent(new OutputEvent(text, category));
  }

  /** Tells the graph where the execution is: always when `now`, else not too often. */
  #tellGraph(now: boolean): void {
    const time = performance.now();
    if (!this.#now || (!now && time - this.#lastTold < tellEvery)) {
      return;
    }
    this.#lastTold = time;
    const { launch, cursor } = this.#now;
    const focus = cursor.stop?.state;
    const { outcome } = launch.runner;
    const body: ExecutionEventBody = {
      program: launch.program,
      overlay: cursor.course.overlay(focus),
      focus,
      result: outcome && {
        output: outcome.output === undefined ? undefined : writeJson(outcome.output),
        error: outcome.error,
        cause: outcome.cause,
      },
    };
    this.sendEvent(new Event('stepwise/execution', body));
  }
}

function entryOf({ stopOnEntry, noDebug }: LaunchArguments): 'entry' | 'continue' {
  return stopOnEntry && !noDebug ? 'entry' : 'continue';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
