import { DebugSession, InitializedEvent, OutputEvent, Response, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Program } from '../../execution/program';
import { samePath } from '../../project/paths';
import type { EditedTextArguments } from '../../protocol';
import type { DebugHost } from '../../runner/overseer';
import { ansi, plain } from '../ansi';
import type { Debuggee, DebuggeeContext } from '../debuggee';
import type { EditorSource } from '../editorSource';
import type { LaunchArguments } from '../launch';
import { FaultyDefinition, LaunchProblem, openProblems } from '../launchFiles';
import { type AttachArguments, SessionAttach } from './sessionAttach';
import { type BreakpointSite, SessionBreakpoints } from './sessionBreakpoints';
import { aboutExecution, attachedCapabilities, capabilities, quiet } from './sessionCapabilities';
import { type AboutExecution, type Asked, Followed, type Requests, type Stepping, slotOf, slots } from './sessionContext';
import type { SessionExecution } from './sessionExecution';
import type { ChildDebuggers } from './sessionFunctions';
import { SessionLaunch } from './sessionLaunch';
import { modulesOf, pageOf, sourceOf } from './sessionSources';
import type { Piece } from '../transcript';

/** Milliseconds that a client's refusal to start another debugger is waited for: it may ask its user, and start one later. */
const startingTimeout = 5000;

/** One debug session: the debug adapter protocol around executions, each of which a `Debugger` follows. Lines and columns of the client count from 1. */
export class Session extends DebugSession implements DebuggeeContext, BreakpointSite {
  #debuggee: Debuggee | undefined;
  readonly executions = new Map<number, SessionExecution>();
  #slot = -1;
  /** The execution that stopped last. */
  #focus: SessionExecution | undefined;
  #isVsCode = false;
  #canStart = false;
  #debuggers: readonly string[] | undefined;
  #style: (pieces: readonly Piece[]) => string = plain;
  /** Lines for the console that are not sent yet: many lines are one message. */
  #unsaid = '';
  /** Requests that are not answered yet, by their number. */
  readonly #asked = new Map<number, Asked>();
  /** The client has gone, and what runs goes on to its end. */
  #isLeft = false;
  readonly targets: string[] = [];
  stepping: Stepping = 'strand';
  readonly breakpoints = new SessionBreakpoints(this);

  /** `leave` is called when the client has gone and all that ran has ended. With a `host` it is attached to that one's executions, and launches none. */
  constructor(
    private readonly leave: () => void,
    private readonly host?: DebugHost,
  ) {
    super();
    // The base class ends the process at once; first what runs must end, and a message that is no JSON is no reason to.
    this.removeAllListeners('close').on('close', () => this.shutdown());
    this.removeAllListeners('error').on('error', (event: { body?: unknown }) => this.say(`${String(event.body)}\n`, 'stderr'));
  }

  override shutdown(): void {
    if (this.#isLeft) {
      return;
    }
    void this.close().finally(this.leave);
  }

  /** Ends what the session has launched, so that no process of a function outlives it; what it is attached to runs on. */
  async close(): Promise<void> {
    await this.#debuggee?.leave(false);
  }

  /** Tells the client that it is over, whatever it wants. */
  async end(): Promise<void> {
    await this.close();
    if (this.#debuggee) {
      this.send(new TerminatedEvent());
    }
  }

