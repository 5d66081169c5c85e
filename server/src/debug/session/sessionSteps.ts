import type { DebugProtocol } from '@vscode/debugprotocol';
import { nameOf } from '../../asl/ast';
import { samePath } from '../../project/paths';
import type { KeepAnswerArguments, KeepExecutionArguments, SeekArguments } from '../../protocol';
import type { Frame, Wish } from '../debugger';
import { timelineBody } from '../eventBodies';
import { keepAnswer, keepExecution } from '../keptExecution';
import { compileEdited } from '../launch';
import { Followed, type Requests, type ExecutionContext } from './sessionContext';

interface Threaded {
  readonly threadId: number;
  readonly singleThread?: boolean;
  readonly granularity?: DebugProtocol.SteppingGranularity;
}

/** How many iterations of a Map are offered to step into. */
const offeredIterations = 100;

/** What stands for the source of the Task's function among the targets of stepping in; others are branches and iterations. */
const functionTarget = 1_000_000;

/** What stands for the execution that the Task starts. */
const executionTarget = functionTarget + 1;

/** Requests about the history: moving in it, telling it, keeping it. */
export class SessionSteps {
  constructor(private readonly context: ExecutionContext) {}

  readonly requests: Requests = {
    continue: ({ threadId, singleThread }: Threaded) =>
      new Followed({ allThreadsContinued: singleThread !== true && this.context.isAlone }, () =>
        this.#go({ kind: 'continue' }, singleThread === true ? this.context.strandOf(threadId) : undefined),
      ),
    next: (args: Threaded) => this.#step(args, args.granularity === 'instruction' ? 'phase' : 'over'),
    stepIn: (args: Threaded & { readonly targetId?: number }) => {
      const { threadId, targetId } = args;
      const strand = this.#running(threadId);
      const { functions, calls } = this.context.running();
      if (calls && (targetId === executionTarget || (targetId === undefined && calls.isNext(strand)))) {
        return new Followed({}, () => {
          if (!calls.revisit(strand)) {
            this.#go({ kind: 'answer', strand }, this.#only(args), strand);
          }
        });
      }
      if (targetId === functionTarget || (targetId === undefined && functions.isNext(strand))) {
        functions.want(strand);
        return this.#step(args, 'answer');
      }
      if (!targetId) {
        return this.#step(args, targetId === 0 ? 'phase' : 'into');
      }
      return new Followed({}, () => this.#go({ kind: 'into', strand, child: targetId - 1 }, this.#only(args)));
    },
    stepOut: (args: Threaded) => {
      // From a moment inside a state: out of it, to the next state.
      const { cursor } = this.context.running();
      const [top] = cursor.frames(this.context.strandOf(args.threadId));
      return this.#step(args, top?.moment === undefined ? 'out' : 'over');
    },
    stepInTargets: ({ frameId }: DebugProtocol.StepInTargetsArguments) => ({
      targets: this.#stepInTargets(this.context.frame(frameId)),
    }),
    pause: ({ threadId }: Threaded) => new Followed({}, () => this.context.running().loop.pause(this.context.strandOf(threadId))),
    stepBack: ({ threadId, granularity }: Threaded) => {
      const { cursor, calls } = this.context.running();
      const strand = this.context.strandOf(threadId);
      const { events, inner } = cursor.start;
      const isAtStart = cursor.position.events === events && cursor.position.inner === inner;
      if (isAtStart && calls?.back()) {
        return {};
      }
      const isInside = cursor.position.inner > 0 || (cursor.standing?.strand === strand && cursor.standing.moment !== 'entry');
      const isOver = granularity !== 'instruction' && !isInside;
      return new Followed({}, () => this.#goesBack(() => this.context.running().loop.back(strand, isOver)));
    },
    reverseContinue: () => new Followed({}, () => this.#goesBack(() => this.context.running().loop.reverse())),
    restartFrame: ({ frameId }: DebugProtocol.RestartFrameArguments) => this.#restart(this.context.frame(frameId)),
    gotoTargets: ({ source, line, column }: DebugProtocol.GotoTargetsArguments) => {
      const { launch } = this.context.running();
      const isProgram = source.path !== undefined && samePath(source.path, launch.definition.program);
      const place = isProgram ? this.context.places().at(line - 1, column === undefined ? undefined : column - 1) : undefined;
      const entry = place && this.context.places().of(place.state);
      if (!entry) {
        return { targets: [] };
      }
      const id = this.context.targets.push(entry.state);
      return { targets: [{ id, label: nameOf(entry.state), line: entry.line + 1, column: entry.character + 1 }] };
    },
    goto: ({ threadId, targetId }: DebugProtocol.GotoArguments) => {
      const state = this.context.targets[targetId - 1];
      if (state === undefined) {
        throw new Error('This target is not known: ask for the targets again.');
      }
      return this.goTo(this.context.strandOf(threadId), state);
    },
    'stepwise/timeline': () => {
      const { launch, timeline } = this.context.running();
      return timelineBody(launch, this.context.base, timeline.whole());
    },
    'stepwise/keepExecution': (args: KeepExecutionArguments) => {
      const { cursor, launch } = this.context.running();
      return keepExecution(cursor.history, launch.definition.machineName, launch.definition.analysis.text, args);
    },
    'stepwise/keepAnswer': (args: KeepAnswerArguments) => keepAnswer(this.context.running().launch.definition.machineName, args),
    'stepwise/seek': ({ events }: SeekArguments) =>
      new Followed({}, () => this.#goesBack(() => this.context.running().loop.seek({ events, inner: 0 }))),
  };

  /** Lets a strand go on in another state of its scope, with the data that it has; the strand around it, where the state is outside. */
  async goTo(thread: number, state: string): Promise<Followed> {
    const { cursor, loop, launch } = this.context.running();
    const scope = scopeOf(state);
    if (!launch.runner.program.states.has(state)) {
      throw new Error(`The definition that runs has no state '${nameOf(state)}'.`);
    }
    const strand = cursor.strandsAround(thread).find((each) => each.phase !== 'ended' && scopeOf(each.state) === scope);
    if (!strand) {
      throw new Error(`'${nameOf(state)}' is not in the scope of the state that it stands in, or of one around it.`);
    }
    await loop.change([{ type: 'change', strand: strand.id, change: { goTo: state } }], 'goto', { strand: strand.id });
    return this.#stoppedAnew();
  }

  #stoppedAnew(): Followed {
    const { loop } = this.context.running();
    this.context.forget();
    return new Followed({}, () => loop.tellStop());
  }

  #step(args: Threaded, kind: 'over' | 'into' | 'phase' | 'answer' | 'out'): Followed {
    const strand = this.#running(args.threadId);
    return new Followed({}, () => this.#go({ kind, strand }, this.#only(args)));
  }

  /** The strand of a thread. Throws when it has ended while others run. */
  #running(threadId: number): number {
    const strand = this.context.strandOf(threadId);
    const { strands } = this.context.running().cursor;
    if (strands.length > 0 && !strands.some(({ id }) => id === strand)) {
      throw new Error('This part of the execution has ended.');
    }
    return strand;
  }

  #only({ threadId, singleThread }: Threaded): number | undefined {
    return (singleThread ?? this.context.stepping === 'strand') ? this.context.strandOf(threadId) : undefined;
  }

  #go(wish: Wish, only?: number, into?: number): void {
    const { loop, calls } = this.context.running();
    this.context.going(only);
    calls?.going(into);
    this.#moves(() => loop.go(wish, only));
  }

