import { Event, ExitedEvent, TerminatedEvent, ThreadEvent } from '@vscode/debugadapter';
import type { Program } from '../../execution/program';
import type { FoundMachine } from '../../endpoint/startedExecutions';
import { samePath } from '../../project/paths';
import type { MachinePlace } from '../../project/startedMachine';
import type { HostedExecution, Overseer } from '../../runner/overseer';
import { AttachedSources } from '../attachedSources';
import type { Debuggee, DebuggeeContext } from '../debuggee';
import { EditorSource } from '../editorSource';
import { type LaunchArguments, compileEdited, prepareLaunch } from '../launch';
import { LaunchProblem } from '../launchFiles';
import { OpenTasks } from '../openTasks';
import { SessionChildren } from './sessionChildren';
import { Followed } from './sessionContext';
import { SessionExecution } from './sessionExecution';
import { SessionHosted } from './sessionHosted';
import { SessionMocks } from './sessionMocks';
import { startsExecutions } from '../startedMachines';

/** The execution that a session launches, and those that its Tasks start. */
export class SessionLaunch implements Debuggee, Overseer {
  readonly #mocks = new SessionMocks();
  readonly #hosted: SessionHosted;
  #sources = new AttachedSources(noneGiven);
  /** The sources of state machines that Tasks have started, by name. */
  readonly #started = new Map<string, EditorSource>();
  #execution!: SessionExecution;
  #children!: SessionChildren;
  #isOver = false;
  /** Set once the client has gone and it goes on alone. */
  #detached: (() => void) | undefined;

