import { setImmediate } from 'node:timers/promises';
import { ThreadEvent } from '@vscode/debugadapter';
import { nameOf } from '../../asl/ast';
import { jsonOf } from '../../execution/compileTemplate';
import { nameInArn } from '../../project/templates';
import type { StartedBy } from '../../runner/overseer';
import { isObject } from '../../source/json';
import { member } from '../../source/node';
import type { DebuggeeContext } from '../debuggee';
import type { Wish } from '../debugger';
import type { HistoryEvent } from '../../execution/history';
import type { Passage, Way } from '../loopListener';
import { type ExecutionCalls, slots } from './sessionContext';
import type { ExecutionOptions, SessionExecution } from './sessionExecution';
import type { SessionLoop } from './sessionLoop';
import { startsExecutions } from '../startedMachines';
import type { Position } from '../stop';

interface Child {
  readonly execution: SessionExecution;
  readonly startedBy: StartedBy;
  /** The event that has started it, and those that have started what its Task is in: without any of them it never was. */
  readonly origins: readonly Origin[];
  /** Somebody has stepped back out of it, and it stands at its first state. */
  isLeft: boolean;
  hasEnded: boolean;
  /** While it is gone through once more because the way led past it: how far the one that has started it goes afterwards. */
  afterwards?: Wish | undefined;
}

interface Origin {
  readonly executionArn: string;
  /** Id of the event. */
  readonly event: number;
}

/** A child of a distributed Map: a client may not know it. */
interface Item {
  readonly execution: SessionExecution;
  readonly origins: readonly Origin[];
  /** Makes it known to the client. */
  show(): void;
  /** Stops the other children, and the time of all, until what is returned is called. */
  hold(): () => void;
}

/** The strand of an execution whose Task has started another. */
interface Starting {
  readonly execution: SessionExecution;
  readonly strand: number;
}

/** So many executions that have ended can be gone through once more. */
const keptChildren = 100;
/** Of so many children of distributed Maps that have ended it is known where they come from. */
const keptItems = 1000;

/** Executions that Tasks of others have started: steps lead into them, out of them, and back. */
export class SessionNested {
  /** By the ARN of the execution that has started them, the latest last. */
  readonly #children: Child[] = [];
  /** By their ARN. */
  readonly #items = new Map<string, Item>();
  /** Where those that have ended last have come from. */
  readonly #endedItems = new Map<string, readonly Origin[]>();
  /** The Task whose execution is stepped into. */
  #wanted: Starting | undefined;
  /** The one that has ended last, or was gone through last: it is behind the one that has started it. */
  #passed: SessionExecution | undefined;
  /** A child of a distributed Map has let go of a step that leads into an execution. */
  #isBeginning = false;

  constructor(private readonly session: DebuggeeContext) {}

