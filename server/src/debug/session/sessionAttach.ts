import { TerminatedEvent } from '@vscode/debugadapter';
import type { Program } from '../../execution/program';
import type { DebugHost, HostedExecution, Oversight, Overseer } from '../../runner/overseer';
import { AttachedSources, type GivenSource } from '../attachedSources';
import type { Debuggee, DebuggeeContext } from '../debuggee';
import type { EditorSource } from '../editorSource';
import { LaunchProblem } from '../launchFiles';
import { Followed, type Stepping } from './sessionContext';
import type { SessionExecution } from './sessionExecution';
import { SessionHosted } from './sessionHosted';
import { SessionMocks } from './sessionMocks';

/** An attach configuration. */
export interface AttachArguments extends Partial<GivenSource> {
  readonly stopOnEntry?: boolean;
  readonly stepping?: Stepping;
  readonly debuggers?: readonly string[];
}

/** The executions of an endpoint that a session is attached to: it lets those run whose definition it knows the source of. */
export class SessionAttach implements Debuggee, Overseer {
  readonly isDebugged = true;
  readonly #sources: AttachedSources;
  readonly #hosted: SessionHosted;
  #oversight: Oversight | undefined;
  #isLeaving = false;
  #begun: () => void = () => undefined;
  /** Settles when the client has set its breakpoints, or has gone. */
  readonly #beginning = new Promise<void>((resolve) => (this.#begun = resolve));

  private constructor(
    private readonly session: DebuggeeContext,
    private readonly args: AttachArguments,
  ) {
    const { program, stateMachine, machine } = args;
    this.#sources = new AttachedSources({ program, stateMachine, machine });
    this.#hosted = new SessionHosted(session, new SessionMocks());
  }

  /** Attaches a session to the executions of a host. Throws a LaunchProblem. */
  static async to(host: DebugHost, session: DebuggeeContext, args: AttachArguments): Promise<SessionAttach> {
    const made = new SessionAttach(session, args);
    if (args.machine !== undefined && args.program === undefined) {
      throw new LaunchProblem('"machine" needs "program": the file with the definition of that state machine.');
    }
    if (args.program !== undefined) {
      await made.#sources.in(args.program);
    }
    const oversight = host.admit(made);
    if (!oversight) {
      throw new LaunchProblem('Another debugger is attached to this endpoint: one at a time can be.');
    }
    made.#oversight = oversight;
    session.stepping = args.stepping ?? 'strand';
    session.know(args.debuggers);
    return made;
  }

  get hidden(): readonly SessionExecution[] {
    return this.#hosted.hidden;
  }

  get programs(): readonly Program[] {
    return [...this.session.executions.values()]
      .map((execution) => execution.running().launch.runner.program)
      .concat(this.#sources.programs);
  }

  async definitionsIn(path: string): Promise<readonly EditorSource[]> {
    const before = this.#sources.all.length;
    const sources = await this.#sources.in(path);
    if (this.#sources.all.length > before) {
      // What runs already may have its definition here.
      this.#oversight?.again();
    }
    return sources;
  }

  sourceOf(key: string): EditorSource | undefined {
    return this.#sources.all.find((source) => source.key === key);
  }

  async take(text: string, path: string | undefined): Promise<void> {
    if (path !== undefined) {
      await this.#sources.take(path, text);
    }
  }

  begin(): Followed {
    return new Followed({}, () => {
      this.session.say('Attached: executions whose definition stands in a file with breakpoints are debugged.\n');
      this.#begun();
    });
  }

  restart(): Promise<Followed> {
    throw new Error('An endpoint is not restarted by its debugger: start the execution again.');
  }

  async terminate(): Promise<Followed> {
    await this.leave(true);
    return new Followed({}, () => this.session.send(new TerminatedEvent()));
  }

  async leave(ends: boolean): Promise<void> {
    this.#isLeaving = true;
    this.#oversight?.end();
    this.#begun();
    await this.#hosted.leave(ends);
  }

  async oversee(hosted: HostedExecution): Promise<boolean> {
    await this.#beginning;
    const found = this.#isLeaving ? undefined : await this.#sources.of(hosted);
    if (found?.note !== undefined) {
      this.session.say(`${found.note}\n`, found.source ? 'stdout' : 'stderr');
    }
    const source = this.#isLeaving || hosted.runner.outcome ? undefined : found?.source;
    if (!source || !this.#hosted.hasRoom) {
      return false;
    }
    const label = `${hosted.machineName}/${hosted.name}`;
    await this.#hosted.oversee(hosted, { source, label, wish: { kind: this.args.stopOnEntry ? 'entry' : 'continue' } });
    return true;
  }

  async ended(hosted: HostedExecution): Promise<void> {
    await this.#hosted.ended(hosted);
  }
}