  private constructor(
    private readonly session: DebuggeeContext,
    private args: LaunchArguments,
  ) {
    this.#hosted = new SessionHosted(session, this.#mocks, (executionArn, event) =>
      this.#execution.running().launch.started?.forget(executionArn, event),
    );
  }

  /** Reads and checks what the arguments name. Throws a LaunchProblem. */
  static async prepare(session: DebuggeeContext, args: LaunchArguments): Promise<SessionLaunch> {
    const made = new SessionLaunch(session, args);
    await made.#prepare();
    return made;
  }

  get isDebugged(): boolean {
    return !this.args.noDebug;
  }

  get programs(): readonly Program[] {
    const launched = [...this.session.executions.values()].map((execution) => execution.running().launch.runner.program);
    return [...new Set([this.#execution.running().launch.runner.program, ...launched, ...this.#sources.programs])];
  }

  get hidden(): readonly SessionExecution[] {
    return this.#children.executions;
  }

  async definitionsIn(path: string): Promise<readonly EditorSource[]> {
    const { source } = this.#execution;
    const { program, stateMachine } = source.definition;
    const isOwn = samePath(path, program);
    if (isOwn && stateMachine === undefined) {
      return [source];
    }
    const { states } = this.#execution.running().launch.runner.program;
    if (![...states.keys()].some((id) => startsExecutions(this.#execution.running().launch.runner.program, id))) {
      if (isOwn) {
        return [source];
      }
      throw new Error(`This session debugs ${program}; breakpoints in other files have no effect in it.`);
    }
    const others = await this.#sources.in(path).catch((problem: unknown) => {
      if (isOwn) {
        return [];
      }
      throw problem;
    });
    return isOwn ? [source, ...others.filter(({ key }) => key !== source.key)] : others;
  }

  sourceOf(key: string): EditorSource | undefined {
    const { source } = this.#execution;
    return source.key === key ? source : this.#sources.all.find((other) => other.key === key);
  }

  async take(text: string, path: string | undefined): Promise<void> {
    const { source } = this.#execution;
    if (path === undefined || samePath(path, source.definition.program)) {
      source.take(text);
    }
    if (path !== undefined) {
      await this.#sources.take(path, text).catch(() => undefined);
      this.#sources.all
        .filter((other) => other.edited !== text && samePath(path, other.definition.program))
        .forEach((other) => other.take(text));
    }
  }

  async oversee(hosted: HostedExecution): Promise<boolean> {
    const source = this.#started.get(hosted.machineName);
    if (!source || this.#detached || !this.#hosted.hasRoom || hosted.runner.outcome) {
      return false;
    }
    // A name that was made for it says less than its beginning.
    const name = /^[\da-f]{8}-[\da-f-]{27}$/.test(hosted.name) ? hosted.name.slice(0, 8) : hosted.name;
    await this.#hosted.oversee(hosted, { source, label: `${hosted.machineName}/${name}`, wish: { kind: 'continue' } });
    return true;
  }

  async ended(hosted: HostedExecution): Promise<void> {
    await this.#hosted.ended(hosted);
  }

  begin(): Followed {
    return new Followed({}, () => {
      this.session.send(new ThreadEvent('started', 1));
      this.#go();
    });
  }

  async restart(given: LaunchArguments | undefined): Promise<Followed> {
    const { edited } = this.#execution.source;
    this.args = { ...(given ?? this.args), ...(edited === undefined ? {} : { text: edited }) };
    await this.leave();
    try {
      await this.#prepare();
    } catch (error) {
      this.session.say(`${error instanceof Error ? error.message : String(error)}\n`, 'stderr');
      this.session.send(new TerminatedEvent());
      throw error;
    }
    return new Followed({}, () => {
      for (const breakpoint of this.session.breakpoints.moved()) {
        this.session.send(new Event('breakpoint', { reason: 'changed', breakpoint }));
      }
      this.session.arm();
      this.#go();
    });
  }

  async terminate(): Promise<Followed> {
    await this.leave();
    return new Followed({}, () => {
      this.#execution.tellOutcome();
      this.#end(undefined);
    });
  }

  /** Ends what runs, so that no process of a function outlives the session. */
  async leave(): Promise<void> {
    await this.#children.leave();
    const { loop, launch } = this.#execution.running();
    await loop.stop();
    await launch.close();
  }

  detach(done: () => void): Followed {
    this.#detached = done;
    return new Followed({}, () => {
      const { cursor, loop } = this.#execution.running();
      void this.#hosted.leave(false);
      cursor.breakAt([]);
      void this.#children.leave();
      if (!loop.isGoing) {
        this.#execution.go({ kind: 'continue' });
      }
    });
  }

  async #prepare(): Promise<void> {
    const { session } = this;
    const mocks = this.#mocks;
    // What stops behind the back of a client that has gone (a Task that nobody performs) will never go on.
    const stopped = (): void => this.#detached?.();
    const children = new SessionChildren(session, {
      parent: () => this.#execution,
      nested: this.#hosted.nested,
      cut: (item, event) => this.#hosted.cut(item, event),
      hold: () => this.#execution.running().launch.hold?.() ?? (() => undefined),
      stopped,
    });
    const open: OpenTasks = new OpenTasks(() => this.#execution.running().loop.wake());
    const launch = await prepareLaunch(this.args, {
      log: ({ source, stream, text }) => session.say(`${source}: ${text}\n`, stream),
      mocks,
      unbound: (request, signal) => (children.openOf(request.executionArn) ?? open).ask(request, signal),
      children,
      inspect: (strand) => this.#execution.running().functions.inspect(strand),
      read: (place) => this.#read(place),
    });
    if (this.isDebugged) {
      launch.started?.admit(this);
    }
    this.#isOver = false;
    this.#hosted.nested.clear();
    session.know(this.args.debuggers);
    this.#children = children;
    const source = new EditorSource(launch.definition);
    session.stepping = launch.stepping ?? 'strand';
    const over = (fault?: unknown): void => this.#over(fault);
    this.#sources = new AttachedSources(noneGiven);
    const { program, text } = this.args;
    if (typeof text === 'string' && program !== undefined) {
      await this.#sources.take(program, text);
    }
    const execution: SessionExecution = new SessionExecution(session, {
      slot: 0,
      launch,
      source,
      mocks,
      open,
      title: source.definition.machineName,
      ...this.#hosted.nested.optionsOf(() => execution, undefined),
      cut: (event) => this.#hosted.cut(execution, event),
      stopped,
      over,
    });
    this.#execution = execution;
    session.executions.set(0, this.#execution);
    for (const note of launch.notes) {
      session.say(`${note}\n`, 'stderr');
    }
  }

  /** A history that is replayed is looked at from its beginning. */
  #go(): void {
    const { stopOnEntry, noDebug, history } = this.args;
    this.#execution.go({ kind: history !== undefined || (stopOnEntry && !noDebug) ? 'entry' : 'continue' });
  }

  /** A state machine that a Task starts, as the editor shows it. */
  async #read({ name, path, stateMachine }: MachinePlace): Promise<Omit<FoundMachine, 'name'>> {
    const all = await this.#sources.in(path);
    const found = all.find(({ definition }) => stateMachine === undefined || definition.machineName === stateMachine);
    if (!found) {
      throw new LaunchProblem(`${path} has no state machine "${stateMachine}" that can be run.`);
    }
    const own = this.#execution.source;
    const source = own.key === found.key ? own : found;
    this.#started.set(name, source);
    const { definition, edited = definition.analysis.text } = source;
    return { type: definition.analysis.type, definition: edited, program: compileEdited(definition, edited) };
  }

  /** The execution has ended, or has come upon a fault of ours: those that it has started go on to their end. */
  #over(fault?: unknown): void {
    const { launch } = this.#execution.running();
    const rest = this.#isOver || fault !== undefined ? undefined : launch.started?.rest();
    if (!rest) {
      this.#end(fault);
      return;
    }
    const ended = this.#execution;
    if (this.isDebugged && !this.#detached) {
      this.session.executions.delete(ended.slot);
      ended.toldThreads.forEach((id) => this.session.send(new ThreadEvent('exited', id)));
      this.session.say('Executions that were started run on.\n');
    }
    void rest.then(() => (ended === this.#execution ? this.#end(undefined) : undefined));
  }

  #end(fault: unknown): void {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    if (this.#detached) {
      this.#detached();
      return;
    }
    if (fault !== undefined) {
      this.session.say(`Stepwise failed: ${stackOf(fault)}\n`, 'stderr');
    }
    const { outcome } = this.#execution.running().launch.runner;
    this.session.send(new ExitedEvent(fault !== undefined ? 3 : outcome?.status === 'SUCCEEDED' ? 0 : 1));
    this.session.send(new TerminatedEvent());
  }
}

const noneGiven = { program: undefined, stateMachine: undefined, machine: undefined };

function stackOf(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