  /** What an execution is debugged with, so that steps lead into those that its Tasks start; `startedBy`: it was started so itself. */
  optionsOf(
    execution: () => SessionExecution,
    startedBy: StartedBy | undefined,
  ): Pick<ExecutionOptions, 'calls' | 'caller' | 'waits' | 'past'> {
    return {
      calls: this.#calls(execution, startedBy),
      waits: () => this.#waits(execution()),
      past: {
        ahead: (from) => this.#ahead(execution(), from),
        within: (from, to) => this.#within(execution(), from, to),
        begun: () => startedBy?.isAwaited === true && this.#back(execution(), startedBy, true),
      },
      ...(startedBy?.isAwaited ? { caller: () => this.#below(execution(), startedBy) } : {}),
    };
  }

  /** All there were are over: others begin, which may have the same names. */
  clear(): void {
    this.#children.length = 0;
    this.#items.clear();
    this.#endedItems.clear();
    this.#wanted = undefined;
  }

  /** A child of a distributed Map begins, whose map run the event `started` of its parent has started. */
  itemBegins(execution: SessionExecution, parentArn: string, started: number, how: Pick<Item, 'show' | 'hold'>): void {
    const origins = [...this.#originsOf(parentArn), { executionArn: parentArn, event: started }];
    this.#items.set(execution.running().launch.runner.executionArn, { execution, origins, ...how });
  }

  itemEnded(execution: SessionExecution): void {
    const { executionArn } = execution.running().launch.runner;
    const item = this.#items.get(executionArn);
    if (this.#items.delete(executionArn) && item) {
      // What it has started as its last may begin only now.
      this.#endedItems.set(executionArn, item.origins);
      const [oldest] = this.#endedItems.keys();
      if (this.#endedItems.size > keptItems) {
        this.#endedItems.delete(oldest!);
      }
    }
  }

  /** Before a child of a distributed Map takes a step: the execution that another one steps into begins first, and holds it. */
  beginning(): Promise<void> | undefined {
    if (!this.#isBeginning) {
      return undefined;
    }
    this.#isBeginning = false;
    return setImmediate().then(() => setImmediate());
  }

  /** How the time stands still while an execution stands that a child of a distributed Map has started: with the other children. */
  holdOf(execution: SessionExecution): (() => () => void) | undefined {
    const { startedBy } = this.#childOf(execution) ?? {};
    const item = startedBy && this.#items.get(startedBy.executionArn);
    const caller = startedBy && this.#callerOf(startedBy);
    return item ? () => item.hold() : caller && this.holdOf(caller.execution);
  }

  /** An execution stops: the client knows the one whose Task waits for it. */
  stops(execution: SessionExecution): void {
    const { startedBy } = this.#childOf(execution) ?? {};
    if (startedBy?.isAwaited) {
      this.#items.get(startedBy.executionArn)?.show();
    }
  }

  /** An execution begins: how far it goes where a step leads into it, and that with the last word where nobody waits for it. */
  begins(execution: SessionExecution, startedBy: StartedBy): Wish | Promise<Wish> | undefined {
    const { executionArn, scheduled } = startedBy;
    const origins = [...this.#originsOf(executionArn), { executionArn, event: scheduled }];
    this.#children.push({ execution, startedBy, origins, isLeft: false, hasEnded: false });
    const caller = this.#callerOf(startedBy);
    const wanted = this.#wanted;
    if (!wanted || caller?.execution !== wanted.execution || wanted.strand !== startedBy.strand) {
      return undefined;
    }
    this.#wanted = undefined;
    const wish: Wish = { kind: 'into', strand: 0 };
    return startedBy.isAwaited
      ? wish
      : wanted.execution
          .running()
          .loop.stands()
          .then(() => wish);
  }

  /** An execution is over: a step in it ends in the Task that has waited for it. */
  ended(execution: SessionExecution): void {
    this.#passed = execution;
    const child = this.#childOf(execution);
    const caller = child?.startedBy.isAwaited ? this.#callerOf(child.startedBy) : undefined;
    const { wish } = execution.running().loop;
    if (child?.hasEnded) {
      this.#hide(execution);
      const { afterwards, startedBy } = child;
      child.afterwards = undefined;
      if (caller) {
        const { cursor } = caller.execution.running();
        const { end } = taskOf(cursor.history, startedBy);
        cursor.seek({ events: end < 0 ? cursor.history.length : end, inner: 0 });
        caller.execution.goUnasked('strand' in wish ? { kind: 'answer', strand: caller.strand } : (afterwards ?? wish));
      }
    } else if (caller) {
      const { loop } = caller.execution.running();
      if ('strand' in wish) {
        loop.redirect({ kind: 'answer', strand: caller.strand });
      } else if (loop.wish.kind === 'answer') {
        // Who has stepped into it and lets it run on does not want to stop behind it.
        loop.redirect(wish);
      }
    }
    if (child) {
      child.hasEnded = true;
      const old = this.#children.filter(({ hasEnded }) => hasEnded);
      old.slice(0, -keptChildren).forEach((each) => this.#children.splice(this.#children.indexOf(each), 1));
    }
  }

  /** What an execution, or a child of its distributed Maps, has started behind its event `event` never was: answers what that is. */
  cut(execution: SessionExecution, event: number): readonly Pick<Child, 'execution' | 'startedBy'>[] {
    const { executionArn } = execution.running().launch.runner;
    const gone = this.#children.filter(({ origins }) =>
      origins.some((origin) => origin.executionArn === executionArn && origin.event > event),
    );
    for (const child of gone) {
      this.#children.splice(this.#children.indexOf(child), 1);
      this.#hide(child.execution);
    }
    return gone;
  }

  #calls(own: () => SessionExecution, startedBy: StartedBy | undefined): ExecutionCalls {
    return {
      of: (strand) => nameOfStarted(own(), strand),
      isNext: (strand) => {
        const { cursor, mocks } = own().running();
        const { standing } = cursor;
        const name = nameOfStarted(own(), strand);
        return (
          name !== undefined &&
          standing?.strand === strand &&
          standing.moment === 'Resource' &&
          !mocks.answers.has(nameOf(cursor.execution.strands.get(strand)!.state)) &&
          (cursor.isAtEnd || this.#startedIn(own(), strand) !== undefined)
        );
      },
      going: (into) => {
        const execution = own();
        this.#wanted = into === undefined ? undefined : { execution, strand: into };
        for (const child of this.#childrenOf(execution)) {
          if (child.hasEnded) {
            this.#hide(child.execution);
          }
        }
        const started = into === undefined ? undefined : this.#startedIn(execution, into);
        if (started && !started.hasEnded && !started.startedBy.isAwaited) {
          // Both stand, as when it began.
          this.#wanted = undefined;
          void setImmediate()
            .then(() => execution.running().loop.stands())
            .then(() => this.#enter(started));
        }
      },
      revisit: (strand) => this.#revisit(own(), strand),
      back: () => startedBy?.isAwaited === true && this.#back(own(), startedBy),
    };
  }

  #originsOf(arn: string): readonly Origin[] {
    const started = this.#children.findLast(({ execution }) => execution.running().launch.runner.executionArn === arn);
    return (this.#items.get(arn) ?? started)?.origins ?? this.#endedItems.get(arn) ?? [];
  }

  #childOf(execution: SessionExecution): Child | undefined {
    return this.#children.find((child) => child.execution === execution);
  }

  #childrenOf(execution: SessionExecution): Child[] {
    const { executionArn } = execution.running().launch.runner;
    return this.#children.filter(({ startedBy }) => startedBy.executionArn === executionArn);
  }

  /** The frames below an execution: of the Task that waits for it, where the cursor of its execution stands in that Task. */
  #below(execution: SessionExecution, startedBy: StartedBy): ReturnType<ExecutionOptions['caller'] & {}> {
    const caller = this.#callerOf(startedBy);
    const isThere = caller?.execution.isShown && this.#startedIn(caller.execution, caller.strand)?.execution === execution;
    return isThere ? { frames: caller.execution.frames, strand: caller.strand } : undefined;
  }

  #callerOf({ executionArn, strand }: StartedBy): Starting | undefined {
    const item = this.#items.get(executionArn);
    if (item) {
      return { execution: item.execution, strand };
    }
    for (const execution of this.session.executions.values()) {
      if (execution.running().launch.runner.executionArn === executionArn) {
        return { execution, strand };
      }
    }
    return undefined;
  }

  /** An execution waits: those that somebody has stepped back out of go on, and a step leads into the one that is there. */
  #waits(execution: SessionExecution): void {
    for (const child of this.#childrenOf(execution).filter(({ hasEnded }) => !hasEnded)) {
      const { isAwaited, strand } = child.startedBy;
      if (isAwaited && this.#wanted?.execution === execution && this.#wanted.strand === strand) {
        this.#wanted = undefined;
        this.#enter(child);
      } else if (child.isLeft && !child.execution.running().loop.isGoing) {
        child.execution.goUnasked({ kind: 'continue' });
      }
      child.isLeft = false;
    }
    this.#isBeginning = this.#wanted?.execution === execution;
  }

