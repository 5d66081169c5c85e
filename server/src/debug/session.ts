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
import type { EditedTextArguments } from '../protocol';
import { prettyJson } from '../source/json';
import { ansi, plain } from './ansi';
import { Debugger, type Frame } from './debugger';
import type { Stop } from './stop';
import { executionBody, openTaskBody } from './eventBodies';
import { exceptionInfo } from './exceptionInfo';
import { FrameData } from './frameData';
import { inlineValues } from './inlineValues';
import { Judge } from './judge';
import { type LaunchArguments, prepareLaunch } from './launch';
import { FaultyDefinition, LaunchProblem, openProblems } from './launchFiles';
import { OpenTasks } from './openTasks';
import { Places } from './places';
import { SessionBreakpoints } from './sessionBreakpoints';
import { capabilities, quiet } from './sessionCapabilities';
import { SessionChanges } from './sessionChanges';
import { SessionConsole } from './sessionConsole';
import { Followed, type Requests, type Running, type SessionContext } from './sessionContext';
import { SessionLoop } from './sessionLoop';
import { SessionMocks } from './sessionMocks';
import { SessionSteps } from './sessionSteps';
import { VariableReferences } from './sessionVariables';
import { type Piece, Transcript, strandName } from './transcript';

/** Milliseconds between two tellings of the graph while the execution runs. */
const tellEvery = 100;

/** One debug session: the debug adapter protocol around a `Debugger` that follows a `Runner`. Lines and columns of the client count from 1. */
export class Session extends DebugSession implements SessionContext {
  #now: Running | undefined;
  #isVsCode = false;
  #style: (pieces: readonly Piece[]) => string = plain;
  /** The definition as edited since the launch: what a restart takes. */
  #edited: string | undefined;
  #places: Places | undefined;
  #lastTold = 0;
  /** Lines for the console that are not sent yet: many lines are one message. */
  #unsaid = '';
  /** By frame id, which is the index plus 1; good until it goes on. */
  readonly #frames: Frame[] = [];
  readonly references = new VariableReferences();
  readonly #breakpoints = new SessionBreakpoints(this);
  readonly #changes = new SessionChanges(this);
  readonly #steps = new SessionSteps(this);
  readonly #console = new SessionConsole(this, this.#changes, this.#steps);

  /** `leave` is called when the client has gone and all that ran has ended. */
  constructor(private readonly leave: () => void) {
    super();
    // The base class ends the process at once; first what runs must end, and a message that is no JSON is no reason to.
    this.removeAllListeners('close').on('close', () => this.shutdown());
    this.removeAllListeners('error').on('error', (event: { body?: unknown }) => this.say(`${String(event.body)}\n`, 'stderr'));
  }

  override shutdown(): void {
    void this.close().finally(this.leave);
  }

  /** Ends what runs, so that no process of a function outlives the session. */
  async close(): Promise<void> {
    await this.#now?.loop.stop();
    this.#now?.launch.close();
  }

