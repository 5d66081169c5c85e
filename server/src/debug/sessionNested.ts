import { ThreadEvent } from '@vscode/debugadapter';
import { nameOf } from '../asl/ast';
import { jsonOf } from '../execution/compileTemplate';
import { nameInArn } from '../project/templates';
import type { StartedBy } from '../runner/overseer';
import { isObject } from '../source/json';
import { member } from '../source/node';
import type { DebuggeeContext } from './debuggee';
import type { Wish } from './debugger';
import type { ExecutionCalls } from './sessionContext';
import type { ExecutionOptions, SessionExecution } from './sessionExecution';
import { startsExecutions } from './startedMachines';

interface Child {
  readonly execution: SessionExecution;
  readonly startedBy: StartedBy;
  /** Somebody has stepped back out of it, and it stands at its first state. */
  isLeft: boolean;
  hasEnded: boolean;
}

/** The strand of an execution whose Task has started another. */
interface Starting {
  readonly execution: SessionExecution;
  readonly strand: number;
}

/** So many executions that have ended can be gone through once more. */
const keptChildren = 100;

/** Executions that Tasks of others have started: steps lead into them, out of them, and back. */
export class SessionNested {
  /** By the ARN of the execution that has started them, the latest last. */
  readonly #children: Child[] = [];
  /** The Task whose execution is stepped into. */
  #wanted: Starting | undefined;

  constructor(private readonly session: DebuggeeContext) {}

  /** What an execution is debugged with, so that steps lead into those that its Tasks start; `startedBy`: it was started so itself. */
  optionsOf(
    execution: () => SessionExecution,
    startedBy: StartedBy | undefined,
  ): Pick<ExecutionOptions, 'calls' | 'caller' | 'waits'> {
    return {
      calls: this.#calls(execution, startedBy),
      waits: () => this.#waits(execution()),
      ...(startedBy?.isAwaited ? { caller: () => this.#below(startedBy) } : {}),
    };
  }

  /** An execution begins: how far it goes where a step leads into it, and that with the last word where nobody waits for it. */
  begins(execution: SessionExecution, startedBy: StartedBy): Wish | Promise<Wish> | undefined {
    this.#children.push({ execution, startedBy, isLeft: false, hasEnded: false });
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
    const child = this.#childOf(execution);
    const caller = child?.startedBy.isAwaited ? this.#callerOf(child.startedBy) : undefined;
    const { wish } = execution.running().loop;
    if (child?.hasEnded) {
      this.#hide(execution);
      caller?.execution.goUnasked({ kind: 'answer', strand: caller.strand });
    } else if (caller && 'strand' in wish) {
      caller.execution.running().loop.redirect({ kind: 'answer', strand: caller.strand });
    }
    if (child) {
      child.hasEnded = true;
      const old = this.#children.filter(({ hasEnded }) => hasEnded);
      old.slice(0, -keptChildren).forEach((each) => this.#children.splice(this.#children.indexOf(each), 1));
    }
  }

  /** What an execution has started behind its event `event` never was. */
  cut(execution: SessionExecution, event: number): void {
    const { executionArn } = execution.running().launch.runner;
    for (const child of [...this.#children]) {
      if (child.startedBy.executionArn === executionArn && child.startedBy.scheduled > event) {
        this.#children.splice(this.#children.indexOf(child), 1);
        this.#hide(child.execution);
      }
    }
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
      },
      revisit: (strand) => this.#revisit(own(), strand),
      back: () => startedBy?.isAwaited === true && this.#back(own(), startedBy),
    };
  }

  #childOf(execution: SessionExecution): Child | undefined {
    return this.#children.find((child) => child.execution === execution);
  }

  #childrenOf(execution: SessionExecution): Child[] {
    const { executionArn } = execution.running().launch.runner;
    return this.#children.filter(({ startedBy }) => startedBy.executionArn === executionArn);
  }

  #below(startedBy: StartedBy): ReturnType<ExecutionOptions['caller'] & {}> {
    const caller = this.#callerOf(startedBy);
    return caller && { frames: caller.execution.frames, strand: caller.strand };
  }

  #callerOf({ executionArn, strand }: StartedBy): Starting | undefined {
    for (const execution of this.session.executions.values()) {
      if (execution.running().launch.runner.executionArn === executionArn) {
        return { execution, strand };
      }
    }
    return undefined;
  }

  /** An execution waits: those that somebody has stepped back out of go on, or are where a step leads into. */
  #waits(execution: SessionExecution): void {
    for (const child of this.#childrenOf(execution).filter(({ isLeft }) => isLeft)) {
      child.isLeft = false;
      const { loop } = child.execution.running();
      if (this.#wanted?.execution === execution && this.#wanted.strand === child.startedBy.strand) {
        this.#wanted = undefined;
        loop.tellStop();
      } else if (!loop.isGoing) {
        child.execution.goUnasked({ kind: 'continue' });
      }
    }
  }

  /** The execution that a strand's Task has started, where the cursor stands in that Task before it or ahead of it. */
  #startedIn(execution: SessionExecution, strand: number): Child | undefined {
    const { cursor } = execution.running();
    const { history, position } = cursor;
    const isScheduling = (index: number): boolean =>
      history[index]!.local.strand === strand && /^(?:Task|Activity|LambdaFunction)Scheduled$/.test(history[index]!.type);
    let index = position.events - 1;
    while (
      index >= 0 &&
      !isScheduling(index) &&
      !(history[index]!.local.strand === strand && history[index]!.type.endsWith('StateEntered'))
    ) {
      index--;
    }
    if (index < 0 || !isScheduling(index)) {
      index = history.findIndex((_, at) => at >= position.events && isScheduling(at));
    }
    return this.#childrenOf(execution).find(({ startedBy }) => startedBy.scheduled === history[index]?.id);
  }

  #revisit(execution: SessionExecution, strand: number): boolean {
    const child = this.#startedIn(execution, strand);
    const slot = child?.hasEnded && !child.execution.isShown ? this.session.freeSlot() : undefined;
    if (!child || slot === undefined) {
      return false;
    }
    child.execution.show(slot);
    this.session.executions.set(slot, child.execution);
    this.session.send(new ThreadEvent('started', child.execution.threads[0]!.id));
    this.session.arm(child.execution);
    child.execution.running().loop.revisit();
    return true;
  }

  /** Back to where the Task is about to be performed. */
  #back(execution: SessionExecution, startedBy: StartedBy): boolean {
    const child = this.#childOf(execution);
    const caller = this.#callerOf(startedBy);
    if (!child || !caller) {
      return false;
    }
    const { loop, cursor } = caller.execution.running();
    if (child.hasEnded) {
      this.#hide(execution);
      loop.tellStop();
      return true;
    }
    const index = cursor.history.findIndex(({ id, type }) => id === startedBy.scheduled && type.endsWith('Scheduled'));
    child.isLeft = true;
    void loop.backTo({ events: index + 1, inner: 0 });
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