  /** A step leads into an execution that is there already, wherever it stands; one that runs is stopped. */
  #enter({ execution }: Child): void {
    const { loop } = execution.running();
    if (loop.isGoing) {
      loop.pause(undefined);
    } else {
      loop.tellStop();
    }
  }

  /** The execution that a strand's Task has started, where the cursor stands in that Task before it or ahead of it. */
  #startedIn(execution: SessionExecution, strand: number): Child | undefined {
    const { history, position } = execution.running().cursor;
    const isOwn = (index: number, what: RegExp): boolean =>
      history[index]!.local.strand === strand && what.test(history[index]!.type);
    let index = position.events - 1;
    while (index >= 0 && !isOwn(index, /(?:Scheduled|StateEntered|StateExited)$/)) {
      index--;
    }
    if (index >= 0 && isOwn(index, /StateEntered$/)) {
      const ahead = history.findIndex((_, at) => at >= position.events && isOwn(at, /(?:Scheduled|StateExited)$/));
      index = ahead < 0 ? index : ahead;
    }
    return this.#childrenOf(execution).find(({ startedBy }) => startedBy.scheduled === history[index]?.id);
  }

  #revisit(execution: SessionExecution, strand: number): boolean {
    const child = this.#startedIn(execution, strand);
    if (!child?.hasEnded || child.execution.isShown || this.session.size >= slots) {
      return false;
    }
    this.#show(child.execution);
    this.session.arm(child.execution);
    child.execution.running().loop.revisit();
    return true;
  }

  #show(execution: SessionExecution): void {
    const slot = this.session.freeSlot()!;
    execution.show(slot);
    this.session.executions.set(slot, execution);
    this.session.send(new ThreadEvent('started', execution.threads[0]!.id));
  }

  /** Executions that have ended, which Tasks have waited for, with the places of the events that have begun and ended these; the latest last. */
  #past(execution: SessionExecution): { readonly child: Child; readonly begin: number; readonly end: number }[] {
    const { history } = execution.running().cursor;
    const past = this.#childrenOf(execution).filter(
      (child) => child.startedBy.isAwaited && child.hasEnded && !child.execution.isShown,
    );
    return this.session.size < slots
      ? past.map((child) => ({ child, ...taskOf(history, child.startedBy) })).sort((a, b) => a.end - b.end)
      : [];
  }

  #ahead(execution: SessionExecution, from: Position): Passage | undefined {
    const next = this.#past(execution).find(
      ({ child, end }) => end > from.events || (end === from.events && child.execution !== this.#passed),
    );
    return (
      next && {
        at: { events: next.end, inner: 0 },
        find: async () => {
          const way = await this.#wayInto(next.child, execution.running().loop.wish, (loop) => loop.firstStop());
          this.#passed = next.child.execution;
          return way;
        },
      }
    );
  }

  async #within(execution: SessionExecution, from: Position, to: Position): Promise<Way | undefined> {
    const { cursor } = execution.running();
    for (const { child, begin, end } of this.#past(execution).reverse()) {
      const isBetween = begin >= from.events && end >= 0 && end < to.events;
      const way = isBetween && (await this.#wayInto(child, { kind: 'continue' }, (loop) => loop.lastStop()));
      if (way) {
        return () => {
          cursor.seek({ events: begin + 1, inner: 0 }, { reason: 'step' });
          way();
        };
      }
    }
    return undefined;
  }

  /** The way into an execution that has ended; `wish`: how far the one that has started it goes afterwards. */
  async #wayInto(child: Child, wish: Wish, find: (loop: SessionLoop) => Promise<Way | undefined>): Promise<Way | undefined> {
    this.session.arm(child.execution);
    const way = await find(child.execution.running().loop);
    return (
      way &&
      (() => {
        child.afterwards = wish;
        this.#show(child.execution);
        way();
      })
    );
  }

  /** Back to where the Task is about to be performed; `isReverse`: and to the last stop before. */
  #back(execution: SessionExecution, startedBy: StartedBy, isReverse = false): boolean {
    const child = this.#childOf(execution);
    const caller = this.#callerOf(startedBy);
    if (!child || !caller) {
      return false;
    }
    const { loop, cursor } = caller.execution.running();
    if (child.hasEnded) {
      this.#hide(execution);
    } else {
      child.isLeft = true;
    }
    void loop.backTo({ events: taskOf(cursor.history, startedBy).begin + 1, inner: 0 }, isReverse);
    return true;
  }

  #hide(execution: SessionExecution): void {
    if (execution.isShown) {
      this.session.executions.delete(execution.slot);
      execution.toldThreads.forEach((id) => this.session.send(new ThreadEvent('exited', id)));
      execution.hide();
    }
  }
}