  readonly #requests: Requests = {
    ...this.#breakpoints.requests,
    ...this.#changes.requests,
    ...this.#steps.requests,
    ...this.#console.requests,
    initialize: (args: DebugProtocol.InitializeRequestArguments) => {
      if (args.pathFormat === 'uri' || args.linesStartAt1 === false || args.columnsStartAt1 === false) {
        throw new Error('This debug adapter speaks of native paths, and of lines and columns from 1.');
      }
      this.#isVsCode = args.clientID === 'vscode';
      this.#style = args.supportsANSIStyling ? ansi : plain;
      return capabilities;
    },
    launch: (args: LaunchArguments) => this.#start(args),
    configurationDone: () => {
      const { args, loop } = this.running();
      return new Followed({}, () => {
        this.sendEvent(new ThreadEvent('started', 1));
        loop.go({ kind: entryOf(args) });
      });
    },
    threads: () => {
      const { cursor } = this.running();
      const threads = cursor.strands.map(({ id }) => ({ id: id + 1, name: strandName(cursor.execution, id) }));
      // Before the start and behind the end there is no strand; the protocol wants a thread all the same.
      return { threads: threads.length > 0 ? threads : [{ id: 1, name: 'main' }] };
    },
    stackTrace: (args: DebugProtocol.StackTraceArguments) => this.#stackTrace(args),
    scopes: ({ frameId }: DebugProtocol.ScopesArguments) => {
      const { data } = this.running();
      const frame = this.frame(frameId);
      const isState = frame.state !== undefined;
      return { scopes: data.sections(frame).map((section) => this.references.scope(section, frame.strand, isState)) };
    },
    variables: (args: DebugProtocol.VariablesArguments) => ({ variables: this.references.members(args) }),
    evaluate: async ({ expression, frameId, context }: DebugProtocol.EvaluateArguments) => {
      const { data } = this.running();
      const frame = this.frame(frameId);
      if (context === 'repl' && SessionConsole.isCommand(expression)) {
        const answer = await this.#console.run(expression, frame);
        return answer instanceof Followed
          ? new Followed({ variablesReference: 0, ...answer.body }, answer.work)
          : { result: answer, variablesReference: 0 };
      }
      const answer = await data.evaluate(frame, expression);
      if ('problem' in answer) {
        throw new Error(answer.problem);
      }
      return this.references.result(answer.value, answer.path, context);
    },
    exceptionInfo: () => {
      const { cursor, launch } = this.running();
      return exceptionInfo(cursor.stop, launch.runner.program, cursor.time);
    },
    loadedSources: () => ({ sources: [this.#source()] }),
    restart: ({ arguments: args }: { arguments?: LaunchArguments }) => this.#restart(args),
    terminate: () => this.close().then(() => new Followed({}, () => this.#ended())),
    disconnect: () => this.close().then(() => new Followed({}, () => this.leave())),
    'stepwise/text': ({ text }: EditedTextArguments) => this.#takeEdit(text),
    'stepwise/inlineValues': ({ frameId }: { frameId?: number }) => {
      const { data } = this.running();
      return { values: inlineValues(data, this.frame(frameId), this.places()) };
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
          // VS Code makes a button of it, in the place of one that opens launch.json, where nothing is wrong.
          ...(this.#isVsCode && error instanceof FaultyDefinition && openProblems),
          showUser: !quiet.has(command),
        });
      },
    );
  }

  running(): Running {
    if (!this.#now) {
      throw new Error('Nothing has been launched yet.');
    }
    return this.#now;
  }

  places(): Places {
    return this.#places ?? this.running().launch.places;
  }

  edited(): string | undefined {
    return this.#edited;
  }

  frame(id: number | undefined): Frame {
    if (id === undefined) {
      const { stop } = this.running().cursor;
      return { strand: stop?.strand ?? 0, state: stop?.state };
    }
    const frame = this.#frames[id - 1];
    if (!frame) {
      throw new Error('This frame is gone: the execution has gone on since.');
    }
    return frame;
  }

  /** VS Code shows the category `console` in the colour of warnings, so what is only told goes to `stdout`. */
  say(text: string, category: 'stdout' | 'stderr' = 'stdout'): void {
    this.#flush();
    this.sendEvent(new OutputEvent(text, category));
  }

  send(event: DebugProtocol.Event): void {
    this.sendEvent(event);
  }

  /** Tells the debugger where to stop: nowhere when it is run without debugging. */
  arm(): void {
    if (this.#now && !this.#now.args.noDebug) {
      this.#now.cursor.breakAt(this.#breakpoints.all);
    }
  }

  forget(): void {
    this.#frames.length = 0;
    this.references.clear();
  }

  refresh(): void {
    this.#flush();
    this.#tellGraph(true);
    this.sendEvent(new Event('invalidated', { areas: ['stacks', 'variables'] }));
  }

  async #start(args: LaunchArguments): Promise<Followed> {
    if (this.#now) {
      throw new LaunchProblem('This session has launched already.');
    }
    await this.#prepare(args);
    return new Followed({}, () => this.sendEvent(new InitializedEvent()));
  }

  async #prepare(args: LaunchArguments): Promise<void> {
    const mocks = this.#now?.mocks ?? new SessionMocks();
    const open: OpenTasks = new OpenTasks(() => this.#now?.loop.wake());
    const launch = await prepareLaunch(args, {
      log: ({ source, stream, text }) => this.say(`${source}: ${text}\n`, stream),
      mocks,
      open,
    });
    const { runner } = launch;
    const program = (): typeof runner.program => runner.program;
    const transcript = new Transcript(launch.analysis.symbols.byId.keys());
    const cursor = new Debugger(runner.history, program, (event, before, name) =>
      this.#tell(transcript.lines(event, before, name)),
    );
    const data = new FrameData(cursor, program);
    const log = (text: string): void => this.say(`${text}\n`);
    const judge = new Judge(cursor, data, log, (text) => this.say(`${text}\n`, 'stderr'));
    const listener = {
      stopped: (stop: Stop) => this.#stopped(stop),
      stuck: () => this.#stuck(),
      ended: () => this.#ended(),
      progress: () => this.#tellGraph(false),
      failed: (error: unknown) => this.#failed(error),
    };
    const loop = new SessionLoop(runner, cursor, judge, open, listener, launch.isReplay);
    this.#now = { launch, args, cursor, data, loop, open, mocks };
    this.#places = launch.places;
    this.#edited = undefined;
    this.#steps.begin(launch.stepping);
    for (const note of launch.notes) {
      this.say(`${note}\n`, 'stderr');
    }
  }

  /** Runs again from the start, with the text as it is now. */
  async #restart(given: LaunchArguments | undefined): Promise<Followed> {
    const before = this.running();
    const args = { ...(given ?? before.args), ...(this.#edited === undefined ? {} : { text: this.#edited }) };
    await this.close();
    this.forget();
    try {
      await this.#prepare(args);
    } catch (error) {
      this.say(`${messageOf(error)}\n`, 'stderr');
      this.sendEvent(new TerminatedEvent());
      throw error;
    }
    return new Followed({}, () => {
      for (const breakpoint of this.#breakpoints.moved()) {
        this.sendEvent(new Event('breakpoint', { reason: 'changed', breakpoint }));
      }
      this.arm();
      this.running().loop.go({ kind: entryOf(args) });
    });
  }

  /** The editor shows another text now: lines are meant there from here on, and a restart takes it. */
  #takeEdit(text: string): void {
    const { launch } = this.running();
    this.#edited = text;
    const analysis = launch.reread(text);
    if (analysis?.machine && analysis.problems.length === 0) {
      this.#places = new Places(analysis);
    }
  }

  #source(): DebugProtocol.Source {
    const { launch } = this.running();
    return { name: launch.name, path: launch.program };
  }