  readonly #requests: Requests = {
    ...this.breakpoints.requests,
    initialize: (args: DebugProtocol.InitializeRequestArguments) => {
      if (args.pathFormat === 'uri' || args.linesStartAt1 === false || args.columnsStartAt1 === false) {
        throw new Error('This debug adapter speaks of native paths, and of lines and columns from 1.');
      }
      this.#isVsCode = args.clientID === 'vscode';
      this.#canStart = args.supportsStartDebuggingRequest ?? false;
      this.#style = args.supportsANSIStyling ? ansi : plain;
      return this.host ? attachedCapabilities : capabilities;
    },
    launch: (args: LaunchArguments) => {
      if (this.host) {
        throw new LaunchProblem(
          'This is the debug port of an endpoint, which launches nothing: attach to it ("request": "attach").',
        );
      }
      return this.#start(() => SessionLaunch.prepare(this, args));
    },
    attach: (args: AttachArguments) => {
      const { host } = this;
      if (!host) {
        throw new LaunchProblem(
          'This debug adapter launches executions. To attach, connect to the debug port of an endpoint: stepwise serve --debug-port.',
        );
      }
      return this.#start(() => SessionAttach.to(host, this, args));
    },
    configurationDone: () => this.#debugged().begin(),
    threads: () => {
      this.#debugged();
      return { threads: this.#all().flatMap(({ threads }) => threads) };
    },
    loadedSources: () => ({ sources: this.#sources().map((source) => sourceOf(source)) }),
    modules: ({ startModule, moduleCount }: DebugProtocol.ModulesArguments) => {
      const files = this.#all().flatMap((execution) => execution.running().launch.files ?? []);
      const modules = modulesOf(this.#sources(), files);
      return { modules: pageOf(modules, startModule, moduleCount), totalModules: modules.length };
    },
    cancel: ({ requestId }: DebugProtocol.CancelArguments) => {
      const asked = this.#asked.get(requestId ?? -1);
      if (asked) {
        asked.isCancelled = true;
      }
    },
    restart: ({ arguments: args }: { arguments?: LaunchArguments }) => this.#debugged().restart(args),
    terminate: () => this.#debugged().terminate(),
    disconnect: async ({ terminateDebuggee }: DebugProtocol.DisconnectArguments) => {
      if (terminateDebuggee === false && this.#debuggee?.detach) {
        this.#isLeft = true;
        return this.#debuggee.detach(() => void this.close().finally(this.leave));
      }
      await this.#debuggee?.leave(terminateDebuggee ?? false);
      return new Followed({}, () => this.leave());
    },
    'stepwise/text': ({ text, program }: EditedTextArguments) => this.#debugged().take(text, program),
    'stepwise/stepping': ({ stepping }: { stepping?: Stepping }) => {
      this.stepping = stepping ?? (this.stepping === 'strand' ? 'all' : 'strand');
      return { stepping: this.stepping };
    },
  };

  /** Every request gets one answer: what its entry returns, or the error it throws. */
  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const response = new Response(request) as DebugProtocol.Response;
    const { command } = request;
    const args: object = (request.arguments ?? {}) as object;
    const asked: Asked = { isCancelled: false };
    this.#asked.set(request.seq, asked);
    const answer = new Promise<unknown>((resolve) => {
      const own = Object.hasOwn(this.#requests, command) ? this.#requests[command] : undefined;
      const perform = own ?? (aboutExecution.has(command) ? this.executionOf(args).requests[command] : undefined);
      if (!perform) {
        throw new Error(`This debug adapter knows no request '${command}'.`);
      }
      resolve(perform(args as never, asked));
    });
    void answer.catch(() => undefined).then(() => this.#asked.delete(request.seq));
    answer.then(
      (body) => {
        response.body = (body instanceof Followed ? body.body : body) ?? {};
        this.sendResponse(response);
        if (body instanceof Followed) {
          body.work();
        }
      },
      (error: unknown) => {
        const message = asked.isCancelled ? 'cancelled' : messageOf(error);
        // Braces in a message are no placeholders of the protocol.
        const format = message.includes('{') ? { format: '{_message}', variables: { _message: message } } : { format: message };
        this.sendErrorResponse(response, {
          id: error instanceof LaunchProblem ? 1 : 2,
          ...format,
          // VS Code makes a button of it, in the place of one that opens launch.json, where nothing is wrong.
          ...(this.#isVsCode && error instanceof FaultyDefinition && openProblems),
          showUser: !quiet.has(command) && !asked.isCancelled,
        });
      },
    );
  }

  get size(): number {
    return this.executions.size;
  }

  freeSlot(): number | undefined {
    for (let tried = 0; tried < slots; tried++) {
      this.#slot = (this.#slot + 1) % slots;
      if (!this.executions.has(this.#slot)) {
        return this.#slot;
      }
    }
    return undefined;
  }

  /** The execution that a request is about: by the ids that it names, else by the file; else the one that stopped last. */
  executionOf({ threadId, frameId, variablesReference, threadIds, strand, source }: AboutExecution): SessionExecution {
    const id = threadId ?? frameId ?? (variablesReference || undefined) ?? threadIds?.[0];
    const slot = id ?? (strand === undefined ? undefined : strand + 1);
    if (slot !== undefined) {
      return this.#found(this.executions.get(slotOf(slot)));
    }
    const inFile = (each: SessionExecution): boolean =>
      source?.path === undefined || samePath(source.path, each.source.definition.program);
    const candidates = this.#all().sort((a, b) => Number(b === this.#focus) - Number(a === this.#focus));
    return this.#found(candidates.find(inFile) ?? candidates[0]);
  }

  /** The definitions that are debugged, each once. */
  #sources(): EditorSource[] {
    return [...new Map(this.#all().map(({ source }) => [source.key, source])).values()];
  }

  #found(execution: SessionExecution | undefined): SessionExecution {
    if (!execution) {
      this.#debugged();
      throw new Error('No such execution is debugged: it has ended, or none has begun.');
    }
    return execution;
  }

  #debugged(): Debuggee {
    if (!this.#debuggee) {
      throw new Error('Nothing has been launched yet.');
    }
    return this.#debuggee;
  }

  #all(): SessionExecution[] {
    return [...this.executions.values()];
  }

  know(debuggers: readonly string[] | undefined): void {
    this.#debuggers = debuggers;
  }

  get debuggers(): ChildDebuggers {
    const hasPython = this.#debuggers?.includes('debugpy') ?? true;
    return {
      canStart: this.#canStart,
      noPython: hasPython ? undefined : 'the Python Debugger extension (ms-python.debugpy) is not installed.',
      start: (configuration) =>
        new Promise((resolve) => {
          // VS Code puts the parent's type in the place of the one that is asked for; the editor's side puts it back.
          const given = { ...configuration, debuggerType: configuration.type };
          const args: DebugProtocol.StartDebuggingRequestArguments = { request: 'attach', configuration: given };
          this.sendRequest('startDebugging', args, startingTimeout, ({ success, message }) =>
            resolve(
              success || message === 'timeout' ? undefined : `the client has started none: ${message ?? 'it does not say why'}`,
            ),
          );
        }),
    };
  }

  focus(execution: SessionExecution): void {
    this.#focus = execution;
  }

  definitionsIn(path: string): readonly EditorSource[] | Promise<readonly EditorSource[]> {
    return this.#debugged().definitionsIn(path);
  }

  get programs(): readonly Program[] {
    return this.#debugged().programs;
  }

  sourceOf(key: string): EditorSource | undefined {
    return this.#debuggee?.sourceOf(key);
  }

  /** Tells the debuggers where to stop: nowhere when it is run without debugging. */
  arm(one?: SessionExecution): void {
    if (!this.#debuggee?.isDebugged) {
      return;
    }
    for (const execution of one ? [one] : [...this.#all(), ...(this.#debuggee.hidden ?? [])]) {
      const { cursor, launch } = execution.running();
      cursor.breakAt(this.breakpoints.of(execution.source.key, launch.runner.program));
    }
  }

  /** VS Code shows the category `console` in the colour of warnings, so what is only told goes to `stdout`. */
  say(text: string, category: 'stdout' | 'stderr' = 'stdout'): void {
    this.flush();
    this.sendEvent(new OutputEvent(text, category));
  }

  tell(lines: readonly (readonly Piece[])[]): void {
    for (const line of lines) {
      this.#unsaid += `${this.#style(line)}\n`;
    }
  }

  flush(): void {
    const text = this.#unsaid;
    this.#unsaid = '';
    if (text !== '') {
      this.sendEvent(new OutputEvent(text, 'stdout'));
    }
  }

  send(event: DebugProtocol.Event): void {
    this.flush();
    this.sendEvent(event);
  }

  async #start(prepare: () => Promise<Debuggee>): Promise<Followed> {
    if (this.#debuggee) {
      throw new LaunchProblem('This session has launched already.');
    }
    this.#debuggee = await prepare();
    return new Followed({}, () => this.send(new InitializedEvent()));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