/** The places of the events that have scheduled a Task and ended it; -1 where there is none. */
function taskOf(history: readonly HistoryEvent[], { scheduled, strand }: StartedBy): { begin: number; end: number } {
  const begin = history.findIndex(({ id, type }) => id === scheduled && type.endsWith('Scheduled'));
  const end = history.findIndex(({ type, local }, at) => at > begin && local.strand === strand && hasAnswer.test(type));
  return { begin, end };
}

/** A Task has answered, or nobody waits for its answer any more. */
const hasAnswer = /^(?:Task(?:Succeeded|Failed|TimedOut)|TaskStateAborted)$/;

/** `Execution of orders`, where the Task that a strand is in starts one. */
function nameOfStarted(execution: SessionExecution, strand: number): string | undefined {
  const { cursor, launch } = execution.running();
  const at = cursor.execution.strands.get(strand);
  const state = at && startsExecutions(launch.runner.program, at.state) ? at.state : undefined;
  if (state === undefined) {
    return undefined;
  }
  const node = launch.definition.analysis.symbols.byId.get(state)?.node;
  const written = jsonOf(member(node, 'Parameters')?.value ?? member(node, 'Arguments')?.value);
  const parameters = at?.task?.parameters ?? written;
  const arn = isObject(parameters) ? parameters['StateMachineArn'] : undefined;
  const name = typeof arn === 'string' && !arn.startsWith('{%') ? (nameInArn(arn) ?? arn) : undefined;
  return name === undefined ? 'The execution that it starts' : `Execution of ${name}`;
}