  #stackTrace({ threadId, startFrame, levels }: DebugProtocol.StackTraceArguments): DebugProtocol.StackTraceResponse['body'] {
    const { cursor, launch } = this.running();
    const frames = cursor.frames(threadId - 1);
    const first = startFrame ?? 0;
    const source = this.#source();
    const places = this.places();
    const stackFrames = frames.slice(first, levels ? first + levels : undefined).map((frame): DebugProtocol.StackFrame => {
      const id = this.#frames.push(frame);
      if (frame.state === undefined) {
        return { id, name: launch.name, source, line: places.start + 1, column: 1, presentationHint: 'subtle' };
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
          }
        : { id, name: `${name} (no longer in the text)`, source, line: places.start + 1, column: 1 };
    });
    return { stackFrames, totalFrames: frames.length };
  }

  #stopped(stop: Stop): void {
    this.#flush();
    this.#tellGraph(true);
    const { reason, strand, ids, failure, text } = stop;
    const description = text ?? (failure ? `Stopped at ${failure.error ?? 'an error'}` : undefined);
    const body: DebugProtocol.StoppedEvent['body'] = {
      reason,
      threadId: strand + 1,
      allThreadsStopped: true,
      ...(description === undefined ? {} : { description }),
      ...(failure ? { text: failure.error } : text === undefined ? {} : { text }),
      ...(ids ? { hitBreakpointIds: [...ids] } : {}),
    };
    this.sendEvent(new Event('stopped', body));
    if (this.running().loop.isReplay && text !== undefined) {
      this.say(`${text} Step back from here; .cut lets the execution go on from where it stands.\n`);
    }
    this.#askOpenTask(stop);
  }

  /** Asks the user about the Task that nothing performs, when it is that which stopped. */
  #askOpenTask({ strand, text }: Stop): void {
    const { open, launch } = this.running();
    const request = text === undefined ? undefined : open.of(strand);
    if (!request) {
      return;
    }
    this.say(`${text} Answer in this console: .mock {json} or .fail Error, then continue.\n`, 'stderr');
    const body = openTaskBody(request, launch.runner.program);
    this.sendEvent(new Event('stepwise/openTask', body));
  }

  #stuck(): void {
    const { cursor } = this.running();
    const waiting = cursor.strands.map(({ state }) => `'${nameOf(state)}'`).join(', ');
    this.say(`Nothing can go on: ${waiting} waits for an answer from outside, and nobody is there to give it.\n`, 'stderr');
    this.#stopped(cursor.stop!);
  }

  #failed(error: unknown): void {
    this.say(`Stepwise failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`, 'stderr');
    this.sendEvent(new ExitedEvent(3));
    this.sendEvent(new TerminatedEvent());
  }

  /** Tells the result, and that it is over. */
  #ended(): void {
    const { launch } = this.running();
    const { outcome } = launch.runner;
    if (outcome) {
      const { status, output, error, cause } = outcome;
      const failed = status !== 'SUCCEEDED';
      this.say(`${this.#style([{ text: status, tone: failed ? 'bad' : 'good' }])}\n`);
      if (failed) {
        this.say(`${error ?? '(no error name)'}${cause ? `: ${cause}` : ''}\n`, 'stderr');
      } else if (output !== undefined) {
        this.say(`${prettyJson(output)}\n`);
      }
    }
    this.#flush();
    this.#tellGraph(true);
    this.sendEvent(new ExitedEvent(outcome?.status === 'SUCCEEDED' ? 0 : 1));
    this.sendEvent(new TerminatedEvent());
  }

  #tell(lines: readonly (readonly Piece[])[]): void {
    for (const line of lines) {
      this.#unsaid += `${this.#style(line)}\n`;
    }
  }

  #flush(): void {
    const text = this.#unsaid;
    this.#unsaid = '';
    if (text !== '') {
      this.sendEvent(new OutputEvent(text, 'stdout'));
    }
  }

  /** Tells console and graph where the execution is: the graph always when `now`, else not too often. */
  #tellGraph(now: boolean): void {
    this.#flush();
    const time = performance.now();
    if (!this.#now || (!now && time - this.#lastTold < tellEvery)) {
      return;
    }
    this.#lastTold = time;
    const { launch, cursor } = this.#now;
    const body = executionBody(launch, cursor);
    this.sendEvent(new Event('stepwise/execution', body));
  }
}

/** A history that is replayed is looked at from its beginning. */
function entryOf({ stopOnEntry, noDebug, history }: LaunchArguments): 'entry' | 'continue' {
  return history !== undefined || (stopOnEntry && !noDebug) ? 'entry' : 'continue';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
