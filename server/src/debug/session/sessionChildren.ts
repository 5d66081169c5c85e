import { setImmediate } from 'node:timers';
import { ThreadEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { nameOf } from '../../asl/ast';
import type { Runner } from '../../runner/runner';
import type { ChildAnswer, ChildPlace, ChildWatch } from '../../runner/runnerOptions';
import type { Inspection } from '../../runner/tasks/binding';
import type { DebuggeeContext } from '../debuggee';
import type { Wish } from '../debugger';
import type { Hits } from '../judge';
import { OpenTasks } from '../openTasks';
import { SessionExecution } from './sessionExecution';
import type { SessionNested } from './sessionNested';

interface Child {
  readonly execution: SessionExecution;
  /** Lets the map run go on, while it waits for the child's step: the child waits, or is no longer held. */
  handOver: ((answer: ChildAnswer) => void) | undefined;
  /** Lets the child go on after a wait. */
  resume: () => void;
  /** Lets the others and the time go on, while they stand still with the child. */
  release: (() => void) | undefined;
}

/** What the children of an execution's distributed Maps have of it. */
export interface ChildrenHost {
  /** The execution that the Maps are in. */
  parent(): SessionExecution;
  /** Steps from them into executions that their Tasks start. */
  readonly nested: SessionNested;
  /** The history of one was cut behind its event of that id: answers the names of executions that are gone with what followed. */
  cut(execution: SessionExecution, event: number): readonly string[];
  /** Stops the time of all until what is returned is called. */
  hold(): () => void;
  /** One of them has stopped. */
  stopped?(): void;
}

/**
 * The children of distributed Maps under the debugger: executions of their own, in which breakpoints stop as in the iterations of an inline
 * Map. The map runs stand still while one of them does; a client knows of a child once it has stopped.
 */
export class SessionChildren implements ChildWatch {
  readonly #children = new Map<Runner, Child>();
  readonly #byArn = new Map<string, SessionExecution>();
  /** The third item is the third hit, as in an inline Map. */
  readonly #hits: Hits = new Map();
  /** The step that has led into a child. */
  #steppedInto: Wish | undefined;
  /** How many reasons there are that no child takes a step. */
  #holders = 0;
  #released: Promise<ChildAnswer> = Promise.resolve('later');
  #release: () => void = () => undefined;
  #isOver = false;

  constructor(
    private readonly session: DebuggeeContext,
    private readonly host: ChildrenHost,
  ) {}

  /** All that run. */
  get executions(): SessionExecution[] {
    return Array.from(this.#children.values(), ({ execution }) => execution);
  }

  /** Where the Tasks of the execution with this ARN are asked about; undefined where it is no child under the debugger. */
  openOf(executionArn: string): OpenTasks | undefined {
    return this.#byArn.get(executionArn)?.running().open;
  }

  beforeStep(runner: Runner, place: ChildPlace): Promise<ChildAnswer> | undefined {
    if (this.#isOver) {
      return undefined;
    }
    if (this.#holders > 0) {
      return this.#released;
    }
    const beginning = this.host.nested.beginning();
    if (beginning) {
      return beginning.then(() => 'later');
    }
    const known = this.#children.get(runner);
    const child = known ?? this.#begin(runner, place);
    const held = new Promise<ChildAnswer>((resolve) => (child.handOver = resolve));
    if (known) {
      child.resume();
      return held;
    }
    const { execution } = child;
    // One that was under way before the debugger came goes on from there.
    const isNew = runner.log.length <= 1;
    if (!isNew) {
      execution.skip();
    }
    execution.go({ kind: isNew && this.#isSteppedInto(place) ? 'entry' : 'continue' });
    return held;
  }

  inspect(runner: Runner, strand: number): Inspection | undefined {
    return this.#children.get(runner)?.execution.running().functions.inspect(strand);
  }

  ended(runner: Runner): void {
    // The map run has seen the end: what its debugger waited for does not come.
    void this.#children.get(runner)?.execution.running().loop.finish();
  }

  /** Lets go of all: nobody debugs them any more. */
  async leave(): Promise<void> {
    this.#isOver = true;
    for (const [runner, child] of this.#children) {
      await child.execution.running().loop.leave();
      this.#letGo(runner);
    }
    // An execution that one of them has started may stand yet.
    this.#release();
  }

  /** The execution that the Map is in: a child can have children. */
  #parentOf({ executionArn }: ChildPlace): SessionExecution {
    return this.#byArn.get(executionArn) ?? this.host.parent();
  }

  #begin(runner: Runner, place: ChildPlace): Child {
    const parent = this.#parentOf(place);
    const { launch, mocks } = parent.running();
    const open: OpenTasks = new OpenTasks(() => {
      // Before anybody else takes a step.
      this.#stand(child, true);
      child.execution.running().loop.wake();
    });
    const hold = (): (() => void) => this.#hold();
    const { definition, stepping } = launch;
    const name = `${nameOf(place.state)} · item ${place.index}`;
    const child: Child = {
      execution: new SessionExecution(this.session, {
        launch: { definition, runner, hold, stepping, isReplay: false, notes: [], close: () => undefined },
        source: parent.source,
        mocks,
        open,
        label: parent.label === undefined ? name : `${parent.label} · ${name}`,
        hits: this.#hits,
        around: () => this.host.parent().running().cursor.course.overlay(),
        ...this.host.nested.optionsOf(() => child.execution, undefined),
        cut: (event) => this.host.cut(child.execution, event),
        waiting: (signal) => this.#wait(runner, child, signal),
        stopped: () => {
          this.#show(child);
          this.session.focus(child.execution);
          this.host.stopped?.();
        },
        standing: (stands) => this.#stand(child, stands),
        over: (fault) => {
          if (fault !== undefined) {
            this.session.say(
              `Stepwise failed: ${fault instanceof Error ? (fault.stack ?? fault.message) : 'for no known reason'}\n`,
              'stderr',
            );
          }
          this.#letGo(runner);
        },
      }),
      handOver: undefined,
      resume: () => undefined,
      release: undefined,
    };
    this.#children.set(runner, child);
    this.#byArn.set(runner.executionArn, child.execution);
    const { executionArn, execution } = parent.running().launch.runner;
    const started = execution.strands.get(place.strand)?.mapRun?.started ?? 0;
    this.host.nested.itemBegins(child.execution, executionArn, started, { show: () => this.#show(child), hold });
    this.session.arm(child.execution);
    return child;
  }

  /** Until the map run wants the child to take a step, or `signal` aborts. */
  #wait(runner: Runner, child: Child, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      child.resume = done;
      signal.addEventListener('abort', done);
      this.#handOver(runner, child, 'waits');
    });
  }

  #handOver(runner: Runner, child: Child, answer: ChildAnswer): void {
    const { handOver } = child;
    child.handOver = undefined;
    if (handOver) {
      handOver(answer);
    } else {
      // It has gone on although the map run did not ask it to.
      runner.stir();
    }
  }

  /** No child takes a step and no time passes until what is returned is called. */
  #hold(): () => void {
    const release = this.host.hold();
    if (this.#holders++ === 0) {
      this.#released = new Promise((resolve) => (this.#release = () => resolve('later')));
    }
    let isDone = false;
    return () => {
      if (!isDone) {
        isDone = true;
        release();
        if (--this.#holders === 0) {
          // What the others waited for is there first: an answer, a step.
          setImmediate(this.#release);
        }
      }
    };
  }

  #stand(child: Child, stands: boolean): void {
    if (!stands) {
      child.release?.();
      child.release = undefined;
    } else if (!this.#isOver) {
      child.release ??= this.#hold();
    }
  }

  /** Whether the step that the parent takes leads into the Map, and into this item. */
  #isSteppedInto(place: ChildPlace): boolean {
    const { strand, index } = place;
    const { wish } = this.#parentOf(place).running().loop;
    const isInto =
      wish !== this.#steppedInto && wish.kind === 'into' && wish.strand === strand && (wish.child ?? index) === index;
    if (isInto) {
      this.#steppedInto = wish;
    }
    return isInto;
  }

  #show(child: Child): void {
    const { execution } = child;
    const { session } = this;
    if (!execution.isShown) {
      // More may run than a client can know.
      const slot = session.freeSlot() ?? this.#concede(child);
      execution.show(slot);
      session.executions.set(slot, execution);
      session.send(new ThreadEvent('started', execution.threads[0]!.id));
    }
  }

  /** The slot of one that does not stand: a client hears of that one again when it stops. */
  #concede(wants: Child): number {
    const shown = [...this.#children.values()].filter((child) => child !== wants && child.execution.isShown);
    const { execution } = shown.find(({ release }) => !release) ?? shown[0] ?? wants;
    const { slot } = execution;
    this.#hide(execution);
    return slot;
  }

  #letGo(runner: Runner): void {
    const child = this.#children.get(runner);
    if (!child) {
      return;
    }
    const { execution } = child;
    this.#children.delete(runner);
    this.#byArn.delete(runner.executionArn);
    this.host.nested.itemEnded(execution);
    execution.running().open.abandon();
    this.#stand(child, false);
    if (execution.isShown) {
      this.#hide(execution);
    }
    this.#handOver(runner, child, 'look');
  }

  #hide(execution: SessionExecution): void {
    this.session.executions.delete(execution.slot);
    for (const id of execution.toldThreads) {
      const gone: DebugProtocol.Event = new ThreadEvent('exited', id);
      this.session.send(gone);
    }
    execution.hide();
  }
}
