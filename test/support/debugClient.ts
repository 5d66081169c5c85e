import { type ChildProcess, spawn } from 'node:child_process';
import { type Socket, connect } from 'node:net';
import * as path from 'node:path';
import { PassThrough } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Session } from '../../server/src/debug/session/session';

const root = path.resolve(__dirname, '../..');

/** Starts the debug adapter from its sources as a process of its own. */
export function startAdapter(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--require', 'tsx/cjs', 'server/src/debugAdapter.ts', ...args], { cwd: root });
}

type Message = DebugProtocol.Response | DebugProtocol.Event | DebugProtocol.Request;

/** The client of a debug adapter, with a transcript of all that was said. */
export class DebugClient {
  /** One line per message; what changes from run to run is masked. */
  readonly transcript: string[] = [];
  readonly #masks: [string | RegExp, string][] = [];
  readonly #answers = new Map<number, (response: DebugProtocol.Response) => void>();
  /** Why nothing more will come. */
  #over: string | undefined;
  readonly #events: DebugProtocol.Event[] = [];
  /** Why requests of the adapter are refused; they go well while it is undefined. */
  refusal: string | undefined;
  #wake: () => void = () => undefined;
  #data = Buffer.alloc(0);
  #seq = 0;

  constructor(
    private readonly output: NodeJS.WritableStream,
    input: NodeJS.ReadableStream,
    readonly process?: ChildProcess,
  ) {
    input.on('data', (data: Buffer) => this.#read(data));
  }

  /** A client with a session in this process, connected by streams. */
  static inProcess(): DebugClient {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    new Session(() => undefined).start(toServer, toClient);
    return new DebugClient(toServer, toClient);
  }

  /** A client with an adapter of its own, over stdio; `file` is the adapter where it stands in one file. */
  static start(file?: string): DebugClient {
    const child = file === undefined ? startAdapter() : spawn(process.execPath, [file], { cwd: root });
    const client = new DebugClient(child.stdin!, child.stdout!, child);
    let said = '';
    child.stderr!.on('data', (data: Buffer) => (said += data.toString()));
    child.once('exit', (code, signal) => client.#end(`The adapter has ended (${code ?? signal}). ${said.slice(-1000)}`));
    return client;
  }

  /** A client of an adapter that listens on a port. */
  static async connect(port: number): Promise<DebugClient> {
    const socket: Socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new DebugClient(socket, socket);
  }

  /** Shows `what` as `as` in the transcript. */
  mask(what: string | RegExp, as: string): void {
    this.#masks.push([what, as]);
  }

  /** The number of the request that was sent last. */
  get lastSeq(): number {
    return this.#seq;
  }

  /** Sends a request and answers its response, whether it went well or not. */
  async ask(command: string, args?: object): Promise<DebugProtocol.Response> {
    const seq = ++this.#seq;
    this.#note(`→ ${command}${args ? ` ${JSON.stringify(args)}` : ''}`);
    const answer = new Promise<DebugProtocol.Response>((resolve) => this.#answers.set(seq, resolve));
    this.write(JSON.stringify({ seq, type: 'request', command, arguments: args }));
    return answer;
  }

  /** Sends a request that must go well; answers the body of its response. */
  async send<R extends DebugProtocol.Response>(command: string, args?: object): Promise<R['body']> {
    const response = await this.ask(command, args);
    if (!response.success) {
      throw new Error(`${command}: ${response.message}`);
    }
    return response.body as R['body'];
  }

  /** Writes a message as it is. */
  write(json: string): void {
    this.output.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  }

  /** The next event of that name that nobody has taken yet; those before it are dropped. */
  async until<E extends DebugProtocol.Event>(name: string): Promise<E['body']> {
    for (;;) {
      const at = this.#events.findIndex(({ event }) => event === name);
      if (at >= 0) {
        return this.#events.splice(0, at + 1).at(-1)!.body as E['body'];
      }
      if (this.#over !== undefined) {
        throw new Error(`There will be no '${name}' event. ${this.#over}`);
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** initialize, launch, breakpoints on these lines, configurationDone. Fails when the launch is refused. */
  async launch(
    args: { program: string } & Record<string, unknown>,
    lines: readonly number[] = [],
    filters: readonly string[] = [],
    more: Partial<DebugProtocol.InitializeRequestArguments> = {},
  ): Promise<void> {
    await this.initialize(more);
    await this.send('launch', args);
    await this.until('initialized');
    await this.send('setBreakpoints', { source: { path: args.program }, breakpoints: lines.map((line) => ({ line })) });
    await this.send('setExceptionBreakpoints', { filters });
    await this.send('configurationDone');
  }

  /** initialize, attach, breakpoints on these lines of files, configurationDone. Fails when the attach is refused. */
  async attach(
    args: object,
    lines: Readonly<Record<string, readonly number[]>> = {},
    filters: readonly string[] = [],
  ): Promise<void> {
    await this.initialize();
    await this.send('attach', args);
    await this.until('initialized');
    for (const [file, at] of Object.entries(lines)) {
      await this.send('setBreakpoints', { source: { path: file }, breakpoints: at.map((line) => ({ line })) });
    }
    await this.send('setExceptionBreakpoints', { filters });
    await this.send('configurationDone');
  }

  async initialize(more: Partial<DebugProtocol.InitializeRequestArguments> = {}): Promise<DebugProtocol.Capabilities> {
    return (await this.send<DebugProtocol.InitializeResponse>('initialize', {
      adapterID: 'asl',
      pathFormat: 'path',
      linesStartAt1: true,
      columnsStartAt1: true,
      ...more,
    }))!;
  }

  /** What a user sees at a stop: reason, threads with their stacks, and the values of the top frame. */
  async look(): Promise<string[]> {
    const seen: string[] = [];
    const { threads } = await this.send<DebugProtocol.ThreadsResponse>('threads');
    for (const thread of threads) {
      const { stackFrames } = await this.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: thread.id });
      seen.push(`${thread.name}: ${stackFrames.map(({ name, line }) => `${name}:${line}`).join(' < ')}`);
    }
    return seen;
  }

  /** The members of each scope of a thread's frame. */
  async values(threadId: number, depth = 0): Promise<Record<string, Record<string, string>>> {
    const { stackFrames } = await this.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId });
    const { scopes } = await this.send<DebugProtocol.ScopesResponse>('scopes', { frameId: stackFrames[depth]!.id });
    const values: Record<string, Record<string, string>> = {};
    for (const scope of scopes) {
      const { variables } = await this.send<DebugProtocol.VariablesResponse>('variables', {
        variablesReference: scope.variablesReference,
      });
      values[scope.name] = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
    }
    return values;
  }

  /** Is gone without a word. */
  hangUp(): void {
    (this.output as Socket).destroy();
  }

  /** Ends the session; the adapter's process too, when it is this client's own. */
  async disconnect(): Promise<void> {
    const left = this.process && new Promise((resolve) => this.process!.once('exit', resolve));
    await this.send('disconnect');
    await left;
  }

  #end(why: string): void {
    this.#over = why;
    const body = {};
    for (const answer of this.#answers.values()) {
      answer({ seq: 0, type: 'response', request_seq: 0, command: '', success: false, message: why, body });
    }
    this.#wake();
  }

  #read(data: Buffer): void {
    this.#data = Buffer.concat([this.#data, data]);
    for (;;) {
      const end = this.#data.indexOf('\r\n\r\n');
      const length = end < 0 ? undefined : Number(/Content-Length: (\d+)/i.exec(this.#data.toString('latin1', 0, end))![1]);
      if (length === undefined || this.#data.length < end + 4 + length) {
        return;
      }
      const message = JSON.parse(this.#data.toString('utf8', end + 4, end + 4 + length)) as Message;
      this.#data = this.#data.subarray(end + 4 + length);
      this.#hear(message);
    }
  }

  #hear(message: Message): void {
    if (message.type === 'response') {
      const { command, success, request_seq } = message as DebugProtocol.Response;
      const { body } = message as { readonly body?: unknown };
      this.#note(`← ${command}${success ? '' : ' failed'} ${JSON.stringify(body)}`);
      this.#answers.get(request_seq)?.(message as DebugProtocol.Response);
      this.#answers.delete(request_seq);
      return;
    }
    if (message.type === 'request') {
      this.#obey(message as DebugProtocol.Request);
      return;
    }
    const event = message as DebugProtocol.Event;
    const body = (event.body ?? {}) as { focus?: string; result?: object; output?: string; category?: string };
    this.#events.push(event);
    if (event.event === 'output') {
      // How many lines come in one message is a matter of time.
      body
        .output!.trimEnd()
        .split('\n')
        .forEach((line) => this.#note(`* ${body.category}: ${line}`));
    } else if (
      event.event !== 'stepwise/timeline' &&
      (event.event !== 'stepwise/execution' || body.focus !== undefined || body.result)
    ) {
      // How often graph and timeline are told while it runs is a matter of time.
      this.#note(`* ${event.event} ${JSON.stringify(body)}`);
    }
    this.#wake();
  }

  /** What the adapter asks for counts as an event of that name. */
  #obey({ seq, command, arguments: args }: DebugProtocol.Request): void {
    this.#note(`⇐ ${command} ${JSON.stringify(args)}`);
    this.#events.push({ seq, type: 'event', event: command, body: args as object });
    const success = this.refusal === undefined;
    const answer = { seq: ++this.#seq, type: 'response', request_seq: seq, command, success, message: this.refusal };
    // Never before the adapter has done with asking.
    setImmediate(() => this.write(JSON.stringify(answer)));
    this.#wake();
  }

  #note(line: string): void {
    this.transcript.push(this.#masks.reduce((text, [what, as]) => text.replaceAll(what, as), line));
  }
}