  #goesBack(move: () => void): void {
    this.context.running().calls?.going();
    this.#moves(move);
  }

  #moves(move: () => void): void {
    this.context.forget();
    try {
      move();
    } catch (error) {
      this.context.say(`${error instanceof Error ? error.message : String(error)}\n`, 'stderr');
    }
  }

  #stepInTargets({ strand: id, state }: Frame): DebugProtocol.StepInTarget[] {
    const { cursor, launch, functions, calls } = this.context.running();
    const definition = state === undefined ? undefined : launch.runner.program.states.get(state);
    const targets: DebugProtocol.StepInTarget[] = [{ id: 0, label: 'The next step of the data flow' }];
    if (definition?.type === 'Parallel') {
      const branches = definition.branches.map((first, index) => ({ id: index + 1, label: `Branch ${index}: ${nameOf(first)}` }));
      return [...targets, ...branches];
    }
    if (definition?.type === 'Map') {
      // Before the Map has begun, nobody knows how many items there are.
      const count = Math.min(cursor.execution.strands.get(id)?.children?.count ?? 1, offeredIterations);
      const name = nameOf(definition.startAt);
      return [
        ...targets,
        ...Array.from({ length: count }, (_, index) => ({ id: index + 1, label: `Iteration ${index}: ${name}` })),
      ];
    }
    const started = calls?.of(id);
    if (started !== undefined) {
      return [...targets, { id: executionTarget, label: started }];
    }
    const called = definition?.type === 'Task' ? functions.of(id) : undefined;
    // What has happened is not performed again.
    return called === undefined || !cursor.isAtEnd ? targets : [...targets, { id: functionTarget, label: `Function ${called}` }];
  }

  /** Runs the frame's state again from its recorded input, by the text as it is now. */
  async #restart({ strand, state }: Frame): Promise<Followed> {
    const { cursor, loop, launch } = this.context.running();
    // It may wait for an execution whose stack shows the frame.
    await loop.halt();
    const at = state === undefined ? cursor.start : cursor.entryOf(strand);
    if (!at) {
      throw new Error('This state is not entered yet.');
    }
    const text = this.context.edited();
    const program = text === undefined ? undefined : compileEdited(launch.definition, text);
    if (program) {
      const gone = cursor.strandsAt(at).find((each) => !program.states.has(each.state));
      if (gone) {
        throw new Error(
          `The edited definition has no state '${nameOf(gone.state)}', in which the execution stood: put it back, go to another state, or restart.`,
        );
      }
    }
    await loop.change([], 'restart', { strand, at, ...(program ? { program } : {}) });
    return this.#stoppedAnew();
  }
}

/** The path of the scope that a state stands in. */
function scopeOf(id: string): string {
  const end = id.lastIndexOf('/');
  return end < 0 ? '' : id.slice(0, end);
}
