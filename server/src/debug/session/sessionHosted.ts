import { ThreadEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { HostedExecution } from '../../runner/overseer';
import { unboundTask } from '../../runner/tasks/unbound';
import type { DebuggeeContext } from '../debuggee';
import type { Wish } from '../debugger';
import type { EditorSource } from '../editorSource';
import { OpenTasks } from '../openTasks';
import { SessionChildren } from './sessionChildren';
import { slots } from './sessionContext';
import { type ExecutionOptions, SessionExecution } from './sessionExecution';
import type { SessionMocks } from './sessionMocks';
import { SessionNested } from './sessionNested';

/** How a hosted execution is debugged. */
export interface HostedOptions extends Pick<ExecutionOptions, 'label'> {
  readonly source: EditorSource;
  /** How far it goes at first. */
  readonly wish: Wish;
}

interface Overseen {
  readonly execution: SessionExecution;
  readonly children: SessionChildren;
  /** Gives the execution back to its host, or fails. */
  readonly back: () => void;
}

/** Executions of a host (an endpoint, or what Tasks of a launched execution have started) that a session lets run in the host's place. */
export class SessionHosted {
  readonly #overseen = new Map<HostedExecution, Overseen>();
  readonly nested: SessionNested;

  constructor(
    private readonly session: DebuggeeContext,
    /** Answers that the user gives hold for all executions. */
    private readonly mocks: SessionMocks,
    /** What an execution has started behind its event of that id never was. */
    private readonly forget?: (executionArn: string, event: number) => void,
  ) {
    this.nested = new SessionNested(session);
  }

  /** Whether there is room for another execution. */
  get hasRoom(): boolean {
    return this.session.size < slots;
  }

  /** Children that the client does not know yet, and those that it knows. */
  get hidden(): readonly SessionExecution[] {
    return [...this.#overseen.values()].flatMap(({ children }) => children.executions);
  }

  /** The history of an execution was cut: what it has started since never was. Answers the names of that. */
  cut(execution: SessionExecution, event: number): string[] {
    this.forget?.(execution.running().launch.runner.executionArn, event);
    const gone = this.nested.cut(execution, event);
    for (const { startedBy } of gone) {
      this.forget?.(startedBy.executionArn, startedBy.scheduled - 1);
    }
    return gone.map((each) => each.execution.label ?? '');
  }

  /** Lets an execution run until it has ended or is given back; fails when it cannot go on because of a fault of ours. */
  async oversee(hosted: HostedExecution, options: HostedOptions): Promise<void> {
    const slot = this.session.freeSlot()!;
    await new Promise<void>((resolve, reject) => {
      const over = (fault?: unknown): void => {
        this.nested.ended(execution);
        this.#letGo(hosted);
        if (fault instanceof Error) {
          reject(fault);
        } else {
          resolve();
        }
      };
      const children: SessionChildren = new SessionChildren(this.session, {
        parent: () => execution,
        nested: this.nested,
        cut: (item, event) => this.cut(item, event),
        hold: () => hosted.hold(),
      });
      const execution: SessionExecution = this.#execution(hosted, options, slot, children, over);
      this.#overseen.set(hosted, { execution, children, back: resolve });
      this.session.executions.set(slot, execution);
      this.session.arm();
      const wish = hosted.startedBy && this.nested.begins(execution, hosted.startedBy);
      if (wish instanceof Promise) {
        void wish.then((later) => this.#overseen.has(hosted) && this.#begin(hosted, execution, later));
      } else {
        this.#begin(hosted, execution, wish ?? options.wish);
      }
    });
  }

  /** The host has ended an execution. */
  async ended(hosted: HostedExecution): Promise<void> {
    await this.#overseen.get(hosted)?.execution.running().loop.finish();
  }

  /** Gives all executions back to their host; `ends`: ends them before. */
  async leave(ends: boolean): Promise<void> {
    for (const [hosted, { execution, children, back }] of this.#overseen) {
      await children.leave();
      const { loop } = execution.running();
      if (ends) {
        await loop.stop();
        execution.tellOutcome();
      } else {
        await loop.leave();
      }
      this.#letGo(hosted);
      back();
    }
  }

  #execution(
    hosted: HostedExecution,
    { source, label }: HostedOptions,
    slot: number,
    children: SessionChildren,
    over: (fault?: unknown) => void,
  ): SessionExecution {
    const { runner, guests } = hosted;
    const open: OpenTasks = new OpenTasks(() => execution.running().loop.wake());
    const { mocks, session } = this;
    guests.before = mocks;
    guests.behind = {
      perform: (request, signal) =>
        (children.openOf(request.executionArn) ?? open).ask(request, signal).then((answer) => answer ?? unboundTask(request)),
    };
    const { stepping } = session;
    guests.inspect = (strand) => execution.running().functions.inspect(strand);
    guests.watch = children;
    const hold = (): (() => void) => hosted.hold();
    const launch = { definition: source.definition, runner, hold, stepping, isReplay: false, notes: [], close: () => undefined };
    let release: (() => void) | undefined;
    const execution: SessionExecution = new SessionExecution(session, {
      slot,
      launch,
      source,
      mocks,
      open,
      ...this.nested.optionsOf(() => execution, hosted.startedBy),
      ...(label === undefined ? {} : { label }),
      stopped: () => {
        this.nested.stops(execution);
        session.focus(execution);
      },
      standing: (stands) => {
        release?.();
        release = stands ? (this.nested.holdOf(execution)?.() ?? hosted.hold()) : undefined;
      },
      cut: (event) => this.cut(execution, event),
      over,
    });
    return execution;
  }

  /** Lets it run from where it is: from its start, or from the last that has happened. */
  #begin(hosted: HostedExecution, execution: SessionExecution, wish: Wish): void {
    const [thread] = execution.threads;
    this.session.send(new ThreadEvent('started', thread!.id));
    const isBeginning = hosted.runner.history.length <= 1 || execution.skip();
    execution.go(isBeginning ? wish : { kind: 'continue' });
  }

  /** It is not debugged any more: it has ended, or runs on elsewhere. */
  #letGo(hosted: HostedExecution): void {
    const overseen = this.#overseen.get(hosted);
    if (!overseen) {
      return;
    }
    const { execution } = overseen;
    this.#overseen.delete(hosted);
    hosted.guests.before = undefined;
    hosted.guests.behind = undefined;
    hosted.guests.inspect = undefined;
    hosted.guests.watch = undefined;
    execution.running().open.abandon();
    if (execution.isShown) {
      this.session.executions.delete(execution.slot);
      for (const id of execution.toldThreads) {
        const gone: DebugProtocol.Event = new ThreadEvent('exited', id);
        this.session.send(gone);
      }
      execution.hide();
    }
  }
}
